"""Read the rows of a statement's table by a layout."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.tables import TableRow, TextTable
from netroi_core.importers.reading.values import (
    detect_date_order,
    detect_decimal_mark,
    find_currency,
    is_yes,
    one_line,
    parse_amount,
    parse_date,
    parse_time,
)
from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.amounts import DASHES, amount_or_none, parse_marked_amount
from netroi_core.importers.statements.grids import is_day
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.importers.statements.lines import NO_LINE, PENDING, StatementLine, guess_purpose
from netroi_core.importers.statements.vocabulary import Direction, direction_of, fold
from netroi_core.workspace.fields import DayOrder, DecimalMark

# Stands for an empty cell where that marks money spent.
BLANK: Final = "(blank)"
_CODE_LENGTH: Final = 3
# Looked for first: folding the title of each of 30,000 lines takes half a second.
_BALANCE: Final = re.compile("balance|saldo|solde|forward|kontostand", re.IGNORECASE)


def read_rows(draft: Draft, table: TextTable, layout: StatementLayout, file: str) -> Iterator[StatementLine]:
    """Yield the lines of a table; skip those that are pending, undone or no lines, and reject unreadable ones."""
    draft.reject_broken(table.broken, file)
    order, mark = _detect_notations(table, layout)
    changes = _changes_of_balance(table.rows, layout, mark) if layout.balance else {}
    # Amounts that the bank converted are in the currency of the account.
    own_currency = draft.stored.profile.currency
    for row in draft.progress.through(table.rows):
        source_line = SourceLine(row.line, file)
        if reason := _reason_to_skip(row, layout):
            draft.skip(source_line, reason)
            continue
        try:
            day, amount = parse_date(row[layout.date], order), _amount_spent(row, layout, mark, changes)
            currency = _currency(row, layout, mark, own_currency) if amount > 0 else ""
        except ValueError as error:
            # Banks write "reserved" instead of a day, and notes below the table.
            if is_left_out(row[layout.date]):
                draft.skip(source_line, PENDING)
            elif not is_day(row[layout.date]) and _is_note(row):
                draft.skip(source_line, NO_LINE)
            else:
                draft.reject(source_line, str(error))
            continue
        yield StatementLine(
            source_line,
            day,
            amount,
            tuple(one_line(row[column]) for column in layout.description if row[column]),
            parse_time(row[layout.time]),
            currency,
            row[layout.category],
            row[layout.category_code],
            row[layout.charge_id],
            report=layout.name if layout.reimbursable else "",
            is_reimbursed=is_yes(row[layout.reimbursable]),
        )


def _reason_to_skip(row: TableRow, layout: StatementLayout) -> str:
    if is_left_out(row[layout.state]):
        return PENDING
    return NO_LINE if is_no_line(row, layout) else ""


@lru_cache(maxsize=256)
def is_left_out(state: str) -> bool:
    """Return True if a state means pending, declined or undone.

    >>> is_left_out("Umsatz vorgemerkt"), is_left_out("COMPLETED"), is_left_out("")
    (True, False, False)
    """
    return vocabulary.PENDING.search(fold(state)) is not None


def balance_changes(
    rows: Sequence[TableRow], layout: StatementLayout, mark: DecimalMark | None
) -> dict[int, Direction]:
    """Return by line whether the balance fell or rose by the amount of it; empty if it does neither for most lines."""
    changes = _changes_of_balance(rows, layout, mark)
    amounts = sum(bool(amount_or_none(row[layout.amount], mark)) for row in rows)
    return changes if changes and len(changes) * 10 >= (amounts - 1) * 9 else {}


def _changes_of_balance(
    rows: Sequence[TableRow], layout: StatementLayout, mark: DecimalMark | None
) -> dict[int, Direction]:
    """Return by line whether the balance fell or rose by its amount, where it did.

    The rows may be in either order. The balance above the first line, or below the last, is not in the file.
    """
    values = [(amount_or_none(row[layout.amount], mark), amount_or_none(row[layout.balance], mark)) for row in rows]
    orders = (
        _changes(values, rows, later=range(1, len(rows)), step=-1),
        _changes(values, rows, later=range(len(rows) - 1), step=1),
    )
    return max(orders, key=len)


def _changes(
    values: Sequence[tuple[Decimal | None, Decimal | None]], rows: Sequence[TableRow], later: range, step: int
) -> dict[int, Direction]:
    changes: dict[int, Direction] = {}
    for index in later:
        (amount, balance), (_, before) = values[index], values[index + step]
        if amount is None or balance is None or before is None:
            continue
        change = balance - before
        if change and abs(change) == abs(amount):
            changes[rows[index].line] = "spent" if change < 0 else "received"
    return changes


def _detect_notations(table: TextTable, layout: StatementLayout) -> tuple[DayOrder, DecimalMark | None]:
    try:
        order = detect_date_order((row[layout.date] for row in table.rows), layout.order)
        cells = (row[column] for row in table.rows for column in (layout.amount, layout.credit))
        return order, layout.decimal_mark or detect_decimal_mark(cells)
    except ValueError as error:
        raise NotImportable(f"A column of the file {error}") from None


def is_no_line(row: TableRow, layout: StatementLayout) -> bool:
    """Return True for an opening or closing balance, and for a note below the lines."""
    if not (row[layout.date] or row[layout.amount] or row[layout.credit]):
        return True
    title = row[layout.description[0]]
    return _BALANCE.search(title) is not None and vocabulary.BALANCE_LINES.match(fold(title)) is not None


def _is_note(row: TableRow) -> bool:
    """Return True if a row without a day has one cell only, or names a total."""
    filled = [cell for cell in row.cells.values() if cell]
    return len(filled) == 1 or any(vocabulary.TOTALS.match(fold(cell)) for cell in filled)


def _amount_spent(
    row: TableRow, layout: StatementLayout, mark: DecimalMark | None, changes: Mapping[int, Direction]
) -> Decimal:
    cell, fee = row[layout.amount], row[layout.fee]
    if cell in DASHES:
        return -abs(_received(row, layout, mark))
    amount, marked = parse_marked_amount(cell, mark)
    direction = marked or _direction(row, layout, changes)
    if direction == "received":
        amount = -abs(amount)
    elif marked:
        amount = abs(amount)
    # The sign is the trap: American Express, Discover and Expensify write money spent as positive, Chase as negative.
    elif layout.spent == "negative":
        amount = -amount
    if not amount:
        return -abs(_received(row, layout, mark))
    return amount + abs(parse_amount(fee, mark)) if fee else amount


def _received(row: TableRow, layout: StatementLayout, mark: DecimalMark | None) -> Decimal:
    cell = row[layout.credit]
    return Decimal(0) if cell in DASHES else parse_marked_amount(cell, mark)[0]


def _direction(row: TableRow, layout: StatementLayout, changes: Mapping[int, Direction]) -> Direction | None:
    """Return the direction that another column says; raise ValueError if it is unclear, None without such a column."""
    if layout.balance:
        # Above the first line, or below the last, there is no balance to compare with: there the words decide.
        text = " ".join(row[column] for column in layout.description)
        direction = changes.get(row.line) or direction_of_line(text)
    elif layout.direction:
        cell = row[layout.direction] or BLANK
        direction = marked_direction(cell, layout.spent_word)
    else:
        return None
    if direction is None:
        raise ValueError("It isn’t clear whether the money was spent or received. Log it by hand.")
    return direction


def direction_of_line(text: str) -> Direction | None:
    """Return the direction that the words of a line or the kind of its merchant speak for, None if they don't.

    >>> [direction_of_line(text) for text in ("Card payment to X", "Refund Cafe", "Cafe", "X")]
    ['spent', 'received', 'spent', None]
    """
    return vocabulary.direction_of_words(text) or ("spent" if guess_purpose(text).category != "other" else None)


def marked_direction(cell: str, spent_word: str = "") -> Direction | None:
    """Return the direction that a cell says, by the user's word for money spent or else by the usual words.

    Beside purchases, a payment is one of the card's bill.

    >>> marked_direction("Af"), marked_direction("Payment"), marked_direction("X", "X"), marked_direction("Y", "X")
    ('spent', 'received', 'spent', 'received')
    """
    if spent_word:
        return "spent" if fold(cell) == fold(spent_word) else "received"
    return direction_of(cell) or ("received" if fold(cell) == vocabulary.CARD_PAYMENT else None)


def _currency(row: TableRow, layout: StatementLayout, mark: DecimalMark | None, own_currency: str) -> str:
    """Return the currency by its own column, by the layout, or in the cell or header of the amount."""
    if original_amount := row[layout.original_amount]:
        # An amount that differs from the original one was converted into the user's currency.
        is_converted = parse_amount(original_amount) != parse_amount(row[layout.amount], mark)
        return own_currency if is_converted else row[layout.original_currency] or own_currency
    in_row = row[layout.currency]
    if len(in_row) > _CODE_LENGTH:  # US Dollar - USD
        in_row = find_currency(in_row) or in_row
    return in_row or layout.currency_code or find_currency(row[layout.amount]) or find_currency(layout.amount)
