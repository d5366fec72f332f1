"""The profile's plain settings as widgets: each saves at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st
from babel import Locale
from babel.numbers import get_currency_name, list_currencies

from netroi_core.document import Document
from netroi_core.fields import ALTERNATIVES
from netroi_core.records import Profile
from netroi_core.wording import ALTERNATIVE_NAMES, Words, plain
from pages.parts import session
from pages.parts.answers import complain

_LOCALES = (
    "en_US", "en_GB", "en_CA", "en_AU", "en_IN", "en_IE", "en_NZ", "en_ZA", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA",
    "fr_CH", "es_ES", "es_MX", "it_IT", "pt_BR", "pt_PT", "nl_NL", "sv_SE", "da_DK", "nb_NO", "fi_FI", "pl_PL", "cs_CZ",
    "ja_JP", "ko_KR", "zh_CN",
)  # fmt: skip
_MONTHS = [date(2000, month, 1) for month in range(1, 13)]


def worth_of_an_hour(profile: Profile, words: Words) -> None:
    """What an hour is worth by what else it could have been, as a share of an hour of pay."""
    worths = profile.hour_worth.model_dump()
    with st.grid("auto", min_column_width=150):
        for alternative in ALTERNATIVES:
            _percent(ALTERNATIVE_NAMES[alternative], alternative, Decimal(str(worths[alternative])) * 100, words)


def reading(profile: Profile, words: Words) -> None:
    """Currency, way of writing numbers, fiscal year and the weekly cap."""
    locale = Locale.parse(profile.locale)
    with st.grid("auto", min_column_width=230):
        codes = sorted(code for code in list_currencies() if len(get_currency_name(code, locale=locale)) < 40)
        currencies = {code: f"{code} · {get_currency_name(code, locale=locale)}" for code in codes}
        _choice("Currency", "currency", codes, currencies, profile.currency)
        locales = [*_LOCALES, *([profile.locale] if profile.locale not in _LOCALES else [])]
        names = {name: Locale.parse(name).get_display_name("en") or name for name in locales}
        _choice("Numbers and dates as in", "locale", locales, names, profile.locale)
        months = {month.month: month.strftime("%B") for month in _MONTHS}
        _choice("Fiscal year starts in", "fiscal_year_start", list(months), months, profile.fiscal_year_start)
        _number("Most hours a week for networking", "weekly_hours_cap", Decimal(str(profile.weekly_hours_cap)), words)
    st.caption(f"It reads like {plain(words.exact_money(1234.5))} on {words.day(session.today())}. "
               "Another currency renames amounts; it does not convert them.")  # fmt: skip


def _choice(label: str, key: str, options: Sequence[Any], names: Mapping[Any, str], stored: Any) -> None:
    name = f"profile {key}"
    st.selectbox(label, options, format_func=names.__getitem__, key=session.seeded(name, stored),
                 on_change=session.kept(name, lambda chosen: _keep({key: chosen})))  # fmt: skip


def _number(label: str, key: str, stored: Decimal, words: Words) -> None:
    _field(label, f"profile {key}", stored, words, Decimal(168), lambda number: _keep({key: float(number)}))


def _percent(label: str, alternative: str, stored: Decimal, words: Words) -> None:
    def keep(number: Decimal) -> bool:
        def edit(document: Document) -> Document:
            profile = document.setdefault("profile", {})
            profile["hour_worth"] = {**profile.get("hour_worth", {}), alternative: float(number / 100)}
            return document

        return session.save(edit)

    _field(f"{label}, %", f"worth {alternative}", stored, words, Decimal(10_000), keep)


def _field(label: str, name: str, stored: Decimal, words: Words, highest: Decimal, keep: Any) -> None:
    def read(text: str) -> bool:
        try:
            number = words.amount(text)
            if number > highest:
                raise ValueError(f"The most is {words.number(highest)}.")
        except ValueError as error:
            session.set_problem(name, str(error))
            return False
        session.set_problem(name, None)
        return bool(keep(number))

    with st.container():
        st.text_input(label, key=session.seeded(name, words.number(stored)), on_change=session.kept(name, read),
                      max_chars=40, autocomplete="off")  # fmt: skip
        if sentence := session.problem(name):
            complain(f"{sentence} Stored is {words.number(stored)}.")


def _keep(changes: Mapping[str, Any]) -> bool:
    def edit(document: Document) -> Document:
        document["profile"] = {**document.get("profile", {}), **changes}
        return document

    return session.save(edit)
