"""The kinds of files that can be imported, their readers, and how to recognize a file's kind by its contents."""

import re
from collections.abc import Mapping
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers import address_books, time_sheets
from netroi_core.importers.calendar import calendar
from netroi_core.importers.linkedin import archive
from netroi_core.importers.palms import palms
from netroi_core.importers.proposal import Reader
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import find_signature
from netroi_core.importers.statements import expenses, mapping
from netroi_core.importers.statements.layouts import LAYOUTS
from netroi_core.workspace.fields import ImportKind

# The readers by kind, as named on the command line.
READERS: Final[Mapping[str, Reader]] = {
    "linkedin": archive.read_export,
    "calendar": calendar.read_calendar,
    "contacts": address_books.read_address_book,
    "expenses": expenses.read_statement,
    "palms": palms.read_palms,
    "time": time_sheets.read_time_sheet,
}

_PATTERNS: Final[Mapping[ImportKind, re.Pattern[str]]] = {
    "calendar": re.compile(r"^\s*BEGIN:VCALENDAR", re.IGNORECASE | re.MULTILINE),
    "contacts": re.compile(r"^\s*BEGIN:VCARD", re.IGNORECASE | re.MULTILINE),
    "palms": re.compile(r"<\s*(?:\w+:)?Workbook\b", re.IGNORECASE),
}
_HEAD: Final = 20_000
# LinkedIn goes first: its recommendations have the columns of an address book, too.
_KIND_OF_COLUMNS: Final[Mapping[tuple[str, ...], ImportKind]] = {
    **dict.fromkeys(archive.FILE_READERS, "linkedin"),
    **dict.fromkeys((layout.signature for layout in LAYOUTS), "expenses"),
    **dict.fromkeys(time_sheets.SIGNATURES, "time"),
    **dict.fromkeys(address_books.SIGNATURES, "contacts"),
}


def recognize_kind(raw: bytes) -> ImportKind | None:
    """Return the kind of a file by its contents, None if they don't tell; raise NotImportable if it is unreadable."""
    if files.is_archive(raw):
        return _archive_kind(raw)
    head = files.decode_text(raw)[:_HEAD]
    kind = next((kind for kind, pattern in _PATTERNS.items() if pattern.search(head)), None)
    return kind or _table_kind(head) or ("expenses" if mapping.looks_like_statement(raw) else None)


def _archive_kind(raw: bytes) -> ImportKind:
    names = files.member_names(raw)
    if any(name.endswith(".csv") for name in names):
        return "linkedin"
    if any(name.endswith(".ics") for name in names):
        return "calendar"
    raise NotImportable("The archive holds neither a data export of LinkedIn nor a calendar; take the file out of it.")


def _table_kind(head: str) -> ImportKind | None:
    columns = find_signature(head, *_KIND_OF_COLUMNS)
    return _KIND_OF_COLUMNS[columns] if columns else None
