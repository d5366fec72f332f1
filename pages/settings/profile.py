"""The profile's plain settings as widgets: each saves at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st
from babel import Locale
from babel.numbers import get_currency_name, list_currencies

from netroi_core.quarters import Quarter
from netroi_core.views import tables
from netroi_core.wording.wording import ALTERNATIVE_NAMES, Words, plain, quarter_name
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import ALTERNATIVES
from netroi_core.workspace.records import Profile
from pages.shell import session
from pages.widgets.complaint import complain

_LOCALES = (
    "en_US", "en_GB", "en_CA", "en_AU", "en_IN", "en_IE", "en_NZ", "en_ZA", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA",
    "fr_CH", "es_ES", "es_MX", "it_IT", "pt_BR", "pt_PT", "nl_NL", "sv_SE", "da_DK", "nb_NO", "fi_FI", "pl_PL", "cs_CZ",
    "ja_JP", "ko_KR", "zh_CN",
)  # fmt: skip
_QUARTERS_OFFERED = 20
_MONTHS = [date(2000, month, 1) for month in range(1, 13)]


def worth_of_an_hour(profile: Profile, words: Words) -> None:
    """What an hour is worth by what else it could have been, as a share of an hour of pay."""
    worths = profile.hour_worth.model_dump()
    with st.grid("auto", min_column_width=150):
        for alternative in ALTERNATIVES:
            _percent(ALTERNATIVE_NAMES[alternative], alternative, Decimal(str(worths[alternative])) * 100, words)


def reading(profile: Profile, words: Words) -> None:
    """Currency, way of writing numbers and fiscal year."""
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
    st.caption(f"It reads like {plain(words.exact_money(1234.5))} on {words.day(session.today())}. "
               "Another currency renames amounts; it does not convert them.")  # fmt: skip


def aims(profile: Profile, words: Words) -> None:
    """Whom one means to reach, what it may take a week, and when one was between jobs."""
    wanted = profile.target_audience
    with st.grid("auto", min_column_width=230):
        _list("Industries you want to reach", "industries", wanted.industries, "Hospitals, freight")
        _list("Backgrounds you want to reach", "backgrounds", wanted.backgrounds, "Nursing, law")
        _list("Expertise you look for", "expertise", wanted.expertise, "Pricing, hiring")
        _number("Most hours a week for networking", "weekly_hours_cap", profile.weekly_hours_cap, words, 168)
        cap = profile.weekly_evenings_cap
        _number("Most evenings a week", "weekly_evenings_cap", cap, words, 7, is_optional=True)
        _between_jobs(profile)


def _list(label: str, key: str, stored: Sequence[str], placeholder: str) -> None:
    def keep(text: str) -> bool:
        def edit(document: Document) -> Document:
            profile = document.setdefault("profile", {})
            profile["target_audience"] = {**profile.get("target_audience", {}), key: tables.parts(text)}
            return document

        return session.save(edit)

    name = f"audience {key}"
    st.text_input(label, key=session.seeded(name, ", ".join(stored)), on_change=session.kept(name, keep),
                  max_chars=300, autocomplete="off", placeholder=placeholder)  # fmt: skip


def _between_jobs(profile: Profile) -> None:
    now = Quarter.containing(session.today(), profile.fiscal_year_start)
    offered = {str(now.shifted(-back)) for back in range(_QUARTERS_OFFERED)} | set(profile.between_jobs)
    name = "profile between_jobs"
    st.multiselect(
        "Quarters between jobs",
        sorted(offered, reverse=True),
        format_func=lambda label: quarter_name(Quarter.parse(label)),
        key=session.seeded(name, list(profile.between_jobs)),
        on_change=session.kept(name, lambda chosen: _keep({"between_jobs": sorted(chosen)})),
        placeholder="None",
    )


def _choice(label: str, key: str, options: Sequence[Any], names: Mapping[Any, str], stored: Any) -> None:
    name = f"profile {key}"
    st.selectbox(label, options, format_func=names.__getitem__, key=session.seeded(name, stored),
                 on_change=session.kept(name, lambda chosen: _keep({key: chosen})))  # fmt: skip


def _number(
    label: str, key: str, stored: float | None, words: Words, highest: int, *, is_optional: bool = False
) -> None:
    def keep(number: Decimal | None) -> bool:
        return _keep({key: None if number is None else float(number)})

    known = None if stored is None else Decimal(str(stored))
    _field(label, f"profile {key}", known, words, Decimal(highest), keep, is_optional=is_optional)


def _percent(label: str, alternative: str, stored: Decimal, words: Words) -> None:
    def keep(number: Decimal) -> bool:
        def edit(document: Document) -> Document:
            profile = document.setdefault("profile", {})
            profile["hour_worth"] = {**profile.get("hour_worth", {}), alternative: float(number / 100)}
            return document

        return session.save(edit)

    _field(f"{label}, %", f"worth {alternative}", stored, words, Decimal(10_000), keep)


def _field(
    label: str,
    name: str,
    stored: Decimal | None,
    words: Words,
    highest: Decimal,
    keep: Any,
    *,
    is_optional: bool = False,
) -> None:
    """A field for a number; one that is optional may be left blank."""
    shown = "" if stored is None else words.number(stored)

    def read(text: str) -> bool:
        try:
            number = None if is_optional and not text.strip() else words.amount(text)
            if number is not None and number > highest:
                raise ValueError(f"The most is {words.number(highest)}.")
        except ValueError as error:
            session.set_problem(name, str(error))
            return False
        session.set_problem(name, None)
        return bool(keep(number))

    with st.container():
        st.text_input(label, key=session.seeded(name, shown), on_change=session.kept(name, read),
                      max_chars=40, autocomplete="off")  # fmt: skip
        if sentence := session.problem(name):
            complain(f"{sentence} Stored is {shown or 'none'}.")


def _keep(changes: Mapping[str, Any]) -> bool:
    def edit(document: Document) -> Document:
        document["profile"] = {**document.get("profile", {}), **changes}
        return document

    return session.save(edit)
