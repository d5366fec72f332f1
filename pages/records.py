from collections.abc import Sequence
from math import ceil
from operator import attrgetter
from typing import Any, Final

import streamlit as st

from netroi_core.views.tables import RECORD_NOUNS, lines, record_name
from netroi_core.wording.wording import APPROACH_NAMES, escape_markdown, pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Workspace
from pages.log.outcome_form import show_outcome_form
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH
from pages.shell.links import page_of
from pages.widgets import record_table
from pages.widgets.empty_page import Fill, show_empty_page
from pages.widgets.narrow_window import is_window_narrow

# The name in the page's address.
LIST = "list"
# A page keeps what goes to the browser small, however many records there are; a row of links costs more.
PAGE_SIZE: Final = 200
NARROW_PAGE_SIZE: Final = 50


def main() -> None:
    workspace = session.records()
    names = [name for name in RECORD_NOUNS if getattr(workspace, name)]
    if not names:
        show_empty_page(
            "All records",
            "Everything you log appears here, to search and edit.",
            "records",
            Fill("Log an activity", "add", "log.py"),
        )
        return
    st.title("All records")
    is_narrow = is_window_narrow()
    show_list(workspace, choose_list(names, is_narrow=is_narrow), is_narrow=is_narrow)


def choose_list(names: Sequence[str], *, is_narrow: bool) -> str:
    """Show the lists that have records; return the chosen one."""
    name: str
    if is_narrow:  # there, seven segments would take three lines
        name = st.selectbox(
            "List", names, format_func=title, key=LIST, bind="query-params", label_visibility="collapsed"
        )
    else:
        name = st.segmented_control("List", names, default=names[0], required=True, format_func=title, key=LIST,
                                    bind="query-params", label_visibility="collapsed")  # fmt: skip
    return name


def title(name: str) -> str:
    return RECORD_NOUNS[name][1].capitalize()


def show_list(workspace: Workspace, name: str, *, is_narrow: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        query = st.text_input("Search", key="search", type="search", placeholder="Search", max_chars=100,
                              label_visibility="collapsed", width=260)  # fmt: skip
        has_approach = name in ("activities", "venues")
        approach = has_approach and st.pills("Approach", APPROACHES, format_func=APPROACH_NAMES.__getitem__,
                                             key="of approach", label_visibility="collapsed")  # fmt: skip
    records = latest_first(workspace, name)
    if query or approach:
        records = [record for record in records if matches(record, query, approach or None)]
    if not records:
        st.markdown("Nothing matches. Clear the search to see all.")
        return
    show_page(workspace, name, records, is_narrow=is_narrow)


def show_page(workspace: Workspace, name: str, records: Sequence[Any], *, is_narrow: bool) -> None:
    """Show one page of the records of a list: in a narrow window as rows that open them, else as a table to edit."""
    page_size = NARROW_PAGE_SIZE if is_narrow else PAGE_SIZE
    # The page number is read first but stands below the table, hence the container above it.
    table, pages = st.container(), ceil(len(records) / page_size)
    page = st.pagination(pages, key=f"page of {name}") if pages > 1 else 1
    on_page = records[(page - 1) * page_size : page * page_size]
    count = f"{pluralize(len(records), *RECORD_NOUNS[name])}{f', {page_size} on each page' if pages > 1 else ''}."
    with table:
        if is_narrow:
            st.caption(count)
            show_rows(workspace, name, on_page)
            return
        record_table.show_record_table(workspace, name, on_page)
        # Below, because the buttons of the table cover what is above it.
        st.caption(f"{count} A change is saved when you leave the cell. To delete rows, select them on the left.")
    if name == "outcomes":
        show_outcome_editor(workspace, on_page)


def show_rows(workspace: Workspace, name: str, records: Sequence[Any]) -> None:
    """Show each record in two lines, as a link that opens it."""
    with st.container(gap=None, key="rows"):
        for record, (line, details) in zip(records, lines(records, workspace, session.words()), strict=True):
            page, key = ("person.py", record.id) if name == "contacts" else ("record.py", f"{name}/{record.id}")
            st.page_link(page_of(page), label=f"**{escape_markdown(line)}** :gray[{escape_markdown(details)}]",
                         width="stretch", query_params={"id": key})  # fmt: skip


def latest_first(workspace: Workspace, name: str) -> Sequence[Any]:
    if name == "activities":  # sorted once for each saved version: a long life has thousands
        return workspace.activities_by_day[::-1]
    records: Sequence[Any] = getattr(workspace, name)
    return sorted(records, key=attrgetter("date"), reverse=True) if hasattr(records[0], "date") else records


def show_outcome_editor(workspace: Workspace, outcomes: Sequence[Outcome]) -> None:
    by_id = {outcome.id: outcome for outcome in outcomes}
    words = session.words()
    key = st.selectbox("Edit an outcome with its steps", list(by_id), index=None, key="whole outcome", width=TEXT_WIDTH,
                       format_func=lambda key: f"{words.day(by_id[key].date)} · {record_name(by_id[key])}",
                       placeholder="Choose an outcome")  # fmt: skip
    if key:
        with st.container(border=True, width=TEXT_WIDTH):
            show_outcome_form(workspace, words, by_id[key])


def matches(record: Any, query: str, approach: Approach | None) -> bool:
    if approach and record.approach != approach:
        return False
    return not query or query.strip().casefold() in " ".join(map(str, edits.as_row(record).values())).casefold()


main()
