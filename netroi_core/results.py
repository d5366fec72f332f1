"""The results of a window of quarters as data: findings, charts and figures, ready to be laid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from netroi_core import charts, measures
from netroi_core.chart import Chart
from netroi_core.costs import compensation_in_force
from netroi_core.findings import Findings
from netroi_core.ledger import Ledger
from netroi_core.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.records import Compensation
from netroi_core.wording import Words


@dataclass(frozen=True, eq=False)
class Results:
    """What a window of quarters returned.

    ``charts`` are in rows: those that are read together stand side by side. ``figures`` are as of measures.figures,
    ``pay`` is that of the last quarter.
    """

    findings: Findings
    charts: tuple[tuple[Chart, ...], ...]
    figures: dict[str, Any]
    pay: Compensation | None


def results(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Results:
    """The results of a window, which is not empty, under the chosen options."""
    cells = measures.cells(ledger, window, options)
    figures = measures.figures(cells)
    is_inside = pl.col("quarter").is_in([quarter.ordinal for quarter in window])
    of_worth = measures.contributions(ledger, options).filter(is_inside, pl.col("value") > 0)["outcome"].n_unique()
    is_unpriced = is_inside & (pl.col("status") != "lost") & pl.col("value").is_null()
    findings = Findings(
        figures,
        window,
        outcomes=of_worth,
        unpriced=ledger.outcomes.select(is_unpriced.sum()).item(),
        words=words,
    )
    spent = measures.spending(ledger, window, options)
    hours = measures.hours_by_part(ledger, window)
    pictures: list[tuple[Chart, ...]] = [(charts.invested_and_gained(findings), charts.roi(findings))]
    if len(window) > 1:
        by_quarter = measures.by_quarter(cells), measures.by_quarter_and_approach(cells)
        pictures.append((charts.trend(findings, *by_quarter),))
    went_to = [charts.spending(findings, spent)] if spent.height else []
    went_to += [charts.hours(findings, hours)] if hours.height else []
    if went_to:
        pictures.append(tuple(went_to))
    return Results(findings, tuple(pictures), figures, compensation_in_force(ledger.profile, window[-1]))
