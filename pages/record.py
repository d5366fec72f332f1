import textwrap
from typing import Any, Final

import streamlit as st

from netroi_core.views.tables import RECORD_NOUNS, lines, record_name
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace.records import Outcome
from pages.log.outcome_form import show_outcome_form
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH
from pages.widgets.record_table import show_record_form

# A story is its own heading in the list.
_LONGEST_HEADING: Final = 100


def main() -> None:
    workspace = session.records()
    # The address holds the list and the id.
    name, _, key = st.query_params.get("id", "").partition("/")
    records = getattr(workspace, name) if name in RECORD_NOUNS else ()
    title = RECORD_NOUNS[name][1].capitalize() if records else None
    st.page_link("records.py", label=title or "All records", icon=":material/arrow_back:",
                 query_params={"list": title} if title else None)  # fmt: skip
    record = next((record for record in records if record.id == key), None)
    if record is None:
        st.title("This record isn’t here")
        st.markdown("It was deleted, or its address is incomplete.")
        return
    ((heading, _),) = lines((record,), workspace, session.words())
    st.title(escape_markdown(textwrap.shorten(heading, _LONGEST_HEADING, placeholder="…")))
    with st.container(width=TEXT_WIDTH):
        show_record(name, record)


def show_record(name: str, record: Any) -> None:
    """Show the form of a record, and below it the button that deletes it.

    Both lead back to the list, except that an outcome stays open when it is saved, to show what it counts as.
    """
    workspace, is_saved = session.records(), False
    if isinstance(record, Outcome):
        show_outcome_form(workspace, session.words(), record)
    else:
        is_saved = show_record_form(workspace, name, record)
    is_deleted = st.button("Delete", key="delete record", icon=":material/delete:", type="tertiary")
    if is_deleted:
        session.delete_records(name, [record.id], record_name(record))
    if is_saved or is_deleted:
        st.switch_page("records.py", query_params={"list": RECORD_NOUNS[name][1].capitalize()})


main()
