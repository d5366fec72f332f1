"""The formats of a new workspace: language, currency and country guessed from the browser's language and time zone."""

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies

from netroi_core.workspace.profile import Profile


def guess_formats(language: str | None, time_zone: str | None) -> dict[str, str]:
    """Return the locale and currency of a profile, only where they differ from its defaults; nothing if unknown.

    ``language`` is a BCP 47 tag like ``de-DE``, and ``time_zone`` an IANA name, which only helps where the language
    comes without a country.

    >>> guess_formats("de-DE", "America/New_York"), guess_formats("de", "Europe/Zurich"), guess_formats("en-US", None)
    ({'locale': 'de_DE', 'currency': 'EUR'}, {'locale': 'de_CH', 'currency': 'CHF'}, {})
    """
    locale = _locale(language or "", get_global("zone_territories").get(time_zone or ""))
    currencies = get_territory_currencies(locale.territory) if locale and locale.territory else []
    if locale is None or not currencies or not _fits_english_text(locale):
        return {}
    guess, defaults = {"locale": f"{locale.language}_{locale.territory}", "currency": currencies[0]}, Profile()
    return {name: value for name, value in guess.items() if value != getattr(defaults, name)}


def _locale(language: str, time_zone_country: str | None) -> Locale | None:
    """Return the locale of a language in its country, the time zone's or the likely one, whichever is known first."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    likely = get_global("likely_subtags").get(locale.language, "").rpartition("_")[2]
    for country in (locale.territory, time_zone_country, likely):
        # Not 419, Latin America: only a country has a currency.
        if country and country.isalpha():
            try:
                return Locale.parse(f"{locale.language}_{country}")
            except (ValueError, UnknownLocaleError):
                continue
    return None


def _fits_english_text(locale: Locale) -> bool:
    """Return True if numbers are written in the digits and the direction of the sentences around them."""
    return locale.default_numbering_system == "latn" and locale.text_direction == "ltr"
