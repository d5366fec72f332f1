"""Read files of any kinds together into one proposal."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers import palms, time_sheets
from netroi_core.importers.calendar import calendar
from netroi_core.importers.calendar.calendar import OUTSIDE_WINDOW, Window
from netroi_core.importers.contacts import address_books
from netroi_core.importers.crm import crm
from netroi_core.importers.linkedin import archive
from netroi_core.importers.linkedin.export_file import AssumedDurations
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.matching.joining import join
from netroi_core.importers.palms import PalmsAssumptions
from netroi_core.importers.proposal import Draft, FileContents, Progress, Proposal
from netroi_core.importers.reading import files as file_reading
from netroi_core.importers.rules import Correction
from netroi_core.importers.statements import expenses
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.wording.wording import join_words
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.profile import PeopleLayout
from netroi_core.workspace.workspace import Workspace

# Contacts are read first, so that calendars can name them, then reports about whole periods, then single entries.
READING_ORDER: Final[tuple[ImportKind, ...]] = ("linkedin", "contacts", "crm", "palms", "calendar", "time", "expenses")
# The share of the progress bar for reading; the rest is for joining.
_READING_SHARE: Final = 0.9


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
