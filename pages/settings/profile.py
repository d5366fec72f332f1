"""The profile's settings: pay over time in forms, the others as widgets, each of which saves at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st
from babel import Locale
from babel.numbers import get_currency_name, list_currencies

from netroi_core.ledger.costs import FULL_TIME_HOURS, usual_benefits
from netroi_core.quarters import Quarter
from netroi_core.views import tables
from netroi_core.wording.explanations import explain_hourly_rate
from netroi_core.wording.wording import ALTERNATIVE_NAMES, Words, escape_markdown, quarter_name
from netroi_core.workspace import edits
from netroi_core.workspace.fields import ALTERNATIVES
from netroi_core.workspace.profile import AnnualPay, Compensation, HourlyPay, Profile
from netroi_core.workspace.workspace import Document, Workspace
from pages.shell import session
from pages.widgets.field_error import show_field_error

_LOCALES = (
    "en_US", "en_GB", "en_CA", "en_AU", "en_IN", "en_IE", "en_NZ", "en_ZA", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA",
    "fr_CH", "es_ES", "es_MX", "it_IT", "pt_BR", "pt_PT", "nl_NL", "sv_SE", "da_DK", "nb_NO", "fi_FI", "pl_PL", "cs_CZ",
    "ja_JP", "ko_KR", "zh_CN",
)  # fmt: skip
_QUARTERS_OFFERED = 20
_MONTHS = [date(2000, month, 1) for month in range(1, 13)]


@dataclass(frozen=True)
class _Field:
    """A field of a pay entry: its key, its label, and the factor between what is typed and what is stored.

    ``placeholder`` is what a blank field counts as.
    """

    key: str
    label: str
    default: float | None = None
    factor: int = 1
    is_money: bool = True
    is_required: bool = False
    placeholder: str = ""


_ANNUAL, _HOURLY = "Per year", "Per hour"
_FIELDS = {
    _ANNUAL: (
        _Field("base", "Base pay per year", is_required=True),
        _Field("pay_at_risk", "Bonus and commission per year (optional)"),
        _Field("attainment", "Share you expect to get, %", 1.0, 100, is_money=False),
        _Field("benefits", "Benefits per year (leave blank for an estimate)"),
        _Field("hours_per_year", "Working hours per year", FULL_TIME_HOURS, is_money=False),
        _Field("hour_share", "Between jobs: value of an hour, % of its pay", factor=100, is_money=False),
    ),
    _HOURLY: (
        _Field("hourly_rate", "Your hourly rate", is_required=True),
        # Blank at first: all of them is nobody's own figure.
        _Field("utilisation", "Share of your hours that you bill, %", factor=100, is_money=False, placeholder="100"),
    ),
}


def show_pay(profile: Profile, words: Words) -> None:
    """Show the pay entries of a profile, each with a form to change it, and a form to add one."""
    for index, pay in enumerate(profile.compensation):
        since = f"Since {quarter_name(Quarter.parse(pay.since))}" if pay.since else "From the start"
        with _expander(f"**{since}:** {escape_markdown(explain_hourly_rate(pay, words))}", f"pay {index}") as expander:
            if expander.open:
                _show_form(f"pay {index}", pay, words, profile.fiscal_year_start)
    with _expander("Add pay", session.form_key("new pay"), icon=":material/add:") as expander:
        if expander.open:
            _show_form(session.form_key("new pay"), None, words, profile.fiscal_year_start)


def show_hour_worth(profile: Profile, words: Words) -> None:
    """Show what an hour is worth in each other use, as a percentage of an hour of pay."""
    worths = profile.hour_worth.model_dump()

    def changes(alternative: str, worth: float | None, profile: Profile) -> dict[str, Any]:
        return {"hour_worth": profile.hour_worth.model_copy(update={alternative: worth})}

    with st.grid("auto", min_column_width=112):
        for alternative in ALTERNATIVES:
            _number(f"{ALTERNATIVE_NAMES[alternative]}, %", f"worth {alternative}", worths[alternative], words, 10_000,
                    partial(changes, alternative), factor=100)  # fmt: skip


def show_formats(profile: Profile, words: Words) -> None:
    """Show currency, number and date format, and the start of the fiscal year."""
    locale = Locale.parse(profile.locale)
    with st.grid("auto", min_column_width=200):
        # Names this long (in English, of two withdrawn currencies) would widen the box for all.
        codes = sorted(code for code in list_currencies() if len(get_currency_name(code, locale=locale)) < 40)
        currencies = {code: f"{code} · {get_currency_name(code, locale=locale)}" for code in codes}
        _choice("Currency", "currency", codes, currencies, profile.currency)
        # A restored backup may hold any locale that Babel knows: it must stay selectable.
        locales = [*_LOCALES, *([profile.locale] if profile.locale not in _LOCALES else [])]
        names = {name: Locale.parse(name).get_display_name("en") or name for name in locales}
        _choice("Numbers and dates", "locale", locales, names, profile.locale)
        months = {month.month: month.strftime("%B") for month in _MONTHS}
        _choice("Fiscal year starts in", "fiscal_year_start", list(months), months, profile.fiscal_year_start)
    st.caption(f"For example: {escape_markdown(words.exact_money(1234.5))} on {words.day(session.today())}. "
    "Changing the currency doesn’t convert amounts.")  # fmt: skip


def show_audience(profile: Profile) -> None:
    """Show the target audience."""
    audience = profile.target_audience
    with st.grid("auto", min_column_width=200):
        _list("Industries", "industries", audience.industries, "Hospitals, freight")
        _list("Backgrounds", "backgrounds", audience.backgrounds, "Nursing, law")
        _list("Expertise", "expertise", audience.expertise, "Pricing, hiring")


def show_limits(profile: Profile, words: Words) -> None:
    """Show the weekly limits, those of a plan, and the quarters between jobs."""
    with st.grid("auto", min_column_width=230):
        _number("Networking hours per week", "profile weekly_hours_cap", profile.weekly_hours_cap, words, 168,
                lambda hours, _: {"weekly_hours_cap": hours})  # fmt: skip
        _number("Evenings per week", "profile weekly_evenings_cap", profile.weekly_evenings_cap, words, 7,
                lambda evenings, _: {"weekly_evenings_cap": evenings}, is_optional=True)  # fmt: skip
        _number("Share of hours for testing an approach, %", "profile learning_share", profile.learning_share,
                words, 100, lambda share, _: {"learning_share": share}, factor=100)  # fmt: skip
        _number("Growth of an approach per quarter, %", "profile ramp_share", profile.ramp_share, words, 10_000,
                lambda share, _: {"ramp_share": share}, factor=100)  # fmt: skip
        _between_jobs(profile)


def _expander(label: str, key: str, icon: str | None = None) -> Any:
    name = f"unfold {key}"
    return st.expander(session.stable_label(name, label), icon=icon, key=name, on_change="rerun")


def _show_form(key: str, pay: Compensation | None, words: Words, fiscal_year_start: int) -> None:
    # The entry as the form first showed it: if it changes elsewhere meanwhile, saving is refused instead of overwriting
    # it.
    pay = session.form_snapshot(f"since {key}", pay)
    # Outside the form: a form's widgets send nothing before its button, and the fields depend on this choice.
    basis = st.segmented_control("How are you paid?", list(_FIELDS), required=True, key=f"way {key}",
                                 default=_HOURLY if isinstance(pay, HourlyPay) else _ANNUAL)  # fmt: skip
    with st.form(f"form {key}", border=False, enter_to_submit=False):
        this_quarter = str(Quarter.containing(session.today(), fiscal_year_start))
        since = st.text_input("From quarter", (pay and pay.since) or this_quarter, key=f"since {key}", max_chars=7,
                              help="For example, 2026-Q1.")  # fmt: skip
        entries = {
            field.key: st.text_input(field.label, _text(pay, field, words), key=f"{field.key} {key}", max_chars=40,
                                     placeholder=field.placeholder, autocomplete="off")
            for field in _FIELDS[basis]
        }  # fmt: skip
        if st.form_submit_button("Save", type="primary", key=f"save {key}"):
            try:
                entered = _pay(basis, since, entries, words)
            except ValueError as error:
                st.error(escape_markdown(str(error)))
            else:
                if session.save(lambda document: edits.put_pay(document, pay, entered), "Saved your pay."):
                    session.drop_snapshot(f"since {key}")
                    session.reset_form("new pay")
                st.rerun()
    if pay is not None:
        st.button("Delete", key=f"delete {key}", icon=":material/delete:", type="tertiary", on_click=_delete,
                  args=(pay,))  # fmt: skip


def _delete(pay: Compensation) -> None:
    session.save(
        lambda document: edits.put_pay(document, pay, None),
        "Deleted a pay entry.",
        undo=lambda document: edits.restore_pay(document, pay),
    )


def _text(pay: Compensation | None, field: _Field, words: Words) -> str:
    # A field that was never set stays blank, so that saving again doesn't turn a default into an entry.
    is_set = pay is not None and field.key in pay.model_fields_set
    # An estimate is made anew, as the pay may change.
    if field.key == "benefits" and isinstance(pay, AnnualPay) and pay.benefits == usual_benefits(pay.base):
        return ""
    value = getattr(pay, field.key) if is_set else field.default
    return "" if value is None else words.number(Decimal(str(value)) * field.factor)


def _pay(basis: str, since: str, entries: dict[str, str], words: Words) -> Compensation:
    """Return the pay as entered; raise ValueError with a sentence on what is wrong."""
    values: dict[str, Any] = {"from": str(Quarter.parse(since.strip().upper()))}
    for field in _FIELDS[basis]:
        if entries[field.key].strip():
            parse = words.parse_money if field.is_money else words.parse_amount
            number = parse(entries[field.key])
            values[field.key] = number if field.is_money else float(number / field.factor)
        elif field.is_required:
            raise ValueError(f"Enter a value for “{field.label}”.")
        elif field.key == "benefits":
            values["benefits"] = usual_benefits(values["base"])
    # Constructed without a check: saving checks it, and its refusal names the field.
    return (HourlyPay if basis == _HOURLY else AnnualPay).model_construct(**values)


def _list(label: str, key: str, stored: Sequence[str], placeholder: str) -> None:
    def save_list(text: str) -> bool:
        def changes(profile: Profile) -> dict[str, Any]:
            entries = tuple(tables.split_list(text))
            return {"target_audience": profile.target_audience.model_copy(update={key: entries})}

        return _save(changes)

    name = f"audience {key}"
    st.text_input(label, key=session.widget_key(name, ", ".join(stored)), placeholder=placeholder,
                  on_change=session.save_on_change(name, save_list), max_chars=300, autocomplete="off")  # fmt: skip


def _between_jobs(profile: Profile) -> None:
    now = Quarter.containing(session.today(), profile.fiscal_year_start)
    # Stored quarters stay on offer however old they are, or the next change would drop them.
    offered = {str(now.shifted(-back)) for back in range(_QUARTERS_OFFERED)} | set(profile.between_jobs)
    name = "profile between_jobs"

    def save_quarters(quarters: list[str]) -> bool:
        return _save(lambda _: {"between_jobs": tuple(sorted(quarters))})

    st.multiselect("Quarters between jobs", sorted(offered, reverse=True),
                   format_func=lambda label: quarter_name(Quarter.parse(label)),
                   key=session.widget_key(name, list(profile.between_jobs)),
                   on_change=session.save_on_change(name, save_quarters), placeholder="None")  # fmt: skip


def _choice(label: str, key: str, options: Sequence[Any], names: Mapping[Any, str], stored: Any) -> None:
    name = f"profile {key}"
    st.selectbox(label, options, format_func=names.__getitem__, key=session.widget_key(name, stored),
                 on_change=session.save_on_change(name, lambda choice: _save(lambda _: {key: choice})))  # fmt: skip


def _number(
    label: str,
    name: str,
    stored: float | None,
    words: Words,
    highest: int,
    changes: Callable[[float | None, Profile], Mapping[str, Any]],
    *,
    factor: int = 1,
    is_optional: bool = False,
) -> None:
    """Show a field for a number, whose changes to the profile follow from it; an optional one may be left blank.

    ``highest`` is the highest number that can be typed, and ``factor`` what is typed divided by what is stored.
    """
    # By its text: Decimal(0.1) has 55 decimal places.
    text_stored = "" if stored is None else words.number(Decimal(str(stored)) * factor)

    def save_text(text: str) -> bool:
        try:
            number = None if is_optional and not text.strip() else words.parse_amount(text)
            if number is not None and number > highest:
                raise ValueError(f"The maximum is {words.number(Decimal(highest))}.")
        except ValueError as error:
            session.set_field_error(name, str(error))
            return False
        session.set_field_error(name, None)
        return _save(partial(changes, None if number is None else float(number / factor)))

    with st.container():
        st.text_input(label, key=session.widget_key(name, text_stored),
                      on_change=session.save_on_change(name, save_text), max_chars=40, autocomplete="off")  # fmt: skip
        if sentence := session.field_error(name):
            show_field_error(f"{sentence} The saved value is still {text_stored or 'blank'}.")


def _save(changes: Callable[[Profile], Mapping[str, Any]]) -> bool:
    """Save changes to the profile, worked out from the profile as it is stored at that moment."""

    def edit(document: Document) -> Document:
        stored = Workspace(document).profile
        return edits.put_profile(document, stored.model_copy(update=dict(changes(stored))))

    return session.save(edit)
