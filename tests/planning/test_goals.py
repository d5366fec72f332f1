"""Goals: how far each has come, what keeps one from being set, and a plan that becomes the goals of a quarter."""

import copy
from datetime import date
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES_BY_KEY
from netroi_core.planning.goal_metrics import GOAL_METRICS
from netroi_core.planning.goals import (
    EXPECTED_BENEFIT,
    GoalProgress,
    all_progress,
    goal_name,
    goal_problem,
    goal_progress,
    goal_sentence,
    goals_from_mix,
    progress_phrase,
    quarter_progress,
    save_plan,
    undo_plan,
)
from netroi_core.planning.outlook import Effort
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words
from netroi_core.workspace import document as documents
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, load_document, make_document, won_outcome

Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)
HALFWAY, OVER, BEFORE = date(2026, 8, 16), date(2026, 10, 1), date(2026, 6, 30)
"""Days of, after and before Q3, which has 92 days."""


def goal(metric: str, target: float, approach: Any = None, quarter: Quarter = Q3) -> Goal:
    return Goal(id="g", metric=metric, target=target, quarter=str(quarter), approach=approach)


def record(**changes: Any) -> Json:
    return {"id": "new", "metric": "hours", "target": 20.0, "quarter": "2026-Q4", "approach": None, **changes}


THIRD_QUARTER = make_document(
    activities=[
        {**costly_activity("one_on_one", "30", "2026-07-02"), "hours": {"attending": 12}, "meaningful": 3},
        {**costly_activity("group_events", "70", "2026-08-02"), "hours": {"attending": 6}},
    ],
    outcomes=[won_outcome("400", "one_on_one", "2026-08-10")],
)
"""12 and 6 hours, $100 spent, $400 gained; an hour is worth nothing."""


def told(target: Goal, today: date) -> tuple[float | None, str, bool | None]:
    progress = goal_progress(target, Ledger(Workspace(THIRD_QUARTER)), today)
    return progress.value, progress.state, progress.is_on_track


@pytest.mark.parametrize(
    ("target", "value", "at_the_end"),
    [
        (goal("hours", 18), 18, "met"),
        (goal("hours", 13, "one_on_one"), 12, "missed"),
        (goal("actual_cost", 100), 100, "met"),
        (goal("actual_cost", 60, "group_events"), 70, "missed"),
        (goal("net_benefit", 300), 300, "met"),
        (goal("roi_percent", 250), 300, "met"),
        (goal("cost_per_meaningful_contact", 20, "one_on_one"), 10, "met"),
        (goal("meaningful_contacts", 1, "social_media"), 0, "missed"),
    ],
    ids=lambda value: value.metric if isinstance(value, Goal) else "",
)
def test_when_its_quarter_is_over_a_goal_is_met_or_missed(target: Goal, value: float, at_the_end: str) -> None:
    assert told(target, OVER) == (pytest.approx(value), at_the_end, None)
    assert told(target, HALFWAY)[:2] == (pytest.approx(value), "under_way")


@pytest.mark.parametrize(
    ("target", "is_on_track"),
    [
        (goal("hours", 36), True),
        (goal("hours", 37), False),
        (goal("actual_cost", 200), True),
        (goal("actual_cost", 199), False),
        (goal("roi_percent", 300), True),
        (goal("roi_percent", 301), False),
        (goal("cost_per_meaningful_contact", 34), True),
    ],
    ids=lambda value: f"{value.metric} {value.target:g}" if isinstance(value, Goal) else "",
)
def test_halfway_a_sum_is_held_against_half_the_target_and_a_ratio_against_all_of_it(
    target: Goal, is_on_track: bool
) -> None:
    assert told(target, HALFWAY)[2] is is_on_track


def test_how_much_of_the_quarter_is_behind_goes_from_nothing_to_all() -> None:
    ledger = Ledger(Workspace(THIRD_QUARTER))
    days = (BEFORE, date(2026, 7, 1), HALFWAY, date(2026, 9, 30), OVER)
    assert [goal_progress(goal("hours", 1), ledger, day).elapsed for day in days] == [0, 0, 0.5, 91 / 92, 1]


def test_before_its_quarter_a_goal_is_neither_on_track_nor_behind() -> None:
    assert told(goal("hours", 5, quarter=Q4), HALFWAY) == (0, "under_way", None)


@pytest.mark.parametrize("target", [goal("coffee chats", 5), goal("roi_percent", 50, "social_media")])
@pytest.mark.parametrize("today", [HALFWAY, OVER])
def test_what_is_not_defined_or_not_known_is_not_figured(target: Goal, today: date) -> None:
    assert told(target, today) == (None, "not_figured", None)


def test_a_quarter_of_a_fiscal_year_has_its_own_days() -> None:
    raw = {**THIRD_QUARTER, "profile": {"fiscal_year_start": 4}}
    target = goal("hours", 18, quarter=Quarter(2027, 2))  # July to September 2026
    assert goal_progress(target, Ledger(Workspace(raw)), HALFWAY).elapsed == 0.5
    assert goal_progress(target, Ledger(Workspace(raw)), OVER).state == "met"


def test_costs_and_imbalance_are_to_stay_below_and_all_else_is_to_be_reached() -> None:
    assert {key for key, metric in GOAL_METRICS.items() if metric.is_at_most} == {
        "most_hours",
        "actual_cost",
        "opportunity_cost",
        "total_cost",
        "cost_per_new_contact",
        "cost_per_meaningful_contact",
        "imbalance",
    }
    assert set(GOAL_METRICS) > set(MEASURES_BY_KEY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, None),
        ({"quarter": "2026-Q3"}, None),
        ({"metric": "fame"}, "Choose what to measure."),
        ({"target": 0}, "The target must be a number above 0."),
        ({"quarter": "2026-Q2"}, "That quarter is over: set a goal for this one or a later one."),
        ({"metric": "roi_percent"}, "There is a goal for that already: change it instead."),
        ({"metric": "roi_percent", "approach": "one_on_one"}, None),
        ({"metric": "roi_percent", "id": "g1", "target": 70.0}, None),
    ],
)
def test_a_goal_is_specific_measurable_and_bound_to_a_time(changes: Json, sentence: str | None) -> None:
    stored = make_document(goals=[{"metric": "roi_percent", "target": 60.0, "quarter": "2026-Q4"}])
    assert goal_problem(Workspace(stored), Goal(**record(**changes)), HALFWAY) == sentence


def test_the_goals_of_a_quarter_are_looked_back_on_in_their_order() -> None:
    targets = [("hours", "2026-Q3"), ("new_contacts", "2026-Q4"), ("actual_cost", "2026-Q3")]
    raw = {**THIRD_QUARTER, **_goals(targets)}
    ledger = Ledger(Workspace(raw))
    progress_by_goal = quarter_progress(ledger, Q3, OVER)
    assert [(goal.metric, reached.state) for goal, reached in progress_by_goal] == [
        ("hours", "met"),
        ("actual_cost", "missed"),
    ]
    assert quarter_progress(ledger, Quarter(2025, 1), OVER) == []


def _goals(targets: list[tuple[str, str]]) -> Json:
    return {"goals": make_document(goals=[{"metric": m, "target": 9.0, "quarter": q} for m, q in targets])["goals"]}


NOTHING = Effort()
MIX = {"group_events": Effort(4.4, 60), "one_on_one": Effort(20.2, 119.7), "social_media": Effort(0.3, 1)}


def test_a_plan_becomes_the_hours_of_each_approach_and_the_money_of_all() -> None:
    assert [(goal.metric, goal.approach, goal.target) for goal in goals_from_mix(MIX, Q4)] == [
        ("hours", "group_events", 4),
        ("hours", "one_on_one", 20),
        ("actual_cost", None, 181),
    ]
    assert goals_from_mix(dict.fromkeys(MIX, NOTHING), Q4) == []
    # What is cut is to stay below, and what stays as it is has no goal.
    usual = {"group_events": Effort(9, 90), "one_on_one": Effort(18, 90), "social_media": Effort(0.3, 1)}
    by_direction = [(goal.metric, goal.approach) for goal in goals_from_mix(MIX, Q4, None, usual)]
    assert by_direction[:2] == [("most_hours", "group_events"), ("hours", "one_on_one")]
    unchanged = {**usual, "group_events": MIX["group_events"]}
    by_direction = [(goal.metric, goal.approach) for goal in goals_from_mix(MIX, Q4, None, unchanged)]
    assert by_direction[0] == ("hours", "one_on_one")


def test_nothing_is_behind_schedule_in_the_first_weeks_and_what_is_cut_never_is() -> None:
    few, most = goal("hours", 5000), goal("most_hours", 5000)
    for day, is_on_track in ((date(2026, 7, 2), None), (date(2026, 7, 17), None), (date(2026, 7, 20), False)):
        value, state, on_track = told(few, day)
        assert (state, on_track) == ("under_way", is_on_track), value
        ledger = Ledger(Workspace(THIRD_QUARTER))
        assert "behind" not in progress_phrase(most, goal_progress(most, ledger, day), Words())
        assert ("behind" in progress_phrase(few, goal_progress(few, ledger, day), Words())) == (is_on_track is False)


def test_one_purchase_in_the_first_days_is_no_sign_that_a_sum_runs_high() -> None:
    spent = {**costly_activity("one_on_one", "12"), "date": "2026-07-02"}
    ledger = Ledger(Workspace(make_document(activities=[spent])))
    for target, is_on_track in ((350, True), (60, True), (50, None), (11, False)):
        progress = goal_progress(goal("actual_cost", target), ledger, date(2026, 7, 3))
        assert progress.is_on_track is is_on_track, target


def test_whether_a_goal_was_missed_waits_for_the_quiz_of_its_quarter() -> None:
    total = {**costly_activity("one_on_one", "9", "2026-06-30"), "source": "quiz"}
    raw = make_document(activities=[total], quizzes=[{"quarter": "2026-Q2", "submitted": "2026-07-03T10:00:00Z"}])
    assert goal_progress(goal("hours", 5), Ledger(Workspace(raw)), OVER).state == "not_figured"


def test_what_is_expected_of_a_plan_is_kept_with_it_and_is_no_goal() -> None:
    goals = goals_from_mix(MIX, Q4, -185.4)
    assert (goals[-1].metric, goals[-1].target) == (EXPECTED_BENEFIT, -185)
    assert goals_from_mix(dict.fromkeys(MIX, NOTHING), Q4, 500.0) == []
    raw, _ = save_plan({**THIRD_QUARTER, **_goals([("net_benefit", "2026-Q4")])}, Q4, goals)
    documents.validate(raw)
    # A goal for the net benefit that was set by hand stays: it is not the same as what is expected.
    assert [goal["metric"] for goal in raw["goals"]].count("net_benefit") == 1
    ledger = Ledger(Workspace(raw))
    for progress_by_goal in (all_progress(ledger, OVER), quarter_progress(ledger, Q4, OVER)):
        assert [goal.metric for goal, _ in progress_by_goal] == ["net_benefit", "hours", "hours", "actual_cost"]


def test_a_plan_is_stored_as_goals_and_the_next_takes_its_place_and_that_of_goals_for_the_same() -> None:
    by_hand = {"id": "mine", "metric": "actual_cost", "target": 50.0, "quarter": "2026-Q4"}
    raw = {**load_document("sample"), "goals": [by_hand, {**by_hand, "id": "later", "quarter": "2027-Q1"}]}
    before = copy.deepcopy(raw["goals"])
    first, second = (
        goals_from_mix(MIX, Q4),
        goals_from_mix({**dict.fromkeys(MIX, NOTHING), "social_media": Effort(9, 20)}, Q4),
    )
    raw, _ = save_plan(raw, Q4, first)
    raw, removal = save_plan(raw, Q4, second)
    documents.validate(raw)
    assert [(goal["id"], goal["target"]) for goal in raw["goals"]] == [
        ("later", 50.0),
        ("plan-2026-Q4-hours-social_media", 9),
        ("plan-2026-Q4-actual_cost", 20),
    ]
    undone = undo_plan(raw, second, removal)
    assert sorted(goal["id"] for goal in undone["goals"]) == sorted(["later", *(goal.id for goal in first)])
    assert before[1] in undone["goals"]


def test_a_plan_taken_back_leaves_the_goals_as_they_were() -> None:
    raw = load_document("sample")
    before = copy.deepcopy(raw["goals"])
    goals = goals_from_mix(MIX, Q4)
    after, removal = save_plan(raw, Q4, goals)
    assert undo_plan(after, goals, removal)["goals"] == before


def test_all_goals_stand_with_their_progress_the_latest_quarter_first() -> None:
    raw = {**THIRD_QUARTER, "goals": [record(id="g1", quarter="2026-Q3", target=18.0), record(id="g2")]}
    progress_by_goal = all_progress(Ledger(Workspace(raw)), OVER)
    assert [(goal.id, progress.state) for goal, progress in progress_by_goal] == [("g2", "under_way"), ("g1", "met")]


def wanted(metric: str, target: float, approach: Any = None) -> Goal:
    return goal(metric, target, approach, Q4)


HOURS, MONEY, ROI = wanted("hours", 20, "one_on_one"), wanted("actual_cost", 400), wanted("roi_percent", 60)


@pytest.mark.parametrize(
    ("target", "reached", "words"),
    [
        (HOURS, GoalProgress(12, "under_way", 0.5, True), "12 of 20 so far, on track"),
        (HOURS, GoalProgress(7.25, "under_way", 0.5, False), "7.25 of 20 so far, behind schedule"),
        (HOURS, GoalProgress(0, "under_way", 0, None), "goal 20, not started yet"),
        (MONEY, GoalProgress(None, "not_figured"), "goal $400 or less, no data yet"),
        (ROI, GoalProgress(45, "under_way", 0.5, False), "45% against 60% so far, too low"),
        (HOURS, GoalProgress(22, "met"), "22 of 20, met"),
        (HOURS, GoalProgress(12, "missed"), "12 of 20, missed"),
        (MONEY, GoalProgress(120, "under_way", 0.5, True), "$120 of at most $400 so far, on track"),
        (
            MONEY,
            GoalProgress(320, "under_way", 0.5, False),
            "$320 of at most $400 so far, running high",
        ),
        (MONEY, GoalProgress(0, "under_way", 0, None), "goal $400 or less, not started yet"),
        (ROI, GoalProgress(-100, "under_way", 0.5, False), "goal 60%, nothing won yet"),
        (
            wanted("imbalance", 20),
            GoalProgress(36, "under_way", 0.5, False),
            "36% against at most 20% so far, too high",
        ),
        (wanted("imbalance", 20), GoalProgress(10, "under_way", 0.5, True), "10% against at most 20% so far, on track"),
        (
            wanted("referrals", 3, "one_on_one"),
            GoalProgress(1, "under_way", 0.5, False),
            "1 of 3 so far, behind schedule",
        ),
        (
            wanted("interviews", 3),
            GoalProgress(1, "under_way", 0.5, False, still_open=1),
            "1 of 3 so far, behind schedule; 1 open interview",
        ),
        (ROI, GoalProgress(None, "not_figured", 0.5), "goal 60%, no data yet"),
        (wanted("talks held", 3), GoalProgress(None, "not_figured"), "goal 3, a figure that NetROI doesn’t measure"),
    ],
)
def test_how_far_a_goal_has_come_is_told_with_its_target(target: Goal, reached: GoalProgress, words: str) -> None:
    assert progress_phrase(target, reached, Words()) == words


def test_an_open_interview_reaches_no_goal_and_stands_beside_it() -> None:
    interviews = [
        {"id": f"o{status}", "date": "2026-10-05", "kind": "interview", "status": status} for status in ("won", "open")
    ]
    progress = goal_progress(
        wanted("interviews", 2), Ledger(Workspace({**THIRD_QUARTER, "outcomes": interviews})), date(2026, 11, 29)
    )
    assert (progress.value, progress.still_open) == (1, 1)


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        (GoalProgress(24, "met"), "24 of 20, met"),
        (GoalProgress(26, "met"), "26 of 20, more than planned"),
        (GoalProgress(26, "under_way", 0.5, True), "26 of 20 so far, more than planned"),
    ],
)
def test_far_more_hours_than_a_plan_has_are_more_than_planned(reached: GoalProgress, words: str) -> None:
    (plan, *_) = goals_from_mix({**dict.fromkeys(MIX, NOTHING), "one_on_one": Effort(20)}, Q4)
    assert progress_phrase(plan, reached, Words()) == words


def test_a_goal_is_told_with_its_quarter() -> None:
    sentence = goal_sentence(HOURS, GoalProgress(12, "under_way", 0.5, True), Words())
    assert sentence == "Hours of one-on-one in Q4 2026: 12 of 20 so far, on track"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (wanted("hours", 1), "Hours"),
        (wanted("actual_cost", 1, "group_events"), "Money spent on group events"),
        (wanted("total_cost", 1, "social_media"), "Invested in social media"),
        (wanted("expected_value", 1, "one_on_one"), "Won by one-on-one"),
        (wanted("roi_percent", 1, "one_on_one"), "ROI of one-on-one"),
        (wanted("referrals", 1), "Referrals"),
        (wanted("interviews", 1, "group_events"), "Interviews by group events"),
        (wanted("introductions", 1, "one_on_one"), "Introductions made to people met by one-on-one"),
        (wanted("imbalance", 1, "social_media"), "Favors out of balance with people met by social media"),
        (wanted("talks held", 1, "one_on_one"), "talks held of one-on-one"),
    ],
)
def test_a_goal_is_named_by_its_measure_and_approach(target: Goal, words: str) -> None:
    assert goal_name(target) == words


@pytest.mark.parametrize("metric", GOAL_METRICS)
def test_whatever_can_be_measured_can_be_told_in_each_state(metric: str) -> None:
    for reached in (GoalProgress(5, "missed"), GoalProgress(5, "under_way", 0.5, True)):
        assert GOAL_METRICS[metric].title in goal_sentence(
            wanted(metric, 10, "group_events"), reached, Words("de_DE", "EUR")
        )


def member(**dues: Any) -> Ledger:
    """A membership whose quarter costs $80, and $30 of other costs."""
    club = {"name": "Club", "approach": "group_events", "dues": {"amount": "80", "per": "quarter", **dues}}
    return Ledger(
        Workspace(make_document(venues=[club], activities=[costly_activity("group_events", "30", "2026-07-01")]))
    )


@pytest.mark.parametrize(
    ("target", "today", "is_on_track"),
    [
        (goal("actual_cost", 140), date(2026, 7, 2), None),
        (goal("actual_cost", 140), HALFWAY, True),  # $80, and half of the rest
        (goal("actual_cost", 139, "group_events"), HALFWAY, False),
        (goal("total_cost", 140), HALFWAY, True),
        (goal("actual_cost", 109), date(2026, 7, 2), False),
        (goal("actual_cost", 100, "one_on_one"), HALFWAY, True),
    ],
    ids=str,
)
def test_dues_count_in_full_from_the_first_day_and_only_the_rest_is_held_against_the_days(
    target: Goal, today: date, is_on_track: bool | None
) -> None:
    progress = goal_progress(target, member(), today)
    assert progress.is_on_track is is_on_track
    is_said = progress_phrase(target, progress, Words()).endswith("; dues count for the whole quarter")
    assert is_said == (target.approach != "one_on_one")


def test_dues_are_named_only_while_days_of_them_are_to_come() -> None:
    spent = goal("actual_cost", 200)
    assert "dues" not in progress_phrase(spent, goal_progress(spent, member(), OVER), Words())
    ended = member(to="2026-06-30")
    assert "dues" not in progress_phrase(spent, goal_progress(spent, ended, HALFWAY), Words())
