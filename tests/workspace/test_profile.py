"""The formats of a new workspace, as guessed from what browsers say."""

import pytest
from babel.localedata import locale_identifiers

from netroi_core.wording.wording import Words
from netroi_core.workspace.profile import Profile, guess_formats


@pytest.mark.parametrize(
    ("language", "time_zone", "locale", "currency"),
    [
        ("de-DE", "Europe/Berlin", "de_DE", "EUR"),
        ("en-US", "America/New_York", "en_US", "USD"),
        ("en-US", "Europe/Berlin", "en_US", "USD"),
        ("en-GB", "Europe/London", "en_GB", "GBP"),
        ("de", "Europe/Zurich", "de_CH", "CHF"),
        ("de", None, "de_DE", "EUR"),
        ("es-419", "America/Mexico_City", "es_MX", "MXN"),
        ("zh-Hant-TW", "Asia/Taipei", "zh_TW", "TWD"),
        ("ja", "", "ja_JP", "JPY"),
    ],
)
def test_a_browser_gets_the_numbers_of_its_language_and_the_money_of_its_country(
    language: str, time_zone: str | None, locale: str, currency: str
) -> None:
    profile = Profile(**guess_formats(language, time_zone))
    assert (profile.locale, profile.currency) == (locale, currency)


@pytest.mark.parametrize("language", [None, "", "C", "x-klingon", "zz-ZZ", "../..", "<b>", "en-001", "de_DE; drop"])
def test_a_language_that_nobody_knows_changes_nothing(language: str | None) -> None:
    assert guess_formats(language, "Nowhere/None") == {}


def test_the_digits_of_every_guess_can_be_typed_back() -> None:
    for name in locale_identifiers():
        words = Words.of(Profile(**guess_formats(name.replace("_", "-"), None)))
        assert words.parse_amount(words.exact_money(1250)) == 1250, name
