"""Explanations of the figures and of the options that they depend on.

Each definition comes in words, and with the person's own numbers put into it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from netroi_core.ledger.attribution import ATTRIBUTIONS, RULES, Attribution
from netroi_core.ledger.costs import hourly_rate
from netroi_core.ledger.measures import (
    MEASURES,
    MEASURES_BY_KEY,
    ApproachFigures,
    Basis,
    CostShare,
    Measure,
    Options,
    View,
)
from netroi_core.wording.wording import Words
from netroi_core.workspace.profile import AnnualPay, Compensation

FILTERS_TITLE: Final = "Filters"
# The default comes first.
CREDIT_NAMES: Final[Mapping[Attribution, str]] = {
    rule: RULES[rule].title for rule in sorted(ATTRIBUTIONS, key=lambda rule: rule != Options.attribution)
}
VIEW_NAMES: Final[Mapping[View, str]] = {"realised": "When you received it", "invested": "When you did the work"}
BASIS_NAMES: Final[Mapping[Basis, str]] = {
    "expected": "Include open outcomes, weighted by likelihood",
    "won": "Only won outcomes",
}
COST_NAMES: Final[Mapping[CostShare, str]] = {"mine": "What I paid myself", "all": "All costs, including reimbursed"}

# The measures that say something where money is not the point.
_BESIDE_MONEY: Final[tuple[str, ...]] = ("activities", "hours", "actual_cost", "new_contacts")
_MEASURE_IN_BRACES: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Explanation:
    """One figure: its value, what it means, its formula in words, the same with numbers, and its source.

    ``calculation`` is None where the formula sums up records, so that there are no numbers to put in.
    """

    title: str
    value: str
    sentence: str
    formula: str
    calculation: str | None
    source: str


def formula(measure: Measure) -> str:
    """Return a measure's formula with the other measures by their titles."""
    return _filled(measure, lambda named: named.title)


def explanations(figures: ApproachFigures, words: Words, *, is_about_money: bool = True) -> list[Explanation]:
    """Return every measure explained with the figures of one approach, or in total.

    Where money is not the point, and nothing has a value, there are no returns to explain, nor a price of hours.
    """

    def text(measure: Measure) -> str:
        return words.measure(figures.value(measure.key), measure.unit)

    def explanation(measure: Measure) -> Explanation:
        numbers = _filled(measure, lambda named: text(named))
        # Sums of records name no other measure, so there is nothing to put in.
        calculation = None if numbers == measure.formula else f"{numbers} = {text(measure)}"
        return Explanation(
            measure.title, text(measure), measure.sentence, formula(measure), calculation, measure.source
        )

    return [explanation(measure) for measure in MEASURES if is_about_money or measure.key in _BESIDE_MONEY]


def option_descriptions(options: Options) -> tuple[tuple[str, str], ...]:
    """Return each option by its name, with the meaning of what was chosen."""
    rule = RULES[options.attribution]
    return (
        ("Who gets the credit", f"{rule.title}. {rule.sentence}"),
        ("When an outcome counts", f"{VIEW_NAMES[options.view]}."),
        ("Which outcomes count", f"{BASIS_NAMES[options.basis]}."),
        ("Which costs count", f"{COST_NAMES[options.costs]}."),
    )


def explain_hourly_rate(pay: Compensation, words: Words) -> str:
    """Return how the worth of an hour follows from pay, in numbers."""
    rate = words.exact_money(hourly_rate(pay))
    if not isinstance(pay, AnnualPay):
        return f"{words.exact_money(pay.hourly_rate)} × {words.share(pay.utilisation)} = {rate} an hour"
    parts = [words.money(pay.base)]
    if pay.pay_at_risk:
        parts.append(f"{words.money(pay.pay_at_risk)} × {words.share(pay.attainment)}")
    if pay.benefits:
        parts.append(words.money(pay.benefits))
    yearly = f"({' + '.join(parts)})" if len(parts) > 1 else parts[0]
    share = "" if pay.hour_share is None else f"; {words.share(pay.hour_share)} of that counts"
    return f"{yearly} ÷ {words.hours(pay.hours_per_year)} = {rate} an hour{share}"


def _filled(measure: Measure, text: Callable[[Measure], str]) -> str:
    return _MEASURE_IN_BRACES.sub(lambda match: text(MEASURES_BY_KEY[match[1]]), measure.formula)
