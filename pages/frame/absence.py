"""The notice to a guest who comes back after a long time: how long it was, and how long the workspace is kept."""

from datetime import date

import streamlit as st

from netroi_core.access.limits import REMINDER_DAYS, RETENTION_DAYS
from netroi_core.access.privacy_facts import retained_until
from netroi_core.wording.wording import pluralize
from pages.shell import identity, session, workspace

_NAME = "absence"


def record_last_visit() -> None:
    """Remember when a guest was last here; must come before anything is read, because reading counts as use."""
    state = session.page_state().of(_NAME)
    if "since" not in state:
        state["since"] = workspace.last_used() if identity.principal().kind == "guest" else None


def show_welcome_back() -> None:
    """Show the notice, once the last visit is long ago."""
    since: date | None = session.page_state().of(_NAME)["since"]
    if since is None or session.is_example() or (days := (session.today() - since).days) < REMINDER_DAYS:
        return
    words = session.words()
    with st.container(border=True, key=_NAME):
        st.markdown(
            f":material/history: **Welcome back.** You were last here on {words.day(since)}, {pluralize(days, 'day')} "
            f"ago. A guest’s workspace that nobody opens for {RETENTION_DAYS} days is removed; yours would be after "
            f"{words.day(retained_until(session.today()))}. Your recovery key opens it in any browser until then."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("All right", key="away no more", icon=":material/check:", on_click=_dismiss)
            st.page_link("privacy.py", label="Keep your key: it is under *Privacy and access*", icon=":material/key:")


def _dismiss() -> None:
    session.page_state().of(_NAME)["since"] = None
