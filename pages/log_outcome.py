import streamlit as st

from netroi_core.views.tables import record_name
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Workspace
from pages.log.next_step import show_next_step
from pages.log.outcome_form import FORM, show_outcome_form
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH

# The name in the page's address of the outcome to update.
OUTCOME = "outcome"


def main() -> None:
    workspace, words = session.records(), session.words()
    is_update = st.query_params.get(OUTCOME) in {outcome.id for outcome in workspace.open_outcomes}
    st.title("Update an outcome" if is_update else "Log an outcome")
    with st.container(width=TEXT_WIDTH):
        if show_next_step(FORM, workspace.outcomes):
            # The next one is another: its form must not begin with the one that was just saved.
            st.query_params.pop(OUTCOME, None)
        else:
            show_outcome_form(workspace, words, choose_open_outcome(workspace, words))


def choose_open_outcome(workspace: Workspace, words: Words) -> Outcome | None:
    """Show a choice of the open outcomes, if there are any: one that is decided now would else be entered twice."""
    by_id = {outcome.id: outcome for outcome in workspace.open_outcomes}
    if not by_id:
        return None
    asked = st.query_params.get(OUTCOME)
    key = f"{session.form_key(FORM)} open {asked} {len(by_id)}"
    chosen = st.selectbox(
        "Is it one of your open outcomes? (optional)", list(by_id), key=key,
        index=list(by_id).index(asked) if asked in by_id else None,
        format_func=lambda key: summary(by_id[key], words),
        placeholder="Choose it, so that it counts once",
    )  # fmt: skip
    return by_id.get(chosen or "")


def summary(outcome: Outcome, words: Words) -> str:
    value = [words.exact_money(outcome.value.likely)] if outcome.value else []
    return " · ".join((record_name(outcome), *value, words.day(outcome.date)))


main()
