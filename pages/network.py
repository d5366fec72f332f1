import streamlit as st

from netroi_core.relationships.network_words import METHOD
from netroi_core.wording.wording import plain
from pages.network import network
from pages.shell import figures, session
from pages.widgets import closer, filters, picture


def main() -> None:
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    if saved is None or not quarters:
        _what_will_stand_here()
        return
    window, chosen = filters.bar(quarters)
    found = figures.network_of(saved, window, chosen, session.today())
    st.title(plain(found.headline))
    for sentence in found.said:
        st.markdown(plain(sentence))
    network.side_by_side(found.exchange, found.variety)
    closer.show(
        {
            **network.looks(found),
            closer.FILES: lambda: picture.files(found.charts),
            closer.HOW: lambda: closer.method(METHOD),
        }
    )


def _what_will_stand_here() -> None:
    st.title("What is your network worth, and what does it take?")
    st.markdown(
        "Here you will see who gives and who takes, how varied the people you know are, what networking does to your "
        "energy and your week, and which of your places to keep. It begins with the people you meet: a name is enough."
    )
    if st.button("Add the people you know", type="primary", icon=":material/group:"):
        st.switch_page("people.py")


main()
