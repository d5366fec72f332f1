"""The form that logs an activity in ten seconds."""

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, ENERGY_NAMES, Words, escape_markdown
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES
from netroi_core.workspace.records import Activity, Cost, Hours
from netroi_core.workspace.workspace import Workspace
from pages.log.entered_numbers import EnteredNumbers
from pages.shell import session

_FORM = "log activity"


def show_activity_form(workspace: Workspace, words: Words) -> None:
    """Show the form: approach, hours and money first, everything else folded away."""
    key, numbers = session.form_key(_FORM), EnteredNumbers(words)
    with st.form(key):
        approach = st.radio("What was it?", APPROACHES, APPROACHES.index("one_on_one"), horizontal=True,
                            format_func=APPROACH_NAMES.__getitem__, key=f"{key} approach")  # fmt: skip
        with st.grid("auto", min_column_width=140):
            hours = st.text_input("Hours", key=f"{key} hours", placeholder="1.5", max_chars=40, autocomplete="off")
            spent = st.text_input("Spent (optional)", key=f"{key} spent", placeholder=words.whole_money(0),
                                  max_chars=40, autocomplete="off")  # fmt: skip
            category = st.selectbox("On", COST_CATEGORIES, COST_CATEGORIES.index("coffee"),
                                    format_func=CATEGORY_NAMES.__getitem__, key=f"{key} category")  # fmt: skip
            day = st.date_input("Day", session.today(), min_value=date(1900, 1, 1), key=f"{key} day")
        title = st.text_input("Note (optional)", key=f"{key} title", max_chars=300, autocomplete="off",
                              placeholder="Coffee with a former colleague")  # fmt: skip
        with st.expander("Where, who and how it felt (optional)"):
            details = _show_details(key, workspace)
        if not st.form_submit_button("Log it", type="primary", icon=":material/add:", key=f"{key} save"):
            return
        duration, amount = numbers.amount("Hours", hours), numbers.amount("Spent", spent)
        if duration is None and amount is None and not numbers.problems:
            numbers.problems.append("Say how many hours it took or what you spent.")
        for sentence in numbers.problems:
            st.error(escape_markdown(sentence))
    if numbers.problems:
        return
    activity = Activity(
        id=session.new_id("a"),
        date=day or session.today(),
        approach=approach,
        title=title.strip(),
        hours=Hours(attending=float(duration)) if duration else Hours(),
        costs=_costs(category, amount),
        **details,
    )
    _save(activity)


def _show_details(key: str, workspace: Workspace) -> dict[str, Any]:
    """Show the optional fields; return their values by the activity's keys."""
    venues = {venue.id: venue.name for venue in workspace.venues}
    people = {contact.id: contact.name for contact in workspace.contacts}
    venue = st.selectbox("Where", [None, *venues], format_func=lambda v: venues.get(v, "–"), key=f"{key} venue")
    attendees = st.multiselect("With", list(people), format_func=people.__getitem__, key=f"{key} people")
    with st.grid("auto", min_column_width=140):
        new_contacts = st.number_input("New contacts", 0, 10_000, 0, key=f"{key} new")
        meaningful = st.number_input("Meaningful", 0, 10_000, 0, key=f"{key} good")
        energy = st.selectbox("How it felt", [None, *ENERGY_NAMES], key=f"{key} energy",
                              format_func=lambda level: ENERGY_NAMES.get(level, "–"))  # fmt: skip
    is_evening = st.checkbox("In the evening", key=f"{key} evening")
    return {
        "venue": venue,
        "people": tuple(attendees),
        "new_contacts": new_contacts,
        "meaningful": meaningful,
        # Left out where nothing was said: False would mean that it was not in the evening.
        **({"energy": energy} if energy is not None else {}),
        **({"evening": True} if is_evening else {}),
    }


def _costs(category: Any, amount: Decimal | None) -> tuple[Cost, ...]:
    return (Cost(category=category, amount=amount),) if amount else ()


def _save(activity: Activity) -> None:
    done = f"Logged: {activity.title or APPROACH_NAMES[activity.approach]}."
    if session.add(activity, done):
        session.reset_form(_FORM)
    st.rerun()
