from datetime import date

import streamlit as st

from netroi_core.relationships.routine import NO_TEST, REMEDIES
from netroi_core.relationships.words import METHOD
from netroi_core.views.network import HISTORY, LOAD, TEXT_COLUMNS, VENUES, Network, NetworkPart
from netroi_core.wording.wording import escape_markdown
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, filters


def main() -> None:
    saved = session.saved()
    quarters = figures_of(saved).ledger.quarters if saved else ()
    if saved is None or not quarters:
        _show_empty()
        return
    window, options = filters.filter_bar(quarters)
    network = figures_of(saved).network(window, options, today=session.today())
    st.title(escape_markdown(network.headline))
    for sentence in network.sentences:
        st.markdown(escape_markdown(sentence))
    for column, part in zip(st.columns(2, gap="large"), (network.exchange, network.diversity), strict=True):
        with column:
            _show_part(part)
    charts.show_closer_look(
        # Functions, not results: only the open section is computed and drawn.
        {
            HISTORY: lambda: _show_history(network),
            LOAD: lambda: _show_load(network.load()),
            VENUES: lambda: _show_venues(network.venues()),
            charts.FILES: lambda: charts.show_files(network.charts),
            charts.HOW: lambda: charts.show_method(METHOD),
        }
    )


def _show_empty() -> None:
    st.title("What is your network worth, and what does it take?")
    st.markdown(
        "Here you will see who gives and who takes, how varied the people you know are, what networking does to your "
        "energy and your week, and which of your places to keep. It begins with the people you meet: a name is enough."
    )
    if st.button("Add the people you know", type="primary", icon=":material/group:"):
        st.switch_page("people.py")


def _show_history(network: Network) -> None:
    # Days ahead are refused: relationships fade with time, so a later day would show a forecast as a record.
    day = st.date_input(
        "As it stood on", network.on, min_value=date(1900, 1, 1), max_value=network.on, key="standing on", width=200
    )
    history = network.history(day)
    if not history.named:
        st.markdown("No quarter of those chosen had begun by then. Choose a later day, or more quarters above.")
        return
    charts.show_charts(history.charts)
    for name, sentence in history.named:
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


def _show_venues(venues: NetworkPart) -> None:
    if not venues.named:
        st.markdown("No place is on record. Add those that you go to under *Settings*, with why and for whom.")
        return
    charts.show_table(venues.table, VENUES, TEXT_COLUMNS)
    for name, sentence in venues.named:
        st.markdown(f"**{escape_markdown(name)}**  \n{escape_markdown(sentence)}")


main()
