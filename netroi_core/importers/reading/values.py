"""Parse the text, dates, times, amounts and currencies in a file's cells, in all the notations that exports use.

A value that can't be read with certainty raises a ValueError whose text is one sentence for the user.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from typing import Final

from babel.dates import get_month_names
from babel.numbers import is_currency

from netroi_core.workspace.fields import LARGEST_AMOUNT, DayOrder, DecimalMark, normalize_text

_INVISIBLE: Final = re.compile(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Exports write '= for = so that a spreadsheet doesn't evaluate the cell as a formula.
_ESCAPED_FORMULA: Final = re.compile(r"'(?=[=+\-@\t])")
# Months of the languages that exports are in, in full or cut short to at least three letters, unless that fits two.
_LANGUAGES: Final = ("en", "de", "fr", "es", "pt", "it", "nl", "da", "nb", "sv", "pl")
_MONTH_NAMES: Final = {
    (normalize_text(name).strip("."), number)
    for language in _LANGUAGES
    for context in ("format", "stand-alone")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, context, language).items()
} | {("mrz", 3), ("sept", 9)}
_MONTH_BEGINNINGS: Final = {
    (name[:length], number) for name, number in _MONTH_NAMES for length in range(3, len(name) + 1)
}
_BEGINNING_COUNTS: Final = Counter(beginning for beginning, _ in _MONTH_BEGINNINGS)
_MONTH_NUMBERS: Final[Mapping[str, int]] = {
    beginning: number for beginning, number in _MONTH_BEGINNINGS if _BEGINNING_COUNTS[beginning] == 1
}
_OPTIONAL_TIME: Final = r"(?:,?[T\s]\s*\d{1,2}:\d{2}.*|Z)?"
# re.ASCII, since \d otherwise matches the digits of every script.
_ISO_DATE: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _OPTIONAL_TIME, re.ASCII)
_NUMERIC_DATE: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _OPTIONAL_TIME, re.ASCII)
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?", re.ASCII)
# 5 Mar 2026, 05-mar.-26, 05MAR2026, 1er mars 2026, 5 de marzo de 2026
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:er|[ºª°])?[\s./\-]*(?:de\s+)?([^\W\d_]+)\.?[\s,./\-]*(?:de\s+)?(\d{4}|\d{2})" + _OPTIONAL_TIME
)
_MONTH_DAY: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})" + _OPTIONAL_TIME)
_JAVA_DATE: Final = re.compile(r"([^\W\d]{3}) (\d{1,2}) \d\d:\d\d:\d\d \w{1,5} (\d{4})")  # Date.toString()
_WEEKDAY: Final = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s+", re.IGNORECASE)
_TIME: Final = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?", re.ASCII | re.IGNORECASE)
_AMOUNT: Final = re.compile(r"\d[\d.,\s'’]*(E[+-]?\d{1,2})?|[.,]\d+", re.ASCII | re.IGNORECASE)
# Cents, or three decimals of a number whose thousands are not set apart: 1250.000.
_CENTS: Final = re.compile(r"([.,])\d{1,2}(?!\d)\D*$|(?<=\d{4})([.,])\d{3}(?!\d)\D*$")
# A dot belongs to it only before a space: Fr. 4.50, but $.50.
_CURRENCY: Final = r"(?:[^\W\d_]{1,3}(?:\$|\.(?=\s))?|[$€£¥₹₽₩₪₺₴₫฿₱₦])"
_CURRENCY_BEFORE: Final = re.compile(rf"^{_CURRENCY}\s*(?=[-+\d.,])")
_CURRENCY_AFTER: Final = re.compile(rf"(?<=[-+\d.,\s]){_CURRENCY}\.?$")
# By decimal mark; groups of two digits, too: India writes 12,34,567.
_GROUPED: Final[Mapping[DecimalMark, re.Pattern[str]]] = {
    ".": re.compile(r"([^.,]{1,3}(,[^.,]{2,3})*,[^.,]{3}|[^.,]*)(\.[^.,]*)?"),
    ",": re.compile(r"([^.,]{1,3}(\.[^.,]{2,3})*\.[^.,]{3}|[^.,]*)(,[^.,]*)?"),
}
# No date, name or description is longer. Parsers and Unicode take more than linear time for some texts.
LONGEST_VALUE: Final = 5_000
_YES: Final = frozenset({"true", "wahr", "vrai", "verdadero", "vero", "waar", "verdadeiro", "yes", "y", "ja", "1"})
_LONGEST_NUMBER: Final = 40
_MOST_DECIMALS: Final = 9
_FIRST_YEAR_OF_1900S: Final = 70  # of two digits: 69 is 2069, 70 is 1970
_CURRENCY_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_CODES_BY_SIGN: Final = {
    "$": "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU DOP JMD TTD BBD BSD BZD BMD KYD FJD NAD BND XCD GYD LRD SRD",
    "US$": "USD", "R$": "BRL", "C$": "CAD NIO", "CA$": "CAD", "CAD$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "MX$": "MXN",
    "£": "GBP GIP FKP SHP EGP LBP SYP SDG",
    "¥": "JPY CNY",
    "kr": "SEK NOK DKK ISK",
    "€": "EUR", "zł": "PLN", "Kč": "CZK", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₴": "UAH",
    "₱": "PHP", "₦": "NGN", "฿": "THB", "₫": "VND", "Fr": "CHF", "SFr": "CHF", "Ft": "HUF", "lei": "RON",
}  # fmt: skip
_CURRENCY_SIGN: Final = re.compile("|".join(
    rf"(?<![^\W\d]){sign}(?![^\W\d])" if sign.isalpha() else re.escape(sign)
    for sign in sorted(_CODES_BY_SIGN, key=len, reverse=True)
))  # fmt: skip


def clean_text(cell: str) -> str:
    """Return the text of a cell, NFC-normalized, without invisible characters and the escape of a formula.

    What is longer than ``LONGEST_VALUE`` is cut.
    """
    cell = cell[:LONGEST_VALUE]
    # Most cells are plain ASCII: a check that is many times faster than the substitutions.
    if cell.isascii() and cell.isprintable() and "'" not in cell:
        return cell.strip()
    visible = _CONTROL.sub(" ", _INVISIBLE.sub("", cell)).strip()
    return unicodedata.normalize("NFC", visible[1:].strip() if _ESCAPED_FORMULA.match(visible) else visible)


def one_line(text: str, max_length: int = 300) -> str:
    """Return the clean text on one line, cut short with an ellipsis if it is longer than ``max_length``."""
    line = " ".join(clean_text(text).split())
    return line if len(line) <= max_length else line[: max_length - 1].rstrip() + "…"


def is_yes(cell: str) -> bool:
    """Return True if a cell says yes, as programs write it in several languages."""
    return cell.strip().lower() in _YES


def parse_date(text: str, order: DayOrder = "month_first") -> date:
    """Return the date in a cell, whatever time follows it; ``order`` is that of 03/04/2026, not of 3.4.2026.

    >>> parse_date("Feb 8, 2026"), parse_date("03/04/2026 14:00", "day_first")
    (datetime.date(2026, 2, 8), datetime.date(2026, 4, 3))
    """
    try:
        day = _date(_WEEKDAY.sub("", clean_text(text), count=1), order)
    except (ValueError, KeyError):
        day = date.min
    if not 1900 <= day.year <= 2199:
        raise ValueError(f"“{one_line(text, 40)}” isn’t a date. Write it like 2026-07-14.")
    return day


def detect_date_order(cells: Iterable[str], default: DayOrder = "month_first") -> DayOrder:
    """Return the order of day and month in a column, judged by its numbers above 12; raise ValueError if both occur."""
    matches = [match for cell in dict.fromkeys(cells) if (match := _NUMERIC_DATE.fullmatch(clean_text(cell)))]
    is_day_first = any(int(match[1]) > 12 for match in matches)
    is_month_first = any(int(match[3]) > 12 for match in matches)
    if is_day_first and is_month_first:
        raise ValueError("has dates written in two orders, 31/12 and 12/31. Write them like 2026-12-31.")
    return "day_first" if is_day_first else "month_first" if is_month_first else default


def parse_time(cell: str) -> time | None:
    """Return the time of day in a cell; None without one, and for midnight.

    >>> parse_time("2/8/26, 2:37 PM")
    datetime.time(14, 37)
    """
    match = _TIME.search(cell)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
    # Exports write midnight where they know only the day.
    return time(hour, minute) if hour < 24 and minute < 60 and (hour or minute) else None


def parse_amount(text: str, mark: DecimalMark | None = None) -> Decimal:
    """Return the signed amount in a cell, such as -12.50, (12.50), 12.50-, 1.250,00 € or 1.85E+10.

    If ``mark`` is None, the decimal mark is the last of two different marks; a single mark is one unless exactly three
    digits follow a comma.

    >>> parse_amount("(1.250,00 €)"), parse_amount("1,250")
    (Decimal('-1250.00'), Decimal('1250'))
    """
    digits, sign = _split_sign(" ".join(clean_text(text).replace("−", "-").split()))
    number = Decimal("nan")
    # Without a bound on its length, converting a hostile number takes quadratic time.
    if len(digits) <= _LONGEST_NUMBER and _AMOUNT.fullmatch(digits):
        with suppress(ValueError, ArithmeticError):
            number = Decimal(_with_decimal_point(re.sub(r"[\s'’]", "", digits), mark))
    if not number.is_finite() or number > LARGEST_AMOUNT:
        raise ValueError(f"“{one_line(text, 40)}” isn’t an amount. Write it like 1234.50.")
    if -int(number.as_tuple().exponent) > _MOST_DECIMALS:
        number = round(number, _MOST_DECIMALS)
    return sign * number + 0  # + 0 turns -0 into 0


def detect_decimal_mark(cells: Iterable[str]) -> DecimalMark | None:
    """Return the decimal mark of a column, None if no cell of it is conclusive; raise ValueError if both occur."""
    marks = {match[1] or match[2] for cell in cells if (match := _CENTS.search(clean_text(cell)))}
    if len(marks) == 2:
        raise ValueError("has amounts written in two ways, 1,234.50 and 1.234,50. Use one of them.")
    return "." if "." in marks else "," if marks else None


def find_currency(text: str) -> str:
    """Return the currency code in a text, else its currency sign, else an empty string.

    >>> find_currency("EUR 4.50"), find_currency("4,50 €"), find_currency("4.50")
    ('EUR', '€', '')
    """
    code = next((code for code in _CURRENCY_CODE.findall(text) if is_currency(code)), "")
    sign = None if code else _CURRENCY_SIGN.search(text)
    return sign[0] if sign else code


def likely_code(currency: str) -> str:
    """Return the code of the currency that a code or sign most likely means.

    >>> likely_code("$"), likely_code("chf")
    ('USD', 'CHF')
    """
    return _CODES_BY_SIGN.get(currency, currency.upper()).split()[0]


def is_foreign(currency: str, own_code: str) -> bool:
    """Return True if a code or sign can't mean the user's own currency.

    >>> is_foreign("$", "CAD"), is_foreign("$", "EUR")
    (False, True)
    """
    return own_code not in _CODES_BY_SIGN.get(currency, currency.upper()).split()


def _date(text: str, order: DayOrder) -> date:
    if match := _ISO_DATE.fullmatch(text):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _COMPACT_DATE.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC_DATE.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        month, day = (second, first) if order == "day_first" or match[2] == "." else (first, second)
        return date(_year(match[4]), month, day)
    if match := _DAY_MONTH.fullmatch(text):
        return date(_year(match[3]), _MONTH_NUMBERS[normalize_text(match[2])], int(match[1]))
    if match := _MONTH_DAY.fullmatch(text) or _JAVA_DATE.fullmatch(text):
        return date(_year(match[3]), _MONTH_NUMBERS[normalize_text(match[1])], int(match[2]))
    raise ValueError


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _FIRST_YEAR_OF_1900S else 1900)


def _split_sign(text: str) -> tuple[str, int]:
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1], -1
    text = _without_currency(text.strip())
    if text.startswith("-") or text.endswith("-"):
        text, sign = text.strip("-") if text.count("-") == 1 else "", -sign
    return _without_currency(text.strip().removeprefix("+").strip()), sign


def _without_currency(text: str) -> str:
    return _CURRENCY_AFTER.sub("", _CURRENCY_BEFORE.sub("", text))


def _with_decimal_point(digits: str, mark: DecimalMark | None) -> str:
    """Return digits with a decimal point and no thousands separators; raise ValueError if marks are inconsistent."""
    mark = mark or _likely_decimal_mark(digits)
    if not _GROUPED[mark].fullmatch(digits):
        raise ValueError
    return digits.replace("," if mark == "." else ".", "").replace(mark, ".")


def _likely_decimal_mark(digits: str) -> DecimalMark:
    if "." in digits and "," in digits:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    is_thousands = re.fullmatch(r"\d{1,3}(,\d{3})+", digits) is not None
    return "." if is_thousands or ("," not in digits and digits.count(".") <= 1) else ","
