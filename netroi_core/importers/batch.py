"""Recognize the kinds of files by their contents, and read several together into one proposal."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers import palms, time_sheets
from netroi_core.importers.calendar import calendar, calendar_csv
from netroi_core.importers.calendar.calendar import OUTSIDE_WINDOW, Window
from netroi_core.importers.contacts import address_books
from netroi_core.importers.contacts.address_books import refuse_guest_list
from netroi_core.importers.contacts.people_mapping import looks_like_people
from netroi_core.importers.contacts.people_tables import find_people
from netroi_core.importers.crm import crm
from netroi_core.importers.linkedin import archive
from netroi_core.importers.linkedin.export_file import AssumedDurations
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.matching.joining import join
from netroi_core.importers.palms import PalmsAssumptions
from netroi_core.importers.proposal import Draft, FileContents, Progress, Proposal
from netroi_core.importers.reading import files as file_reading
from netroi_core.importers.reading.formats import HEAD, text_problem
from netroi_core.importers.reading.tables import HEADER_WITHIN, find_signature, possible_headers
from netroi_core.importers.reading.values import one_line
from netroi_core.importers.rules import Correction
from netroi_core.importers.statements import expenses, statement_files
from netroi_core.importers.statements.layouts import LAYOUTS, StatementLayout
from netroi_core.wording.wording import join_words
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.profile import PeopleLayout
from netroi_core.workspace.workspace import Workspace

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
# Contacts are read first, so that calendars can name them, then reports about whole periods, then single entries.
READING_ORDER: Final[tuple[ImportKind, ...]] = ("linkedin", "contacts", "crm", "palms", "calendar", "time", "expenses")
# The kinds of single files, as named on the command line.
FILE_KINDS: Final[tuple[ImportKind, ...]] = tuple(kind for kind in IMPORT_KIND_NAMES if kind in READING_ORDER)
# The share of the progress bar for reading; the rest is for joining.
_READING_SHARE: Final = 0.9

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


@dataclass(frozen=True)
class ImportFile:
    """An uploaded file. Its name is unique; a statement or table of people has a layout if the user chose one."""

    name: str
    raw: bytes
    kind: ImportKind
    layout: StatementLayout | None = None
    people: PeopleLayout | None = None


@dataclass(frozen=True)
class ImportSettings:
    """The person's settings for reading files.

    Attributes:
        window: The days that count; None: all, but of calendars the last quarters.
        home: The time zone for times in UTC.
        marks: Marks of statement lines, by key.
        member: The member of a PALMS report that the person is.
    """

    window: Window | None = None
    home: ZoneInfo | None = None
    own_addresses: tuple[str, ...] = ()
    marks: Mapping[str, Correction] = field(default_factory=dict)
    member: str | None = None
    durations: AssumedDurations = field(default_factory=AssumedDurations)
    assumptions: PalmsAssumptions = field(default_factory=PalmsAssumptions)


@dataclass(frozen=True)
class ImportBatch:
    """The proposal of several files, and by file name their contents, or the reasons why they can't be read."""

    proposal: Proposal
    refused: Mapping[str, str]
    contents: Mapping[str, FileContents] = field(default_factory=dict)


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
    return (
        f"This looks like a table with the columns {join_words(_shortened([one_line(cell, 40) for cell in header]))}."
    )


def _shortened(names: list[str]) -> list[str]:
    """Return the first names, and how many more there are."""
    return names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED} more"]


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
    members = _shortened([one_line(name, 40) for name in dict.fromkeys(names) if name and not name.startswith(".")])
    return (
        "NetROI recognizes nothing in the ZIP archive"
        f"{f': it holds {join_words(members)}' if members else ''}. Unpack it, and drop the files that you need here."
    )


def read_file(file: ImportFile, workspace: Workspace, settings: ImportSettings | None = None) -> Proposal:
    """Return what a file would change; raise NotImportable if it can't be read."""
    batch = read_files([file], workspace, settings or ImportSettings())
    for reason in batch.refused.values():
        raise NotImportable(reason)
    return batch.proposal


def read_files(
    files: Sequence[ImportFile],
    workspace: Workspace,
    settings: ImportSettings,
    listener: Callable[[float], None] | None = None,
) -> ImportBatch:
    """Read files into one proposal and tell a listener the progress, from 0 to 1.

    Entries about the same event are joined; nothing is taken from a file that can't be read.
    """
    refused: dict[str, str] = {}
    while True:
        progress = Progress(listener)
        progress.report(0)
        readable = [file for file in files if file.name not in refused]
        draft = Draft(_common_kind(readable), join_words([file.name for file in readable]), workspace)
        entries: list[SourceEntry] = []
        contents: dict[str, FileContents] = {}
        for file, draft.progress in _with_progress(readable, progress):
            before = draft.proposal()
            draft.file = file.name if len(files) > 1 else ""
            try:
                file_entries = _read(draft, file, settings, draft.file)
                contents[file.name] = _contents(before, draft.proposal(), len(file_entries))
                entries += file_entries
            except NotImportable as error:
                refused[file.name] = str(error)
                break
        else:
            draft.file = ""
            join(draft, _within_window(draft, entries, settings.window))
            progress.report(1)
            return ImportBatch(draft.proposal(), refused, contents)
        # Start again without the refused file: the draft may hold a part of it.


def _contents(before: Proposal, after: Proposal, entry_count: int) -> FileContents:
    """Return the contents of the file that was read between two states of a draft; its entries become activities."""
    counts = Counter(item.name for item in after.items)
    counts.subtract(item.name for item in before.items)
    counts["activities"] += entry_count
    skipped, rejected = len(after.skipped) - len(before.skipped), len(after.rejected) - len(before.rejected)
    return FileContents(dict(+counts), skipped, rejected)


def _common_kind(files: Sequence[ImportFile]) -> ImportKind:
    kinds = {file.kind for file in files}
    return kinds.pop() if len(kinds) == 1 else "several"


def _with_progress(files: Sequence[ImportFile], progress: Progress) -> Iterator[tuple[ImportFile, Progress]]:
    """Yield the files in reading order, each with a part of the progress in proportion to its size."""
    total, done = sum(len(file.raw) for file in files) or 1, 0
    for file in sorted(files, key=_reading_rank):
        begin, done = done, done + len(file.raw)
        yield file, progress.part(_READING_SHARE * begin / total, _READING_SHARE * done / total)


def _reading_rank(file: ImportFile) -> tuple[int, bool]:
    """Return the place of a file in the reading order; of a CRM's, those with people go first."""
    with suppress(NotImportable):
        return READING_ORDER.index(file.kind), file.kind == "crm" and not crm.names_people(file.raw)
    return READING_ORDER.index(file.kind), False


def _within_window(draft: Draft, entries: Sequence[SourceEntry], window: Window | None) -> list[SourceEntry]:
    inside = []
    for entry in entries:
        if window is None or window[0] <= entry.day <= window[1]:
            inside.append(entry)
        else:
            draft.skip(entry.source_line, OUTSIDE_WINDOW)
    return inside


def _read(draft: Draft, file: ImportFile, settings: ImportSettings, name: str) -> Sequence[SourceEntry]:
    """Read a file into the draft and return its entries; ``name`` is shown with its lines, if there are several."""
    raw = file.raw
    if remark := file_reading.encoding_remark(raw):
        draft.note(remark)
    match file.kind:
        case "linkedin":
            return archive.source_entries(draft, raw, file.name, name, settings.durations)
        case "contacts":
            address_books.draft_contacts(draft, raw, name, file.people)
        case "crm":
            return crm.source_entries(draft, raw, name, settings.home, settings.own_addresses)
        case "palms":
            palms.draft_member(draft, raw, name, settings.member, settings.assumptions)
        case "calendar":
            window, home, own_addresses = settings.window, settings.home, settings.own_addresses
            return calendar.source_entries(draft, raw, name, window, home, own_addresses)
        case "time":
            return time_sheets.source_entries(draft, raw, name)
        case "expenses":
            return expenses.source_entries(draft, raw, name, file.layout, settings.marks)
    return ()
