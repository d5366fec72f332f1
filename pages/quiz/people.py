"""The step on people: new contacts by name or by count, how it felt, and favors."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import streamlit as st

from netroi_core.quiz import answers, prefill
from netroi_core.quiz.answers import STRAIN
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    ENERGY_NAMES,
    EXCHANGE_NAMES,
    KIND_NAMES,
    escape_markdown,
    join_words,
    pluralize,
    quarter_name,
)
from netroi_core.workspace.fields import APPROACHES, EXCHANGE_KINDS, Approach, ExchangeKind
from pages.quiz.quiz_form import QuizForm
from pages.shell import session

_NEW_CONTACTS: Final = "New contacts in total, named or not"
_FAVORS_IN_SIGHT: Final[tuple[ExchangeKind, ...]] = ("introduction", "referral", "advice")
_NAMES_IN_SIGHT: Final = 10  # of those logged
_DIRECTIONS: Final = ("given.", "received.")


def show_people(form: QuizForm) -> None:
    """Show the step that asks for new contacts, energy and favors."""
    st.markdown("All of this is optional. It shows what you built besides money.")
    recorded = prefill.recorded_effort(form.workspace, form.quarter)
    figures = form.figures.approaches
    tried = [name for name in APPROACHES if figures[name].hours or figures[name].actual_cost]
    approaches = tried or APPROACHES
    for approach in approaches:
        _show_contacts(form, approach, recorded)
    is_used = any(key.endswith(".energy") or key == STRAIN for key in form.answers)
    with st.expander("How it felt", expanded=is_used, key=f"felt {form.quarter}"):
        for approach in approaches:
            form.choice(APPROACH_NAMES[approach], f"{approach}.energy", tuple(ENERGY_NAMES), ENERGY_NAMES.__getitem__,
                        is_list=True, placeholder="Choose")  # fmt: skip
        form.text("Signs that it is too much, in your own words", STRAIN,
                  placeholder="Tired before I arrive, glad when it’s canceled")  # fmt: skip
    favors = prefill.recorded_favors(form.workspace, form.quarter)
    with st.expander("Favors given and received", key=f"favors {form.quarter}"):
        _show_favors(form, favors)


def _show_contacts(form: QuizForm, approach: Approach, recorded: Mapping[str, Decimal]) -> None:
    st.subheader(APPROACH_NAMES[approach])
    key = f"{approach}.new_contacts"
    form.text("Who you met", f"{approach}.names", placeholder="Ada, B. C.: first names or initials are enough")
    if logged := prefill.people_logged(form.workspace, form.quarter, approach):
        more = [f"{len(logged) - _NAMES_IN_SIGHT:,} more"] if len(logged) > _NAMES_IN_SIGHT else []
        st.caption(escape_markdown(f"Already logged: {join_words([*logged[:_NAMES_IN_SIGHT], *more])}"))
    if names := answers.names_to_ask(form.workspace, form.quarter, form.answers, approach):
        _show_new(form, approach, names)
    new = answers.new_contacts(form.workspace, form.quarter, form.answers, approach)
    with st.container(width=280):
        form.number(_NEW_CONTACTS, key, recorded.get(key), least=new)
    if answers.new_names(form.workspace, form.quarter, form.answers, approach):
        # Folded away: a date that gets the focus opens its calendar over the next approach.
        with st.expander("Day you met (optional)", expanded=f"{approach}.met_on" in form.answers,
                         key=f"met {form.quarter} {approach}"):  # fmt: skip
            form.day("When you met", f"{approach}.met_on", latest=form.outcome_day)
            st.caption(f"Without a date, they are listed as met in {quarter_name(form.quarter)}.")
    if met := prefill.contacts_met(form.workspace, form.quarter).get(f"{approach}.new_contacts"):
        st.caption(f"{pluralize(met, 'person', 'people')} on record as met this way in this quarter")


def _show_new(form: QuizForm, approach: Approach, names: Sequence[str]) -> None:
    widget = f"new {form.widget_name(approach)}"
    new = answers.new_names(form.workspace, form.quarter, form.answers, approach)

    def save(chosen: Sequence[str]) -> bool:
        return form.save({f"{approach}.new_names": {name: name in chosen for name in names}})

    st.pills("Who did you meet for the first time?", names, selection_mode="multi", format_func=escape_markdown,
             key=session.widget_key(widget, list(new)), on_change=session.save_on_change(widget, save))  # fmt: skip


def _show_favors(form: QuizForm, recorded: Mapping[str, int]) -> None:
    _show_favors_of(form, recorded, _FAVORS_IN_SIGHT)
    kinds = {answers.outcome_kind(form.answers, key) for key in answers.outcome_keys(form.answers)}
    kinds |= {outcome.kind for outcome in prefill.outcomes_on_record(form.workspace, form.quarter)}
    if same := [KIND_NAMES[kind] for kind in ("referral", "introduction") if kind in kinds]:
        st.caption(f"{join_words(same)}: what you received and entered as an outcome counts there. Enter here what you "
                   "gave, and anything else you received.")  # fmt: skip
    others = [kind for kind in EXCHANGE_KINDS if kind not in _FAVORS_IN_SIGHT]
    is_used = any(key.rpartition(".")[2] in others for key in (*recorded, *form.answers) if key.startswith(_DIRECTIONS))
    with st.expander("Other favors", expanded=is_used, key=f"other favors {form.quarter}"):
        _show_favors_of(form, recorded, others)


def _show_favors_of(form: QuizForm, recorded: Mapping[str, int], kinds: Sequence[ExchangeKind]) -> None:
    for direction, question in (("given", "What did you give?"), ("received", "What did you receive?")):
        st.markdown(f"**{question}**")
        if any(f"{direction}.{kind}" in recorded for kind in kinds):
            st.caption("Your records are filled in already. If there were more, enter the total.")
        with st.grid("auto", min_column_width=112):
            for kind in kinds:
                key = f"{direction}.{kind}"
                form.number(EXCHANGE_NAMES[kind], key, recorded.get(key))
