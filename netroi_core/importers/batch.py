"""Several files brought in one go: one proposal, in which what they tell of the same thing is joined.

People come first, so that the entries of a calendar find them; then what is reported by the period, then the traces.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar import calendar
from netroi_core.importers.calendar.calendar import OUTSIDE, Window
from netroi_core.importers.contacts import address_books
from netroi_core.importers.linkedin import archive, parts
from netroi_core.importers.matching.joining import join
from netroi_core.importers.matching.trace import Trace
from netroi_core.importers.palms import palms
from netroi_core.importers.progress import Listener, Progress
from netroi_core.importers.proposal import Draft, Proposal
from netroi_core.importers.statements import expenses
from netroi_core.importers.statements.expenses import Mark
from netroi_core.importers.statements.layouts import Layout
from netroi_core.importers.time import time_entries
from netroi_core.wording.wording import listed
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import ImportKind

ORDER: Final[tuple[ImportKind, ...]] = ("linkedin", "contacts", "palms", "calendar", "time", "expenses")
_READ: Final = 0.9
"""So much of the way is reading; the rest is joining."""


@dataclass(frozen=True)
class File:
    """A file as it was dropped. name: what it is called, other than all others; layout: of a statement, if mapped."""

    name: str
    raw: bytes
    kind: ImportKind
    layout: Layout | None = None


@dataclass(frozen=True)
class Said:
    """What the person says of files as a whole.

    window: the days that count (None: all, but of calendars the last quarters that they tell of); home: the time zone
    for what is in UTC; own: the person's e-mail addresses; marks: of lines of statements; member: whose row of a
    chapter's report counts; network and club: how long things on LinkedIn and in a chapter took.
    """

    window: Window | None = None
    home: ZoneInfo | None = None
    own: tuple[str, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    member: str | None = None
    network: parts.Assumed = field(default_factory=parts.Assumed)
    club: palms.Assumed = field(default_factory=palms.Assumed)


@dataclass(frozen=True)
class Batch:
    """What files would add together, and those that can't be read, by name, each with a sentence why."""

    proposal: Proposal
    refused: Mapping[str, str]


def batch(files: Sequence[File], document: Document, said: Said, listener: Listener | None = None) -> Batch:
    """What files would add to a checked document; of a file that can't be read nothing is taken over.

    listener: is told how far reading has come.
    """
    refused: dict[str, str] = {}
    while True:
        left = [file for file in files if file.name not in refused]
        progress = Progress(listener)
        draft = Draft(_kind(left), listed([file.name for file in left]), document, progress)
        traces: list[Trace] = []
        progress.tell(0)
        for file, stretch in _on_the_way(left, progress):
            draft.progress = stretch
            try:
                traces += _read(draft, file, said, file.name if len(files) > 1 else "")
            except NotImportable as error:
                refused[file.name] = str(error)
                break  # what it left in the draft must go: from the beginning, without it
        else:
            join(draft, document, _within(draft, traces, said.window))
            progress.tell(1)
            return Batch(draft.proposal(), refused)


def _kind(files: Sequence[File]) -> ImportKind:
    kinds = {file.kind for file in files}
    return kinds.pop() if len(kinds) == 1 else "several"


def _on_the_way(files: Sequence[File], progress: Progress) -> Iterator[tuple[File, Progress]]:
    """The files in the order of reading, each with its stretch of the way, by its size."""
    whole, done = sum(len(file.raw) for file in files) or 1, 0
    for file in sorted(files, key=lambda each: ORDER.index(each.kind)):
        begin, done = done, done + len(file.raw)
        yield file, progress.part(_READ * begin / whole, _READ * done / whole)


def _within(draft: Draft, traces: Sequence[Trace], window: Window | None) -> list[Trace]:
    """The traces of the days that count; the others are skipped."""
    days = window or (date.min, date.max)
    for trace in traces:
        if not days[0] <= trace.day <= days[1]:
            draft.skip(trace.place, OUTSIDE)
    return [trace for trace in traces if days[0] <= trace.day <= days[1]]


def _read(draft: Draft, file: File, said: Said, name: str) -> Sequence[Trace]:
    """The traces of a file; ``name`` says where in what is told of it, empty if there is but one."""
    document = draft.foreseen()
    match file.kind:
        case "linkedin":
            return archive.traces(draft, file.raw, document, file.name, name, said.network)
        case "contacts":
            address_books.take(draft, file.raw, document, name)
        case "palms":
            palms.take(draft, file.raw, document, name, said.member, said.club)
        case "calendar":
            return calendar.traces(draft, file.raw, document, name, said.window, said.home, own=said.own)
        case "time":
            return time_entries.traces(draft, file.raw, document, name)
        case "expenses":
            return expenses.traces(draft, file.raw, document, name, file.layout, said.marks)
    return ()
