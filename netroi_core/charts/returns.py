"""What each approach returned: what went in and came out, and the return on it."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.chart import ROWS, Chart, axis, drawn, frame_of, scale, template, texts
from netroi_core.charts import approaches
from netroi_core.findings import Findings
from netroi_core.palette import APPROACH_COLOURS, MONEY

_INVESTED_AND_GAINED: Final = ("actual_cost", "opportunity_cost", "total_cost", "expected_value", "net_benefit")


def invested_and_gained(findings: Findings) -> Chart:
    """For each approach what went in (money, then the worth of time) and what came out."""
    words, rows, label = findings.words, [], findings.words.money
    for approach, name, row in approaches.each(findings):
        spent, cost, gained = row["actual_cost"], row["total_cost"], row["expected_value"]
        rows += [
            (name, "in", "money", 0.0, spent, MONEY, ""),
            (name, "in", "time", spent, cost, MONEY, label(cost)),
            (name, "out", "gained", 0.0, gained, APPROACH_COLOURS[approach], label(gained)),
        ]
    frame = frame_of(rows, ("approach", "lane", "part", "start", "end", "colour", "label"))
    return Chart(
        "invested-gained",
        findings.invested_title(),
        "Above: money spent (grey), worth of time (outlined). Below: gained (colour).",
        findings.invested_alt(),
        drawn(_invested_and_gained(), frame["end"], words.compact_money, 190),
        frame,
        *approaches.tables(
            findings, ("actual_cost", "opportunity_cost", "total_cost", "expected_value", "net_benefit")
        ),
    )


def roi(findings: Findings) -> Chart:
    """The ROI of each approach, from break-even."""
    words = findings.words
    rows = [
        (name, row["roi_percent"] or 0.0, words.percent(row["roi_percent"]), APPROACH_COLOURS[approach])
        for approach, name, row in approaches.each(findings)
    ]
    frame = frame_of(rows, ("approach", "end", "label", "colour"))
    return Chart(
        "roi",
        findings.roi_title(),
        f"Net benefit for each {words.whole_money(100)} of money and time; {words.percent(0)} is break-even.",
        findings.roi_alt(),
        drawn(_roi(), frame["end"], lambda tick: words.percent(tick, _decimals(tick)), 190),
        frame,
        *approaches.tables(findings, ("total_cost", "net_benefit", "roi_percent", "value_per_hour")),
    )


@cache
def _invested_and_gained() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=approaches.names(), title=None),
        alt.YOffset("lane:N", sort=["in", "out"]),
        alt.X("start:Q", axis=axis(), scale=scale(), title=None),
        alt.X2("end:Q"),
        alt.Color("colour:N", scale=None),
    )
    solid = base.mark_bar().transform_filter("datum.part != 'time'")
    hollow = base.mark_bar(fillOpacity=0.12, stroke=MONEY, strokeWidth=1.5).transform_filter("datum.part == 'time'")
    ends = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=approaches.names()), alt.YOffset("lane:N", sort=["in", "out"]), alt.X("end:Q")
    )
    return template(solid + hollow + texts(ends, "left", "datum.label != ''"))


@cache
def _roi() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=approaches.names(), title=None), alt.X("end:Q", axis=axis(), scale=scale(), title=None)
    )
    bars = base.mark_bar(height=22).encode(alt.Color("colour:N", scale=None))
    break_even = alt.Chart(alt.NamedData(name=ROWS)).mark_rule(color=MONEY, aria=False).encode(alt.X(datum=0))
    gained, lost = texts(base, "left", "datum.end >= 0"), texts(base, "right", "datum.end < 0")
    return template(bars + break_even + gained + lost)


def _decimals(tick: float) -> int:
    """How many decimals a tick needs, at most three."""
    return next((places for places in range(3) if round(tick, places) == round(tick, 9)), 3)
