"""The offer of the quiz's first step: files that prefill most of it, and afterward a summary of what they added."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from netroi_core.quiz import prefill
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace.records import Activity
from pages.imports import editable_tables, import_flow
from pages.quiz.quiz_form import QuizForm
from pages.shell import session

OFFER: Final = "Fill in most of this from your files"


def show_offer(form: QuizForm) -> bool:
    """Show a place for files, or a summary of the imported ones; return True if a proposal awaits acceptance."""
    # While a proposal is looked through, the page asks for nothing else.
    with st.container(key="your files"):
        activities = prefill.imported_activities(form.workspace, form.quarter)
        if activities:
            _show_summary(form, activities)
        label = "Import more files" if activities else OFFER
        offer = st.expander(label, icon=":material/upload_file:", key=f"offer {label}", on_change="rerun")
        if offer.open:
            with offer:
                import_flow.show_import((form.quarter,))
        has_proposal = _has_proposal()
        if has_proposal:
            st.button("Continue without them", key="without files", type="tertiary", on_click=_discard_files)
    return has_proposal


def _show_summary(form: QuizForm, activities: Sequence[Activity]) -> None:
    sources = prefill.effort_sources(form.workspace, form.quarter)
    summary = prefill.imported_summary(activities, sources, form.words)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/task_alt: **Filled in for you:** {escape_markdown(summary)}.", width="stretch")
        # A button, because a link would drop what was typed last.
        if st.button("Review or undo", key="review files", type="tertiary", icon=":material/undo:"):
            st.switch_page("imports.py")


def _has_files() -> bool:
    return bool(session.widget_value(session.form_key(editable_tables.PART)))


def _has_proposal() -> bool:
    batch = session.page_state().of(editable_tables.PART).get("batch") if _has_files() else None
    return batch is not None and bool(batch.proposal.items)


def _discard_files() -> None:
    session.reset_form(editable_tables.PART)
    session.page_state().forget(editable_tables.PART)
