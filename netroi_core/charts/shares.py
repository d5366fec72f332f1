"""Charts of where money and hours went: the parts of a whole, stacked by approach."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt
import polars as pl

from netroi_core.charts import chart
from netroi_core.charts.chart import Chart
from netroi_core.charts.rows import NAMES, approach_color
from netroi_core.wording.findings import Findings, share_title
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, PART_NAMES, Words
from netroi_core.workspace.fields import APPROACHES

_MOST_ROWS: Final = 8


@dataclass(frozen=True)
class _Whole:
    """The whole of a chart of shares, with the names of its parts and formats for ticks and amounts."""

    key: str
    name: str
    subtitle: str
    part_names: Mapping[str, str]
    unit: str
    tick: Callable[[float], str]
    label: Callable[[float], str]


def spending_chart(findings: Findings, spending: pl.DataFrame) -> Chart:
    """Draw the shares of the money spent, a frame of ``measures.spending``."""
    words = findings.words
    money = _Whole(
        "money",
        "the money",
        "Money spent, by what it went to.",
        CATEGORY_NAMES,
        words.currency,
        words.compact_money,
        words.money,
    )
    return _shares_chart(money, spending.rows(), words)


def hours_chart(findings: Findings, hours_by_part: pl.DataFrame) -> Chart:
    """Draw the shares of the hours, a frame of ``measures.hours_by_part``."""
    words = findings.words
    hours = _Whole("hours", "the hours", "Hours, by what they went to.", PART_NAMES, "hours", words.hours, words.hours)
    return _shares_chart(hours, hours_by_part.rows(), words)


def _shares_chart(whole: _Whole, amounts: Iterable[tuple[str, str, float]], words: Words) -> Chart:
    """Draw amounts, as rows of part, approach and amount; the largest part comes first."""
    by_approach = {(part, approach): amount for part, approach, amount in amounts}
    sums: dict[str, float] = {}
    for (part, _), amount in by_approach.items():
        sums[part] = sums.get(part, 0.0) + amount
    totals = dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
    names = whole.part_names
    largest = list(totals)[:_MOST_ROWS]
    rows: list[tuple[object, ...]] = [
        (row, names[part], APPROACH_NAMES[approach], amount, "")
        for row, part in enumerate(largest)
        for approach in APPROACHES
        if (amount := by_approach.get((part, approach), 0.0))
    ]
    rows += [(row, names[part], None, totals[part], whole.label(totals[part])) for row, part in enumerate(largest)]
    header = (*NAMES, "Total")
    table = [
        (names[part], *(by_approach.get((part, approach), 0.0) for approach in APPROACHES), total)
        for part, total in totals.items()
    ]
    return Chart(
        whole.key,
        share_title(names, totals, whole.name, words),
        whole.subtitle,
        "; ".join(f"{names[part]}: {whole.label(total)}" for part, total in totals.items()) + ".",
        chart.with_linear_scale(_stacked_spec(), totals.values(), whole.tick, 60 + 34 * len(largest)),
        chart.rows_frame(rows, ("row", "part", "approach", "amount", "label")),
        *chart.tables((whole.unit, *header), table, (None, *[whole.label] * len(header)), ("", *header)),
    )


@cache
def _stacked_spec() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=chart.ROWS)).encode(
        alt.Y("part:N", sort=alt.EncodingSortField("row", op="min"), title=None),
        alt.X("amount:Q", axis=chart.scaled_axis(), scale=chart.linear_scale(), title=None),
    )
    bars = base.mark_bar(cornerRadiusEnd=0).encode(approach_color(), alt.Order("approach:N"))
    return chart.to_spec(
        bars.transform_filter("datum.label == ''") + chart.end_labels(base, "left", "datum.label != ''")
    )
