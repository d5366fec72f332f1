"""The offer of the quiz's first step: files that prefill most of it, and afterwards a summary of what they added."""

import streamlit as st

from netroi_core.quiz import prefill
from netroi_core.wording.wording import escape_markdown
from pages.imports import editable_tables, import_flow
from pages.quiz.quiz_form import QuizForm
from pages.shell import session


def show_offer(form: QuizForm) -> bool:
    """Show a place for files, or a summary of the imported ones; return True if a proposal awaits acceptance."""
    # While a proposal is looked through, the page asks for nothing else.
    with st.container(border=True, key="your files"):
        if activities := prefill.imported_activities(form.workspace, form.quarter):
            sources = prefill.effort_sources(form.workspace, form.quarter)
            summary = prefill.imported_summary(activities, sources, form.words)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":material/task_alt: **Filled in for you:** {escape_markdown(summary)}.", width="stretch")
                st.page_link("imports.py", label="Review or undo", icon=":material/undo:")
            more = st.expander("Import more files", key="more files", on_change="rerun")
            if more.open:
                with more:
                    import_flow.show_import((form.quarter,))
        else:
            st.markdown("**Import your files to fill in most of this**")
            if not _has_files():
                st.caption("You review everything first. Or just answer the questions below.")
            import_flow.show_import((form.quarter,))
        has_proposal = _has_proposal()
        if has_proposal:
            st.button("Continue without them", key="without files", type="tertiary", on_click=_discard_files)
    return has_proposal


def _has_files() -> bool:
    return bool(session.widget_value(session.form_key(editable_tables.PART)))


def _has_proposal() -> bool:
    batch = session.page_state().of(editable_tables.PART).get("batch") if _has_files() else None
    return batch is not None and bool(batch.proposal.items)


def _discard_files() -> None:
    session.reset_form(editable_tables.PART)
    session.page_state().forget(editable_tables.PART)
