from datetime import date

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.relationships.routine import NO_TEST, REMEDIES
from netroi_core.relationships.words import METHOD
from netroi_core.views.network import BUILT, HISTORY, LOAD, TEXT_COLUMNS, VENUES, Network, NetworkPart
from netroi_core.wording.wording import escape_markdown
from pages.people.relationship_map import show_relationships
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, filters


def main() -> None:
    selection = filters.show_selection(
        "How strong is your network?",
        "See here who gives and who takes, how varied your contacts are, how much time and energy it costs you, "
        "and which places to keep.",
    )
    if selection is None:
        return
    saved, window, options = selection
    figures = figures_of(saved)
    network = figures.network(figures.situation(window, options, session.today()))
    st.title(escape_markdown(network.headline))
    for sentence in network.sentences:
        st.markdown(escape_markdown(sentence))
    for column, part in zip(st.columns(2, gap="large"), (network.exchange, network.diversity), strict=True):
        with column:
            _show_part(part)
    everything = figures.situation(figures.ledger.quarters, Options(), session.today())
    show_relationships(figures.this_week(everything))
    charts.show_details(
        # Functions, not results: only the open section is computed and drawn.
        {
            HISTORY: lambda: _show_history(network),
            BUILT: lambda: _show_built(network.built()),
            LOAD: lambda: _show_load(network.load()),
            VENUES: lambda: _show_venues(network.venues()),
            charts.FILES: lambda: charts.show_files(network.charts),
            charts.HOW: lambda: charts.show_method(METHOD),
        }
    )


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


def _show_built(built: NetworkPart) -> None:
    _show_part(built)
    if built.table[1]:
        charts.show_table(built.table, BUILT, ("Approach",))
    else:
        st.markdown(
            "No new contact, lead, referral, interview or introduction is on record for these quarters. Add them to "
            "your activities and outcomes in the journal."
        )


def _show_load(load: NetworkPart) -> None:
    _show_part(load)
    if load.table[1]:
        charts.show_table(load.table, "Hours and outcomes in person, by phone and online")
    if load.signs:
        signs = (f"- {escape_markdown(sign)}" for sign in load.signs)
        st.markdown("\n".join(["**Signs that it may be too much**", "", *signs]))
        st.markdown("\n".join(["**What helps**", "", *(f"- {remedy}" for remedy in REMEDIES)]))
        st.caption(NO_TEST)


def _show_venues(venues: NetworkPart) -> None:
    if not venues.named:
        st.markdown("No venue is on record. Add those that you go to under *Settings*, with why and for whom.")
        return
    charts.show_table(venues.table, VENUES, TEXT_COLUMNS)
    for name, sentence in venues.named:
        st.markdown(f"**{escape_markdown(name)}**  \n{escape_markdown(sentence)}")


main()
