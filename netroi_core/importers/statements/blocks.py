"""Read statements as text with a block of lines for each transaction, as Santander UK exports them.

A block has a line each for the date, the description, the amount and the balance, in this order; spaces may be
non-breaking ones.
"""

import re
from collections.abc import Iterator
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.values import (
    clean_text,
    detect_date_order,
    detect_decimal_mark,
    one_line,
    parse_amount,
    parse_date,
)
from netroi_core.importers.statements.lines import StatementLine

MOST_LINES: Final = 1_000_000
_FIELD: Final = re.compile(r"(Date|Description|Amount|Balance):(.*)")
_BLOCK: Final = re.compile(
    r"^Date:[^\S\n]{0,9}\d.{0,40}\n+Description:.{0,1000}\n+Amount:[^\S\n]{0,9}[-+£\d.]", re.MULTILINE
)

# The values of a transaction by their names.
_Fields = dict[str, str]


def is_blocks(text: str) -> bool:
    """Return True if a text has a transaction as a block of lines."""
    return _BLOCK.search(text[:HEAD]) is not None


def read_lines(draft: Draft, text: str, file: str) -> Iterator[StatementLine]:
    """Yield the transactions, and reject those without a readable date or amount."""
    blocks = list(_blocks(text, file))
    try:
        # The notation of banks in the United Kingdom, unless the dates tell another.
        order = detect_date_order((fields["Date"] for _, fields in blocks), "day_first")
        mark = detect_decimal_mark(fields.get("Amount", "") for _, fields in blocks)
    except ValueError as error:
        raise NotImportable(f"The file {error}") from None
    for source_line, fields in blocks:
        with draft.rejecting(source_line):
            day, amount = parse_date(fields["Date"], order), -parse_amount(fields.get("Amount", ""), mark)
            description = one_line(fields.get("Description", ""))
            yield StatementLine(source_line, day, amount, (description,) if description else ())


def _blocks(text: str, file: str) -> Iterator[tuple[SourceLine, _Fields]]:
    rows = text.split("\n")
    if len(rows) > MOST_LINES:
        raise NotImportable(f"The file has more than {MOST_LINES:,} lines. Export a shorter period.")
    fields: _Fields = {}
    start = 0
    for number, row in enumerate([*rows, "Date:"], 1):
        if (match := _FIELD.match(row)) is None:
            continue
        if match[1] == "Date":
            if fields:
                yield SourceLine(start, file), fields
            fields, start = {}, number
        fields[match[1]] = clean_text(match[2])
