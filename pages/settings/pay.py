"""Pay over time: each entry in force from a quarter on, shown with the hour that it makes."""

from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.ledger.costs import FULL_TIME_HOURS, usual_benefits
from netroi_core.quarters import Quarter
from netroi_core.wording.explanations import hour_worked
from netroi_core.wording.wording import Words, plain, quarter_name
from netroi_core.workspace import edits
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.records import Profile
from pages.shell import session

_BY_YEAR, _BY_HOUR = "By the year", "By the hour"


def show(profile: Profile, words: Words) -> None:
    """The entries of a profile, each with a way to change it, and one to add another."""
    stored = session.opened().get("profile", {}).get("compensation", ())
    for place, (pay, entry) in enumerate(zip(profile.compensation, stored, strict=True)):
        since = f"From {quarter_name(Quarter.parse(pay.since))}" if pay.since else "From the start"
        with _unfolding(f"**{since}:** {plain(hour_worked(pay, words))}", f"pay {place}") as opened:
            if opened.open:
                _form(f"pay {place}", entry, words, profile.fiscal_year_start)
    with _unfolding("Add pay", session.fresh("new pay"), icon=":material/add:") as opened:
        if opened.open:
            _form(session.fresh("new pay"), None, words, profile.fiscal_year_start)


def _unfolding(label: str, key: str, icon: str | None = None) -> Any:
    name = f"unfold {key}"
    return st.expander(session.steady(name, label), icon=icon, key=name, on_change="rerun")


def _form(key: str, seen: RecordDict | None, words: Words, fiscal_year_start: int) -> None:
    seen = session.as_shown(f"since {key}", seen)
    entry = seen or {}
    ways = [_BY_YEAR, _BY_HOUR]
    way = st.radio("Paid", ways, int("hourly_rate" in entry), horizontal=True, key=f"way {key}")
    asked = _ASKED_BY_HOUR if way == _BY_HOUR else _ASKED_BY_YEAR
    with st.form(f"form {key}", border=False):
        usual = str(Quarter.containing(session.today(), fiscal_year_start))
        since = st.text_input("From quarter", entry.get("from") or usual, key=f"since {key}", max_chars=7,
                              help="Like 2026-Q1.")  # fmt: skip
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
                if session.save(lambda document: edits.put_pay(document, seen, record), "Pay is saved."):
                    session.forget_shown(f"since {key}")
                    session.begin_anew("new pay")
                st.rerun()
    if seen is not None:
        st.button("Delete", key=f"delete {key}", icon=":material/delete:", type="tertiary", on_click=_delete,
                  args=(seen,))  # fmt: skip


def _delete(seen: RecordDict) -> None:
    session.save(
        lambda document: edits.put_pay(document, seen, None),
        "Pay entry deleted.",
        undo=lambda document: edits.put_pay(document, None, seen),
    )


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
