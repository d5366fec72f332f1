"""Find the currency that a cell or a header names, so that no foreign amount is mistaken for the user's currency."""

import re
from functools import cache
from typing import Final

from babel.numbers import list_currencies

_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_CODES_BY_SIGN: Final = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "JMD",
                    "TTD", "BBD", "BSD", "BZD", "BMD", "KYD", "FJD", "NAD", "BND", "XCD", "GYD", "LRD", "SRD"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "GIP", "FKP", "SHP", "EGP", "LBP", "SYP", "SDG"}),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "zł": frozenset({"PLN"}),
    "Kč": frozenset({"CZK"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "₩": frozenset({"KRW"}),
    "₪": frozenset({"ILS"}),
    "₺": frozenset({"TRY"}),
    "₴": frozenset({"UAH"}),
    "₱": frozenset({"PHP"}),
    "₦": frozenset({"NGN"}),
    "฿": frozenset({"THB"}),
    "₫": frozenset({"VND"}),
}  # fmt: skip
_SIGN: Final = re.compile("|".join(
    rf"(?<![^\W\d]){sign}(?![^\W\d])" if sign.isalpha() else re.escape(sign) for sign in _CODES_BY_SIGN
))  # fmt: skip


def find_currency(text: str) -> str:
    """Return the currency code in a text, else its currency sign, else an empty string.

    >>> find_currency("EUR 4.50"), find_currency("4,50 €"), find_currency("4.50")
    ('EUR', '€', '')
    """
    code = next((code for code in _CODE.findall(text) if code in _codes()), "")
    sign = None if code else _SIGN.search(text)
    return sign[0] if sign else code


def is_foreign(currency: str, own_code: str) -> bool:
    """Return True if a code or sign can't mean the user's own currency.

    >>> is_foreign("$", "CAD"), is_foreign("$", "EUR")
    (False, True)
    """
    return own_code not in _CODES_BY_SIGN.get(currency, {currency.upper()})


@cache
def _codes() -> frozenset[str]:
    return frozenset(list_currencies())
