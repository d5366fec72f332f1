"""Offer the columns of an unknown bank's statement with a guess, and remember what the user corrected.

A layout that the user corrected is used whenever a file with the same header comes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from netroi_core.importers.reading import files
from netroi_core.importers.rules import header_fingerprint, recall, remember
from netroi_core.importers.statements.grids import Grid, find_grid
from netroi_core.importers.statements.guessing import guess
from netroi_core.importers.statements.layouts import Question, StatementLayout
from netroi_core.importers.statements.notations import with_notations
from netroi_core.importers.statements.rows import BLANK
from netroi_core.importers.statements.sample_columns import sign_of
from netroi_core.workspace.fields import Spent
from netroi_core.workspace.profile import ImportLayout

MOST_WORDS: Final = 12

_REMEMBERED: Final = (
    *("date", "amount", "spent", "order", "decimal_mark", "credit", "direction", "spent_word", "balance"),
    *("currency", "currency_code", "state", "has_header"),
)


@dataclass(frozen=True)
class LayoutChoice:
    """The columns of a statement with a guess, for the user to correct.

    Attributes:
        columns: Their unique names.
        has_header: True if the table begins with a row of names.
        guess: The layout that the columns tell.
        questions: What they leave open; nothing if they tell for certain how the statement is read.
        layout: The layout that is remembered for the header, or else the guess.
    """

    columns: tuple[str, ...]
    has_header: bool
    guess: StatementLayout
    questions: frozenset[Question]
    layout: StatementLayout
    is_remembered: bool


def propose_layout(raw: bytes, layouts: Sequence[ImportLayout] = (), has_header: bool | None = None) -> LayoutChoice:
    """Return the columns of a statement with a guess; raise NotImportable if the file isn't a table.

    ``has_header`` is the user's word on whether the first row has the names; None: found by looking at the rows.
    """
    grid = _grid(raw, has_header)
    guessed, remembered = guess(grid), recall(layouts, grid.columns)
    layout = _apply(remembered, guessed.layout) if remembered else guessed.layout
    return LayoutChoice(
        grid.columns, grid.has_header, guessed.layout, guessed.questions, layout, remembered is not None
    )


def open_questions(raw: bytes, layout: StatementLayout) -> frozenset[Question]:
    """Return the notations that the cells leave open, so that the user must choose."""
    return frozenset(with_notations(_grid(raw, layout.has_header), layout, ())[1])


def sign_of_spending(raw: bytes, layout: StatementLayout) -> Spent:
    """Return the sign that most amounts have in the column of money spent."""
    grid = _grid(raw, layout.has_header)
    signs = [sign_of(cell) for cell in grid.sample(layout.amount)]
    return "negative" if sum(signs) < 0 else "positive"


def direction_words(raw: bytes, layout: StatementLayout, column: str) -> tuple[str, ...]:
    """Return the few distinct words in a column of a statement, for the user to say which marks money spent."""
    grid = _grid(raw, layout.has_header)
    return tuple(dict.fromkeys(cell or BLANK for cell in grid.sample(column)))[:MOST_WORDS]


def remember_layout(
    layouts: Sequence[ImportLayout], columns: Sequence[str], layout: StatementLayout
) -> tuple[ImportLayout, ...]:
    """Return the remembered layouts with that of a file's columns, in place of an earlier one for the same header."""
    fields = {name: getattr(layout, name) for name in _REMEMBERED}
    return remember(
        layouts, ImportLayout(header=header_fingerprint(columns), description=layout.description[0], **fields)
    )


def _grid(raw: bytes, has_header: bool | None = None) -> Grid:
    return find_grid(files.decode_text(raw), has_header)


def _apply(remembered: ImportLayout, guessed: StatementLayout) -> StatementLayout:
    fields = {name: getattr(remembered, name) for name in _REMEMBERED}
    # Layouts that were remembered before there was a choice have neither.
    currency = remembered.currency or ("" if remembered.currency_code else guessed.currency)
    fields |= {"currency": currency, "state": remembered.state or guessed.state}
    return replace(guessed, description=(remembered.description,), **fields)
