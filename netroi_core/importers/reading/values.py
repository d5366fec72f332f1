"""What a cell of a file says: text without what can't be seen, days and amounts in the forms that exports write.

What can't be read for sure raises a ValueError whose text is one sentence.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from netroi_core.workspace.fields import LARGEST_AMOUNT, DayOrder, DecimalMark

_INVISIBLE: Final = re.compile(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_GUARDED: Final = re.compile(r"'(?=[=+\-@\t])")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME: Final = r"(?:,?[T\s]\s*\d{1,2}:\d{2}.*|Z)?"
_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME, re.ASCII)
_NUMERIC: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME, re.ASCII)
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[\s.\-]+([^\W\d]+)\.?[\s,\-]+(\d{4}|\d{2})" + _TIME)
_MONTH_DAY: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})" + _TIME)
_CLOCK_FIRST: Final = re.compile(r"([^\W\d]{3}) (\d{1,2}) \d\d:\d\d:\d\d \w{1,5} (\d{4})")  # as Java writes a moment
_WEEKDAY: Final = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"\d[\d.,\s'’]*(E[+-]?\d{1,2})?|[.,]\d+", re.ASCII | re.IGNORECASE)
_CURRENCY: Final = r"(?:[A-Za-zł]{1,3}\$?|[$€£¥₹₽₩₪₺₴₫฿₱₦])"
_CURRENCY_BEFORE: Final = re.compile(rf"^{_CURRENCY}\s*(?=[-+\d.,])")
_CURRENCY_AFTER: Final = re.compile(rf"(?<=[-+\d.,\s]){_CURRENCY}$")
_LONGEST_NUMBER: Final = 40
_MOST_DECIMALS: Final = 9
_CENTURY_TURNS: Final = 70


def clean(cell: str) -> str:
    """A cell's text: without what can't be seen or would be a formula's guard, its spaces and line ends in order."""
    if cell.isascii() and cell.isprintable() and "'" not in cell:
        return cell.strip()
    seen = _CONTROL.sub(" ", _INVISIBLE.sub("", cell)).strip()
    return unicodedata.normalize("NFC", seen[1:].strip() if _GUARDED.match(seen) else seen)


def line(text: str, most: int = 300) -> str:
    """A text as one line of at most so many characters."""
    is_clean = text.isascii() and text.isprintable() and "'" not in text
    one = " ".join((text if is_clean else clean(text)).split())
    return one if len(one) <= most else one[: most - 1].rstrip() + "…"


def day(text: str, order: DayOrder = "month_first") -> date:
    """The day of a cell, whatever time follows; ``order`` is that of 03/04/2026, which alone does not tell."""
    bare = _WEEKDAY.sub("", clean(text), count=1)
    try:
        return _within_reach(_day(bare, order))
    except ValueError:
        raise ValueError(f"“{line(text, 40)}” can't be read as a day; write it like 2026-07-14.") from None


def day_order(cells: Iterable[str], usually: DayOrder = "month_first") -> DayOrder:
    """The order of day and month in a column: what its days above the 12th tell, else as usual.

    ValueError if some tell one order and some the other.
    """
    found = [match for cell in dict.fromkeys(cells) if (match := _NUMERIC.fullmatch(clean(cell)))]
    is_day_first = any(int(match[1]) > 12 for match in found)
    is_month_first = any(int(match[3]) > 12 for match in found)
    if is_day_first and is_month_first:
        raise ValueError("has days written in two orders, 31/12 and 12/31; write them like 2026-12-31.")
    return "day_first" if is_day_first else "month_first" if is_month_first else usually


def amount(text: str, mark: DecimalMark | None = None) -> Decimal:
    """The amount of a cell, with its sign: -12.50, (12.50), 12.50-, 1.250,00 €, 1.85E+10.

    mark: what stands before the cents; without it, the last of two different marks, and of one alone what is not
    followed by exactly three digits.
    """
    bare, sign = _unsigned(" ".join(clean(text).replace("−", "-").split()))
    if len(bare) <= _LONGEST_NUMBER and _AMOUNT.fullmatch(bare):
        try:
            number = Decimal(_pointed(re.sub(r"[\s'’]", "", bare), mark))
        except (ValueError, ArithmeticError):
            number = Decimal("nan")
        if number.is_finite() and number <= LARGEST_AMOUNT:
            return (
                sign * (number if -int(number.as_tuple().exponent) <= _MOST_DECIMALS else round(number, _MOST_DECIMALS))
                + 0
            )
    raise ValueError(f"“{line(text, 40)}” can't be read as an amount; write it like 1234.50.")


def decimal_mark(cells: Iterable[str]) -> DecimalMark | None:
    """What stands before the cents in a column; None if no cell of it tells for sure.

    ValueError if some cells tell one and some the other.
    """
    told = {mark for cell in cells for mark in (".", ",") if _is_before_cents(mark, clean(cell))}
    if len(told) == 2:
        raise ValueError("has amounts in two ways of writing, 1,234.50 and 1.234,50; use one of them.")
    return "." if "." in told else "," if told else None


def _day(bare: str, order: DayOrder) -> date:
    if match := _ISO.fullmatch(bare):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.fullmatch(bare):
        first, second = int(match[1]), int(match[3])
        month, number = (second, first) if order == "day_first" or match[2] == "." else (first, second)
        return date(_year(match[4]), month, number)
    if match := _DAY_MONTH.fullmatch(bare):
        return date(_year(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_DAY.fullmatch(bare) or _CLOCK_FIRST.fullmatch(bare):
        return date(_year(match[3]), _month(match[1]), int(match[2]))
    raise ValueError


def _within_reach(day: date) -> date:
    if not 1900 <= day.year <= 2199:
        raise ValueError
    return day


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _CENTURY_TURNS else 1900)


def _month(name: str) -> int:
    """The number of an English month, in full or by at least its first three letters."""
    lower = name.lower()
    numbers = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(lower)]
    if len(lower) < 3 or len(numbers) != 1:
        raise ValueError
    return numbers[0]


def _unsigned(bare: str) -> tuple[str, int]:
    """A number without its sign and its currency, and the sign."""
    sign = 1
    if bare.startswith("(") and bare.endswith(")"):
        bare, sign = bare[1:-1], -1
    bare = _without_currency(bare.strip())
    if bare.startswith("-") or bare.endswith("-"):
        bare, sign = bare.strip("-") if bare.count("-") == 1 else "", -sign
    return _without_currency(bare.strip().removeprefix("+").strip()), sign


def _without_currency(bare: str) -> str:
    """A number without the sign or code of a currency at its start or end."""
    return _CURRENCY_AFTER.sub("", _CURRENCY_BEFORE.sub("", bare))


def _pointed(digits: str, mark: DecimalMark | None) -> str:
    """Digits with a point before the cents and nothing between the thousands; ValueError if that can't be told."""
    if mark is None:
        mark = _mark_of(digits)
    other = "," if mark == "." else "."
    whole, _, cents = digits.partition(mark)
    if other in cents or mark in cents or not _is_grouped(whole, other):
        raise ValueError
    return f"{whole.replace(other, '')}.{cents}" if cents else whole.replace(other, "")


def _is_grouped(whole: str, mark: str) -> bool:
    first, *rest = whole.split(mark)
    return not rest or (1 <= len(first) <= 3 and all(2 <= len(group) <= 3 for group in rest) and len(rest[-1]) == 3)


def _mark_of(digits: str) -> DecimalMark:
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    is_thousands = re.fullmatch(r"\d{1,3}(,\d{3})+", digits) is not None
    if comma >= 0:
        return "." if is_thousands else ","
    return "," if digits.count(".") > 1 else "."


def _is_before_cents(mark: str, cell: str) -> bool:
    return re.search(rf"{re.escape(mark)}\d{{1,2}}(?!\d)\D*$", cell) is not None
