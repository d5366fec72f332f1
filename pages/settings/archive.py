"""The archive of old years: save them as a file, then move them out of the workspace."""

from datetime import date
from typing import Final

import streamlit as st

from netroi_core.errors import ChangedElsewhere
from netroi_core.exports.formats import FORMATS, FormatName
from netroi_core.storage import LIMIT_BYTES
from netroi_core.wording.wording import escape_markdown, join_words, pluralize
from netroi_core.workspace import archive
from netroi_core.workspace.document import to_json
from netroi_core.workspace.workspace import Document
from pages.settings.backup import show_save_button
from pages.shell import session

# What is told of an archive: the rest is few, or is in both.
_COUNTED: Final = {"activities": "activity", "outcomes": "outcome", "quizzes": "quiz"}
_OFFERED: Final[tuple[FormatName, ...]] = ("json", "xlsx")


def show_archive() -> None:
    """Show which years are archived, and a choice of years to archive."""
    workspace, words = session.records(), session.words()
    first_days = archive.first_days(workspace, session.today())
    if before := workspace.profile.archived_before:
        st.markdown(
            f"Everything before {escape_markdown(words.day(before))} is in your archive. To bring it back, restore "
            "your latest archive under *Backup and restore*. What you deleted since stays deleted."
        )
    if not first_days:
        st.caption(f"The last {archive.YEARS_KEPT} full years always stay. You have nothing older to archive.")
        return
    first_day = st.selectbox("Archive everything before", first_days, format_func=words.day, key="archive before",
                             width=320)  # fmt: skip
    _show_archiving(first_day)


def _show_archiving(first_day: date) -> None:
    """Show what would be archived, a button that saves it, and one that moves it out of the workspace."""
    stored = session.saved()
    parts = archive.split(session.opened(), first_day)
    counts = [pluralize(len(rows), noun, name) for name, noun in _COUNTED.items() if (rows := parts.archive.get(name))]
    size = len(to_json(parts.rest)) / 1024**2
    st.markdown(
        f"The archive gets {join_words(counts)}. Your workspace shrinks to {size:.1f} of {LIMIT_BYTES // 1024**2} MB."
    )
    name = st.segmented_control("Format of the archive", _OFFERED, default="json", required=True, key="archive format",
                                format_func=lambda name: FORMATS[name].title)  # fmt: skip
    show_save_button("Save the archive", parts.archive, name, f"netroi-archive-before-{first_day.isoformat()}",
                     key="save archive")  # fmt: skip
    # What changed since may not be in the file.
    is_saved = st.checkbox("I have saved the archive", key=f"saved archive {first_day} {stored and stored.version}")
    st.button("Move these years out of my workspace", key="move to archive", icon=":material/archive:",
              disabled=not is_saved, on_click=_move, args=(first_day, parts.archive))  # fmt: skip


def _move(first_day: date, saved_archive: Document) -> None:
    def edit(document: Document) -> Document:
        parts = archive.split(document, first_day)
        if parts.archive != saved_archive:
            raise ChangedElsewhere
        return parts.rest

    session.save_whole(edit, f"Archived everything before {session.words().day(first_day)}.")
