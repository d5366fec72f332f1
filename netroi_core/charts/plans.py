"""Charts that compare plans for a quarter: the net benefit that each would return, and the hours that it takes."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

import altair as alt

from netroi_core.charts import chart
from netroi_core.charts.chart import Chart
from netroi_core.charts.palette import MONEY
from netroi_core.charts.rows import LOWERED, NAMES, ROW_HEIGHT, approach_color, headings, intervals
from netroi_core.planning.mix import Effort, Mix
from netroi_core.planning.outlook import Forecast
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES

# Each plan by name, with its mix and its forecast.
NamedPlans = Sequence[tuple[str, Mix, Forecast]]

# Bars are cut off at this multiple of the largest benefit or cost; their labels tell where they end.
_FURTHEST: Final = 4


def benefit_chart(plans: NamedPlans, title: str, words: Words) -> Chart:
    """Draw the net benefit to expect of each plan, as 90% intervals."""
    furthest = _FURTHEST * max(max(abs(forecast.expected), forecast.cost) for _, _, forecast in plans)
    rows = [
        (name, f.low, f.expected, min(f.high, furthest), f"{words.money(f.expected)} ({_range(f, words)})", MONEY)
        for name, _, f in plans
    ]
    return Chart(
        "plans",
        title,
        "Net benefit of such quarters on average, 9 in 10 likely within the bar; luck comes on top.",
        " ".join(f"{name}: {words.money(f.expected)}, {_range(f, words)}." for name, _, f in plans),
        chart.with_linear_scale(
            _benefit_spec(),
            [end for _, low, _, high, *_ in rows for end in (low, high)],
            words.compact_money,
            ROW_HEIGHT * len(rows),
        ),
        chart.rows_frame(rows, ("plan", "low", "middle", "high", "label", "color")),
        *chart.tables(
            ("", "Hours", "Money", "Invested", "Low", "Expected", "High", "Beats what you do now"),
            [
                (name, f.hours, f.money, f.cost, f.low, f.expected, f.high, 100 * f.beats_present)
                for name, _, f in plans
            ],
            (None, _rounded_hours(words), *[words.money] * 5, words.percent),
        ),
    )


def hours_chart(plans: NamedPlans, title: str, words: Words) -> Chart:
    """Draw the hours of each plan by approach, with its total hours and money as the label."""
    labels = {name: f"{words.hours(round(f.hours))}, {words.money(f.money)}" for name, _, f in plans}
    rows: list[tuple[object, ...]] = [
        (name, approach, effort.hours, "")
        for name, mix, _ in plans
        for approach, effort in zip(NAMES, _efforts(mix), strict=True)
    ]
    rows += [(name, None, None, label) for name, label in labels.items()]
    return Chart(
        "plan-hours",
        title,
        "Hours of the quarter, by approach.",
        " ".join(f"{name}: {label}." for name, label in labels.items()),
        chart.with_linear_scale(_hours_spec(), [f.hours for _, _, f in plans], words.hours, ROW_HEIGHT * len(plans)),
        chart.rows_frame(rows, ("plan", "approach", "hours", "label")),
        *chart.tables(
            ("", *(f"{name}, {part}" for name in NAMES for part in ("hours", "money"))),
            [(name, *chain.from_iterable((e.hours, e.money) for e in _efforts(mix))) for name, mix, _ in plans],
            (None, *(_rounded_hours(words), words.money) * len(NAMES)),
        ),
    )


def _efforts(mix: Mix) -> list[Effort]:
    return [mix.get(approach, Effort()) for approach in APPROACHES]


def _range(forecast: Forecast, words: Words) -> str:
    return f"{words.money(forecast.low)} to {words.money(forecast.high)}"


def _rounded_hours(words: Words) -> Callable[[float], str]:
    return lambda hours: words.hours(round(hours, 1))


@cache
def _benefit_spec() -> Mapping[str, Any]:
    return chart.to_spec(intervals("plan", chart.linear_scale(), break_even=0))


@cache
def _hours_spec() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=chart.ROWS)).encode(
        alt.Y("plan:N", sort=None, title=None, axis=None),
        alt.X("hours:Q", axis=chart.scaled_axis(), scale=chart.linear_scale(), title=None),
    )
    bars = base.mark_bar(height=12, yOffset=LOWERED, cornerRadiusEnd=0).encode(
        approach_color(alt.Legend(orient="bottom")), alt.Order("approach:N")
    )
    stacked = bars.transform_filter("datum.label == ''")
    return chart.to_spec(alt.LayerChart(layer=[stacked, *headings("plan", "datum.label != ''")]))
