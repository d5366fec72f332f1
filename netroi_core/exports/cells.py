"""Cells of an exported table: each kind of column converts a stored value to a cell and back.

A cell is blank, or text, a number, a day or a flag. Where a cell doesn't lead back to the same value (null, an amount
written "12", a text with a carriage return), its row holds the exact value as JSON beside the cells.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Context, Decimal
from typing import Any, Final, Literal

CellKind = Literal["text", "list", "any", "money", "number", "whole", "day", "flag"]
Cell = str | Decimal | float | int | bool | date | None

# Characters of a cell: a spreadsheet holds 32,767, and counts some of them twice.
LONGEST_TEXT: Final = 16_000
# The significant digits that a spreadsheet keeps of a number.
DIGITS: Final = 15

_SEPARATOR: Final = "|"
_LARGEST_MONEY: Final = Decimal(10) ** 20
_LARGEST_NUMBER: Final = 9.9e307
_LARGEST_WHOLE: Final = 10**DIGITS
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS: Final = re.compile("\r\n?")
_ROUNDED: Final = Context(prec=DIGITS)
_TOLERANCE: Final = 10.0 ** (1 - DIGITS)


def to_cell(kind: CellKind, value: Any) -> Cell:
    """Return the cell of a stored value; blank where no cell can hold it.

    >>> to_cell("list", ["ab", "c"]), to_cell("money", "12.50"), to_cell("day", "2026-07-14")
    ('ab | c', Decimal('12.50'), datetime.date(2026, 7, 14))
    """
    if value is None or isinstance(value, dict):
        return None
    return _TO_CELL[kind](value)


def to_value(kind: CellKind, cell: Cell) -> Any:
    """Return the value of a cell that is not blank, as a document holds it."""
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


def is_exact(kind: CellKind, value: Any) -> bool:
    """Return True if the cell of a value leads back to that very value."""
    cell = to_cell(kind, value)
    if cell is None:
        return False
    restored = to_value(kind, cell)
    # 12 is not 12.0: a document's fingerprint differs.
    return type(restored) is type(value) and bool(restored == value)


def is_unchanged(cell: Cell, exported: Cell) -> bool:
    """Return True if a cell is as it was exported, as far as spreadsheets keep numbers."""
    if isinstance(cell, Decimal | float | int) and isinstance(exported, Decimal | float | int):
        return math.isclose(cell, exported, rel_tol=_TOLERANCE)
    return cell == exported


def _text(text: str) -> str | None:
    return _NOT_IN_XML.sub("\ufffd", _LINE_ENDS.sub("\n", text))[:LONGEST_TEXT] or None


def _any(value: Any) -> str | None:
    return None if isinstance(value, list) else _text(str(value))


def _money(value: str) -> Decimal | None:
    amount = _ROUNDED.create_decimal(value)
    return amount if amount < _LARGEST_MONEY else None


def _number(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if abs(value) < _LARGEST_NUMBER else None


_TO_CELL: Final[Mapping[CellKind, Callable[[Any], Cell]]] = {
    "text": _text,
    "list": lambda values: _text(f" {_SEPARATOR} ".join(values)),
    "any": _any,
    "money": _money,
    "number": _number,
    "whole": lambda value: value,
    "day": date.fromisoformat,
    "flag": lambda value: value,
}
