"""What a cell holds, by the kind of its column, and what of a record no cell can say.

A cell is blank, or a text, number, day or flag. For each kind, ``shown`` is the cell of a stored value and ``stored``
the value of a cell. Where the two don't lead back to the same value (null, an amount written "12", a text with a
carriage return), the record's row says it exactly, beside its cells.
"""

import math
import re
from datetime import date
from decimal import Context, Decimal
from typing import Any, Final, Literal

Kind = Literal["text", "list", "any", "money", "number", "whole", "day", "flag"]
Cell = str | Decimal | float | int | bool | date | None

LONGEST_TEXT: Final = 16_000
"""Characters of a cell: a spreadsheet holds 32,767, and counts some of them twice."""
DIGITS: Final = 15
"""What a spreadsheet keeps of a number."""

_SEPARATOR: Final = "|"
_LARGEST_MONEY: Final = Decimal(10) ** 20
_LARGEST_NUMBER: Final = 9.9e307
_LARGEST_WHOLE: Final = 10**DIGITS
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS: Final = re.compile("\r\n?")
_ROUNDED: Final = Context(prec=DIGITS)
_SAME_TO: Final = 10.0 ** (1 - DIGITS)


def shown(kind: Kind, value: Any) -> Cell:
    """The cell of a stored value; blank where a cell can't say it."""
    if value is None or isinstance(value, dict):
        return None
    match kind:
        case "text":
            return _text(value)
        case "list":
            return _text(f" {_SEPARATOR} ".join(value))
        case "any":
            return _text(value if isinstance(value, str) else str(value)) if not isinstance(value, list) else None
        case "money":
            amount = _ROUNDED.create_decimal(value)
            return amount if amount < _LARGEST_MONEY else None
        case "number":
            return float(f"{value:.{DIGITS}g}") if abs(value) < _LARGEST_NUMBER else None
        case "day":
            return date.fromisoformat(value)
    return value  # type: ignore[no-any-return]


def stored(kind: Kind, cell: Cell) -> Any:
    """The value of a cell that is not blank, as a document holds it."""
    match kind, cell:
        case "list", str():
            return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]
        case "money", Decimal():
            return f"{cell:.2f}" if cell == round(cell, 2) else f"{cell.normalize():f}"
        case "number", float():
            return int(cell) if cell.is_integer() and abs(cell) < _LARGEST_WHOLE else cell
        case "day", date():
            return cell.isoformat()
    return cell


def is_exact(kind: Kind, value: Any) -> bool:
    """Whether the cell of a value leads back to that very value: 12 is not 12.0, since its fingerprint differs."""
    cell = shown(kind, value)
    if cell is None:
        return False
    again = stored(kind, cell)
    return type(again) is type(value) and bool(again == value)


def is_same(cell: Cell, other: Cell) -> bool:
    """Whether a cell is as it was written, as far as spreadsheets keep numbers."""
    if isinstance(cell, Decimal | float | int) and isinstance(other, Decimal | float | int):
        return math.isclose(cell, other, rel_tol=_SAME_TO)
    return cell == other


def _text(text: str) -> str | None:
    return _NOT_IN_XML.sub("\ufffd", _LINE_ENDS.sub("\n", text))[:LONGEST_TEXT] or None
