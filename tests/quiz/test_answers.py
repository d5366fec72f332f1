"""Answers: their types, the problems they can have, and how they are saved."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.strategies import texts

Q3 = Quarter(2026, 3)


def with_answers(**answers: Any) -> dict[str, Any]:
    return quiz.save_answers(document.empty(), Q3, {key.replace("__", "."): answer for key, answer in answers.items()})


def saved(raw: dict[str, Any]) -> quiz.Answers:
    return quiz.answers_of(Workspace(raw), Q3)


def problems(**answers: Any) -> dict[str, str]:
    return dict(quiz.answer_problems(saved(with_answers(**answers))))


def test_answers_accumulate_and_none_removes_one() -> None:
    raw = with_answers(pay__base="84000", pay__mode="employee")
    raw = quiz.save_answers(raw, Q3, {"pay.base": "90000", "pay.mode": None})
    assert saved(raw) == {"pay.base": "90000"}
    document.validate(raw)


def test_each_quarter_has_its_own_answers() -> None:
    raw = quiz.save_answers(with_answers(pay__base="1"), Quarter(2026, 4), {"pay.base": "2"})
    assert [
        quiz.number(quiz.answers_of(Workspace(raw), quarter), "pay.base") for quarter in (Q3, Quarter(2026, 4))
    ] == [1, 2]
    assert quiz.draft_quarter(Workspace(raw)) == Quarter(2026, 4)
    assert not quiz.is_submitted(Workspace(raw), Q3)


def test_without_a_quiz_there_is_no_draft_and_no_answer() -> None:
    assert quiz.draft_quarter(Workspace(document.empty())) is None
    assert saved(document.empty()) == {}


@pytest.mark.parametrize("answer", [{"typed": "1,5"}, "-1", "NaN", "Infinity", "1_000", "1E+999999", True, ["2"]])
def test_an_answer_that_is_no_number_is_quoted_with_an_example(answer: Any) -> None:
    typed = answer["typed"] if isinstance(answer, dict) else answer
    sentence = f"“{typed}” can’t be read as a number. Write it like 1.5 or 1:30."
    assert problems(one_on_one__hours__attending=answer) == {"one_on_one.hours.attending": sentence}


@pytest.mark.parametrize(
    ("key", "answer", "problem"),
    [
        ("one_on_one.hours.attending", "2209", "2,209 is too much here; the most is 2,208."),
        ("one_on_one.hours.attending", "١٢", "“١٢” can’t be read as a number."),
        ("one_on_one.hours.attending", "9" * 50, f"“{'9' * 40}” is more than NetROI can handle."),
        ("group_events.new_contacts", "2.5", "2.5 must be a whole number."),
        ("pay.hours_per_year", "0", "0 is too little here; the least is 200."),
        ("pay.utilisation_percent", "101", "101 is too much here; the most is 100."),
        ("one_on_one.reimbursed", "5", "$5 was paid back, but only $0 was spent here."),
        ("earlier.o.1.probability_percent", "120", "120 is too much here; the most is 100."),
    ],
)
def test_an_impossible_answer_is_a_problem_of_its_key(key: str, answer: Any, problem: str) -> None:
    raw = quiz.save_answers(document.empty(), Q3, {key: answer})
    assert list(quiz.answer_problems(saved(raw))) == [(key, problem)]


@pytest.mark.parametrize(
    ("key", "typed", "problem"),
    [
        ("one_on_one.costs.coffee", "1.250.50", "“1.250.50” can’t be read as a number. Write it like 1.234,5."),
        ("one_on_one.costs.coffee", "1,250", "“1,250” could mean 1,25 or 1.250. Enter one of those."),
        ("one_on_one.hours.total", "one", "“one” can’t be read as a number. Write it like 1,5 or 1:30."),
        ("one_on_one.hours.total", "2209", "2.209 is too much here; the most is 2.208."),
        ("one_on_one.reimbursed", "1250.5", "1.250,50\u00a0€ was paid back, but only 0\u00a0€ was spent here."),
        ("outcome.1.incrementality_percent", "120", "120 is too much here; the most is 100."),
        (
            "pay.hourly_rate",
            "90 weekly",
            "“90 weekly” can’t be read as a number. Write it like 95, 760 a day or 95.000 a year.",
        ),
        ("pay.hours_per_year", "45 a week", "“45 a week” can’t be read as a number. Write it like 1.234,5."),
    ],
)
def test_a_problem_is_told_in_the_numbers_of_the_person(key: str, typed: str, problem: str) -> None:
    is_number = typed.replace(".", "", 1).isdecimal()
    raw = quiz.save_answers(document.empty(), Q3, {"outcomes": ["1"], key: typed if is_number else {"typed": typed}})
    assert dict(quiz.answer_problems(saved(raw), Words("de_DE", "EUR"))) == {key: problem}


@pytest.mark.parametrize(
    "per_day",
    [" a day", "/day", " per day", " daily", " pro Tag", " am Tag", "/Tag", " / tag", " je Tag", " täglich",
     " par jour", " la journée", "/jour", "/j", " por día", " al dia", "/día", " al giorno", " por dia", " ao dia",
     " per dag", " om dagen", " pr. dag", "/dag", " za dzień", " dziennie", " za den", "/den", " päivässä", "/päivä",
     "/日", " 하루", "/天"],
)  # fmt: skip
@pytest.mark.parametrize("amount", ["680", "680 €", "€680", "0,68k"])
def test_the_rate_of_a_day_is_read_in_the_words_of_each_language_of_the_formats(amount: str, per_day: str) -> None:
    rate = quiz.ANSWER_TYPES["pay.hourly_rate"].parse(amount + per_day, Words("de_DE", "EUR"))
    assert rate == 85


@pytest.mark.parametrize(
    ("per_year", "per_month", "per_hour"),
    [(" a year", " a month", " an hour"), ("/yr", "/mo", "/hr"), (" per annum", " monthly", " hourly"),
     (" im Jahr", " im Monat", " pro Stunde"), ("/Jahr", "/Monat", "/Std."), (" par an", " par mois", " de l’heure"),
     (" al año", " al mes", " por hora"), (" all’anno", " al mese", " all’ora"), (" por ano", " por mês", " por hora"),
     (" per jaar", " per maand", " per uur"), (" om året", " om måneden", " i timen"),
     (" per år", " i månaden", " i timmen"), (" rocznie", " miesięcznie", " za godzinę"),
     (" ročně", " měsíčně", " za hodinu"), (" vuodessa", " kuukaudessa", " tunnissa"),
     ("/年", "/月", "/時間"), (" 년", " 월", " 시간"), (" p.a.", "/month", "/h")],
)  # fmt: skip
@pytest.mark.parametrize(("key", "pay"), [("pay.hourly_rate", 45), ("pay.base", 93_600)])
def test_pay_of_any_period_is_read_in_each_language_too(
    key: str, pay: int, per_year: str, per_month: str, per_hour: str
) -> None:
    parse, words = quiz.ANSWER_TYPES[key].parse, Words("de_DE", "EUR")
    typed = (f"93.600 €{per_year}", f"7.800{per_month}", f"45 €{per_hour}")
    assert [parse(text, words) for text in typed] == [pay, pay, pay]


@pytest.mark.parametrize("text", ["680 a week", "680 days", "a day", "/Tag", "680 Montag", "a year", "680 years"])
@pytest.mark.parametrize(
    ("key", "advice"),
    [("pay.hourly_rate", "95, 760 a day or 95,000 a year"), ("pay.base", "95,000, 8,000 a month or 48 an hour")],
)
def test_what_is_no_pay_is_refused_with_how_to_write_it(text: str, key: str, advice: str) -> None:
    with pytest.raises(ValueError, match=f"Write it like {advice}"):
        quiz.ANSWER_TYPES[key].parse(text, Words())


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
def test_an_answer_that_could_never_have_been_given_is_ignored_but_stays_stored(key: str, answer: Any) -> None:
    raw = quiz.save_answers(document.empty(), Q3, {key: answer})
    assert saved(raw) == {}
    assert Workspace(raw).quizzes[0].answers == {key: answer}


def test_invalid_touchpoints_are_ignored_and_a_deleted_venue_is_dropped_from_one() -> None:
    step = {"date": "2026-07-14", "approach": "one_on_one", "venue": "gone"}
    raw = quiz.save_answers(
        document.empty(), Q3, {"outcome.1.touchpoints": [step, {**step, "approach": "telepathy"}, 7]}
    )
    assert saved(raw) == {"outcome.1.touchpoints": [{"date": "2026-07-14", "approach": "one_on_one"}]}


def test_an_unreadable_number_counts_as_not_given_and_its_text_stays() -> None:
    raw = with_answers(pay__base={"typed": "84k"})
    assert quiz.number(saved(raw), "pay.base") is None
    assert saved(raw)["pay.base"] == {"typed": "84k"}


def test_answers_to_unknown_keys_do_no_harm() -> None:
    assert problems(**{"q1": 5, "outcome.": 1, "outcome.x": {}, "earlier.": [], "outcomes": 7}) == {}


def test_the_strain_comes_from_the_quiz_until_it_is_answered_anew_or_removed() -> None:
    raw = {**document.empty(), "quizzes": [{"id": "q", "quarter": str(Q3), "strain": "Too many evenings"}]}
    assert saved(raw) == {"strain": "Too many evenings"}
    assert saved(quiz.save_answers(raw, Q3, {"at": "people"}))["strain"] == "Too many evenings"
    raw = quiz.save_answers(raw, Q3, {"strain": "Fewer now"})
    assert saved(raw)["strain"] == "Fewer now"
    assert "strain" not in saved(quiz.save_answers(raw, Q3, {"strain": None}))
    document.validate(raw)


@pytest.mark.parametrize("answer", [3, ["x"], {"typed": "x"}, " "])
def test_a_strain_that_is_no_text_is_ignored(answer: Any) -> None:
    assert saved(with_answers(strain=answer)) == {}


@pytest.mark.parametrize(
    ("keys", "is_begun"), [({}, True), ({"habits": ["posts"]}, False), ({"habits": ["posts"], "strain": "Tired"}, True)]
)
def test_a_quiz_with_habits_alone_was_not_begun(keys: dict[str, Any], is_begun: bool) -> None:
    raw = {**document.empty(), "quizzes": [{"id": "q", "quarter": str(Q3), **keys}]}
    assert (quiz.draft_quarter(Workspace(raw)) == Q3) == is_begun


def test_low_likely_and_high_must_not_fall() -> None:
    at = "outcome__a__"
    bounds = {at + "low": "3", at + "likely": "2", at + "high": "1"}
    assert problems(outcomes=["a"], **bounds) == {
        "outcome.a.low": "The low value is above the likely one.",
        "outcome.a.high": "The high value is below the likely one.",
    }


def test_a_deleted_outcome_has_no_problems() -> None:
    assert problems(outcomes=[], outcome__a__likely={"typed": "?"}) == {}


@given(
    st.dictionaries(
        st.sampled_from(sorted(quiz.ANSWER_TYPES)), st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | texts
    )
)
def test_any_answer_is_a_number_in_its_bounds_or_a_problem(answers: dict[str, Any]) -> None:
    raw = quiz.save_answers(document.empty(), Q3, answers)
    found_problems = dict(quiz.answer_problems(saved(raw)))
    for key, answer in saved(raw).items():
        expected = quiz.ANSWER_TYPES[key]
        if not expected.choices and key not in found_problems:
            assert 0 <= Decimal(answer) <= expected.highest


def test_earlier_outcomes_are_those_still_open_or_settled_in_this_quiz() -> None:
    base = {"kind": "client", "status": "open"}
    raw = document.empty() | {
        "outcomes": [
            base | {"id": "a", "date": "2026-06-30"},
            base | {"id": "o.b", "date": "2026-06-30", "status": "won"},
            base | {"id": "c", "date": "2026-06-30", "status": "lost"},
            base | {"id": "d", "date": "2026-07-01"},
        ]
    }
    raw = quiz.save_answers(raw, Q3, {"earlier.o.b.status": "won"})
    assert [outcome.id for outcome in quiz.earlier_outcomes(Workspace(raw), Q3)] == ["a", "o.b"]


@pytest.mark.parametrize(
    ("today", "day"),
    [("2026-01-01", "2026-07-01"), ("2026-08-05", "2026-08-05"), ("2026-12-24", "2026-09-30")],
)
def test_an_outcome_is_dated_inside_its_quarter(today: str, day: str) -> None:
    assert str(quiz.outcome_day(Q3, date.fromisoformat(today))) == day
