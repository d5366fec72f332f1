"""Find what marks money spent in a statement: a column, a sign, marks after amounts, the balance, or the words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from netroi_core.importers.reading.tables import TableRow
from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.amounts import is_money, parse_marked_amount
from netroi_core.importers.statements.grids import Grid
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.importers.statements.rows import BLANK, balance_changes, direction_of_line, marked_direction
from netroi_core.importers.statements.sample_columns import MOSTLY, SampleColumn, sign_of
from netroi_core.importers.statements.vocabulary import Direction
from netroi_core.workspace.fields import Spent

_CREDIT_MARKS: Final = frozenset(("cr", "credit", "kredit", "credito", "haben", "gutschrift"))
_AS_NEGATIVE: Final = {"spent": -1, "received": 1}


def votes_by_line(grid: Grid, columns: Sequence[SampleColumn], amount: SampleColumn) -> Mapping[int, Direction]:
    """Return by line the direction that its words speak for, where they speak for one."""
    lines = [row for row in grid.rows if row[amount.name]]
    texts = [column.name for column in columns if _has_text(column)]
    if {-1, 1} <= {sign_of(row[amount.name]) for row in lines}:
        texts = _telling(texts, lines)
    is_card = any(vocabulary.CARD_PURCHASES & column.marks for column in columns)
    votes = {row.line: _direction_of_words([row[name] for name in texts if row[name]], is_card) for row in lines}
    return {line: direction for line, direction in votes.items() if direction}


def _telling(texts: Sequence[str], lines: Sequence[TableRow]) -> list[str]:
    """Return the columns whose words differ: what all lines say, those in and those out, tells no direction."""
    return [name for name in texts if len({row[name] for row in lines}) > 1]


def _has_text(column: SampleColumn) -> bool:
    return bool(column.cells) and not column.is_days and not column.is_amounts


def _direction_of_words(words: Sequence[str], is_card: bool) -> Direction | None:
    """Return the direction that the words of a line speak for: its marks, its words, or the kind of merchant."""
    marked = {direction for word in words if (direction := _direction_of_mark(word, is_card))}
    return marked.pop() if len(marked) == 1 else direction_of_line(" ".join(words))


def _direction_of_mark(mark: str, is_card: bool) -> Direction | None:
    """Return the direction that a mark says; of a card, a payment is money received."""
    return marked_direction(mark) if is_card else vocabulary.direction_of(mark)


def with_direction(
    grid: Grid,
    layout: StatementLayout,
    columns: Sequence[SampleColumn],
    amount: SampleColumn,
    balance: str,
    votes: Mapping[int, Direction],
) -> tuple[StatementLayout, bool]:
    """Return the layout with what marks money spent, and True if that is sure."""
    if sign := _sign_of_bare_amounts(amount):
        return replace(layout, spent=sign), True
    changes = balance_changes(grid.rows, replace(layout, balance=balance), None) if balance else {}
    signs = {row.line: sign_of(row[amount.name]) for row in grid.rows}
    if -1 in signs.values():
        guessed, is_sure = _by_sign(layout, signs, _without_contradiction(votes, changes) if changes else votes)
        return guessed, is_sure or (guessed.spent == "negative" and _has_plus(amount))
    if marked := _by_marks(layout, columns):
        return marked, True
    if changes:
        return replace(layout, balance=balance), not _contradicts(votes, changes)
    return replace(layout, spent="positive"), _are_all_spent(grid, columns, votes)


def _sign_of_bare_amounts(amount: SampleColumn) -> Spent | None:
    """Return the sign of money spent without a mark such as CR, None if no amount has one.

    Banks that mark only the debits leave the credits bare; else what is bare is spent.
    """
    marks = {parse_marked_amount(cell)[1] for cell in amount.cells if is_money(cell)} - {None}
    return ("positive" if "received" in marks else "negative") if marks else None


def _has_plus(amount: SampleColumn) -> bool:
    """Return True if a cell has a plus, which is written only beside minuses, from the account's point of view."""
    return any(cell.startswith("+") for cell in amount.cells)


def _by_marks(layout: StatementLayout, columns: Sequence[SampleColumn]) -> StatementLayout | None:
    """Return the layout with the column that marks money spent, or money received; None if there is none."""
    if column := _direction_column(columns):
        return replace(layout, direction=column.name)
    if column := _credit_marks(columns):
        return replace(layout, direction=column.name, spent_word=BLANK)
    return None


def _are_all_spent(grid: Grid, columns: Sequence[SampleColumn], votes: Mapping[int, Direction]) -> bool:
    """Return True if amounts without any sign are all spent: by the words of most lines, or of some of a card's."""
    is_card = any(vocabulary.CARD.search(column.folded) for column in columns)
    return set(votes.values()) == {"spent"} and (is_card or len(votes) * 2 >= len(grid.rows))


def _direction_column(columns: Sequence[SampleColumn]) -> SampleColumn | None:
    """Return the column whose few words all say spent or received."""
    for column in columns:
        is_card = bool(vocabulary.CARD_PURCHASES & column.marks)
        are_clear = bool(column.marks) and all(_direction_of_mark(mark, is_card) for mark in column.marks)
        if are_clear and column.share >= MOSTLY:
            return column
    return None


def _credit_marks(columns: Sequence[SampleColumn]) -> SampleColumn | None:
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
    cast = Counter(signs[line] * _AS_NEGATIVE[direction] for line, direction in votes.items())
    negative, positive = cast[1], cast[-1]
    counts = Counter(signs.values())
    majority = counts[-1] - counts[1]
    are_all_negative = negative == positive == 0 and not counts[1]
    if negative > 2 * positive or are_all_negative:
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
