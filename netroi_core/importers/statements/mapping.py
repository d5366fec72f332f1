"""Guess which columns of an unknown bank's statement hold the date, description and amount, and remember corrections.

A layout that the user corrected is used whenever a file with the same header comes again.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import fingerprint
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import (
    HEADER_WITHIN,
    SEPARATORS,
    BrokenRow,
    TableRow,
    find_table,
    read_rows,
)
from netroi_core.importers.reading.values import (
    clean_text,
    detect_date_order,
    detect_decimal_mark,
    parse_amount,
    parse_date,
)
from netroi_core.importers.statements.layouts import StatementLayout, custom_layout
from netroi_core.workspace.fields import Spent
from netroi_core.workspace.records import ImportLayout
from netroi_core.workspace.search import normalize_text

MOST_LAYOUTS: Final = 20

# The rows on which a guess is based.
_SAMPLE_ROWS: Final = 200
# Words in the names of columns, the most telling first.
_AMOUNT_WORDS: Final = ("debit", "withdrawal", "paidout", "moneyout", "spent", "amount", "betrag", "montant", "importe")
_DESCRIPTION_WORDS: Final = (
    *("merchant", "payee", "description", "name", "details", "narrative", "text", "verwendungszweck"),
)  # fmt: skip
_CURRENCY_WORDS: Final = ("currency", "waehrung", "wahrung", "devise", "moneda", "valuta")
_NOT_SPENT_WORDS: Final = ("balance", "saldo", "credit", "paidin", "moneyin", "deposit", "number", "reference")
_CENTS: Final = re.compile(r"[.,]\d{2}(?!\d)")


@dataclass(frozen=True)
class OpenQuestions:
    """The notations that the cells of a statement leave open, so that the user must choose them."""

    order: bool
    decimal_mark: bool


def table_columns(raw: bytes) -> tuple[str, ...]:
    """Return the column names of any table, or raise NotImportable if it has fewer than three columns."""
    text = files.decode_text(raw)
    names: tuple[str, ...] = ()
    for separator in SEPARATORS:
        for row in islice(read_rows(text, separator), HEADER_WITHIN):
            cells = () if isinstance(row, BrokenRow) else tuple(filter(None, map(clean_text, row[1])))
            # The header is the first of the rows with the most cells that aren't empty.
            names = max(names, cells, key=len)
    names = tuple({normalize_text(name): name for name in reversed(names)}.values())[::-1]
    if len(names) < 3:
        raise NotImportable("The file is no table with a date, a description and an amount; export it as CSV.")
    return names


def guess_layout(raw: bytes, layouts: Sequence[ImportLayout]) -> StatementLayout:
    """Return a first guess at the layout of a table, for the user to correct.

    Args:
        raw: The file.
        layouts: The remembered layouts; one with the same header is used.

    Raises:
        NotImportable: The file isn't a table.
    """
    columns = table_columns(raw)
    if layout := recall_layout(layouts, columns):
        return layout
    rows = _sample_rows(raw, columns)
    dates, amounts = _typed_columns(rows, columns)
    texts = [column for column in columns if column not in (*dates, *amounts)]
    date, amount = _first(dates, columns), _amount_column(rows, amounts) or columns[-1]
    remaining = [column for column in columns if column not in (date, amount)]
    description = _named_like(texts, _DESCRIPTION_WORDS) or _first(texts, remaining, columns)
    spent: Spent = "negative" if any(_is_negative(row[amount]) for row in rows) else "positive"
    return custom_layout(date, description, amount, spent, currency=_named_like(columns, _CURRENCY_WORDS))


def open_questions(raw: bytes, layout: StatementLayout) -> OpenQuestions:
    """Return the notations that the user must choose; raise NotImportable if the file lacks columns of the layout."""
    rows = find_table(files.decode_text(raw), layout.signature).rows
    dates, amounts = ([row[column] for row in rows] for column in (layout.date, layout.amount))
    # A column that is conclusive gives the same order, whatever the default.
    orders = {_result(partial(detect_date_order, dates, order)) for order in ("day_first", "month_first")}
    return OpenQuestions(
        order=len(orders) > 1 and _is_ambiguous(dates, parse_date, "day_first", "month_first"),
        decimal_mark=_result(partial(detect_decimal_mark, amounts)) is None
        and _is_ambiguous(amounts, parse_amount, ".", ","),
    )


def looks_like_statement(raw: bytes) -> bool:
    """Return True if a file is a table with a column of dates and another of amounts."""
    try:
        columns = table_columns(raw)
        rows = _sample_rows(raw, columns)
    except NotImportable:
        return False
    dates, amounts = _typed_columns(rows, columns)
    return bool(dates and amounts)


def recall_layout(layouts: Sequence[ImportLayout], columns: Sequence[str]) -> StatementLayout | None:
    """Return the remembered layout of a header, or None."""
    header = _header_fingerprint(columns)
    layout = next((layout for layout in layouts if layout.header == header), None)
    if layout is None:
        return None
    names = {normalize_text(layout.date), normalize_text(layout.description), normalize_text(layout.amount)}
    if not names <= set(map(normalize_text, columns)):
        return None
    return custom_layout(
        layout.date,
        layout.description,
        layout.amount,
        layout.spent,
        layout.order,
        layout.decimal_mark,
        _named_like(columns, _CURRENCY_WORDS),
    )


def remember_layout(
    layouts: Sequence[ImportLayout], raw: bytes, layout: StatementLayout
) -> tuple[ImportLayout, ...]:  # fmt: skip
    """Return the remembered layouts with that of a file, in place of an earlier one for the same header."""
    header = _header_fingerprint(table_columns(raw))
    remembered = ImportLayout(
        header=header,
        date=layout.date,
        description=layout.description[0],
        amount=layout.amount,
        spent=layout.spent,
        order=layout.order,
        decimal_mark=layout.decimal_mark,
    )
    return (*(earlier for earlier in layouts if earlier.header != header), remembered)[-MOST_LAYOUTS:]


def _sample_rows(raw: bytes, columns: Sequence[str]) -> tuple[TableRow, ...]:
    return find_table(files.decode_text(raw), tuple(columns)).rows[:_SAMPLE_ROWS]


def _typed_columns(rows: Sequence[TableRow], columns: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the columns of dates and those of amounts."""
    dates = [column for column in columns if _is_mostly(rows, column, parse_date)]
    return dates, [column for column in columns if column not in dates and _is_mostly(rows, column, parse_amount)]


def _amount_column(rows: Sequence[TableRow], amounts: Sequence[str]) -> str | None:
    """Return the column that most likely holds the money spent, None if no column holds amounts."""
    spending = [column for column in amounts if not any(word in normalize_text(column) for word in _NOT_SPENT_WORDS)]
    with_cents = [column for column in spending if any(_CENTS.search(row[column]) for row in rows)]
    return _named_like(spending, _AMOUNT_WORDS) or next(iter((*with_cents, *spending, *amounts)), None)


def _is_negative(cell: str) -> bool:
    return cell.startswith(("-", "−", "(")) or cell.endswith("-")


def _is_mostly(rows: Sequence[TableRow], column: str, parse: Callable[[str], object]) -> bool:
    """Return True if most of the cells in a column that aren't empty can be parsed."""
    cells = [row[column] for row in rows if row[column]]
    return sum(_result(partial(parse, cell)) is not None for cell in cells) * 2 > len(cells)


def _is_ambiguous(cells: Sequence[str], parse: Callable[[str, Any], object], *notations: str) -> bool:
    """Return True if a cell has different values in these notations."""
    return any(len({_result(partial(parse, cell, notation)) for notation in notations}) > 1 for cell in cells)


def _result(parse: Callable[[], object]) -> object:
    """Return the result of a parser, None if it fails."""
    try:
        return parse()
    except ValueError:
        return None


def _named_like(columns: Sequence[str], words: Sequence[str]) -> str:
    return next((column for word in words for column in columns if word in normalize_text(column)), "")


def _first(*choices: Sequence[str]) -> str:
    return next(columns[0] for columns in choices if columns)


def _header_fingerprint(columns: Sequence[str]) -> str:
    return fingerprint([normalize_text(column) for column in columns])
