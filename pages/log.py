import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, counted
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, found
from netroi_core.workspace.fields import APPROACHES
from pages.log import log
from pages.shell import session
from pages.widgets import table

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
    document, words = session.opened(), session.words()
    st.title("Journal")
    what = st.radio("Log", ["An activity", "An outcome"], horizontal=True, key="log")
    (log.activity if what == "An activity" else log.outcome)(document, words)
    st.header("All records")
    filled = [name for name in LISTS if document.get(name)]
    if not filled:
        st.markdown("What you log stands here, to be looked through and mended.")
        return
    name = st.radio("List", filled, format_func=LISTS.__getitem__, horizontal=True, key="list",
                    label_visibility="collapsed")  # fmt: skip
    _records(document, name)


def _records(document: Document, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input("Search", key="search", type="search", placeholder="Search", max_chars=100,
                               label_visibility="collapsed", width=260)  # fmt: skip
        has_approach = name in ("activities", "venues")
        approach = has_approach and st.pills("Approach", APPROACHES, format_func=APPROACH_NAMES.__getitem__,
                                             key="of approach", label_visibility="collapsed")  # fmt: skip
    records = sorted(document.get(name, ()), key=lambda record: str(record.get("date", "")), reverse=True)
    shown = [r for r in records if _matches(r, wanted or "") and (not approach or r["approach"] == approach)]
    if not shown:
        st.markdown("Nothing matches. Clear the search to see all.")
        return
    st.caption(f"{counted(len(shown), 'record')}. A cell saves when you leave it; mark rows at the left to delete.")
    table.show(document, name, shown)
    if name == "outcomes":
        _whole_outcome(document, shown)


def _whole_outcome(document: Document, shown: list[RecordDict]) -> None:
    names = {each["id"]: f"{each['date']} · {each.get('title') or KIND_NAMES[each['kind']]}" for each in shown}
    chosen = st.selectbox("Edit an outcome with its steps", list(names), index=None, key="whole outcome",
                          format_func=names.__getitem__, placeholder="Choose an outcome")  # fmt: skip
    if chosen and (record := found(document, "outcomes", chosen)):
        log.outcome(document, session.words(), record)


def _matches(record: RecordDict, wanted: str) -> bool:
    return wanted.strip().casefold() in " ".join(map(str, record.values())).casefold()


main()
