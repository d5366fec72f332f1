"""Submission: the records that a quiz's answers become, once, and their correction."""

import copy
import json
from dataclasses import asdict
from datetime import date
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import Invalid
from netroi_core.ledger import measures
from netroi_core.ledger.costs import hourly_worth
from netroi_core.ledger.counts import conversations
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import prefill
from netroi_core.quiz.submission import (
    alternative_use,
    answers_from,
    default_pay_mode,
    pay_from_answers,
    preview,
    reopen,
    submit,
    usual_margin,
)
from netroi_core.workspace import document
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.fields import LARGEST_AMOUNT
from netroi_core.workspace.profile import AnnualPay
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document
from tests.ledger.test_measures import GOLDEN, assert_same
from tests.strategies import workspaces

Q3 = Quarter(2026, 3)
NOW, TODAY = "2026-10-02T09:00:00Z", date(2026, 10, 2)

POP_QUIZ = {
    "pay.mode": "employee", "pay.base": "84000", "pay.pay_at_risk": "12000", "pay.attainment_percent": "90",
    "pay.benefits": "29200", "pay.hours_per_year": "2080",
    "group_events.hours.attending": "2", "group_events.hours.travelling": "0.5",
    "group_events.costs.breakfast": "18.50", "group_events.costs.parking": "8.00",
    "group_events.new_contacts": "6", "group_events.meaningful": "1", "group_events.energy": -1,
    "one_on_one.hours.attending": "1", "one_on_one.hours.following_up": "0.25",
    "one_on_one.costs.coffee": "11.40", "one_on_one.reimbursed": "5.70",
    "one_on_one.new_contacts": "1", "one_on_one.meaningful": "1",
    "social_media.hours.attending": "14", "social_media.new_contacts": "22", "social_media.meaningful": "2",
    "group_events.alternative": "family", "social_media.alternative": "me_time",
    "worth.family_percent": "120", "worth.me_time_percent": "50",
    "outcomes": ["o1", "o2", "o3"],
    "outcome.o1.kind": "business_project", "outcome.o1.status": "won", "outcome.o1.date": "2026-09-02",
    "outcome.o1.low": "4000", "outcome.o1.likely": "6000", "outcome.o1.high": "9500",
    "outcome.o1.margin_percent": "50", "outcome.o1.incrementality_percent": "80",
    "outcome.o1.touchpoints": [{"date": "2026-07-14", "approach": "group_events", "venue": "chamber"},
                               {"date": "2026-08-20", "approach": "one_on_one"}],
    "outcome.o2.kind": "lead", "outcome.o2.status": "open", "outcome.o2.date": "2026-09-28",
    "outcome.o2.likely": "15000", "outcome.o2.probability_percent": "20",
    "outcome.o2.touchpoints": [{"date": "2026-05-04", "approach": "social_media"},
                               {"date": "2026-09-21", "approach": "one_on_one"}],
    "outcome.o3.kind": "mentor", "outcome.o3.status": "won", "outcome.o3.intangible": 5,
}  # fmt: skip
NUMBERS = sorted(key for key, field in quiz.ANSWER_TYPES.items() if not field.choices)


def submitted(raw: dict[str, Any], **answers: Any) -> dict[str, Any]:
    return submit(quiz.save_answers(raw, Q3, answers), Q3, NOW, TODAY)


def drawn_answers() -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for answers without problems, most of them missing."""
    small = st.integers(0, 40).map(str)
    plain = st.dictionaries(st.sampled_from([key for key in NUMBERS if key != "pay.hours_per_year"]), small)
    outcome = st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(("role", "client", "reputation")),
            "status": st.sampled_from(("won", "open", "lost")),
            "low": st.sampled_from(("0", "5.50")),
            "likely": st.sampled_from(("5.50", "60", "0.1234567890123")),
            "probability_percent": st.integers(0, 100).map(str),
            "helper.fee": small,
            "touchpoints": st.just([{"date": "2026-07-02", "approach": "one_on_one"}]),
        },
    )
    outcomes = st.dictionaries(st.sampled_from(("a", "b")), outcome).map(
        lambda drawn: (
            {"outcomes": list(drawn)}
            | {f"outcome.{key}.{name}": answer for key, fields in drawn.items() for name, answer in fields.items()}
        )
    )
    return st.builds(lambda numbers, outcomes: numbers | outcomes, plain, outcomes)


def draft(raw: dict[str, Any], answers: dict[str, Any], quarter: Quarter) -> dict[str, Any]:
    """Return a workspace with a draft without problems; nothing is reimbursed, where less may be spent."""
    answers = {key: answer for key, answer in answers.items() if not key.endswith(".reimbursed")}
    begun = quiz.save_answers(raw, quarter, answers)
    return quiz.save_answers(
        begun, quarter, dict.fromkeys(dict(quiz.answer_problems(quiz.answers_of(Workspace(begun), quarter))))
    )


def test_the_worked_example_answered_as_a_quiz_gives_every_expected_figure() -> None:
    example = json.loads((GOLDEN / "pop-quiz.json").read_bytes())
    raw = submitted(document.empty() | {"venues": example["venues"]}, **POP_QUIZ)
    document.validate(raw)
    for run in json.loads((Path(GOLDEN) / "pop-quiz.expected.json").read_bytes()):
        chosen = Options(run["attribution"], run["view"], run["basis"], run["costs"])
        got = measures.figures(measures.cells(Ledger(Workspace(raw)), [Q3], chosen))
        assert_same(asdict(got), {key: run[key] for key in ("approaches", "unattributed_value", "total")})


@given(workspaces(), drawn_answers(), st.sampled_from((Q3, Quarter(2025, 1))))
def test_submitting_again_changes_nothing(raw: dict[str, Any], answers: dict[str, Any], quarter: Quarter) -> None:
    once = submit(draft(raw, answers, quarter), quarter, NOW, TODAY)
    document.validate(once)
    assert quiz.is_submitted(Workspace(once), quarter)
    assert submit(copy.deepcopy(once), quarter, NOW, TODAY) == once


@given(workspaces(), drawn_answers(), st.sampled_from((Q3, Quarter(2025, 1))))
def test_a_quiz_reopened_and_submitted_unchanged_keeps_every_figure(
    raw: dict[str, Any], answers: dict[str, Any], quarter: Quarter
) -> None:
    once = submit(draft(raw, answers, quarter), quarter, NOW, TODAY)
    again = submit(reopen(copy.deepcopy(once), quarter), quarter, NOW, TODAY)
    before, after = (
        measures.figures(measures.cells(Ledger(Workspace(raw)), [quarter], Options())) for raw in (once, again)
    )
    assert_same(asdict(after), asdict(before))


def test_a_correction_replaces_the_records_of_the_first_version() -> None:
    once = submitted(document.empty(), **POP_QUIZ)
    corrected = submitted(
        reopen(once, Q3), **{"social_media.hours.attending": "7", "outcomes": ["o1"], "one_on_one.costs.coffee": "20"}
    )
    by_id = {record["id"]: record for record in corrected["activities"] + corrected["outcomes"]}
    assert list(by_id) == [
        "quiz-2026-Q3-group_events", "quiz-2026-Q3-one_on_one", "quiz-2026-Q3-social_media", "quiz-2026-Q3-o1",
    ]  # fmt: skip
    assert by_id["quiz-2026-Q3-social_media"]["hours"] == {"attending": 7}
    assert by_id["quiz-2026-Q3-one_on_one"]["costs"] == [{"category": "coffee", "amount": "20", "reimbursed": "5.70"}]


def test_the_quarters_figures_are_stored_on_submission_and_again_when_a_correction_changes_them() -> None:
    venues = json.loads((GOLDEN / "pop-quiz.json").read_bytes())["venues"]
    once = submitted(document.empty() | {"venues": venues}, **POP_QUIZ)
    (note,) = once["quizzes"][0]["showed"]
    assert (note["submitted"], note["total_cost"]) == (NOW, "838.836012")
    assert note["realised"] == {"quiz-2026-Q3-o1": "2500", "quiz-2026-Q3-o2": "3000"}
    assert note["invested"] == {"quiz-2026-Q3-o1": "2500", "quiz-2026-Q3-o2": "1500"}
    draft = quiz.save_answers(reopen(once, Q3), Q3, {"outcomes": ["o1"]})
    assert draft["quizzes"][0]["showed"] == [note], "an answer notes nothing"
    corrected = submit(draft, Q3, "2026-10-09T09:00:00Z", TODAY)
    document.validate(corrected)
    first, second = corrected["quizzes"][0]["showed"]
    assert first == note
    assert (second["submitted"], second["realised"]) == ("2026-10-09T09:00:00Z", {"quiz-2026-Q3-o1": "2500"})


def test_submitting_again_without_a_change_stores_no_new_figures() -> None:
    once = submitted(document.empty(), **POP_QUIZ)
    notes = copy.deepcopy(once["quizzes"][0]["showed"])
    again = submit(reopen(once, Q3), Q3, "2026-10-09T09:00:00Z", TODAY)
    assert (again["quizzes"][0]["submitted"], again["quizzes"][0]["showed"]) == ("2026-10-09T09:00:00Z", notes)


def test_the_strain_is_stored_with_the_quiz_and_survives_a_correction() -> None:
    once = submitted(document.empty(), strain="Too many evenings")
    assert once["quizzes"][0]["strain"] == "Too many evenings"
    assert Ledger(Workspace(once)).strain == Workspace(once).quizzes[0]
    again = reopen(once, Q3)
    assert quiz.answers_of(Workspace(again), Q3)["strain"] == "Too many evenings"
    assert submit(again, Q3, NOW, TODAY)["quizzes"][0]["strain"] == "Too many evenings"
    assert Workspace(submitted(again, strain=None)).quizzes[0].strain == ""


def test_a_reopened_quiz_has_the_strain_that_was_edited_elsewhere() -> None:
    once = submitted(document.empty(), strain="Too many evenings")
    once["quizzes"][0]["strain"] = "Too many dinners"
    again = reopen(once, Q3)
    assert submit(again, Q3, NOW, TODAY)["quizzes"][0]["strain"] == "Too many dinners"


def test_a_quarter_that_costs_more_than_the_largest_amount_can_be_submitted() -> None:
    answers = {f"{approach}.costs.gift": str(LARGEST_AMOUNT) for approach in ("one_on_one", "group_events")}
    raw = submitted(document.empty(), **answers)
    document.validate(raw)
    assert raw["quizzes"][0]["showed"][0]["total_cost"] == str(2 * LARGEST_AMOUNT)


def test_only_unrecorded_effort_is_written_on_the_last_day_of_the_quarter() -> None:
    journal = {"id": "a", "date": "2026-07-14", "approach": "one_on_one", "hours": {"attending": 1.5},
               "new_contacts": 2, "costs": [{"category": "coffee", "amount": "5"}]}  # fmt: skip
    raw = submitted(
        document.empty() | {"activities": [journal]},
        **{"one_on_one.hours.attending": "4", "one_on_one.new_contacts": "1", "one_on_one.costs.coffee": "12.50"},
    )
    ours = raw["activities"][1]
    assert raw["activities"][0] == journal
    assert (ours["date"], ours["source"], ours["hours"]) == ("2026-09-30", "quiz", {"attending": 2.5})
    assert (ours["new_contacts"], ours["costs"]) == (0, [{"category": "coffee", "amount": "7.50", "reimbursed": "0"}])


@pytest.mark.parametrize(("typed", "total"), [("24", 24), ("3", 3), ("1", 3)])
def test_talks_typed_include_the_meetings_on_record_and_one_that_is_logged_afterward_adds_to_them(
    typed: str, total: int
) -> None:
    """A meeting counts as a talk whether or not its talks were counted, as its hours count: once."""
    coffee = {"date": "2026-07-14", "approach": "one_on_one"}
    journal = [{"id": "a", **coffee}, {"id": "b", **coffee, "meaningful": 2}]
    raw = submitted(document.empty() | {"activities": journal}, **{"one_on_one.meaningful": typed})

    def talks(raw: dict[str, Any]) -> int:
        ledger = Ledger(Workspace(raw))
        measured = measures.figures(measures.cells(ledger, (Q3,), Options())).total.meaningful_contacts
        assert conversations(ledger.activities) == measured, "one number on every page"
        return measured

    assert talks(raw) == total
    assert talks(submit(reopen(copy.deepcopy(raw), Q3), Q3, NOW, TODAY)) == total
    assert talks({**raw, "activities": [*raw["activities"], {"id": "c", **coffee, "meaningful": 1}]}) == total + 1


@pytest.mark.parametrize(("status", "likely"), [("won", "9500"), ("lost", "15000"), ("open", "15000")])
def test_what_an_earlier_outcome_came_to_replaces_its_estimate_only_if_it_is_won(status: str, likely: str) -> None:
    lead = {"id": "lead", "date": "2026-05-04", "kind": "lead", "status": "open", "probability": 0.2,
            "value": {"low": "9000", "likely": "15000", "high": "20000"}}  # fmt: skip
    answers = {"earlier.lead.status": status, "earlier.lead.likely": "9500"}
    (outcome,) = submitted(document.empty() | {"outcomes": [lead]}, **answers)["outcomes"]
    assert outcome["value"] == ({"likely": likely} if status == "won" else lead["value"])


def at_venues(*hours: Decimal | str) -> dict[str, str]:
    """Answers on the hours of group events at venues v1, v2 and so on."""
    return {f"group_events.hours_at.v{number}": str(each) for number, each in enumerate(hours, 1)}


def of_quiz(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in raw["activities"] if row.get("source") == "quiz"]


CLUBS = [{"name": name, "approach": "group_events"} for name in ("NAIOP", "Chamber", "BNI")]
amounts = st.decimals(0, 500, places=2)


@given(
    parts=st.fixed_dictionaries(dict.fromkeys(("attending", "travelling", "preparing"), amounts)),
    shares=st.lists(st.integers(0, 100), min_size=1, max_size=3),
    costs=st.fixed_dictionaries({}, optional=dict.fromkeys(("event_fee", "travel", "drinks"), amounts)),
    paid_back=amounts,
    counts=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    logged=st.lists(st.tuples(st.sampled_from([None, "v1", "v2"]), amounts, amounts), max_size=3),
)
def test_hours_by_venue_change_no_total_and_survive_a_correction(
    parts: dict[str, Decimal],
    shares: list[int],
    costs: dict[str, Decimal],
    paid_back: Decimal,
    counts: tuple[int, int],
    logged: list[tuple[str | None, Decimal, Decimal]],
) -> None:
    """Where the time went is a share of the same hours, money, talks and contacts, to the cent."""
    raw = make_document(
        venues=CLUBS,
        activities=[
            {"date": "2026-08-01", "approach": "group_events", "venue": venue, "hours": {"attending": float(hours)},
             "costs": [{"category": "event_fee", "amount": str(fee)}]}
            for venue, hours, fee in logged
        ],
    )  # fmt: skip
    recorded = prefill.recorded_effort(Workspace(raw), Q3)
    total = sum(parts.values()) + sum(hours for _, hours, _ in logged)
    spent = {name: costs.get(name, 0) + recorded.get(f"group_events.costs.{name}", 0) for name in costs}
    answers = {
        "group_events.hours.total": str(total),
        **{f"group_events.hours.{part}": str(hours) for part, hours in parts.items() if part != "attending"},
        **{f"group_events.costs.{name}": str(amount) for name, amount in spent.items()},
        "group_events.reimbursed": str(min(paid_back, sum(costs.values()))),
        "group_events.new_contacts": str(counts[0]),
        "group_events.meaningful": str(counts[1]),
        "group_events.energy": -1,
    }
    room, by_venue = sum(parts.values()), []
    for number, share in enumerate(shares, 1):
        more = (room * share / 100).quantize(Decimal("0.01"), ROUND_DOWN)
        room -= more
        by_venue.append(more + recorded.get(f"group_events.hours_at.v{number}", 0))
    whole, split = (submitted(raw, **answers, **more) for more in ({}, at_venues(*by_venue)))
    efforts = [prefill.total_effort(Workspace(document), Q3) for document in (whole, split)]
    kept = [{key: amount for key, amount in effort.items() if "hours_at" not in key} for effort in efforts]
    assert kept[0] == kept[1]
    assert {key: efforts[1].get(key, 0) for key in at_venues(*by_venue)} == {
        key: Decimal(hours) for key, hours in at_venues(*by_venue).items()
    }
    assert sum("energy" in row and row["energy"] is not None for row in of_quiz(split)) == len(of_quiz(whole))
    ledgers = [Ledger(Workspace(document)) for document in (whole, split)]
    totals = [asdict(measures.figures(measures.cells(ledger, (Q3,), Options())).total) for ledger in ledgers]
    assert_same(*({key: value for key, value in total.items() if key != "activities"} for total in totals))
    assert_same(*({row[:2]: row[2] for row in measures.hours_by_part(ledger, [Q3]).iter_rows()} for ledger in ledgers))
    assert submit(reopen(split, Q3), Q3, NOW, TODAY)["activities"] == split["activities"]


def test_each_venue_has_its_share_of_the_money_and_the_rest_is_elsewhere() -> None:
    answers = {"group_events.hours.total": "35", "group_events.costs.event_fee": "514", "group_events.meaningful": "4",
               "group_events.energy": 1}  # fmt: skip
    raw = submitted(make_document(venues=CLUBS), **answers, **at_venues("3", "24.5"))
    assert [
        (row.get("venue"), row["title"], row["hours"], row["costs"][0]["amount"], row["meaningful"], row["energy"])
        for row in of_quiz(raw)
    ] == [
        ("v1", "Part of Q3 2026, from its quiz", {"attending": 3.0}, "44.05", 0, None),
        ("v2", "Part of Q3 2026, from its quiz", {"attending": 24.5}, "359.80", 0, None),
        (None, "The rest of Q3 2026, from its quiz", {"attending": 7.5}, "110.15", 4, 1),
    ]


def test_all_at_one_venue_is_one_activity_with_its_talks() -> None:
    answers = {"group_events.hours.total": "35", "group_events.costs.event_fee": "514", "group_events.meaningful": "4"}
    (row,) = of_quiz(submitted(make_document(venues=CLUBS), **answers, **at_venues("35")))
    assert (row["venue"], row["meaningful"], row["title"]) == ("v1", 4, "All of Q3 2026, from its quiz")


@pytest.mark.parametrize(
    ("hours", "logged", "sentence"),
    [
        (("20", "16"), [], "Your venues add up to 36 h, but the total is 35 h."),
        (("20", "15"), [], None),
        (("20",), [{"hours": {"attending": 16}}],
         "Your venues add up to 20 h, but the total is 35 h, and 16 h of them are logged without a venue."),
        (("20",), [{"hours": {"attending": 16}, "venue": "v1"}], None),
    ],
)  # fmt: skip
def test_venues_cannot_have_more_hours_than_the_total(
    hours: tuple[str, ...], logged: list[dict[str, Any]], sentence: str | None
) -> None:
    activities = [{"date": "2026-08-01", "approach": "group_events", **row} for row in logged]
    raw = make_document(venues=CLUBS, activities=activities)
    answers = {"group_events.hours.total": "35", **at_venues(*hours)}
    if sentence is None:
        submitted(raw, **answers)
        return
    with pytest.raises(Invalid) as refused:
        submitted(raw, **answers)
    assert [(problem.path, problem.message) for problem in refused.value.problems] == [
        ("group_events.hours_at.v1", sentence)
    ]


def test_a_total_that_was_given_a_venue_since_is_an_answer_when_its_quiz_is_reopened() -> None:
    raw = submitted(make_document(venues=CLUBS), **{"group_events.hours.total": "35"})
    raw["activities"][0]["venue"] = "v2"
    again = reopen(raw, Q3)
    assert quiz.answers_of(Workspace(again), Q3)["group_events.hours_at.v2"] == "35"


def test_the_hours_at_a_venue_that_was_deleted_are_elsewhere() -> None:
    raw = quiz.save_answers(make_document(venues=CLUBS), Q3, {"group_events.hours.total": "9", **at_venues("4", "3")})
    after = submit({**raw, "venues": raw["venues"][1:]}, Q3, NOW, TODAY)
    assert [(row.get("venue"), row["hours"]["attending"]) for row in of_quiz(after)] == [("v2", 3.0), (None, 6.0)]


def test_a_quiz_without_unrecorded_effort_writes_no_activity() -> None:
    journal = {"id": "a", "date": "2026-07-14", "approach": "one_on_one", "hours": {"attending": 4}}
    raw = submitted(document.empty() | {"activities": [journal]}, **{"one_on_one.hours.attending": "4"})
    assert raw["activities"] == [journal]


def test_other_quarters_keep_the_records_of_their_quizzes() -> None:
    earlier = submit(
        quiz.save_answers(document.empty(), Quarter(2026, 2), {"one_on_one.hours.attending": "1"}),
        Quarter(2026, 2), NOW, TODAY,
    )  # fmt: skip
    raw = submitted(earlier, **{"one_on_one.hours.attending": "2"})
    assert [activity["id"] for activity in raw["activities"]] == ["quiz-2026-Q2-one_on_one", "quiz-2026-Q3-one_on_one"]


def test_in_a_fiscal_year_the_quiz_writes_into_the_fiscal_quarter() -> None:
    raw = submitted(document.empty() | {"profile": {"fiscal_year_start": 4}}, **{"one_on_one.hours.attending": "2"})
    assert raw["activities"][0]["date"] == "2025-12-31"


def test_no_category_looks_free_because_another_was_paid_back() -> None:
    logged = [
        {"id": f"a{day}", "date": f"2026-08-0{day}", "approach": "one_on_one", "costs": [cost]}
        for day, cost in enumerate(({"category": "lunch", "amount": "40"}, {"category": "fuel", "amount": "20"}), 1)
    ]
    raw = submitted(document.empty() | {"activities": logged}, **{
        "one_on_one.costs.lunch": "140", "one_on_one.costs.coffee": "104", "one_on_one.costs.fuel": "20",
        "one_on_one.reimbursed": "234",
    })  # fmt: skip
    costs = [
        (cost["category"], cost["amount"], cost["reimbursed"]) for row in raw["activities"] for cost in row["costs"]
    ]
    # Its own costs first: what a quiz takes back again must not stay with what is logged.
    assert costs == [
        ("lunch", "40", "20"), ("fuel", "20", "10"), ("coffee", "104", "104"), ("lunch", "100", "100")
    ]  # fmt: skip
    half = submitted(document.empty(), **{
        "one_on_one.costs.lunch": "206", "one_on_one.costs.coffee": "104", "one_on_one.reimbursed": "155",
    })  # fmt: skip
    (quiz_row,) = half["activities"]
    assert {cost["category"]: cost["reimbursed"] for cost in quiz_row["costs"]} == {"coffee": "52", "lunch": "103"}


def test_favors_given_and_received_become_exchanges() -> None:
    raw = submitted(document.empty(), **{"given.advice": "2", "received.referral": "1"})
    assert [(row["direction"], row["kind"]) for row in raw["exchanges"]] == [
        ("given", "advice"), ("given", "advice"), ("received", "referral"),
    ]  # fmt: skip
    document.validate(raw)


def test_only_unrecorded_favors_are_written() -> None:
    recorded = {"id": "linkedin-1", "date": "2026-08-01", "direction": "given", "kind": "endorsement"}
    before = document.empty() | {"exchanges": [recorded]}
    assert submitted(before, **{"given.endorsement": "1"})["exchanges"] == [recorded]
    more = submitted(before, **{"given.endorsement": "3"})["exchanges"]
    assert [row["kind"] for row in more] == ["endorsement"] * 3
    assert submitted({**before, "exchanges": more}, **{"given.endorsement": "3"})["exchanges"] == more


def test_an_open_outcome_of_an_earlier_quarter_is_settled_on_the_day_it_was_won() -> None:
    lead = {"id": "lead.1", "date": "2026-05-01", "kind": "lead", "status": "open", "probability": 0.2}
    raw = document.empty() | {"outcomes": [lead, lead | {"id": "b"}, lead | {"id": "c"}]}
    answers = {
        "earlier.lead.1.status": "won", "earlier.lead.1.date": "2026-08-08",
        "earlier.b.status": "lost", "earlier.c.probability_percent": "35",
    }  # fmt: skip
    after = submitted(raw, **answers)["outcomes"]
    assert [(row["status"], row["date"], row["probability"]) for row in after] == [
        ("won", "2026-08-08", 0.2), ("lost", "2026-05-01", 0.2), ("open", "2026-05-01", 0.35),
    ]  # fmt: skip
    assert [row.get("lost_on") for row in after] == [None, "2026-09-30", None]
    again = quiz.save_answers(reopen({**raw, **submitted(raw, **answers)}, Q3), Q3, {"earlier.b.status": "open"})
    assert submit(again, Q3, NOW, TODAY)["outcomes"][1]["lost_on"] is None, "it didn't fall through after all"


def test_a_helper_calculates_the_value_until_one_is_typed() -> None:
    answers = {"outcomes": ["a"], "outcome.a.kind": "role", "outcome.a.helper.new_pay": "95000",
               "outcome.a.helper.old_pay": "84000"}  # fmt: skip
    raw = submitted(document.empty(), **answers)
    assert raw["outcomes"][0]["value"] == {"likely": "11000.00"}
    assert submitted(raw, **{"outcome.a.likely": "5000"})["outcomes"][0]["value"] == {"likely": "5000"}


def test_a_job_that_ended_a_search_counts_what_it_saved_and_the_other_figures_stay_for_another_choice() -> None:
    answers = {"outcomes": ["a"], "outcome.a.kind": "role", "outcome.a.helper.new_pay": "134000",
               "outcome.a.helper.old_pay": "128000", "outcome.a.helper.months_sooner": "3"}  # fmt: skip
    raw = submitted(document.empty(), **answers, **{"outcome.a.without": "search"})
    assert raw["outcomes"][0]["value"] == {"likely": "33500.00"}
    reopened = reopen(raw, Quarter.parse("2026-Q3"))
    assert "outcome.a.likely" not in reopened["quizzes"][0]["answers"]
    assert submitted(raw, **{"outcome.a.without": "job"})["outcomes"][0]["value"] == {"likely": "6000.00"}


def test_an_outcome_without_a_value_has_none_and_an_open_one_without_a_probability_counts_half() -> None:
    raw = submitted(document.empty(), **{"outcomes": ["a"], "outcome.a.status": "open"})
    assert "value" not in raw["outcomes"][0]
    assert raw["outcomes"][0]["probability"] == 0.5


def test_problems_prevent_submission_and_name_every_key() -> None:
    with pytest.raises(Invalid) as refusal:
        submitted(document.empty(), **{"pay.base": {"typed": "x"}, "one_on_one.new_contacts": "0.5"})
    assert [problem.path for problem in refusal.value.problems] == ["pay.base", "one_on_one.new_contacts"]


def test_a_helper_value_beyond_the_largest_amount_is_a_problem_and_left_out_of_the_preview() -> None:
    answers = {"outcomes": ["a"], "outcome.a.kind": "mentor", "outcome.a.helper.hours": str(LARGEST_AMOUNT),
               "outcome.a.helper.rate": "2"}  # fmt: skip
    (outcome,) = preview(Workspace(quiz.save_answers(document.empty(), Q3, answers)), Q3, TODAY).outcomes
    assert outcome.value is None
    with pytest.raises(Invalid, match=r"outcome\.a\.likely: .* is too much"):
        submitted(document.empty(), **answers)


def test_a_preview_leaves_out_answers_that_cannot_be_read() -> None:
    raw = quiz.save_answers(
        document.empty(), Q3, {"one_on_one.hours.attending": {"typed": "x"}, "one_on_one.new_contacts": "3"}
    )
    (activity,) = preview(Workspace(raw), Q3, TODAY).activities
    assert (activity.hours.total, activity.new_contacts) == (0, 3)


def test_a_preview_does_not_change_the_document() -> None:
    raw = quiz.save_answers(document.empty(), Q3, POP_QUIZ)
    before = copy.deepcopy(raw)
    preview(Workspace(raw), Q3, TODAY)
    assert raw == before


def test_pay_is_completed_from_the_defaults_with_the_usual_benefits() -> None:
    workspace = document.validate(document.empty())
    assert as_row(pay_from_answers(workspace, Q3, {"pay.base": "72600"})) == {
        "from": "2026-Q3", "base": "72600", "pay_at_risk": "0", "attainment": 1.0, "benefits": "27400",
        "hours_per_year": 2080.0,
    }  # fmt: skip
    billed = {"pay.mode": "self_employed", "pay.hourly_rate": "90", "pay.utilisation_percent": "70"}
    assert as_row(pay_from_answers(workspace, Q3, billed)) == {
        "from": "2026-Q3",
        "hourly_rate": "90",
        "utilisation": 0.7,
    }


@pytest.mark.parametrize(("benefits", "after"), [("27400", "37741"), ("9000", "9000"), ("0", "0")])
def test_an_estimate_of_benefits_follows_the_pay_and_a_typed_one_stays(benefits: str, after: str) -> None:
    pay = {"from": "2026-Q1", "base": "72600", "benefits": benefits}
    paid = pay_from_answers(Workspace({"profile": {"compensation": [pay]}}), Q3, {"pay.base": "100000"})
    assert isinstance(paid, AnnualPay)
    assert paid.benefits == Decimal(after)


def test_benefits_are_assumed_of_an_employer_and_of_nobody_between_jobs() -> None:
    def benefits(raw: dict[str, Any], quarter: Quarter, **answers: str) -> Decimal:
        paid = pay_from_answers(Workspace(raw), quarter, {"pay.base": "72600", **answers})
        assert isinstance(paid, AnnualPay)
        return paid.benefits

    searching, usual = {"pay.mode": "between_jobs"}, Decimal(27400)
    assert (benefits(document.empty(), Q3), benefits(document.empty(), Q3, **searching)) == (usual, 0)
    search = submit(quiz.save_answers(document.empty(), Q3, {"pay.base": "72600", **searching}), Q3, NOW, TODAY)
    after = Q3.shifted(1)
    assert (benefits(search, after), benefits(search, after, **{"pay.mode": "employee"})) == (0, usual)
    # Those of the last job are known, and stay until they are changed.
    job = submit(quiz.save_answers(document.empty(), Q3, {"pay.base": "72600", "pay.benefits": "9000"}), Q3, NOW, TODAY)
    assert benefits(job, after, **searching) == 9000


def test_an_hour_between_jobs_counts_as_half_until_another_share_is_chosen_and_with_a_job_as_its_pay_again() -> None:
    def worths(raw: dict[str, Any]) -> list[float]:
        return [hourly_worth(Workspace(raw).profile, quarter, "me_time") for quarter in quarters]

    def next_quiz(raw: dict[str, Any], quarter: Quarter, **answers: str) -> dict[str, Any]:
        return submit(quiz.save_answers(raw, quarter, answers), quarter, NOW, TODAY)

    quarters = [Q3.shifted(after) for after in (-1, 0, 1, 2, 3)]
    raw = next_quiz(document.empty(), quarters[0], **{"pay.base": "208000", "pay.benefits": "0"})
    raw = next_quiz(raw, quarters[1], **{"pay.mode": "between_jobs"})
    assert worths(raw) == [100, 50, 50, 50, 50]
    raw = next_quiz(raw, quarters[2], **{"pay.hour_percent": "0"})
    raw = next_quiz(raw, quarters[3])
    assert worths(raw) == [100, 50, 0, 0, 0], "the search goes on"
    raw = next_quiz(raw, quarters[4], **{"pay.mode": "employee"})
    assert worths(raw) == [100, 50, 0, 0, 100]
    document.validate(raw)
    for quarter in quarters:
        assert worths(submit(reopen(raw, quarter), quarter, NOW, TODAY)) == worths(raw), "as it was submitted"


def test_a_search_whose_hours_were_recorded_by_their_other_use_goes_on_so() -> None:
    profile = {"between_jobs": ["2026-Q2"], "compensation": [{"from": "2026-Q2", "base": "208000"}],
               "hour_worth": {"me_time": 0.3}}  # fmt: skip
    raw = submitted(document.empty() | {"profile": profile}, **{"pay.base": "104000"})
    assert hourly_worth(Workspace(raw).profile, Q3, "me_time") == 15


def test_the_same_pay_as_before_adds_no_entry() -> None:
    recorded = [{"from": "2026-Q1", "base": "84000"}]
    raw = document.empty() | {"profile": {"compensation": recorded}}
    assert submitted(raw, **{"pay.base": "84000", "pay.benefits": "0"})["profile"]["compensation"] == recorded
    changed = submitted(raw, **{"pay.base": "90000"})["profile"]["compensation"]
    assert [entry["from"] for entry in changed] == ["2026-Q1", "2026-Q3"]


def test_between_jobs_marks_the_quarter_and_another_answer_takes_the_mark_away() -> None:
    raw = submitted(document.empty() | {"profile": {"between_jobs": ["2025-Q1"]}}, **{"pay.mode": "between_jobs"})
    assert raw["profile"]["between_jobs"] == ["2025-Q1", "2026-Q3"]
    raw = submitted(reopen(raw, Q3), **{"pay.mode": "employee"})
    assert raw["profile"]["between_jobs"] == ["2025-Q1"]


def test_without_an_answer_on_work_the_quarters_between_jobs_stay() -> None:
    raw = submitted(document.empty() | {"profile": {"between_jobs": ["2026-Q3"]}}, **{"pay.base": "84000"})
    assert raw["profile"]["between_jobs"] == ["2026-Q3"]
    assert "between_jobs" not in submitted(document.empty(), **{"pay.mode": "employee"})["profile"]


def test_a_reopened_quiz_follows_what_the_settings_say_of_its_quarter_by_now() -> None:
    raw = submitted(document.empty(), **{"pay.mode": "between_jobs"})
    raw["profile"]["between_jobs"] = []
    raw = submit(reopen(raw, Q3), Q3, NOW, TODAY)
    assert raw["profile"]["between_jobs"] == []
    raw["profile"]["between_jobs"] = ["2026-Q3"]
    assert submit(reopen(raw, Q3), Q3, NOW, TODAY)["profile"]["between_jobs"] == ["2026-Q3"]


def test_a_mode_that_nobody_chose_follows_the_profile() -> None:
    hourly = {"compensation": [{"from": "2026-Q1", "hourly_rate": "90"}], "between_jobs": ["2026-Q2"]}
    workspace = Workspace({"profile": hourly})
    assert [default_pay_mode(workspace, Quarter(2026, number)) for number in (1, 2)] == [
        "self_employed",
        "between_jobs",
    ]
    assert default_pay_mode(Workspace({}), Q3) == "employee"


def test_a_search_goes_on_in_the_next_quarter_until_a_job_is_won_or_the_owner_says_so() -> None:
    searching = document.empty() | {"profile": {"between_jobs": ["2026-Q2"]}}
    assert default_pay_mode(Workspace(searching), Q3) == "between_jobs"
    assert default_pay_mode(Workspace(searching), Q3.shifted(1)) == "employee"
    raw = submitted(searching, **{"pay.base": "84000"})
    assert raw["profile"]["between_jobs"] == ["2026-Q2", "2026-Q3"]
    assert submitted(searching, **{"pay.mode": "employee"})["profile"]["between_jobs"] == ["2026-Q2"]
    job = {"id": "job", "date": "2026-08-03", "kind": "role", "status": "won"}
    assert default_pay_mode(Workspace({**searching, "outcomes": [job]}), Q3) == "employee"
    # Found late, it leaves most of the quarter to the search.
    late = Workspace({**searching, "outcomes": [{**job, "date": "2026-09-12"}]})
    assert [default_pay_mode(late, quarter) for quarter in (Q3, Q3.shifted(1))] == ["between_jobs", "employee"]
    # A quarter at work, though its quiz has no answer on it, stays one when the quiz is corrected.
    at_work = {**raw, "profile": {**raw["profile"], "between_jobs": ["2026-Q2"]}}
    assert submit(reopen(at_work, Q3), Q3, NOW, TODAY)["profile"]["between_jobs"] == ["2026-Q2"]


LEAD = {"outcomes": ["1"], "outcome.1.kind": "lead", "outcome.1.status": "open"}


def stated(raw: dict[str, Any]) -> list[tuple[str, float]]:
    """Return what was stated for the only outcome."""
    (outcome,) = raw["outcomes"]
    return [(statement["day"], statement["probability"]) for statement in outcome.get("stated", ())]


def test_the_quiz_keeps_the_probability_stated_for_an_open_outcome_and_a_correction_adds_to_it() -> None:
    raw = submitted(document.empty(), **LEAD, **{"outcome.1.probability_percent": "60"})
    assert stated(raw) == [("2026-10-02", 0.6)]
    raw = quiz.save_answers(reopen(raw, Q3), Q3, {"outcome.1.probability_percent": "30"})
    raw = submit(raw, Q3, NOW, date(2026, 10, 9))
    assert stated(raw) == [("2026-10-02", 0.6), ("2026-10-09", 0.3)]
    raw = quiz.save_answers(reopen(raw, Q3), Q3, {"outcome.1.status": "won"})
    assert stated(submit(raw, Q3, NOW, date(2026, 10, 20))) == [("2026-10-02", 0.6), ("2026-10-09", 0.3)]


def test_the_half_of_an_open_outcome_without_an_answer_is_nobodys_forecast() -> None:
    raw = submitted(document.empty(), **LEAD)
    assert (raw["outcomes"][0]["probability"], stated(raw)) == (0.5, [])


def test_a_new_probability_of_an_earlier_outcome_is_kept_with_the_day_of_submission() -> None:
    lead = {"id": "l", "date": "2026-05-04", "kind": "lead", "status": "open", "probability": 0.2,
            "stated": [{"day": "2026-05-04", "probability": 0.2}]}  # fmt: skip
    raw = submitted(document.empty() | {"outcomes": [lead]}, **{"earlier.l.probability_percent": "60"})
    assert stated(raw) == [("2026-05-04", 0.2), ("2026-10-02", 0.6)]
    raw = submitted(document.empty() | {"outcomes": [lead]}, **{"earlier.l.status": "lost"})
    assert stated(raw) == [("2026-05-04", 0.2)]


def test_what_the_journal_says_of_an_outcome_survives_a_correction_of_its_quiz() -> None:
    raw = submitted(document.empty(), **LEAD)
    told = {"once": True, "referral_request": "asked"}
    raw["outcomes"][0] |= told
    assert submit(reopen(raw, Q3), Q3, NOW, TODAY)["outcomes"][0].items() >= told.items()


ADA = {"group_events.names": "Ada Lee", "group_events.new_names": {"Ada Lee": True}}


def test_people_met_have_the_day_that_was_stated_also_if_it_comes_later() -> None:
    raw = submitted(document.empty(), **ADA)
    assert [contact["met"]["date"] for contact in raw["contacts"]] == ["2026-09-30"]
    raw["contacts"][0] |= {"name": "Ada Lee-Smith", "closeness": 3}
    raw = quiz.save_answers(reopen(raw, Q3), Q3, {"group_events.met_on": "2026-08-12"})
    raw = submit(raw, Q3, NOW, TODAY)
    (ada,) = raw["contacts"]
    assert (ada["name"], ada["closeness"], ada["met"]["date"]) == ("Ada Lee-Smith", 3, "2026-08-12")
    # A day that the person's own page has by now stays.
    raw["contacts"][0]["met"]["date"] = "2026-07-01"
    raw = quiz.save_answers(reopen(raw, Q3), Q3, {"group_events.met_on": "2026-08-13"})
    assert submit(raw, Q3, NOW, TODAY)["contacts"][0]["met"]["date"] == "2026-07-01"


def test_who_was_met_before_the_quarter_is_no_new_contact() -> None:
    met = {"date": "2020-05-02", "approach": "group_events"}
    raw = make_document(contacts=[{"id": "ada", "name": "Ada Lee", "met": met}])
    ben = {"group_events.names": "ada lee, Ben Cruz", "group_events.new_names": {"Ben Cruz": True}}
    for _ in range(2):
        raw = submitted(raw, **ben)
        assert [activity["new_contacts"] for activity in raw["activities"]] == [1]
        assert [contact["name"] for contact in raw["contacts"]] == ["Ada Lee", "Ben Cruz"]
        raw = reopen(raw, Q3)
    (total,) = submitted(make_document(contacts=raw["contacts"][:1]), **ADA)["activities"]
    assert (total.get("new_contacts", 0), total["people"]) == (0, ["ada"])


BOTH = {"group_events.names": "Ada Lee, Ben Cruz", "one_on_one.names": "ada lee; Cy Ho", "social_media.names": "Cy Ho",
        "group_events.new_names": {"Ada Lee": True, "Ben Cruz": True},
        "one_on_one.new_names": {"Cy Ho": True}}  # fmt: skip


def test_a_name_given_for_two_approaches_is_one_new_contact_and_two_meetings() -> None:
    raw = submitted(document.empty(), **BOTH)
    for _ in range(2):
        ids = {row["name"]: row["id"] for row in raw["contacts"]}
        assert list(ids) == ["Ada Lee", "Ben Cruz", "Cy Ho"]
        totals = {row["approach"]: (row.get("new_contacts", 0), row.get("people", [])) for row in raw["activities"]}
        assert totals == {
            "group_events": (2, []),
            "one_on_one": (1, [ids["Ada Lee"]]),
            "social_media": (0, [ids["Cy Ho"]]),
        }
        raw = submit(quiz.save_answers(reopen(raw, Q3), Q3, {"one_on_one.met_on": "2026-08-12"}), Q3, NOW, TODAY)
    met = {row["name"]: (row["met"]["approach"], row["met"]["date"]) for row in raw["contacts"]}
    assert met["Ada Lee"] == ("group_events", "2026-09-30"), "the day is that of another approach"
    assert met["Cy Ho"] == ("one_on_one", "2026-08-12")


@pytest.mark.parametrize("approach", ["group_events", "one_on_one", "social_media"])
@pytest.mark.parametrize(
    ("answers", "new", "count"),
    [
        ({}, [], 0),
        ({"new_names": {"Ada": True, "Ben": True}}, ["Ada", "Ben"], 2),
        ({"new_names": {"Ada": False, "Ben": True}}, ["Ben"], 1),
        ({"new_names": {"Ben": True}, "new_contacts": "4"}, ["Ben"], 4),
        ({"new_names": {"Ben": True}, "new_contacts": "0"}, ["Ben"], 1),
        ({"new_contacts": "2"}, [], 2),
        ({"new_contacts": "7"}, [], 7),
    ],
)
def test_only_who_is_chosen_was_met_for_the_first_time_and_the_others_were_met_again(
    approach: str, answers: dict[str, Any], new: list[str], count: int
) -> None:
    answered = {f"{approach}.{key}": answer for key, answer in {"names": "Ada, Ben", **answers}.items()}
    raw = submitted(document.empty(), **answered)
    for _ in range(2):
        assert [row["name"] for row in raw["contacts"] if row.get("met")] == new
        names = {row["id"]: row["name"] for row in raw["contacts"]}
        (total,) = raw["activities"]
        talked = [names[key] for key in total.get("people", [])]
        assert (total.get("new_contacts", 0), talked) == (count, [name for name in ("Ada", "Ben") if name not in new])
        raw = submit(reopen(raw, Q3), Q3, NOW, TODAY)


def test_a_correction_of_who_is_new_corrects_the_first_meeting_and_one_of_the_number_does_not() -> None:
    def corrected(raw: dict[str, Any], key: str, answer: Any) -> dict[str, Any]:
        return submit(quiz.save_answers(reopen(raw, Q3), Q3, {f"group_events.{key}": answer}), Q3, NOW, TODAY)

    met = {"date": "2026-09-30", "approach": "group_events"}
    raw = corrected(submitted(document.empty(), **ADA), "new_contacts", "0")
    assert raw["contacts"][0]["met"] == met
    raw = corrected(raw, "new_contacts", "3")
    raw = corrected(raw, "new_names", {"Ada Lee": False})
    assert raw["contacts"][0].get("met") is None
    (total,) = raw["activities"]
    assert (total["people"], total["new_contacts"]) == ([raw["contacts"][0]["id"]], 3)
    assert corrected(raw, "new_names", {"Ada Lee": True})["contacts"][0]["met"] == met


def test_whom_an_earlier_version_took_for_new_by_default_stays_so() -> None:
    raw = submitted(document.empty(), **ADA)
    raw = submit(quiz.save_answers(reopen(raw, Q3), Q3, {"group_events.new_names": None}), Q3, NOW, TODAY)
    assert (raw["contacts"][0]["met"]["approach"], raw["activities"][0]["new_contacts"]) == ("group_events", 1)


def test_a_contact_named_in_a_later_quiz_was_in_touch_then_and_is_not_new() -> None:
    raw = submitted(document.empty(), **{"one_on_one.names": "Tom"})
    later = Quarter(2026, 4)
    raw = submit(quiz.save_answers(raw, later, {"group_events.names": "tom"}), later, NOW, date(2027, 1, 4))
    (tom,) = raw["contacts"]
    days = [(row["date"], row["people"], row.get("new_contacts", 0)) for row in raw["activities"]]
    assert days == [("2026-09-30", [tom["id"]], 0), ("2026-12-31", [tom["id"]], 0)]


def test_a_meeting_on_record_stands_for_the_name_and_one_of_another_approach_does_not() -> None:
    met = {"date": "2026-08-02", "approach": "group_events"}
    coffee = {"id": "coffee", "date": "2026-08-09", "approach": "one_on_one", "people": ["ada"]}
    raw = make_document(contacts=[{"id": "ada", "name": "Ada Lee", "met": met}], activities=[coffee])
    raw = submitted(raw, **dict.fromkeys(("group_events.names", "one_on_one.names", "social_media.names"), "Ada Lee"))
    assert [
        (row["approach"], row.get("people", []), row.get("new_contacts", 0))
        for row in raw["activities"]
        if row.get("source") == "quiz"
    ] == [("group_events", [], 1), ("social_media", ["ada"], 0)]


@pytest.mark.parametrize("day", ["soon", 5, None, ["2026-08-12"], "2026-02-30"])
def test_a_day_of_meeting_that_is_none_does_no_harm(day: Any) -> None:
    raw = submitted(document.empty(), **ADA, **{"group_events.met_on": day})
    assert raw["contacts"][0]["met"]["date"] == "2026-09-30"


def test_people_met_in_a_quarter_that_is_not_over_are_not_met_in_the_future() -> None:
    raw = submit(quiz.save_answers(document.empty(), Q3, ADA), Q3, NOW, date(2026, 8, 5))
    assert raw["contacts"][0]["met"]["date"] == "2026-08-05"


@pytest.mark.parametrize(("status", "day"), [("won", "2026-08-12"), ("open", "2026-08-12"), ("won", "")])
def test_a_step_without_a_stated_day_comes_no_later_than_its_outcome(status: str, day: str) -> None:
    steps = [{"date": date, "approach": "one_on_one"} for date in ("2026-07-09", "2026-09-30")]
    at = {"outcome.1.status": status, "outcome.1.touchpoints": steps, **({"outcome.1.date": day} if day else {})}
    raw = submitted(document.empty(), outcomes=["1"], **at)
    (outcome,) = Workspace(raw).outcomes
    assert [str(step.date) for step in outcome.touchpoints] == ["2026-07-09", day or "2026-09-30"]
    assert all(step.date <= outcome.date for step in outcome.touchpoints), "later steps get no credit"


def test_a_day_that_nobody_stated_stays_unstated_when_the_quiz_is_reopened() -> None:
    for answers, is_stated in (({}, False), ({"outcome.1.date": "2026-09-30"}, True)):
        raw = reopen(submitted(document.empty(), outcomes=["1"], **answers), Q3)
        assert ("outcome.1.date" in quiz.answers_of(Workspace(raw), Q3)) == is_stated
    changed = submitted(document.empty(), outcomes=["1"])
    changed["outcomes"][0]["date"] = "2026-09-02"
    assert quiz.answers_of(Workspace(reopen(changed, Q3)), Q3)["outcome.1.date"] == "2026-09-02"


@pytest.mark.parametrize(
    ("profile", "answers", "use"),
    [
        ({}, {}, "paid_work"),
        ({}, {"pay.mode": "between_jobs"}, "me_time"),
        ({"between_jobs": ["2026-Q3"]}, {}, "me_time"),
        ({"between_jobs": ["2026-Q3"], "purpose": "win_clients"}, {}, "me_time"),
        ({"between_jobs": ["2026-Q3"]}, {"pay.mode": "employee"}, "paid_work"),
        ({"purpose": "win_clients"}, {}, "paid_work"),
        *(({"purpose": purpose}, {}, "me_time") for purpose in ("find_work", "learn", "belong")),
        ({"purpose": "learn"}, {"one_on_one.alternative": "family"}, "family"),
    ],
)
def test_the_other_use_of_the_time_fits_the_work_and_the_purpose(
    profile: dict[str, Any], answers: dict[str, Any], use: str
) -> None:
    workspace = Workspace(document.empty() | {"profile": profile})
    assert alternative_use(workspace, Q3, "one_on_one", answers) == use


@pytest.mark.parametrize(
    ("stated", "mode", "use"),
    [("learning", "employee", "learning"), ("learning", "between_jobs", "learning"),
     ("paid_work", "employee", "paid_work"), ("paid_work", "between_jobs", "me_time"),
     (None, "between_jobs", "me_time"), (None, "employee", "paid_work")],
)  # fmt: skip
def test_the_use_of_the_latest_activity_is_kept_but_between_jobs_there_is_no_paid_work(
    stated: str | None, mode: str, use: str
) -> None:
    activity = {"id": "a", "date": "2026-05-02", "approach": "one_on_one"}
    raw = document.empty() | {"activities": [{**activity, **({"alternative": stated} if stated else {})}]}
    assert alternative_use(Workspace(raw), Q3, "one_on_one", {"pay.mode": mode}) == use


@pytest.mark.parametrize(
    ("recorded", "kind", "share"),
    [
        ([("client", 0.1)], "client", 0.1),
        ([("client", 0.1)], "lead", 0.1),  # an open lead of the person who sold to that client
        ([("client", 0.1)], "role", None),
        ([("client", 0.1), ("client", 1.0)], "client", 0.1),  # the second was left blank
        ([("client", 0.1), ("lead", 0.2)], "client", 0.1),
        ([("client", 0.1), ("client", 0.3)], "lead", 0.3),
        ([("role", 0.5)], "client", None),
        ([], "client", None),
    ],
)
def test_the_usual_share_is_the_last_one_of_a_kind_or_else_of_any(
    recorded: list[tuple[str, float]], kind: Any, share: float | None
) -> None:
    outcomes = [
        {"id": f"o{day}", "date": f"2026-08-0{day}", "kind": name, "status": "won", "margin": margin}
        for day, (name, margin) in enumerate(recorded, 1)
    ]
    assert usual_margin(Workspace(make_document(outcomes=outcomes)), kind) == share


@pytest.mark.parametrize("share", ["probability", "margin", "incrementality"])
def test_a_share_that_nobody_stated_is_no_answer_about_an_outcome_on_record(share: str) -> None:
    outcome = {"id": "o", "date": "2026-09-01", "kind": "client", "status": "open"}
    key = f"outcome.a.{share}_percent"
    assert key not in answers_from(Outcome.model_validate(outcome), "a", {})
    assert answers_from(Outcome.model_validate({**outcome, share: 0.5}), "a", {})[key] == "50.0"


@pytest.mark.parametrize(
    ("answers", "uses"),
    [
        ({}, ["paid_work", "paid_work", "family"]),
        ({"group_events.alternative": "me_time"}, ["me_time", "me_time", "family"]),
        ({"one_on_one.alternative": "me_time"}, ["paid_work", "paid_work", "family"]),
    ],
)
def test_the_use_of_time_that_is_answered_counts_for_what_was_logged_unless_it_has_one_of_its_own(
    answers: dict[str, str], uses: list[str]
) -> None:
    event = {"approach": "group_events", "hours": {"attending": 3}}
    # The form of the log takes over the use of the quarter before, in which a conference took paid work.
    before = {"id": "a0", **event, "date": "2026-05-02", "alternative": "paid_work"}
    logged = [
        {"id": "a1", **event, "date": "2026-08-02", "alternative": "paid_work"},
        {"id": "a2", **event, "date": "2026-08-03"},
        {"id": "a3", **event, "date": "2026-08-04", "alternative": "family"},
    ]
    after = submitted({**document.empty(), "activities": [before, *logged]}, **answers)
    uses_by_id = {row.id: row.alternative for row in Workspace(after).activities}
    assert [uses_by_id[key] for key in ("a1", "a2", "a3")] == uses
    assert uses_by_id["a0"] == "paid_work"
    # A correction of the answer holds as well.
    if "group_events.alternative" in answers:
        again = submitted(reopen(after, Q3), **{"group_events.alternative": "learning"})
        uses_by_id = {row.id: row.alternative for row in Workspace(again).activities}
        assert [uses_by_id[key] for key in ("a1", "a2", "a3")] == ["learning", "learning", "family"]
