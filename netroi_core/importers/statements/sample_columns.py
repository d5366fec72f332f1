"""The columns of a statement, with what their cells have in common."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.amounts import DASHES, amount_or_none, has_cents, is_money
from netroi_core.importers.statements.grids import Grid, is_day
from netroi_core.importers.statements.vocabulary import fold

T = TypeVar("T")

# TransactionDate is a transaction date; IBANs and an ALL-CAPS name have no small letters to split at.
_CAMEL_CASE: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")

# A column is one of days, amounts or marks if so many of its filled cells are.
MOSTLY: Final = 0.9
# Columns of marks and states repeat a few words.
_MOST_MARKS: Final = 8


@dataclass(frozen=True)
class SampleColumn:
    """A column of the sample: its name, the cells that are filled, and those of them that aren't just a dash."""

    name: str
    position: int
    filled: tuple[str, ...]
    cells: tuple[str, ...]
    row_count: int
    folded: str

    @cached_property
    def is_days(self) -> bool:
        """True if its cells are days."""
        return self._is_mostly(is_day)

    @cached_property
    def is_amounts(self) -> bool:
        """True if its cells are amounts of money."""
        return self._is_mostly(is_money)

    @property
    def is_signed(self) -> bool:
        """True if a cell has a minus or stands in parentheses."""
        return any(cell.startswith(("-", "−", "(")) or cell.endswith("-") or sign_of(cell) < 0 for cell in self.cells)

    @property
    def has_cents(self) -> bool:
        """True if a cell has decimals."""
        return any(map(has_cents, self.cells))

    @property
    def share(self) -> float:
        """The share of the rows that fill it."""
        return len(self.filled) / max(self.row_count, 1)

    @property
    def is_constant(self) -> bool:
        """True if more than two rows all hold the same, as they do for the account or the day of the export."""
        return self.row_count > 2 and len(self.filled) == self.row_count and len(set(self.filled)) == 1

    @property
    def marks(self) -> frozenset[str]:
        """Its words in plain letters if it repeats a few, or else none."""
        return frozenset(map(fold, self.filled)) if len(set(self.filled)) <= _MOST_MARKS else frozenset()

    def _is_mostly(self, test: Callable[[str], bool]) -> bool:
        return bool(self.cells) and sum(map(test, self.cells)) >= MOSTLY * len(self.cells)


def sample_columns(grid: Grid) -> list[SampleColumn]:
    """Return the columns of a grid, in their order."""
    rows = grid.rows
    columns = []
    for position, name in enumerate(grid.columns):
        filled = tuple(cell for row in rows if (cell := row[name]))
        cells = tuple(cell for cell in filled if cell not in DASHES)
        folded = _folded_name(name) if grid.has_header else ""
        columns.append(SampleColumn(name, position, filled, cells, len(rows), folded))
    return columns


def sign_of(cell: str) -> int:
    """Return 1, -1 or 0 for the sign of an amount; 0 if the cell holds none."""
    amount = amount_or_none(cell) or 0
    return (amount > 0) - (amount < 0)


def try_parse(parse: Callable[..., T], *arguments: object) -> T | None:
    """Return the result of a parser, None if it fails."""
    try:
        return parse(*arguments)
    except ValueError:
        return None


def _folded_name(name: str) -> str:
    # "Amount (after fees)" is no fee.
    head, _, rest = name.partition("(")
    name = head if fold(rest).startswith(vocabulary.AFTER_FEES) else name
    return fold(_CAMEL_CASE.sub(" ", name))
