"""Charts of what each approach returned: invested against gained, and the return of one unit of money with its odds."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import chart
from netroi_core.charts.chart import Chart, PlainTable
from netroi_core.charts.palette import APPROACH_COLORS, MONEY
from netroi_core.charts.rows import NAMES, ROW_HEIGHT, headings, intervals
from netroi_core.ledger.measures import MEASURES_BY_KEY, ApproachFigures
from netroi_core.verdict.words import VerdictWords
from netroi_core.wording.findings import Findings
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.fields import APPROACHES

_INVESTED_AND_GAINED: Final = (
    "actual_cost",
    "opportunity_cost",
    "total_cost",
    "expected_value",
    "net_benefit",
    "roi_percent",
    "value_per_hour",
)
_AS_INDEX: Final = ("total_cost", "expected_value", "roi_percent")
# The ends of the scale of returns at most; anything beyond stands at its edge.
_LEAST, _MOST = 0.01, 1000.0


def measures_table(findings: Findings, keys: Sequence[str]) -> tuple[PlainTable, Callable[[], PlainTable]]:
    """Return these measures of each approach and in total, as exact figures and as a formatted table."""
    measures = [MEASURES_BY_KEY[key] for key in keys]
    figures = findings.figures
    rows = [*((APPROACH_NAMES[approach], figures.approaches[approach]) for approach in APPROACHES)]
    rows.append(("Total", figures.total))
    return chart.tables(
        ("", *(measure.title for measure in measures)),
        [(name, *(row.value(key) for key in keys)) for name, row in rows],
        (None, *(lambda value, unit=measure.unit: findings.words.measure(value, unit) for measure in measures)),
    )


def odds_chart(verdict_words: VerdictWords) -> Chart:
    """Draw what one unit of money and time returns with each approach, as 90% intervals.

    The verdict must know at least one approach.
    """
    verdict, words = verdict_words.verdict, verdict_words.words
    returns = {approach: [1 + roi for roi in verdict.roi[approach]] for approach in verdict.roi}
    rows = [
        (
            APPROACH_NAMES[approach],
            *returns.get(approach, (None, None, None)),
            verdict_words.points(approach),
            APPROACH_COLORS[approach],
        )
        for approach in APPROACHES
    ]
    low = max(_LEAST, min(0.5, *(low for low, _, _ in returns.values())))
    high = min(_MOST, max(2.0, *(high for _, _, high in returns.values())))
    unit_amount = words.whole_money(1)
    percent = {
        approach: [100 * verdict.probability_best[approach], 100 * verdict.probability_pays[approach]]
        for approach in returns
    }
    return Chart(
        "odds",
        verdict_words.odds_title(),
        f"What each {unit_amount} returns, 9 in 10 likely within the bar; right of the line, it pays.",
        verdict_words.odds_alt(),
        chart.with_log_scale(_odds_spec(), low / 1.2, high * 1.2, words.money, ROW_HEIGHT * len(rows)),
        chart.rows_frame(rows, ("approach", "low", "middle", "high", "label", "color")),
        *chart.tables(
            (
                "",
                "Likely best",
                "Likely to pay",
                *(f"{unit_amount} returns, {end}" for end in ("low", "middle", "high")),
            ),
            [(APPROACH_NAMES[approach], *percent[approach], *returns[approach]) for approach in returns],
            (None, *[words.percent] * 2, *[words.money] * 3),
        ),
    )


def invested_and_gained_chart(findings: Findings) -> Chart:
    """Draw for each approach the money and the worth of time invested, and below them the gain."""
    words, rows = findings.words, []
    for approach in APPROACHES:
        name, row = APPROACH_NAMES[approach], findings.figures.approaches[approach]
        gained = row.expected_value
        rows += [
            (name, "head", "head", 0.0, 0.0, MONEY, f"ROI {words.percent(row.roi_percent)}"),
            *_invested_bars(name, row, words),
            (name, "out", "gained", 0.0, gained, APPROACH_COLORS[approach], words.money(gained)),
        ]
    frame = chart.rows_frame(rows, ("approach", "lane", "part", "start", "end", "color", "label"))
    return Chart(
        "invested-gained",
        findings.invested_title(),
        "Above: money spent (grey), worth of time (outlined). Below: gained (colour)."
        if words.shows_amounts
        else "Above: money and time invested (grey). Below: gained (colour). As an index.",
        findings.invested_alt(),
        chart.with_linear_scale(_invested_and_gained_spec(), frame["end"], words.compact_money, 3 * ROW_HEIGHT),
        frame,
        *measures_table(findings, _INVESTED_AND_GAINED if words.shows_amounts else _AS_INDEX),
    )


def _invested_bars(name: str, row: ApproachFigures, words: Words) -> list[tuple[object, ...]]:
    cost = row.total_cost
    # Without amounts, money and time are one bar: apart, with the hours, they would reveal what an hour is worth.
    if not words.shows_amounts:
        return [(name, "in", "money", 0.0, cost, MONEY, words.money(cost))]
    spent = row.actual_cost
    return [
        (name, "in", "money", 0.0, spent, MONEY, ""),
        (name, "in", "time", spent, cost, MONEY, words.money(cost)),
    ]


@cache
def _odds_spec() -> Mapping[str, Any]:
    return chart.to_spec(intervals("approach", chart.log_scale(), break_even=1))


@cache
def _invested_and_gained_spec() -> Mapping[str, Any]:
    lanes = alt.YOffset("lane:N", scale=alt.Scale(domain=["head", "in", "out"]))
    base = alt.Chart(alt.NamedData(name=chart.ROWS)).encode(
        alt.Y("approach:N", sort=NAMES, title=None, axis=None),
        lanes,
        alt.X("start:Q", axis=chart.scaled_axis(), scale=chart.linear_scale(), title=None),
        alt.X2("end:Q"),
        alt.Color("color:N", scale=None),
    )
    solid = base.mark_bar().transform_filter("datum.part == 'money' || datum.part == 'gained'")
    outlined = base.mark_bar(fillOpacity=0.12, stroke=MONEY, strokeWidth=1.5).transform_filter("datum.part == 'time'")
    ends = alt.Chart(alt.NamedData(name=chart.ROWS)).encode(alt.Y("approach:N", sort=NAMES), lanes, alt.X("end:Q"))
    labels = chart.end_labels(ends, "left", "datum.part != 'head' && datum.label != ''")
    return chart.to_spec(alt.LayerChart(layer=[solid, outlined, labels, *headings("approach", "datum.part == 'head'")]))
