from collections.abc import Callable
from typing import Final

import streamlit as st

from netroi_core.trends.words import METHOD
from netroi_core.views.trends import Log
from netroi_core.wording.wording import plain
from pages.shell import figures, session
from pages.widgets import closer, filters, picture

_LOG: Final = "What changed since you handed it in"


def main() -> None:
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    if saved is None or not quarters:
        _what_will_stand_here()
        return
    window, chosen = filters.bar(quarters)
    trends = figures.trends_of(saved, window, chosen)
    st.title(plain(trends.headline))
    if trends.still_to_come:
        st.markdown(plain(trends.still_to_come))
    for charts in trends.charts.values():
        picture.show(charts())
    looks: dict[str, Callable[[], object]] = {}
    if (log := figures.log_of(saved)) is not None:
        looks[_LOG] = lambda: _log(log)
    looks[closer.FILES] = lambda: picture.files(trends.charts)
    looks[closer.HOW] = lambda: closer.method(METHOD)
    closer.show(looks)


def _what_will_stand_here() -> None:
    st.title("When does networking pay?")
    st.markdown(
        "Mostly later than it costs. Here you will see, quarter by quarter, what you reaped and what you sowed, how "
        "much usually comes later, and since when each way of networking has paid. One quiz is enough to begin."
    )
    if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
        st.switch_page("quiz.py")


def _log(log: Log) -> None:
    for quarter, changes in log.lines:
        st.markdown("  \n".join([f"**{plain(quarter)}**", *map(plain, changes)]))
    if not log.lines:
        st.markdown("Nothing: every quarter still shows what it did then.")
    picture.table(log.table, _LOG)


main()
