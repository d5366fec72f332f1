"""The form to edit a contact, opened by a button on the contact's page."""

from typing import Any, Final

import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.views import tables
from netroi_core.views.tables import Column
from netroi_core.wording.wording import quarter_name
from netroi_core.workspace import edits
from netroi_core.workspace.document import record_problems
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import LONGEST_LINE, LONGEST_TEXT
from netroi_core.workspace.records import Contact, guessed_quarter
from netroi_core.workspace.workspace import Workspace, parse_records
from pages.shell import session

_FORM: Final = "edit contact"
# The fields with their labels, in groups that stand side by side where there is room.
_GROUPS: Final = (
    {"name": "Name", "organisation": "Organization", "role": "Role"},
    {"met.date": "When you met", "met.approach": "How you met", "met.venue": "Where you met"},
    {"closeness": "Closeness, 5 is very close", "relevance": "Relevance to your goals, 5 is high", "status": "Status"},
    {"follow_up": "Next follow-up", "cadence_days": "Stay in touch every … days"},
    {"industry": "Industry", "background": "Background", "expertise": "Expertise, separated by commas"},
    {"notes": "Notes"},
)
_BUTTONS: Final = ("closeness", "relevance", "status")
_DEFAULTS: Final = {"status": "Active"}
_LONGEST: Final = {"notes": LONGEST_TEXT, "expertise": 3_000}


def is_editing() -> bool:
    """Return True if the form is open."""
    return bool(session.page_state().of(_FORM).get("is_open"))


def open_form() -> None:
    """Open the form at the next run."""
    session.page_state().of(_FORM)["is_open"] = True


def show_contact_form(workspace: Workspace, contact: Contact) -> None:
    """Show a labeled field for each detail of a contact; an edit elsewhere meanwhile is not overwritten."""
    key = f"{session.form_key(_FORM)} {contact.id}"
    displayed = session.form_snapshot(f"{key} name", contact)
    columns = {column.key: column for column in tables.columns(workspace, "contacts")}
    cells = _cells(displayed, tuple(columns.values()))
    with st.form(key, width=880, enter_to_submit=False):
        for labels in _GROUPS:
            with st.grid(len(labels), min_column_width=220):
                for name, label in labels.items():
                    _show_field(columns[name], label, cells[name], f"{key} {name}")
                    if name == "met.date" and (quarter := _guessed_quarter(workspace, displayed)):
                        st.caption(f"Only the quarter is known: {quarter_name(quarter)}.")
        with st.container(horizontal=True):
            st.form_submit_button("Save", type="primary", icon=":material/check:", key=f"{key} save", on_click=_save,
                                  args=(key, tuple(columns.values()), displayed))  # fmt: skip
            st.form_submit_button("Cancel", type="tertiary", key=f"{key} cancel", on_click=_close)


def _guessed_quarter(workspace: Workspace, contact: Contact) -> Quarter | None:
    if contact.met is None:
        return None
    return guessed_quarter(contact.id, contact.met.date, workspace.profile.fiscal_year_start)


def _show_field(column: Column, label: str, value: Any, key: str) -> None:
    options, text = list((column.names or {}).values()), value or ""
    if column.key in _BUTTONS:
        st.segmented_control(label, options, default=value, required=column.key in _DEFAULTS, key=key)
    elif column.kind == "choice":
        st.selectbox(label, [None, *options], index=[None, *options].index(value), key=key,
                     format_func=lambda option: option or "–")  # fmt: skip
    elif column.kind == "day":
        st.date_input(label, value, min_value=session.EARLIEST_DAY, format=session.words().date_pattern, key=key)
    elif column.kind == "whole":
        st.number_input(label, column.lowest, int(column.highest or 0), value, 1, key=key)
    elif column.key == "notes":
        st.text_area(label, text, max_chars=_LONGEST["notes"], key=key)
    else:
        st.text_input(label, text, max_chars=_LONGEST.get(column.key, LONGEST_LINE), autocomplete="off", key=key)


def _save(key: str, columns: tuple[Column, ...], displayed: Contact) -> None:
    row, problems = edits.as_row(displayed), list[str]()
    for column in columns:
        entered = _entered(f"{key} {column.key}")
        if entered != _cells(displayed, columns)[column.key]:
            try:
                row = tables.with_entry(row, column, entered)
            except ValueError as problem:
                problems.append(str(problem))
    problems = problems or [problem.sentence for problem in record_problems("contacts", row)]
    for sentence in problems:
        session.notify("error", sentence)
    if not problems and _save_row(row, displayed):
        _close()


def _save_row(row: RecordDict, displayed: Contact) -> bool:
    """Save a row, if anything has changed, and return True unless it was refused."""
    if row == edits.as_row(displayed):
        return True
    (contact,) = parse_records(Contact, (row,))
    return session.replace(displayed, contact, f"Saved {contact.name}.")


def _cells(contact: Contact, columns: tuple[Column, ...]) -> dict[str, Any]:
    """Return the value of each field by its column, as the form shows it."""
    cells = tables.cells(contact, columns)
    return {key: _DEFAULTS.get(key) if value is None else value for key, value in cells.items()}


def _entered(key: str) -> Any:
    """Return what was entered into a field; None if it is empty."""
    value = session.widget_value(key)
    return (value.strip() if isinstance(value, str) else value) or None


def _close() -> None:
    session.page_state().forget(_FORM)
    session.reset_form(_FORM)
