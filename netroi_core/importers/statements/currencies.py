"""Which currency a cell or a header names, so that no amount of another is taken for one's own."""

import re
from functools import cache
from typing import Final

from babel.numbers import list_currencies

_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_OF_SIGN: Final = {
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
"""The currencies that a sign may stand for."""
_SIGN: Final = re.compile("|".join(
    rf"(?<![^\W\d]){sign}(?![^\W\d])" if sign.isalpha() else re.escape(sign) for sign in _OF_SIGN
))  # fmt: skip


def currency_in(text: str) -> str:
    """The code of a currency that a text names, else its sign; empty if it names none."""
    coded = next((code for code in _CODE.findall(text) if code in _codes()), "")
    sign = None if coded else _SIGN.search(text)
    return sign[0] if sign else coded


def is_other(named: str, own: str) -> bool:
    """Whether a code or a sign is that of another currency than one's own; a sign that one's own may have is not."""
    return own not in _OF_SIGN.get(named, {named.upper()})


@cache
def _codes() -> frozenset[str]:
    return frozenset(list_currencies())
