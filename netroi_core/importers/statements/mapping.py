"""Guess which columns of an unknown bank's statement hold the date, description and amount, and remember corrections.

A layout that the user corrected is used whenever a file with the same header comes again.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import fingerprint
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import TableRow, find_table, possible_headers
from netroi_core.importers.reading.values import detect_date_order, detect_decimal_mark, parse_amount, parse_date
from netroi_core.importers.statements.layouts import CUSTOM, StatementLayout
from netroi_core.workspace.fields import Spent
from netroi_core.workspace.profile import ImportLayout
from netroi_core.workspace.search import normalize_text

MOST_LAYOUTS: Final = 20

_REMEMBERED: Final = ("date", "amount", "spent", "order", "decimal_mark")
# The rows on which a guess is based.
_SAMPLE_ROWS: Final = 200
# Words in the names of columns, the most telling first.
_AMOUNT_WORDS: Final = ("debit", "withdrawal", "paidout", "moneyout", "spent", "amount", "betrag", "montant", "importe")
_TEXT_WORDS: Final = ("merchant", "payee", "description", "name", "details", "narrative", "text", "verwendungszweck")
_CURRENCY_WORDS: Final = ("currency", "waehrung", "wahrung", "devise", "moneda", "valuta")
_NOT_SPENT_WORDS: Final = ("balance", "saldo", "credit", "paidin", "moneyin", "deposit", "number", "reference")
_CENTS: Final = re.compile(r"[.,]\d{2}(?!\d)")


def table_columns(raw: bytes) -> tuple[str, ...]:
    """Return the column names of any table, or raise NotImportable if it has fewer than three columns."""
    headers = (tuple(filter(None, cells)) for cells, _ in possible_headers(files.decode_text(raw)))
    # The header is the first of the rows with the most cells that aren't empty.
    names: tuple[str, ...] = max(headers, key=len, default=())
    names = tuple({normalize_text(name): name for name in reversed(names)}.values())[::-1]
    if len(names) < 3:
        raise NotImportable("The file isn’t a table with a date, a description and an amount. Export it as CSV.")
    return names


def guess_layout(raw: bytes, layouts: Sequence[ImportLayout]) -> StatementLayout:
    """Return the remembered layout of a file's header, else a guess; raise NotImportable if the file isn't a table."""
    columns = table_columns(raw)
    if layout := recall_layout(layouts, columns):
        return layout
    rows, dates, amounts = _sample(raw, columns)
    texts = [column for column in columns if column not in (*dates, *amounts)]
    date, amount = _first(dates, columns), _amount_column(rows, amounts) or columns[-1]
    remaining = [column for column in columns if column not in (date, amount)]
    description = _named_like(texts, _TEXT_WORDS) or _first(texts, remaining, columns)
    spent: Spent = "negative" if any(_is_negative(row[amount]) for row in rows) else "positive"
    return StatementLayout(CUSTOM, date, (description,), amount, spent, currency=_named_like(columns, _CURRENCY_WORDS))


def open_questions(raw: bytes, layout: StatementLayout) -> set[str]:
    """Return the notations that the cells leave open, so that the user must choose: "order", "decimal_mark" or both."""
    rows = find_table(files.decode_text(raw), layout.signature).rows
    dates, amounts = ([row[column] for row in rows] for column in (layout.date, layout.amount))
    questions = set()
    # A column that is conclusive gives the same order, whatever the default.
    orders = {_result(detect_date_order, dates, order) for order in ("day_first", "month_first")}
    if len(orders) > 1 and _is_ambiguous(dates, parse_date, "day_first", "month_first"):
        questions.add("order")
    if _result(detect_decimal_mark, amounts) is None and _is_ambiguous(amounts, parse_amount, ".", ","):
        questions.add("decimal_mark")
    return questions


def looks_like_statement(raw: bytes) -> bool:
    """Return True if a file is a table with a column of dates and another of amounts."""
    try:
        _, dates, amounts = _sample(raw, table_columns(raw))
    except NotImportable:
        return False
    return bool(dates and amounts)


def recall_layout(layouts: Sequence[ImportLayout], columns: Sequence[str]) -> StatementLayout | None:
    """Return the remembered layout of a header, or None."""
    header = _header_fingerprint(columns)
    layout = next((layout for layout in layouts if layout.header == header), None)
    if layout is None:
        return None
    fields = {name: getattr(layout, name) for name in _REMEMBERED}
    currency = _named_like(columns, _CURRENCY_WORDS)
    return StatementLayout(CUSTOM, description=(layout.description,), currency=currency, **fields)


def remember_layout(
    layouts: Sequence[ImportLayout], columns: Sequence[str], layout: StatementLayout
) -> tuple[ImportLayout, ...]:
    """Return the remembered layouts with that of a file's columns, in place of an earlier one for the same header."""
    header = _header_fingerprint(columns)
    fields = {name: getattr(layout, name) for name in _REMEMBERED}
    remembered = ImportLayout(header=header, description=layout.description[0], **fields)
    return (*(earlier for earlier in layouts if earlier.header != header), remembered)[-MOST_LAYOUTS:]


def _sample(raw: bytes, columns: tuple[str, ...]) -> tuple[tuple[TableRow, ...], list[str], list[str]]:
    """Return the first rows of a table, its columns of dates and those of amounts."""
    rows = find_table(files.decode_text(raw), columns).rows[:_SAMPLE_ROWS]
    dates = [column for column in columns if _is_mostly(rows, column, parse_date)]
    return rows, dates, [column for column in columns if column not in dates and _is_mostly(rows, column, parse_amount)]


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
    return sum(_result(parse, cell) is not None for cell in cells) * 2 > len(cells)


def _is_ambiguous(cells: Sequence[str], parse: Callable[..., object], *notations: str) -> bool:
    """Return True if a cell has different values in these notations."""
    return any(len({_result(parse, cell, notation) for notation in notations}) > 1 for cell in cells)


def _result(parse: Callable[..., object], *arguments: object) -> object:
    """Return the result of a parser, None if it fails."""
    try:
        return parse(*arguments)
    except ValueError:
        return None


def _named_like(columns: Sequence[str], words: Sequence[str]) -> str:
    return next((column for word in words for column in columns if word in normalize_text(column)), "")


def _first(*choices: Sequence[str]) -> str:
    return next(columns[0] for columns in choices if columns)


def _header_fingerprint(columns: Sequence[str]) -> str:
    return fingerprint([normalize_text(column) for column in columns])
