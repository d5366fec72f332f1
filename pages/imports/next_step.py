"""The next step after an import: review outcomes, finish the quiz that is due, or see what changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from netroi_core.quiz.answers import due_quarter
from netroi_core.wording.wording import pluralize, quarter_name
from netroi_core.workspace.records import Import
from pages.imports.import_flow import accepted_import
from pages.shell import session
from pages.shell.figures import figures_of


@dataclass(frozen=True)
class _NextStep:
    """One sentence, and the button that leads on."""

    sentence: str
    label: str
    page: str
    query: Mapping[str, str] = field(default_factory=dict)


def show_after_import() -> None:
    """Show the next step after the import that was just accepted, unless it was undone."""
    if (acceptance := accepted_import()) is None:
        return
    step = _next_step(acceptance)
    with st.container(horizontal=True, vertical_alignment="center", key="after import"):
        st.markdown(f"**Next:** {step.sentence}")
        if st.button(
            step.label, key="next step", type="primary", icon=":material/arrow_forward:", icon_position="right"
        ):
            st.switch_page(step.page, query_params=step.query)


def _next_step(acceptance: Import) -> _NextStep:
    if outcomes := len(acceptance.added.get("outcomes", {})):
        those = "it" if outcomes == 1 else "they"
        sentence = f"check {pluralize(outcomes, 'new outcome')}: what {those} brought, and which activities led there."
        return _NextStep(sentence, "Review outcomes", "records.py", {"list": "Outcomes"})
    saved = session.saved()
    if saved is not None and (quarter := due_quarter(figures_of(saved).ledger, session.today())):
        sentence = f"your quiz for {quarter_name(quarter)} is due, and your files answer part of it."
        return _NextStep(sentence, "Finish the quiz", "quiz.py", {"quarter": str(quarter)})
    if "activities" in {*acceptance.added, *acceptance.updated}:
        return _NextStep("see what your networking returned.", "See your results", "results.py")
    return _NextStep("see who is in your network.", "See your contacts", "people.py")
