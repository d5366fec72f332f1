import streamlit as st

from netroi_core.quiz import prefill
from netroi_core.quiz.answers import STRAIN
from netroi_core.wording.wording import APPROACH_NAMES, ENERGY_NAMES, EXCHANGE_NAMES, counted
from netroi_core.workspace.fields import APPROACHES, EXCHANGE_KINDS
from pages.quiz.answers import Sheet


def show(sheet: Sheet) -> None:
    journal = prefill.journalled(sheet.document, sheet.quarter)
    met = prefill.met(sheet.document, sheet.quarter)
    known = prefill.exchanged(sheet.document, sheet.quarter)
    st.markdown("All of this is optional. It keeps the people beside the money.")
    for column, approach in zip(st.columns(3), APPROACHES, strict=True):
        with column, st.container(border=True):
            st.subheader(APPROACH_NAMES[approach])
            with st.grid("auto", min_column_width=112):
                for label, key in (("New contacts", "new_contacts"), ("Meaningful", "meaningful")):
                    note = "Talks that went beyond small talk." if key == "meaningful" else None
                    key = f"{approach}.{key}"
                    with st.container():
                        sheet.number(label, key, journal.get(key), note=note)
                        if count := met.get(key):
                            st.caption(f"{counted(count, 'person', 'people')} on record, met so in this quarter")
            sheet.choice(
                "How it felt",
                f"{approach}.energy",
                tuple(ENERGY_NAMES),
                ENERGY_NAMES.__getitem__,
                is_list=True,
            )
    sheet.text(
        "Signs that it is too much, in your own words",
        STRAIN,
        placeholder="Tired before I arrive, glad when it is cancelled",
    )
    for way, question in (("given", "What did you give?"), ("received", "What did you receive?")):
        st.subheader(question)
        if any(key.startswith(way) for key in known):
            st.caption("What your records hold is filled in already. If there was more, write the whole.")
        with st.grid("auto", min_column_width=112):
            for kind in EXCHANGE_KINDS:
                sheet.number(EXCHANGE_NAMES[kind], f"{way}.{kind}", known.get(f"{way}.{kind}"))
