"""The quiz: what an answer may be, what is kept, and what the journal already knows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import prefill
from netroi_core.workspace import document
from tests.strategies import workspaces

Q3 = Quarter(2026, 3)


def with_answers(**answers: Any) -> dict[str, Any]:
    return quiz.answered(document.empty(), Q3, {key.replace("__", "."): answer for key, answer in answers.items()})


def complaints(**answers: Any) -> dict[str, str]:
    return dict(quiz.problems(with_answers(**answers), Q3))


def test_answers_add_up_and_none_takes_one_back() -> None:
    raw = with_answers(pay__base="84000", pay__mode="employee")
    raw = quiz.answered(raw, Q3, {"pay.base": "90000", "pay.mode": None})
    assert quiz.answers_of(raw, Q3) == {"pay.base": "90000"}
    document.validate(raw)


def test_quarters_keep_their_answers_apart() -> None:
    raw = quiz.answered(with_answers(pay__base="1"), Quarter(2026, 4), {"pay.base": "2"})
    assert [quiz.number(quiz.answers_of(raw, quarter), "pay.base") for quarter in (Q3, Quarter(2026, 4))] == [1, 2]
    assert quiz.draft(raw) == Quarter(2026, 4)
    assert not quiz.is_submitted(raw, Q3)


def test_without_a_quiz_there_is_no_draft_and_no_answer() -> None:
    assert quiz.draft(document.empty()) is None
    assert quiz.answers_of(document.empty(), Q3) == {}


@pytest.mark.parametrize(
    ("key", "answer", "complaint"),
    [
        ("one_on_one.hours.attending", "2209", "2,209 is too much here; the most is 2,208."),
        ("one_on_one.hours.attending", {"typed": "1,5"}, "“1,5” can't be read as a number."),
        ("one_on_one.hours.attending", "-1", "“-1” can't be read as a number."),
        ("one_on_one.hours.attending", "NaN", "“NaN” can't be read as a number."),
        ("one_on_one.hours.attending", "Infinity", "“Infinity” can't be read as a number."),
        ("one_on_one.hours.attending", "١٢", "“١٢” can't be read as a number."),
        ("one_on_one.hours.attending", "1_000", "“1_000” can't be read as a number."),
        ("one_on_one.hours.attending", True, "“True” can't be read as a number."),
        ("one_on_one.hours.attending", ["2"], "“['2']” can't be read as a number."),
        ("one_on_one.hours.attending", "9" * 50, f"“{'9' * 40}” can't be read as a number."),
        ("one_on_one.hours.attending", "1E+999999", "“1E+999999” can't be read as a number."),
        ("group_events.new_contacts", "2.5", "2.5 must be a whole number."),
        ("pay.hours_per_year", "0", "This must be at least 1."),
        ("pay.utilisation_percent", "101", "101 is too much here; the most is 100."),
        ("one_on_one.reimbursed", "5", "5 was paid back, but only 0 was spent here."),
        ("earlier.o.1.probability_percent", "120", "120 is too much here; the most is 100."),
    ],
)
def test_an_answer_that_cannot_be_is_named_by_its_key(key: str, answer: Any, complaint: str) -> None:
    raw = quiz.answered(document.empty(), Q3, {key: answer})
    assert list(quiz.problems(raw, Q3)) == [(key, complaint)]


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("pay.mode", "retired"),
        ("one_on_one.energy", True),
        ("one_on_one.energy", "1"),
        ("one_on_one.alternative", ["family"]),
        ("earlier.o.1.status", "perhaps"),
        ("outcome.1.date", "soon"),
        ("outcome.1.title", 5),
        ("outcome.1.kind", "luck"),
        ("outcome.1.touchpoints", "one_on_one"),
        ("outcome.1.unheard_of", "x"),
    ],
)
def test_what_could_never_have_been_answered_counts_as_not_given(key: str, answer: Any) -> None:
    raw = quiz.answered(document.empty(), Q3, {key: answer})
    assert quiz.answers_of(raw, Q3) == {}
    assert quiz.quiz_of(raw, Q3)["answers"] == {key: answer}


def test_steps_that_are_none_go_and_those_that_tell_of_a_deleted_place_stay_without_it() -> None:
    step = {"date": "2026-07-14", "approach": "one_on_one", "venue": "gone"}
    raw = quiz.answered(document.empty(), Q3, {"outcome.1.touchpoints": [step, {**step, "approach": "telepathy"}, 7]})
    assert quiz.answers_of(raw, Q3) == {"outcome.1.touchpoints": [{"date": "2026-07-14", "approach": "one_on_one"}]}


def test_a_number_that_cannot_be_read_counts_as_not_given_and_what_was_typed_is_kept() -> None:
    raw = with_answers(pay__base={"typed": "84k"})
    assert quiz.number(quiz.answers_of(raw, Q3), "pay.base") is None
    assert quiz.answers_of(raw, Q3)["pay.base"] == {"typed": "84k"}


def test_answers_to_unknown_keys_do_no_harm() -> None:
    assert complaints(**{"q1": 5, "outcome.": 1, "outcome.x": {}, "earlier.": [], "outcomes": 7}) == {}


def test_what_wears_one_out_is_read_from_the_quiz_until_it_is_answered_anew_or_taken_back() -> None:
    raw = {**document.empty(), "quizzes": [{"id": "q", "quarter": str(Q3), "strain": "Too many evenings"}]}
    assert quiz.answers_of(raw, Q3) == {"strain": "Too many evenings"}
    assert quiz.answers_of(quiz.answered(raw, Q3, {"at": "people"}), Q3)["strain"] == "Too many evenings"
    raw = quiz.answered(raw, Q3, {"strain": "Fewer now"})
    assert quiz.answers_of(raw, Q3)["strain"] == "Fewer now"
    assert "strain" not in quiz.answers_of(quiz.answered(raw, Q3, {"strain": None}), Q3)
    document.validate(raw)


@pytest.mark.parametrize("answer", [3, ["x"], {"typed": "x"}, " "])
def test_what_wears_one_out_is_a_text_or_not_given(answer: Any) -> None:
    assert quiz.answers_of(with_answers(strain=answer), Q3) == {}


@pytest.mark.parametrize(
    ("more", "is_begun"), [({}, True), ({"habits": ["posts"]}, False), ({"habits": ["posts"], "strain": "Tired"}, True)]
)
def test_a_quiz_that_holds_habits_alone_was_not_begun(more: dict[str, Any], is_begun: bool) -> None:
    raw = {**document.empty(), "quizzes": [{"id": "q", "quarter": str(Q3), **more}]}
    assert (quiz.draft(raw) == Q3) == is_begun


def test_low_likely_and_high_must_not_fall() -> None:
    at = "outcome__a__"
    given = {at + "low": "3", at + "likely": "2", at + "high": "1"}
    assert complaints(outcomes=["a"], **given) == {
        "outcome.a.low": "The low value is above the likely one.",
        "outcome.a.high": "The high value is below the likely one.",
    }


def test_a_deleted_outcome_holds_nothing_up() -> None:
    assert complaints(outcomes=[], outcome__a__likely={"typed": "?"}) == {}


@given(st.dictionaries(st.sampled_from(sorted(quiz.FIELDS)), st.none() | st.booleans() | st.integers() | st.text()))
def test_whatever_is_answered_is_a_number_in_its_bounds_or_a_problem(answers: dict[str, Any]) -> None:
    raw = quiz.answered(document.empty(), Q3, answers)
    complained = dict(quiz.problems(raw, Q3))
    for key, answer in quiz.answers_of(raw, Q3).items():
        field = quiz.FIELDS[key]
        if not field.choices and key not in complained:
            assert 0 <= Decimal(answer) <= field.highest


@given(workspaces(), st.sampled_from([Quarter(2025, n) for n in (1, 2, 3, 4)]))
def test_the_habits_of_a_quarter_are_the_effort_of_the_one_before(raw: dict[str, Any], quarter: Quarter) -> None:
    assert prefill.habits(raw, quarter.shifted(1)) == prefill.all_effort(raw, quarter)
    assert all(amount > 0 and quiz.is_effort(key) for key, amount in prefill.all_effort(raw, quarter).items())
    assert prefill.all_effort(raw, quarter).keys() <= quiz.FIELDS.keys()


def test_the_journal_does_not_hold_what_a_quiz_wrote() -> None:
    meeting = {"date": "2026-07-14", "approach": "one_on_one", "hours": {"attending": 0.1}, "meaningful": 1,
               "costs": [{"category": "coffee", "amount": "5.10", "reimbursed": "1"}, {"amount": "2"}]}  # fmt: skip
    raw = document.empty() | {
        "activities": [
            meeting | {"id": "a"},
            meeting | {"id": "b", "source": "calendar", "costs": []},
            meeting | {"id": "c", "source": "quiz"},
            meeting | {"id": "d", "date": "2026-10-01"},
        ]
    }
    assert prefill.journalled(raw, Q3) == {
        "one_on_one.hours.attending": Decimal("0.2"),
        "one_on_one.meaningful": 2,
        "one_on_one.costs.coffee": Decimal("5.10"),
        "one_on_one.reimbursed": 1,
        "one_on_one.costs.other": 2,
    }
    assert prefill.all_effort(raw, Q3)["one_on_one.meaningful"] == 3


def test_only_outcomes_of_earlier_quarters_that_are_open_or_settled_here_are_asked_about() -> None:
    base = {"kind": "client", "status": "open"}
    raw = document.empty() | {
        "outcomes": [
            base | {"id": "a", "date": "2026-06-30"},
            base | {"id": "o.b", "date": "2026-06-30", "status": "won"},
            base | {"id": "c", "date": "2026-06-30", "status": "lost"},
            base | {"id": "d", "date": "2026-07-01"},
        ]
    }
    raw = quiz.answered(raw, Q3, {"earlier.o.b.status": "won"})
    assert [outcome["id"] for outcome in quiz.earlier_open(raw, Q3)] == ["a", "o.b"]


@pytest.mark.parametrize(
    ("today", "day"),
    [("2026-01-01", "2026-07-01"), ("2026-08-05", "2026-08-05"), ("2026-12-24", "2026-09-30")],
)
def test_an_outcome_gets_a_day_inside_its_quarter(today: str, day: str) -> None:
    assert str(quiz.outcome_day(document.empty(), Q3, date.fromisoformat(today))) == day


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("pay.base", "hour"),
        ("one_on_one.hours.attending", "effort"),
        ("one_on_one.reimbursed", "effort"),
        ("one_on_one.alternative", "alternatives"),
        ("worth.family_percent", "alternatives"),
        ("outcome.a.likely", "outcomes"),
        ("earlier.a.status", "outcomes"),
        ("one_on_one.new_contacts", "people"),
        ("given.advice", "people"),
        ("strain", "people"),
    ],
)
def test_every_key_is_asked_for_by_one_step(key: str, step: str) -> None:
    assert quiz.step_of(key) == step
    assert step in {each.key for each in quiz.STEPS}
