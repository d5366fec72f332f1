"""Guess the layout of an unknown statement by the names of its columns and by how their values behave.

A guess is checked by its result. What the columns leave open is a question, and then nothing is read without an answer.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Literal

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import TableRow
from netroi_core.importers.reading.values import (
    detect_date_order,
    detect_decimal_mark,
    find_currency,
    parse_amount,
    parse_date,
)
from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.amounts import has_cents, is_money, parse_marked_amount
from netroi_core.importers.statements.grids import Grid, is_day, is_total
from netroi_core.importers.statements.layouts import CUSTOM, StatementLayout
from netroi_core.importers.statements.rows import (
    BLANK,
    DASHES,
    balance_changes,
    direction_of_line,
    is_left_out,
    is_no_line,
    marked_direction,
)
from netroi_core.importers.statements.vocabulary import Direction, fold
from netroi_core.workspace.fields import DayOrder, DecimalMark

Question = Literal["columns", "sign", "order", "decimal_mark"]
_SENTENCES: Final[Mapping[Question, str]] = {
    "columns": "NetROI doesn’t recognize this bank’s columns. Choose the date, the description and the amount.",
    "sign": "It isn’t clear how this file marks money spent. Choose it, and check the first lines.",
    "order": "It isn’t clear whether the dates have the day or the month first. Choose the order.",
    "decimal_mark": "It isn’t clear whether the amounts have a decimal point or a decimal comma. Choose it.",
}
# A column is one of days, amounts or marks if so many of its filled cells are.
_MOSTLY: Final = 0.9
# Columns of marks and states repeat a few words.
_MOST_MARKS: Final = 8
_FOREIGN_ORDER: Final = ("EUR", "GBP", "CHF", "AUD", "NZD", "BRL", "INR", "ZAR", "MXN", "DKK", "NOK", "PLN", "CZK")
# Checking 100,000 rows would take seconds, and those that can't be read are rejected anyway.
_MOST_CHECKED: Final = 2_000
_CREDIT_MARKS: Final = frozenset(("cr", "credit", "kredit", "credito", "haben", "gutschrift"))
_AS_NEGATIVE: Final = {"spent": -1, "received": 1}


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


@dataclass(frozen=True)
class _Column:
    """A column of the sample: its name, the cells that are filled, and those of them that aren't just a dash."""

    name: str
    position: int
    filled: tuple[str, ...]
    cells: tuple[str, ...]
    row_count: int
    folded: str

    @cached_property
    def is_days(self) -> bool:
        return self._is_mostly(is_day)

    @cached_property
    def is_amounts(self) -> bool:
        return self._is_mostly(is_money)

    @property
    def is_signed(self) -> bool:
        return any(cell.startswith(("-", "−", "(")) or cell.endswith("-") or sign_of(cell) < 0 for cell in self.cells)

    @property
    def has_cents(self) -> bool:
        return any(map(has_cents, self.cells))

    @property
    def share(self) -> float:
        return len(self.filled) / max(self.row_count, 1)

    @property
    def is_constant(self) -> bool:
        """True if more than two rows all hold the same, as they do for the account or the day of the export."""
        return self.row_count > 2 and len(self.filled) == self.row_count and len(set(self.filled)) == 1

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(map(fold, self.filled)) if len(set(self.filled)) <= _MOST_MARKS else frozenset()

    def _is_mostly(self, test: Callable[[str], bool]) -> bool:
        return bool(self.cells) and sum(map(test, self.cells)) >= _MOSTLY * len(self.cells)


def guess(grid: Grid) -> Guess:
    """Return the likeliest layout of a statement, and what its columns leave open."""
    columns = _columns(grid)
    days = [column for column in columns if column.is_days]
    numbers = [column for column in columns if column.is_amounts and not column.is_days]
    is_clear = bool(days) and bool(numbers)
    days = days or [max(columns, key=lambda column: sum(map(is_day, column.cells)))]
    numbers = numbers or [max(columns, key=lambda column: (column not in days, sum(map(is_money, column.cells))))]
    texts = [column for column in columns if column not in days and column not in numbers]
    date, title = min(days, key=_day_rank), _title(texts or columns)
    layout = StatementLayout(CUSTOM, date.name, (title.name,), "", "positive", has_header=grid.has_header)
    layout, questions = _with_amount(grid, layout, columns, numbers)
    if not (is_clear and any(map(_has_words, texts))):
        questions.add("columns")
    layout = replace(layout, state=_state(texts), category=_named(texts, vocabulary.CATEGORY))
    layout = _with_currency(grid, layout, columns)
    layout, order_questions = _with_notations(grid, layout, [column.name for column in days])
    if not _reads_most_rows(grid, layout):
        questions.add("columns")
    return Guess(layout, frozenset(questions | order_questions))


def open_notations(grid: Grid, layout: StatementLayout) -> frozenset[Question]:
    """Return the notations that the cells of a layout's columns leave open, "order", "decimal_mark" or both."""
    return frozenset(_with_notations(grid, layout, ())[1])


def is_statement(grid: Grid) -> bool:
    """Return True if a table is a statement, and not one of contacts, guests, meetings or working hours."""
    columns = _columns(grid)
    if sum(map(_is_of_no_statement, columns)) > 1:
        return False
    layout, questions = (guessed := guess(grid)).layout, guessed.questions
    if "columns" in questions:
        return False
    amounts = [column for column in columns if column.name in (layout.amount, layout.credit) and column.cells]
    return any(_score(column) > 0 and any(map(sign_of, column.cells)) for column in amounts)


def names_balance(grid: Grid) -> bool:
    """Return True if the name of a column is that of a balance."""
    return grid.has_header and any(vocabulary.BALANCE.search(fold(column)) for column in grid.columns)


def _is_of_no_statement(column: _Column) -> bool:
    # "Deal - Value", "Associated Company"
    is_of_crm = column.folded.startswith(("deal ", "associated ", "lead ", "person ", "activity ", "organization "))
    return is_of_crm or vocabulary.NO_STATEMENT.fullmatch(column.folded) is not None


def _columns(grid: Grid) -> list[_Column]:
    rows = grid.rows
    columns = []
    for position, name in enumerate(grid.columns):
        filled = tuple(cell for row in rows if (cell := row[name]))
        cells = tuple(cell for cell in filled if cell not in DASHES)
        folded = _folded_name(name) if grid.has_header else ""
        columns.append(_Column(name, position, filled, cells, len(rows), folded))
    return columns


def _folded_name(name: str) -> str:
    # "Amount (after fees)" is no fee.
    head, _, rest = name.partition("(")
    return fold(head if fold(rest).startswith(vocabulary.AFTER_FEES) else name)


def _named(columns: Iterable[_Column], names: Any) -> str:
    return next((column.name for column in columns if names.search(column.folded)), "")


def _has_words(column: _Column) -> bool:
    return any(sum(map(str.isalpha, cell)) > 1 for cell in column.cells)


def _day_rank(column: _Column) -> tuple[bool, bool, int, int]:
    """Return a rank of a column of days: the day of the purchase goes first, the value date last."""
    ranks = (
        (vocabulary.OTHER_DATE, 5),
        (vocabulary.VALUE_DATE, 4),
        (vocabulary.PURCHASE_DATE, 0),
        (vocabulary.BOOKING_DATE, 2),
        (vocabulary.ANY_DATE, 1),
    )
    rank = next((rank for names, rank in ranks if names.search(column.folded)), 3)
    return column.share < _MOSTLY, column.is_constant, rank, column.position


def _title(texts: Sequence[_Column]) -> _Column:
    """Return the column with the merchant: by its name, or else that with the most and longest words."""
    candidates = [column for column in texts if column.cells and not vocabulary.NO_TITLE.search(column.folded)]
    telling = [column for column in candidates if not column.is_constant] or candidates
    filled = [column for column in telling if column.share > 0.5] or telling or list(texts)
    for names in vocabulary.TITLES:
        if named := [column for column in filled if names.search(column.folded)]:
            return named[0]
    return max(filled, key=lambda column: (len(set(column.cells)), sum(map(len, column.cells))))


def _state(texts: Sequence[_Column]) -> str:
    """Return the column that says which lines are pending, empty if there is none."""
    for column in texts:
        is_known = bool(column.marks) and all(
            vocabulary.PENDING.search(mark) or vocabulary.DONE.search(mark) for mark in column.marks
        )
        if is_known or (vocabulary.STATE.search(column.folded) and any(map(is_left_out, column.marks))):
            return column.name
    return ""


def _with_amount(
    grid: Grid, layout: StatementLayout, columns: Sequence[_Column], numbers: Sequence[_Column]
) -> tuple[StatementLayout, set[Question]]:
    """Return the layout with the columns of the amount and its direction, and what they leave open."""
    if pair := _debit_and_credit(grid, columns, numbers):
        return _with_pair(layout, *pair), set()
    balances = {column.name: _balance(grid, replace(layout, amount=column.name), numbers) for column in numbers}
    # The change of a balance proves an amount, and no column that is one's balance is another's amount.
    candidates = [column for column in numbers if column.name not in balances.values()] or numbers
    amount = max(candidates, key=lambda column: (_score(column), bool(balances[column.name]), -column.position))
    if pair := _exclusive_pair(grid, candidates):
        return _with_unnamed_pair(grid, layout, columns, *pair)
    layout = replace(layout, amount=amount.name)
    questions: set[Question] = set()
    if _score(amount) < 0 or (not grid.has_header and not _is_only_money(amount, candidates, balances)):
        questions.add("columns")
    balance = balances[amount.name]
    votes = _votes(grid, columns, amount)
    layout, is_sure = _with_direction(grid, layout, columns, amount, balance, votes)
    if not is_sure:
        questions.add("sign")
    return layout, questions


def _is_only_money(
    amount: _Column, candidates: Sequence[_Column], balances: Mapping[str, str]
) -> bool:  # fmt: skip
    """Return True if no other column without a name may be the amount, or the balance proves this one."""
    others = [
        column
        for column in candidates
        if column is not amount
        and column.has_cents
        and any(map(sign_of, column.cells))
        and column.cells != amount.cells
    ]
    return amount.has_cents and (bool(balances[amount.name]) or not others)


def _with_pair(layout: StatementLayout, debit: _Column, credit: _Column) -> StatementLayout:
    is_negative = sum(sign_of(cell) < 0 for cell in debit.cells) * 2 > len(debit.cells)
    return replace(
        layout, amount=debit.name, credit=credit.name, spent="negative" if is_negative else "positive"
    )  # fmt: skip


def _exclusive_pair(grid: Grid, numbers: Sequence[_Column]) -> tuple[_Column, _Column] | None:
    """Return the two columns of numbers, whatever their names, of which each line fills one."""
    parts = [column for column in numbers if column.share < 1 and (_score(column) >= 0 or not grid.has_header)]
    for index, first in enumerate(parts):
        for second in parts[index + 1 :]:
            filled = [(bool(row[first.name]), bool(row[second.name])) for row in grid.rows]
            if all(a != b for a, b in filled):
                return first, second
    return None


def _with_unnamed_pair(
    grid: Grid, layout: StatementLayout, columns: Sequence[_Column], first: _Column, second: _Column
) -> tuple[StatementLayout, set[Question]]:
    """Return the layout with two columns of which one is money spent: by the balance, or by the words of the lines."""
    scores = []
    for debit, credit in ((first, second), (second, first)):
        votes = {**_votes(grid, columns, debit), **_votes(grid, columns, credit)}
        rows = {row.line: "spent" if row[debit.name] else "received" for row in grid.rows}
        cast = [rows[line] == direction for line, direction in votes.items()]
        scores.append((sum(cast) - (len(cast) - sum(cast)), _with_pair(layout, debit, credit)))
    (first_score, first_layout), (second_score, second_layout) = scores
    is_open = first_score == second_score
    return first_layout if first_score >= second_score else second_layout, {"sign"} if is_open else set()


def _score(column: _Column) -> int:
    """Return how much a column of numbers is like the amount of the account."""
    name = column.folded
    is_both = bool(vocabulary.DEBIT.search(name)) and bool(vocabulary.CREDIT.search(name))
    score = 4 * (vocabulary.AMOUNT.fullmatch(name) is not None) + 4 * is_both
    score += 3 * any(names.search(name) is not None for names in (vocabulary.AMOUNT, vocabulary.DEBIT))
    score -= 3 * (vocabulary.CREDIT.search(name) is not None and not is_both)
    score -= 20 * any(names.search(name) is not None for names in (vocabulary.BALANCE, vocabulary.NOT_MONEY))
    score -= 6 * (vocabulary.OTHER_AMOUNT.search(name) is not None)
    score += column.is_signed + column.has_cents + (column.share >= _MOSTLY) - 2 * (column.share < 0.5)
    score -= 5 * (not any(map(sign_of, column.cells)))
    is_bare = not column.has_cents and not any(map(find_currency, column.cells))
    return score - 3 * (is_bare and not column.is_signed)


def _debit_and_credit(
    grid: Grid, columns: Sequence[_Column], numbers: Sequence[_Column]
) -> tuple[_Column, _Column] | None:
    """Return the columns of money spent and received, None unless each line has an amount in one of them only."""
    candidates = [column for column in columns if column in numbers or not column.cells]
    debits = [column for column in candidates if _is_side(column, "spent")]
    credits_ = [column for column in candidates if _is_side(column, "received")]
    for debit in debits:
        for credit in sorted(credits_, key=lambda column: abs(column.position - debit.position)):
            if (debit.cells or credit.cells) and _excludes(grid.rows, debit, credit):
                return debit, credit
    return None


def _is_side(column: _Column, side: Direction) -> bool:
    """Return True if the name of a column says one direction only, and no other kind of amount."""
    name = column.folded
    sides = {"spent": vocabulary.DEBIT.search(name), "received": vocabulary.CREDIT.search(name)}
    directions: set[str | None] = {direction for direction, match in sides.items() if match}
    directions = directions or {vocabulary.direction_of(name)}
    excluded = (vocabulary.BALANCE, vocabulary.NOT_MONEY, vocabulary.OTHER_AMOUNT)
    return directions == {side} and not any(names.search(name) for names in excluded)


def _excludes(rows: Sequence[TableRow], debit: _Column, credit: _Column) -> bool:
    filled = [(sign_of(row[debit.name]) != 0, sign_of(row[credit.name]) != 0) for row in rows]
    return not any(a and b for a, b in filled) and any(a or b for a, b in filled)


def _balance(grid: Grid, layout: StatementLayout, numbers: Sequence[_Column]) -> str:
    """Return the column whose change from line to line is the amount, empty if there is none."""
    mark = _result(detect_decimal_mark, grid.sample(layout.amount))
    # Numbers of lines that rise by as much as each costs would look like a balance.
    candidates = [column for column in numbers if not vocabulary.NOT_MONEY.search(column.folded)]
    candidates.sort(key=lambda column: (not vocabulary.BALANCE.search(column.folded), not column.has_cents))
    for column in candidates:
        # Two lines prove a balance only if the column's name says that it is one.
        fewest = 2 if vocabulary.BALANCE.search(column.folded) else 3
        is_other = column.name != layout.amount and len(grid.rows) >= fewest
        if is_other and balance_changes(grid.rows, replace(layout, balance=column.name), mark):  # type: ignore[arg-type]
            return column.name
    return ""


def _votes(grid: Grid, columns: Sequence[_Column], amount: _Column) -> Mapping[int, Direction]:
    """Return by line the direction that its words speak for, where they speak for one."""
    lines = [row for row in grid.rows if row[amount.name]]
    is_mixed = {-1, 1} <= {sign_of(row[amount.name]) for row in lines}
    texts = [
        column.name
        for column in columns
        if column.cells
        and not column.is_days
        and not column.is_amounts
        # What all lines say, those in and those out, tells no direction.
        and not (is_mixed and len({row[column.name] for row in lines}) == 1)
    ]
    purchases = vocabulary.CARD_PURCHASES
    is_card = any(purchases & column.marks for column in columns)
    votes: dict[int, Direction] = {}
    for row in grid.rows:
        words = [row[name] for name in texts if row[name]]
        if row[amount.name] and (direction := _direction_of_words(words, is_card)):
            votes[row.line] = direction
    return votes


def _direction_of_words(words: Sequence[str], is_card: bool) -> Direction | None:
    """Return the direction that the words of a line speak for: its marks, its words, or the kind of merchant."""
    marks = [marked_direction(word) if is_card else vocabulary.direction_of(word) for word in words]
    clear_marks = {mark for mark in marks if mark}
    if len(clear_marks) == 1:
        return clear_marks.pop()
    return direction_of_line(" ".join(words))


def _with_direction(
    grid: Grid,
    layout: StatementLayout,
    columns: Sequence[_Column],
    amount: _Column,
    balance: str,
    votes: Mapping[int, Direction],
) -> tuple[StatementLayout, bool]:
    """Return the layout with what marks money spent, and True if that is sure."""
    marks = [parse_marked_amount(cell)[1] for cell in amount.cells if is_money(cell)]
    if any(marks):
        # Banks that mark only the debits leave the credits bare; else what is bare is spent.
        is_bare_spent = "received" in marks
        return replace(layout, spent="positive" if is_bare_spent else "negative"), True
    signs = {row.line: sign_of(row[amount.name]) for row in grid.rows}
    is_signed = any(sign < 0 for sign in signs.values())
    if not is_signed and (column := _direction_column(columns)):
        return replace(layout, direction=column.name), True
    if not is_signed and (column := _credit_marks(columns)):
        return replace(layout, direction=column.name, spent_word=BLANK), True
    changes = balance_changes(grid.rows, replace(layout, balance=balance), None) if balance else {}
    if is_signed:
        evidence = votes if not changes else _without_contradiction(votes, changes)
        guessed, is_sure = _by_sign(layout, signs, evidence)
        # A plus is written only beside minuses, from the account's point of view: then the words need not be clear.
        has_plus = any(cell.startswith("+") for cell in amount.cells)
        return guessed, is_sure or (has_plus and guessed.spent == "negative")
    if changes:
        return replace(layout, balance=balance), not _contradicts(votes, changes)
    return replace(layout, spent="positive"), _are_all_spent(grid, columns, votes)


def _are_all_spent(grid: Grid, columns: Sequence[_Column], votes: Mapping[int, Direction]) -> bool:
    """Return True if amounts without any sign are all spent: by the words of most lines, or of some of a card's."""
    is_card = any(vocabulary.CARD.search(column.folded) for column in columns)
    return set(votes.values()) == {"spent"} and (is_card or len(votes) * 2 >= len(grid.rows))


def _direction_column(columns: Sequence[_Column]) -> _Column | None:
    """Return the column whose few words all say spent or received."""
    for column in columns:
        is_card = bool(vocabulary.CARD_PURCHASES & column.marks)
        directions = [marked_direction(mark) if is_card else vocabulary.direction_of(mark) for mark in column.marks]
        if directions and all(directions) and column.share >= _MOSTLY:
            return column
    return None


def _credit_marks(columns: Sequence[_Column]) -> _Column | None:
    """Return the column that marks only the money received, as many cards do with CR."""
    for column in columns:
        if 0 < column.share < 1 and column.marks and column.marks <= _CREDIT_MARKS:
            return column
    return None


def _by_sign(
    layout: StatementLayout, signs: Mapping[int, int], votes: Mapping[int, Direction]
) -> tuple[StatementLayout, bool]:
    """Return the layout with the sign of money spent, by the words of the lines, and True if they are clear.

    Money spent has a minus in most exports: for that the word of one line is enough, or that all lines have one.
    """
    cast = [signs[line] * _AS_NEGATIVE[direction] for line, direction in votes.items() if signs[line]]
    negative, positive = sum(vote > 0 for vote in cast), sum(vote < 0 for vote in cast)
    counts = Counter(sign for sign in signs.values() if sign)
    majority = counts[-1] - counts[1]
    if negative > 2 * positive or (negative == positive == 0 and not counts[1]):
        return replace(layout, spent="negative"), True
    if positive > 2 * negative:
        return replace(layout, spent="positive"), positive > 1 or majority <= 0
    return replace(layout, spent="negative" if majority > 0 or negative > positive else "positive"), False


def _without_contradiction(
    votes: Mapping[int, Direction], changes: Mapping[int, Direction]
) -> Mapping[int, Direction]:  # fmt: skip
    """Return the directions that the balance proves, unless the words say that it is a debt."""
    return votes if _contradicts(votes, changes) else changes


def _contradicts(votes: Mapping[int, Direction], changes: Mapping[int, Direction]) -> bool:
    both = [(direction, changes[line]) for line, direction in votes.items() if line in changes]
    return sum(a != b for a, b in both) > sum(a == b for a, b in both)


def _with_currency(grid: Grid, layout: StatementLayout, columns: Sequence[_Column]) -> StatementLayout:
    """Return the layout with the column of the currency next to the amount, or the currency named above the table."""
    amount = next(column for column in columns if column.name == layout.amount)
    candidates = [
        column
        for column in columns
        if column.cells and all(map(_is_currency, column.cells)) and not vocabulary.OTHER_CURRENCY.search(column.folded)
    ]
    # Where the columns of two amounts have one each, it stands after its amount, or before all of them.
    candidates.sort(key=lambda column: (column.position < amount.position, abs(column.position - amount.position)))
    if candidates:
        return replace(layout, currency=candidates[0].name)
    if any(find_currency(cell) for cell in (layout.amount, *amount.cells)):
        return layout
    return replace(layout, currency_code=_noted_currency(grid.notes))


def _is_currency(cell: str) -> bool:
    return (len(cell) <= 30 and find_currency(cell) == cell) or (" - " in cell and bool(find_currency(cell)))


def _noted_currency(notes: Sequence[Sequence[str]]) -> str:
    for cells in notes:
        for cell, next_cell in pairwise(cells):
            if vocabulary.CURRENCY.search(fold(cell)) and _is_currency(next_cell):
                return find_currency(next_cell)
    return ""


def _with_notations(grid: Grid, layout: StatementLayout, days: Sequence[str]) -> tuple[StatementLayout, set[Question]]:
    """Return the layout with the order of dates and the decimal mark, and which of them the columns leave open."""
    questions: set[Question] = set()
    cells = [row[column] for row in grid.table.rows for column in (layout.amount, layout.credit)]
    mark: DecimalMark | None = _result(detect_decimal_mark, cells)  # type: ignore[assignment]
    if mark is None and _is_ambiguous(cells, parse_amount, ".", ","):
        questions.add("decimal_mark")
    order = _order(grid, layout, days, mark)
    if order is None and _is_ambiguous([row[layout.date] for row in grid.table.rows], parse_date, *_ORDERS):
        questions.add("order")
    return replace(layout, order=order or "month_first"), questions


_ORDERS: Final[tuple[DayOrder, ...]] = ("day_first", "month_first")


def _order(grid: Grid, layout: StatementLayout, days: Sequence[str], mark: DecimalMark | None) -> DayOrder | None:
    """Return the order of day and month, by the dates themselves, the language, or the currency; None if it is open."""
    for column in (layout.date, *days):
        cells = [row[column] for row in grid.table.rows]
        orders = {_result(detect_date_order, cells, order) for order in _ORDERS} - {None}
        if len(orders) == 1:
            return orders.pop()  # type: ignore[return-value]
    names = [fold(column) for column in grid.columns] if grid.has_header else []
    if mark == "," or any(map(vocabulary.NOT_ENGLISH.search, names)):
        return "day_first"
    cells = [*grid.sample(layout.currency), layout.currency_code, *grid.sample(layout.amount), layout.amount]
    currency = next(filter(None, map(find_currency, cells)), "")
    if currency in ("USD", "US$"):
        return "month_first"
    return "day_first" if currency in (*_FOREIGN_ORDER, "€", "£", "R$") else None


def _reads_most_rows(grid: Grid, layout: StatementLayout) -> bool:
    """Return True if almost all rows that have a day have an amount, and the other way round."""
    days, amounts, both = 0, 0, 0
    for row in grid.table.rows[:_MOST_CHECKED]:
        if is_total(row) or is_no_line(row, layout):
            continue
        is_dated = is_day(row[layout.date])
        is_amount = is_money(row[layout.amount]) or is_money(row[layout.credit])
        days, amounts, both = days + is_dated, amounts + is_amount, both + (is_dated and is_amount)
    return both >= _MOSTLY * max(days, 1) and both * 2 >= amounts


def _is_ambiguous(cells: Iterable[str], parse: Callable[..., object], *notations: str) -> bool:
    """Return True if a cell has different values in these notations."""
    distinct = dict.fromkeys(cells)
    return any(len({_result(parse, cell, notation) for notation in notations}) > 1 for cell in distinct)


def sign_of(cell: str) -> int:
    """Return 1, -1 or 0 for the sign of an amount; 0 if the cell holds none."""
    try:
        amount = parse_marked_amount(cell)[0] if cell not in DASHES else 0
    except ValueError:
        return 0
    return (amount > 0) - (amount < 0)


def _result(parse: Callable[..., object], *arguments: object) -> object:
    """Return the result of a parser, None if it fails."""
    try:
        return parse(*arguments)
    except ValueError:
        return None
