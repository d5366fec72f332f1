"""Pay over time: each entry in force from a quarter on, shown with the hour that it makes."""

from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.costs import FULL_TIME_HOURS, usual_benefits
from netroi_core.document import Document
from netroi_core.explanations import hour_worked
from netroi_core.quarters import Quarter
from netroi_core.records import Compensation, HourlyPay, Profile
from netroi_core.wording import Words, plain, quarter_name
from pages.parts import session

_BY_YEAR, _BY_HOUR = "By the year", "By the hour"


def show(profile: Profile, words: Words) -> None:
    """The entries of a profile, each with a way to change it, and one to add another."""
    for place, pay in enumerate(profile.compensation):
        since = f"From {quarter_name(Quarter.parse(pay.since))}" if pay.since else "From the start"
        _expander(f"**{since}:** {plain(hour_worked(pay, words))}", f"pay {place}", place, pay, words)
    _expander("Add pay", session.fresh("new pay"), None, None, words)


def _expander(label: str, key: str, place: int | None, pay: Compensation | None, words: Words) -> None:
    opened = st.expander(label, icon=None if pay else ":material/add:", key=key, on_change="rerun")
    if opened.open:
        with opened:
            _form(place, pay, words)


def _form(place: int | None, pay: Compensation | None, words: Words) -> None:
    key = session.fresh("new pay") if place is None else f"pay {place} {pay}"
    way = st.radio("Paid", [_BY_YEAR, _BY_HOUR], int(isinstance(pay, HourlyPay)), horizontal=True, key=f"way {key}")
    entry = pay.model_dump(mode="json", by_alias=True) if pay else {}
    asked = _ASKED_BY_HOUR if way == _BY_HOUR else _ASKED_BY_YEAR
    with st.form(f"form {key}", border=False):
        since = st.text_input("From quarter", entry.get("from") or str(Quarter.containing(session.today())),
                              key=f"since {key}", max_chars=7, help="Like 2026-Q1.")  # fmt: skip
        typed = {
            name: st.text_input(
                label, _text(entry.get(name, default), factor, words), key=f"{name} {key}", max_chars=40,
                autocomplete="off",
            )
            for name, label, default, factor in asked
        }  # fmt: skip
        if st.form_submit_button("Save", type="primary", key=f"save {key}"):
            try:
                record = _entry(since, typed, asked, words)
            except ValueError as error:
                st.error(plain(str(error)))
            else:
                _save(place, record)
    if place is not None:
        st.button("Delete", key=f"delete {key}", icon=":material/delete:", type="tertiary", on_click=_put,
                  args=(place, None))  # fmt: skip


_ASKED_BY_YEAR = (
    ("base", "Base pay a year", None, 1),
    ("pay_at_risk", "Pay at risk a year (optional)", None, 1),
    ("attainment", "Of it expected, %", 1.0, 100),
    ("benefits", "Benefits a year (blank: as usual)", None, 1),
    ("hours_per_year", "Working hours a year", FULL_TIME_HOURS, 1),
)
_ASKED_BY_HOUR = (("hourly_rate", "What you charge an hour", None, 1), ("utilisation", "Hours you bill, %", 1.0, 100))


def _text(value: Any, factor: int, words: Words) -> str:
    return "" if value is None else words.number(Decimal(str(value)) * factor)


def _entry(since: str, typed: dict[str, str], asked: Any, words: Words) -> dict[str, Any]:
    entry: dict[str, Any] = {"from": str(Quarter.parse(since.strip().upper()))}
    for name, label, _, factor in asked:
        if typed[name].strip():
            number = words.amount(typed[name])
            is_amount = name in ("base", "pay_at_risk", "benefits", "hourly_rate")
            entry[name] = format(number, "f") if is_amount else float(number / factor)
        elif name in ("base", "hourly_rate"):
            raise ValueError(f"{label} is missing.")
        elif name == "benefits":
            entry[name] = format(usual_benefits(Decimal(entry["base"])), "f")
    return entry


def _save(place: int | None, record: dict[str, Any]) -> None:
    if _put(place, record):
        session.begin_anew("new pay")
    st.rerun()


def _put(place: int | None, record: dict[str, Any] | None) -> bool:
    def edit(document: Document) -> Document:
        profile = document.setdefault("profile", {})
        entries = profile.get("compensation", [])
        others = [entry for i, entry in enumerate(entries) if i != place]
        if record is not None:
            others = [entry for entry in others if entry.get("from") != record["from"]] + [record]
        profile["compensation"] = others
        return document

    return session.save(edit, "Pay is saved." if record else "Pay entry deleted.")
