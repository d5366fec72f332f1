"""Amounts as an index: whole points of the largest of them, so that ratios stay and amounts do not.

Points are rounded before anything is drawn or written: from exact ratios of amounts, which are whole cents, the amounts
themselves could be worked out. Below 1,000 they are whole, from there on of two digits; what is not nothing is at least
1, so that a small amount is not taken for none.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from math import floor, log10
from typing import Any, ClassVar, Final

import polars as pl

from netroi_core.ledger.measures import SUMS
from netroi_core.trends.ripening import Ripeness
from netroi_core.verdict.verdict import Verdict
from netroi_core.views.trends import Trends
from netroi_core.wording.findings import Figures
from netroi_core.wording.wording import Words, inside

TOP: Final = 100
"""The points of the largest amount."""
UNKNOWN_CURRENCY: Final = "XXX"
"""No currency at all, as ISO 4217 has it."""
_NOTHING: Final = 1e-9
_WHOLE_BELOW: Final = 1000
_COUNTS: Final = [key for key, kind in SUMS.items() if kind.is_integer()]
_AMOUNTS: Final = ("total_cost", "expected_value")
"""All that becomes points: money and the worth of time apart would tell, with hours, what an hour is worth."""


class Unitless(Words):
    """Words that tell no amounts: what is said of money are points of an index and ratios, without a currency."""

    tells_amounts: ClassVar[bool] = False

    @classmethod
    def like(cls, words: Words) -> "Unitless":
        """The same language of numbers without the currency."""
        return cls(words.locale, UNKNOWN_CURRENCY)

    def money(self, amount: float | Decimal | None) -> str:
        """Points, or a ratio: whole from 100 on, to the hundredth below; n/a for None."""
        return self.number(amount, 2 if amount is not None and -TOP < amount < TOP else 0)

    def whole_money(self, amount: float | Decimal) -> str:
        """Points, or one unit of whatever was put in."""
        return self.number(amount, 0)

    def exact_money(self, amount: float | Decimal | None) -> str:
        """Points: there is nothing more exact."""
        return self.money(amount)

    def compact_money(self, amount: float) -> str:
        """Points or a ratio on an axis."""
        return self.money(amount)


def points(amount: float, top: float) -> float:
    """An amount as points, where this other one has TOP of them."""
    return rounded(amount / top * TOP) if top else 0.0


def rounded(number: float) -> float:
    """A number as whole, from 1,000 on of two digits; 1 or −1 where it is less but not nothing."""
    size = abs(number)
    if size < _NOTHING:
        return 0.0
    digits = 0 if size < _WHOLE_BELOW else 1 - floor(log10(size))
    whole = max(1.0, float(round(size, digits)))
    return whole if number > 0 else -whole


def indexed(figures: Figures) -> tuple[dict[str, Any], str]:
    """The figures of an index (as of ``measures.figures``, those in it alone), and a sentence that says what is 100.

    Hours are shares of all, ROI is rounded; what an approach gained most is 100, else what one took most.
    """
    top, what = _top(figures)
    hours = figures["total"]["hours"]

    def row(each: Mapping[str, Any]) -> dict[str, Any]:
        roi = each["roi_percent"]
        return {
            **{key: each[key] for key in _COUNTS},
            **{key: points(each[key], top) for key in _AMOUNTS},
            "hours_percent": 100 * each["hours"] / hours if hours else None,
            "roi_percent": None if roi is None else rounded(roi),
        }

    return {
        "approaches": {approach: row(each) for approach, each in figures["approaches"].items()},
        "unattributed_value": points(figures["unattributed_value"], top),
        "total": row(figures["total"]),
    }, f"Index: {what} = {TOP}."


def indexed_trends(found: Trends, words: Unitless) -> Trends:
    """The same trends in points of the largest amount of a quarter; net benefits tell only whether they are above 0."""
    top = max((float(frame[key].max() or 0) for frame in (found.reaped, found.sown) for key in _AMOUNTS), default=0.0)  # type: ignore[arg-type]

    def frame(amounts: pl.DataFrame) -> pl.DataFrame:
        columns = {key: [points(amount, top) for amount in amounts[key]] for key in _AMOUNTS}
        return pl.DataFrame({"quarter": amounts["quarter"], **columns})

    return replace(
        found,
        reaped=frame(found.reaped),
        sown=frame(found.sown),
        ripening=replace(
            found.ripening, quarters={quarter: _tenth(ripe) for quarter, ripe in found.ripening.quarters.items()}
        ),
        net_benefits={quarter: float(benefit > 0) for quarter, benefit in found.net_benefits.items()},
        paybacks={
            key: replace(
                payback,
                invested=points(payback.invested, top),
                net_benefits=tuple(points(amount, top) for amount in payback.net_benefits),
            )
            for key, payback in found.paybacks.items()
        },
        words=words,
    )


def rounded_verdict(verdict: Verdict) -> Verdict:
    """The same verdict, with what one unit returns to the hundredth."""
    roi = {approach: (_hundredth(low), _hundredth(middle), _hundredth(high))
           for approach, (low, middle, high) in verdict.roi.items()}  # fmt: skip
    return replace(verdict, roi=roi)


def _tenth(ripe: Ripeness) -> Ripeness:
    """The share to come as finely as it is told."""
    return ripe if ripe.share_to_come is None else replace(ripe, share_to_come=round(ripe.share_to_come, 1))


def _hundredth(roi: float) -> float:
    """An ROI as a fraction; above −1, since no scale of ratios reaches nothing."""
    return max(-0.99, round(roi, 2))


def _top(figures: Figures) -> tuple[float, str]:
    """The amount that has 100 points, and what it is."""
    rows = figures["approaches"]
    for key, verb in (("expected_value", "was gained by"), ("total_cost", "was invested in")):
        most = max(rows, key=lambda approach, key=key: rows[approach][key])  # type: ignore[misc]
        if rows[most][key] > 0:
            return rows[most][key], f"what {verb} {inside(most)}"
    return figures["total"]["expected_value"], "what was gained in all"
