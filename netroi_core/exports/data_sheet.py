"""A sheet of a workbook: the columns of a table as they are stored, then those that follow from them as formulas."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from netroi_core.exports.figured import Figured
from netroi_core.exports.looks import Looks
from netroi_core.exports.schema import EXACT, FIGURED, WORKSPACE
from netroi_core.exports.sheets import Sheet

_CELL: Final = re.compile(r"\{([\w.]+)\}")
_NARROWEST, _WIDEST, _LONGEST_WORD = 9, 42, 18
_NAMED_CELLS: Final = {
    "profile.fiscal_year_start": "stored_year_start",
    **{column.name: column.name.removeprefix("profile.").replace(".", "_")
       for column in WORKSPACE.columns if column.name.startswith("profile.hour_worth.")},
}  # fmt: skip
"""What formulas call single cells of the workspace's own sheet."""


def title(table: str) -> str:
    """The title of the sheet of a table."""
    return table[0].upper() + table[1:].replace("_", " ")


def stored(sheet: Sheet) -> list[Figured]:
    """The columns of a sheet as they are stored."""
    return [
        Figured(column.name, column.kind, [row[place] for row in sheet.rows])
        for place, column in enumerate(sheet.columns)
    ]


def write(
    book: Workbook, looks: Looks, name: str, prefix: str | None, held: Sequence[Figured], figured: Sequence[Figured]
) -> None:
    """Write a sheet: columns that are stored, then those that follow. ``prefix`` begins their names in formulas."""
    page = book.add_worksheet(title(name))
    columns = [*held, *figured]
    letters = {column.name: xl_col_to_name(place) for place, column in reversed(list(enumerate(columns)))}
    last = max(1, *(len(column.values) for column in columns)) + 1
    for place, column in enumerate(columns):
        is_beside = bool(held) and place >= len(held)
        _column(page, looks, place, column, f"{column.name}{FIGURED}" if is_beside else column.name, letters)
        if column.name.split()[0] == EXACT:
            page.set_column(place, place, None, None, {"hidden": True})
    for each, letter in letters.items():
        if prefix is not None and each.split()[0] != EXACT:
            named = f"'{title(name)}'!${letter}$2:${letter}${last}"
            book.define_name(f"{prefix}_{each.replace('.', '_')}", f"={named}")
        if name == WORKSPACE.name and each in _NAMED_CELLS:
            book.define_name(_NAMED_CELLS[each], f"='{title(name)}'!${letter}$2")
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last - 1, len(columns) - 1)
    page.set_landscape()


def _column(page: Worksheet, looks: Looks, place: int, column: Figured, header: str, letters: dict[str, str]) -> None:
    is_figured = bool(column.formula)
    page.write_string(0, place, header, looks.header(column.unit, is_figured=is_figured))
    look = looks.cell(column.unit, is_figured=is_figured)
    longest = min(len(header), _LONGEST_WORD)
    pieces = _CELL.split(column.formula)  # text and names of cells in turn
    for line, value in enumerate(column.values, 2):
        if is_figured:
            cells = (f"{letters[piece]}{line}" if place_in % 2 else piece for place_in, piece in enumerate(pieces))
            page.write_formula(line - 1, place, f"={''.join(cells)}", look, _number(value))
        else:
            _write(page, line - 1, place, value, look)
        longest = max(longest, len(_as_read(value)))
    page.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST))


def _write(page: Worksheet, row: int, place: int, value: Any, look: Format) -> None:
    match value:
        case None:
            page.write_blank(row, place, None, look)
        case bool():
            page.write_boolean(row, place, value, look)
        case str():
            page.write_string(row, place, value, look)
        case date():
            page.write_datetime(row, place, value, look)
        case int() | float() | Decimal():
            page.write_number(row, place, float(value), look)


def _as_read(value: Any) -> str:
    """A value about as long as it is shown."""
    return f"{value:,.2f}" if isinstance(value, float | Decimal) else "" if value is None else str(value)


def _number(value: Any) -> Any:
    """What a formula comes to, as a workbook keeps it: days as numbers."""
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value
