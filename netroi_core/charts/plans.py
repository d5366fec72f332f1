"""Plans for a quarter beside each other: what each would return, and the hours that it takes."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import approaches, spans
from netroi_core.charts.chart import ROWS, Chart, axis, drawn, frame_of, scale, template
from netroi_core.charts.palette import MONEY
from netroi_core.planning.mix import Effort, Mix
from netroi_core.planning.outlook import Forecast
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES

Plans = Sequence[tuple[str, Mix, Forecast]]
"""The name of each plan with its mix and what is expected of it."""

_FURTHEST: Final = 4
"""How many times the largest benefit or cost is still drawn; beyond, a bar is cut off, and its label tells its end."""


def returned(plans: Plans, title: str, words: Words) -> Chart:
    """The net benefit to expect of each plan, as spans."""
    furthest = _FURTHEST * max(max(abs(f.expected), f.cost) for _, _, f in plans)
    rows = [
        (name, f.low, f.expected, min(f.high, furthest), f"{words.money(f.expected)} ({_span(f, words)})", MONEY)
        for name, _, f in plans
    ]
    header = ("", "Hours", "Money", "Invested", "Low", "Expected", "High", "Beats what you do now")
    figures = [
        (name, f.hours, f.money, f.cost, f.low, f.expected, f.high, 100 * f.beats_present) for name, _, f in plans
    ]
    ends = [end for _, low, _, high, *_ in rows for end in (low, high)]
    return Chart(
        "plans",
        title,
        "Net benefit of such quarters on average, 9 in 10 likely within the bar; luck comes on top.",
        " ".join(f"{name}: {words.money(each.expected)}, {_span(each, words)}." for name, _, each in plans),
        drawn(_returned(), ends, words.compact_money, spans.ROW_HEIGHT * len(rows)),
        frame_of(rows, ("plan", "low", "middle", "high", "label", "colour")),
        (header, tuple(figures)),
        lambda: (
            header,
            tuple(
                (name, words.hours(round(hours, 1)), *map(words.money, amounts), words.percent(beats))
                for name, hours, *amounts, beats in figures
            ),
        ),
    )


def taken(plans: Plans, title: str, words: Words) -> Chart:
    """The hours of each plan by approach, with its hours and money in all."""
    efforts = [(name, [mix.get(approach, Effort()) for approach in APPROACHES]) for name, mix, _ in plans]
    labels = {name: f"{words.hours(round(f.hours))}, {words.money(f.money)}" for name, _, f in plans}
    rows: list[tuple[object, ...]] = [
        (name, approach, each.hours, "")
        for name, of_each in efforts
        for approach, each in zip(approaches.names(), of_each, strict=True)
    ]
    rows += [(name, None, None, label) for name, label in labels.items()]
    header = ("", *(f"{name}, {what}" for name in approaches.names() for what in ("hours", "money")))
    return Chart(
        "plan-hours",
        title,
        "Hours of the quarter, by approach.",
        " ".join(f"{name}: {label}." for name, label in labels.items()),
        drawn(_taken(), [f.hours for _, _, f in plans], words.hours, spans.ROW_HEIGHT * len(plans)),
        frame_of(rows, ("plan", "approach", "hours", "label")),
        (header, tuple((name, *(part for e in of_each for part in (e.hours, e.money))) for name, of_each in efforts)),
        lambda: (
            header,
            tuple(
                (name, *(part for e in of_each for part in (words.hours(round(e.hours, 1)), words.money(e.money))))
                for name, of_each in efforts
            ),
        ),
    )


def _span(forecast: Forecast, words: Words) -> str:
    return f"{words.money(forecast.low)} to {words.money(forecast.high)}"


@cache
def _returned() -> Mapping[str, Any]:
    return template(spans.layers("plan", scale(), break_even=0))


@cache
def _taken() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("plan:N", sort=None, title=None, axis=None),
        alt.X("hours:Q", axis=axis(), scale=scale(), title=None),
    )
    bars = base.mark_bar(height=12, yOffset=spans.LOWERED, cornerRadiusEnd=0).encode(
        approaches.colours(alt.Legend(orient="bottom")), alt.Order("approach:N")
    )
    stacked = bars.transform_filter("datum.label == ''")
    return template(alt.LayerChart(layer=[stacked, *spans.heads("plan", "datum.label != ''")]))
