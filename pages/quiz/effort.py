"""The steps on each approach: hours and money, and the people met; and on favors."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import streamlit as st

from netroi_core.quiz import answers, prefill
from netroi_core.quiz.answers import STRAIN
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    CATEGORY_NAMES,
    ENERGY_NAMES,
    EXCHANGE_NAMES,
    PART_NAMES,
    pluralize,
    quarter_name,
)
from netroi_core.workspace.fields import (
    APPROACHES,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    HOUR_PARTS,
    Approach,
    CostCategory,
    format_amount,
)
from pages.quiz.quiz_form import QuizForm
from pages.widgets import venue_forms
from pages.widgets.field_error import show_field_error

Effort = Mapping[str, Decimal]

_USUAL_COSTS: dict[Approach, tuple[str, ...]] = {
    "group_events": ("event_fee", "breakfast", "drinks", "dinner", "parking", "fuel"),
    "one_on_one": ("coffee", "breakfast", "lunch", "drinks", "dinner", "parking", "fuel"),
    "social_media": ("subscription", "other"),
}
_COUNTS = (("New contacts", "new_contacts", None), ("Meaningful", "meaningful", "Talks that went beyond small talk."))


def show_effort(form: QuizForm) -> None:
    recorded = prefill.recorded_effort(form.workspace, form.quarter)
    st.markdown("Enter the totals for the quarter. Leave blank what you didn't do.")
    if recorded:
        st.caption("Your records are filled in already. If you spent more, enter the total.")
    if prefill.imported_activities(form.workspace, form.quarter):
        st.caption("Files rarely include the time for preparing, traveling and following up: add it.")
    sources = prefill.effort_sources(form.workspace, form.quarter)
    _show_same_as_before(form)
    problems = dict(answers.answer_problems(form.answers))
    for column, approach in zip(st.columns(3), APPROACHES, strict=True):
        with column, st.container(border=True):
            _show_approach(form, approach, recorded, sources)
            if (sentence := problems.get(f"{approach}.reimbursed")) and form.answers.get(f"{approach}.reimbursed"):
                show_field_error(sentence)
    st.subheader("Memberships and subscriptions (optional)")
    st.caption("Dues count by the day from here on; no need to enter them above.")
    venue_forms.show_venues(form.words)


def _show_same_as_before(form: QuizForm) -> None:
    if effort := prefill.total_effort(form.workspace, form.quarter.shifted(-1)):
        st.button(
            f"Same as {quarter_name(form.quarter.shifted(-1))}",
            key=f"same as last quarter {form.quarter}",
            icon=":material/history:",
            on_click=lambda: form.save({key: format_amount(amount) for key, amount in effort.items()}),
        )


def _show_approach(form: QuizForm, approach: Approach, recorded: Effort, sources: Mapping[str, set[str]]) -> None:
    st.subheader(APPROACH_NAMES[approach])
    if origin := prefill.effort_origin(sources, approach):
        st.caption(origin)
    with st.grid("auto", min_column_width=112):
        for part in HOUR_PARTS:
            _show_field(form, f"{PART_NAMES[part]}, h", f"{approach}.hours.{part}", recorded)
    prefix = f"{approach}.costs."
    filled = {key.removeprefix(prefix) for key in (*form.answers, *recorded) if key.startswith(prefix)}
    usual = [category for category in COST_CATEGORIES if category in filled or category in _USUAL_COSTS[approach]]
    _show_costs(form, approach, usual, recorded)
    more = st.expander("More kinds of cost", key=f"more costs {approach}", on_change="rerun")
    if more.open:
        with more:
            _show_costs(form, approach, [category for category in COST_CATEGORIES if category not in usual], recorded)
            note = "Paid back by an employer or anyone else: that isn't your cost."
            key = f"{approach}.reimbursed"
            form.number("Paid back to you", key, recorded.get(key), note=note)


def _show_costs(form: QuizForm, approach: Approach, categories: Sequence[CostCategory], recorded: Effort) -> None:
    with st.grid("auto", min_column_width=112):
        for category in categories:
            _show_field(form, CATEGORY_NAMES[category], f"{approach}.costs.{category}", recorded)


def _show_field(form: QuizForm, label: str, key: str, recorded: Effort) -> None:
    with st.container():
        amount = recorded.get(key)
        form.number(label, key, amount)
        answer = answers.number(form.answers, key)
        if amount and answer is not None and answer < amount:
            st.caption(f"Your records hold {form.words.number(amount)}: to lower it, edit them in the journal.")


def show_people(form: QuizForm) -> None:
    st.markdown("All of this is optional. It shows what you built besides money.")
    for column, approach in zip(st.columns(3), APPROACHES, strict=True):
        with column, st.container(border=True):
            _show_contacts(form, approach)
    form.text(
        "Signs that it is too much, in your own words",
        STRAIN,
        placeholder="Tired before I arrive, glad when it is cancelled",
    )
    favors = prefill.recorded_favors(form.workspace, form.quarter)
    for direction, question in (("given", "What did you give?"), ("received", "What did you receive?")):
        st.subheader(question)
        if any(key.startswith(direction) for key in favors):
            st.caption("Your records are filled in already. If there were more, enter the total.")
        with st.grid("auto", min_column_width=112):
            for kind in EXCHANGE_KINDS:
                form.number(EXCHANGE_NAMES[kind], f"{direction}.{kind}", favors.get(f"{direction}.{kind}"))


def _show_contacts(form: QuizForm, approach: Approach) -> None:
    recorded = prefill.recorded_effort(form.workspace, form.quarter)
    contacts_met = prefill.contacts_met(form.workspace, form.quarter)
    st.subheader(APPROACH_NAMES[approach])
    with st.grid("auto", min_column_width=112):
        for label, count, note in _COUNTS:
            key = f"{approach}.{count}"
            with st.container():
                form.number(label, key, recorded.get(key), note=note)
                if met := contacts_met.get(key):
                    st.caption(f"{pluralize(met, 'person', 'people')} on record as met this way in this quarter")
    form.choice("How it felt", f"{approach}.energy", tuple(ENERGY_NAMES), ENERGY_NAMES.__getitem__, is_list=True)
