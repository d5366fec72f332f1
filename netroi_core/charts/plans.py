"""Charts that compare plans for a quarter: the net benefit that each would return, and the hours that it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame, tables
from netroi_core.charts.palette import MONEY
from netroi_core.planning.mix import Mix
from netroi_core.planning.outlook import Forecast
from netroi_core.wording.wording import Words, whole
from netroi_core.workspace.fields import APPROACHES

# Each plan by name, with its mix and its forecast.
NamedPlans = Sequence[tuple[str, Mix, Forecast]]

# Bars are cut off at this multiple of the largest benefit or cost; their labels tell where they end.
_FURTHEST: Final = 4


def benefit_chart(plans: NamedPlans, title: str, words: Words, note: str = "") -> Chart:
    """Draw the net benefit to expect of each plan, as 90% intervals; a note ends the subtitle."""
    furthest = _FURTHEST * max(max(abs(forecast.expected), forecast.cost) for _, _, forecast in plans)
    bars, sentences = [], []
    for name, _, f in plans:
        expected, *range_ends = (words.whole_money(point) for point in (f.expected, f.low, f.high))
        low_to_high = " to ".join(range_ends)
        low, high, beyond = parts.cut_off(f.low, f.high, -furthest, furthest)
        bars.append((name, low, f.expected, high, beyond, f"{expected} ({low_to_high})", MONEY))
        sentences.append(f"{name}: {expected}, {low_to_high}.")
    ends = [end for _, low, _, high, *_ in bars for end in (low, high)]
    return Chart(
        "plans",
        title,
        f"Estimated average per quarter, after money and time. The outline is the {words.percent(90)} range; a single "
        f"quarter can vary more.{note and f' {note}'}",
        " ".join(sentences),
        parts.with_linear_scale(_benefit_spec(), ends, words.compact_money, parts.ROW_HEIGHT * len(bars)),
        rows_frame(bars, ("plan", "low", "middle", "high", "beyond", "label", "color")),
        *tables(
            ("", "Hours", "Money", "Invested", "Low", "Expected", "High", "Beats your usual quarter"),
            [
                (name, f.hours, f.money, f.cost, f.low, f.expected, f.high, 100 * f.beats_present)
                for name, _, f in plans
            ],
            (None, _rounded_hours(words), *[words.money] * 5, words.percent),
        ),
    )


def hours_chart(plans: NamedPlans, title: str, words: Words) -> Chart:
    """Draw the hours of each plan by approach, with its total hours and money as the label."""
    bars, labels, table = [], [], []
    for name, mix, forecast in plans:
        efforts = [mix[approach] for approach in APPROACHES]
        bars += [(name, approach, effort.hours, "") for approach, effort in zip(parts.NAMES, efforts, strict=True)]
        labels.append((name, None, None, f"{words.hours(whole(forecast.hours))}, {words.money(forecast.money)}"))
        table.append((name, *chain.from_iterable((effort.hours, effort.money) for effort in efforts)))
    height, hours = parts.ROW_HEIGHT * len(plans), [forecast.hours for *_, forecast in plans]
    return Chart(
        "plan-hours",
        title,
        "Hours of the quarter, by approach.",
        " ".join(f"{name}: {label}." for name, *_, label in labels),
        parts.with_linear_scale(_hours_spec(), hours, words.hours, height),
        rows_frame([*bars, *labels], ("plan", "approach", "hours", "label")),
        *tables(
            ("", *(f"{name}, {part}" for name in parts.NAMES for part in ("hours", "money"))),
            table,
            (None, *(_rounded_hours(words), words.money) * len(parts.NAMES)),
        ),
    )


def _rounded_hours(words: Words) -> Callable[[float], str]:
    return lambda hours: words.hours(round(hours, 1))


@cache
def _benefit_spec() -> Mapping[str, Any]:
    base = parts.rows(parts.row_of("plan"), parts.own_color(), alt.Stroke("color:N", scale=None))
    return parts.to_spec(*parts.estimates(base, parts.linear_scale(), 0), *parts.headings("plan"))


@cache
def _hours_spec() -> Mapping[str, Any]:
    base = parts.rows(parts.row_of("plan"), parts.linear_x("hours"))
    bars = base.mark_bar(height=12, yOffset=parts.LOWERED, cornerRadiusEnd=0).encode(
        parts.approach_color(), alt.Order("approach:N")
    )
    stacked = bars.transform_filter("datum.label == ''")
    return parts.to_spec(stacked, *parts.headings("plan", "datum.label != ''"))
