"""Prefill: the records of a quarter as answers, their sources, and touchpoints to suggest as the path to an outcome."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import prefill
from netroi_core.quiz.answers import answer_type, is_effort, save_answers
from netroi_core.quiz.effort import with_total_hours
from netroi_core.quiz.prefill import touchpoints_by_contact
from netroi_core.quiz.submission import preview
from netroi_core.wording.wording import Words
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES, Approach
from netroi_core.workspace.records import Activity, Hours
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.importers.import_files import AT
from tests.strategies import workspaces

Q3 = Quarter(2026, 3)
COFFEE = {"costs": [{"category": "coffee", "amount": "4.50"}]}
HOURS, COSTS = "one_on_one.hours.attending", "one_on_one.costs.coffee"
DAY = date(2026, 9, 30)
FILES = {
    "group_events.hours.attending": {"linkedin", "calendar"},
    "group_events.costs.parking": {"expense"},
    "one_on_one.hours.attending": {"journal"},
    "one_on_one.costs.coffee": {"journal"},
    "social_media.costs.subscription": {"linkedin"},
}


def stored(key: str, source: str = "import", **keys: Any) -> Json:
    """A workspace with one activity under this id."""
    activity = {"id": key, "date": "2026-07-14", "approach": "one_on_one", "source": source, "hours": {"attending": 1}}
    return make_document() | {"activities": [{**activity, **keys}]}


@pytest.mark.parametrize(
    ("raw", "hours", "costs"),
    [
        (stored("a1", "journal", **COFFEE), {"journal"}, {"journal"}),
        (stored("calendar-1", "calendar"), {"calendar"}, None),
        (stored("a7", "calendar"), {"calendar"}, None),
        (stored("calendar-1", "calendar", keys=["expense-9"], **COFFEE), {"calendar"}, {"expense"}),
        (stored("calendar-1", "calendar", **COFFEE), {"calendar"}, {"journal"}),
        (stored("a1", "journal", keys=["expense-9"], **COFFEE), {"journal"}, {"journal", "expense"}),
        (stored("linkedin-1", **COFFEE), {"linkedin"}, {"linkedin"}),
        (stored("linkedin-1", keys=["calendar-2", "expense-9"], **COFFEE), {"linkedin", "calendar"}, {"expense"}),
    ],
)
def test_time_may_have_one_source_and_costs_another(raw: Json, hours: set[str], costs: set[str] | None) -> None:
    sources = prefill.effort_sources(Workspace(raw), Q3)
    assert (sources.get(HOURS), sources.get(COSTS)) == (hours, costs)
    assert set(sources) == set(prefill.recorded_effort(Workspace(raw), Q3))


def test_the_quiz_and_other_quarters_are_no_source() -> None:
    assert prefill.effort_sources(Workspace(stored("quiz-2026-Q3-one_on_one", "quiz")), Q3) == {}
    assert prefill.effort_sources(Workspace(stored("calendar-1", "calendar")), Quarter(2026, 2)) == {}


def test_imported_activities_are_those_of_the_quarter_that_imports_added_or_changed() -> None:
    activities = [stored(key, "journal")["activities"][0] for key in ("a1", "time-1", "a3")]
    accepted = {
        "id": "i1",
        "kind": "time",
        "at": AT,
        "added": {"activities": {"time-1": "0"}},
        "updated": {"activities": {"a3": {}}, "contacts": {"a1": {}}},
    }
    raw = make_document() | {"activities": activities, "imports": [accepted]}
    assert [activity.id for activity in prefill.imported_activities(Workspace(raw), Q3)] == ["time-1", "a3"]
    assert (
        prefill.imported_activities(Workspace(raw), Quarter(2026, 4))
        == prefill.imported_activities(Workspace({**raw, "imports": []}), Q3)
        == []
    )


def test_contacts_met_in_the_quarter_are_counted_by_approach() -> None:
    days = [
        ("2026-07-01", "social_media"), ("2026-09-30", "social_media"), ("2026-08-01", "group_events"),
        ("2026-10-01", "social_media"), ("2026-08-02", None),
    ]  # fmt: skip
    contacts = [
        {"name": "X", "met": {"date": day, **({"approach": approach} if approach else {})}} for day, approach in days
    ]
    raw = make_document(contacts=[*contacts, {"name": "Y"}])
    assert prefill.contacts_met(Workspace(raw), Q3) == {"social_media.new_contacts": 2, "group_events.new_contacts": 1}


def test_recorded_favors_are_counted_by_kind_without_those_written_by_the_quiz() -> None:
    rows = [
        {"id": "linkedin-1", "date": "2026-07-14", "direction": "given", "kind": "endorsement"},
        {"id": "e2", "date": "2026-09-30", "direction": "given", "kind": "endorsement"},
        {"id": "e3", "date": "2026-07-14", "direction": "received"},
        {"id": "e4", "date": "2026-10-01", "direction": "received", "kind": "advice"},
        {"id": "quiz-2026-Q3-given-advice-1", "date": "2026-09-30", "direction": "given", "kind": "advice"},
    ]
    favors = prefill.recorded_favors(Workspace(make_document() | {"exchanges": rows}), Q3)
    assert favors == {"given.endorsement": 2, "received.other": 1}


@given(workspaces(), st.sampled_from([Quarter(2025, n) for n in (1, 2, 3, 4)]))
def test_total_effort_fits_the_answers(raw: Json, quarter: Quarter) -> None:
    assert all(amount > 0 and is_effort(key) for key, amount in prefill.total_effort(Workspace(raw), quarter).items())
    assert all(map(answer_type, prefill.total_effort(Workspace(raw), quarter)))


def test_recorded_effort_leaves_out_what_a_quiz_wrote() -> None:
    meeting = {"date": "2026-07-14", "approach": "one_on_one", "hours": {"attending": 0.1}, "meaningful": 1,
               "costs": [{"category": "coffee", "amount": "5.10", "reimbursed": "1"}, {"amount": "2"}]}  # fmt: skip
    raw = make_document() | {
        "activities": [
            meeting | {"id": "a"},
            meeting | {"id": "b", "source": "calendar", "costs": []},
            meeting | {"id": "c", "source": "quiz"},
            meeting | {"id": "d", "date": "2026-10-01"},
        ]
    }
    assert prefill.recorded_effort(Workspace(raw), Q3) == {
        "one_on_one.hours.attending": Decimal("0.2"),
        "one_on_one.meaningful": 2,
        "one_on_one.costs.coffee": Decimal("5.10"),
        "one_on_one.reimbursed": 1,
        "one_on_one.costs.other": 2,
    }
    assert prefill.total_effort(Workspace(raw), Q3)["one_on_one.meaningful"] == 3


def test_each_approach_names_the_sources_of_its_hours_and_costs() -> None:
    sentences = {
        approach: prefill.effort_origin(FILES, approach) for approach in ("group_events", "one_on_one", "social_media")
    }
    assert sentences == {
        "group_events": "Hours from your calendar and LinkedIn; costs from your card.",
        "one_on_one": "From your log.",
        "social_media": "Costs from LinkedIn.",
    }
    assert prefill.effort_origin({}, "one_on_one") == ""


def test_imported_activities_are_counted_with_their_hours() -> None:
    day = date(2026, 7, 14)
    meeting = Activity(id="a", date=day, approach="one_on_one", hours=Hours(attending=1.5, travelling=0.5))
    activities = [meeting, Activity(id="b", date=day, approach="one_on_one")]
    assert (
        prefill.imported_summary(activities, FILES, Words())
        == "2 activities, 2 h, from your calendar, LinkedIn and your card"
    )
    one = prefill.imported_summary(activities[:1], {"one_on_one.hours.attending": {"strava"}}, Words())
    assert one == "1 activity, 2 h, from other files"


def met(day: str, approach: str = "social_media", **keys: Any) -> Json:
    return {"name": "Ada", "met": {"date": day, "approach": approach, **keys}}


def with_ada(day: str, approach: str, **keys: Any) -> Json:
    return {"date": day, "approach": approach, "people": ["c1"], **keys}


def test_a_path_begins_with_the_meeting_and_has_the_latest_time_of_each_approach() -> None:
    raw = make_document(
        contacts=[met("2026-07-06")],
        activities=[
            with_ada("2026-09-02", "one_on_one"),
            with_ada("2026-07-31", "social_media"),
            with_ada("2026-07-14", "one_on_one"),
            with_ada("2026-08-20", "group_events"),
        ],
    )
    steps = [
        (str(touchpoint.date), touchpoint.approach, touchpoint.contact)
        for touchpoint in touchpoints_by_contact(Workspace(raw), DAY)["c1"]
    ]
    assert steps == [
        ("2026-07-06", "social_media", "c1"),
        ("2026-08-20", "group_events", "c1"),
        ("2026-09-02", "one_on_one", "c1"),
    ]


def steps(raw: Json) -> list[str]:
    return [f"{step.date} {step.approach}" for step in touchpoints_by_contact(Workspace(raw), DAY)["c1"]]


@pytest.mark.parametrize("approach", APPROACHES)
def test_a_total_of_a_quarter_gives_way_to_what_is_logged_of_its_approach(approach: Approach) -> None:
    total = {**with_ada("2026-06-30", approach), "id": "quiz-2026-Q2-total", "source": "quiz"}
    known: Json = {"contacts": [{"name": "Ada"}]}
    assert steps(make_document(**known, activities=[total])) == [f"2026-06-30 {approach}"]
    for days in (["2026-05-04", "2026-09-03"], ["2026-09-03"], ["2026-05-04"]):
        logged = [with_ada(day, approach) for day in (*days, "2026-10-02")]
        later = {**total, "id": "quiz-2026-Q3-total", "date": "2026-09-30"}
        assert steps(make_document(**known, activities=[total, *logged, later])) == [f"{days[-1]} {approach}"]


@pytest.mark.parametrize("approach", ["group_events", "one_on_one"])
def test_a_meeting_long_ago_is_followed_by_the_latest_one_that_is_logged(approach: str) -> None:
    total = {**with_ada("2026-06-30", approach), "id": "quiz-2026-Q2-total", "source": "quiz"}
    logged = [with_ada(day, approach) for day in ("2026-09-03", "2026-03-04")]
    raw = make_document(contacts=[met("2020-05-04", approach)], activities=[total, *logged])
    assert steps(raw) == [f"2020-05-04 {approach}", f"2026-09-03 {approach}"]
    same_day = make_document(contacts=[met("2026-09-03", approach)], activities=logged)
    assert steps(same_day) == [f"2026-09-03 {approach}"]


def test_later_activities_are_left_out() -> None:
    raw = make_document(contacts=[met("2026-07-06")], activities=[with_ada("2026-10-01", "one_on_one")])
    assert [touchpoint.approach for touchpoint in touchpoints_by_contact(Workspace(raw), DAY)["c1"]] == ["social_media"]


def test_the_latest_in_touch_come_first_and_those_never_met_by_an_approach_are_left_out() -> None:
    raw = make_document(
        contacts=[met("2020-01-01"), met("2026-07-06"), {"name": "Bo"}, {"name": "Cy", "met": {"date": "2026-01-01"}}],
        activities=[with_ada("2026-08-01", "one_on_one")],
    )
    assert list(touchpoints_by_contact(Workspace(raw), DAY)) == ["c1", "c2"]


def test_touchpoints_fit_an_outcome_and_have_the_venue_if_there_is_one() -> None:
    lists = {
        "venues": [{"name": "Chamber", "approach": "group_events"}],
        "contacts": [met("2026-07-06", "group_events", venue="v1")],
        "activities": [with_ada("2026-08-01", "one_on_one", venue=None)],
    }
    steps = touchpoints_by_contact(Workspace(make_document(**lists)), DAY)["c1"]
    won = {"date": "2026-09-30", "kind": "client", "status": "won", "touchpoints": [as_row(step) for step in steps]}
    assert make_document(**lists, outcomes=[won])["outcomes"][0]["touchpoints"] == [
        {"date": "2026-07-06", "approach": "group_events", "venue": "v1", "contact": "c1"},
        {"date": "2026-08-01", "approach": "one_on_one", "contact": "c1"},
    ]


def connection(day: str = "2026-07-06") -> Json:
    """A contact as a LinkedIn export adds it."""
    return {**met(day), "keys": ["linkedin:ada"]}


def approaches(raw: Json) -> list[str]:
    return [step.approach for step in touchpoints_by_contact(Workspace(raw), DAY)["c1"]]


def test_a_connection_alone_is_no_step_but_tells_how_you_met() -> None:
    raw = make_document(contacts=[connection()], activities=[with_ada("2026-08-01", "one_on_one")])
    assert approaches(raw) == ["one_on_one"]
    step = prefill.how_met(Workspace(raw), "c1", DAY)
    assert step is not None
    assert (str(step.date), step.approach, step.contact) == ("2026-07-06", "social_media", "c1")
    alone = make_document(contacts=[connection()])
    assert approaches(alone) == [], "still offered by name"
    assert prefill.how_met(Workspace(alone), "c1", DAY) is not None


@pytest.mark.parametrize(
    "lists",
    [
        {"activities": [with_ada("2026-07-31", "social_media", hours={"attending": 0.2})]},
        {"exchanges": [{"date": "2026-07-31", "direction": "received", "contact": "c1"}]},
        {"exchanges": [{"date": "2026-07-31", "direction": "given", "between": ["c1"]}]},
    ],
)
def test_a_connection_counts_once_messages_or_favors_went_with_it(lists: Json) -> None:
    raw = make_document(contacts=[connection()], **lists)
    assert approaches(raw) == ["social_media"]
    assert prefill.how_met(Workspace(raw), "c1", DAY) is None


@pytest.mark.parametrize(
    "lists",
    [
        {"activities": [with_ada("2026-10-31", "social_media", hours={"attending": 1})]},
        {"activities": [with_ada("2026-08-31", "one_on_one", hours={"attending": 1})]},
        {"exchanges": [{"date": "2026-10-31", "direction": "received", "contact": "c1"}]},
        {"exchanges": [{"date": "2026-07-31", "direction": "received"}]},
    ],
)
def test_later_messages_and_effort_elsewhere_make_no_step_of_a_connection(lists: Json) -> None:
    assert "social_media" not in approaches(make_document(contacts=[connection()], **lists))


def test_a_meeting_that_the_owner_wrote_down_counts_without_effort() -> None:
    raw = make_document(contacts=[met("2026-07-06"), {**met("2026-07-06", "group_events"), "keys": ["linkedin:bo"]}])
    assert approaches(raw) == ["social_media"]
    assert [prefill.how_met(Workspace(raw), key, DAY) for key in ("c1", "c2")] == [None, None]


def repeated(approach: Approach, *venues: Json, **spent: Any) -> dict[str, float]:
    """What the third quarter takes over from the second, in which so much was spent on an approach."""
    costs = [{"category": category, "amount": str(amount)} for category, amount in spent.items()]
    activity = {"date": "2026-05-02", "approach": approach, "hours": {"attending": 2, "travelling": 1}, "costs": costs,
                "new_contacts": 3, "meaningful": 2}  # fmt: skip
    raw = make_document(activities=[activity], venues=[{"name": "Premium", **venue} for venue in venues])
    effort = prefill.effort_to_repeat(Workspace(raw), Q3, approach)
    assert all(key.startswith(f"{approach}.") for key in effort)
    return {key.removeprefix(f"{approach}."): float(amount) for key, amount in effort.items()}


def membership(approach: Approach, amount: int, since: str | None) -> Json:
    return {"approach": approach, "dues": {"amount": str(amount), "per": "quarter", "from": since}}


HOURS_OF_BEFORE = {"hours.attending": 2.0, "hours.travelling": 1.0, "hours.total": 3.0}


@pytest.mark.parametrize("approach", APPROACHES)
def test_all_hours_and_costs_are_taken_over_and_no_people(approach: Approach) -> None:
    spent = dict.fromkeys(COST_CATEGORIES, 7)
    assert repeated(approach, **spent) == HOURS_OF_BEFORE | {f"costs.{category}": 7.0 for category in spent}


@pytest.mark.parametrize(
    ("logged", "repeated_effort"),
    [
        (
            {"hours": {"attending": 1}, "costs": [{"category": "coffee", "amount": "3"}]},
            {"hours.total": 3, "costs.coffee": 9},
        ),
        ({"hours": {"attending": 5}}, {"hours.total": 5, "costs.coffee": 9}),
        ({"costs": [{"category": "coffee", "amount": "12"}]}, {"costs.coffee": 12, **HOURS_OF_BEFORE}),
        ({"hours": {"attending": 5, "travelling": 1}, "costs": [{"category": "coffee", "amount": "9"}]}, {}),
    ],
)
def test_what_is_logged_is_part_of_what_is_repeated(logged: Json, repeated_effort: dict[str, float]) -> None:
    before = {"date": "2026-05-02", "approach": "one_on_one", "hours": {"attending": 2, "travelling": 1},
              "costs": [{"category": "coffee", "amount": "9"}]}  # fmt: skip
    raw = make_document(activities=[before, {"date": "2026-08-02", "approach": "one_on_one", **logged}])
    effort = prefill.effort_to_repeat(Workspace(raw), Q3, "one_on_one")
    assert {key.removeprefix("one_on_one."): float(amount) for key, amount in effort.items()} == repeated_effort


def test_the_hours_at_venues_are_repeated_unless_other_hours_were_logged_meanwhile() -> None:
    clubs = [{"name": name, "approach": "one_on_one"} for name in ("Club", "Fair")]
    before = {"date": "2026-05-02", "approach": "one_on_one", "hours": {"attending": 5}, "venue": "v1"}
    quizzes = [{"quarter": "2026-Q2", "answers": {"one_on_one.hours_at.v1": "5", "one_on_one.hours_at.v2": "0"},
                "submitted": "2026-07-01T09:00:00Z"}]  # fmt: skip

    def repeated_at(*logged: Json) -> dict[str, float]:
        raw = make_document(venues=clubs, quizzes=quizzes, activities=[before, *logged])
        effort = prefill.effort_to_repeat(Workspace(raw), Q3, "one_on_one")
        return {key.removeprefix("one_on_one."): float(amount) for key, amount in effort.items() if "total" not in key}

    nothing = {"hours_at.v2": 0.0}
    assert repeated_at() == {"hours.attending": 5.0, "hours_at.v1": 5.0} | nothing
    logged = {"date": "2026-08-02", "approach": "one_on_one", "hours": {"attending": 2}}
    assert repeated_at(logged | {"venue": "v1"}) == {"hours_at.v1": 5.0} | nothing
    assert repeated_at(logged) == nothing, "2 of the 5 hours were elsewhere"


@st.composite
def spent_on_events(draw: st.DrawFn, day: str) -> Json:
    """An activity with hours, and costs of which some was paid back."""
    costs = draw(st.dictionaries(st.sampled_from(COST_CATEGORIES[:5]), st.integers(1, 300), max_size=3))
    hours = draw(st.dictionaries(st.sampled_from(("attending", "travelling")), st.integers(1, 9)))
    paid_back = draw(st.sampled_from((0, 0, 0.5, 1)))
    rows = [{"category": name, "amount": str(n), "reimbursed": str(int(n * paid_back))} for name, n in costs.items()]
    return {"date": day, "approach": "group_events", "hours": hours, "costs": rows}


@given(spent_on_events("2026-05-02"), spent_on_events("2026-08-02"))
def test_what_is_repeated_comes_to_the_hours_and_money_of_before_or_to_what_is_logged_if_more(
    before: Json, logged: Json
) -> None:
    workspace = Workspace(make_document(activities=[before, logged]))
    effort = prefill.effort_to_repeat(workspace, Q3, "group_events")
    answers = {key: str(amount) for key, amount in effort.items()}
    after = preview(Workspace(save_answers(dict(workspace.document), Q3, answers)), Q3, DAY)

    def total(workspace: Workspace, quarter: Quarter) -> tuple[Decimal, Decimal]:
        spent = with_total_hours(prefill.total_effort(workspace, quarter))
        return spent.get("group_events.hours.total", Decimal(0)), prefill.net_costs(spent, "group_events")

    earlier, recorded = total(workspace, Q3.shifted(-1)), total(workspace, Q3)
    assert total(after, Q3) == tuple(map(max, earlier, recorded))


@pytest.mark.parametrize(
    ("dues", "since", "costs"),
    [
        (90, "2026-07-01", {}),  # the same money, as a membership since
        (60, "2026-07-01", {"costs.subscription": 10, "costs.dues": 20}),
        (90, None, {"costs.subscription": 70, "costs.dues": 20}),  # owed before as well, beside what was entered
    ],
)
def test_a_cost_that_became_the_dues_of_a_membership_is_not_taken_over_again(
    dues: int, since: str | None, costs: dict[str, float]
) -> None:
    """Dues accrue on their own: what is taken over and they come to what the quarter before came to."""
    venue = membership("social_media", dues, since)
    assert repeated("social_media", venue, subscription=70, dues=20) == HOURS_OF_BEFORE | costs
    of_others = membership("one_on_one", 90, "2026-07-01")
    assert repeated("social_media", of_others, subscription=70)["costs.subscription"] == 70


def test_no_more_is_taken_over_as_paid_back_than_is_taken_over_as_spent() -> None:
    costs = [{"category": "subscription", "amount": "90", "reimbursed": "90"}, {"category": "gift", "amount": "5"}]
    spent = {"date": "2026-05-02", "approach": "social_media", "costs": costs}
    raw = make_document(
        activities=[spent], venues=[{"name": "Premium", **membership("social_media", 60, "2026-07-01")}]
    )
    effort = prefill.effort_to_repeat(Workspace(raw), Q3, "social_media")
    assert (effort["social_media.costs.subscription"], effort["social_media.reimbursed"]) == (30, 35)


@pytest.mark.parametrize(
    ("approach", "guess", "steps"),
    [
        ("one_on_one", "2026-06-30", ["2026-08-12 one_on_one"]),  # from the quiz before
        ("one_on_one", "2026-09-30", ["2026-08-12 one_on_one"]),
        ("group_events", "2026-09-30", ["2026-08-12 group_events", "2026-08-12 one_on_one"]),
        ("group_events", "2026-06-30", ["2026-06-30 group_events", "2026-08-12 one_on_one"]),
    ],
)
def test_a_guessed_day_of_meeting_gives_way_to_the_day_of_an_activity(
    approach: str, guess: str, steps: list[str]
) -> None:
    ada = {"id": f"quiz-2026-Q{2 if '-06-' in guess else 3}-contact-1", **met(guess, approach)}
    raw = make_document(contacts=[ada], activities=[{**with_ada("2026-08-12", "one_on_one"), "people": [ada["id"]]}])
    (path,) = touchpoints_by_contact(Workspace(raw), DAY).values()
    assert [f"{step.date} {step.approach}" for step in path] == steps
    stated = make_document(contacts=[met(guess, approach)], activities=[with_ada("2026-08-12", "one_on_one")])
    first = next(step for step in touchpoints_by_contact(Workspace(stated), DAY)["c1"] if step.approach == approach)
    assert str(first.date) == min(guess, "2026-08-12" if approach == "one_on_one" else guess), "as it was stated"
