"""Read the lines of a statement, whatever its format: a bank's own, a known table, or any other table."""

from collections.abc import Callable, Iterator
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.proposal import Draft
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import TextTable, find_table
from netroi_core.importers.statements import blocks, camt, mt940, ofx, qif
from netroi_core.importers.statements.grids import find_grid
from netroi_core.importers.statements.guessing import guess, is_statement, names_balance
from netroi_core.importers.statements.layouts import CUSTOM, LAYOUTS, StatementLayout
from netroi_core.importers.statements.lines import StatementLine
from netroi_core.importers.statements.rows import read_rows

# The endings of the files of banks that may be in an archive.
SUFFIXES: Final = (".xml", ".ofx", ".qfx", ".qif", ".sta", ".mt940", ".940", ".camt", ".swi")

_Reader = Callable[[Draft, str, str], Iterator[StatementLine]]
# The formats of banks, by their names: how each is recognized and read.
BANK_FORMATS: Final[dict[str, tuple[Callable[[str], bool], _Reader]]] = {
    "OFX": (ofx.is_ofx, ofx.read_lines),
    "QIF": (qif.is_qif, qif.read_lines),
    "CAMT": (camt.is_camt, camt.read_lines),
    "MT940": (mt940.is_mt940, mt940.read_lines),
    "Santander UK text": (blocks.is_blocks, blocks.read_lines),
}


def looks_like_statement(raw: bytes) -> bool:
    """Return True if a file is a statement: in a format of banks, or a table of days, money and words."""
    try:
        text = files.decode_text(raw)
        return _format_name(text) is not None or _find_known_table(text) is not None or is_statement(find_grid(text))
    except NotImportable:
        return False


def has_balance(raw: bytes) -> bool:
    """Return True if a file is a statement in a format of banks, or a table with the balance beside the amount."""
    try:
        text = files.decode_text(raw)
        if _format_name(text):
            return True
        grid = find_grid(text)
    except NotImportable:
        return False
    return names_balance(grid) and is_statement(grid)


def read_statement(
    draft: Draft, raw: bytes, file: str, layout: StatementLayout | None
) -> tuple[Iterator[StatementLine], str]:
    """Return the lines of a statement, and how they are read, as the end of a sentence.

    Without a layout that the user chose, the columns of an unknown table are guessed. NotImportable is raised if the
    file is no statement, or its columns leave open how it is to be read.
    """
    text = files.decode_text(raw)
    if layout is None and (name := _format_name(text)):
        return BANK_FORMATS[name][1](draft, text, file), f"as a statement in the format {name}"
    used_layout, table = _find_table(text, layout)
    if layout is not None:
        method = "with the columns you chose"
    elif used_layout.name == CUSTOM:
        method = "by its columns"
    else:
        method = f"as a statement from {used_layout.name}"
    return read_rows(draft, table, used_layout, file), method


def layout_name(raw: bytes) -> str:
    """Return the name of the format or known layout of a statement, empty if it has neither."""
    text = files.decode_text(raw)
    if name := _format_name(text):
        return name
    known_table = _find_known_table(text)
    return known_table[0].name if known_table else ""


def bank_format(raw: bytes) -> str:
    """Return the name of the format of banks that a statement is in, empty for a table."""
    return _format_name(files.decode_text(raw)) or ""


def _format_name(text: str) -> str | None:
    return next((name for name, (is_format, _) in BANK_FORMATS.items() if is_format(text)), None)


def _find_table(text: str, layout: StatementLayout | None) -> tuple[StatementLayout, TextTable]:
    """Return the table of a statement and its layout: the one that the user chose, a known one, or a guess."""
    if layout is None and (known_table := _find_known_table(text)):
        return known_table
    grid = find_grid(text, layout.has_header if layout else None)
    if layout is None:
        return guess(grid).certain_layout, grid.table
    if not all(grid.table.has(column) for column in layout.signature):
        # Raises the sentence that names the missing columns.
        find_table(text, layout.signature)
    return layout, grid.table


def _find_known_table(text: str) -> tuple[StatementLayout, TextTable] | None:
    layouts = {candidate.signature: candidate for candidate in LAYOUTS}
    try:
        table = find_table(text, *layouts)
    except NoSuchTable:
        return None
    layout = layouts[table.signature]
    return None if _contradicts(text, layout) else (layout, table)


def _contradicts(text: str, layout: StatementLayout) -> bool:
    """Return True if the lines of a file speak for sure against the sign of a known layout: another bank's columns."""
    try:
        guessed = guess(find_grid(text))
    except NotImportable:
        return False
    is_same = guessed.layout.amount == layout.amount and not guessed.layout.direction
    return is_same and "sign" not in guessed.questions and guessed.layout.spent != layout.spent
