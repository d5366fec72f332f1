import streamlit as st

from netroi_core.quiz import prefill
from netroi_core.quiz.answers import STRAIN
from netroi_core.wording.wording import APPROACH_NAMES, ENERGY_NAMES, EXCHANGE_NAMES, pluralize
from netroi_core.workspace.fields import APPROACHES, EXCHANGE_KINDS, Approach
from pages.quiz.quiz_form import QuizForm

_COUNTS = (("New contacts", "new_contacts", None), ("Meaningful", "meaningful", "Talks that went beyond small talk."))


def show_step(form: QuizForm) -> None:
    st.markdown("All of this is optional. It keeps the people beside the money.")
    for column, approach in zip(st.columns(3), APPROACHES, strict=True):
        with column, st.container(border=True):
            _show_approach(form, approach)
    form.text(
        "Signs that it is too much, in your own words",
        STRAIN,
        placeholder="Tired before I arrive, glad when it is cancelled",
    )
    favors = prefill.recorded_favors(form.workspace, form.quarter)
    for direction, question in (("given", "What did you give?"), ("received", "What did you receive?")):
        st.subheader(question)
        if any(key.startswith(direction) for key in favors):
            st.caption("What your records hold is filled in already. If there was more, write the whole.")
        with st.grid("auto", min_column_width=112):
            for kind in EXCHANGE_KINDS:
                form.number(EXCHANGE_NAMES[kind], f"{direction}.{kind}", favors.get(f"{direction}.{kind}"))


def _show_approach(form: QuizForm, approach: Approach) -> None:
    recorded = prefill.recorded_effort(form.workspace, form.quarter)
    contacts_met = prefill.contacts_met(form.workspace, form.quarter)
    st.subheader(APPROACH_NAMES[approach])
    with st.grid("auto", min_column_width=112):
        for label, count, note in _COUNTS:
            key = f"{approach}.{count}"
            with st.container():
                form.number(label, key, recorded.get(key), note=note)
                if met := contacts_met.get(key):
                    st.caption(f"{pluralize(met, 'person', 'people')} on record, met so in this quarter")
    form.choice("How it felt", f"{approach}.energy", tuple(ENERGY_NAMES), ENERGY_NAMES.__getitem__, is_list=True)
