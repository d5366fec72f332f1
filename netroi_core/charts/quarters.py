"""Charts over quarters: what each one reaped and sowed, and the net benefit of each approach added up."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

import altair as alt
import polars as pl

from netroi_core.charts import parts
from netroi_core.charts.chart import APPROACH_COLORS, GAINED, MONEY, Chart, rows_frame, tables
from netroi_core.quarters import Quarter
from netroi_core.trends.payback import TOTAL, Payback, payback_title
from netroi_core.trends.ripening import Ripening, paid_title, rounded_share
from netroi_core.wording.wording import APPROACH_NAMES, NOT_AVAILABLE, Words, quarter_name
from netroi_core.workspace.fields import APPROACHES, Approach

_HEIGHT: Final = 300
_LABEL_LINES: Final = 2
_LABEL_HEIGHT: Final = 20
# A quarter's label has two lines; where there is little room, it is the year alone, at its first quarter.
_LABEL_BY_ROOM: Final = (
    "({quarters} * 31 < width ? split({quarter}, ' ') : slice({quarter}, 0, 2) == 'Q1' ? slice({quarter}, 3) : '')"
)


def sown_and_reaped_chart(
    reaped: pl.DataFrame, sown: pl.DataFrame, net_benefits: Mapping[Quarter, float], ripening: Ripening, words: Words
) -> Chart:
    """Draw for each quarter what it reaped beside what it sowed.

    Both frames have the measures of the same quarters, reaped in the realised view and sown in the invested view.
    """
    quarters = [Quarter.from_ordinal(ordinal) for ordinal in reaped["quarter"]]
    costs, gains, seeds = reaped["total_cost"], reaped["expected_value"], sown["expected_value"]
    ripenesses = [ripening.quarters[quarter] for quarter in quarters]
    rows: list[tuple[object, ...]] = []
    sentences = []
    for quarter, cost, gain, seed, ripeness in zip(quarters, costs, gains, seeds, ripenesses, strict=True):
        name, is_ripening = quarter_name(quarter), ripeness.is_ripening
        rows += [
            (quarter.ordinal, name, "1", "reaped", gain, None),
            (quarter.ordinal, name, "2", "ripening" if is_ripening else "sown", seed, None),
            (quarter.ordinal, name, None, None, None, cost),
        ]
        amounts = f"invested {words.money(cost)}, reaped {words.money(gain)}, sowed {words.money(seed)}"
        sentences.append(f"{name}: {amounts}{', still ripening' if is_ripening else ''}")
    is_any_ripening = any(ripeness.is_ripening for ripeness in ripenesses)
    shares = [None if r.share_to_come is None else r.share_to_come * 100 for r in ripenesses]
    header = ("Quarter", "Invested", "Reaped", "Sowed, so far", "Usually comes later")
    return Chart(
        "sown-reaped",
        paid_title(net_benefits, ripening),
        "Filled: reaped in the quarter. Outlined: what it sowed has brought so far"
        f"{', dashed where still ripening' if is_any_ripening else ''}. Grey marks: invested.",
        f"{'; '.join(sentences)}.",
        parts.with_linear_scale(_sown_and_reaped_spec(), [*costs, *gains, *seeds], words.compact_money, _HEIGHT),
        rows_frame(rows, ("ordinal", "quarter", "lane", "part", "value", "invested")),
        *tables(
            (*header[:-1], "Usually comes later, %"),
            zip(map(str, quarters), costs, gains, seeds, shares, strict=True),
            (name_of_label, *[words.exact_money] * 3, _share_to_come),
            header,
        ),
    )


def cumulative_chart(window: Sequence[Quarter], paybacks: Mapping[str, Payback], words: Words) -> Chart:
    """Draw the cumulative net benefit of each approach over the quarters, with a dot where it paid back."""
    tried = [approach for approach in APPROACHES if paybacks[approach].is_tried]
    quarters = [quarter_name(quarter) for quarter in window]
    ends = chain.from_iterable(paybacks[approach].net_benefits for approach in tried)
    spec = parts.with_linear_scale(_cumulative_spec(), ends, words.compact_money, _HEIGHT)
    low, high = (param["value"] for param in spec["params"][:2])
    heights = spread_labels(
        {approach: paybacks[approach].net_benefit for approach in tried},
        (high - low) * _LABEL_LINES * _LABEL_HEIGHT / _HEIGHT,
    )
    rows = [row for approach in tried for row in _rows(approach, window, paybacks[approach], heights[approach], words)]
    net_benefits = (paybacks[key].net_benefits for key in (*APPROACHES, TOTAL))
    return Chart(
        "cumulative",
        payback_title(paybacks),
        f"Gained less invested since {quarters[0]}, added up. "
        "The dot marks the quarter since which it stays above zero.",
        f"{'; '.join(_payback_sentence(approach, paybacks[approach], quarters[-1], words) for approach in tried)}.",
        {**spec, "params": [*spec["params"], {"name": "quarters", "value": quarters}]},
        rows_frame(rows, ("at", "approach", "color", "net_benefit", "is_payback", "label_at", "label")),
        *tables(
            ("Quarter", *parts.NAMES, "All together"),
            zip(map(str, window), *net_benefits, strict=True),
            (name_of_label, *[words.exact_money] * (len(APPROACHES) + 1)),
        ),
    )


def _rows(
    approach: Approach, window: Sequence[Quarter], payback: Payback, height: float, words: Words
) -> list[tuple[object, ...]]:
    color = APPROACH_COLORS[approach]
    rows: list[tuple[object, ...]] = [
        (at, approach, color, net_benefit, quarter == payback.quarter, None, "")
        for at, (quarter, net_benefit) in enumerate(zip(window, payback.net_benefits, strict=True))
    ]
    label = f"{APPROACH_NAMES[approach]}\n{words.money(payback.net_benefit)}"
    return [*rows, (len(window) - 1, approach, color, None, False, height, label)]


def _payback_sentence(approach: Approach, payback: Payback, last: str, words: Words) -> str:
    when = f"paid back in {quarter_name(payback.quarter)}" if payback.quarter else "not paid back"
    return f"{APPROACH_NAMES[approach]}: {words.money(payback.net_benefit)} by {last}, {when}"


def quarter_axis() -> alt.Axis:
    """Return an axis of positions from 0, labeled by the parameter ``quarters``, the names of the quarters in order."""
    return alt.Axis(
        values=alt.ExprRef("sequence(length(quarters))"),
        labelExpr=_LABEL_BY_ROOM.format(quarters="(length(quarters) + 3)", quarter="quarters[datum.value]"),
        labelAngle=0,
        grid=False,
        title=None,
        tickCount=alt.ExprRef("length(quarters)"),
        labelFlush=False,
    )


def name_of_label(label: str) -> str:
    """Return the name of a quarter from its label: Q3 2026 for 2026-Q3."""
    return quarter_name(Quarter.parse(label))


def _share_to_come(percent: float | None) -> str:
    return NOT_AVAILABLE if percent is None else rounded_share(percent / 100)


def spread_labels(heights: Mapping[Approach, float], least: float) -> dict[Approach, float]:
    """Move heights that are closer than the least distance apart, in their order, around their mean.

    >>> spread_labels({"group_events": 0.0, "one_on_one": 1.0, "social_media": 9.0}, 3)
    {'group_events': -1.0, 'one_on_one': 2.0, 'social_media': 9.0}
    """
    groups: list[list[Approach]] = []
    means: list[float] = []
    for approach in sorted(heights, key=heights.__getitem__):
        groups.append([approach])
        means.append(heights[approach])
        while len(groups) > 1 and means[-1] - means[-2] < least * (len(groups[-1]) + len(groups[-2])) / 2:
            upper, mean = groups.pop(), means.pop()
            means[-1] = (means[-1] * len(groups[-1]) + mean * len(upper)) / (len(groups[-1]) + len(upper))
            groups[-1] += upper
    return {
        approach: mean + (position - (len(group) - 1) / 2) * least
        for group, mean in zip(groups, means, strict=True)
        for position, approach in enumerate(group)
    }


@cache
def _sown_and_reaped_spec() -> Mapping[str, Any]:
    in_order = alt.EncodingSortField("ordinal", op="min")
    label = _LABEL_BY_ROOM.format(quarters="length(domain('x'))", quarter="datum.label")
    quarters = alt.Axis(labelExpr=label, labelAngle=0, grid=False)
    base = parts.rows(alt.X("quarter:O", sort=in_order, title=None, axis=quarters))
    bars = base.encode(
        alt.XOffset("lane:N"),
        alt.Y("value:Q", title=None, axis=parts.scaled_axis(grid=True), scale=parts.linear_scale(), stack=None),
    )
    reaped = bars.mark_bar(color=GAINED).transform_filter("datum.part == 'reaped'")
    sown = bars.mark_bar(color=GAINED, fillOpacity=0.15, stroke=GAINED, strokeWidth=1.5)
    ripening = bars.mark_bar(filled=False, stroke=GAINED, strokeWidth=1.5, strokeDash=[3, 3])
    invested = base.mark_tick(thickness=3, color=MONEY, opacity=1).encode(alt.Y("invested:Q"))
    return parts.to_spec(
        reaped,
        sown.transform_filter("datum.part == 'sown'"),
        ripening.transform_filter("datum.part == 'ripening'"),
        invested.transform_filter("isValid(datum.invested)"),
    )


@cache
def _cumulative_spec() -> Mapping[str, Any]:
    last = "(length(quarters) - 1)"
    width = alt.Scale(domainMin=-0.3, domainMax=alt.ExprRef(f"{last} * width / max(width - 110, 100)"), nice=False)
    base = parts.rows(alt.X("at:Q", axis=quarter_axis(), scale=width), parts.own_color())
    sums = alt.Y("net_benefit:Q", title=None, axis=parts.scaled_axis(grid=True), scale=parts.linear_scale())
    lines = base.mark_line(strokeWidth=2.5).encode(sums, alt.Detail("approach:N"))
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(alt.Y("net_benefit:Q"))
    zero = base.mark_line(strokeWidth=1, aria=False).encode(alt.Y(datum=0), alt.Color(value=MONEY))
    at_ends = parts.rows(alt.X("at:Q"), alt.Y("label_at:Q"), alt.Text("label:N"))
    labels = at_ends.mark_text(align="left", baseline="middle", dx=8, fontSize=13, fontWeight=600, lineBreak="\n")
    return parts.to_spec(
        zero,
        lines.transform_filter("isValid(datum.net_benefit)"),
        dots.transform_filter("datum.is_payback"),
        labels.transform_filter("datum.label != ''"),
    )
