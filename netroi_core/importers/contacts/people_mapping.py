"""Offer the columns of an unknown table of people with a guess, and remember what the user chose.

A layout that the user chose is used whenever a file with the same header comes again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.contacts.people_tables import (
    MONEY,
    find_people,
    has_both_names,
    is_of_other_field,
    likely_columns,
    people_in,
)
from netroi_core.importers.contacts.vcards import has_cards
from netroi_core.importers.matching.contact_matching import ImportedPerson
from netroi_core.importers.proposal import Draft
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import (
    HEADER_REACH,
    LONGEST_NAME,
    MOST_COLUMNS,
    RecordTable,
    find_table,
    has_any,
    possible_headers,
    words,
)
from netroi_core.importers.rules import header_fingerprint, recall
from netroi_core.relationships.mentions import is_name_word
from netroi_core.workspace.document import empty
from netroi_core.workspace.fields import normalize_text
from netroi_core.workspace.profile import PeopleLayout
from netroi_core.workspace.workspace import Workspace

MOST_SHOWN: Final = 6

# The rows on which a guess is based.
_SAMPLE_ROWS: Final = 200
_MOST_WORDS: Final = 4
_LEGAL_FORMS: Final = words("inc ltd llc plc corp gmbh ag kg se sa sarl sas sl srl spa bv nv ab oy as aps lda ltda co")
_LONGEST_PERSON: Final = 60


@dataclass(frozen=True)
class PeopleChoice:
    """The columns of a table of people with a guess, which is certain by their names, or remembered."""

    columns: tuple[str, ...]
    guess: PeopleLayout
    is_certain: bool
    is_remembered: bool


def people_columns(text: str) -> tuple[str, ...]:
    """Return the column names of any table; raise NotImportable if it has fewer than two columns, or no names."""
    headers = (
        tuple(name for name in cells if 0 < len(name) <= LONGEST_NAME)
        for cells, _ in possible_headers(text[:HEADER_REACH])
        if len(cells) <= MOST_COLUMNS
    )
    # The header is the first of the rows with the most cells that aren't empty.
    names: tuple[str, ...] = max(headers, key=len, default=())
    names = tuple({normalize_text(name): name for name in reversed(names)}.values())[::-1]
    if len(names) < 2:
        raise NotImportable(
            "The file isn’t a table of people, with a name and an e-mail address or company in each row."
        )
    # Taken for names of columns, the first person would be lost.
    if any("@" in name for name in names):
        raise NotImportable("The first row names no columns. Add a row above it, such as Name, E-mail, Company.")
    return names


def guess_people(text: str, layouts: Sequence[PeopleLayout] = ()) -> PeopleLayout:
    """Return the remembered layout of a text's header, else a guess; raise NotImportable if it isn't a table."""
    if layout := recall_people(text, layouts):
        return layout
    table = find_people(text)
    return _layout(table) if table else _guess_by_cells(text, people_columns(text))


def recall_people(text: str, layouts: Sequence[PeopleLayout]) -> PeopleLayout | None:
    """Return the remembered layout of a text's header, None if there is none."""
    if not layouts:
        return None
    table = find_people(text)
    return recall(layouts, table.header if table else people_columns(text))


def looks_like_people(text: str) -> bool:
    """Return True if the cells of a table are names and e-mail addresses, whatever its columns are called."""
    try:
        columns = people_columns(text)
        layout = _guess_by_cells(text, columns)
    except NotImportable:
        return False
    rows = find_table(text, columns).rows[:_SAMPLE_ROWS]
    if layout.last_name and has_any(columns, MONEY):
        return False
    names = (f"{row[layout.name]} {row[layout.last_name]}".strip() for row in rows)
    return bool(layout.address) and all(map(_looks_like_name, filter(None, names)))


def mapped_table(text: str, layout: PeopleLayout) -> RecordTable:
    """Return the table of people with the columns of a layout."""
    names = ("given", "family") if layout.last_name else ("full", "")
    columns = dict(zip(names, (layout.name, layout.last_name), strict=True))
    columns |= {"organization": layout.organisation, "role": layout.role, "address": layout.address}
    columns = {field: column for field, column in columns.items() if field and column}
    table = find_table(text, tuple(dict.fromkeys(columns.values())))
    known_table = find_people(text)
    return RecordTable(table, columns, known_table.header if known_table else people_columns(text))


def propose_people(raw: bytes, layouts: Sequence[PeopleLayout]) -> PeopleChoice | None:
    """Return the columns of a file with a guess, for the user to correct; None for vCards, which have none."""
    if files.is_archive(raw) or has_cards(text := files.decode_text(raw)):
        return None
    guess = guess_people(text, layouts)
    return PeopleChoice(people_columns(text), guess, find_people(text) is not None, guess in layouts)


def first_people(raw: bytes, layout: PeopleLayout) -> list[ImportedPerson]:
    """Return the first people in a table with the columns of a layout, for the user to check."""
    draft = Draft("contacts", "", Workspace(empty()))
    table = mapped_table(files.decode_text(raw), layout)
    return list(islice(people_in(table, draft, ""), MOST_SHOWN))


def _layout(table: RecordTable) -> PeopleLayout:
    columns = table.columns
    is_split = has_both_names(columns)
    names = [name for name in table.header if len(name) <= LONGEST_NAME]
    whole = next((columns[field] for field in ("full", "given", "family") if field in columns), "")
    return PeopleLayout(
        header=header_fingerprint(table.header),
        name=columns["given"] if is_split else whole,
        last_name=columns["family"] if is_split else "",
        organisation=columns.get("organization", ""),
        role=columns.get("role", ""),
        address=next((name for name in names if _is_mostly(table, name, _is_address)), ""),
    )


def _guess_by_cells(text: str, columns: tuple[str, ...]) -> PeopleLayout:
    table = RecordTable(find_table(text, columns), {}, columns)
    addresses = [column for column in columns if _is_mostly(table, column, _is_address)]
    rest = [column for column in columns if column not in addresses]
    if not rest:
        raise NotImportable("No column of the file can hold a name.")
    likely = likely_columns(columns)
    companies = [column for column in rest if _names_companies(table, column)]
    names = [column for column in rest if column not in companies and _is_mostly(table, column, _looks_like_name)]
    others = [column for column in rest if column not in companies and not is_of_other_field(column)]
    pair = None if names else _pair_of_names(table, others)
    name, last_name = pair or (next(iter(names or rest)), "")
    return PeopleLayout(
        header=header_fingerprint(columns),
        name=name,
        last_name=last_name,
        organisation=likely.get("organization") or next((column for column in companies if column != name), ""),
        role=likely.get("role", ""),
        address=next(iter(addresses), ""),
    )


def _pair_of_names(table: RecordTable, columns: Sequence[str]) -> tuple[str, str] | None:
    """Return the first two columns beside each other that hold one capitalized word each: first and last names."""
    are_words = [_is_mostly(table, column, is_name_word) and any(table.table.rows) for column in columns]
    pairs = zip(pairwise(columns), pairwise(are_words), strict=True)
    return next((pair for pair, are_both in pairs if all(are_both)), None)


def _names_companies(table: RecordTable, column: str) -> bool:
    """Return True if a quarter of the cells in a column end like the names of companies, which not all do."""
    cells = [row[column] for row in table.table.rows[:_SAMPLE_ROWS] if row[column]]
    return sum(cell.rpartition(" ")[2].strip(".").lower() in _LEGAL_FORMS for cell in cells) * 4 >= max(len(cells), 1)


def _is_mostly(table: RecordTable, column: str, test: Callable[[str], bool]) -> bool:
    """Return True if most of the cells in a column that aren't empty pass a test."""
    cells = [row[column] for row in table.table.rows[:_SAMPLE_ROWS] if row[column]]
    return sum(map(test, cells)) * 2 > len(cells)


def _is_address(cell: str) -> bool:
    return "@" in cell and " " not in cell.strip()


def _looks_like_name(cell: str) -> bool:
    """Return True if a text is of two to four words that begin with a capital letter and have no digits."""
    parts = cell.replace(",", " ").split()
    return (
        2 <= len(parts) <= _MOST_WORDS
        and len(cell) <= _LONGEST_PERSON
        and all(part[0].isalpha() and not any(map(str.isdigit, part)) and "@" not in part for part in parts)
        and parts[0][0].isupper()
        and parts[-1][0].isupper()
    )
