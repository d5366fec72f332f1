"""The forms that log an activity in ten seconds, and an outcome with the steps that led to it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.quiz.valuation import kinds_for
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    CATEGORY_NAMES,
    CHANNEL_NAMES,
    ENERGY_NAMES,
    KIND_NAMES,
    STATUS_NAMES,
    Words,
    escape_markdown,
)
from netroi_core.workspace import edits
from netroi_core.workspace.fields import APPROACHES, CHANNELS, COST_CATEGORIES, Status
from netroi_core.workspace.forecasts import with_statement
from netroi_core.workspace.records import Activity, Cost, Hours, Outcome, Touchpoint, Value
from netroi_core.workspace.workspace import Workspace
from pages.shell import session

_ACTIVITY_FORM, _OUTCOME_FORM = "log activity", "log outcome"
_STATUSES: tuple[Status, ...] = ("won", "open", "lost")
_FIELDS = {
    "likely": "Likely value",
    "low": "At least (optional)",
    "high": "At most (optional)",
    "probability": "If open: how likely, %",
    "margin": "Your margin, %",
    "incrementality": "Due to networking, %",
}
# By the outcome's key ``once``: whether the like can come again, which by default depends on the kind.
_AGAIN: dict[bool | None, str] = {None: "As usual for its kind", False: "Yes", True: "No"}


class EnteredNumbers:
    """A reader of typed numbers that collects a sentence for each one that can't be read."""

    def __init__(self, words: Words) -> None:
        self._words = words
        # Collected and not raised, so that the form shows every problem at once.
        self.problems: list[str] = []

    def number(self, label: str, text: str) -> Decimal | None:
        """Return the number in a field, at most 100 if it asks for %; None if the field is blank or can't be read."""
        if not text.strip():
            return None
        try:
            number = self._words.parse_amount(text)
        except ValueError as error:
            self.problems.append(f"{label}: {error}")
            return None
        if label.endswith("%") and number > 100:
            self.problems.append(f"{label}: the most is 100.")
        return number

    def show_problems(self) -> bool:
        """Show the problems found so far; return True if there are any."""
        for sentence in self.problems:
            st.error(escape_markdown(sentence))
        return bool(self.problems)


def show_activity_form(workspace: Workspace, words: Words) -> None:
    """Show the form: approach, hours and money first, everything else folded away."""
    key, numbers = session.form_key(_ACTIVITY_FORM), EnteredNumbers(words)
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
        duration, amount = numbers.number("Hours", hours), numbers.number("Spent", spent)
        if duration is None and amount is None and not numbers.problems:
            numbers.problems.append("Enter the hours or the money you spent.")
        if numbers.show_problems():
            return
    activity = Activity(
        id=session.new_id("a"),
        date=day or session.today(),
        approach=approach,
        title=title.strip(),
        hours=Hours(attending=float(duration)) if duration else Hours(),
        costs=(Cost(category=category, amount=amount),) if amount else (),
        **details,
    )
    _save_activity(activity)


def _show_details(key: str, workspace: Workspace) -> dict[str, Any]:
    """Show the optional fields; return their values by the activity's keys."""
    venues = {venue.id: venue.name for venue in workspace.venues}
    people = {contact.id: contact.name for contact in workspace.contacts}
    venue = st.selectbox("Where", [None, *venues], format_func=lambda v: venues.get(v, "–"), key=f"{key} venue")
    channel = st.selectbox("Channel (optional)", [None, *CHANNELS], key=f"{key} channel",
                           format_func=lambda channel: CHANNEL_NAMES.get(channel, "–"))  # fmt: skip
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
        **({"channel": channel} if channel is not None else {}),
        **({"energy": energy} if energy is not None else {}),
        **({"evening": True} if is_evening else {}),
    }


def _save_activity(activity: Activity) -> None:
    done = f"Logged: {activity.title or APPROACH_NAMES[activity.approach]}."
    if session.add(activity, done):
        session.reset_form(_ACTIVITY_FORM)
    st.rerun()


def show_outcome_form(workspace: Workspace, words: Words, stored: Outcome | None = None) -> None:
    """Show the form for a new outcome, or for a stored one."""
    key = session.form_key(_OUTCOME_FORM) if stored is None else f"edit {stored.id}"
    stored = session.form_snapshot(f"{key} title", stored)
    kinds, purpose = kinds_for(workspace.profile.purpose), workspace.profile.purpose
    usual_kind = kinds[0] if purpose else "client"
    outcome = stored or Outcome(id=session.new_id("o"), date=session.today(), kind=usual_kind, status="won")
    numbers, steps = EnteredNumbers(words), _steps(workspace, outcome)
    with st.form(key):
        with st.grid("auto", min_column_width=160):
            kind = st.selectbox("What is it?", kinds, kinds.index(outcome.kind),
                                format_func=KIND_NAMES.__getitem__, key=f"{key} kind")  # fmt: skip
            status = st.selectbox("Status", _STATUSES, _STATUSES.index(outcome.status),
                                  format_func=STATUS_NAMES.__getitem__, key=f"{key} status")  # fmt: skip
            day = st.date_input(
                "Date won, or first heard of", outcome.date, min_value=date(1900, 1, 1), key=f"{key} day"
            )
        title = st.text_input("Name (optional)", outcome.title, key=f"{key} title", max_chars=300, autocomplete="off")
        entries = _show_numbers(outcome, key, words)
        st.caption(
            "Interviews and introductions count without a value. So does funding: money you raise isn't your own gain, "
            "so enter only a part that is yours to keep."
        )
        once = st.selectbox("Could this happen again?", list(_AGAIN), list(_AGAIN).index(outcome.once),
                            format_func=_AGAIN.__getitem__, key=f"{key} once", width=320,
                            help="A new role or a round of funding comes once; other outcomes can come again. "
                            "Forecasts count only on those that can.")  # fmt: skip
        path = st.multiselect("What led to it?", list(steps), default=list(_stored_steps(outcome)), key=f"{key} path",
                              format_func=lambda step: _step_name(workspace, steps[step], words))  # fmt: skip
        if not st.form_submit_button("Save", type="primary", icon=":material/check:", key=f"{key} save"):
            return
        read = {name: numbers.number(_FIELDS[name], entry) for name, entry in entries.items()}
        numbers.problems += _order_problems(read)
        if numbers.show_problems():
            return
    changes = {
        "date": day or session.today(),
        "kind": kind,
        "title": title.strip(),
        "status": status,
        "touchpoints": tuple(sorted((steps[step] for step in path), key=lambda step: step.date)),
        "once": once,
        **_value_changes(read, status),
    }
    # A key that was never set and still has no value stays out of the document.
    update = {key: value for key, value in changes.items() if value is not None or key in outcome.model_fields_set}
    _save_outcome(outcome.model_copy(update=update), stored)


def _show_numbers(outcome: Outcome, key: str, words: Words) -> dict[str, str]:
    """Show the fields for numbers; return what is entered in each."""
    texts = _stored_texts(outcome, words)
    with st.grid("auto", min_column_width=160):
        return {
            name: st.text_input(label, texts[name], key=f"{key} {name}", max_chars=40, autocomplete="off",
                                placeholder="" if label.endswith("%") else words.whole_money(0))
            for name, label in _FIELDS.items()
        }  # fmt: skip


def _stored_texts(outcome: Outcome, words: Words) -> dict[str, str]:
    """Return the stored numbers as the fields show them: amounts, and percentages from 0 to 100."""
    value = outcome.value or Value()
    texts = {
        name: words.number(getattr(value, name)) if getattr(value, name) else "" for name in ("low", "likely", "high")
    }
    shares = {name: getattr(outcome, name) for name in ("probability", "margin", "incrementality")}
    return texts | {
        name: "" if share is None else words.number(Decimal(str(share)) * 100) for name, share in shares.items()
    }


def _value_changes(read: Mapping[str, Decimal | None], status: Status) -> dict[str, Any]:
    amounts = {name: read[name] for name in ("low", "likely", "high") if read[name] is not None}
    # A probability left over from when the outcome was open would contradict its status.
    probability = read["probability"] if status == "open" else None
    return {
        "value": Value(**amounts) if read["likely"] is not None else None,
        "probability": None if probability is None else float(probability / 100),
        **{
            name: 1.0 if (percent := read[name]) is None else float(percent / 100)
            for name in ("margin", "incrementality")
        },
    }


def _save_outcome(outcome: Outcome, original: Outcome | None) -> None:
    undo = None if original else lambda document: edits.remove(document, "outcomes", [outcome.id])[0]
    done = f"Saved: {outcome.title or KIND_NAMES[outcome.kind]}."
    outcome = with_statement(outcome, original, session.today())
    if session.save(lambda document: edits.put(document, outcome, original), done, undo):
        session.drop_snapshot(f"edit {outcome.id} title")
        session.reset_form(_OUTCOME_FORM)
    st.rerun()


def _order_problems(read: Mapping[str, Decimal | None]) -> list[str]:
    low, likely, high = read["low"], read["likely"], read["high"]
    if likely is None:
        return ["Enter the likely value, too."] if low is not None or high is not None else []
    problems = ["“At least” is above the likely value."] if low is not None and low > likely else []
    return problems + (["“At most” is below the likely value."] if high is not None and high < likely else [])


def _steps(workspace: Workspace, outcome: Outcome) -> dict[str, Touchpoint]:
    """Return the possible steps to an outcome by a key: the stored ones, every activity, each approach on its own."""
    steps = _stored_steps(outcome)
    # A step has no id: an activity is the same step if day, approach and venue are.
    stored = {(step.date, step.approach, step.venue) for step in steps.values()}
    for activity in sorted(workspace.activities, key=lambda activity: activity.date, reverse=True):
        if (activity.date, activity.approach, activity.venue) not in stored:
            contact = {"contact": activity.people[0]} if activity.people else {}
            steps[activity.id] = Touchpoint(
                date=activity.date, approach=activity.approach, venue=activity.venue, **contact
            )
    return steps | {approach: Touchpoint(date=session.today(), approach=approach) for approach in APPROACHES}


def _stored_steps(outcome: Outcome) -> dict[str, Touchpoint]:
    return {f"step {index}": step for index, step in enumerate(outcome.touchpoints)}


def _step_name(workspace: Workspace, step: Touchpoint, words: Words) -> str:
    parts = [words.day(step.date), APPROACH_NAMES[step.approach]]
    if step.venue in workspace.venues_by_id:
        parts.append(workspace.venues_by_id[step.venue].name)
    if step.contact in workspace.contacts_by_id:
        parts.append(workspace.contacts_by_id[step.contact].name)
    return " · ".join(parts)
