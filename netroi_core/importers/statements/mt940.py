"""Read the lines of MT940 statements, also those wrapped in a SWIFT message, and of interim reports (MT942).

Own code, since mt-940 refuses a whole file for one line that it doesn't know, and writes lines into the log.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from netroi_core.importers.proposal import Draft, RowCounter, SourceLine
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.values import one_line, parse_amount
from netroi_core.importers.statements.lines import PENDING, REVERSAL, StatementLine

_TAG: Final = re.compile(r"(?:\{4:)?:(\d{2}[A-Z]?):(.{0,2000})", re.ASCII)
_START: Final = re.compile(r"^(?:\{4:)?:20:", re.MULTILINE)
_LINE_TAG: Final = re.compile(r"^:6[0-2][FM]?:", re.MULTILINE)
# The day of the value, that of the booking, debit or credit, an amount, and references.
_LINE: Final = re.compile(
    r"(\d{6})(\d{4}|\s{4})?([RE]?[DC])([A-Z])?\s?(\d{1,15}(?:[.,]\d{0,3})?)([A-Z][A-Z0-9 ]{3})?"
    r"((?:[^/]|/(?!/)){0,40})(?://(.{0,40}))?.*",
    re.ASCII | re.DOTALL,
)
_BALANCE: Final = re.compile(r"[CD]\d{6}([A-Z]{3})", re.ASCII)
_SUBFIELD: Final = re.compile(r"\?(\d{2})")
_CODEWORD: Final = re.compile(r"/(NAME|BENM|REMI|ORDP|TRTP|IBAN|BIC|EREF|MARF|CSID|ISDT|CNTP|ADDR|ID|RTRN|PREF)/")
_NO_REFERENCE: Final = ("", "NONREF", "NOTPROVIDED")
_LONGEST_TEXT: Final = 2_000
_HALF_YEAR: Final = 183


@dataclass
class _Entry:
    """The fields of a statement line: where it begins, its own text, and the information below it."""

    source_line: SourceLine
    currency: str
    text: str
    details: str = ""


def is_mt940(text: str) -> bool:
    """Return True if a text is an MT940 statement."""
    head = text[:HEAD]
    return _START.search(head) is not None and _LINE_TAG.search(head) is not None


def read_lines(draft: Draft, text: str, file: str) -> Iterator[StatementLine]:
    """Yield the lines; skip expected and reversed ones, and reject unreadable ones."""
    counter = RowCounter()
    for entry in _entries(text, file):
        match = _LINE.fullmatch(entry.text)
        if match is None:
            draft.reject(
                entry.source_line, f"“{one_line(entry.text, 40)}” isn’t a line of a statement. Log it by hand."
            )
        elif match[3].startswith("E"):
            draft.skip(entry.source_line, PENDING)
        elif match[3] == "RC":
            draft.skip(entry.source_line, REVERSAL)
        else:
            with draft.rejecting(entry.source_line):
                yield _line(entry, match, counter)


def _entries(text: str, file: str) -> Iterator[_Entry]:
    currency, tag = "", ""
    entry: _Entry | None = None
    for number, row in enumerate(text.splitlines(), 1):
        match = _TAG.match(row)
        if match is None:
            _extend(entry, tag, row)
            continue
        tag = match[1]
        currency = _named_currency(tag, match[2]) or currency
        if tag == "86" and entry is not None:
            _extend(entry, tag, match[2])
        elif entry is not None:
            yield entry
            entry = None
        if tag == "61":
            entry = _Entry(SourceLine(number, file), currency, match[2])
    if entry is not None:
        yield entry


def _named_currency(tag: str, value: str) -> str:
    """Return the currency of a line with a balance or a limit, empty for any other."""
    balance = _BALANCE.match(value) if tag in ("60F", "60M", "34F") else None
    return balance[1] if balance else ""


def _extend(entry: _Entry | None, tag: str, row: str) -> None:
    """Add a line of continuation; a second line of the statement line itself holds further words."""
    if entry is None or tag not in ("61", "86") or row.startswith(("-", "{")):
        return
    if len(entry.details) < _LONGEST_TEXT:
        entry.details += row[:_LONGEST_TEXT] if tag == "86" else f"{row[:_LONGEST_TEXT]} "


def _line(entry: _Entry, match: re.Match[str], counter: RowCounter) -> StatementLine:
    amount = parse_amount(match[5].removesuffix(",").removesuffix("."), "," if "," in match[5] else ".")
    day = _booking_day(_value_day(match[1]), (match[2] or "").strip())
    reference = (match[8] or "").split("\n")[0].strip()
    key = (reference, day, amount)
    return StatementLine(
        entry.source_line,
        day,
        amount if match[3] == "D" else -amount,
        _texts(entry.details[:_LONGEST_TEXT]),
        currency=entry.currency,
        charge_id=f"{reference}/{day}/{amount.normalize():f}/{counter.count(key)}"
        if reference not in _NO_REFERENCE
        else "",
    )


def _value_day(digits: str) -> date:
    try:
        return date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        raise ValueError(f"“{digits}” isn’t a date. Log the line by hand.") from None


def _booking_day(value_day: date, digits: str) -> date:
    """Return the day of the booking, which has no year: the one nearest to the day of the value."""
    days = []
    for year in (value_day.year - 1, value_day.year, value_day.year + 1):
        try:
            days.append(date(year, int(digits[:2]), int(digits[2:])))
        except ValueError:
            continue
    nearest = min(days, key=lambda day: abs(day - value_day), default=value_day)
    return nearest if abs((nearest - value_day).days) < _HALF_YEAR else value_day


def _texts(details: str) -> tuple[str, ...]:
    """Return the counterparty and the purpose, in German subfields, SWIFT's code words, or as free text."""
    if _SUBFIELD.search(details):
        fields = _split(_SUBFIELD, details)
        name = "".join(fields.get(key, "") for key in ("32", "33"))
        purpose = "".join(text for key, text in fields.items() if key[0] in "26")
        words = (name, purpose, fields.get("00", ""))
    elif _CODEWORD.search(details):
        fields = _split(_CODEWORD, details)
        words = (fields.get("NAME") or fields.get("BENM", ""), fields.get("REMI", ""), fields.get("TRTP", ""))
    else:
        words = (details, "", "")
    return tuple(filter(None, map(one_line, words)))


def _split(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """Return the parts of a text after each match of a pattern, by what it captures."""
    parts = pattern.split(text)
    fields: dict[str, str] = {}
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        fields[key] = fields.get(key, "") + value
    return fields
