"""Find the column of a statement with the amounts of the account, or the two with money spent and received."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from netroi_core.importers.reading.tables import TableRow
from netroi_core.importers.reading.values import detect_decimal_mark, find_currency
from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.directions import votes_by_line, with_direction
from netroi_core.importers.statements.grids import Grid
from netroi_core.importers.statements.layouts import Question, StatementLayout
from netroi_core.importers.statements.rows import balance_changes
from netroi_core.importers.statements.sample_columns import MOSTLY, SampleColumn, sign_of, try_parse
from netroi_core.importers.statements.vocabulary import Direction


def with_amount(
    grid: Grid, layout: StatementLayout, columns: Sequence[SampleColumn], numbers: Sequence[SampleColumn]
) -> tuple[StatementLayout, set[Question]]:
    """Return the layout with the columns of the amount and its direction, and what they leave open."""
    if pair := _debit_and_credit(grid, columns, numbers):
        return _with_pair(layout, *pair), set()
    balances = {column.name: _balance(grid, replace(layout, amount=column.name), numbers) for column in numbers}
    # The change of a balance proves an amount, and no column that is one's balance is another's amount.
    candidates = [column for column in numbers if column.name not in balances.values()] or numbers
    amount = max(
        candidates,
        key=lambda column: (
            money_score(column),
            bool(balances[column.name]),
            _is_in_one_currency(column, columns),
            -column.position,
        ),
    )
    if pair := _exclusive_pair(grid, candidates):
        return _with_unnamed_pair(grid, layout, columns, *pair)
    layout = replace(layout, amount=amount.name)
    questions: set[Question] = set()
    if money_score(amount) < 0 or (not grid.has_header and not _is_only_money(amount, candidates, balances)):
        questions.add("columns")
    balance = balances[amount.name]
    votes = votes_by_line(grid, columns, amount)
    layout, is_sure = with_direction(grid, layout, columns, amount, balance, votes)
    if not is_sure:
        questions.add("sign")
    return layout, questions


def _is_in_one_currency(amount: SampleColumn, columns: Sequence[SampleColumn]) -> bool:
    """Return True if the column after an amount has one currency on all lines: that of the account."""
    cells = {cell for column in columns if column.position == amount.position + 1 for cell in column.cells}
    return len(cells) == 1 and all(find_currency(cell) == cell for cell in cells)


def _is_only_money(
    amount: SampleColumn, candidates: Sequence[SampleColumn], balances: Mapping[str, str]
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


def _with_pair(layout: StatementLayout, debit: SampleColumn, credit: SampleColumn) -> StatementLayout:
    is_negative = sum(sign_of(cell) < 0 for cell in debit.cells) * 2 > len(debit.cells)
    return replace(
        layout, amount=debit.name, credit=credit.name, spent="negative" if is_negative else "positive"
    )  # fmt: skip


def _exclusive_pair(grid: Grid, numbers: Sequence[SampleColumn]) -> tuple[SampleColumn, SampleColumn] | None:
    """Return the two columns of numbers, whatever their names, of which each line fills one."""
    parts = [column for column in numbers if column.share < 1 and (money_score(column) >= 0 or not grid.has_header)]
    for index, first in enumerate(parts):
        for second in parts[index + 1 :]:
            filled = [(bool(row[first.name]), bool(row[second.name])) for row in grid.rows]
            if all(a != b for a, b in filled):
                return first, second
    return None


def _with_unnamed_pair(
    grid: Grid, layout: StatementLayout, columns: Sequence[SampleColumn], first: SampleColumn, second: SampleColumn
) -> tuple[StatementLayout, set[Question]]:
    """Return the layout with two columns of which one is money spent: by the balance, or by the words of the lines."""
    scores = []
    for debit, credit in ((first, second), (second, first)):
        votes = {**votes_by_line(grid, columns, debit), **votes_by_line(grid, columns, credit)}
        rows = {row.line: "spent" if row[debit.name] else "received" for row in grid.rows}
        cast = [rows[line] == direction for line, direction in votes.items()]
        scores.append((sum(cast) - (len(cast) - sum(cast)), _with_pair(layout, debit, credit)))
    (first_score, first_layout), (second_score, second_layout) = scores
    is_open = first_score == second_score
    return first_layout if first_score >= second_score else second_layout, {"sign"} if is_open else set()


def money_score(column: SampleColumn) -> int:
    """Return how much a column of numbers is like the amount of the account."""
    name = column.folded
    is_both = bool(vocabulary.DEBIT.search(name)) and bool(vocabulary.CREDIT.search(name))
    score = 4 * (vocabulary.AMOUNT.fullmatch(name) is not None) + 4 * is_both
    score += 3 * any(names.search(name) is not None for names in (vocabulary.AMOUNT, vocabulary.DEBIT))
    score -= 3 * (vocabulary.CREDIT.search(name) is not None and not is_both)
    score -= 20 * (_is_no_amount(name) and not _is_side_only(name))
    score -= 6 * (vocabulary.OTHER_AMOUNT.search(name) is not None)
    score += column.is_signed + column.has_cents + (column.share >= MOSTLY) - 2 * (column.share < 0.5)
    score -= 5 * (not any(map(sign_of, column.cells)))
    is_bare = not column.has_cents and not any(map(find_currency, column.cells))
    return score - 3 * (is_bare and not column.is_signed)


def _debit_and_credit(
    grid: Grid, columns: Sequence[SampleColumn], numbers: Sequence[SampleColumn]
) -> tuple[SampleColumn, SampleColumn] | None:
    """Return the columns of money spent and received, None unless each line has an amount in one of them only."""
    candidates = [column for column in columns if column in numbers or not column.cells]
    debits = [column for column in candidates if _is_side(column, "spent")]
    credits_ = [column for column in candidates if _is_side(column, "received")]
    for debit in debits:
        for credit in sorted(credits_, key=lambda column: abs(column.position - debit.position)):
            if (debit.cells or credit.cells) and _excludes(grid.rows, debit, credit):
                return debit, credit
    return None


def _is_side(column: SampleColumn, side: Direction) -> bool:
    """Return True if the name of a column says one direction only, and no other kind of amount."""
    name = column.folded
    sides = {"spent": vocabulary.DEBIT.search(name), "received": vocabulary.CREDIT.search(name)}
    directions: set[str | None] = {direction for direction, match in sides.items() if match}
    directions = directions or {vocabulary.direction_of(name)}
    is_other = _is_no_amount(name) or vocabulary.OTHER_AMOUNT.search(name) is not None
    return directions == {side} and (_is_side_only(name) or not is_other)


def _is_side_only(name: str) -> bool:
    """Return True if a whole name says one direction: "ut fra konto" is what left the account, and no account."""
    return any(names.fullmatch(name) for names in (vocabulary.DEBIT, vocabulary.CREDIT))


def _is_no_amount(name: str) -> bool:
    return any(names.search(name) for names in (vocabulary.BALANCE, vocabulary.NOT_MONEY))


def _excludes(rows: Sequence[TableRow], debit: SampleColumn, credit: SampleColumn) -> bool:
    filled = [(sign_of(row[debit.name]) != 0, sign_of(row[credit.name]) != 0) for row in rows]
    return not any(a and b for a, b in filled) and any(a or b for a, b in filled)


def _balance(grid: Grid, layout: StatementLayout, numbers: Sequence[SampleColumn]) -> str:
    """Return the column whose change from line to line is the amount, empty if there is none."""
    mark = try_parse(detect_decimal_mark, grid.sample(layout.amount))
    # Numbers of lines that rise by as much as each costs would look like a balance.
    candidates = [column for column in numbers if not vocabulary.NOT_MONEY.search(column.folded)]
    candidates.sort(key=lambda column: (not vocabulary.BALANCE.search(column.folded), not column.has_cents))
    for column in candidates:
        # Two lines prove a balance only if the column's name says that it is one.
        fewest = 2 if vocabulary.BALANCE.search(column.folded) else 3
        is_other = column.name != layout.amount and len(grid.rows) >= fewest
        if is_other and balance_changes(grid.rows, replace(layout, balance=column.name), mark):
            return column.name
    return ""
