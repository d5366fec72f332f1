"""The results of a window of quarters as data: findings, charts and figures, ready to be laid out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from netroi_core import measures
from netroi_core.chart import Chart
from netroi_core.charts import quarters, returns, shares
from netroi_core.costs import compensation_in_force
from netroi_core.findings import Findings
from netroi_core.ledger import Ledger
from netroi_core.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.records import Compensation
from netroi_core.wording import Words

IN_AND_OUT: Final = "What came of it"
BY_QUARTER: Final = "Quarter by quarter"
WENT_TO: Final = "Where it went"


@dataclass(frozen=True, eq=False)
class Results:
    """What a window of quarters returned.

    ``figures`` are as of measures.figures, ``pay`` is that of the last quarter. ``charts`` holds by name what is looked
    at together, drawn when it is first asked for.
    """

    findings: Findings
    figures: dict[str, Any]
    pay: Compensation | None
    charts: Mapping[str, Callable[[], tuple[Chart, ...]]]


def results(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Results:
    """The results of a window, which is not empty, under the chosen options."""
    gained = measures.contributions(ledger, options)
    cells = measures.cells(ledger, window, options, gained)
    figures = measures.figures(cells)
    is_inside = pl.col("quarter").is_in([quarter.ordinal for quarter in window])
    of_worth = gained.filter(is_inside, pl.col("value") > 0)["outcome"].n_unique()
    is_unpriced = is_inside & (pl.col("status") != "lost") & pl.col("likely").is_null()
    findings = Findings(
        figures,
        window,
        outcomes=of_worth,
        unpriced=ledger.outcomes.select(is_unpriced.sum()).item(),
        words=words,
    )

    def in_and_out() -> tuple[Chart, ...]:
        return returns.invested_and_gained(findings), returns.roi(findings)

    def by_quarter() -> tuple[Chart, ...]:
        return (quarters.trend(findings, measures.by_quarter(cells), measures.by_quarter_and_approach(cells)),)

    def went_to() -> tuple[Chart, ...]:
        spent, hours = measures.spending(ledger, window, options), measures.hours_by_part(ledger, window)
        money = (shares.spending(findings, spent),) if spent.height else ()
        return (*money, shares.hours(findings, hours)) if hours.height else money

    drawn = {IN_AND_OUT: in_and_out}
    if len(window) > 1:
        drawn[BY_QUARTER] = by_quarter
    if figures["total"]["actual_cost"] or figures["total"]["hours"]:
        drawn[WENT_TO] = went_to
    pay = compensation_in_force(ledger.profile, window[-1])
    return Results(findings, figures, pay, {name: cache(draw) for name, draw in drawn.items()})
