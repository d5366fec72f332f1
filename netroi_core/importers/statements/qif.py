"""Read the transactions of QIF files, the format of Quicken that banks still export.

Own code, since the one maintained library needs an older dateutil than calendars do. A file is a list of lines, the
first letter of each says what it is, and ^ ends a transaction.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.values import (
    detect_date_order,
    detect_decimal_mark,
    one_line,
    parse_amount,
    parse_date,
)
from netroi_core.importers.statements.lines import StatementLine
from netroi_core.workspace.fields import DayOrder, DecimalMark

_START: Final = re.compile(r"!(?:type|account|option|clear)\b", re.IGNORECASE)
_MONEY: Final = ("bank", "ccard", "cash", "oth a", "oth l")
_END: Final = "^"
MOST_LINES: Final = 1_000_000

# The fields of a transaction by their first letter.
_Fields = dict[str, str]


def is_qif(text: str) -> bool:
    """Return True if a text is a QIF file."""
    return _START.match(text.lstrip()[:20]) is not None


def read_lines(draft: Draft, text: str, file: str) -> Iterator[StatementLine]:
    """Yield the transactions of bank accounts, cards and cash, and reject those without a readable date or amount."""
    records = list(_records(text, file))
    order, mark = _notations(draft, [fields for _, fields in records])
    for source_line, fields in records:
        with draft.rejecting(source_line):
            yield _line(source_line, fields, order, mark)


def _records(text: str, file: str) -> Iterator[tuple[SourceLine, _Fields]]:
    rows = text.splitlines()
    if len(rows) > MOST_LINES:
        raise NotImportable(f"The file has more than {MOST_LINES:,} lines. Export a shorter period.")
    is_money, start = False, 1
    fields: _Fields = {}
    # The last transaction may lack its end.
    for number, row in enumerate([*rows, _END], 1):
        letter, value = row[:1].upper(), row[1:].strip()
        if letter == "!":
            is_money, fields = _is_money_section(value, is_money), {}
        elif letter == _END:
            if is_money and fields:
                yield SourceLine(start, file), fields
            fields = {}
        elif value:
            start = start if fields else number
            # The parts of a split come after the whole.
            fields.setdefault(letter, value)


def _is_money_section(title: str, is_money: bool) -> bool:
    kind, _, value = title.partition(":")
    if kind.lower() in ("option", "clear"):
        return is_money
    return kind.lower() == "type" and value.strip().lower() in _MONEY


def _notations(draft: Draft, records: list[_Fields]) -> tuple[DayOrder, DecimalMark | None]:
    """Return the order of dates and the decimal mark. Where no date tells the order, the user's currency does."""
    dates = [_date(fields) for fields in records]
    is_american = draft.stored.profile.currency == "USD"
    try:
        mark = detect_decimal_mark(_amount(fields) for fields in records)
        orders = {detect_date_order(dates, order) for order in ("day_first", "month_first")}
    except ValueError as error:
        raise NotImportable(f"The file {error}") from None
    if len(orders) == 1:
        return orders.pop(), mark
    order: DayOrder = "month_first" if is_american and mark != "," else "day_first"
    first = "month" if order == "month_first" else "day"
    draft.note(
        f"The file doesn’t say whether the day or the month goes first, so dates are read with the {first} first."
    )
    return order, mark


def _line(
    source_line: SourceLine, fields: Mapping[str, str], order: DayOrder, mark: DecimalMark | None
) -> StatementLine:
    words = (one_line(fields.get(letter, "")) for letter in "PM")
    return StatementLine(
        source_line,
        parse_date(_date(fields), order),
        -parse_amount(_amount(fields), mark),
        tuple(filter(None, words)),
        category=one_line(fields.get("L", "")),
    )


def _date(fields: Mapping[str, str]) -> str:
    # Quicken writes 3/ 5'26.
    return fields.get("D", "").replace("'", "/").replace(" ", "")


def _amount(fields: Mapping[str, str]) -> str:
    return fields.get("T") or fields.get("U", "")
