"""How it went, quarter by quarter."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import polars as pl

from netroi_core.chart import ROWS, Chart, axis, drawn, frame_of, scale, template
from netroi_core.charts import approaches
from netroi_core.findings import Findings, trend_title
from netroi_core.palette import MONEY
from netroi_core.quarters import Quarter
from netroi_core.wording import APPROACH_NAMES, quarter_name


def trend(findings: Findings, by_quarter: pl.DataFrame, by_quarter_and_approach: pl.DataFrame) -> Chart:
    """Quarter by quarter what came out, with a mark at what went in; frames as of measures."""
    words = findings.words
    totals = {Quarter.from_ordinal(row["quarter"]): row for row in by_quarter.iter_rows(named=True)}
    parts = [
        (row["quarter"], APPROACH_NAMES[row["approach"]], row["expected_value"])
        for row in by_quarter_and_approach.iter_rows(named=True)
    ]
    for quarter, row in totals.items():
        rest = row["expected_value"] - sum(value for of, _, value in parts if of == quarter.ordinal)
        if rest > 0.005:
            parts.append((quarter.ordinal, approaches.NO_STEPS, rest))
    rows: list[tuple[object, ...]] = [
        (place, quarter_name(Quarter.from_ordinal(place)), name, value, None) for place, name, value in parts
    ]
    rows += [(q.ordinal, quarter_name(q), None, None, row["total_cost"]) for q, row in totals.items()]
    has_unattributed = any(name == approaches.NO_STEPS for _, name, _ in parts)
    heights = [max(row["expected_value"], row["total_cost"]) for row in totals.values()]
    each = [
        f"{quarter_name(q)}: invested {words.money(row['total_cost'])}, gained {words.money(row['expected_value'])}"
        for q, row in totals.items()
    ]
    wanted = [approaches.TITLED[key] for key in ("total_cost", "expected_value", "net_benefit", "roi_percent")]
    header = ("Quarter", *(measure.title for measure in wanted))
    return Chart(
        "trend",
        trend_title({quarter: row["net_benefit"] for quarter, row in totals.items()}),
        "Gained in each quarter (bars, by approach) and invested in it (grey marks).",
        f"{'; '.join(each)}.",
        drawn(_trend(has_unattributed), heights, words.compact_money, 300),
        frame_of(rows, ("place", "quarter", "approach", "gained", "invested")),
        (header, tuple((str(q), *(row[measure.key] for measure in wanted)) for q, row in totals.items())),
        lambda: (header, tuple((quarter_name(q), *approaches.shown(wanted, row, words)) for q, row in totals.items())),
    )


@cache
def _trend(has_unattributed: bool) -> Mapping[str, Any]:
    by_place = alt.EncodingSortField("place", op="min")
    quarters = alt.Axis(labelExpr="split(datum.label, ' ')", labelAngle=0, grid=False)
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(alt.X("quarter:O", sort=by_place, title=None, axis=quarters))
    bars = base.mark_bar(cornerRadiusEnd=0).encode(
        alt.Y("gained:Q", title=None, axis=axis(grid=True), scale=scale(), stack=True),
        approaches.colours([*approaches.names(), *([approaches.NO_STEPS] if has_unattributed else [])]),
        alt.Order("approach:N"),
    )
    marks = base.mark_tick(thickness=3, color=MONEY).encode(alt.Y("invested:Q"))
    return template(bars.transform_filter("isValid(datum.gained)") + marks.transform_filter("isValid(datum.invested)"))
