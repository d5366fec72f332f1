"""The kinds of files that can be brought, each with its reader, and how a file's kind is told by what is in it."""

import re
from collections.abc import Mapping
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar import calendar
from netroi_core.importers.contacts import address_books
from netroi_core.importers.linkedin import archive
from netroi_core.importers.palms import palms
from netroi_core.importers.proposal import Reader
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import layout_of
from netroi_core.importers.statements import expenses, mapping
from netroi_core.importers.statements.layouts import LAYOUTS
from netroi_core.importers.time import time_entries
from netroi_core.workspace.fields import ImportKind

READERS: Final[Mapping[str, Reader]] = {
    "linkedin": archive.read,
    "calendar": calendar.read,
    "contacts": address_books.read,
    "expenses": expenses.read,
    "palms": palms.read,
    "time": time_entries.read,
}
"""By the name of the kind, as on the command line."""

_MARKS: Final[tuple[tuple[ImportKind, re.Pattern[str]], ...]] = (
    ("calendar", re.compile(r"^\s*BEGIN:VCALENDAR", re.IGNORECASE | re.MULTILINE)),
    ("contacts", re.compile(r"^\s*BEGIN:VCARD", re.IGNORECASE | re.MULTILINE)),
    ("palms", re.compile(r"<\s*(?:\w+:)?Workbook\b", re.IGNORECASE)),
)
_HEAD: Final = 20_000
_TABLES: Final[Mapping[ImportKind, tuple[tuple[str, ...], ...]]] = {
    "linkedin": tuple(kind.columns for kind in archive.KINDS.values()),
    "expenses": tuple(layout.columns for layout in LAYOUTS),
    "time": (time_entries.CLOCKIFY, time_entries.TOGGL),
    "contacts": address_books.LAYOUTS,
}
"""The columns that tables are known by; LinkedIn first, whose recommendations look like an address book."""


def recognised(raw: bytes) -> ImportKind | None:
    """What a file is, by what is in it; None if that can't be told. NotImportable if it is nothing that can be read."""
    if files.is_archive(raw):
        return _of_archive(raw)
    text = files.text(raw)
    head = text[:_HEAD]
    marked = next((kind for kind, mark in _MARKS if mark.search(head)), None)
    return marked or _of_table(head) or ("expenses" if mapping.is_statement(raw) else None)


def _of_archive(raw: bytes) -> ImportKind:
    names = files.names(raw)
    if any(name.endswith(".csv") for name in names):
        return "linkedin"
    if any(name.endswith(".ics") for name in names):
        return "calendar"
    raise NotImportable("The archive holds neither a data export of LinkedIn nor a calendar; take the file out of it.")


def _of_table(head: str) -> ImportKind | None:
    kind_of = {columns: kind for kind, tables in _TABLES.items() for columns in tables}
    found = layout_of(head, *kind_of)
    return kind_of[tuple(found)] if found else None
