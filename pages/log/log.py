"""Logging by hand: an activity in ten seconds, an outcome with the steps that led to it."""

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.wording.wording import (
    APPROACH_NAMES,
    CATEGORY_NAMES,
    ENERGY_NAMES,
    KIND_NAMES,
    STATUS_NAMES,
    Words,
    plain,
)
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES, OUTCOME_KINDS, Status
from pages.shell import session

_FIRST_DAY = date(1900, 1, 1)


class _Typed:
    """Amounts typed into a form: read one by one, all that can't be read collected."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.problems: list[str] = []

    def amount(self, label: str, text: str) -> Decimal | None:
        if not text.strip():
            return None
        try:
            return self._words.amount(text)
        except ValueError as error:
            self.problems.append(f"{label}: {error}")
            return None

    def percent(self, label: str, text: str) -> Decimal | None:
        number = self.amount(label, text)
        if number is not None and number > 100:
            self.problems.append(f"{label}: the most is 100.")
        return number


def activity(document: Document, words: Words) -> None:
    """A form for one activity: approach, hours and money first, the rest if there is time."""
    key, typed = session.fresh("log activity"), _Typed(words)
    venues = {venue["id"]: venue["name"] for venue in document.get("venues", ())}
    people = {contact["id"]: contact["name"] for contact in document.get("contacts", ())}
    with st.form(key):
        approach = st.radio("What was it?", APPROACHES, APPROACHES.index("one_on_one"), horizontal=True,
                            format_func=APPROACH_NAMES.__getitem__, key=f"{key} approach")  # fmt: skip
        with st.grid("auto", min_column_width=140):
            hours = st.text_input("Hours", key=f"{key} hours", placeholder="1.5", max_chars=40, autocomplete="off")
            spent = st.text_input("Spent (optional)", key=f"{key} spent", placeholder=words.whole_money(0),
                                  max_chars=40, autocomplete="off")  # fmt: skip
            category = st.selectbox("On", COST_CATEGORIES, COST_CATEGORIES.index("coffee"),
                                    format_func=CATEGORY_NAMES.__getitem__, key=f"{key} category")  # fmt: skip
            day = st.date_input("Day", session.today(), min_value=_FIRST_DAY, key=f"{key} day")
        title = st.text_input("Note (optional)", key=f"{key} title", max_chars=300, autocomplete="off",
                              placeholder="Coffee with a former colleague")  # fmt: skip
        with st.expander("Where, who and how it felt (optional)"):
            venue = st.selectbox("Where", [None, *venues], format_func=lambda v: venues.get(v, "–"), key=f"{key} venue")
            with_whom = st.multiselect("With", list(people), format_func=people.__getitem__, key=f"{key} people")
            with st.grid("auto", min_column_width=140):
                new = st.number_input("New contacts", 0, 10_000, 0, key=f"{key} new")
                good = st.number_input("Meaningful", 0, 10_000, 0, key=f"{key} good")
                energy = st.selectbox("How it felt", [None, *ENERGY_NAMES], key=f"{key} energy",
                                      format_func=lambda level: ENERGY_NAMES.get(level, "–"))  # fmt: skip
            evening = st.checkbox("In the evening", key=f"{key} evening")
        if not st.form_submit_button("Log it", type="primary", icon=":material/add:", key=f"{key} save"):
            return
        taken, amount = typed.amount("Hours", hours), typed.amount("Spent", spent)
        if taken is None and amount is None and not typed.problems:
            typed.problems.append("Say how many hours it took or what you spent.")
        for sentence in typed.problems:
            st.error(plain(sentence))
    if typed.problems:
        return
    record: RecordDict = {
        "id": session.new_id("a"),
        "date": (day or session.today()).isoformat(),
        "approach": approach,
        "venue": venue,
        "title": title.strip(),
        "hours": {"attending": float(taken)} if taken else {},
        "costs": [{"category": category, "amount": format(amount, "f")}] if amount else [],
        "people": with_whom,
        "new_contacts": new,
        "meaningful": good,
        **({"energy": energy} if energy is not None else {}),
        **({"evening": True} if evening else {}),
    }
    _save("activities", record, None, "log activity", f"Logged: {title.strip() or APPROACH_NAMES[approach]}.")


def outcome(document: Document, words: Words, known: RecordDict | None = None) -> None:
    """A form for an outcome: a new one, or one that is known."""
    key = session.fresh("log outcome") if known is None else f"edit {known['id']}"
    known = session.as_shown(f"{key} title", known)
    before: RecordDict = known or {}
    typed, worth = _Typed(words), before.get("value") or {}
    number = {name: words.number(Decimal(worth[name])) if worth.get(name) else "" for name in ("low", "likely", "high")}
    share = {n: words.number(Decimal(str(before[n])) * 100) if before.get(n) is not None else ""
             for n in ("probability", "margin", "incrementality")}  # fmt: skip
    steps = _steps(document, before)
    with st.form(key):
        with st.grid("auto", min_column_width=160):
            kind = st.selectbox("What is it?", OUTCOME_KINDS, OUTCOME_KINDS.index(before.get("kind", "client")),
                                format_func=KIND_NAMES.__getitem__, key=f"{key} kind")  # fmt: skip
            statuses: tuple[Status, ...] = ("won", "open", "lost")
            status = st.selectbox("Is it won?", statuses, statuses.index(before.get("status", "won")),
                                  format_func=STATUS_NAMES.__getitem__, key=f"{key} status")  # fmt: skip
            day = st.date_input("Won on, or heard of on", _day(before.get("date")) or session.today(),
                                min_value=_FIRST_DAY, key=f"{key} day")  # fmt: skip
        title = st.text_input("Name (optional)", before.get("title", ""), key=f"{key} title", max_chars=300,
                              autocomplete="off")  # fmt: skip
        fields = {}
        labels = (
            ("likely", "Worth, likely", number["likely"]), ("low", "At least (optional)", number["low"]),
            ("high", "At most (optional)", number["high"]),
            ("probability", "If open: how likely, %", share["probability"]),
            ("margin", "Of it you keep, %", share["margin"] or "100"),
            ("incrementality", "Due to networking, %", share["incrementality"] or "100"),
        )  # fmt: skip
        with st.grid("auto", min_column_width=160):
            for name, label, text in labels:
                fields[name] = st.text_input(label, text, key=f"{key} {name}", max_chars=40, autocomplete="off",
                                             placeholder=words.whole_money(0) if "%" not in label else "")  # fmt: skip
        path = st.multiselect("What led to it?", list(steps), default=list(_path(before)), key=f"{key} path",
                              format_func=lambda step: _step_name(document, steps[step], words))  # fmt: skip
        if not st.form_submit_button("Save", type="primary", icon=":material/check:", key=f"{key} save"):
            return
        read = {name: (typed.percent if "%" in label else typed.amount)(label, fields[name])
                for name, label, _ in labels}  # fmt: skip
        typed.problems += _disorder(read)
        for sentence in typed.problems:
            st.error(plain(sentence))
    if typed.problems:
        return
    touchpoints = sorted((steps[step] for step in path), key=lambda step: step["date"])
    record = {
        **{name: held for name, held in before.items() if name not in ("value", "probability")},
        "id": before.get("id") or session.new_id("o"), "date": (day or session.today()).isoformat(),
        "kind": kind, "title": title.strip(), "status": status, "touchpoints": touchpoints,
    }  # fmt: skip
    if read["likely"] is not None:
        record["value"] = {n: format(read[n], "f") for n in ("low", "likely", "high") if read[n] is not None}
    if status == "open" and read["probability"] is not None:
        record["probability"] = float(read["probability"] / 100)
    for name in ("margin", "incrementality"):
        record[name] = 1.0 if read[name] is None else float(read[name] / 100)
    _save("outcomes", record, known, "log outcome", f"Saved: {title.strip() or KIND_NAMES[kind]}.")


def _save(name: str, record: RecordDict, seen: RecordDict | None, form: str, done: str) -> None:
    undo = None if seen else lambda document: edits.remove(document, name, [record["id"]])[0]
    if session.save(lambda document: edits.put(document, name, record, seen), done, undo):
        session.forget_shown(f"edit {record['id']} title")
        session.begin_anew(form)
    st.rerun()


def _disorder(read: dict[str, Decimal | None]) -> list[str]:
    low, likely, high = read["low"], read["likely"], read["high"]
    if likely is None:
        return ["Give the likely worth, too."] if low is not None or high is not None else []
    found = ["“At least” is above the likely worth."] if low is not None and low > likely else []
    return found + (["“At most” is below the likely worth."] if high is not None and high < likely else [])


def _steps(document: Document, outcome: RecordDict) -> dict[str, dict[str, Any]]:
    """What may have led to an outcome, by a key: its steps as known, every activity, and each approach on its own."""
    steps = _path(outcome)
    taken = {(step["date"], step["approach"], step.get("venue")) for step in steps.values()}
    for each in sorted(document.get("activities", ()), key=lambda each: str(each["date"]), reverse=True):
        if (each["date"], each["approach"], each.get("venue")) not in taken:
            step = {"date": each["date"], "approach": each["approach"], "venue": each.get("venue")}
            steps[each["id"]] = {**step, "contact": each["people"][0]} if each.get("people") else step
    today = session.today().isoformat()
    return {**steps, **{approach: {"date": today, "approach": approach} for approach in APPROACHES}}


def _path(outcome: RecordDict) -> dict[str, dict[str, Any]]:
    return {f"step {place}": step for place, step in enumerate(outcome.get("touchpoints", ()))}


def _step_name(document: Document, step: dict[str, Any], words: Words) -> str:
    parts = [words.day(date.fromisoformat(step["date"])), APPROACH_NAMES[step["approach"]]]
    for name, key in (("venues", step.get("venue")), ("contacts", step.get("contact"))):
        if key and (record := edits.found(document, name, key)):
            parts.append(record["name"])
    return " · ".join(parts)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
