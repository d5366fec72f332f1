"""The quiz's first offer: files that fill most of it in, and afterwards what they brought."""

import streamlit as st

from netroi_core.quiz import prefill
from netroi_core.quiz import words as quiz_words
from netroi_core.wording.wording import plain
from pages.imports import bringing
from pages.quiz.answers import Sheet
from pages.shell import session


def are_waiting(sheet: Sheet) -> bool:
    """Show a place for files, or what they brought for this quarter; whether some wait to be accepted.

    Whoever looks through what files hold is asked nothing else meanwhile.
    """
    with st.container(border=True, key="your files"):
        if brought := prefill.brought(sheet.document, sheet.quarter):
            told = quiz_words.brought(brought, prefill.sources(sheet.document, sheet.quarter), sheet.words)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":material/task_alt: **Filled in for you:** {plain(told)}.", width="stretch")
                st.page_link("imports.py", label="See or take back", icon=":material/undo:")
            more = st.expander("Bring more files", key="more files", on_change="rerun")
            if more.open:
                with more:
                    bringing.files((sheet.quarter,))
        else:
            st.markdown("**Bring your files, and most of this is filled in**")
            if not _are_dropped():
                st.caption("You see what they hold before any of it counts. Rather not? Just answer on below.")
            bringing.files((sheet.quarter,))
        is_waiting = _hold_something()
        if is_waiting:
            st.button("Go on without them", key="without files", type="tertiary", on_click=_leave_out)
    return is_waiting


def _are_dropped() -> bool:
    return bool(session.value(session.fresh(bringing.VISIT)))


def _hold_something() -> bool:
    read = session.visits().of(bringing.VISIT).get("batch") if _are_dropped() else None
    return read is not None and bool(read.proposal.items)


def _leave_out() -> None:
    session.begin_anew(bringing.VISIT)
    session.visits().forget(bringing.VISIT)
