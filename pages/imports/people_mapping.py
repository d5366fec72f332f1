"""How a table of people is read: its columns with a guess to correct, and the first people in it."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from netroi_core.importers.contacts.people_mapping import PeopleChoice, first_people, propose_people
from netroi_core.workspace.profile import PeopleLayout
from pages.imports.editable_tables import read_once
from pages.shell import session
from pages.widgets.charts import show_table

# By field of a layout. The first must be chosen.
_FIELDS: Final[Mapping[str, str]] = {
    "name": "Name, or first name",
    "last_name": "Last name",
    "organisation": "Organization",
    "role": "Role",
    "address": "E-mail address",
}
# Of the table of the first people.
_WIDTHS: Final = dict.fromkeys(("Name", "Organization", "Role"), 200)


def show_people(name: str, raw: bytes) -> PeopleLayout | None:
    """Show the columns of a table of people; return those that the user chose, None if the file tells its own."""
    layouts = session.profile().people_layouts
    choice = read_once((raw, layouts), propose_people, raw, layouts)
    if choice is None:
        return None
    if choice.is_remembered:
        title = "Read with the columns you chose last time"
    elif choice.is_certain:
        title = "Read by its columns"
    else:
        title = "NetROI doesn’t recognize these columns. Check how they are read."
    is_open = not (choice.is_certain or choice.is_remembered)
    with st.expander(title, expanded=is_open, key=f"people of {name}"):
        layout = _select_layout(name, choice)
        people = read_once((raw, layout), first_people, raw, layout)
        rows = tuple((person.name, person.organisation, person.role) for person in people)
        if rows:
            show_table((tuple(_WIDTHS), rows), "The first people, as they will be read", tuple(_WIDTHS), _WIDTHS)
        else:
            st.caption("No row has a name in this column.")
    is_its_own = choice.is_certain and not choice.is_remembered and layout == choice.guess
    return None if is_its_own else layout


def _select_layout(name: str, choice: PeopleChoice) -> PeopleLayout:
    """Show select boxes that start at the guess; return the layout that they say."""
    chosen: dict[str, str] = {}
    with st.grid("auto", min_column_width=170):
        for field, label in _FIELDS.items():
            options = [*choice.columns] if field == "name" else ["", *choice.columns]
            first = getattr(choice.guess, field)
            chosen[field] = st.selectbox(
                label, options, options.index(first) if first in options else 0,
                format_func=lambda column: column or "None", key=f"{label} of {name}",
            )  # fmt: skip
    return choice.guess.model_copy(update=chosen)
