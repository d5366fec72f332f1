"""The reliability of a person's own forecasts: how often the outcomes came that they called so likely."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame, tables
from netroi_core.charts.palette import GAINED, MONEY
from netroi_core.trends.own_forecasts import OwnForecasts, bin_sentence, forecasts_title
from netroi_core.wording.wording import Words

_HEIGHT: Final = 300


def reliability_chart(forecasts: OwnForecasts, words: Words) -> Chart:
    """Draw for each bin of forecasts the share of outcomes that came over the mean probability stated."""
    rows: list[tuple[object, ...]] = [(0.0, 0.0, "line", None, ""), (1.0, 1.0, "line", None, "")]
    rows += [(row.stated, row.came, "bin", row.forecasts, f"{row.forecasts:,}") for row in forecasts.bins]
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    params = {"ticks": ticks, "labels": [words.percent(100 * tick) for tick in ticks]}
    cells = [(row.forecasts, 100 * row.stated, 100 * row.came) for row in forecasts.bins]
    header = ("Forecasts", "You said, %", "Happened, %")
    return Chart(
        "own-forecasts",
        forecasts_title(forecasts, words),
        "On the dashed line, you were exactly right. Labels show the number of forecasts.",
        f"{'; '.join(bin_sentence(row, words) for row in forecasts.bins)}.",
        parts.fixed_height(_reliability_spec(), _HEIGHT, params),
        rows_frame(rows, ("stated", "came", "part", "forecasts", "label")),
        *tables(header, cells, (None, words.percent, words.percent), ("Forecasts", "You said", "Happened")),
    )


@cache
def _reliability_spec() -> Mapping[str, Any]:
    scale = alt.Scale(domain=[0, 1], nice=False)
    base = parts.rows(
        alt.X("stated:Q", scale=scale, axis=parts.scaled_axis(title="You said", titleFontWeight="normal")),
        alt.Y("came:Q", scale=scale, axis=parts.scaled_axis(title="Happened", titleFontWeight="normal", grid=True)),
    )
    bins = base.transform_filter("datum.part == 'bin'")
    return parts.to_spec(
        base.mark_line(color=MONEY, strokeDash=[4, 4], aria=False).transform_filter("datum.part == 'line'"),
        bins.mark_point(color=GAINED, filled=True, opacity=1, size=130),
        bins.mark_text(align="left", baseline="middle", dx=10, fontSize=13).encode(alt.Text("label:N")),
    )
