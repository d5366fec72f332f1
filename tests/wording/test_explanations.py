"""Explanations: a formula in words, and with numbers that anybody can work out again; each option by its name."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from docs import tables
from netroi_core.ledger.attribution import ATTRIBUTIONS, RULES
from netroi_core.ledger.costs import hourly_rate
from netroi_core.ledger.measures import MEASURES, Basis, CostShare, Options, View
from netroi_core.wording.explanations import (
    BASIS_NAMES,
    COST_NAMES,
    CREDIT_NAMES,
    VIEW_NAMES,
    Explanation,
    explain_hourly_rate,
    explanations,
    formula,
    option_descriptions,
)
from netroi_core.wording.wording import Words
from netroi_core.workspace.profile import AnnualPay, HourlyPay
from tests.careers import GOLDEN, load_document, results_of, small_documents

EN, DE = Words("en_US", "USD"), Words("de_DE", "EUR")
_NUMBER = re.compile(r"(−?)(-?)\$?(\d[\d,]*(?:\.\d+)?)(%| h\b)?")
CAREERS = {name: load_document(name) for name in ("sample", *GOLDEN)} | small_documents()


def read(number: re.Match[str]) -> tuple[Fraction, Fraction]:
    """The least and the greatest number that is written so."""
    minus, sign, digits, unit = number.groups()
    size = Fraction(digits.replace(",", ""))
    off = Fraction(1, 2 * 10 ** len(digits.partition(".")[2]))
    ends = sorted((-1 if minus or sign else 1) * end for end in (size - off, size + off))
    return (ends[0] / 100, ends[1] / 100) if unit == "%" else (ends[0], ends[1])


def worth(expression: str) -> tuple[Fraction, Fraction]:
    """The least and the greatest that a worked expression comes to, its numbers being rounded."""
    names = iter("abcdefgh")
    numbers: dict[str, tuple[Fraction, Fraction]] = {}

    def named(number: re.Match[str]) -> str:
        name = next(names)
        numbers[name] = read(number)
        return name

    code = _NUMBER.sub(named, expression.replace("− ", "~ ")).replace("~", "-").replace("×", "*").replace("÷", "/")
    assert re.fullmatch(r"[a-h+\-*/() ]+", code), code
    results = [Fraction(eval(code, {"__builtins__": {}}, dict(choice))) for choice in _choices(numbers)]
    return min(results), max(results)


def _choices(numbers: dict[str, tuple[Fraction, Fraction]]) -> Iterator[list[tuple[str, Fraction]]]:
    if not numbers:
        yield []
        return
    (name, ends), *rest = numbers.items()
    for remaining in _choices(dict(rest)):
        yield from ([(name, end), *remaining] for end in ends if end or "/" not in name)


def assert_works_out(worked: str) -> None:
    """Check that both sides of the last equals sign are equal, as far as rounding lets tell."""
    expression, _, result = worked.rpartition(" = ")
    low, high = worth(expression)
    number = _NUMBER.match(result)
    assert number is not None
    least, greatest = read(number)
    if number[4] == "%":
        least, greatest = least * 100, greatest * 100
    assert low <= greatest
    assert least <= high


def test_the_yardstick_tells_right_from_wrong() -> None:
    assert_works_out("($1.00 + $2.00 × 50%) ÷ 4 h = $0.50")
    for wrong in ("$1.00 + $1.00 = $3.00", "$5.00 − $1.00 = -$4.00", "−$2.00 ÷ $1.00 × 100 = 200.0%"):
        with pytest.raises(AssertionError):
            assert_works_out(wrong)


def explained(name: str) -> list[Explanation]:
    figures = results_of(CAREERS[name], words=EN).figures
    return [
        explanation for row in (*figures.approaches.values(), figures.total) for explanation in explanations(row, EN)
    ]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_every_formula_names_other_measures_by_their_titles(measure: Any) -> None:
    text = formula(measure)
    assert not re.search(r"[{}_]", text)
    titles = {other.key: other.title for other in MEASURES}
    assert all(titles[key] in text for key in re.findall(r"\{(\w+)\}", measure.formula))


@pytest.mark.parametrize("name", CAREERS)
def test_every_worked_formula_comes_to_the_value_shown_or_has_none(name: str) -> None:
    for explanation in explained(name):
        if explanation.calculation is None:
            continue
        assert explanation.calculation.endswith(f" = {explanation.value}")
        if explanation.value == "n/a":
            assert re.search(r"÷ (\$0|0 h|0)(?![\d.])", explanation.calculation)
        elif "÷ 0 h" not in explanation.calculation:
            assert_works_out(explanation.calculation)


def test_the_numbers_of_a_known_quarter_are_put_into_the_formulas() -> None:
    worked = {
        explanation.title: explanation.calculation
        for explanation in explanations(results_of(load_document("pop-quiz")).figures.total, EN)
    }
    assert worked["Invested"] == "$168.16 + $670.67 = $838.84"
    assert worked["Net benefit"] == "$5,500 − $838.84 = $4,661.16"
    assert worked["ROI"] == "$4,661.16 ÷ $838.84 × 100 = 555.7%"
    assert worked["Value per hour"] == "$5,500 ÷ 17.75 h = $309.86"
    assert worked["Hours"] is None


def test_a_loss_is_told_apart_from_a_difference() -> None:
    row = results_of(load_document("pop-quiz"), attribution="first").figures.approaches["one_on_one"]
    worked = {explanation.title: explanation.calculation for explanation in explanations(row, EN)}
    assert worked["ROI"] == "−$80.22 ÷ $80.22 × 100 = −100.0%"


def test_the_figures_are_explained_in_the_order_and_with_the_values_that_they_have() -> None:
    figures = results_of(load_document("pop-quiz")).figures.total
    assert [explanation.title for explanation in explanations(figures, EN)] == [measure.title for measure in MEASURES]
    assert [explanation.value for explanation in explanations(figures, DE)][2:5] == [
        "168,16\u00a0€",
        "670,67\u00a0€",
        "838,84\u00a0€",
    ]
    assert all(explanation.source and explanation.sentence.endswith(".") for explanation in explanations(figures, EN))


def test_where_a_measure_has_no_value_its_explanation_says_so() -> None:
    figures = results_of(small_documents()["no cost"]).figures.approaches["one_on_one"]
    values = {
        explanation.title: (explanation.value, explanation.calculation) for explanation in explanations(figures, EN)
    }
    assert values["ROI"] == ("n/a", "$500 ÷ $0 × 100 = n/a")
    assert values["Value per hour"] == ("n/a", "$500 ÷ 0 h = n/a")


@pytest.mark.parametrize(
    ("pay", "words", "worked"),
    [
        (
            AnnualPay(base=Decimal(84000), pay_at_risk=Decimal(12000), attainment=0.9, benefits=Decimal(29200)),
            EN,
            "($84,000 + $12,000 × 90% + $29,200) ÷ 2,080 h = $59.62 an hour",
        ),
        (AnnualPay(base=Decimal(52000)), EN, "$52,000 ÷ 2,080 h = $25 an hour"),
        (
            AnnualPay(base=Decimal(52000), hour_share=0.5),
            EN,
            "$52,000 ÷ 2,080 h = $25 an hour; 50% of that counts",
        ),
        (HourlyPay(hourly_rate=Decimal("44.10"), utilisation=0.8), EN, "$44.10 × 80% = $35.28 an hour"),
        (HourlyPay(hourly_rate=Decimal("44.10")), DE, "44,10\u00a0€ × 100\u00a0% = 44,10\u00a0€ an hour"),
    ],
)
def test_an_hour_is_worked_out_from_pay(pay: AnnualPay | HourlyPay, words: Words, worked: str) -> None:
    assert explain_hourly_rate(pay, words) == worked


def test_the_table_of_figures_has_a_row_for_every_measure() -> None:
    header, _, *rows = (line.strip("| ").split(" | ") for line in tables.measures().splitlines())
    assert header == ["Figure", "What it means", "Formula", "Source"]
    assert rows == [[measure.title, measure.sentence, formula(measure), measure.source] for measure in MEASURES]


pays = st.builds(
    AnnualPay,
    base=st.decimals(0, 10**6, places=2),
    pay_at_risk=st.decimals(0, 10**5, places=2),
    attainment=st.integers(0, 2000).map(lambda permille: permille / 1000),
    benefits=st.decimals(0, 10**5, places=2),
    hours_per_year=st.integers(500, 3000),
) | st.builds(
    HourlyPay,
    hourly_rate=st.decimals(0, 1000, places=2),
    utilisation=st.integers(0, 1000).map(lambda permille: permille / 1000),
)


@drawn(pays)
def test_the_hour_can_be_worked_out_again_from_what_is_shown(pay: AnnualPay | HourlyPay) -> None:
    worked = explain_hourly_rate(pay, EN)
    assert_works_out(worked.removesuffix(" an hour"))
    assert f"= {EN.exact_money(hourly_rate(pay))} an hour" in worked


@pytest.mark.parametrize(
    ("names", "answers", "usual"),
    [
        (CREDIT_NAMES, ATTRIBUTIONS, Options().attribution),
        (VIEW_NAMES, get_args(View), Options().view),
        (BASIS_NAMES, get_args(Basis), Options().basis),
        (COST_NAMES, get_args(CostShare), Options().costs),
    ],
)
def test_every_answer_has_a_name_of_its_own_and_the_usual_one_comes_first(
    names: dict[str, str], answers: tuple[str, ...], usual: str
) -> None:
    assert set(names) == set(answers)
    assert len(set(names.values())) == len(answers)
    assert next(iter(names)) == usual


@pytest.mark.parametrize("rule", ATTRIBUTIONS)
def test_the_method_names_each_choice_and_says_how_credit_is_shared(rule: str) -> None:
    credit, *rest = option_descriptions(Options(rule, "invested", "won", "all"))
    assert credit == ("Who gets the credit", f"{RULES[rule].title}. {RULES[rule].sentence}")
    assert [sentence for _, sentence in rest] == [
        "When you did the work.",
        "Only won outcomes.",
        "All costs, including reimbursed.",
    ]
