"""The change of the network in the last four weeks, and a map of the contacts by closeness and relevance."""

import streamlit as st

from netroi_core.views.network import Network
from netroi_core.wording.wording import escape_markdown
from pages.widgets import charts


def show_relationships(network: Network) -> None:
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
