"""What each approach returned: what went in and came out, and what one unit returns with its odds."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import approaches, spans
from netroi_core.charts.chart import (
    ROWS,
    Chart,
    axis,
    drawn,
    drawn_by_ratio,
    frame_of,
    ratio_scale,
    scale,
    template,
    texts,
)
from netroi_core.charts.palette import APPROACH_COLOURS, MONEY
from netroi_core.verdict.words import VerdictWords
from netroi_core.wording.findings import Findings
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.fields import APPROACHES

_INVESTED_AND_GAINED: Final = (
    *(
        "actual_cost",
        "opportunity_cost",
        "total_cost",
        "expected_value",
        "net_benefit",
        "roi_percent",
        "value_per_hour",
    ),
)
_AS_INDEX: Final = ("total_cost", "expected_value", "roi_percent")
_LEAST, _MOST = 0.01, 1000.0
"""The returns of one unit that are still told apart; what is beyond stands at the edge."""


def odds(told: VerdictWords) -> Chart:
    """What one unit of money and time returns with each approach, as intervals; of a verdict that has some."""
    verdict, words = told.verdict, told.words
    returned = {approach: [1 + point for point in verdict.roi[approach]] for approach in verdict.roi}
    rows = [
        (
            APPROACH_NAMES[approach],
            *returned.get(approach, (None, None, None)),
            told.points(approach),
            APPROACH_COLOURS[approach],
        )
        for approach in APPROACHES
    ]
    low = max(_LEAST, min(0.5, *(low for low, _, _ in returned.values())))
    high = min(_MOST, max(2.0, *(high for _, _, high in returned.values())))
    one = words.whole_money(1)
    header = ("", "Likely best", "Likely to pay", *(f"{one} returns, {name}" for name in ("low", "middle", "high")))
    percent = {
        approach: [100 * odds[approach] for odds in (verdict.probability_best, verdict.probability_pays)]
        for approach in returned
    }
    return Chart(
        "odds",
        told.odds_title(),
        f"What each {one} returns, 9 in 10 likely within the bar; right of the line, it pays.",
        told.odds_alt(),
        drawn_by_ratio(_odds(), low / 1.2, high * 1.2, words.money, spans.ROW_HEIGHT * len(rows)),
        frame_of(rows, ("approach", "low", "middle", "high", "label", "colour")),
        (header, tuple((APPROACH_NAMES[a], *percent[a], *returned[a]) for a in returned)),
        lambda: (
            header,
            tuple(
                (APPROACH_NAMES[a], *map(words.percent, percent[a]), *map(words.money, returned[a])) for a in returned
            ),
        ),
    )


def invested_and_gained(findings: Findings) -> Chart:
    """For each approach what went in (money, then the worth of time) and what came out.

    In words that tell no amounts, money and time are one: their parts would tell what an hour is worth.
    """
    words, rows, label = findings.words, [], findings.words.money
    for approach, name, row in approaches.each(findings):
        gained = row["expected_value"]
        roi = f"ROI {words.percent(row['roi_percent'])}"
        rows += [
            (name, "head", "head", 0.0, 0.0, MONEY, roi),
            *_went_in(name, row, words),
            (name, "out", "gained", 0.0, gained, APPROACH_COLOURS[approach], label(gained)),
        ]
    frame = frame_of(rows, ("approach", "lane", "part", "start", "end", "colour", "label"))
    return Chart(
        "invested-gained",
        findings.invested_title(),
        "Above: money spent (grey), worth of time (outlined). Below: gained (colour)."
        if words.tells_amounts
        else "Above: money and time invested (grey). Below: gained (colour). As an index.",
        findings.invested_alt(),
        drawn(_invested_and_gained(), frame["end"], words.compact_money, 3 * spans.ROW_HEIGHT),
        frame,
        *approaches.tables(findings, _INVESTED_AND_GAINED if words.tells_amounts else _AS_INDEX),
    )


def _went_in(name: str, row: Mapping[str, Any], words: Words) -> list[tuple[object, ...]]:
    """The bars of what went in, beside each other."""
    cost = row["total_cost"]
    if not words.tells_amounts:
        return [(name, "in", "money", 0.0, cost, MONEY, words.money(cost))]
    spent = row["actual_cost"]
    return [
        (name, "in", "money", 0.0, spent, MONEY, ""),
        (name, "in", "time", spent, cost, MONEY, words.money(cost)),
    ]


@cache
def _odds() -> Mapping[str, Any]:
    return template(spans.layers("approach", ratio_scale(), break_even=1))


@cache
def _invested_and_gained() -> Mapping[str, Any]:
    lanes = alt.YOffset("lane:N", scale=alt.Scale(domain=["head", "in", "out"]))
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=approaches.names(), title=None, axis=None),
        lanes,
        alt.X("start:Q", axis=axis(), scale=scale(), title=None),
        alt.X2("end:Q"),
        alt.Color("colour:N", scale=None),
    )
    solid = base.mark_bar().transform_filter("datum.part == 'money' || datum.part == 'gained'")
    hollow = base.mark_bar(fillOpacity=0.12, stroke=MONEY, strokeWidth=1.5).transform_filter("datum.part == 'time'")
    ends = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=approaches.names()), lanes, alt.X("end:Q")
    )
    labels = texts(ends, "left", "datum.part != 'head' && datum.label != ''")
    return template(alt.LayerChart(layer=[solid, hollow, labels, *spans.heads("approach", "datum.part == 'head'")]))
