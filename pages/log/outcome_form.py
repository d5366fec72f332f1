"""The form for an outcome: new, or one on record, with the steps that led to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from heapq import nsmallest
from operator import attrgetter
from typing import Any, Final

import streamlit as st

from netroi_core.ledger.purposes import ends_search
from netroi_core.quarters import Quarter
from netroi_core.quiz.log_notes import outcome_note
from netroi_core.quiz.submission import USUAL_CHANCE, usual_margin
from netroi_core.quiz.valuation import (
    ANYWAY_CHOICES,
    ANYWAY_UNANSWERED,
    WHO_DECLINED,
    WHO_SAID_NO,
    WITHOUT_ROLE,
    WITHOUT_ROLE_QUESTION,
    ValueHelper,
    WithoutRole,
    anyway_name,
    anyway_question,
    counts_without_value,
    kind_hints,
    kinds_in_sight,
    lost_note,
    ordered_kinds,
    value_helper,
)
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, Words, pluralize, quarter_name, status_names
from netroi_core.workspace.fields import (
    APPROACHES,
    LONGEST_LINE,
    OutcomeKind,
    Status,
)
from netroi_core.workspace.records import Activity, Outcome, Touchpoint
from netroi_core.workspace.workspace import Workspace
from pages.log.entered_numbers import EnteredNumbers
from pages.log.next_step import mark_saved
from pages.log.outcome_value import RANGE, ValueFields, chosen_purposes, is_just_won, value_changes
from pages.shell import session

FORM: Final = "log outcome"
_STATUSES: Final[tuple[Status, ...]] = ("won", "open", "lost")
# The button of the form, and its icon, by whether the outcome is new.
_BUTTONS: Final = {True: ("Log outcome", "add"), False: ("Save", "check")}
# The activities offered as steps, those nearest to the outcome's date: more take long to draw and to search.
MOST_STEPS: Final = 200
# By the outcome's key ``once``, which by default depends on the kind.
_AGAIN: Final[Mapping[bool | None, str]] = {None: "As usual for its kind", False: "Yes", True: "No"}


def show_outcome_form(workspace: Workspace, words: Words, stored: Outcome | None = None) -> None:
    """Show the form for a new outcome, or for a stored one."""
    key = session.form_key(FORM) if stored is None else f"edit {stored.id}"
    stored = session.form_snapshot(f"{key} title", stored)
    outcome = stored or Outcome(id=session.new_id("o"), date=session.today(), kind=_kinds(workspace)[0], status="won")
    kind, status = _show_kind(workspace, outcome, key, is_new=stored is None)
    asks_figures = _asks_figures(stored, kind, status)
    helper = _show_helper(workspace, outcome, kind, key, is_new=asks_figures)
    if asks_figures:
        outcome = _to_ask_about(outcome, workspace, kind, is_new=stored is None)
    # What stands in the fields of an open one doesn't stay in those of a won one.
    numbers = EnteredNumbers(words, f"{key}{' figures' * asks_figures}")
    value = ValueFields(numbers, workspace, words, outcome, kind, status, helper, asks_figures)
    steps = _steps(workspace, outcome)
    names = {name: _step_name(workspace, outcome, name, step, words) for name, step in steps.items()}
    with st.form(key, border=False, enter_to_submit=False):
        title = st.text_input("Name (optional)", outcome.title, key=f"{key} title", max_chars=LONGEST_LINE,
                              autocomplete="off", placeholder="A name you’ll recognize")  # fmt: skip
        if status == "lost":
            entries, changes = {}, _show_lost(outcome, kind, key)
        else:
            entries = value.show()
            changes = _show_anyway(outcome, status, key, words)
        path = st.multiselect("What led to it? (optional)", list(steps), default=list(_stored_steps(outcome)),
                              format_func=names.__getitem__, key=f"{key} path", select_all=False,
                              placeholder="Choose what came before", help=_left_out(workspace))  # fmt: skip
        day = _show_interview_day(outcome, kind, key, words)
        with st.expander("Date, range and more (optional)", expanded=numbers.is_refused(*RANGE)):
            day = day or _show_day(outcome, status, key, words)
            entries |= value.show_range()
            once = _show_once(outcome, key)
        label, icon = _BUTTONS[stored is None]
        if not st.form_submit_button(label, type="primary", icon=f":material/{icon}:", key=f"{key} save"):
            return
    numbers.begin()
    amounts = _or_estimate(value.read(entries), stored if asks_figures else None)
    if not numbers.is_refused():
        changes |= {
            "date": day,
            "kind": kind,
            "title": title.strip(),
            "status": status,
            "touchpoints": _path(steps, path, day),
            "once": once,
            **value_changes(amounts),
        }
        _save(_changed(outcome, changes), stored)
    st.rerun()


def _asks_figures(stored: Outcome | None, kind: OutcomeKind, status: Status) -> bool:
    """Return True for a new outcome, and a job that was open: one rule says what it is worth, whatever its status."""
    return stored is None or (kind == "role" and is_just_won(stored, status))


def _or_estimate(amounts: dict[str, Decimal | None], stored: Outcome | None) -> dict[str, Decimal | None]:
    """Return the amounts as entered; without a value, with that of the stored outcome while it was open."""
    if stored is None or stored.value is None or amounts.get("likely", Decimal(0)) is not None:
        return amounts
    return amounts | {"likely": stored.value.likely}


def _to_ask_about(outcome: Outcome, workspace: Workspace, kind: OutcomeKind, *, is_new: bool) -> Outcome:
    """Return a new outcome with its usual margin, and one that was open without the value that was an estimate."""
    margin = usual_margin(workspace, kind) if is_new else None
    changes = {"margin": margin} if margin is not None else {}
    return outcome.model_copy(update=changes if is_new else {"value": None})


def _show_once(outcome: Outcome, key: str) -> bool | None:
    return st.selectbox("Could this happen again?", list(_AGAIN), list(_AGAIN).index(outcome.once),
                        format_func=_AGAIN.__getitem__, key=f"{key} once",
                        help="A new role or a round of funding comes once; other outcomes can come again. "
                        "Forecasts include only those that can.")  # fmt: skip


def _kinds(workspace: Workspace) -> Sequence[OutcomeKind]:
    """Return all kinds of outcome, those that the purposes look for first, then those on record."""
    return ordered_kinds(kinds_in_sight(chosen_purposes(workspace), workspace.outcomes_by_kind.keys()))


def _show_kind(workspace: Workspace, outcome: Outcome, key: str, *, is_new: bool) -> tuple[OutcomeKind, Status]:
    """Show kind and status, outside of the form because its questions depend on them."""
    kinds, purposes = _kinds(workspace), chosen_purposes(workspace)
    kind: OutcomeKind = st.selectbox("What is it?", kinds, kinds.index(outcome.kind),
                                     format_func=KIND_NAMES.__getitem__, key=f"{key} kind",
                                     help="  \n".join(kind_hints(kinds, purposes)),
                                     on_change=_open_lead if is_new else None, args=(key,))  # fmt: skip
    default: Status = "open" if is_new and kind == "lead" else outcome.status
    status: Status = st.segmented_control("Status", _STATUSES, default=default, required=True, key=f"{key} status",
                                          format_func=status_names(kind, purposes).__getitem__)  # fmt: skip
    return kind, status


def _open_lead(key: str) -> None:
    """Set a new lead to open, since it isn't won yet; with any other kind, the status stays as it was chosen."""
    if session.widget_value(f"{key} kind") == "lead":
        session.set_widget_value(f"{key} status", "open")


def _show_helper(
    workspace: Workspace, outcome: Outcome, kind: OutcomeKind, key: str, *, is_new: bool
) -> ValueHelper | None:
    """Return the helper of an outcome's value, and ask what it depends on: also outside of the form."""
    if counts_without_value(kind, chosen_purposes(workspace)):
        return None
    without: WithoutRole = "search" if ends_search(workspace.profile, outcome.date) else "job"
    if is_new and kind == "role" and without == "search":
        without = st.pills(WITHOUT_ROLE_QUESTION, list(WITHOUT_ROLE), default=without, required=True,
                           format_func=WITHOUT_ROLE.__getitem__, key=f"{key} without")  # fmt: skip
    return value_helper(kind, without)


def _show_anyway(outcome: Outcome, status: Status, key: str, words: Words) -> dict[str, Any]:
    """Ask how likely the outcome was without networking; return the share that is due to it."""
    share = float(100 - 100 * Decimal(str(outcome.incrementality)))
    is_answered = "incrementality" in outcome.model_fields_set
    percent = st.pills(anyway_question(status), sorted({*ANYWAY_CHOICES, share}), required=True,
                       default=share if is_answered else None, format_func=lambda odds: anyway_name(odds, words),
                       key=f"{key} anyway")  # fmt: skip
    if not is_answered:
        st.caption(ANYWAY_UNANSWERED)
    return {"incrementality": float((100 - Decimal(str(percent or 0))) / 100), "declined": None}


def _show_lost(outcome: Outcome, kind: OutcomeKind, key: str) -> dict[str, Any]:
    """Ask who said no, and say what a lost outcome counts as; its value stays as it was."""
    declined = st.pills(WHO_SAID_NO, list(WHO_DECLINED), default=outcome.declined,
                        format_func=WHO_DECLINED.__getitem__, key=f"{key} declined")  # fmt: skip
    note = lost_note(kind)
    st.caption(f"{note[:1].upper()}{note[1:]}.")
    # A likelihood left over from when the outcome was open would contradict its status.
    return {"declined": declined, "probability": None}


def _changed(outcome: Outcome, changes: Mapping[str, Any]) -> Outcome:
    """Return an outcome with changes; a key that was never set and still has its default stays out of the document."""
    update = {
        name: value
        for name, value in changes.items()
        if name in outcome.model_fields_set or value != getattr(outcome, name)
    }
    return outcome.model_copy(update=update)


def _show_interview_day(outcome: Outcome, kind: OutcomeKind, key: str, words: Words) -> date | None:
    """Ask for the day of an interview, which is known before it took place; None for any other kind."""
    if kind != "interview":
        return None
    return st.date_input("Date of the interview", outcome.date, min_value=min(session.first_day(), outcome.date),
                         key=f"{key} interview day", format=words.date_pattern)  # fmt: skip


def _show_day(outcome: Outcome, status: Status, key: str, words: Words) -> date:
    # One that was open has the day on which it was first heard of, and keeps it if it is lost.
    is_won = is_just_won(outcome, status)
    day = st.date_input("Date", session.today() if is_won else outcome.date,
                        min_value=min(session.first_day(), outcome.date),
                        key=f"{key} day{' won' if is_won else ''}", format=words.date_pattern,
                        help="When it was won; for an open or lost one, when you heard of it.")  # fmt: skip
    return day or session.today()


def _save(outcome: Outcome, original: Outcome | None) -> None:
    name = outcome.title or KIND_NAMES[outcome.kind]
    is_usual = outcome.probability == USUAL_CHANCE and (original is None or original.probability is None)
    outcome = outcome.with_loss(original, session.today())
    # The usual chance of a field that nobody changed is nobody's forecast.
    outcome = outcome.with_history(original) if is_usual else outcome.with_statement(original, session.today())
    note = outcome_note(session.profile(), outcome, session.words())
    if original is None:
        if session.add(outcome, f"Logged {name}.", note):
            mark_saved(FORM, outcome.id)
    elif session.replace(original, outcome, f"Changed {name}.", note):
        session.drop_snapshot(f"edit {outcome.id} title")
        mark_saved(FORM, outcome.id, None if outcome == original else original)


def _steps(workspace: Workspace, outcome: Outcome) -> dict[str, Touchpoint]:
    """Return the possible steps to an outcome by a key: the stored ones, each approach on its own, activities."""
    steps = _stored_steps(outcome)
    # A step has no id: an activity is the same step if day, approach and venue are.
    stored = {(step.date, step.approach, step.venue) for step in steps.values()}
    steps |= {approach: Touchpoint(date=session.today(), approach=approach) for approach in APPROACHES}
    for activity in _nearest(workspace.activities_by_day, outcome.date):
        if (activity.date, activity.approach, activity.venue) not in stored:
            contact = {"contact": activity.people[0]} if activity.people else {}
            steps[activity.id] = Touchpoint(
                date=activity.date, approach=activity.approach, venue=activity.venue, **contact
            )
    return steps


def _path(steps: Mapping[str, Touchpoint], chosen: Sequence[str], day: date) -> tuple[Touchpoint, ...]:
    """Return the steps chosen, in order; an approach on its own came no later than its outcome."""
    path = (
        steps[key].model_copy(update={"date": min(steps[key].date, day)}) if key in APPROACHES else steps[key]
        for key in chosen
    )
    return tuple(sorted(path, key=attrgetter("date")))


def _nearest(by_day: Sequence[Activity], day: date) -> Sequence[Activity]:
    """Return the ``MOST_STEPS`` activities that are closest to a day, the latest first."""
    middle = bisect_left(by_day, day, key=attrgetter("date"))
    near = by_day[max(0, middle - MOST_STEPS) : middle + MOST_STEPS]
    closest = nsmallest(MOST_STEPS, near, key=lambda activity: abs(activity.date - day))
    return sorted(closest, key=attrgetter("date"), reverse=True)


def _left_out(workspace: Workspace) -> str | None:
    """Return which activities are offered, where not all are."""
    is_all = len(workspace.activities) <= MOST_STEPS
    return None if is_all else f"You can choose from the {MOST_STEPS} activities closest to the outcome’s date."


def _stored_steps(outcome: Outcome) -> dict[str, Touchpoint]:
    return {f"step {index}": step for index, step in enumerate(outcome.touchpoints)}


def _step_name(workspace: Workspace, outcome: Outcome, key: str, step: Touchpoint, words: Words) -> str:
    """Return the name of a step, short enough for a phone: its day or quarter, what it was, and with whom."""
    name, activity = APPROACH_NAMES[step.approach], _activity(workspace, key, step)
    if key in APPROACHES:
        return name
    start, people = workspace.profile.fiscal_year_start, _people(workspace, step, activity)
    venue = workspace.venues_by_id.get(step.venue or "")
    if activity and activity.source == "quiz":
        where = venue.name if venue else name
        return " · ".join([quarter_name(Quarter.containing(step.date, start)), where, *people])
    day = words.day(step.date)
    if step.date.year == outcome.date.year:
        day = day.removesuffix(f" {step.date.year}").removesuffix(",")
    title = (activity.title if activity else "") or (venue.name if venue else name)
    return " · ".join([day, title, *(person for person in people if person.split()[0] not in title)])


def _activity(workspace: Workspace, key: str, step: Touchpoint) -> Activity | None:
    """Return the activity that a step is: the one of that key, else the last that agrees with the step."""
    by_day, day = workspace.activities_by_day, attrgetter("date")
    # Binary search by day: there may be thousands of activities.
    that_day = by_day[bisect_left(by_day, step.date, key=day) : bisect_right(by_day, step.date, key=day)]
    same = [row for row in that_day if (row.approach, row.venue) == (step.approach, step.venue)]
    return next((row for row in that_day if row.id == key), same[-1] if same else None)


def _people(workspace: Workspace, step: Touchpoint, activity: Activity | None) -> list[str]:
    """Return the name of the person of a step, with how many others took part; nothing where none is known."""
    if step.contact not in workspace.contacts_by_id:
        return []
    name, others = workspace.contacts_by_id[step.contact].name, len(activity.people if activity else ()) - 1
    return [f"{name} and {pluralize(others, 'other')}" if others > 0 else name]
