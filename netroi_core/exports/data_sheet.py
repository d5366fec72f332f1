"""A sheet of a workbook: the stored columns of a table, then the computed ones."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from netroi_core.exports.formulas import WorkbookColumn
from netroi_core.exports.schema import COMPUTED_SUFFIX, EXACT, WORKSPACE
from netroi_core.exports.sheets import Sheet
from netroi_core.exports.styles import Styles

_CELL_NAME: Final = re.compile(r"\{([\w.]+)\}")
_NARROWEST, _WIDEST, _LONGEST_WORD = 9, 42, 18
_DAY_ZERO: Final = date(1899, 12, 30)
# The names that formulas use for single cells of the workspace's own sheet.
_NAMED_CELLS: Final = {
    "profile.fiscal_year_start": "stored_year_start",
    **{column.name: column.name.removeprefix("profile.").replace(".", "_")
       for column in WORKSPACE.columns if column.name.startswith("profile.hour_worth.")},
}  # fmt: skip


def title(table: str) -> str:
    """Return the title of the sheet of a table."""
    return table[0].upper() + table[1:].replace("_", " ")


def stored_columns(sheet: Sheet) -> list[WorkbookColumn]:
    """Return the columns of a sheet as they are stored."""
    return [
        WorkbookColumn(column.name, column.kind, [row[index] for row in sheet.rows])
        for index, column in enumerate(sheet.columns)
    ]


def write_sheet(
    book: Workbook,
    styles: Styles,
    name: str,
    prefix: str | None,
    stored: Sequence[WorkbookColumn],
    computed: Sequence[WorkbookColumn],
) -> None:
    """Write a sheet; ``prefix`` begins the names of its columns in formulas, which have none without it."""
    page = book.add_worksheet(title(name))
    columns = [*stored, *computed]
    # Where a stored and a computed column have the same name, formulas mean the stored one.
    letters = {column.name: xl_col_to_name(index) for index, column in reversed(list(enumerate(columns)))}
    last = max(1, *(len(column.values) for column in columns)) + 1
    for index, column in enumerate(columns):
        is_beside = bool(stored) and index >= len(stored)
        _write_column(
            page, styles, index, column, f"{column.name}{COMPUTED_SUFFIX}" if is_beside else column.name, letters
        )
        if _is_exact(column.name):
            page.set_column(index, index, None, None, {"hidden": True})
    if prefix is not None:
        _name_columns(book, name, prefix, letters, last)
    if name == WORKSPACE.name:
        for cell, cell_name in _NAMED_CELLS.items():
            book.define_name(cell_name, f"='{title(name)}'!${letters[cell]}$2")
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last - 1, len(columns) - 1)
    page.set_landscape()


def _is_exact(name: str) -> bool:
    return name.split()[0] == EXACT


def _name_columns(book: Workbook, name: str, prefix: str, letters: Mapping[str, str], last: int) -> None:
    for column, letter in letters.items():
        if not _is_exact(column):
            cells = f"'{title(name)}'!${letter}$2:${letter}${last}"
            book.define_name(f"{prefix}_{column.replace('.', '_')}", f"={cells}")


def _write_column(
    page: Worksheet, styles: Styles, index: int, column: WorkbookColumn, header: str, letters: Mapping[str, str]
) -> None:
    is_computed = bool(column.formula)
    page.write_string(0, index, header, styles.header(column.unit, is_computed=is_computed))
    style = styles.cell(column.unit, is_computed=is_computed)
    longest = min(len(header), _LONGEST_WORD)
    for line, value in enumerate(column.values, 2):
        if is_computed:
            formula = _CELL_NAME.sub(lambda match, line=line: f"{letters[match[1]]}{line}", column.formula)  # type: ignore[misc]
            page.write_formula(line - 1, index, f"={formula}", style, _serial(value))
        else:
            _write_cell(page, line - 1, index, value, style)
        longest = max(longest, len(_display_text(value)))
    page.set_column(index, index, min(max(longest + 2, _NARROWEST), _WIDEST))


def _write_cell(page: Worksheet, row: int, index: int, value: Any, style: Format) -> None:
    match value:
        case None:
            page.write_blank(row, index, None, style)
        case bool():
            page.write_boolean(row, index, value, style)
        case str():
            page.write_string(row, index, value, style)
        case date():
            page.write_datetime(row, index, value, style)
        case int() | float() | Decimal():
            page.write_number(row, index, float(value), style)


def _display_text(value: Any) -> str:
    """Return a text about as long as a value is displayed."""
    return f"{value:,.2f}" if isinstance(value, float | Decimal) else "" if value is None else str(value)


def _serial(value: Any) -> Any:
    """Return the result of a formula as a workbook keeps it: a day as its serial number."""
    return (value - _DAY_ZERO).days if isinstance(value, date) else value
