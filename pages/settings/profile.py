"""The profile's settings as widgets, each of which saves at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st
from babel import Locale
from babel.numbers import get_currency_name, list_currencies

from netroi_core.quarters import Quarter
from netroi_core.views import tables
from netroi_core.wording.wording import ALTERNATIVE_NAMES, Words, escape_markdown, quarter_name
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import ALTERNATIVES
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.workspace import Workspace
from pages.shell import session
from pages.widgets.field_error import show_field_error

_LOCALES = (
    "en_US", "en_GB", "en_CA", "en_AU", "en_IN", "en_IE", "en_NZ", "en_ZA", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA",
    "fr_CH", "es_ES", "es_MX", "it_IT", "pt_BR", "pt_PT", "nl_NL", "sv_SE", "da_DK", "nb_NO", "fi_FI", "pl_PL", "cs_CZ",
    "ja_JP", "ko_KR", "zh_CN",
)  # fmt: skip
_QUARTERS_OFFERED = 20
_MONTHS = [date(2000, month, 1) for month in range(1, 13)]


def show_hour_worth(profile: Profile, words: Words) -> None:
    """Show what an hour is worth in each other use, as a percentage of an hour of pay."""
    worths = profile.hour_worth.model_dump()

    def changes(alternative: str, worth: float | None, profile: Profile) -> dict[str, Any]:
        return {"hour_worth": profile.hour_worth.model_copy(update={alternative: worth})}

    with st.grid("auto", min_column_width=150):
        for alternative in ALTERNATIVES:
            _number(f"{ALTERNATIVE_NAMES[alternative]}, %", f"worth {alternative}", worths[alternative], words, 10_000,
                    partial(changes, alternative), factor=100)  # fmt: skip


def show_formats(profile: Profile, words: Words) -> None:
    """Show currency, number and date format, and the start of the fiscal year."""
    locale = Locale.parse(profile.locale)
    with st.grid("auto", min_column_width=230):
        # Names this long (in English, of two withdrawn currencies) would widen the box for all.
        codes = sorted(code for code in list_currencies() if len(get_currency_name(code, locale=locale)) < 40)
        currencies = {code: f"{code} · {get_currency_name(code, locale=locale)}" for code in codes}
        _choice("Currency", "currency", codes, currencies, profile.currency)
        # A restored backup may hold any locale that Babel knows: it must stay selectable.
        locales = [*_LOCALES, *([profile.locale] if profile.locale not in _LOCALES else [])]
        names = {name: Locale.parse(name).get_display_name("en") or name for name in locales}
        _choice("Numbers and dates as in", "locale", locales, names, profile.locale)
        months = {month.month: month.strftime("%B") for month in _MONTHS}
        _choice("Fiscal year starts in", "fiscal_year_start", list(months), months, profile.fiscal_year_start)
    st.caption(f"It reads like {escape_markdown(words.exact_money(1234.5))} on {words.day(session.today())}. "
               "Another currency renames amounts; it does not convert them.")  # fmt: skip


def show_audience_and_limits(profile: Profile, words: Words) -> None:
    """Show the target audience, the weekly limits, and the quarters between jobs."""
    audience = profile.target_audience
    with st.grid("auto", min_column_width=230):
        _list("Industries you want to reach", "industries", audience.industries, "Hospitals, freight")
        _list("Backgrounds you want to reach", "backgrounds", audience.backgrounds, "Nursing, law")
        _list("Expertise you look for", "expertise", audience.expertise, "Pricing, hiring")
        _number("Most hours a week for networking", "profile weekly_hours_cap", profile.weekly_hours_cap, words, 168,
                lambda hours, _: {"weekly_hours_cap": hours})  # fmt: skip
        _number("Most evenings a week", "profile weekly_evenings_cap", profile.weekly_evenings_cap, words, 7,
                lambda evenings, _: {"weekly_evenings_cap": evenings}, is_optional=True)  # fmt: skip
        _between_jobs(profile)


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
                raise ValueError(f"The most is {words.number(Decimal(highest))}.")
        except ValueError as error:
            session.set_field_error(name, str(error))
            return False
        session.set_field_error(name, None)
        return _save(partial(changes, None if number is None else float(number / factor)))

    with st.container():
        st.text_input(label, key=session.widget_key(name, text_stored),
                      on_change=session.save_on_change(name, save_text), max_chars=40, autocomplete="off")  # fmt: skip
        if sentence := session.field_error(name):
            show_field_error(f"{sentence} Stored is {text_stored or 'none'}.")


def _save(changes: Callable[[Profile], Mapping[str, Any]]) -> bool:
    """Save changes to the profile, worked out from the profile as it is stored at that moment."""

    def edit(document: Document) -> Document:
        stored = Workspace(document).profile
        return edits.put_profile(document, stored.model_copy(update=dict(changes(stored))))

    return session.save(edit)
