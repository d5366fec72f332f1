from collections.abc import Sequence
from typing import Any

import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.fields import APPROACHES, Record
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Workspace
from pages.log.forms import show_outcome_form
from pages.shell import session
from pages.widgets import record_table

LISTS = {
    "activities": "Activities",
    "outcomes": "Outcomes",
    "contacts": "People",
    "exchanges": "Given and received",
    "stories": "Stories",
    "venues": "Places",
    "goals": "Goals",
}


def main() -> None:
    workspace = session.records()
    st.title("All records")
    names = [name for name in LISTS if getattr(workspace, name)]
    if not names:
        st.markdown("Everything you log appears here, to search and edit.")
        return
    name = st.segmented_control("List", names, default=names[0], required=True, format_func=LISTS.__getitem__,
                                key="list", label_visibility="collapsed")  # fmt: skip
    show_list(workspace, name)


def show_list(workspace: Workspace, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input("Search", key="search", type="search", placeholder="Search", max_chars=100,
                              label_visibility="collapsed", width=260)  # fmt: skip
        has_approach = name in ("activities", "venues")
        approach = has_approach and st.pills("Approach", APPROACHES, format_func=APPROACH_NAMES.__getitem__,
                                             key="of approach", label_visibility="collapsed")  # fmt: skip
    records: Sequence[Any] = [
        record
        for record in sorted(
            getattr(workspace, name), key=lambda record: str(getattr(record, "date", "")), reverse=True
        )
        if matches(record, query or "") and (not approach or record.approach == approach)
    ]
    if not records:
        st.markdown("Nothing matches. Clear the search to see all.")
        return
    st.caption(f"{pluralize(len(records), 'record')}. A cell saves when you leave it; mark rows at the left to delete.")
    record_table.show_record_table(workspace, name, records)
    if name == "outcomes":
        show_outcome_editor(workspace, records)


def show_outcome_editor(workspace: Workspace, outcomes: Sequence[Outcome]) -> None:
    by_id = {outcome.id: outcome for outcome in outcomes}
    key = st.selectbox("Edit an outcome with its steps", list(by_id), index=None, key="whole outcome",
                       format_func=lambda key: f"{by_id[key].date} · {by_id[key].title or KIND_NAMES[by_id[key].kind]}",
                       placeholder="Choose an outcome")  # fmt: skip
    if key:
        show_outcome_form(workspace, session.words(), by_id[key])


def matches(record: Record, query: str) -> bool:
    return query.strip().casefold() in " ".join(map(str, edits.as_row(record).values())).casefold()


main()
