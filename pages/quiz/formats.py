"""The first line of the quiz: the currency, and how amounts are written, to confirm or to change."""

from functools import partial

import streamlit as st
from babel import Locale
from babel.numbers import get_currency_name

from netroi_core.wording.wording import Words, escape_markdown
from netroi_core.workspace import edits
from netroi_core.workspace.workspace import Document, Workspace
from pages.quiz.quiz_form import QuizForm
from pages.shell import session

_EXAMPLE = 1234.5
_LOCALES = ("en_US", "en_GB", "en_IN", "de_DE", "de_CH", "fr_FR", "es_ES", "it_IT", "pt_BR", "nl_NL", "sv_SE", "pl_PL",
            "ja_JP")  # fmt: skip
_CURRENCIES = ("USD", "EUR", "GBP", "CAD", "AUD", "CHF", "INR", "JPY", "BRL", "MXN", "SEK", "NOK", "DKK", "PLN", "ZAR")


def show_formats(form: QuizForm) -> None:
    """Show how amounts are written, with a control to change it."""
    profile = form.workspace.profile
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="formats"):
        st.caption(_sentence(form.words), width="content")
        change = st.popover("Change", type="tertiary", key="change formats", on_change="rerun")
        if change.open:
            with change:
                _show_choice("Currency", "currency", _CURRENCIES, profile.currency)
                _show_choice("Numbers and dates as in", "locale", _LOCALES, profile.locale)
                st.caption("Changing the currency doesn’t convert amounts.")


def _sentence(words: Words) -> str:
    name = get_currency_name(words.currency, count=2, locale="en_US")
    return escape_markdown(f"Amounts in {name}, written {words.exact_money(_EXAMPLE)}")


def _show_choice(label: str, key: str, options: tuple[str, ...], current: str) -> None:
    name = f"quiz {key}"
    st.selectbox(
        label,
        options if current in options else (*options, current),
        format_func=partial(_name, key),
        key=session.widget_key(name, current),
        on_change=session.save_on_change(name, partial(_save, key)),
    )


def _name(key: str, code: str) -> str:
    if key == "currency":
        return f"{code} · {get_currency_name(code, locale='en_US')}"
    return Locale.parse(code).get_display_name("en") or code


def _save(key: str, value: str) -> bool:
    def edit(document: Document) -> Document:
        profile = Workspace(document).profile
        return edits.put_profile(document, profile.model_copy(update={key: value}))

    return session.save(edit)
