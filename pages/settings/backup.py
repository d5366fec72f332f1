"""Export of everything as a file, restoring such a file after a preview, and erasing everything."""

from functools import partial
from typing import Any, Final

import streamlit as st

from netroi_core import worker
from netroi_core.errors import Invalid, NetROIError, NotReadable, Stopped
from netroi_core.exports import formats
from netroi_core.exports.formats import FORMATS, FormatName
from netroi_core.exports.sheet_reading import LARGEST_EXPORT
from netroi_core.storage import WARN_BYTES
from netroi_core.wording.wording import escape_markdown, pluralize
from netroi_core.workspace import archive, edits
from netroi_core.workspace.workspace import Document, Workspace
from pages.shell import identity, session
from pages.shell.layout import TEXT_WIDTH
from pages.widgets import download
from pages.widgets.charts import show_table

# Laid out for reading, the JSON of a workspace with many steps is twice as large as what is stored.
LARGEST_BACKUP: Final = LARGEST_EXPORT
_NAMES = {
    "venues": "Venues",
    "activities": "Activities",
    "outcomes": "Outcomes",
    "contacts": "Contacts",
    "exchanges": "Favors",
    "goals": "Goals",
    "stories": "Stories",
    "quizzes": "Quizzes",
    "imports": "Imports",
}


def show_export() -> None:
    """Show a choice of formats, and a button that saves everything in the chosen one."""
    name = st.segmented_control("Format", list(FORMATS), default=next(iter(FORMATS)), required=True, key="format",
                                format_func=lambda name: FORMATS[name].title)  # fmt: skip
    st.caption(FORMATS[name].sentence)
    saved = session.saved()
    # Said ahead: where a download fails, Streamlit shows a sentence of its own, without a reason.
    if name == "xlsx" and saved is not None and saved.size_bytes > WARN_BYTES:
        st.caption("Your workspace is large, so this can take two minutes. If it fails, choose JSON, or archive old "
                   "years first.")  # fmt: skip
    show_save_button(f"Save as {FORMATS[name].title}", session.opened(), name, f"netroi-{session.today().isoformat()}",
                     key="save everything")  # fmt: skip


def show_save_button(label: str, document: Document, name: FormatName, file_stem: str, *, key: str) -> None:
    """Show a button that saves a document as a file in a format."""
    file_format = FORMATS[name]
    download.download_button(
        label,
        partial(
            worker.run_limited,
            identity.task_owner(),
            formats.export,
            document,
            name,
            None,
            None,
            session.today(),
            network=identity.network(),
        ),
        f"{file_stem}{file_format.suffix}",
        file_format.mime,
        key=key,
    )


def show_restore() -> None:
    """Show an uploader for a saved file of any format, what the file would change, and the button that restores it."""
    file = st.file_uploader("Restore a backup", width=TEXT_WIDTH, type=["json", "xlsx", "zip"],
                            key=session.form_key("restore"), max_upload_size=LARGEST_BACKUP // 1024**2)  # fmt: skip
    worker.prepare()
    if file is None:
        return
    try:
        with st.spinner("Reading the file…"):
            backup = _read(file)
    except Invalid as invalid:
        st.error("This file can’t be restored, and nothing was changed. Problems in the file:")
        # A damaged column has one problem in each row; twenty show the pattern.
        st.markdown("\n".join(f"- {escape_markdown(problem.sentence)}" for problem in invalid.problems[:20]))
        return
    except NetROIError as refusal:
        st.error(f"{escape_markdown(str(refusal))} Nothing was changed.")
        return
    _show_backup(backup)


def _show_backup(backup: Document) -> None:
    """Show what restoring a file would change, and the button that does it."""
    stored = session.opened()
    end, latest = archive.end_of_archive(stored, backup), Workspace(stored).profile.archived_before
    if end and latest and end < latest:
        # Without the years in between, their quarters would count as empty.
        latest_day = escape_markdown(session.words().day(latest))
        st.error(f"Restore your archive of everything before {latest_day} first, then this one. Nothing was changed.")
        return
    is_archive = end is not None
    if _show_preview(stored, archive.rejoin(stored, backup) if is_archive else backup, is_archive=is_archive):
        if is_archive:
            st.caption("Contacts and other records that you deleted after archiving these years stay deleted.")
        label = "Add these years back to my workspace" if is_archive else "Replace my workspace with this file"
        st.button(label, key="restore now", type="primary", on_click=_restore, args=(backup, is_archive))


def _read(file: Any) -> Document:
    """Return the document in an uploaded file, read only in the first run that shows it; raise NetROIError."""
    # Streamlit refuses larger files in the browser only.
    if file.size > LARGEST_BACKUP:
        raise NotReadable(f"The file is larger than {LARGEST_BACKUP // 1024**2} MB, which is more than any workspace.")
    results = session.page_state().of("restore")
    if file.file_id not in results:
        results.clear()
    try:
        return identity.run_limited_once(results, file.file_id, formats.restore, file.getvalue())
    except Stopped:
        raise Stopped("Restore a backup in JSON, which takes the least.") from None


def show_erase() -> None:
    """Show the button that erases everything, enabled by a checkbox."""
    is_sure = st.checkbox("I have a backup, or I don’t need one", key="sure to erase")
    st.button("Erase everything", key="erase", icon=":material/delete_forever:", disabled=not is_sure,
              on_click=session.erase)  # fmt: skip


def _show_preview(stored: Document, backup: Document, *, is_archive: bool) -> bool:
    """Show what restoring would change; return False if that is nothing."""
    counts = edits.differences(stored, backup)
    changed = {name: list_counts for name, list_counts in counts.items() if any(list_counts)}
    has_new_profile = Workspace(stored).profile != Workspace(backup).profile
    if not changed and not has_new_profile:
        st.info("This file is the same as your workspace. There is nothing to restore.")
        return False
    # An archive changes no setting but the day that it ends before.
    has_note = has_new_profile and changed and not is_archive
    st.markdown("**Changes**" + (" (your settings will change, too)" if has_note else ""))
    if changed:
        rows = tuple((_NAMES[name], *list_counts) for name, list_counts in changed.items())
        show_table((("", "Added", "Changed", "Removed"), rows), "Number of records added, changed and removed")
    else:
        st.markdown("Only your settings will change.")
    return True


def _restore(backup: Document, is_archive: bool) -> None:
    total = sum(len(rows) for rows in backup.values() if isinstance(rows, list))
    done = "Added the archived years back." if is_archive else f"Restored {pluralize(total, 'record')}."

    def edit(document: Document) -> Document:
        # The document as it is inside the transaction, not as the preview saw it: an edit from elsewhere may lie
        # between.
        return archive.rejoin(document, backup) if is_archive else backup

    if session.save_whole(edit, done):
        session.reset_form("restore")
