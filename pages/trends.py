from collections.abc import Callable
from typing import Final

import streamlit as st

from netroi_core.views.trends import METHOD, RevisionLog
from netroi_core.wording.wording import escape_markdown
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, filters

_LOG: Final = "What changed since you handed it in"


def main() -> None:
    saved = session.saved()
    quarters = figures_of(saved).ledger.quarters if saved else ()
    if saved is None or not quarters:
        _show_preview()
        return
    window, options = filters.filter_bar(quarters)
    trends = figures_of(saved).trends(window, options)
    st.title(escape_markdown(trends.headline))
    if trends.still_to_come:
        st.markdown(escape_markdown(trends.still_to_come))
    for make_charts in trends.charts.values():
        charts.show_charts(make_charts())
    details: dict[str, Callable[[], object]] = {}
    if (log := figures_of(saved).revision_log()) is not None:
        details[_LOG] = lambda: _show_log(log)
    details[charts.FILES] = lambda: charts.show_files(trends.charts)
    details[charts.HOW] = lambda: charts.show_method(METHOD)
    charts.show_closer_look(details)


def _show_preview() -> None:
    st.title("When does networking pay?")
    st.markdown(
        "Mostly later than it costs. Here you will see, quarter by quarter, what you reaped and what you sowed, how "
        "much usually comes later, and since when each way of networking has paid. One quiz is enough to begin."
    )
    if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
        st.switch_page("quiz.py")


def _show_log(log: RevisionLog) -> None:
    for quarter, changes in log.lines:
        st.markdown("  \n".join([f"**{escape_markdown(quarter)}**", *map(escape_markdown, changes)]))
    if not log.lines:
        st.markdown("Nothing: every quarter still shows what it did then.")
    charts.show_table(log.table, _LOG)


main()
