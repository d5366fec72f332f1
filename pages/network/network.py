"""Parts of the network page: charts with their sentences, the history, the load and the venues."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from netroi_core.relationships.routine import NO_TEST, REMEDIES
from netroi_core.views.network import HISTORY, LOAD, TEXT_COLUMNS, VENUES, Network, NetworkPart, VenuesPart
from netroi_core.wording.wording import escape_markdown
from pages.widgets import charts


def show_side_by_side(*parts: NetworkPart) -> None:
    """Show parts side by side, on a phone one below the other."""
    for column, part in zip(st.columns(len(parts), gap="large"), parts, strict=True):
        with column:
            _show_part(part)


def details(network: Network) -> dict[str, Callable[[], object]]:
    """Return what shows the history, the load and the venues, by the name of each."""
    # Functions, not results: only the open section is computed and drawn.
    return {
        HISTORY: lambda: _show_history(network),
        LOAD: lambda: _show_load(network.load()),
        VENUES: lambda: _show_venues(network.venues()),
    }


def _show_history(network: Network) -> None:
    # Days ahead are refused: relationships fade with time, so a later day would show a forecast as a record.
    day = st.date_input(
        "As it stood on", network.on, min_value=date(1900, 1, 1), max_value=network.on, key="standing on", width=200
    )
    history = network.history(day)
    if not history.sentences:
        st.markdown("No quarter of those chosen had begun by then. Choose a later day, or more quarters above.")
        return
    charts.show_charts(history.charts)
    for name, sentence in history.sentences:
        st.markdown(f"**{name}**  \n{escape_markdown(sentence)}")


def _show_part(part: NetworkPart) -> None:
    charts.show_charts(part.charts)
    for sentence in part.sentences:
        st.markdown(escape_markdown(sentence))


def _show_load(load: NetworkPart) -> None:
    _show_part(load)
    if load.signs:
        signs = (f"- {escape_markdown(sign)}" for sign in load.signs)
        st.markdown("\n".join(["**Signs that it may be too much**", "", *signs]))
        st.markdown("\n".join(["**What helps**", "", *(f"- {remedy}" for remedy in REMEDIES)]))
        st.caption(NO_TEST)


def _show_venues(venues: VenuesPart) -> None:
    if not venues.sentences:
        st.markdown("No place is on record. Add those that you go to under *Settings*, with why and for whom.")
        return
    charts.show_table(venues.table, VENUES, ("Advice", *TEXT_COLUMNS))
    for name, sentence in venues.sentences:
        st.markdown(f"**{escape_markdown(name)}**  \n{escape_markdown(sentence)}")
