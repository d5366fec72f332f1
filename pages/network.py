import streamlit as st

from netroi_core.relationships.routine import REMEDIES, TALK
from netroi_core.relationships.words import METHOD
from netroi_core.views.network import BUILT, HISTORY, LOAD, TEXT_COLUMNS, VENUES, Network, NetworkPart
from netroi_core.wording.wording import escape_markdown
from pages.shell import session
from pages.shell.figures import figures_of
from pages.shell.layout import TEXT_WIDTH
from pages.widgets import charts, filters


def main() -> None:
    selection = filters.show_selection(
        "How strong is your network?",
        "See favors given and received, how varied your contacts are, how much time and energy networking takes, and "
        "which venues to keep.",
        "network",
    )
    if selection is None:
        return
    saved, window, options = selection
    figures = figures_of(saved)
    network = figures.network(figures.situation(window, options, session.today()))
    st.title(escape_markdown(network.headline))
    for sentence in network.sentences:
        st.markdown(escape_markdown(sentence))
    # No wider, or bars and their names would be too far apart to compare.
    with st.container(width=TEXT_WIDTH):
        _show_part(network.exchange)
        _show_part(network.diversity)
        _show_relationships(network)
    charts.show_details(
        # Functions, not results: only the open section is computed and drawn.
        {
            HISTORY: lambda: _show_history(network),
            BUILT: lambda: _show_built(network.built()),
            LOAD: lambda: _show_load(network.load()),
            VENUES: lambda: _show_venues(network.venues()),
            charts.HOW: lambda: charts.show_method(METHOD),
            charts.FILES: lambda: charts.show_files(chart for group in network.charts.values() for chart in group()),
        }
    )


def _show_relationships(network: Network) -> None:
    """Show the change of the relationship strength and the map; without ratings, how to get there."""
    st.subheader("The last four weeks")
    if sentences := network.lately():
        st.markdown("  \n".join(map(escape_markdown, sentences)))
    else:
        st.markdown("Nothing to compare yet: rate your contacts to see which relationships grow and which fade.")
    if (people_map := network.people_map()) is not None:
        charts.show_charts([people_map])
        return
    st.markdown("Rate how close each contact is and how relevant to your goals, from 1 to 5, to see them on a map.")
    st.page_link("people.py", label="Rate your contacts", icon=":material/group:")


def _show_history(network: Network) -> None:
    # Days ahead are refused: relationships fade with time, so a later day would show a forecast as a record.
    day = st.date_input(
        "Show the network as of",
        network.on,
        min_value=session.EARLIEST_DAY,
        max_value=network.on,
        key="standing on",
        width=200,
        format=session.words().date_pattern,
    )
    history = network.history(day)
    if not history.named:
        st.markdown(
            "There are no records up to that day in the selected quarters. Choose a later day, or more quarters above."
        )
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
            "No new contacts, leads, referrals, interviews or introductions in these quarters. Add them under *Log*."
        )


def _show_load(load: NetworkPart) -> None:
    _show_part(load)
    if load.table[1]:
        charts.show_table(load.table, "Hours and outcomes in person, by phone and online")
    if load.signs:
        signs = (f"- {escape_markdown(sign.text)}" for sign in load.signs)
        st.markdown("\n".join(["**Signs that it may be too much**", "", *signs]))
        st.markdown("\n".join(["**What helps**", "", *(f"- {remedy}" for remedy in REMEDIES)]))
        # Nobody needs it for hours, or for a tiring event.
        if any(sign.kind == "strain" for sign in load.signs):
            st.caption(TALK)


def _show_venues(venues: NetworkPart) -> None:
    if not venues.named:
        st.markdown("No venues yet. Add the ones you go to under *Settings*, with why you go and who you meet there.")
        return
    _show_part(venues)
    # A long name would push the advice off a phone; it stands in full below.
    charts.show_table(venues.table, VENUES, TEXT_COLUMNS, {"Venue": 150})
    for name, sentence in venues.named:
        st.markdown(f"**{escape_markdown(name)}**  \n{escape_markdown(sentence)}")


main()
