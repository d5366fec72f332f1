"""What charts by approach share: names and colours, and the tables of measures behind them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import altair as alt

from netroi_core.charts.chart import Table
from netroi_core.charts.palette import APPROACH_COLOURS
from netroi_core.ledger.measures import MEASURES, Measure
from netroi_core.wording.findings import Findings
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.fields import APPROACHES, Approach

TITLED: Final = {measure.key: measure for measure in MEASURES}
"""The measures by their keys."""


def names() -> list[str]:
    """The approaches as they are called, in the contract's order."""
    return [APPROACH_NAMES[approach] for approach in APPROACHES]


def colours(legend: alt.Legend | None = None) -> alt.Color:
    """The colour of each approach, by its name in the column ``approach``."""
    domain = alt.Scale(domain=names(), range=list(APPROACH_COLOURS.values()))
    return alt.Color("approach:N", scale=domain, sort=names(), title=None, legend=legend or alt.Undefined)


def each(findings: Findings) -> list[tuple[Approach, str, Mapping[str, Any]]]:
    """Each approach with its name and its measures."""
    rows = findings.figures["approaches"]
    return [(approach, APPROACH_NAMES[approach], rows[approach]) for approach in APPROACHES]


def tables(findings: Findings, keys: Sequence[str]) -> tuple[Table, Callable[[], Table]]:
    """Measures of each approach and in total: for spreadsheets, and as read."""
    wanted = [TITLED[key] for key in keys]
    rows = [(name, row) for _, name, row in each(findings)] + [("Total", findings.figures["total"])]
    header = ("", *(measure.title for measure in wanted))
    figures = tuple((name, *(row[measure.key] for measure in wanted)) for name, row in rows)
    return (header, figures), lambda: (
        header,
        tuple((name, *shown(wanted, row, findings.words)) for name, row in rows),
    )


def shown(wanted: Sequence[Measure], row: Mapping[str, Any], words: Words) -> list[str]:
    """Measures of a row as read."""
    return [words.measure(row[measure.key], measure.unit) for measure in wanted]
