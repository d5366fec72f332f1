"""Everything as a file, its way back with a look at what changes, and erasing everything."""

from functools import partial

import streamlit as st

from netroi_core.errors import Invalid, NetROIError
from netroi_core.exports.formats import FORMATS, restored, written
from netroi_core.wording.wording import counted, plain
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from pages.shell import session
from pages.widgets import download
from pages.widgets.picture import table

_NAMES = {
    "venues": "Places",
    "activities": "Activities",
    "outcomes": "Outcomes",
    "contacts": "People",
    "exchanges": "Given and received",
    "goals": "Goals",
    "stories": "Stories",
    "quizzes": "Quizzes",
    "imports": "Imports",
}


def save() -> None:
    """A choice of formats, and a button that saves everything as a file of it, made when it is asked for."""
    name = st.radio("Save everything as", list(FORMATS), format_func=lambda each: FORMATS[each].title, horizontal=True,
                    key="format")  # fmt: skip
    chosen = FORMATS[name]
    st.caption(chosen.sentence)
    download.button(
        f"Save as {chosen.title}",
        partial(written, session.opened(), name),
        f"netroi-{session.today().isoformat()}{chosen.suffix}",
        chosen.mime,
        key="save everything",
    )


def restore() -> None:
    """A place to drop a file that was saved here, of any format; what it would change; and the button that does."""
    file = st.file_uploader("Restore from a file that you saved", type=["json", "xlsx", "zip"],
                            key=session.fresh("restore"), max_upload_size=8)  # fmt: skip
    if file is None:
        return
    try:
        with st.spinner("Reading the file…"):
            backup = restored(file.getvalue())
    except Invalid as invalid:
        st.error("This file can't be restored; nothing was changed. What is wrong with it:")
        st.markdown("\n".join(f"- {plain(str(problem))}" for problem in invalid.problems[:20]))
        return
    except NetROIError as refusal:
        st.error(f"{plain(str(refusal))} Nothing was changed.")
        return
    stored = session.opened()
    if _preview(stored, backup):
        st.button("Replace my workspace with this file", key="restore now", type="primary", on_click=_replace,
                  args=(backup,))  # fmt: skip


def erase() -> None:
    """The way to erase everything, for those who mean it."""
    sure = st.checkbox("I have a backup, or I don't need one.", key="sure to erase")
    st.button("Erase everything", key="erase", icon=":material/delete_forever:", disabled=not sure,
              on_click=session.erase)  # fmt: skip


def _preview(stored: Document, backup: Document) -> bool:
    counts = edits.differences(stored, backup)
    changed = {name: each for name, each in counts.items() if any(each)}
    has_new_profile = stored.get("profile", {}) != backup.get("profile", {})
    if not changed and not has_new_profile:
        st.info("This file holds the same as your workspace: there is nothing to restore.")
        return False
    st.markdown("**What changes**" + ("; your settings change, too." if has_new_profile and changed else ""))
    if changed:
        rows = tuple((_NAMES[name], *each) for name, each in changed.items())
        table((("", "Added", "Changed", "Removed"), rows), "Records by what would happen to them")
    else:
        st.markdown("Your settings; all records are the same.")
    return True


def _replace(backup: Document) -> None:
    total = sum(len(backup.get(name, ())) for name in _NAMES)
    done = f"Restored: {counted(total, 'record')}."
    replaced: list[Document] = []

    def edit(document: Document) -> Document:
        replaced[:] = [document]
        return backup

    if session.save(edit, done, undo=lambda _: replaced[0]):
        session.begin_anew("restore")
