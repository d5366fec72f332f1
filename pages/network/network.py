"""The network's parts: pictures with what there is to say, what it takes, and what its places are worth."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from netroi_core.relationships.words import NO_TEST, REMEDIES
from netroi_core.views.network import MOVED, PLACES, TAKES, WORDY, Network, Part, Places
from netroi_core.wording.wording import plain
from pages.widgets import picture


def side_by_side(*parts: Part) -> None:
    """Parts beside each other, on a phone one below the other."""
    for column, part in zip(st.columns(len(parts), gap="large"), parts, strict=True):
        with column:
            _part(part)


def looks(network: Network) -> dict[str, Callable[[], object]]:
    """How it moved, what it takes and what places are worth, by their names."""
    return {
        MOVED: lambda: _moved(network),
        TAKES: lambda: _toll(network),
        PLACES: lambda: _places(network.places()),
    }


def _moved(network: Network) -> None:
    day = st.date_input(
        "As it stood on", network.on, min_value=date(1900, 1, 1), max_value=network.on, key="standing on", width=200
    )
    found = network.moved(day)
    if not found.said:
        st.markdown("No quarter of those chosen had begun by then. Choose a later day, or more quarters above.")
        return
    picture.show(found.charts)
    for name, sentence in found.said:
        st.markdown(f"**{name}**  \n{plain(sentence)}")


def _part(part: Part) -> None:
    picture.show(part.charts)
    for sentence in part.said:
        st.markdown(plain(sentence))


def _toll(network: Network) -> None:
    _part(network.toll())
    _signs(network.toll().signs)


def _signs(signs: tuple[str, ...]) -> None:
    if signs:
        st.markdown("\n".join(["**Signs that it may be too much**", "", *(f"- {plain(sign)}" for sign in signs)]))
        st.markdown("\n".join(["**What helps**", "", *(f"- {remedy}" for remedy in REMEDIES)]))
        st.caption(NO_TEST)


def _places(places: Places) -> None:
    if not places.said:
        st.markdown("No place is on record. Add those that you go to under *Settings*, with why and for whom.")
        return
    picture.table(places.table, PLACES, ("Advice", *WORDY))
    for name, sentence in places.said:
        st.markdown(f"**{plain(name)}**  \n{plain(sentence)}")
