"""Find the columns of a table by what they hold, whatever a program calls them in one of seven languages."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from netroi_core.importers.reading.tables import MOST_COLUMNS, TableRow, TextTable, find_table, possible_headers
from netroi_core.workspace.search import normalize_text

# The keys of the columns that may hold each thing, the surest first.
Vocabulary = Mapping[str, tuple[str, ...]]
# The name of the column in a header by what it holds.
Columns = Mapping[str, str]

# CRMs put the kind of record before a field: "Person - Name", "Contact: Email".
_RECORD_KIND: Final = re.compile(r"(?:person|contact|lead|deal|activity|opportunity)\s*[-–:.]\s*", re.IGNORECASE)
_LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class RecordTable:
    """A table, the columns in it by what they hold, and the names of all its columns."""

    table: TextTable
    columns: Columns
    header: Sequence[str]

    def cell(self, row: TableRow, *fields: str) -> str:
        """Return the first text that isn't empty in the columns of these fields."""
        return next((text for field in fields if (text := row[self.columns.get(field, "")])), "")


def words(keys: str) -> tuple[str, ...]:
    """Return the keys in a text, for a vocabulary."""
    return tuple(keys.split())


@lru_cache(maxsize=4096)
def column_key(name: str) -> str:
    """Return the letters and digits of a column's name, without case, accents and the kind of record before it.

    >>> column_key("E-mail 1 – Value"), column_key("Person - First_Name")
    ('email1value', 'firstname')
    """
    name = name[:_LONGEST_NAME]
    match = _RECORD_KIND.match(name)
    return "".join(filter(str.isalnum, normalize_text(name[match.end() :] if match else name)))


def find_columns(header: Sequence[str], vocabulary: Vocabulary) -> Columns:
    """Return the columns of a header that are in a vocabulary, by what they hold."""
    # A unit may follow in brackets: "Amount (USD)".
    names = {column_key(name.partition("(")[0]): name for name in reversed(header)}
    names |= {column_key(name): name for name in reversed(header)}
    found = {field: next((names[key] for key in keys if key in names), "") for field, keys in vocabulary.items()}
    return {field: name for field, name in found.items() if name}


def has_any(header: Sequence[str], keys: Collection[str]) -> bool:
    """Return True if a header has a column with one of these keys."""
    return any(column_key(name) in keys for name in header)


def find_record_table(text: str, fit: Callable[[Sequence[str]], Columns | None]) -> RecordTable | None:
    """Return the table under the first row whose columns fit, None if there is none."""
    headers = (cells for cells, _ in possible_headers(text) if len(cells) <= MOST_COLUMNS)
    header = next(((cells, columns) for cells in headers if (columns := fit(cells))), None)
    if header is None:
        return None
    names = [normalize_text(name) for name in header[0]]
    # Of two columns with one name the first counts, so such a name can't be part of a signature.
    unique = (name for name in header[0] if names.count(normalize_text(name)) == 1 and normalize_text(name))
    return RecordTable(find_table(text, tuple(unique)), header[1], header[0])
