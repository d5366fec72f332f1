"""What was said of imported files and holds for the next ones, in plain words, each to be forgotten."""

from collections.abc import Callable

import streamlit as st

from netroi_core.importers.words import describe_layout, describe_rule
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace.document import Document, profile
from netroi_core.workspace.records import ImportLayout, ImportRule
from pages.shell import session


def show(stored: Document) -> None:
    """A folded list of what is remembered."""
    known = profile(stored)
    rules, layouts = known.import_rules, known.import_layouts
    if not rules and not layouts:
        return
    venues = session.records().venues_by_id
    unfolded = st.expander(f"What you said before ({len(rules) + len(layouts):,})", icon=":material/school:",
                           key="see rules", on_change="rerun")  # fmt: skip
    if not unfolded.open:
        return
    with unfolded:
        st.caption("Entries with these words, and statements with these columns, are read so the next time.")
        for rule in reversed(rules):
            _row(
                describe_rule(rule, venues),
                f"rule {' '.join(rule.words)}",
                _without("import_rules", rule),
            )
        for layout in reversed(layouts):
            _row(
                describe_layout(layout),
                f"layout {layout.header}",
                _without("import_layouts", layout),
            )


def _row(sentence: str, key: str, forget: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escape_markdown(sentence), width="stretch")
        st.button("Forget", key=f"forget {key}", icon=":material/delete:", on_click=forget)


def _without(name: str, said: ImportRule | ImportLayout) -> Callable[[], None]:
    """What forgets one thing that was said."""
    gone = said.model_dump(mode="json")

    def forget() -> None:
        def edit(stored: Document) -> Document:
            kept = profile(stored)
            left = [row for each in getattr(kept, name) if (row := each.model_dump(mode="json")) != gone]
            return {**stored, "profile": {**stored.get("profile", {}), name: left}}

        session.save(edit, "Forgotten.")

    return forget
