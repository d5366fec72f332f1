"""Counts of leads, referrals, interviews, introductions and new contacts."""

from datetime import date

import pytest
from hypothesis import given

from netroi_core.ledger.counts import (
    conversations,
    counts,
    dated,
    incomplete_quarters,
    introductions_received,
    talks_of,
    total_counts,
)
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.fields import OutcomeKind
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.strategies import workspaces

Q2, Q3, Q4 = Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)


def ledger() -> Ledger:
    step = [{"date": "2026-04-02", "approach": "social_media"}, {"date": "2026-05-02", "approach": "one_on_one"}]
    return Ledger(Workspace(make_document(
        contacts=[{"name": "Ann", "met": {"date": "2026-04-01", "approach": "group_events"}}],
        activities=[{"date": "2026-07-02", "approach": "group_events", "new_contacts": 4}],
        outcomes=[
            {"date": "2026-06-01", "kind": "interview", "status": "lost", "touchpoints": step},
            {"date": "2026-08-01", "kind": "lead", "status": "open", "probability": 0.2},
            {"date": "2026-08-01", "kind": "client", "status": "won", "touchpoints": step},
        ],
        exchanges=[
            {"date": "2026-08-01", "direction": "given", "kind": "introduction", "contact": "c1"},
            {"date": "2026-08-01", "direction": "received", "kind": "introduction", "contact": "c1"},
        ],
    )))  # fmt: skip


def test_each_count_stands_in_its_quarter_and_by_the_approach_where_it_began() -> None:
    assert counts(ledger(), (Q2, Q3)).rows() == [
        (Q2.ordinal, "social_media", "interviews", 1),
        (Q3.ordinal, "group_events", "introductions", 1),
        (Q3.ordinal, "group_events", "new_contacts", 4),
        (Q3.ordinal, None, "leads", 1),
    ]


def test_totals_add_up_over_the_quarters_and_can_be_of_one_approach() -> None:
    assert total_counts(ledger(), (Q3,)) == {
        "new_contacts": 4, "leads": 1, "referrals": 0, "interviews": 0, "open_interviews": 0, "introductions": 1
    }  # fmt: skip
    assert total_counts(ledger(), (Q2, Q3), "social_media")["interviews"] == 1


def quarter_of(outcome: Outcome) -> Quarter | None:
    """Return the quarter that an outcome counts in; None if it counts in none, or stands apart as open."""
    ledger = Ledger(Workspace(make_document(outcomes=[as_row(outcome)])))
    counted = [quarter for quarter in (Q2, Q3, Q4) if total_counts(ledger, (quarter,))[f"{outcome.kind}s"]]  # type: ignore[index]
    return counted[0] if counted else None


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [
        ({"kind": "interview", "status": "won"}, {"interviews": 1}),
        ({"kind": "interview", "status": "lost"}, {"interviews": 1}),
        ({"kind": "interview", "status": "open"}, {"open_interviews": 1}),
        ({"kind": "lead", "status": "open", "title": "Dray: second Interview"}, {"leads": 1, "open_interviews": 1}),
        ({"kind": "role", "status": "open", "title": "Planner, phone screen"}, {"open_interviews": 1}),
        ({"kind": "lead", "status": "lost", "title": "Dray: second interview"}, {"leads": 1}),
        ({"kind": "reputation", "status": "open", "title": "Podcast interview"}, {}),
    ],
    ids=str,
)
def test_an_interview_counts_once_it_took_place_and_stands_apart_while_it_is_open(outcome: Json, counted: Json) -> None:
    ledger = Ledger(Workspace(make_document(outcomes=[{"date": "2026-08-01", **outcome}])))
    assert {kind: count for kind, count in total_counts(ledger, (Q3,)).items() if count} == counted


@pytest.mark.parametrize(
    ("kind", "quarters"),
    [("lead", [Q2, Q2, Q2]), ("referral", [Q2, Q2, Q2]), ("interview", [None, Q3, Q4])],
)
@pytest.mark.parametrize("chance", [None, 0.5])
def test_a_quarter_keeps_its_leads_and_referrals_once_they_are_won(
    kind: OutcomeKind, quarters: list[Quarter | None], chance: float | None
) -> None:
    heard = Outcome(id="o1", date=date(2026, 6, 1), kind=kind, status="open", probability=chance)
    won = heard.model_copy(update={"date": date(2026, 8, 1), "status": "won"}).with_statement(heard, date(2026, 8, 1))
    corrected = won.model_copy(update={"date": date(2026, 10, 1)}).with_statement(won, date(2026, 11, 1))
    assert [quarter_of(outcome) for outcome in (heard, won, corrected)] == quarters


def test_a_lead_that_was_won_before_its_day_was_kept_counts_by_its_first_odds() -> None:
    stated = [{"day": "2026-06-20", "probability": 0.2}, {"day": "2026-07-20", "probability": 0.6}]
    lead = {"date": "2026-08-01", "kind": "lead", "status": "won", "stated": stated}
    ledger = Ledger(Workspace(make_document(outcomes=[lead])))
    assert [total_counts(ledger, (quarter,))["leads"] for quarter in (Q2, Q3)] == [1, 0]


def introduced(favors: dict[str, str], outcomes: dict[str, str], **ids: str) -> int:
    """The introductions by favors and outcomes, each a day with the contact who made it, or none."""
    steps = {"approach": "one_on_one", "date": "2026-07-01"}
    raw = make_document(
        contacts=[{"name": "Ann"}, {"name": "Bo"}],
        exchanges=[
            {"date": day, "direction": "received", "kind": "introduction", **({"contact": who} if who else {})}
            for day, who in favors.items()
        ],
        outcomes=[
            {
                "date": day,
                "kind": "introduction",
                "status": "won",
                "touchpoints": [steps | ({"contact": who} if who else {})],
            }
            | ids
            for day, who in outcomes.items()
        ],
    )
    return introductions_received(Ledger(Workspace(raw)), (Q2, Q3))


@pytest.mark.parametrize(
    ("favors", "outcomes", "count"),
    [
        ({"2026-08-01": "c1"}, {"2026-08-05": "c1"}, 1),
        ({"2026-08-01": "c1"}, {"2026-08-05": ""}, 1),
        ({"2026-08-01": ""}, {"2026-08-05": "c1"}, 1),
        ({"2026-08-01": "c1"}, {"2026-08-05": "c2"}, 2),
        ({"2026-08-01": "c1"}, {"2026-09-05": "c1"}, 2),
        # Each favor is one introduction.
        ({"2026-08-01": ""}, {"2026-08-05": "", "2026-08-06": ""}, 2),
        ({"2026-07-20": "", "2026-08-01": ""}, {"2026-08-02": "", "2026-07-22": ""}, 2),
        # What names somebody comes first: the outcome without a name is the favor that is left.
        ({"2026-08-05": "c1", "2026-08-16": "c2"}, {"2026-08-04": "", "2026-08-06": "c1"}, 2),
        ({"2026-08-01": "c1", "2026-08-02": "c2"}, {}, 2),
        ({"2026-10-05": "c1"}, {"2026-09-28": "c1"}, 1),
    ],
    ids=str,
)
def test_an_introduction_that_is_a_favor_and_an_outcome_counts_once(
    favors: dict[str, str], outcomes: dict[str, str], count: int
) -> None:
    assert introduced(favors, outcomes) == count


def test_an_introduction_that_a_quiz_dated_by_its_quarter_is_any_of_that_quarter() -> None:
    assert introduced({"2026-07-02": "c1"}, {"2026-09-30": "c1"}, id="quiz-2026-Q3-1") == 1
    assert introduced({"2026-06-30": "c1"}, {"2026-09-30": "c1"}, id="quiz-2026-Q3-1") == 2


@given(workspaces())
def test_the_talks_of_each_activity_add_up_to_the_conversations(raw: Json) -> None:
    workspace = Workspace(raw)
    logged = [activity for activity in workspace.activities if activity.source != "quiz"]
    assert sum(map(talks_of, logged)) == conversations(dated(Ledger(workspace).activities))


def test_what_a_quarters_total_counts_includes_the_one_on_ones_that_nobody_counted() -> None:
    coffee = {"date": "2026-08-02", "approach": "one_on_one"}
    total = {"date": "2026-09-30", "approach": "one_on_one", "source": "quiz"}

    def of(*activities: Json) -> int:
        return conversations(Ledger(Workspace(make_document(activities=list(activities)))).activities)

    assert of(coffee, coffee, {**total, "meaningful": 18}) == 18
    assert of(coffee, coffee, {**total, "meaningful": 1}) == of(coffee, coffee, total) == 2
    assert of({**coffee, "meaningful": 1}, {**total, "meaningful": 18}) == 19, "it was logged after the quiz"
    events = {"approach": "group_events", "meaningful": 3}
    assert of(coffee, {**total, **events}, {**total, "date": "2026-06-30", "meaningful": 4}) == 8


def total(quarter: Quarter, source: str = "quiz") -> Json:
    """What a quarter took, as its quiz enters it."""
    return {"date": str(quarter.last_day()), "approach": "one_on_one", "source": source, "hours": {"attending": 9}}


@pytest.mark.parametrize(
    ("submitted", "sources", "incomplete"),
    [
        ((), ("journal", "journal"), (Q4,)),
        ((Q2,), ("quiz", "journal"), (Q3, Q4)),
        # What a reopened quiz entered stays on record.
        ((Q2,), ("quiz", "quiz"), (Q4,)),
        ((Q2, Q3), ("quiz", "quiz"), (Q4,)),
        # All of it was logged: the quiz had nothing to add.
        ((Q2,), ("journal", "journal"), (Q4,)),
        # Three quizzes were skipped since.
        ((Quarter(2025, 4),), ("journal", "journal"), (Q4,)),
    ],
)
def test_a_quarter_is_incomplete_while_it_runs_and_while_it_waits_for_the_quiz_that_enters_it(
    submitted: tuple[Quarter, ...], sources: tuple[str, str], incomplete: tuple[Quarter, ...]
) -> None:
    activities = [total(quarter, source) for quarter, source in zip((Q2, Q3), sources, strict=True)]
    quizzes = [{"quarter": str(quarter), "submitted": "2026-10-02T10:00:00Z"} for quarter in submitted]
    skipped = [total(quarter) for quarter in submitted if quarter < Q2]
    raw = make_document(activities=[*skipped, *activities], quizzes=quizzes)
    assert incomplete_quarters(Ledger(Workspace(raw)), date(2026, 10, 5)) == {*incomplete}


def test_a_message_without_time_of_its_own_is_no_conversation() -> None:
    message = {"date": "2026-08-01", "approach": "one_on_one", "channel": "text"}
    calls = [{**message, "channel": "phone"}, {**message, "hours": {"attending": 0.25}}]
    for rows, count in (([message], 0), (calls, 2), ([message, *calls], 2), ([{**message, "meaningful": 1}], 1)):
        ledger = Ledger(Workspace(make_document(activities=rows)))
        assert conversations(ledger.activities) == count
        assert sum(map(talks_of, ledger.workspace.activities)) == count
