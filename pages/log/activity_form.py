"""The form that logs an activity in ten seconds."""

from decimal import Decimal
from typing import Any, Final

import streamlit as st

from netroi_core.importers.matching.meals import named_meal
from netroi_core.ledger.counts import talks_of
from netroi_core.ledger.purposes import is_looking_for_work
from netroi_core.quiz.effort import USUAL_COSTS
from netroi_core.quiz.log_notes import activity_note
from netroi_core.quiz.submission import usual_alternative
from netroi_core.wording.wording import (
    ACTIVITY_NAMES,
    APPROACH_NAMES,
    CATEGORY_NAMES,
    CHANNEL_NAMES,
    ENERGY_NAMES,
    Words,
    escape_markdown,
)
from netroi_core.workspace.fields import (
    APPROACHES,
    CHANNELS,
    COST_CATEGORIES,
    HOUR_PARTS,
    LONGEST_LINE,
    Alternative,
    Approach,
    CostCategory,
)
from netroi_core.workspace.records import Activity, Cost, Hours
from netroi_core.workspace.workspace import Workspace
from pages.log.entered_numbers import EnteredNumbers
from pages.log.next_step import mark_saved, show_next_step
from pages.shell import session
from pages.widgets.mentions import show_mentions

# The name in the page's address of a contact who took part.
PERSON: Final = "with"
_FORM: Final = "log activity"
_NOT_REPEATED: Final = frozenset({"id", "date", "new_contacts", "meaningful", "keys"})


def show_activity_form(workspace: Workspace, words: Words) -> None:
    """Show the form: approach, hours and money first, everything else folded away."""
    if (logged := show_next_step(_FORM, workspace.activities)) is not None:
        show_mentions(workspace, logged)
        return
    _show_repeat(workspace, words)
    key = session.form_key(_FORM)
    numbers = EnteredNumbers(words, key)
    with st.form(key, border=False, enter_to_submit=False):
        approach = st.segmented_control("What was it?", APPROACHES, default="one_on_one", required=True,
                                        format_func=APPROACH_NAMES.__getitem__, key=f"{key} approach")  # fmt: skip
        with st.grid("auto", min_column_width=140):
            hours = numbers.field("hours", "Hours", placeholder=words.number(1.5))
            spent = numbers.field("spent", "Money spent (optional)", placeholder=words.whole_money(0))
        title = st.text_input("Note (optional)", key=f"{key} title", max_chars=LONGEST_LINE, autocomplete="off",
                              placeholder="Coffee with a former colleague")  # fmt: skip
        # After the note: a date that gets the focus opens its calendar over what comes next.
        day = st.date_input("Date", session.today(), min_value=session.first_day(), key=f"{key} day", width=240,
                            format=words.date_pattern)  # fmt: skip
        numbers.show_problem("day")
        with st.expander("Who, where and how it felt (optional)",
                         expanded=PERSON in st.query_params or numbers.is_refused("paid back")):  # fmt: skip
            details = _show_details(key, workspace)
            paid_back = numbers.field("paid back", "Paid back to you", placeholder=words.whole_money(0),
                                      note="Of the money spent, by an employer or anyone else.")  # fmt: skip
        if not st.form_submit_button("Log activity", type="primary", icon=":material/add:", key=f"{key} save"):
            return
    numbers.begin()
    duration, amount, reimbursed = _read_effort(numbers, hours, spent, paid_back, words)
    if day and day > session.today():
        numbers.refuse("day", "This date is in the future. Log the activity after it happens, or correct the date.")
    if not numbers.is_refused():
        category = details.pop("category") or _usual_category(approach, title)
        _save(
            Activity(
                id=session.new_id("a"),
                date=day or session.today(),
                approach=approach,
                title=title.strip(),
                hours=_hours(duration),
                costs=_costs(amount, category, reimbursed),
                **_usual_use(workspace, approach),
                **details,
            )
        )
    st.rerun()


def _read_effort(
    numbers: EnteredNumbers, hours: str, spent: str, paid_back: str, words: Words
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return the hours, the money and the reimbursement, and refuse invalid entries."""
    duration, amount = numbers.read("hours", hours, is_hours=True), numbers.read("spent", spent)
    reimbursed = numbers.read("paid back", paid_back)
    if not (hours.strip() or spent.strip()):
        numbers.refuse("hours", "Enter your hours, or the money you spent.")
    if reimbursed and not numbers.is_refused("spent") and reimbursed > (amount or 0):
        numbers.refuse("paid back", f"Only {words.exact_money(amount or 0)} was spent.")
    return duration, amount, reimbursed


def _hours(duration: Decimal | None) -> Hours:
    return Hours(attending=float(duration)) if duration else Hours()


def _costs(amount: Decimal | None, category: CostCategory, reimbursed: Decimal | None) -> tuple[Cost, ...]:
    paid_back = {"reimbursed": reimbursed} if reimbursed else {}
    return (Cost(category=category, amount=amount, **paid_back),) if amount else ()


def _usual_category(approach: Approach, title: str) -> CostCategory:
    """Return what the money was for: between two people the meal of the note, else what the quiz asks for first."""
    meal = named_meal(title) if approach == "one_on_one" else None
    return meal or USUAL_COSTS[approach][0]


def _usual_use(workspace: Workspace, approach: Approach) -> dict[str, Alternative]:
    is_between_jobs = is_looking_for_work(workspace, session.today())
    use = usual_alternative(workspace, approach, is_between_jobs=is_between_jobs)
    return {"alternative": use} if use != "paid_work" else {}


def _show_repeat(workspace: Workspace, words: Words) -> None:
    """Show a button that logs the last activity again, as one of today; nothing before the first one."""
    last = next((activity for activity in reversed(workspace.activities) if activity.source == "journal"), None)
    if last is None:
        return
    hours = sum(getattr(last.hours, part) for part in HOUR_PARTS)
    amount = sum(cost.amount - cost.reimbursed for cost in last.costs)
    parts = (_name(last), words.hours(hours) if hours else "", words.exact_money(amount) if amount else "")
    with st.container(horizontal=True, vertical_alignment="center", key="repeat"):
        st.button("Same as last time", key="repeat last", icon=":material/repeat:", on_click=_repeat, args=(last,))
        st.caption(escape_markdown(", ".join(filter(None, parts))), width="content")


def _repeat(last: Activity) -> None:
    # Contacts are new, and entries of files joined, once.
    fields = {name: getattr(last, name) for name in last.model_fields_set - _NOT_REPEATED}
    _save(Activity(id=session.new_id("a"), date=session.today(), **fields))


def _show_details(key: str, workspace: Workspace) -> dict[str, Any]:
    """Show the optional fields; return their values by the activity's keys, and the money's category, if chosen."""
    venues = {venue.id: venue.name for venue in workspace.venues}
    people = {contact.id: contact.name for contact in workspace.contacts}
    person = st.query_params.get(PERSON)
    attendees = st.multiselect("With", list(people), [person] if person in people else [], key=f"{key} people",
                               format_func=people.__getitem__, placeholder="Choose your contacts")  # fmt: skip
    with st.grid("auto", min_column_width=200):
        venue = st.selectbox("Venue", list(venues), index=None, format_func=venues.__getitem__, key=f"{key} venue",
                             placeholder="Choose a place")  # fmt: skip
        channel = st.selectbox("How you talked", CHANNELS, index=None, key=f"{key} channel",
                               format_func=CHANNEL_NAMES.__getitem__, placeholder="Not specified")  # fmt: skip
        energy = st.selectbox("How it felt", list(ENERGY_NAMES), index=None, key=f"{key} energy",
                              format_func=ENERGY_NAMES.__getitem__, placeholder="Not specified")  # fmt: skip
        # The form sends the approach and the note along with it, so what they say is not known yet.
        category = st.selectbox("What the money was for", COST_CATEGORIES, index=None, key=f"{key} category",
                                format_func=CATEGORY_NAMES.__getitem__,
                                placeholder="By your note, or as usual")  # fmt: skip
        new_contacts = st.number_input("New contacts", 0, 10_000, 0, key=f"{key} new")
        meaningful = st.number_input("Conversations", 0, 10_000, 0, key=f"{key} good",
                                     help="Those that went beyond small talk.")  # fmt: skip
    is_evening = st.checkbox("It was in the evening", key=f"{key} evening")
    return {
        "venue": venue,
        "people": tuple(attendees),
        "new_contacts": new_contacts,
        "meaningful": meaningful,
        "category": category,
        # Left out where nothing was said: False would mean that it was not in the evening.
        **({"channel": channel} if channel is not None else {}),
        **({"energy": energy} if energy is not None else {}),
        **({"evening": True} if is_evening else {}),
    }


def _save(activity: Activity) -> None:
    if talks := talks_of(activity):
        activity = activity.model_copy(update={"meaningful": talks})
    note = activity_note(session.records(), activity, session.words())
    name = activity.title or f"a {ACTIVITY_NAMES[activity.approach]}"
    if session.add(activity, f"Logged {name}.", note):
        mark_saved(_FORM, activity.id)
        # The next one may be with somebody else.
        st.query_params.pop(PERSON, None)


def _name(activity: Activity) -> str:
    return activity.title or APPROACH_NAMES[activity.approach]
