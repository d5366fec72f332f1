"""Clubs, associations and platforms with their dues: shown, added, changed and removed, as records at once."""

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES, AUDIENCE_NAMES, Words, plain
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import APPROACHES, AUDIENCES
from pages.shell import session

_PERIODS = {"year": "a year", "quarter": "a quarter", "month": "a month"}


def show(words: Words) -> None:
    """The venues of the open workspace, each with a way to change it, and one to add another."""
    for venue in session.opened().get("venues", ()):
        _expander(_line(venue, words), f"venue {venue['id']}", venue, words)
    _expander("Add a membership or place", session.fresh("new venue"), None, words, icon=":material/add:")


def _expander(label: str, key: str, venue: RecordDict | None, words: Words, icon: str | None = None) -> None:
    opened = st.expander(session.steady(key, label), icon=icon, key=key, on_change="rerun")
    if opened.open:
        with opened:
            _form(venue, words)


def _line(venue: RecordDict, words: Words) -> str:
    line = f"**{plain(venue['name'])}** · {APPROACH_NAMES[venue['approach']]}"
    if (dues := venue.get("dues")) and Decimal(dues.get("amount", "0")):
        line += f" · {plain(words.exact_money(Decimal(dues['amount'])))} {_PERIODS[dues.get('per', 'year')]}"
    return f"{line} · until {words.day(date.fromisoformat(dues['to']))}" if dues and dues.get("to") else line


def _form(venue: RecordDict | None, words: Words) -> None:
    key = venue["id"] if venue else session.fresh("new venue")
    venue = session.as_shown(f"name {key}", venue)
    known: RecordDict = venue or {}
    dues = known.get("dues") or {}
    with st.form(f"form {key}", border=False):
        name = st.text_input("Name", known.get("name", ""), max_chars=300, key=f"name {key}", autocomplete="off")
        approach = st.selectbox(
            "Approach", APPROACHES, APPROACHES.index(known.get("approach", "group_events")),
            format_func=APPROACH_NAMES.__getitem__, key=f"approach {key}",
        )  # fmt: skip
        why = st.text_input(
            "Why you go there (optional)", known.get("why", ""), max_chars=300, key=f"why {key}", autocomplete="off",
            placeholder="Owners nearby who may need a hand",
        )  # fmt: skip
        audience = st.selectbox(
            "For whom", ("", *AUDIENCES), ("", *AUDIENCES).index(known.get("audience") or ""),
            format_func=lambda audience: AUDIENCE_NAMES.get(audience, "Nobody in particular"), key=f"audience {key}",
        )  # fmt: skip
        role = st.text_input(
            "Leading role that you hold there (optional)", known.get("role", ""), max_chars=300, key=f"role {key}",
            autocomplete="off", placeholder="Treasurer",
        )  # fmt: skip
        amount = dues.get("amount")
        typed = st.text_input(
            "Dues (optional)", words.number(Decimal(amount)) if amount else "", max_chars=40, key=f"dues {key}",
            placeholder=words.whole_money(0), autocomplete="off",
        )  # fmt: skip
        per = st.selectbox("Per", list(_PERIODS), list(_PERIODS).index(dues.get("per", "year")),
                           format_func=_PERIODS.__getitem__, key=f"per {key}")  # fmt: skip
        since = st.date_input("Since (optional)", _day(dues.get("from")), min_value=date(1900, 1, 1), key=f"from {key}")
        until = st.date_input("Until (optional)", _day(dues.get("to")), min_value=date(1900, 1, 1), key=f"to {key}")
        if st.form_submit_button("Save", type="primary", key=f"save {key}"):
            purpose = {"why": why.strip(), "audience": audience, "role": role.strip()}
            record = _record(known, name, approach, purpose, (typed, per, since, until), words)
            if isinstance(record, str):
                st.error(plain(record))
            else:
                _save(record, venue, f"name {key}")
    if venue is not None:
        st.button("Delete", key=f"delete {key}", icon=":material/delete:", type="tertiary", on_click=delete,
                  args=("venues", [venue["id"]], venue["name"]))  # fmt: skip


def _record(
    known: RecordDict, name: str, approach: str, purpose: RecordDict, dues: tuple[Any, ...], words: Words
) -> Any:
    """The venue as entered, or a sentence on what is wrong with it."""
    typed, per, since, until = dues
    if not name.strip():
        return "Give it a name."
    try:
        amount = words.amount(typed) if typed.strip() else None
    except ValueError as error:
        return str(error)
    if since and until and until < since:
        return "It ends before it begins: set “Until” to a later day."
    others = {key: value for key, value in known.items() if key not in purpose}
    record = {**others, "name": name.strip(), "approach": approach, **{key: v for key, v in purpose.items() if v}}
    record.pop("dues", None)
    if amount:
        days = {"from": since.isoformat() if since else None, "to": until.isoformat() if until else None}
        record["dues"] = {"amount": format(amount, "f"), "per": per, **days}
    return record


def _save(record: RecordDict, seen: RecordDict | None, widget: str) -> None:
    record = {"id": session.new_id("v"), **record}
    if session.save(lambda document: edits.put(document, "venues", record, seen), f"{record['name']} is saved."):
        session.forget_shown(widget)
        session.begin_anew("new venue")
    st.rerun()


def delete(name: str, keys: list[str], what: str) -> None:
    """Delete records of a list, and offer to take that back."""
    removals: list[edits.Removal] = []

    def edit(document: Document) -> Document:
        document, removal = edits.remove(document, name, keys)
        removals[:] = [removal]
        return document

    session.save(edit, f"Deleted: {what}.", undo=lambda document: edits.undone(document, removals[0]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
