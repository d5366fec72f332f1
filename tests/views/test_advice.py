"""The advice on made-up lives, each against what a good coach would say, with the reason."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations

import polars as pl
import pytest

from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.counts import counts, is_unpriced, outcome_tally
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Basis, Options
from netroi_core.planning.advice import MONEY_PURPOSES
from netroi_core.planning.mix import Effort, total_effort
from netroi_core.planning.restraints import FEEDER_SHARE, SMALLEST_RAMP
from netroi_core.quarters import Quarter
from netroi_core.report.index_points import IndexWords
from netroi_core.verdict.combinations import paths
from netroi_core.views.advice import Situation, unpriced_by_path
from netroi_core.views.advice_json import advice_json
from netroi_core.views.advice_words import AdviceWords
from netroi_core.views.plans import PlanRequest, plans
from netroi_core.views.results import answer, results
from netroi_core.views.trends import trends
from netroi_core.wording.findings import outcomes_phrase
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import LIVES, Json, costly_activity, load_document, make_document, small_documents, won_outcome
from tests.careers import situation_of as life

TODAY = date(2026, 11, 29)


def of(raw: Json, today: date = TODAY) -> Situation:
    ledger = Ledger(Workspace(raw))
    return Situation(ledger, ledger.quarters, Options(), today)


def words(situation: Situation) -> AdviceWords:
    return AdviceWords(situation, Words.of(situation.ledger.profile))


def hours(situation: Situation, approach: str) -> tuple[float, float]:
    """The hours of an approach in a typical quarter, and as advised."""
    plan = situation.plan
    advised = plan.mix or plan.baseline.mix
    return plan.baseline.mix[approach].hours, advised[approach].hours


@pytest.mark.parametrize("name", LIVES)
def test_every_plan_stays_within_what_a_person_can_do(name: str) -> None:
    situation = life(name)
    plan, signals = situation.plan, situation.signals
    mix = plan.mix or plan.baseline.mix
    assert total_effort(mix).hours <= max(situation.limits.hours, total_effort(plan.baseline.mix).hours) + 1e-6
    for approach in APPROACHES:
        usual, advised = hours(situation, approach)
        assert advised <= usual + max(situation.limits.ramp_share * usual, SMALLEST_RAMP) + 1e-6
        if approach in signals.draining or approach in signals.fruitless:
            assert advised <= usual
        if approach in signals.feeders and plan.mix and total_effort(plan.baseline.mix).hours <= situation.limits.hours:
            assert advised >= FEEDER_SHARE * usual - 1
    if plan.learning:
        assert plan.learning.worth > 0
        assert plan.learning.hours <= situation.limits.learning_share * total_effort(plan.baseline.mix).hours + 1e-6
        assert plan.learning.approach not in {*signals.fruitless, *signals.draining}


@pytest.mark.parametrize("name", LIVES)
def test_no_sentence_has_more_than_four_figures(name: str) -> None:
    told = words(life(name))
    said = (told.headline(), told.next_step(), told.recorded(), told.estimate() or "", told.plan(life(name).plan))
    for sentence in re.split(r"(?<=[.?!]) ", re.sub(r"“[^”]*”", "", " ".join(said))):
        # One unit of money, and the name of a quarter, are no figures.
        told_numbers = re.sub(r"\b(each|next) \S*1(\s€)?(?![\d.,])|Q\d \d{4}", "", sentence)
        assert len(re.findall(r"\d[\d.,]*", told_numbers)) <= 4, sentence


@pytest.mark.parametrize("name", LIVES)
def test_what_happened_and_what_is_expected_never_share_a_sentence(name: str) -> None:
    said = words(life(name))
    assert "stimate" not in said.headline() + said.recorded()
    assert said.estimate() is None or "stimate" in str(said.estimate())


@pytest.mark.parametrize("name", LIVES)
def test_the_balance_of_all_approaches_is_that_of_the_trends(name: str) -> None:
    situation = life(name)
    result = words(situation)
    balance = re.search(r"You’re (.+?) (ahead|behind) so far", result.recorded())
    over_time = trends(situation.ledger, situation.window, situation.options, result.words)
    told = " ".join((over_time.headline, *over_time.sentences))
    leader, total = situation.recorded_leader, situation.recorded.total
    is_judged = leader and total.opportunity_cost and not situation.job_found
    assert bool(balance) == bool(is_judged and situation.purpose in MONEY_PURPOSES)
    assert balance is None or f"you are {balance[1]} {'ahead' if balance[2] == 'ahead' else 'short'}" in told


@pytest.mark.parametrize(
    ("outcomes", "purpose", "said"),
    [
        ((), None, "social media won nothing so far from $180 and 60 hours."),
        (({"kind": "client", "status": "open"},), None,
         "social media won nothing yet from $180 and 60 hours, with one possible client still open."),
        (({"kind": "lead", "status": "open"},) * 2, None,
         "social media won nothing yet from $180 and 60 hours, with 2 leads still open."),
        (({"kind": "mentor"}, {"kind": "lead", "status": "lost"}), None,
         "social media led to only 1 mentor and no money so far from $180 and 60 hours."),
        (({"kind": "introduction"}, {"kind": "interview", "status": "lost"}), "raise_money",
         "social media led to only 2 outcomes so far from $180 and 60 hours."),
    ],
)  # fmt: skip
def test_what_is_cut_without_money_says_what_came_of_it_and_what_is_open(
    outcomes: tuple[Json, ...], purpose: str | None, said: str
) -> None:
    step = {"date": "2026-08-01", "approach": "social_media"}
    online = [{**costly_activity("social_media", "60", f"2026-0{month}-01"), "hours": {"attending": 20}}
              for month in (2, 5, 8)]  # fmt: skip
    others = [{"date": "2026-08-01", "status": "won", "touchpoints": [step], **outcome} for outcome in outcomes]
    raw = make_document(
        profile={"purpose": purpose} if purpose else {},
        activities=[*online, costly_activity("one_on_one", "60")],
        outcomes=[won_outcome("900", "one_on_one"), *others],
    )
    situation = of(raw)
    less = {**situation.baseline.mix, "social_media": Effort()}
    object.__setattr__(situation, "plan", replace(situation.plan, mix=less))
    assert words(situation).next_step().partition(": ")[2].startswith(said)


def test_one_approach_alone_returned_what_all_did() -> None:
    talk, post = ({**costly_activity(name, "100"), "hours": {}} for name in ("one_on_one", "social_media"))
    alone = make_document(activities=[talk], outcomes=[won_outcome("40", "one_on_one")])
    assert words(of(alone)).recorded() == (
        "One-on-one returned $0.40 for each $1 spent. In all, you won $40 from $100. You’re $60 behind so far."
    )
    shared = make_document(activities=[talk, post], outcomes=[won_outcome("200", "one_on_one")])
    assert words(of(shared)).recorded() == (
        "One-on-one returned $2.00 for each $1 spent. In all, you won $200 from $200. That’s $1.00 for each $1. "
        "You’re even so far."
    )


def test_a_quarter_says_what_it_took_and_won_beside_all_of_them() -> None:
    days = ("2026-05-10", "2026-08-10")
    lunches = [{**costly_activity("one_on_one", "80", day), "hours": {"attending": 3}} for day in days]
    raw = make_document(activities=lunches, outcomes=[won_outcome("500", "one_on_one", "2026-08-10")])
    said = words(of(raw, date(2026, 10, 2)))
    spring, summer = said.situation.window
    assert said.in_quarter(spring) == "In Q2 2026, you put in $80 and 3 hours; no money was won yet."
    assert said.in_quarter(summer) == "In Q3 2026, you put in $80 and 3 hours, and won $500."
    alone = words(of(make_document(activities=lunches[1:])))
    assert alone.in_quarter(summer) == "", "all quarters are this one"


def test_where_money_is_not_the_point_a_quarter_says_what_it_built() -> None:
    days = ("2026-05-10", "2026-08-10")
    talks = [{**costly_activity("one_on_one", "80", day), "hours": {"attending": 3}} for day in days]
    interviews = [
        {"date": "2026-08-20", "kind": "interview", "status": status, "touchpoints": []} for status in ("lost", "open")
    ]
    said = words(of(make_document(profile={"purpose": "find_work"}, activities=talks, outcomes=interviews)))
    spring, summer = said.situation.window
    assert said.in_quarter(spring) == "In Q2 2026, you put in $80 and 3 hours, and had 1 conversation."
    assert said.in_quarter(summer) == "In Q3 2026, you put in $80 and 3 hours, and had 1 conversation and 1 interview."


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("bookkeeper", "The odds that one-on-one is your best are about 85% now, after about 75% before."),
        ("designer", "The odds that one-on-one is your best are still about 90\N{NO-BREAK SPACE}%."),
        ("seller", ""),
    ],
)
def test_a_quarter_says_how_it_changed_the_odds_that_the_headline_states(name: str, change: str) -> None:
    situation = life(name, date(2026, 10, 5))
    said = words(situation).in_quarter(Quarter(2026, 3))
    assert said.endswith(f". {change}" if change else ".")
    assert ("your best" in said) is bool(change)
    if odds := re.search(r"about \d+\s?%", change):
        assert odds[0] in words(situation).headline()


def test_what_favors_another_approach_than_what_returned_most_is_named() -> None:
    role = {**won_outcome("2000", "one_on_one"), "kind": "role"}
    spent = [costly_activity("group_events", "1000"), costly_activity("one_on_one", "800")]
    won = [won_outcome("900", name) for name in ("group_events", "one_on_one")]
    one_time = make_document(activities=spent, outcomes=[*won, won_outcome("500", "group_events"), role])
    assert str(words(of(one_time)).why_they_differ()) == (
        "So far, one-on-one returned more. The estimate favors group events because it leaves out one-time wins, "
        "like a new job."
    )
    lead = {**won_outcome("4000", "group_events"), "kind": "lead", "status": "open", "probability": 0.5}
    hoped = {**role, "status": "open", "probability": 0.6}
    reason = "So far, one-on-one returned more. The estimate favors group events because it also counts open outcomes"
    assert str(words(of(make_document(activities=spent, outcomes=[*won, lead]))).why_they_differ()) == (
        f"{reason} by how likely they are."
    )
    assert str(words(of(make_document(activities=spent, outcomes=[*won, lead, hoped]))).why_they_differ()) == (
        f"{reason} by how likely they are, but none that come only once, like a new job."
    )


def test_an_open_job_of_its_approach_is_no_reason_for_a_higher_estimate() -> None:
    hoped = {**won_outcome("90000", "one_on_one"), "kind": "role", "status": "open", "probability": 0.6}
    spent = [costly_activity("one_on_one", "1000"), costly_activity("group_events", "1000")]
    situation = of(make_document(activities=spent, outcomes=[won_outcome("300", "one_on_one"), hoped]))
    assert situation.verdict.leader == "one_on_one"
    assert 1 + situation.verdict.roi["one_on_one"][1] > 0.3
    assert "open outcomes" not in str(words(situation).why_they_differ())


@pytest.mark.parametrize(
    ("hours", "step"),
    [
        ((40, 40), "Cut your time on social media in half."),
        ((40, 40, 40), "Cut your time on social media in half."),
        ((40, 40, 18), "You already cut your time on social media from 40 hours a quarter to 18: keep it there."),
        ((40, 40, 18, 18), "You already cut your time on social media from 40 hours a quarter to 18: keep it there."),
        ((40, 40, 18, 18, 18, 18), "Cut your time on social media in half."),
    ],
)
def test_what_was_just_cut_is_not_cut_again(hours: tuple[int, ...], step: str) -> None:
    days = ("2025-05-10", "2025-08-10", "2025-11-10", "2026-02-10", "2026-05-10", "2026-08-10")[-len(hours) :]
    posts = [
        {**costly_activity("social_media", "1", day), "hours": {"attending": quarter / 8}}
        for day, quarter in zip(days, hours, strict=True)
        for _ in range(8)
    ]
    talks = [{**costly_activity("one_on_one", "9", day), "hours": {"attending": 20}} for day in days]
    raw = make_document(
        profile={"purpose": "win_clients"}, activities=[*posts, *talks], outcomes=[won_outcome("900", "one_on_one")]
    )
    situation = of(raw, date(2026, 10, 2))
    assert words(situation).plan(situation.plan).startswith(step)
    shared = AdviceWords(situation, IndexWords("en_US", "XXX")).plan(situation.plan)
    assert "40" not in shared
    assert "18" not in shared


@pytest.mark.parametrize("days", [["2026-08-10"], ["2026-05-10", "2026-08-10"]])
def test_what_took_no_hours_was_not_cut(days: list[str]) -> None:
    posts = [{**costly_activity("social_media", "1", day), "hours": {}} for day in days]
    assert of(make_document(activities=posts), date(2026, 10, 2)).signals.cut_already == {}


def test_the_graduate_is_not_told_to_do_more_of_what_took_most_hours_for_nothing() -> None:
    # Social media took 50 of 69 hours; the job came from a fair and a coffee, and won't come again next quarter.
    situation = life("graduate")
    assert hours(situation, "social_media") == (25.0, 12.5)
    assert situation.sequence
    assert situation.sequence.steps == ("group_events", "one_on_one")
    assert situation.outlook is None
    assert situation.pause
    assert situation.pause.kind == "after_the_job"


def test_the_seeker_is_told_to_do_less_of_what_drains() -> None:
    # 17 of 25 events and all sessions online were rated as tiring: no event, no test, half the hours online. That she
    # dreads the job club is no measure of its own: a coach would act on the ratings, and not close her plan for a note.
    situation = life("seeker")
    assert situation.purpose == "find_work"
    for approach in APPROACHES:
        usual, advised = hours(situation, approach)
        assert advised <= usual
    assert hours(situation, "social_media")[1] <= hours(situation, "social_media")[0] / 2 + 0.5
    assert situation.plan.learning is None
    assert {("group_events", "energy"), ("social_media", "energy")} <= {
        (held.approach, held.because) for held in situation.plan.held
    }
    assert {sign.kind for sign in situation.overload} == {"energy", "receives_more"}
    headline = words(situation).headline()
    assert "conversation" in headline
    assert "100" not in headline


@pytest.mark.parametrize(
    ("marked", "job", "purpose"),
    [
        (["2026-Q4"], None, "find_work"),
        (["2026-Q3"], None, "find_work"),
        (["2026-Q2"], None, None),
        # The job of a quarter that is marked as between jobs, or of a later one, ends the search; an older one doesn't.
        (["2026-Q3"], "2026-07-02", None),
        (["2026-Q3"], "2026-11-02", None),
        (["2026-Q3", "2026-Q4"], "2026-08-02", "find_work"),
        (["2026-Q3"], "2026-06-02", "find_work"),
        (["2026-Q3"], "2026-12-02", "find_work"),
    ],
)
@pytest.mark.parametrize("stated", [None, "find_work", "learn"])
def test_a_search_ends_with_the_job_that_is_found_in_it(
    marked: list[str], job: str | None, purpose: str | None, stated: str | None
) -> None:
    jobs = [{"date": job, "kind": "role", "status": "won"}] if job else []
    profile = {"between_jobs": marked, "purpose": stated}
    is_over = purpose is None and job is not None
    expected = "learn" if stated == "learn" else purpose if is_over or not stated else stated
    assert of(make_document(profile=profile, outcomes=jobs)).purpose == expected


def test_a_second_purpose_is_asked_for_when_the_search_is_over_and_shapes_all_once_the_job_is_no_news() -> None:
    profile = {"between_jobs": ["2026-Q3"], "purpose": "find_work", "second_purpose": "learn"}
    assert of(make_document(profile=profile)).purposes == ("find_work", "learn")
    job = {"date": "2026-11-02", "kind": "role", "status": "won"}
    settled = of(make_document(profile=profile, outcomes=[job]))
    assert (settled.counted_purpose, settled.purposes) == ("find_work", ("learn",))
    assert settled.is_between_purposes
    later = of(make_document(profile=profile, outcomes=[{**job, "date": "2026-01-02"}]))
    assert (later.purpose, later.counted_purpose, later.is_between_purposes) == ("find_work", "find_work", False)


@pytest.mark.parametrize(
    ("submitted", "marked", "purpose"),
    [
        # Until the quiz of the last quarter says otherwise, the search that the one before it told of goes on.
        (["2026-Q2"], ["2026-Q2"], "find_work"),
        (["2026-Q2", "2026-Q3"], ["2026-Q2"], None),
        (["2026-Q2", "2026-Q3"], ["2026-Q2", "2026-Q3"], "find_work"),
        (["2026-Q1"], ["2026-Q1"], None),
        (["2026-Q2"], ["2026-Q1"], None),
    ],
)
def test_a_search_is_not_forgotten_between_the_start_of_a_quarter_and_its_quiz(
    submitted: list[str], marked: list[str], purpose: str | None
) -> None:
    quizzes = [{"quarter": quarter, "submitted": "2026-10-02T09:00:00Z"} for quarter in submitted]
    assert of(make_document(profile={"between_jobs": marked}, quizzes=quizzes)).purpose == purpose
    job = {"date": "2026-09-20", "kind": "role", "status": "won"}
    assert of(make_document(profile={"between_jobs": marked}, quizzes=quizzes, outcomes=[job])).purpose is None


def test_a_member_of_a_chapter_keeps_it_and_is_told_to_ask() -> None:
    # Social media brought clients, but no step names its venue: nobody knows what Sales Navigator led to.
    situation = life("bni")
    assert {row.returns.venue.id: row.advice for row in situation.venues} == {"bni": "keep", "sn": "unlinked"}
    assert "gives_more" in {sign.kind for sign in situation.overload}


def test_an_executive_keeps_what_has_no_price() -> None:
    # A keynote rated 5 and a board seat: money is the wrong yardstick, and the forum is one's own to chair.
    situation = life("executive")
    assert situation.intangibles["group_events"].mean_rating == 5
    assert {row.returns.venue.id: row.advice for row in situation.venues} == {"ypo": "keep", "davos": "keep"}
    assert hours(situation, "group_events")[1] >= hours(situation, "group_events")[0]
    assert "gives_more" in {sign.kind for sign in situation.overload}


def test_an_introvert_writes_then_calls_and_skips_the_meetup() -> None:
    # Social media, then one-on-one, brought 72 % of the value; events drain and led to nothing in six quarters.
    situation = life("introvert")
    assert situation.sequence
    assert situation.sequence.steps == ("social_media", "one_on_one")
    assert hours(situation, "group_events")[1] == 0
    usual, advised = hours(situation, "one_on_one")
    assert usual < advised <= usual + SMALLEST_RAMP
    usual, advised = hours(situation, "social_media")
    assert advised >= FEEDER_SHARE * usual - 1
    assert {row.returns.venue.id: row.advice for row in situation.venues}["meet"] in ("change", "drop")


def test_a_consultant_follows_up_after_the_conference_and_drops_what_led_to_nothing() -> None:
    # A hundred hours of social media led to nothing; every client was met at the association.
    situation = life("consultant")
    sequence = situation.sequence
    assert sequence
    assert (sequence.steps, sequence.wins, sequence.of) == (("group_events", "one_on_one"), 3, 3)
    assert words(situation).headline() == (
        "Meet at group events, then follow up one-on-one: all 3 of your wins came this way. One lead is still open."
    )
    assert hours(situation, "social_media")[1] <= hours(situation, "social_media")[0] / 2 + 0.5
    assert hours(situation, "group_events")[1] >= FEEDER_SHARE * hours(situation, "group_events")[0]
    assert [row.advice for row in situation.venues] == ["keep"]


def test_a_founder_hears_that_hours_have_no_price_yet_and_that_no_test_is_worth_it() -> None:
    situation = life("founder")
    assert "Your time isn’t included yet" in words(situation).basis()
    assert situation.plan.learning is None
    # A quarter that has just begun is no baseline: one coffee would read as a quarter of one coffee.
    assert [str(quarter) for quarter in situation.baseline.quarters] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert "receives_more" in {sign.kind for sign in situation.overload}


def test_a_total_of_a_quiz_is_not_the_length_of_one_activity() -> None:
    total = {**costly_activity("one_on_one", "5", "2026-09-30"), "hours": {"attending": 20}, "source": "quiz"}
    coffee = costly_activity("one_on_one", "5", "2026-08-01")
    assert of(make_document(activities=[total])).baseline.activity_hours == {}
    assert of(make_document(activities=[total, coffee])).baseline.activity_hours == {"one_on_one": 1}
    # A test is one activity, not a quarter of them.
    totals = [{**total, "approach": approach, "hours": {"attending": 18}} for approach in APPROACHES]
    wins = [won_outcome(amount, "one_on_one") for amount in ("2700", "750")]
    pay = {"compensation": [{"from": "2026-Q1", "base": "95000"}]}
    situation = of(make_document(profile=pay, activities=totals, outcomes=wins))
    assert words(situation).learning(situation.plan) != "New outcomes, as they come: log each one, with what led to it."


def test_the_baseline_is_the_mean_of_the_last_four_finished_quarters_with_records() -> None:
    days = ("2025-05-01", "2025-08-01", "2025-11-01", "2026-05-01", "2026-08-01", "2026-11-20")
    activities = [
        {**costly_activity("one_on_one", "10", day), "hours": {"attending": count}} for count, day in enumerate(days, 1)
    ]
    situation = of(make_document(activities=activities))
    # Without records in 2026-Q1, and with the quarter that is running left out: 2, 3, 4 and 5 hours.
    assert situation.baseline.mix["one_on_one"] == Effort(3.5, 10)


def test_what_comes_once_is_no_forecast() -> None:
    outcomes = [{**won_outcome("9000", "one_on_one"), "kind": "role"}, won_outcome("100", "group_events")]
    activities = [costly_activity(approach, "100") for approach in ("one_on_one", "group_events")]
    situation = of(make_document(activities=activities, outcomes=outcomes))
    assert situation.recorded_leader == "one_on_one"
    assert situation.outlook is not None
    usual = situation.outlook.forecast(situation.baseline.mix)
    recurring = of(make_document(activities=activities, outcomes=[outcomes[0] | {"once": False}, outcomes[1]]))
    assert recurring.outlook is not None
    assert usual.expected < recurring.outlook.forecast(recurring.baseline.mix).expected


@pytest.mark.parametrize("name", ["sample", "pop-quiz", "messy-1", "messy-2", "messy-3"])
def test_other_workspaces_get_advice_too(name: str) -> None:
    situation = of(load_document(name))
    said = words(situation)
    assert advice_json(situation, said.words)["plan"]["baseline"].keys() == set(APPROACHES)
    for sentence in (
        said.headline(),
        said.recorded(),
        said.basis(),
        said.plan(situation.plan),
        said.learning(situation.plan),
    ):
        assert sentence.lstrip("“")[0].isupper()
        assert sentence.endswith(".")


def test_an_empty_workspace_gets_no_plan() -> None:
    situation = of(make_document(activities=[costly_activity("one_on_one", "1", "2026-11-20")]))
    assert situation.baseline.quarters == ()
    assert situation.plan.mix is None
    assert situation.plan.reason == "not_enough_data"


@pytest.mark.parametrize(("cost", "is_doubtful"), [("9", True), ("11", False)])
def test_a_hundredfold_return_asks_whether_all_is_on_record(cost: str, is_doubtful: bool) -> None:
    # 900 for 9 of effort: an imported contact and a few messages, while the time before is on no record.
    message = {**costly_activity("social_media", cost), "hours": {}}
    raw = make_document(activities=[message], outcomes=[won_outcome("900", "social_media")])
    assert ("Check that all of your time and money is on record" in words(of(raw)).recorded()) is is_doubtful


def test_a_sequence_that_leads_is_told_with_its_odds_against_its_parts() -> None:
    together = {**won_outcome("900", None), "touchpoints": [
        {"date": "2026-07-02", "approach": "group_events"}, {"date": "2026-07-09", "approach": "one_on_one"},
    ]}  # fmt: skip
    costs = [costly_activity(approach, "50") for approach in APPROACHES]
    alone = words(of(make_document(activities=costs, outcomes=[together, together, together])))
    assert alone.sequence_odds() == (
        "No step of this sequence has won anything on its own, so there’s nothing to compare it with."
    )
    beside_small = of(
        make_document(activities=costs, outcomes=[*[together] * 6, *[won_outcome("20", "one_on_one")] * 6])
    )
    better = words(beside_small).sequence_odds()
    assert better
    assert better.startswith("An outcome that came this way is likely worth more than one by one-on-one alone (")
    beside_large = of(make_document(activities=costs, outcomes=[*[together] * 6, won_outcome("4000", "one_on_one")]))
    assert words(beside_large).sequence_odds() is None
    assert words(of(make_document(activities=costs))).sequence_odds() is None


def test_outcomes_without_a_price_are_named_the_most_valued_approach_first() -> None:
    def rated(approach: str, rating: int | None, title: str) -> Json:
        return {**won_outcome("0", approach), "kind": "mentor", "value": None, "intangible": rating, "title": title}

    outcomes = [rated("social_media", 2, "a post"), *[rated("group_events", 5, f"talk {n}") for n in range(6)]]
    said = words(of(make_document(outcomes=[*outcomes, rated("one_on_one", None, "")])))
    assert said.unpriced() == (
        "Group events: 6 outcomes, rated 5 of 5 on average: “talk 0”, “talk 1”, “talk 2”, “talk 3” and 2 more.",
        "Social media: “a post”, rated 2 of 5.",
        "One-on-one: Mentor.",
    )
    without_amounts = AdviceWords(said.situation, IndexWords())
    assert "talk" not in " ".join(without_amounts.unpriced())


def test_hours_without_a_price_are_no_part_of_what_a_unit_is_spent_on() -> None:
    situation = life("founder")
    assert " for each $1 spent, not counting your time." in words(situation).recorded()
    assert "of money and time" not in words(situation).recorded()


def test_an_estimate_that_is_not_told_is_not_compared() -> None:
    said = words(life("founder"))
    assert said.estimate() == "Too little is known yet to estimate which approach returns most."
    assert said.why_they_differ() is None
    assert advice_json(said.situation, said.words)["estimate"]["leader"] is None


def test_without_amounts_totals_of_a_quarter_are_no_activities() -> None:
    total = {**costly_activity("group_events", "50", "2026-09-30"), "source": "quiz"}
    logged = [costly_activity("one_on_one", "9", f"2026-08-0{day}") for day in (1, 2)]
    raw = make_document(activities=[total, *logged], outcomes=[won_outcome("400", "one_on_one")])
    said = AdviceWords(of(raw), IndexWords())
    assert said.basis() == "Based on 1 outcome (won), 2 activities and 1 quarter total."
    ledger = Ledger(Workspace(raw))
    of_figures = results(ledger, ledger.quarters, Options(), IndexWords()).findings.basis_sentence()
    assert of_figures.startswith("Based on 1 outcome (won), 2 activities and 1 quarter total in ")


def test_the_basis_counts_what_the_filters_leave() -> None:
    raw = load_document("pop-quiz")
    ledger = Ledger(Workspace(raw))
    won = words(Situation(ledger, ledger.quarters, Options(basis="won"), TODAY)).basis()
    assert won.startswith("Based on 2 outcomes (2 won, 1 of them without a price), ")
    assert words(of(raw)).basis().startswith("Based on 3 outcomes (2 won, 1 of them without a price, and 1 open), ")


def test_what_is_won_is_said_even_where_no_cost_is_on_record_for_it() -> None:
    steps = [{"date": "2026-07-14", "approach": "one_on_one"}]
    client = {
        "date": "2026-08-01",
        "kind": "client",
        "status": "won",
        "value": {"likely": "4000"},
        "touchpoints": steps,
    }
    evening = {"date": "2026-07-02", "approach": "group_events", "hours": {"attending": 12}, "new_contacts": 3}
    situation = of(make_document(activities=[evening], outcomes=[client]))
    assert words(situation).recorded() == "You had 3 new contacts, and won $4,000."
    assert "outcomes take longer" not in words(situation).headline()
    index = AdviceWords(situation, IndexWords.of(situation.ledger.profile)).recorded()
    assert "4,000" not in index
    assert "won" in index


def test_an_approach_that_led_to_nothing_has_no_estimate_and_leads_no_other() -> None:
    costs = [costly_activity("one_on_one", "500"), costly_activity("social_media", "5")]
    situation = of(make_document(activities=costs, outcomes=[won_outcome("20", "one_on_one")]))
    assert situation.verdict.leader == "one_on_one"
    assert set(situation.verdict.roi) == {"one_on_one"}
    assert situation.verdict.call != "lean"
    assert set(advice_json(situation, Words())["estimate"]["return"]) == {"one_on_one"}


@pytest.mark.parametrize("name", LIVES)
def test_no_life_has_an_estimate_of_what_led_to_nothing(name: str) -> None:
    situation = life(name)
    alive = [outcome for outcome in situation.ledger.workspace.outcomes if outcome.status != "lost"]
    led = {step.approach for outcome in alive for step in outcome.touchpoints}
    assert set(situation.verdict.roi) <= led
    assert situation.verdict.leader is None or situation.verdict.leader in led


def test_the_list_of_outcomes_without_a_price_agrees_with_the_chart_of_what_was_built() -> None:
    def interview(title: str, status: str, *approaches: str) -> Json:
        steps = [{"date": f"2026-08-0{day}", "approach": approach} for day, approach in enumerate(approaches, 1)]
        return {"date": "2026-08-09", "kind": "interview", "status": status, "title": title, "touchpoints": steps}

    outcomes = [
        interview("Toast", "won", "group_events", "one_on_one", "one_on_one"),
        interview("HubSpot", "lost", "one_on_one", "group_events"),
        interview("Wayfair", "open", "social_media"),
        interview("Zapier", "won"),
        # No success by itself, it counts for nothing.
        {**interview("Panel", "lost", "one_on_one"), "kind": "introduction"},
    ]
    situation = of(make_document(outcomes=outcomes))
    listed = words(situation).unpriced()
    assert listed == (
        "Group events, then one-on-one: “Toast”.",
        "One-on-one, then group events: “HubSpot”.",
        "Not linked to an activity: “Zapier”.",
    )
    first = Counter(sentence.partition(",")[0].partition(":")[0] for sentence in listed)
    names = {**APPROACH_NAMES, None: "Not linked to an activity"}
    # What is still open is counted apart.
    built = counts(situation.ledger, situation.window).filter(pl.col("kind") == "interviews")
    rows = built.select("approach", "count").iter_rows()
    assert first == Counter({names[approach]: count for approach, count in rows})


@pytest.mark.parametrize(
    ("paths", "last"), [(6, "Social media: “2”."), (9, "4 more outcomes came about in 4 other ways.")]
)
def test_the_list_of_outcomes_without_a_price_names_six_paths_at_most(paths: int, last: str) -> None:
    orders = [order for length in (1, 2, 3) for order in permutations(APPROACH_NAMES, length)][:paths]
    outcomes = [
        {
            "date": "2026-08-09",
            "kind": "introduction",
            "status": "won",
            "title": str(number),
            "touchpoints": [{"date": f"2026-08-0{day}", "approach": step} for day, step in enumerate(order, 1)],
        }
        for number, order in enumerate(orders)
    ]
    listed = words(of(make_document(outcomes=outcomes))).unpriced()
    assert len(listed) == 6
    assert listed[-1] == last


def test_outcomes_of_one_kind_are_counted_and_not_listed_one_by_one() -> None:
    def told(*titles: str) -> tuple[str, ...]:
        steps = [{"date": "2026-08-01", "approach": "one_on_one"}]
        won = {"date": "2026-08-09", "kind": "introduction", "status": "won", "touchpoints": steps}
        return words(of(make_document(outcomes=[{**won, "title": title} for title in titles]))).unpriced()

    assert told("", "", "") == ("One-on-one: 3 introductions.",)
    assert told("", "Panel", "") == ("One-on-one: 3 outcomes: 2 introductions and “Panel”.",)
    assert told("Panel", "Panel") == ("One-on-one: 2 outcomes: 2 times “Panel”.",)


@pytest.mark.parametrize(("new_contacts", "told"), [(0, ""), (2, "You also had 2 new contacts.")])
def test_what_the_finding_counts_is_not_counted_again(new_contacts: int, told: str) -> None:
    steps = [{"date": "2026-08-01", "approach": "one_on_one"}]
    raw = make_document(
        profile={"purpose": "find_work"},
        activities=[{**steps[0], "hours": {"attending": 3}, "new_contacts": new_contacts}],
        outcomes=[{"date": "2026-08-09", "kind": "interview", "status": "won", "touchpoints": steps}],
    )
    said = words(of(raw))
    assert said.headline() == "Your search so far: 1 conversation and 1 interview."
    assert said.recorded() == told
    # What the tiles above show is said there.
    favor = {"date": "2026-08-20", "kind": "referral", "direction": "received", "id": "e"}
    assert words(of({**raw, "exchanges": [favor]})).recorded() == told
    # A mentor is one of the things that a search brings.
    mentor = {"date": "2026-08-09", "kind": "mentor", "status": "won", "touchpoints": steps}
    with_mentor = words(of({**raw, "outcomes": [*raw["outcomes"], {**mentor, "id": "m"}]}))
    assert with_mentor.recorded() == (f"{told[:-1]} and 1 mentor." if told else "You also had 1 mentor.")


def test_money_raised_is_told_apart_from_what_was_won() -> None:
    fundraiser = words(life("fundraiser"))
    assert fundraiser.recorded() == (
        "You raised $125,000, which doesn’t count as your income. One-on-one returned $2.51 for each $1 of money and "
        "time. In all, you won $9,000 from $340 and 222 hours worth $6,404."
    )
    without_amounts = AdviceWords(fundraiser.situation, IndexWords()).recorded()
    assert without_amounts == (
        "You raised money, which doesn’t count as your income, so it isn’t part of any return. One-on-one returned 2.5 "
        "for each 1 of money and time."
    )


@pytest.mark.parametrize("name", LIVES)
@pytest.mark.parametrize("basis", ["expected", "won"])
def test_outcome_counts_and_wording_agree_on_every_page(name: str, basis: Basis) -> None:
    shared = life(name)
    ledger = shared.ledger
    situation = shared if basis == "expected" else replace(shared, options=Options(basis=basis))
    tally = outcome_tally(ledger, ledger.quarters, situation.options)
    alive = [row for row in ledger.workspace.outcomes if basis == "expected" or row.status != "open"]
    assert sum(tally) == len(alive)
    listed = unpriced_by_path(ledger, ledger.quarters).values()
    lost = sum(row.status == "lost" and row.kind == "interview" and not is_unpriced(row) for row in alive)
    without_value = sum(tally) - tally.priced - tally.still_open - tally.lost
    assert without_value == sum(row.outcomes for row in listed) + lost
    told, said = outcomes_phrase(tally), words(situation)
    of_plans = plans(situation, situation.planned_quarter, PlanRequest.usual(situation))
    shown = results(ledger, ledger.quarters, situation.options, said.words)
    for text in (said.basis(), of_plans.basis, answer(situation, said.words).sentences[-1]):
        assert (told in text) is any(tally)
    assert told in shown.findings.basis_sentence()
    # A path has no more of them than there are.
    led = paths(ledger, ledger.quarters, situation.options)
    assert sum(path.outcomes for path in led) <= sum(tally)
    assert sum(path.still_open for path in led) <= tally.still_open


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("adviser", "Based on 14 outcomes (5 won, 1 open and 8 lost), 338 hours"),
        ("academic", "Based on 6 outcomes (6 won, none with a price), 223 hours"),
        ("executive", "Based on 4 outcomes (3 won, 2 of them without a price, and 1 open), 172 hours"),
        (
            "fundraiser",
            "Based on 12 outcomes (2 won, 6 introductions, 2 investments, 1 open and 1 lost), 6 introductions logged "
            "as favors, 222 hours",
        ),
        # Six of the nine favors are outcomes as well, and count once.
        (
            "inventor",
            "Based on 11 outcomes (6 introductions, 1 investment, 1 open and 3 lost), 3 introductions logged as "
            "favors, 233 hours",
        ),
    ],
)
def test_the_basis_names_all_that_is_on_record(name: str, basis: str) -> None:
    assert words(life(name)).basis().startswith(basis)


def test_an_estimate_leaves_out_what_comes_once_and_says_so() -> None:
    assert words(life("introvert")).why_they_differ() == (
        "The estimate is lower because it leaves out one-time wins, like a new job."
    )


def test_money_raised_is_in_no_estimate_even_if_it_comes_again() -> None:
    check = {**won_outcome("75000", "one_on_one"), "kind": "funding", "once": False}
    situation = of(make_document(activities=[costly_activity("one_on_one", "100")], outcomes=[check]))
    assert situation.verdict.leader is None
    assert situation.outlook is None
    unlinked = of(make_document(outcomes=[{**check, "touchpoints": []}]))
    assert words(unlinked).recorded().startswith("You raised $75,000, which doesn’t count as your income.")


def test_each_rule_of_credit_has_its_leader() -> None:
    steps = [{"date": f"2026-0{month}-01", "approach": a} for month, a in [(7, "group_events"), (8, "one_on_one")]]
    outcomes = [{**won_outcome("900", None, "2026-08-15"), "touchpoints": steps} for _ in range(4)]
    activities = [costly_activity(approach, "300", "2026-07-01") for approach in APPROACHES]
    leaders = of(make_document(activities=activities, outcomes=outcomes)).leaders_by_rule
    # As in Paths: nobody shared credit in a way of their own.
    assert tuple(leaders) == tuple(rule for rule in ATTRIBUTIONS if rule != "custom")
    own = [{**row, "touchpoints": [{**step, "credit": 1} for step in steps]} for row in outcomes]
    assert tuple(of(make_document(activities=activities, outcomes=own)).leaders_by_rule) == ATTRIBUTIONS
    assert leaders["last"] == "one_on_one"
    assert leaders["first"] == "group_events"


def test_no_rule_of_credit_has_a_leader_where_nothing_came() -> None:
    assert set(of(small_documents()["no outcome"]).leaders_by_rule.values()) == {None}


def by_quizzes(hours: dict[str, tuple[int, ...]], *outcomes: Json, **profile: object) -> Json:
    """Return the document of somebody who enters whole quarters of 2026 by their quizzes, and logs little between."""
    ends = ("2026-03-31", "2026-06-30", "2026-09-30")
    totals = [
        {**costly_activity(approach, "9", end), "hours": {"attending": count}, "source": "quiz"}
        for approach, counts in hours.items()
        for end, count in zip(ends, counts, strict=False)
    ]
    quarters = range(1, max(map(len, hours.values())) + 1)
    quizzes = [{"quarter": f"2026-Q{quarter}", "submitted": "2026-10-03T10:00:00Z"} for quarter in quarters]
    pay = {"compensation": [{"from": "2026-Q1", "hourly_rate": "40"}], "purpose": "win_clients", **profile}
    return make_document(profile=pay, activities=totals, quizzes=quizzes, outcomes=outcomes)


TWO_QUIZZES = {"group_events": (20, 20), "one_on_one": (9, 9), "social_media": (30, 30)}


def test_a_quarter_that_waits_for_its_quiz_is_no_full_quarter_anywhere() -> None:
    raw = by_quizzes(TWO_QUIZZES, won_outcome("2600", "one_on_one", "2026-05-01"))
    lead = {**won_outcome("500", "one_on_one", "2026-08-20"), "status": "open", "probability": 0.4}
    coffee = costly_activity("one_on_one", "5", "2026-08-12")
    logged = {**raw, "activities": [*raw["activities"], {"id": "log", **coffee}]}
    before, after = of(raw, date(2026, 7, 2)), of(logged, date(2026, 10, 2))
    assert after.signals.cut_already == {}
    assert after.baseline.mix == before.baseline.mix
    assert 2 < after.evidence.quarters < 2.1
    assert words(after).headline() == words(before).headline()
    assert "cut your time" in words(after).next_step()
    with_lead = of({**raw, "outcomes": [*raw["outcomes"], {"id": "lead", **lead}]}, date(2026, 10, 2))
    assert "You already cut" not in words(with_lead).plan(with_lead.plan)
    # Whoever only logs waits for no quiz: what isn't on record didn't happen.
    only_logs = of({**logged, "quizzes": []}, date(2026, 10, 2))
    assert only_logs.baseline.quarters[-1] == after.baseline.quarters[-1].shifted(1)


def test_the_next_step_stands_beside_the_finding_whether_or_not_an_approach_leads() -> None:
    won = [won_outcome("2600", "one_on_one", f"2026-0{month}-01") for month in (2, 3, 5)]
    for outcomes, call in ((won[:1], "too_close"), (won, "lean")):
        situation = of(by_quizzes(TWO_QUIZZES, *outcomes), date(2026, 7, 2))
        step = words(situation).next_step()
        assert (situation.verdict.call, step.partition(",")[0]) == (call, "In Q3 2026")
        assert "cut your time on social media" in step
        assert "a quarter" not in step


def test_what_costs_much_is_cut_even_if_it_took_few_hours() -> None:
    raw = by_quizzes({**TWO_QUIZZES, "group_events": (8, 8)}, won_outcome("2600", "one_on_one", "2026-05-01"))
    assert "at group events" not in words(of(raw, date(2026, 7, 2))).next_step()
    fees = [{"category": "event_fee", "amount": "600"}]
    rows = [{**row, "costs": fees} if row["approach"] == "group_events" else row for row in raw["activities"]]
    dear = words(of({**raw, "activities": rows}, date(2026, 7, 2)))
    assert "cut your time on social media and at group events in half" in dear.next_step()


def test_a_limit_that_nobody_set_cuts_nothing_and_an_own_one_is_named_and_spares_what_won() -> None:
    won = won_outcome("3600", "one_on_one", "2026-02-01")
    hours = {"group_events": (21,), "one_on_one": (13,), "social_media": (52,)}
    by_default = of(by_quizzes(hours, won), date(2026, 4, 4))
    assert by_default.plan.mix is None
    limited = of(by_quizzes(hours, won, weekly_hours_cap=5), date(2026, 4, 4))
    plan = limited.plan
    assert plan.mix
    usual = plan.baseline.mix
    assert total_effort(plan.mix).hours <= limited.limits.hours < total_effort(usual).hours
    assert plan.mix["one_on_one"] == usual["one_on_one"]
    within = "brings you back within your limit of 5 hours a week"
    assert within in words(limited).next_step()
    assert within in words(limited).plan(plan)
    assert "5 hours" not in AdviceWords(limited, IndexWords("en_US", "XXX")).plan(plan)


@pytest.mark.parametrize("energy", [None, -1])
@pytest.mark.parametrize(("latest", "is_done"), [(22, True), (18, True), (30, False)])
def test_a_cut_that_was_made_is_noticed_though_the_usual_hours_lag_behind(
    latest: int, energy: int | None, *, is_done: bool
) -> None:
    hours = {"group_events": (4, 4, 4), "one_on_one": (9, 9, 9), "social_media": (52, 36, latest)}
    raw = by_quizzes(hours, won_outcome("2600", "one_on_one", "2026-05-01"), weekly_hours_cap=9)
    rows = [{**row, "energy": energy if row["approach"] == "social_media" else None} for row in raw["activities"]]
    situation = of({**raw, "activities": rows}, date(2026, 10, 5))
    noticed = f"You already cut your time on social media from 36 hours a quarter to {latest}: keep it there."
    for said in (words(situation).next_step(), words(situation).plan(situation.plan)):
        assert (noticed in said) == is_done
        assert ("cut your time on social media in half" in said.lower().replace("already cut", "")) != is_done


def test_people_met_are_counted_once_beside_a_headline_that_counts_them() -> None:
    total = {
        **costly_activity("group_events", "40", "2026-03-31"),
        "new_contacts": 5,
        "meaningful": 22,
        "source": "quiz",
    }
    said = words(of(make_document(activities=[total])))
    assert said.finding() == "You met 5 new people; outcomes take longer."
    assert said.recorded() == "You also had 22 conversations."
