"""Rules and layouts remembered from earlier imports, each with a button that forgets it."""

from collections.abc import Callable

import streamlit as st

from netroi_core.importers.words import describe_layout, describe_rule
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.profile import ImportLayout, ImportRule
from netroi_core.workspace.workspace import Workspace
from pages.shell import session


def show_remembered(workspace: Workspace) -> None:
    """Show an expander with the rules and layouts, the latest first."""
    rules, layouts = workspace.profile.import_rules, workspace.profile.import_layouts
    if not rules and not layouts:
        return
    expander = st.expander(f"What you said before ({len(rules) + len(layouts):,})", icon=":material/school:",
                           key="see rules", on_change="rerun")  # fmt: skip
    if not expander.open:
        return
    with expander:
        st.caption("Entries with these words, and statements with these columns, are read so the next time.")
        for rule in reversed(rules):
            sentence = describe_rule(rule, workspace.venues_by_id)
            _show_row(sentence, f"rule {' '.join(rule.words)}", _forgetting("import_rules", rule))
        for layout in reversed(layouts):
            _show_row(describe_layout(layout), f"layout {layout.header}", _forgetting("import_layouts", layout))


def _show_row(sentence: str, key: str, forget: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escape_markdown(sentence), width="stretch")
        st.button("Forget", key=f"forget {key}", icon=":material/delete:", on_click=forget)


def _forgetting(field: str, entry: ImportRule | ImportLayout) -> Callable[[], None]:
    """Return a function that removes an entry from a field of the profile."""

    def edit(stored: Document) -> Document:
        profile = Workspace(stored).profile
        remaining = tuple(remembered for remembered in getattr(profile, field) if remembered != entry)
        return edits.put_profile(stored, profile.model_copy(update={field: remaining}))

    def forget() -> None:
        session.save(edit, "Forgotten.")

    return forget
