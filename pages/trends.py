from collections.abc import Callable
from typing import Final

import streamlit as st

from netroi_core.views.trends import FORECASTS, METHOD, RevisionLog, Trends
from netroi_core.wording.wording import escape_markdown
from pages.shell.figures import figures_of
from pages.widgets import charts, filters

_LOG: Final = "What changed since you submitted it"


def main() -> None:
    selection = filters.show_selection(
        "When does networking pay?",
        "Costs usually come first. See here, quarter by quarter, what you spent and received, how much comes later, "
        "and when each approach paid back.",
        "trends",
    )
    if selection is None:
        return
    saved, window, options = selection
    trends = figures_of(saved).trends(window, options)
    st.markdown("\n\n".join([f"# {escape_markdown(trends.headline)}", *map(escape_markdown, trends.sentences)]))
    for make_charts in trends.charts.values():
        charts.show_charts(make_charts())
    _show_forecasts(trends)
    details: dict[str, Callable[[], object]] = {}
    if (log := figures_of(saved).revision_log()) is not None:
        details[_LOG] = lambda: _show_log(log)
    all_charts = [chart for make_charts in trends.charts.values() for chart in make_charts()]
    details[charts.HOW] = lambda: charts.show_method(METHOD)
    details[charts.FILES] = lambda: charts.show_files([*all_charts, *trends.forecast_charts])
    charts.show_details(details)


def _show_forecasts(trends: Trends) -> None:
    if not trends.forecast_sentences:
        return
    st.markdown("\n\n".join([f"## {FORECASTS}", *map(escape_markdown, trends.forecast_sentences)]))
    for chart in trends.forecast_charts:
        charts.show_narrow_chart(chart)


def _show_log(log: RevisionLog) -> None:
    for quarter, changes in log.lines:
        st.markdown("  \n".join([f"**{escape_markdown(quarter)}**", *map(escape_markdown, changes)]))
    if not log.lines:
        st.markdown("Nothing: every quarter still has the figures it had then.")
    charts.show_table(log.table, _LOG)


main()
