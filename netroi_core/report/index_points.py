"""Amounts as points of an index: whole points of the largest amount, so that ratios remain and amounts do not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from math import floor, log10
from typing import ClassVar, Final

import polars as pl

from netroi_core.ledger.measures import ApproachFigures, Figures
from netroi_core.trends.payback import Payback
from netroi_core.trends.ripening import Ripeness
from netroi_core.verdict.verdict import Verdict
from netroi_core.views.trends import Trends
from netroi_core.wording.wording import Words, in_sentence
from netroi_core.workspace.fields import Approach

# The points of the largest amount.
TOP: Final = 100
# The code of ISO 4217 for no currency.
UNKNOWN_CURRENCY: Final = "XXX"
_NOTHING: Final = 1e-9
_WHOLE_BELOW: Final = 1000
# The figures that no index holds.
_WITHHELD: Final = (
    *("hours", "actual_cost", "opportunity_cost", "net_benefit", "value_per_hour"),
    *("cost_per_new_contact", "cost_per_meaningful_contact"),
)
# The figures that become points. Money and the worth of time apart would tell, with hours, what an hour is worth.
_AMOUNTS: Final = ("total_cost", "expected_value")
_TREND_AMOUNTS: Final = (*_AMOUNTS, "open_value")


class IndexWords(Words):
    """Words without amounts: money is points of an index, or a ratio, without a currency."""

    shows_amounts: ClassVar[bool] = False

    @classmethod
    def like(cls, words: Words) -> "IndexWords":
        """Return words with the number formats of others, without their currency."""
        return cls(words.locale, UNKNOWN_CURRENCY)

    def money(self, amount: float | Decimal | None) -> str:
        """Return points or a ratio: whole from 100 on, to the hundredth below; n/a for None."""
        return self.number(amount, 2 if amount is not None and -TOP < amount < TOP else 0)

    # There is nothing more exact, and an axis has the same points.
    exact_money = compact_money = money

    def money_format(self, amounts: Iterable[float | Decimal | None]) -> Callable[[float | Decimal | None], str]:  # noqa: ARG002
        """Return the format of any amounts: points have no cents."""
        return self.money

    def whole_money(self, amount: float | Decimal) -> str:
        """Return whole points, or one unit of whatever was put in."""
        return self.number(amount, 0)

    def ratio(self, amount: float | None) -> str:
        """Return a ratio to two digits at most, so that no sum can be worked out from it.

        >>> [*map(IndexWords("en_US", "XXX").ratio, (0.03, 0.44, 2.51, 38.2))]
        ['0.03', '0.4', '2.5', '38']
        """
        size = abs(amount or 0.0)
        return self.number(amount, 2 if size < 0.1 else 1 if size < 10 else 0)


def to_points(amount: float, top: float) -> float:
    """Return an amount as points, where the top amount has 100.

    >>> to_points(2500, 10_000), to_points(12, 10_000)
    (25.0, 1.0)
    """
    return round_points(amount / top * TOP) if top else 0.0


def round_points(number: float) -> float:
    """Return points rounded: whole, from 1,000 on to two digits, and never 0 for a small amount.

    >>> round_points(0.2), round_points(99.6), round_points(12_345)
    (1.0, 100.0, 12000.0)
    """
    # From exact ratios of amounts, which are whole cents, the amounts themselves could be worked out.
    size = abs(number)
    if size < _NOTHING:
        return 0.0
    digits = 0 if size < _WHOLE_BELOW else 1 - floor(log10(size))
    whole = max(1.0, float(round(size, digits)))
    return whole if number > 0 else -whole


def index_figures(figures: Figures) -> tuple[Figures, str]:
    """Return the figures as an index, without any amount, and a sentence that says what is 100.

    ROI is rounded; what an approach gained most is 100, else what one took most.
    """
    top, what = _top(figures)

    def row(exact: ApproachFigures) -> ApproachFigures:
        return ApproachFigures(
            activities=exact.activities,
            new_contacts=exact.new_contacts,
            meaningful_contacts=exact.meaningful_contacts,
            total_cost=to_points(exact.total_cost, top),
            expected_value=to_points(exact.expected_value, top),
            roi_percent=None if exact.roi_percent is None else round_points(exact.roi_percent),
            **dict.fromkeys(_WITHHELD),
        )

    return Figures(
        {approach: row(exact) for approach, exact in figures.approaches.items()},
        to_points(figures.unattributed_value, top),
        row(figures.total),
    ), f"Index: {what} = {TOP}."


def hours_percent(figures: Figures) -> tuple[float | None, ...]:
    """Return the hours of each approach, and of all, as a percentage of all; None where there are none."""
    total = figures.total.hours
    rows = (*figures.approaches.values(), figures.total)
    return tuple(100 * (row.hours or 0) / total if total else None for row in rows)


def index_trends(trends: Trends, words: IndexWords) -> Trends:
    """Return trends in points of the largest amount of a quarter; net benefits are 1 above zero, else 0."""
    both = trends.by_receipt, trends.by_work
    top = max((float(frame[key].max() or 0) for frame in both for key in _TREND_AMOUNTS), default=0.0)  # type: ignore[arg-type]
    ripening = {quarter: _tenth(ripeness) for quarter, ripeness in trends.ripening.quarters.items()}
    return replace(
        trends,
        by_receipt=_index_amounts(trends.by_receipt, top),
        by_work=_index_amounts(trends.by_work, top),
        ripening=replace(trends.ripening, quarters=ripening),
        open_value=to_points(trends.open_value, top),
        # Titles only ask whether a quarter gained, and the amount is withheld everywhere else, too.
        net_benefits={quarter: float(benefit > 0) for quarter, benefit in trends.net_benefits.items()},
        paybacks={key: _index_payback(payback, top) for key, payback in trends.paybacks.items()},
        words=words,
    )


def _index_amounts(amounts: pl.DataFrame, top: float) -> pl.DataFrame:
    columns = {key: [to_points(amount, top) for amount in amounts[key]] for key in _TREND_AMOUNTS}
    return pl.DataFrame({**{key: amounts[key] for key in ("quarter", "meaningful_contacts")}, **columns})


def _index_payback(payback: Payback, top: float) -> Payback:
    net_benefits = tuple(to_points(amount, top) for amount in payback.net_benefits)
    return replace(payback, invested=to_points(payback.invested, top), net_benefits=net_benefits)


def round_verdict(verdict: Verdict) -> Verdict:
    """Return a verdict whose returns of one unit are rounded to the hundredth."""
    roi = {approach: (_hundredth(low), _hundredth(middle), _hundredth(high))
           for approach, (low, middle, high) in verdict.roi.items()}  # fmt: skip
    return replace(verdict, roi=roi)


def round_returns(returns: Mapping[Approach, float | None]) -> dict[Approach, float | None]:
    """Return what each unit returned, rounded to the hundredth."""
    return {approach: None if ratio is None else round(ratio, 2) for approach, ratio in returns.items()}


def _tenth(ripeness: Ripeness) -> Ripeness:
    """Return ripeness with the share to come rounded as finely as it is written."""
    share = ripeness.share_to_come
    return ripeness if share is None else replace(ripeness, share_to_come=round(share, 1))


def _hundredth(roi: float) -> float:
    # Above −1, since a log scale of returns does not reach zero.
    return max(-0.99, round(roi, 2))


def _top(figures: Figures) -> tuple[float, str]:
    """Return the amount that has 100 points, and its name."""
    rows = figures.approaches
    gainer = max(rows, key=lambda approach: rows[approach].expected_value)
    if rows[gainer].expected_value > 0:
        return rows[gainer].expected_value, f"what {in_sentence(gainer)} led to, won and expected"
    spender = max(rows, key=lambda approach: rows[approach].total_cost)
    if rows[spender].total_cost > 0:
        return rows[spender].total_cost, f"what was invested in {in_sentence(spender)}"
    return figures.total.expected_value, "what is won and expected in all"
