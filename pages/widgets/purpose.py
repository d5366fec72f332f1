"""The choice of one or two purposes: what the owner wants from networking. It saves at once."""

from collections.abc import Sequence

import streamlit as st

from netroi_core.wording.wording import PURPOSE_NAMES
from netroi_core.workspace import edits
from netroi_core.workspace.fields import PURPOSES, Purpose
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.workspace import Document, Workspace
from pages.shell import session

QUESTION = "What do you want from networking?"
_NAME, _NEXT_NAME = "profile purpose", "next purpose"


def show_purpose(profile: Profile) -> None:
    """Show the purposes side by side; choosing a chosen one again clears it, and a third replaces the second."""
    st.pills(
        QUESTION,
        PURPOSES,
        selection_mode="multi",
        format_func=PURPOSE_NAMES.__getitem__,
        key=session.widget_key(_NAME, list(profile.purposes)),
        on_change=session.save_on_change(_NAME, _save),
        label_visibility="collapsed",
    )
    st.caption(_meaning(profile.purposes))


def show_next_purpose() -> None:
    """Show what may come after a search; the purpose chosen takes its place."""
    st.pills(
        "What do you want from networking now?",
        [purpose for purpose in PURPOSES if purpose != "find_work"],
        format_func=PURPOSE_NAMES.__getitem__,
        key=session.widget_key(_NEXT_NAME, None),
        on_change=session.save_on_change(_NEXT_NAME, lambda chosen: chosen is None or _save([chosen])),
    )


def _meaning(purposes: Sequence[Purpose]) -> str:
    if len(purposes) < 2:
        return "This shapes your results, plan and to-dos. You can choose two, and change them at any time."
    first, second = (PURPOSE_NAMES[purpose] for purpose in purposes)
    return f"**{first}** comes first: it shapes your results, plan and to-dos. **{second}** adds outcomes and a figure."


def _save(purposes: Sequence[Purpose]) -> bool:
    def edit(document: Document) -> Document:
        stored = Workspace(document).profile
        # They come in the order in which they were chosen.
        first, second = purposes[0] if purposes else None, purposes[-1] if len(purposes) > 1 else None
        changes = {"purpose": first, **({"second_purpose": second} if second != stored.second_purpose else {})}
        return edits.put_profile(document, stored.model_copy(update=changes))

    return session.save(edit)
