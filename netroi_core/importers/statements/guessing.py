"""Guess the layout of an unknown statement by the names of its columns and by how their values behave.

A guess is checked by its result. What the columns leave open is a question, and then nothing is read without an answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.values import find_currency
from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.amount_columns import money_score, with_amount
from netroi_core.importers.statements.amounts import amount_or_none, is_money
from netroi_core.importers.statements.grids import Grid, is_day, is_total
from netroi_core.importers.statements.layouts import CUSTOM, Question, StatementLayout
from netroi_core.importers.statements.notations import with_notations
from netroi_core.importers.statements.rows import is_left_out, is_no_line
from netroi_core.importers.statements.sample_columns import MOSTLY, SampleColumn, sample_columns, sign_of
from netroi_core.importers.statements.vocabulary import fold

_SENTENCES: Final[Mapping[Question, str]] = {
    "columns": "NetROI doesn’t recognize this bank’s columns. Choose the date, the description and the amount.",
    "sign": "It isn’t clear how this file marks money spent. Choose it, and check the first lines.",
    "order": "It isn’t clear whether the dates have the day or the month first. Choose the order.",
    "decimal_mark": "It isn’t clear whether the amounts have a decimal point or a decimal comma. Choose it.",
}
# Checking 100,000 rows would take seconds, and those that can't be read are rejected anyway.
_MOST_CHECKED: Final = 2_000
_FEW_LINES: Final = 3


@dataclass(frozen=True)
class Guess:
    """The likeliest layout of a statement, and what its columns leave open."""

    layout: StatementLayout
    questions: frozenset[Question]

    @property
    def certain_layout(self) -> StatementLayout:
        """The layout if nothing is open, or else NotImportable with the first question."""
        for question, sentence in _SENTENCES.items():
            if question in self.questions:
                raise NotImportable(sentence)
        return self.layout


def guess(grid: Grid) -> Guess:
    """Return the likeliest layout of a statement, and what its columns leave open."""
    columns = sample_columns(grid)
    days, numbers, is_clear = _days_and_numbers(columns)
    texts = [column for column in columns if column not in days and column not in numbers]
    date, title = min(days, key=_day_rank), _title(texts or columns)
    layout = StatementLayout(CUSTOM, date.name, (title.name,), "", "positive", has_header=grid.has_header)
    layout, questions = with_amount(grid, layout, columns, numbers)
    if not (is_clear and any(map(_has_words, texts))):
        questions.add("columns")
    category = next((column.name for column in texts if vocabulary.CATEGORY.search(column.folded)), "")
    layout = replace(layout, state=_state(texts), category=category)
    layout = _with_currency(grid, layout, columns, numbers)
    layout, order_questions = with_notations(grid, layout, [column.name for column in days])
    if not _reads_most_rows(grid, layout):
        questions.add("columns")
    return Guess(layout, frozenset(questions | order_questions))


def _days_and_numbers(columns: Sequence[SampleColumn]) -> tuple[list[SampleColumn], list[SampleColumn], bool]:
    """Return the columns of days and those of amounts, the likeliest where there is none, and if there are both."""
    days = [column for column in columns if column.is_days]
    numbers = [column for column in columns if column.is_amounts and not column.is_days]
    is_clear = bool(days) and bool(numbers)
    days = days or [max(columns, key=lambda column: sum(map(is_day, column.cells)))]
    numbers = numbers or [max(columns, key=lambda column: (column not in days, sum(map(is_money, column.cells))))]
    return days, numbers, is_clear


def is_statement(grid: Grid) -> bool:
    """Return True if a table is a statement, and not one of contacts, guests, meetings or working hours."""
    columns = sample_columns(grid)
    if sum(map(_is_of_no_statement, columns)) > 1:
        return False
    guessed = guess(grid)
    if "columns" in guessed.questions:
        return False
    names = guessed.layout.amount, guessed.layout.credit
    amounts = [column for column in columns if column.name in names and column.cells]
    return any(money_score(column) > 0 and any(map(sign_of, column.cells)) for column in amounts)


def names_balance(grid: Grid) -> bool:
    """Return True if the name of a column is that of a balance."""
    return grid.has_header and any(vocabulary.BALANCE.search(fold(column)) for column in grid.columns)


def _is_of_no_statement(column: SampleColumn) -> bool:
    # "Deal - Value", "Associated Company"
    is_of_crm = column.folded.startswith(("deal ", "associated ", "lead ", "person ", "activity ", "organization "))
    return is_of_crm or vocabulary.NO_STATEMENT.fullmatch(column.folded) is not None


def _has_words(column: SampleColumn) -> bool:
    return any(sum(map(str.isalpha, cell)) > 1 for cell in column.cells)


def _day_rank(column: SampleColumn) -> tuple[bool, bool, int, int]:
    """Return a rank of a column of days: the day of the purchase goes first, the value date last."""
    ranks = (
        (vocabulary.OTHER_DATE, 5),
        (vocabulary.VALUE_DATE, 4),
        (vocabulary.PURCHASE_DATE, 0),
        (vocabulary.BOOKING_DATE, 2),
        (vocabulary.ANY_DATE, 1),
    )
    rank = next((rank for names, rank in ranks if names.search(column.folded)), 3)
    return column.share < MOSTLY, column.is_constant, rank, column.position


def _title(texts: Sequence[SampleColumn]) -> SampleColumn:
    """Return the column with the merchant: by its name, or else that with the most and longest words."""
    candidates = [column for column in texts if column.cells and not vocabulary.NO_TITLE.search(column.folded)]
    candidates = [column for column in candidates if not column.is_constant] or candidates or list(texts)
    filled = [column for column in candidates if column.share > 0.5] or candidates
    named = (
        column for names in vocabulary.TITLES for column in filled if names.search(column.folded) and _says(column)
    )
    return next(named, None) or max(filled, key=lambda column: (len(set(column.cells)), sum(map(len, column.cells))))


def _says(column: SampleColumn) -> bool:
    """Return True if most cells of a column are words more than numbers, such as those of a payment."""
    return 2 * sum(sum(map(str.isalpha, cell)) >= sum(map(str.isdigit, cell)) for cell in column.cells) >= len(
        column.cells
    )


def _state(texts: Sequence[SampleColumn]) -> str:
    """Return the column that says which lines are pending, empty if there is none."""
    for column in texts:
        is_known = bool(column.marks) and all(
            vocabulary.PENDING.search(mark) or vocabulary.DONE.search(mark) for mark in column.marks
        )
        if is_known or (vocabulary.STATE.search(column.folded) and any(map(is_left_out, column.marks))):
            return column.name
    return ""


def _with_currency(
    grid: Grid, layout: StatementLayout, columns: Sequence[SampleColumn], numbers: Sequence[SampleColumn]
) -> StatementLayout:
    """Return the layout with the column of the currency next to the amount, or the currency named above the table."""
    amount = next(column for column in columns if column.name == layout.amount)
    candidates = [
        column
        for column in columns
        if column.cells and _has_currencies(column) and not vocabulary.OTHER_CURRENCY.search(column.folded)
    ]
    # Where the columns of two amounts have one each, it stands after its amount, or before all of them.
    # The original currency is there only on the lines that were in another.
    candidates.sort(
        key=lambda column: (
            column.share < MOSTLY,
            column.position < amount.position,
            abs(column.position - amount.position),
        )
    )
    if find_currency(layout.amount):
        return layout
    if candidates and (candidates[0].share >= MOSTLY or not any(map(find_currency, amount.cells))):
        if currency := _converted_to(grid, layout, candidates[0], numbers):
            return replace(layout, currency_code=currency)
        return replace(layout, currency=candidates[0].name)
    if any(map(find_currency, amount.cells)):
        return layout
    return replace(layout, currency_code=_noted_currency(grid.notes))


def _has_currencies(column: SampleColumn) -> bool:
    # Small letters may be words: "all" is the code of a currency.
    is_named = vocabulary.CURRENCY.search(column.folded) is not None
    return all(_is_currency(cell.upper() if is_named and len(cell) == 3 else cell) for cell in column.cells)


def _converted_to(grid: Grid, layout: StatementLayout, currency: SampleColumn, numbers: Sequence[SampleColumn]) -> str:
    """Return the currency of all amounts if the column of currencies is that of the original amounts, else nothing.

    Then another column has the same amounts on the lines in one currency, and others on all other lines.
    """
    usual = Counter(currency.cells).most_common(1)[0][0]
    for column in numbers:
        is_same: dict[bool, set[bool]] = {}
        for row in grid.rows:
            original, amount = amount_or_none(row[column.name]), amount_or_none(row[layout.amount])
            if row[currency.name] and original is not None and amount is not None:
                is_same.setdefault(row[currency.name] == usual, set()).add(abs(original) == abs(amount))
        if column.name != layout.amount and is_same == {True: {True}, False: {False}}:
            return find_currency(usual)
    return ""


def _is_currency(cell: str) -> bool:
    return (len(cell) <= 30 and find_currency(cell) == cell) or (" - " in cell and bool(find_currency(cell)))


def _noted_currency(notes: Sequence[Sequence[str]]) -> str:
    for cells in notes:
        for cell, next_cell in pairwise((*cells, "")):
            if vocabulary.CURRENCY.search(fold(cell)) and (_is_currency(next_cell) or find_currency(cell)):
                return find_currency(next_cell) or find_currency(cell)
    return ""


def _reads_most_rows(grid: Grid, layout: StatementLayout) -> bool:
    """Return True if almost all rows that have a day have an amount, and the other way round."""
    days, amounts, both = 0, 0, 0
    for row in grid.table.rows[:_MOST_CHECKED]:
        if is_total(row) or is_no_line(row, layout):
            continue
        is_dated = is_day(row[layout.date])
        is_amount = is_money(row[layout.amount]) or is_money(row[layout.credit])
        days, amounts, both = days + is_dated, amounts + is_amount, both + (is_dated and is_amount)
    # Of few lines, one that is still blocked may have its amount elsewhere.
    fewest = min(MOSTLY * days, max(days - 1, _FEW_LINES))
    return both >= max(fewest, 1) and both * 2 >= amounts
