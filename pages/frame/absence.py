"""Who comes back after a long time is told how long it was, and until when their workspace would be kept."""

from datetime import date

import streamlit as st

from netroi_core.access.facts import LONG_AWAY_DAYS, UNUSED_DAYS, kept_until
from netroi_core.wording.wording import counted
from pages.shell import identity, session, workspace

_NAME = "absence"


def note() -> None:
    """Note since when a guest was away: before anything is read in a session, for to read it is to use it."""
    kept = session.visits().of(_NAME)
    if "since" not in kept:
        kept["since"] = workspace.used() if identity.principal().kind == "guest" else None


def show() -> None:
    since: date | None = session.visits().of(_NAME)["since"]
    if since is None or session.is_example() or (days := (session.today() - since).days) < LONG_AWAY_DAYS:
        return
    words = session.words()
    with st.container(border=True, key=_NAME):
        st.markdown(
            f":material/history: **Welcome back.** You were last here on {words.day(since)}, {counted(days, 'day')} "
            f"ago. A guest’s workspace that nobody opens for {UNUSED_DAYS} days is removed; yours would be after "
            f"{words.day(kept_until(session.today()))}. Your recovery key opens it in any browser until then."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("All right", key="away no more", icon=":material/check:", on_click=_be_back)
            st.page_link("privacy.py", label="Keep your key: it is under *Privacy and access*", icon=":material/key:")


def _be_back() -> None:
    session.visits().of(_NAME)["since"] = None
