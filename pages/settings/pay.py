"""Pay over time: each entry in force from a quarter on, with the hourly rate that follows from it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.ledger.costs import FULL_TIME_HOURS, usual_benefits
from netroi_core.quarters import Quarter
from netroi_core.wording.explanations import explain_hourly_rate
from netroi_core.wording.wording import Words, escape_markdown, quarter_name
from netroi_core.workspace import edits
from netroi_core.workspace.profile import AnnualPay, Compensation, HourlyPay, Profile
from pages.shell import session


@dataclass(frozen=True)
class _Field:
    """A field of a pay entry: its key, its label, and the factor between what is typed and what is stored."""

    key: str
    label: str
    default: float | None = None
    factor: int = 1
    is_money: bool = True
    is_required: bool = False


_ANNUAL, _HOURLY = "By the year", "By the hour"
_FIELDS = {
    _ANNUAL: (
        _Field("base", "Base pay a year", is_required=True),
        _Field("pay_at_risk", "Pay at risk a year (optional)"),
        _Field("attainment", "Of it expected, %", 1.0, 100, is_money=False),
        _Field("benefits", "Benefits a year (blank: as usual)"),
        _Field("hours_per_year", "Working hours a year", FULL_TIME_HOURS, is_money=False),
    ),
    _HOURLY: (
        _Field("hourly_rate", "What you charge an hour", is_required=True),
        _Field("utilisation", "Hours you bill, %", 1.0, 100, is_money=False),
    ),
}


def show_pay(profile: Profile, words: Words) -> None:
    """Show the pay entries of a profile, each with a form to change it, and a form to add one."""
    for index, pay in enumerate(profile.compensation):
        since = f"From {quarter_name(Quarter.parse(pay.since))}" if pay.since else "From the start"
        with _expander(f"**{since}:** {escape_markdown(explain_hourly_rate(pay, words))}", f"pay {index}") as expander:
            if expander.open:
                _show_form(f"pay {index}", pay, words, profile.fiscal_year_start)
    with _expander("Add pay", session.form_key("new pay"), icon=":material/add:") as expander:
        if expander.open:
            _show_form(session.form_key("new pay"), None, words, profile.fiscal_year_start)


def _expander(label: str, key: str, icon: str | None = None) -> Any:
    name = f"unfold {key}"
    return st.expander(session.stable_label(name, label), icon=icon, key=name, on_change="rerun")


def _show_form(key: str, pay: Compensation | None, words: Words, fiscal_year_start: int) -> None:
    # The entry as the form first showed it: if it changes elsewhere meanwhile, saving is refused instead of overwriting
    # it.
    pay = session.form_snapshot(f"since {key}", pay)
    # Outside the form: a form's widgets send nothing before its button, and the fields depend on this choice.
    basis = st.radio("Paid", list(_FIELDS), int(isinstance(pay, HourlyPay)), horizontal=True, key=f"way {key}")
    with st.form(f"form {key}", border=False):
        this_quarter = str(Quarter.containing(session.today(), fiscal_year_start))
        since = st.text_input("From quarter", (pay and pay.since) or this_quarter, key=f"since {key}", max_chars=7,
                              help="Like 2026-Q1.")  # fmt: skip
        entries = {
            field.key: st.text_input(field.label, _text(pay, field, words), key=f"{field.key} {key}", max_chars=40,
                                     autocomplete="off")
            for field in _FIELDS[basis]
        }  # fmt: skip
        if st.form_submit_button("Save", type="primary", key=f"save {key}"):
            try:
                entered = _pay(basis, since, entries, words)
            except ValueError as error:
                st.error(escape_markdown(str(error)))
            else:
                if session.save(lambda document: edits.put_pay(document, pay, entered), "Pay is saved."):
                    session.drop_snapshot(f"since {key}")
                    session.reset_form("new pay")
                st.rerun()
    if pay is not None:
        st.button("Delete", key=f"delete {key}", icon=":material/delete:", type="tertiary", on_click=_delete,
                  args=(pay,))  # fmt: skip


def _delete(pay: Compensation) -> None:
    session.save(
        lambda document: edits.put_pay(document, pay, None),
        "Pay entry deleted.",
        undo=lambda document: edits.put_pay(document, None, pay),
    )


def _text(pay: Compensation | None, field: _Field, words: Words) -> str:
    # A field that was never set stays blank, so that saving again doesn't turn a default into an entry.
    is_set = pay is not None and field.key in pay.model_fields_set
    value = getattr(pay, field.key) if is_set else field.default
    return "" if value is None else words.number(Decimal(str(value)) * field.factor)


def _pay(basis: str, since: str, entries: dict[str, str], words: Words) -> Compensation:
    """Return the pay as entered; raise ValueError with a sentence on what is wrong."""
    values: dict[str, Any] = {"from": str(Quarter.parse(since.strip().upper()))}
    for field in _FIELDS[basis]:
        if entries[field.key].strip():
            number = words.parse_amount(entries[field.key])
            values[field.key] = number if field.is_money else float(number / field.factor)
        elif field.is_required:
            raise ValueError(f"{field.label} is missing.")
        elif field.key == "benefits":
            values["benefits"] = usual_benefits(values["base"])
    # Constructed without a check: saving checks it, and its refusal names the field.
    return (HourlyPay if basis == _HOURLY else AnnualPay).model_construct(**values)
