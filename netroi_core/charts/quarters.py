"""Charts over quarters: value received and worked for, and net benefits added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any, Final, NamedTuple

import polars as pl

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame, tables
from netroi_core.charts.palette import APPROACH_COLORS, GAINED, MONEY
from netroi_core.quarters import Quarter
from netroi_core.trends.payback import TOTAL, Payback, payback_title
from netroi_core.trends.ripening import Ripeness, Ripening, rounded_share
from netroi_core.wording.wording import APPROACH_NAMES, NOT_AVAILABLE, Words, quarter_name
from netroi_core.workspace.fields import APPROACHES, Approach

# One quarter has nothing to compare its bars with: they need less room.
_HEIGHT, _HEIGHT_OF_ONE = 300, 180
# In pixels.
WIDEST_QUARTER: Final = 130
_LABEL_LINES: Final = 2
# The opacity of a bar's fill by its part; what has not come yet is an outline.
_FILLS: Final = {"received": 1, "work": 0.15, "ripening": 0, "open": 0}
_LABEL_HEIGHT: Final = 20
# A quarter's label has two lines; where there is little room, it is the year alone, at its first quarter.
_LABEL_BY_ROOM: Final = (
    "({quarters} * 31 < width ? split({quarter}, ' ') : slice({quarter}, 0, 2) == 'Q1' ? slice({quarter}, 3) : '')"
)


class _QuarterValues(NamedTuple):
    """A quarter with what it invested and received, and what its work led to; won, and what is expected beside it."""

    quarter: Quarter
    ripeness: Ripeness
    invested: float
    received: float
    expected: float
    worked: float
    expected_later: float

    @property
    def ends(self) -> tuple[float, ...]:
        return self.invested, self.received, self.worked + self.expected_later

    @property
    def amounts(self) -> tuple[float, ...]:
        """The amounts of the row of the table."""
        return self.invested, self.received, self.expected, self.worked, self.expected_later

    @property
    def cells(self) -> tuple[object, ...]:
        """The row of the table, with the percentage that usually comes later last."""
        share = self.ripeness.share_to_come
        return str(self.quarter), *self.amounts, None if share is None else share * 100


def values_chart(
    by_receipt: pl.DataFrame,
    by_work: pl.DataFrame,
    ripening: Ripening,
    words: Words,
    title: str,
) -> Chart:
    """Draw for each quarter what it received beside what its work led to, and on top of that what is still open.

    Both frames have the measures of the same quarters, by when value was received and by when the work was done,
    with won value in ``expected_value`` and ``open_value`` beside it.
    """
    quarters = _quarter_values(by_receipt, by_work, ripening)
    header = ("Quarter", "Invested", "Received, won", "Received, open", "From its work, won", "From its work, open",
              "Usually comes later")  # fmt: skip
    ends = chain.from_iterable(quarter.ends for quarter in quarters)
    amounts = chain.from_iterable(quarter.amounts for quarter in quarters)
    height = _HEIGHT if len(quarters) > 1 else _HEIGHT_OF_ONE
    return Chart(
        "value-by-quarter",
        title,
        _values_subtitle(
            any(quarter.expected_later > 0 for quarter in quarters),
            any(quarter.ripeness.is_ripening for quarter in quarters),
        ),
        f"{'; '.join(_values_sentence(quarter, words) for quarter in quarters)}.",
        _with_count(
            parts.with_linear_scale(_values_spec(), ends, words.compact_money, height, parts.UPRIGHT_ROOM),
            len(quarters),
        ),
        rows_frame(
            [mark for quarter in quarters for mark in _values_marks(quarter)],
            ("ordinal", "quarter", "lane", "part", "start", "value", "invested"),
        ),
        *tables(
            (*header[:-1], "Usually comes later, %"),
            [quarter.cells for quarter in quarters],
            (name_of_label, *[words.money_format(amounts)] * 5, partial(_share_to_come, words=words)),
            header,
        ),
    )


def _with_count(spec: Mapping[str, Any], quarters: int) -> dict[str, Any]:
    """Return a specification that knows how many quarters it draws, for the width of their bars."""
    return {**spec, "params": [*spec["params"], {"name": "count", "value": quarters}]}


def _quarter_values(by_receipt: pl.DataFrame, by_work: pl.DataFrame, ripening: Ripening) -> list[_QuarterValues]:
    quarters = [Quarter.from_ordinal(ordinal) for ordinal in by_receipt["quarter"]]
    columns = (
        by_receipt["total_cost"],
        *(frame[key] for frame in (by_receipt, by_work) for key in ("expected_value", "open_value")),
    )
    return [
        _QuarterValues(quarter, ripening.quarters[quarter], *amounts)
        for quarter, *amounts in zip(quarters, *columns, strict=True)
    ]


def _values_marks(quarter: _QuarterValues) -> list[tuple[object, ...]]:
    ordinal, name = quarter.quarter.ordinal, quarter_name(quarter.quarter)
    worked = quarter.worked
    return [
        (ordinal, name, "1", "received", 0.0, quarter.received, None),
        (ordinal, name, "2", "ripening" if quarter.ripeness.is_ripening else "work", 0.0, worked, None),
        # Not beside what was received as well: one open outcome would be two bars.
        (ordinal, name, "2", "open", worked, worked + quarter.expected_later, None),
        (ordinal, name, None, None, None, None, quarter.invested),
    ]


def _values_sentence(quarter: _QuarterValues, words: Words) -> str:
    parts_of_it = [
        f"invested {words.money(quarter.invested)}",
        f"received {words.money(quarter.received)}",
        f"its work led to {_with_open(quarter.worked, quarter.expected_later, words)}",
    ]
    developing = ", still developing" if quarter.ripeness.is_ripening else ""
    return f"{quarter_name(quarter.quarter)}: {', '.join(parts_of_it)}{developing}"


def _with_open(won: float, open_value: float, words: Words) -> str:
    """Return a won amount, and what is expected of open outcomes beside it, if anything."""
    return f"{words.money(won)} plus {words.money(open_value)} expected" if open_value > 0 else words.money(won)


def _values_subtitle(has_open: bool, is_any_ripening: bool) -> str:
    states = ["unfilled: still developing"] * is_any_ripening + ["dashed: open outcomes"] * has_open
    note = f" ({'; '.join(states)})" if states else ""
    return f"Left bar: received in the quarter. Right bar: won by its work so far{note}. Gray line: invested."


def cumulative_chart(
    window: Sequence[Quarter], paybacks: Mapping[str, Payback], words: Words, *, judges_payback: bool = True
) -> Chart:
    """Draw the cumulative net benefit of each approach over the quarters, with a dot where it paid back.

    With ``judges_payback`` False, where money isn't the point, the title calls nothing unpaid.
    """
    tried = [approach for approach in APPROACHES if paybacks[approach].is_tried]
    quarters = [quarter_name(quarter) for quarter in window]
    ends = chain.from_iterable(paybacks[approach].net_benefits for approach in tried)
    spec = parts.with_linear_scale(_cumulative_spec(), ends, words.compact_money, _HEIGHT, parts.UPRIGHT_ROOM)
    heights = _label_heights({approach: paybacks[approach].net_benefit for approach in tried}, spec)
    rows = [row for approach in tried for row in _rows(approach, window, paybacks[approach], heights[approach], words)]
    net_benefits = [paybacks[key].net_benefits for key in (*APPROACHES, TOTAL)]
    return Chart(
        "cumulative",
        payback_title(paybacks) if judges_payback else "What you won, less what you put in",
        f"Running total since {quarters[0]}: won minus invested. The dot marks payback.",
        f"{'; '.join(_payback_sentence(approach, paybacks[approach], quarters[-1], words) for approach in tried)}.",
        {**spec, "params": [*spec["params"], {"name": "quarters", "value": quarters}]},
        rows_frame(rows, ("at", "approach", "color", "net_benefit", "is_payback", "label_at", "label")),
        *tables(
            ("Quarter", *parts.NAMES, "All together"),
            zip(map(str, window), *net_benefits, strict=True),
            (name_of_label, *[words.money_format(chain(*net_benefits))] * len(net_benefits)),
        ),
    )


def _label_heights(net_benefits: Mapping[Approach, float], spec: Mapping[str, Any]) -> dict[Approach, float]:
    """Return where the label of each line stands: at its end, or beside it where labels would meet or be cut."""
    low, high = (param["value"] for param in spec["params"][:2])
    room = (high - low) * _LABEL_LINES * _LABEL_HEIGHT / _HEIGHT
    return keep_inside(spread_labels(net_benefits, room), room, (low + room / 2, high - room / 2))


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
    if payback.fell_behind:
        when = f"paid back, then fell behind again in {quarter_name(payback.fell_behind)}"
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


def _share_to_come(percent: float | None, words: Words) -> str:
    return NOT_AVAILABLE if percent is None else rounded_share(percent / 100, words)


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


def keep_inside(heights: Mapping[Approach, float], least: float, ends: tuple[float, float]) -> dict[Approach, float]:
    """Clamp heights to the ends, and push others out of their way.

    >>> keep_inside({"group_events": -4.0, "one_on_one": -1.0, "social_media": 9.0}, 3, (0, 10))
    {'group_events': 0, 'one_on_one': 3, 'social_media': 9.0}
    """
    inside: dict[Approach, float] = {}
    lowest, highest = ends
    upward = sorted(heights, key=heights.__getitem__)
    for approach in upward:
        inside[approach] = max(heights[approach], lowest)
        lowest = inside[approach] + least
    for approach in reversed(upward):
        inside[approach] = min(inside[approach], highest)
        highest = inside[approach] - least
    return inside


@cache
def _values_spec() -> Mapping[str, Any]:
    in_order = alt.EncodingSortField("ordinal", op="min")
    label = _LABEL_BY_ROOM.format(quarters="length(domain('x'))", quarter="datum.label")
    quarters = alt.Axis(labelExpr=label, labelAngle=0, grid=False)
    # A few quarters stand at the left in bars of the usual width, instead of filling the whole width. By the range:
    # Vega cuts an outer padding off at one bar.
    room: Any = [0, alt.ExprRef(f"min(width, {WIDEST_QUARTER} * count)")]
    bands = alt.Scale(paddingInner=0.2, paddingOuter=0.1, range=room)
    base = parts.rows(alt.X("quarter:O", sort=in_order, title=None, axis=quarters, scale=bands))
    bars = base.encode(
        alt.XOffset("lane:N", scale=alt.Scale(paddingInner=0.1)),
        alt.Y("value:Q", title=None, axis=parts.scaled_axis(grid=True), scale=parts.linear_scale(), stack=None),
        alt.Y2("start:Q"),
    )
    outline = alt.condition("datum.value > datum.start", alt.value(1.5), alt.value(0))
    # As wide as the line of what was invested: Streamlit's bars are narrower, and off its middle.
    bars = bars.mark_bar(color=GAINED, stroke=GAINED, width={"band": 1})
    bars = bars.encode(*parts.fill_of_part(_FILLS), strokeWidth=outline)
    invested = base.mark_tick(thickness=3, color=MONEY, opacity=1).encode(alt.Y("invested:Q"))
    return parts.to_spec(
        bars.transform_filter("isValid(datum.value)"),
        invested.transform_filter("isValid(datum.invested)"),
    )


@cache
def _cumulative_spec() -> Mapping[str, Any]:
    last = "(length(quarters) - 1)"
    width = alt.Scale(domainMin=-0.3, domainMax=alt.ExprRef(f"{last} * width / max(width - 110, 100)"), nice=False)
    base = parts.rows(alt.X("at:Q", axis=quarter_axis(), scale=width), parts.own_color())
    sums = alt.Y("net_benefit:Q", title=None, axis=parts.scaled_axis(grid=True), scale=parts.linear_scale())
    lines = base.mark_line(strokeWidth=2.5).encode(sums, alt.Detail("approach:N"))
    # Hidden from screen readers: before anything paid back, the group would be an image without a text.
    dots = base.mark_point(filled=True, size=110, opacity=1, aria=False).encode(alt.Y("net_benefit:Q"))
    zero = base.mark_line(strokeWidth=1, aria=False).encode(alt.Y(datum=0), alt.Color(value=MONEY))
    at_ends = parts.rows(alt.X("at:Q"), alt.Y("label_at:Q"), alt.Text("label:N"))
    labels = at_ends.mark_text(align="left", baseline="middle", dx=8, fontSize=13, fontWeight=600, lineBreak="\n")
    return parts.to_spec(
        zero,
        lines.transform_filter("isValid(datum.net_benefit)"),
        dots.transform_filter("datum.is_payback"),
        labels.transform_filter("datum.label != ''"),
    )
