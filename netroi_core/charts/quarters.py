"""How it went, quarter by quarter: what each reaped and sowed, and what each approach has brought so far."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import polars as pl

from netroi_core.charts import approaches
from netroi_core.charts.chart import ROWS, Chart, axis, drawn, frame_of, scale, template
from netroi_core.charts.palette import APPROACH_COLOURS, GAINED, MONEY
from netroi_core.quarters import Quarter
from netroi_core.trends.payback import TOTAL, Payback
from netroi_core.trends.ripening import Ripening
from netroi_core.trends.words import about, paid_title, payback_title
from netroi_core.wording.wording import APPROACH_NAMES, NOT_AVAILABLE, Words, quarter_name
from netroi_core.workspace.fields import APPROACHES

_HEIGHT: Final = 300
_LABEL_LINES: Final = 2
_LABEL_HEIGHT: Final = 20
_BY_ROOM: Final = (
    "({quarters} * 31 < width ? split({quarter}, ' ') : slice({quarter}, 0, 2) == 'Q1' ? slice({quarter}, 3) : '')"
)
"""A quarter's label, of two lines; where there is little room, the year alone, at its first quarter."""


def sown_and_reaped(
    reaped: pl.DataFrame, sown: pl.DataFrame, net_benefits: Mapping[Quarter, float], ripening: Ripening, words: Words
) -> Chart:
    """For each quarter what it reaped beside what it sowed; frames by quarter, as of measures, in either view."""
    quarters = [Quarter.from_ordinal(ordinal) for ordinal in reaped["quarter"]]
    costs, gains, seeds = reaped["total_cost"], reaped["expected_value"], sown["expected_value"]
    each = list(zip(quarters, costs, gains, seeds, [ripening.quarters[q] for q in quarters], strict=True))
    rows: list[tuple[object, ...]] = []
    for quarter, cost, gain, seed, ripe in each:
        at = (quarter.ordinal, quarter_name(quarter))
        rows += [(*at, "1", "reaped", gain, None), (*at, "2", "ripening" if ripe.is_ripening else "sown", seed, None)]
        rows.append((*at, None, None, None, cost))
    marked = any(ripe.is_ripening for *_, ripe in each)
    said = [
        f"{quarter_name(quarter)}: invested {words.money(cost)}, reaped {words.money(gain)}, sowed {words.money(seed)}"
        + (", still ripening" if ripe.is_ripening else "")
        for quarter, cost, gain, seed, ripe in each
    ]
    header = ("Quarter", "Invested", "Reaped", "Sowed, so far", "Usually comes later, %")
    shares = [None if ripe.share_to_come is None else ripe.share_to_come * 100 for *_, ripe in each]
    return Chart(
        "sown-reaped",
        paid_title(net_benefits, ripening),
        "Filled: reaped in the quarter. Outlined: what it sowed has brought so far"
        f"{', dashed where still ripening' if marked else ''}. Grey marks: invested.",
        f"{'; '.join(said)}.",
        drawn(_sown_and_reaped(), [*costs, *gains, *seeds], words.compact_money, _HEIGHT),
        frame_of(rows, ("place", "quarter", "lane", "part", "value", "invested")),
        (header, tuple((str(q), *more, share) for (q, *more, _), share in zip(each, shares, strict=True))),
        lambda: (
            (*header[:-1], "Usually comes later"),
            tuple(
                (
                    quarter_name(quarter),
                    *map(words.exact_money, amounts),
                    NOT_AVAILABLE if ripe.share_to_come is None else about(ripe.share_to_come),
                )
                for quarter, *amounts, ripe in each
            ),
        ),
    )


def cumulative(window: Sequence[Quarter], paybacks: Mapping[str, Payback], words: Words) -> Chart:
    """The net benefit of each approach up to and with each quarter, with a dot where it paid back."""
    tried = [approach for approach in APPROACHES if paybacks[approach].is_tried]
    names = [quarter_name(quarter) for quarter in window]
    sums = [net_benefit for approach in tried for net_benefit in paybacks[approach].net_benefits]
    spec = drawn(_cumulative(), sums, words.compact_money, _HEIGHT)
    low, high = (param["value"] for param in spec["params"][:2])
    ends = {str(approach): paybacks[approach].net_benefit for approach in tried}
    heights = _apart(ends, (high - low) * _LABEL_LINES * _LABEL_HEIGHT / _HEIGHT)
    rows: list[tuple[object, ...]] = []
    for approach in tried:
        found, colour = paybacks[approach], APPROACH_COLOURS[approach]
        for place, (quarter, net_benefit) in enumerate(zip(window, found.net_benefits, strict=True)):
            rows.append((place, approach, colour, net_benefit, quarter == found.quarter, None, ""))
        label = f"{APPROACH_NAMES[approach]}\n{words.money(found.net_benefit)}"
        rows.append((len(window) - 1, approach, colour, None, False, heights[approach], label))
    each = [
        f"{APPROACH_NAMES[approach]}: {words.money(paybacks[approach].net_benefit)} by {names[-1]}, "
        + (f"paid back in {quarter_name(back)}" if (back := paybacks[approach].quarter) else "not paid back")
        for approach in tried
    ]
    header = ("Quarter", *approaches.names(), "All together")
    columns = [paybacks[key].net_benefits for key in (*APPROACHES, TOTAL)]
    table = list(zip(*columns, strict=True))
    return Chart(
        "cumulative",
        payback_title(paybacks),
        f"Gained less invested since {names[0]}, added up. The dot marks the quarter since which it stays above zero.",
        f"{'; '.join(each)}.",
        {**spec, "params": [*spec["params"], {"name": "quarters", "value": names}]},
        frame_of(rows, ("place", "approach", "colour", "net_benefit", "is_payback", "label_at", "label")),
        (header, tuple((str(quarter), *row) for quarter, row in zip(window, table, strict=True))),
        lambda: (
            header,
            tuple((name, *map(words.exact_money, row)) for name, row in zip(names, table, strict=True)),
        ),
    )


def places() -> alt.Axis:
    """An axis of places from 0, labelled by the parameter ``quarters``, the names of the quarters in their order."""
    return alt.Axis(
        values=alt.ExprRef("sequence(length(quarters))"),
        labelExpr=_BY_ROOM.format(quarters="(length(quarters) + 3)", quarter="quarters[datum.value]"),
        labelAngle=0,
        grid=False,
        title=None,
        tickCount=alt.ExprRef("length(quarters)"),
        labelFlush=False,
    )


def _apart(heights: Mapping[str, float], least: float) -> dict[str, float]:
    """The heights moved apart where they are closer than the least distance, in their order, around where they were."""
    ordered = sorted(heights, key=heights.__getitem__)
    moved: list[list[str]] = []
    middle: list[float] = []
    for key in ordered:
        moved.append([key])
        middle.append(heights[key])
        while len(moved) > 1 and middle[-1] - middle[-2] < least * (len(moved[-1]) + len(moved[-2])) / 2:
            upper, at = moved.pop(), middle.pop()
            middle[-1] = (middle[-1] * len(moved[-1]) + at * len(upper)) / (len(moved[-1]) + len(upper))
            moved[-1] += upper
    return {
        key: at + (place - (len(group) - 1) / 2) * least
        for group, at in zip(moved, middle, strict=True)
        for place, key in enumerate(group)
    }


@cache
def _sown_and_reaped() -> Mapping[str, Any]:
    by_place = alt.EncodingSortField("place", op="min")
    label = _BY_ROOM.format(quarters="length(domain('x'))", quarter="datum.label")
    quarters = alt.Axis(labelExpr=label, labelAngle=0, grid=False)
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(alt.X("quarter:O", sort=by_place, title=None, axis=quarters))
    bars = base.encode(
        alt.XOffset("lane:N"), alt.Y("value:Q", title=None, axis=axis(grid=True), scale=scale(), stack=None)
    )
    reaped = bars.mark_bar(color=GAINED).transform_filter("datum.part == 'reaped'")
    sown = bars.mark_bar(color=GAINED, fillOpacity=0.15, stroke=GAINED, strokeWidth=1.5)
    ripening = bars.mark_bar(filled=False, stroke=GAINED, strokeWidth=1.5, strokeDash=[3, 3])
    invested = base.mark_tick(thickness=3, color=MONEY, opacity=1).encode(alt.Y("invested:Q"))
    return template(
        reaped
        + sown.transform_filter("datum.part == 'sown'")
        + ripening.transform_filter("datum.part == 'ripening'")
        + invested.transform_filter("isValid(datum.invested)")
    )


@cache
def _cumulative() -> Mapping[str, Any]:
    last = "(length(quarters) - 1)"
    reach = alt.Scale(domainMin=-0.3, domainMax=alt.ExprRef(f"{last} * width / max(width - 110, 100)"), nice=False)
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.X("place:Q", axis=places(), scale=reach), alt.Color("colour:N", scale=None)
    )
    sums = alt.Y("net_benefit:Q", title=None, axis=axis(grid=True), scale=scale())
    lines = base.mark_line(strokeWidth=2.5).encode(sums, alt.Detail("approach:N"))
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(alt.Y("net_benefit:Q"))
    zero = base.mark_line(strokeWidth=1, aria=False).encode(alt.Y(datum=0), alt.Color(value=MONEY))
    ends = (
        alt.Chart(alt.NamedData(name=ROWS))
        .mark_text(align="left", baseline="middle", dx=8, fontSize=13, fontWeight=600, lineBreak="\n")
        .encode(alt.X("place:Q"), alt.Y("label_at:Q"), alt.Text("label:N"))
    )
    return template(
        zero
        + lines.transform_filter("isValid(datum.net_benefit)")
        + dots.transform_filter("datum.is_payback")
        + ends.transform_filter("datum.label != ''")
    )
