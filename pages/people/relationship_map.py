"""How the network changed lately, and a map of the people by how close and how relevant they are."""

import streamlit as st

from netroi_core.views.this_week import ThisWeek
from netroi_core.wording.wording import escape_markdown
from pages.widgets import charts

_CAPITAL = (
    "The sum over everybody who is active: how close they are times how relevant they are. Half of it is left after "
    "half a year without contact."
)


def show_relationships(week: ThisWeek) -> None:
    """Show the change of the relationship strength and the map; without ratings, how to get there."""
    st.subheader("How your network changed")
    if week.capital:
        st.markdown("  \n".join(map(escape_markdown, week.capital)), help=_CAPITAL)
    else:
        st.markdown("Name the people you meet, and you will see here who joined, who came back and who went quiet.")
    if week.chart is not None:
        charts.show_charts([week.chart])
        return
    st.markdown("Rate from 1 to 5 how close each person is and how relevant to you, and you will see them on a map.")
    if st.button("Rate the people you know", icon=":material/group:"):
        st.switch_page("people.py")
