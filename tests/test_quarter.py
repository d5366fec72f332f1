"""A whole quarter from files: hours and costs as worked out by hand, the quiz over it, and all of it undone."""

import pytest

from netroi_core.importers.acceptance import accept, undo_import
from netroi_core.importers.batch import ImportFile, ImportSettings, read_files
from netroi_core.importers.calendar.calendar import quarters_window
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.proposal import Proposal
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Figures, Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import prefill, submission
from netroi_core.workspace import document
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.records import Import
from netroi_core.workspace.workspace import Workspace
from tests import example_quarter
from tests.careers import Json
from tests.example_quarter import HOURS, MONEY
from tests.importers.import_files import AT

Q3 = Quarter(2026, 3)
NOW = "2026-10-05T09:00:00+00:00"
QUARTERS = [Q3, Quarter(2026, 1), Quarter(2024, 1), Quarter(2025, 2), Quarter(2027, 4)]

# By hand, as HOURS and MONEY:
# the summit's fee, paid weeks ahead, stands alone; of LinkedIn 2 + 3 months and 3 receipts
ACTIVITIES = {"group_events": 7, "one_on_one": 4, "social_media": 8}
RATE = 60  # (104,000 + 20,800) ÷ 2,080 h
GAINED = 12_000 * 0.4 / 2  # half by LinkedIn, where they met, half by the coffee after it
TAKEN = ("activities", "hours", "actual_cost", "opportunity_cost", "total_cost", "new_contacts", "meaningful_contacts")
ANSWERS = {
    "pay.base": "104000", "pay.benefits": "20800", "outcomes": ["1"], "outcome.1.kind": "client",
    "outcome.1.likely": "12000", "outcome.1.margin_percent": "40",
}  # fmt: skip


def proposal(quarter: Quarter, before: Json) -> Proposal:
    """Return the proposal of all three files at once."""
    files = [
        ImportFile(name, raw, kind)
        for name, raw in example_quarter.import_files(quarter).items()
        if (kind := recognize_kind(raw)) is not None
    ]
    batch = read_files(files, Workspace(before), ImportSettings(window=quarters_window([quarter], 1)))
    assert (len(files), batch.refused, batch.proposal.rejected) == (3, {}, ())
    return batch.proposal


def imported(quarter: Quarter) -> tuple[Json, Import]:
    """Return an empty workspace after importing all of the files, and the import."""
    after, acceptance = accept(document.empty(), proposal(quarter, document.empty()), AT)
    document.validate(after)
    return after, acceptance


def submitted(raw: Json, quarter: Quarter) -> Json:
    """Return a workspace with the quiz submitted, answered where files don't; the client came through Dana Reyes."""
    day = quarter.last_day()
    dana = [contact["id"] for contact in raw.get("contacts", ()) if contact["name"] == "Dana Reyes"]
    paths = prefill.touchpoints_by_contact(Workspace(raw), day)
    answers: Json = dict(ANSWERS)
    for person in dana:
        answers["outcome.1.touchpoints"] = [as_row(touchpoint) for touchpoint in paths[person]]
    return submission.submit(quiz.save_answers(raw, quarter, answers), quarter, NOW, day)


def figures(raw: Json, quarter: Quarter) -> Figures:
    return measures.figures(measures.cells(Ledger(Workspace(raw)), [quarter], Options()))


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_files_of_a_quarter_give_the_hours_and_costs_worked_out_by_hand(quarter: Quarter) -> None:
    rows = figures(submitted(imported(quarter)[0], quarter), quarter).approaches
    for approach, row in rows.items():
        assert row.hours == pytest.approx(HOURS[approach])
        assert row.actual_cost == pytest.approx(MONEY[approach])
        assert row.opportunity_cost == pytest.approx(HOURS[approach] * RATE)
        assert row.activities == ACTIVITIES[approach]
        assert row.expected_value == pytest.approx(0 if approach == "group_events" else GAINED)


def test_a_coffee_on_the_card_in_the_calendar_and_with_somebody_of_linkedin_is_one_activity() -> None:
    after, _ = imported(Q3)
    (coffee,) = (row for row in after["activities"] if row["date"] == str(example_quarter.weekday(Q3, 1, 1)))
    names = {contact["id"]: contact["name"] for contact in after["contacts"]}
    assert (coffee["title"], coffee["hours"]) == ("Coffee with Dana Reyes", {"attending": 1.0})
    assert coffee["costs"] == [{"category": "coffee", "amount": "11.40"}]
    assert [names[person] for person in coffee["people"]] == ["Dana Reyes"]


def test_work_family_and_household_are_left_out() -> None:
    text = str(imported(Q3)[0])
    for private in ("Dentist", "Team sync", "Kim", "Parents", "Focus", "roundtable", "Lee Park", "RENT", "WHOLEFDS",
                    "SHELL", "CORNER CAFE", "PRET A MANGER", "SWEETGREEN", "Between us", "keeps his word",
                    "Retail summit"):  # fmt: skip
        assert private not in text


def test_the_quiz_has_only_pay_and_outcomes_left_to_ask_for() -> None:
    after, _ = imported(Q3)
    effort = prefill.recorded_effort(Workspace(after), Q3)
    assert {approach: float(effort[f"{approach}.hours.attending"]) for approach in HOURS} == pytest.approx(HOURS)
    assert prefill.contacts_met(Workspace(after), Q3) == {"social_media.new_contacts": 6}
    assert prefill.recorded_favors(Workspace(after), Q3) == {"given.endorsement": 1, "received.endorsement": 1}
    written = submitted(after, Q3)
    assert [row for row in written["activities"] if row["source"] == "quiz"] == []


def test_the_same_files_again_add_nothing() -> None:
    after, _ = imported(Q3)
    again = proposal(Q3, after)
    assert (again.added, again.updated) == ((), ())


def test_an_import_can_be_undone_after_the_quiz_and_the_figures_return() -> None:
    after, acceptance = imported(Q3)
    with_files, without = submitted(after, Q3), submitted(document.empty(), Q3)
    remaining = undo_import(with_files, acceptance)
    document.validate(remaining)
    for approach, row in figures(remaining, Q3).approaches.items():
        without_files = figures(without, Q3).approaches[approach]
        assert {key: row.value(key) for key in TAKEN} == {key: without_files.value(key) for key in TAKEN}
    assert figures(remaining, Q3).total == figures(without, Q3).total
    assert [contact["name"] for contact in remaining["contacts"]] == ["Dana Reyes"], "the path names her still"
    assert remaining["imports"] == []
