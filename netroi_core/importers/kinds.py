"""Recognize the kind of a file by its contents: by how it begins, its columns, or what they hold."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers import time_sheets
from netroi_core.importers.calendar import calendar_csv
from netroi_core.importers.contacts.address_books import refuse_guest_list
from netroi_core.importers.contacts.people_mapping import looks_like_people
from netroi_core.importers.contacts.people_tables import find_people
from netroi_core.importers.crm import crm
from netroi_core.importers.linkedin import archive
from netroi_core.importers.reading import files as file_reading
from netroi_core.importers.reading.formats import HEAD, text_problem
from netroi_core.importers.reading.tables import HEADER_WITHIN, find_signature, possible_headers
from netroi_core.importers.reading.values import one_line
from netroi_core.importers.statements import statement_files
from netroi_core.importers.statements.layouts import LAYOUTS
from netroi_core.wording.wording import join_words
from netroi_core.workspace.fields import ImportKind

IMPORT_KIND_NAMES: Final[Mapping[ImportKind, str]] = {
    "linkedin": "LinkedIn export",
    "calendar": "Calendar",
    "contacts": "Address book",
    "crm": "CRM: contacts, meetings or deals",
    "expenses": "Card, bank or expense statement",
    "palms": "BNI PALMS report",
    "time": "Time entries",
    "several": "Several files",
}
# The kinds of single files, as named on the command line.
FILE_KINDS: Final[tuple[ImportKind, ...]] = tuple(kind for kind in IMPORT_KIND_NAMES if kind != "several")

_PATTERNS: Final[Mapping[ImportKind, re.Pattern[str]]] = {
    "calendar": re.compile(r"^[ \t]*BEGIN:VCALENDAR", re.IGNORECASE | re.MULTILINE),
    "contacts": re.compile(r"^[ \t]*BEGIN:VCARD", re.IGNORECASE | re.MULTILINE),
    "palms": re.compile(r"<\s*(?:\w+:)?Workbook\b", re.IGNORECASE),
}
_MOST_NAMED: Final = 3
# The kinds of archives whose files all have one ending.
_KIND_OF_MEMBERS: Final[Mapping[str, ImportKind]] = {".ics": "calendar", ".vcf": "contacts"}
_KIND_OF_COLUMNS: Final[Mapping[tuple[str, ...], ImportKind]] = {
    **dict.fromkeys((layout.signature for layout in LAYOUTS), "expenses"),
    **dict.fromkeys(calendar_csv.SIGNATURES, "calendar"),
}
# Tables that are found by what their columns hold, whatever these are called: tried in this order.
_FINDERS: Final[Mapping[ImportKind, Callable[[str], object]]] = {
    "crm": crm.crm_contents,
    "time": time_sheets.find_time_sheet,
    "contacts": find_people,
}


def recognize_kind(raw: bytes) -> ImportKind | None:
    """Return the kind of a file by its contents, None if they don't tell; raise NotImportable if it is unreadable."""
    if file_reading.is_archive(raw):
        return _archive_kind(raw)
    head = file_reading.decode_text(raw)[:HEAD]
    if kind := _marked_kind(head):
        return kind
    refuse_guest_list(head)
    # A table with a balance is of a bank, though it may name accounts as a CRM does.
    if statement_files.has_balance(raw):
        return "expenses"
    if kind := next((kind for kind, find in _FINDERS.items() if find(head)), None):
        return kind
    if statement_files.looks_like_statement(raw):
        return "expenses"
    if looks_like_people(head):
        return "contacts"
    if problem := text_problem(head):
        raise NotImportable(problem)
    return None


def _marked_kind(head: str) -> ImportKind | None:
    """Return the kind of a file that begins as only one kind does, or has the columns of a known layout."""
    if kind := next((kind for kind, pattern in _PATTERNS.items() if pattern.search(head)), None):
        return kind
    # LinkedIn goes first: its recommendations have the columns of an address book, too.
    if archive.is_export_file(head):
        return "linkedin"
    columns = find_signature(head, *_KIND_OF_COLUMNS)
    return _KIND_OF_COLUMNS[columns] if columns else None


def describe_unrecognized(raw: bytes) -> str:
    """Return in one sentence what a file of no recognized kind looks like."""
    text = file_reading.decode_text(raw)[:HEAD]
    rows: list[tuple[str, ...]] = []
    with suppress(NotImportable):
        rows += (cells for cells, _ in possible_headers(text) if len(cells) > 1)
    widths = Counter(map(len, rows))
    width = max(widths, key=widths.__getitem__, default=0)
    lines = min(sum(map(bool, map(str.strip, text.splitlines()))), HEADER_WITHIN)
    # Sentences have commas, too, but not equally many.
    if 2 * widths[width] < lines or not width:
        return "This looks like plain text, without a table."
    header = next(row for row in rows if len(row) == width)
    return f"This looks like a table with the columns {join_words(shortened([one_line(cell, 40) for cell in header]))}."


def shortened(names: list[str], most: int = _MOST_NAMED) -> list[str]:
    """Return the first names, and how many more there are."""
    return names if len(names) <= most else [*names[:most], f"{len(names) - most} more"]


def is_linkedin_archive(raw: bytes) -> bool:
    """Return True if an archive is an export of LinkedIn."""
    return any(name.endswith(".csv") for name in file_reading.member_names(raw)) and archive.has_export_file(raw)


def _archive_kind(raw: bytes) -> ImportKind:
    """Return the kind of an archive that is read as a whole; others are split before."""
    if is_linkedin_archive(raw):
        return "linkedin"
    names = file_reading.member_names(raw)
    for suffix, kind in _KIND_OF_MEMBERS.items():
        if any(name.endswith(suffix) for name in names):
            return kind
    raise NotImportable(unknown_archive(names))


def unknown_archive(names: Sequence[str]) -> str:
    """Return in one sentence what an archive holds that has nothing to import."""
    members = shortened([one_line(name, 40) for name in dict.fromkeys(names) if name and not name.startswith(".")])
    return (
        "NetROI recognizes nothing in the ZIP archive"
        f"{f': it holds {join_words(members)}' if members else ''}. Unpack it, and drop the files that you need here."
    )
