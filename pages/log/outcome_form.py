"""The form for an outcome and the steps that led to it, a new one or one that is stored."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, STATUS_NAMES, Words, escape_markdown
from netroi_core.workspace import edits
from netroi_core.workspace.fields import APPROACHES, OUTCOME_KINDS, Status
from netroi_core.workspace.records import Outcome, Touchpoint, Value
from netroi_core.workspace.workspace import Workspace
from pages.log.entered_numbers import EnteredNumbers
from pages.shell import session

_FORM = "log outcome"
_STATUSES: tuple[Status, ...] = ("won", "open", "lost")
_FIELDS = {
    "likely": "Worth, likely",
    "low": "At least (optional)",
    "high": "At most (optional)",
    "probability": "If open: how likely, %",
    "margin": "Of it you keep, %",
    "incrementality": "Due to networking, %",
}


def show_outcome_form(workspace: Workspace, words: Words, stored: Outcome | None = None) -> None:
    """Show the form for a new outcome, or for a stored one."""
    key = session.form_key(_FORM) if stored is None else f"edit {stored.id}"
    stored = session.form_snapshot(f"{key} title", stored)
    outcome = stored or Outcome(id=session.new_id("o"), date=session.today(), kind="client", status="won")
    numbers, steps = EnteredNumbers(words), _steps(workspace, outcome)
    with st.form(key):
        with st.grid("auto", min_column_width=160):
            kind = st.selectbox("What is it?", OUTCOME_KINDS, OUTCOME_KINDS.index(outcome.kind),
                                format_func=KIND_NAMES.__getitem__, key=f"{key} kind")  # fmt: skip
            status = st.selectbox("Is it won?", _STATUSES, _STATUSES.index(outcome.status),
                                  format_func=STATUS_NAMES.__getitem__, key=f"{key} status")  # fmt: skip
            day = st.date_input("Won on, or heard of on", outcome.date, min_value=date(1900, 1, 1), key=f"{key} day")
        title = st.text_input("Name (optional)", outcome.title, key=f"{key} title", max_chars=300, autocomplete="off")
        texts = _stored_texts(outcome, words)
        with st.grid("auto", min_column_width=160):
            entries = {
                name: st.text_input(label, texts[name], key=f"{key} {name}", max_chars=40, autocomplete="off",
                                    placeholder="" if _is_percent(name) else words.whole_money(0))
                for name, label in _FIELDS.items()
            }  # fmt: skip
        path = st.multiselect("What led to it?", list(steps), default=list(_stored_steps(outcome)), key=f"{key} path",
                              format_func=lambda step: _step_name(workspace, steps[step], words))  # fmt: skip
        if not st.form_submit_button("Save", type="primary", icon=":material/check:", key=f"{key} save"):
            return
        read = {
            name: (numbers.percent if _is_percent(name) else numbers.amount)(_FIELDS[name], entry)
            for name, entry in entries.items()
        }
        numbers.problems += _order_problems(read)
        for sentence in numbers.problems:
            st.error(escape_markdown(sentence))
    if numbers.problems:
        return
    changes = {
        "date": day or session.today(),
        "kind": kind,
        "title": title.strip(),
        "status": status,
        "touchpoints": tuple(sorted((steps[step] for step in path), key=lambda step: step.date)),
        **_value_changes(read, status),
    }
    # A key that was never set and still has no value stays out of the document.
    update = {key: value for key, value in changes.items() if value is not None or key in outcome.model_fields_set}
    _save(outcome.model_copy(update=update), stored)


def _is_percent(name: str) -> bool:
    return _FIELDS[name].endswith("%")


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


def _save(outcome: Outcome, original: Outcome | None) -> None:
    undo = None if original else lambda document: edits.remove(document, "outcomes", [outcome.id])[0]
    done = f"Saved: {outcome.title or KIND_NAMES[outcome.kind]}."
    if session.save(lambda document: edits.put(document, outcome, original), done, undo):
        session.drop_snapshot(f"edit {outcome.id} title")
        session.reset_form(_FORM)
    st.rerun()


def _order_problems(read: Mapping[str, Decimal | None]) -> list[str]:
    low, likely, high = read["low"], read["likely"], read["high"]
    if likely is None:
        return ["Give the likely worth, too."] if low is not None or high is not None else []
    problems = ["“At least” is above the likely worth."] if low is not None and low > likely else []
    return problems + (["“At most” is below the likely worth."] if high is not None and high < likely else [])


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
