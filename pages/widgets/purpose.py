"""The choice of a purpose: what the owner wants from networking. It saves at once."""

import streamlit as st

from netroi_core.wording.wording import PURPOSE_NAMES
from netroi_core.workspace import edits
from netroi_core.workspace.fields import PURPOSES, Purpose
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.workspace import Document, Workspace
from pages.shell import session

QUESTION = "What do you want from networking?"
_NAME = "profile purpose"


def show_purpose(profile: Profile) -> None:
    """Show the purposes side by side; choosing the chosen one again clears it."""
    st.pills(
        QUESTION,
        PURPOSES,
        format_func=PURPOSE_NAMES.__getitem__,
        key=session.widget_key(_NAME, profile.purpose),
        on_change=session.save_on_change(_NAME, _save),
        label_visibility="collapsed",
    )
    st.caption("This shapes your results, plan and to-dos. You can change it at any time.")


def _save(purpose: Purpose | None) -> bool:
    def edit(document: Document) -> Document:
        stored = Workspace(document).profile
        return edits.put_profile(document, stored.model_copy(update={"purpose": purpose}))

    return session.save(edit)
