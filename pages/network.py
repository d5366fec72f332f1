import streamlit as st

from netroi_core.relationships.words import METHOD
from netroi_core.wording.wording import escape_markdown
from pages.network.network import details, show_side_by_side
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, closer_look, filters


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
    show_side_by_side(network.exchange, network.diversity)
    closer_look.show_closer_look(
        {
            **details(network),
            closer_look.FILES: lambda: charts.show_files(network.charts),
            closer_look.HOW: lambda: closer_look.show_method(METHOD),
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


main()
