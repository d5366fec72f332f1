"""How each figure is figured: its definition in words, and this person's own numbers put into it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from netroi_core.ledger.costs import hourly_rate
from netroi_core.ledger.measures import MEASURES, Measure
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import AnnualPay, Compensation

_NAMED: Final = {measure.key: measure for measure in MEASURES}
_BRACES: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Explanation:
    """One figure explained: its value, what it means, its formula in words, the same with numbers, and its source.

    ``worked`` is None where the formula sums up records, so that there is nothing to put in.
    """

    title: str
    value: str
    sentence: str
    formula: str
    worked: str | None
    source: str


def formula(measure: Measure) -> str:
    """A measure's formula with the other measures by their titles."""
    return _BRACES.sub(lambda named: _NAMED[named[1]].title, measure.formula)


def explanations(figures: Mapping[str, Any], words: Words) -> list[Explanation]:
    """Every measure of one approach, or of the total, explained with these figures (by measure key)."""
    return [_explained(measure, figures, words) for measure in MEASURES]


def figures_table() -> str:
    """All measures as a Markdown table: figure, what it means, formula, source."""
    rows = [(each.title, each.sentence, formula(each), each.source) for each in MEASURES]
    lines = [("Figure", "What it means", "Formula", "Source"), ("---",) * 4, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def hour_worked(pay: Compensation, words: Words) -> str:
    """How the worth of an hour follows from pay, in numbers."""
    rate = words.exact_money(hourly_rate(pay))
    if not isinstance(pay, AnnualPay):
        return f"{words.exact_money(pay.hourly_rate)} × {_share(pay.utilisation, words)} = {rate} an hour"
    parts = [words.money(pay.base)]
    if pay.pay_at_risk:
        parts.append(f"{words.money(pay.pay_at_risk)} × {_share(pay.attainment, words)}")
    if pay.benefits:
        parts.append(words.money(pay.benefits))
    above = f"({' + '.join(parts)})" if len(parts) > 1 else parts[0]
    return f"{above} ÷ {words.hours(pay.hours_per_year)} = {rate} an hour"


def _explained(measure: Measure, figures: Mapping[str, Any], words: Words) -> Explanation:
    value = words.measure(figures[measure.key], measure.unit)
    worked = None
    if _BRACES.search(measure.formula):
        numbers = _BRACES.sub(
            lambda named: words.measure(figures[named[1]], _NAMED[named[1]].unit).replace("-", "−"), measure.formula
        )
        worked = f"{numbers} = {value}"
    return Explanation(measure.title, value, measure.sentence, formula(measure), worked, measure.source)


def _share(share: float, words: Words) -> str:
    """A share as a percentage, with as many decimals as it takes to work it out, at most two."""
    percent = round(share * 100, 9)
    return words.percent(percent, next((digits for digits in (0, 1) if round(percent, digits) == percent), 2))
