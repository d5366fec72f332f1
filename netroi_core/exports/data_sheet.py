"""The sheets of a workbook: the stored columns of a table, then the computed ones, in the styles of their kinds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from babel import Locale
from babel.numbers import get_currency_precision
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from netroi_core.exports.computed_columns import ValueUnit, WorkbookColumn
from netroi_core.exports.schema import COMPUTED_SUFFIX, EXACT, WORKSPACE, CellKind, TableSchema
from netroi_core.exports.sheets import Sheet
from netroi_core.wording.wording import Words

_NUMBER_FORMATS: Final = {"text": "@", "list": "@", "any": "@", "day": "yyyy-mm-dd", "whole": "0", "count": "0",
                          "number": "General", "hours": "0.00", "percent": '#,##0.0"%"', "flag": "General"}  # fmt: skip
_LEFT_HEADERS: Final = ("text", "list", "any", "day", "flag")
_ALIGNMENTS: Final = {"day": "left", "money": "right", "percent": "right"}  # n/a stands like the amounts around it
_INK, _PAPER, _COMPUTED, _RULE = "#12161b", "#f3f1ea", "#e7ecf6", "#b9b4a5"
_CELL_NAME: Final = re.compile(r"\{([\w.]+)\}")
_NARROWEST, _WIDEST, _LONGEST_WORD = 9, 42, 18
_DAY_ZERO: Final = date(1899, 12, 30)
# The names that formulas use for single cells of the workspace's own sheet.
_NAMED_CELLS: Final = {
    "profile.fiscal_year_start": "stored_year_start",
    **{column.name: column.name.removeprefix("profile.").replace(".", "_")
       for column in WORKSPACE.columns if column.name.startswith("profile.hour_worth.")},
}  # fmt: skip


class Styles:
    """The styles of one workbook."""

    def __init__(self, book: Workbook, words: Words) -> None:
        self._book = book
        self._money = money_format(words)

    def __call__(self, **properties: Any) -> Format:
        """Return a style with these properties of XlsxWriter, which writes equal ones once."""
        return self._book.add_format(properties)

    def cell(self, kind: CellKind | ValueUnit, *, is_computed: bool = False, is_bold: bool = False) -> Format:
        """Return the style of a cell; computed ones have a background of their own."""
        properties = {"num_format": self._money if kind == "money" else _NUMBER_FORMATS[kind]}
        properties |= {"align": _ALIGNMENTS[kind]} if kind in _ALIGNMENTS else {}
        properties |= {"bg_color": _COMPUTED} if is_computed else {}
        return self(**properties, **({"bold": True} if is_bold else {}))

    def header(self, kind: CellKind | ValueUnit, *, is_computed: bool = False) -> Format:
        """Return the style of the header of a column of this kind."""
        align = "left" if kind in _LEFT_HEADERS else "right"
        return self(bold=True, align=align, font_color=_INK, bg_color=_COMPUTED if is_computed else _PAPER, bottom=1,
                    bottom_color=_RULE, valign="top", text_wrap=True)  # fmt: skip


def money_format(words: Words) -> str:
    """Return the number format of amounts, with the currency's sign where the locale has it.

    >>> money_format(Words("en_US", "USD")), money_format(Words("de_DE", "EUR"))
    ('"$"#,##0.00', '#,##0.00 "€"')
    """
    pattern = Locale.parse(words.locale).currency_formats["standard"].pattern.split(";")[0]
    places = get_currency_precision(words.currency)
    number = f"#,##0.{'0' * places}" if places else "#,##0"
    before, after = (part.replace("\u00a0", " ") for part in re.split(r"[#0,.]+", pattern, maxsplit=1))
    return f"{before}{number}{after}".replace("¤", f'"{words.symbol}"')


def title(table: str) -> str:
    """Return the title of the sheet of a table."""
    return table[0].upper() + table[1:].replace("_", " ")


def stored_columns(table: TableSchema, sheet: Sheet | None) -> list[WorkbookColumn]:
    """Return the columns of a sheet as they are stored; without values if there is none."""
    columns, rows = (sheet.columns, sheet.rows) if sheet else (table.all_columns, ())
    return [WorkbookColumn(name, kind, [row[index] for row in rows]) for index, (name, kind) in enumerate(columns)]


def write_sheet(
    book: Workbook,
    styles: Styles,
    name: str,
    prefix: str | None,
    stored: Sequence[WorkbookColumn],
    computed: Sequence[WorkbookColumn],
) -> None:
    """Write a sheet; ``prefix`` begins the names of its columns in formulas, which have none without it."""
    page, columns = book.add_worksheet(title(name)), [*stored, *computed]
    # Where a stored and a computed column have the same name, formulas mean the stored one.
    letters = {column.name: xl_col_to_name(index) for index, column in reversed(list(enumerate(columns)))}
    last = max(1, *(len(column.values) for column in columns)) + 1
    for index, column in enumerate(columns):
        suffix = COMPUTED_SUFFIX if stored and index >= len(stored) else ""
        _write_column(page, styles, index, column, f"{column.name}{suffix}", letters)
    for cells_name, cells in _named_cells(name, prefix, letters, last):
        book.define_name(cells_name, f"='{title(name)}'!{cells}")
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last - 1, len(columns) - 1)
    page.set_landscape()


def _named_cells(name: str, prefix: str | None, letters: Mapping[str, str], last: int) -> Iterator[tuple[str, str]]:
    """Yield the names of columns and cells in formulas, each with its cells."""
    for column, letter in letters.items() if prefix else ():
        if not _is_exact(column):
            yield f"{prefix}_{column.replace('.', '_')}", f"${letter}$2:${letter}${last}"
    if name == WORKSPACE.name:
        yield from ((cell_name, f"${letters[column]}$2") for column, cell_name in _NAMED_CELLS.items())


def _is_exact(name: str) -> bool:
    return name.split()[0] == EXACT


def _write_column(
    page: Worksheet, styles: Styles, index: int, column: WorkbookColumn, header: str, letters: Mapping[str, str]
) -> None:
    is_computed = bool(column.formula)
    page.write_string(0, index, header, styles.header(column.unit, is_computed=is_computed))
    style = styles.cell(column.unit, is_computed=is_computed)
    longest = min(len(header), _LONGEST_WORD)
    for row, value in enumerate(column.values, 1):
        if is_computed:
            formula = _CELL_NAME.sub(lambda match, line=row + 1: f"{letters[match[1]]}{line}", column.formula)  # type: ignore[misc]
            # A day as its serial number, as a workbook keeps it.
            result = (value - _DAY_ZERO).days if isinstance(value, date) else value
            page.write_formula(row, index, f"={formula}", style, result)
        else:
            # By its type: the workbook is set never to take a text for a formula, link or number.
            page.write(row, index, float(value) if isinstance(value, Decimal) else value, style)
        longest = max(longest, len(_display_text(value)))
    is_hidden = _is_exact(column.name)
    width = None if is_hidden else min(max(longest + 2, _NARROWEST), _WIDEST)
    page.set_column(index, index, width, None, {"hidden": is_hidden})


def _display_text(value: Any) -> str:
    """Return a text about as long as a value is displayed."""
    return f"{value:,.2f}" if isinstance(value, float | Decimal) else "" if value is None else str(value)
