"""The people of one workspace, as pages/people.py draws them with nobody chosen and nothing clicked."""

from typing import Any

import polars as pl
import streamlit as st

from bench.literal import PAGES

PAGE = PAGES["people"]
TYPES = {"day": pl.Date, "whole": pl.Int64}
FRAME = pl.DataFrame(
    PAGE["rows"],
    schema={key: pl.String if kind == "day" else TYPES.get(kind, pl.String) for key, _, kind, _ in PAGE["columns"]},
    orient="row",
).with_columns(pl.col(key).str.to_date() for key, _, kind, _ in PAGE["columns"] if kind == "day")


def column(title: str, kind: str, options: list[str]) -> Any:
    match kind:
        case "day":
            return st.column_config.DateColumn(title)
        case "choice":
            return st.column_config.SelectboxColumn(title, options=options)
        case "whole":
            return st.column_config.NumberColumn(title, min_value=1, max_value=3660, step=1)
    return st.column_config.TextColumn(title, max_chars=300)


with st.container(horizontal=True, vertical_alignment="bottom"):
    st.selectbox("Find a person", list(PAGE["names"]), index=None, format_func=PAGE["names"].__getitem__,
                 key="person", placeholder="Type a name", width=320)  # fmt: skip
st.title(PAGE["headline"])
with st.form("new person"):
    with st.grid("auto", min_column_width=220):
        st.text_input("Name", key="name", max_chars=300, autocomplete="off")
        st.selectbox("Met through", list(PAGE["approaches"]), format_func=PAGE["approaches"].__getitem__)
        st.text_input("To remember (optional)", max_chars=300, placeholder="Buys freight for a retailer")
    st.form_submit_button("Add", type="primary", icon=":material/person_add:")
st.header("To follow up")
for name, said in PAGE["waiting"]:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.button(name, key=f"open {name}", type="tertiary", icon=":material/person:")
            st.caption(said)
        with st.container(horizontal=True, gap="xsmall", width="content"):
            for label in ("Done", "In two weeks", "Next quarter"):
                st.button(label, key=f"{label} {name}")
st.caption(PAGE["further"])
st.header("Everybody")
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.text_input("Search people", key="search people", type="search", placeholder="Name, firm, expertise",
                  max_chars=100, label_visibility="collapsed", width=260, persist_state="page")  # fmt: skip
    with st.popover("Filter", icon=":material/filter_list:"):
        for label, names in PAGE["filters"].items():
            st.pills(label, list(names), selection_mode="multi", format_func=names.__getitem__, key=f"people {label}",
                     persist_state="page")  # fmt: skip
        st.caption("Pruned people are left out unless you choose them.")
place = st.container()
st.pagination(PAGE["pages"], key="people page", persist_state="page")
with place:
    st.caption(f"{PAGE['found']}. A cell saves when you leave it; mark rows at the left to delete.")
    st.data_editor(FRAME, key="table", hide_index=True, placeholder="", num_rows="delete",
                   column_config={key: column(title, kind, options) for key, title, kind, options in PAGE["columns"]},
                   disabled=[], height=600, alt="100 records, one in each row")  # fmt: skip
for name, icon in PAGE["folded"]:
    st.expander(name, icon=icon, key=name, on_change="rerun")
