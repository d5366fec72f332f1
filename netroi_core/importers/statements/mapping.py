"""Offer the columns of an unknown bank's statement with a guess, and remember what the user corrected.

A layout that the user corrected is used whenever a file with the same header comes again.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from netroi_core.importers.proposal import fingerprint
from netroi_core.importers.reading import files
from netroi_core.importers.statements.grids import Grid, find_grid
from netroi_core.importers.statements.guessing import guess
from netroi_core.importers.statements.layouts import Question, StatementLayout
from netroi_core.importers.statements.notations import with_notations
from netroi_core.importers.statements.rows import BLANK
from netroi_core.importers.statements.sample_columns import sign_of
from netroi_core.workspace.fields import Spent, normalize_text
from netroi_core.workspace.profile import ImportLayout

MOST_LAYOUTS: Final = 20
MOST_WORDS: Final = 12

_REMEMBERED: Final = (
    *("date", "amount", "spent", "order", "decimal_mark", "credit", "direction", "spent_word", "balance"),
    *("currency", "currency_code", "state", "has_header"),
)


def table_columns(raw: bytes, has_header: bool | None = None) -> tuple[str, ...]:
    """Return the unique column names of a statement's table; raise NotImportable if the file has none.

    ``has_header`` is the user's word on whether the first row has the names; None: found by looking at the rows.
    """
    return _grid(raw, has_header).columns


def guess_layout(raw: bytes, layouts: Sequence[ImportLayout], has_header: bool | None = None) -> StatementLayout:
    """Return the remembered layout of a file's header, else a guess; raise NotImportable if the file isn't a table."""
    grid = _grid(raw, has_header)
    layout = guess(grid).layout
    remembered = _recall(layouts, grid.columns)
    return _apply(remembered, layout) if remembered else layout


def open_questions(raw: bytes, layout: StatementLayout) -> frozenset[Question]:
    """Return the notations that the cells leave open, so that the user must choose."""
    return frozenset(with_notations(_grid(raw, layout.has_header), layout, ())[1])


def has_header(raw: bytes) -> bool:
    """Return True if the table of a statement begins with a row of names."""
    return _grid(raw).has_header


def sign_of_spending(raw: bytes, layout: StatementLayout) -> Spent:
    """Return the sign that most amounts have in the column of money spent."""
    grid = _grid(raw, layout.has_header)
    signs = [sign_of(cell) for cell in grid.sample(layout.amount)]
    return "negative" if sum(signs) < 0 else "positive"


def guess_questions(raw: bytes, has_header: bool | None = None) -> frozenset[Question]:
    """Return what the columns of a statement leave open; nothing if they tell for certain how it is read."""
    return guess(_grid(raw, has_header)).questions


def direction_words(raw: bytes, layout: StatementLayout, column: str) -> tuple[str, ...]:
    """Return the few distinct words in a column of a statement, for the user to say which marks money spent."""
    grid = _grid(raw, layout.has_header)
    return tuple(dict.fromkeys(cell or BLANK for cell in grid.sample(column)))[:MOST_WORDS]


def is_remembered(raw: bytes, layouts: Sequence[ImportLayout]) -> bool:
    """Return True if the user chose a layout for a file with these columns before."""
    return _recall(layouts, table_columns(raw)) is not None


def remember_layout(
    layouts: Sequence[ImportLayout], columns: Sequence[str], layout: StatementLayout
) -> tuple[ImportLayout, ...]:
    """Return the remembered layouts with that of a file's columns, in place of an earlier one for the same header."""
    header = _header_fingerprint(columns)
    fields = {name: getattr(layout, name) for name in _REMEMBERED}
    remembered = ImportLayout(header=header, description=layout.description[0], **fields)
    return (*(earlier for earlier in layouts if earlier.header != header), remembered)[-MOST_LAYOUTS:]


def _grid(raw: bytes, has_header: bool | None = None) -> Grid:
    return find_grid(files.decode_text(raw), has_header)


def _recall(layouts: Sequence[ImportLayout], columns: Sequence[str]) -> ImportLayout | None:
    header = _header_fingerprint(columns)
    return next((layout for layout in layouts if layout.header == header), None)


def _apply(remembered: ImportLayout, guessed: StatementLayout) -> StatementLayout:
    fields = {name: getattr(remembered, name) for name in _REMEMBERED}
    # Layouts that were remembered before there was a choice have neither.
    currency = remembered.currency or ("" if remembered.currency_code else guessed.currency)
    fields |= {"currency": currency, "state": remembered.state or guessed.state}
    return replace(guessed, description=(remembered.description,), **fields)


def _header_fingerprint(columns: Sequence[str]) -> str:
    return fingerprint([normalize_text(column) for column in columns])
