"""Shared by the readers of a LinkedIn export: one CSV file of it, and the facts gathered while its files are read."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.matching.contact_matching import ContactIndex
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.tables import TableRow, TextTable
from netroi_core.importers.reading.values import detect_date_order, one_line, parse_date

_WORD: Final = re.compile(r"[^\W\d_]{3}")
_DIGIT: Final = re.compile(r"\d")
_LANGUAGE_HINT: Final = " Switch LinkedIn’s language to English and export again."


@dataclass(frozen=True)
class AssumedDurations:
    """The time that each item takes, which LinkedIn doesn't tell: minutes of messages, hours of events."""

    invitation_minutes: float = 2
    sent_minutes: float = 5
    received_minutes: float = 1
    event_hours: float = 1


@dataclass(frozen=True)
class ExportFile:
    """One CSV file of an export; ``label`` is the name shown with its lines, empty if it was imported alone."""

    draft: Draft
    table: TextTable
    name: str
    label: str

    def source_line(self, row: TableRow) -> SourceLine:
        """Return the line of a row."""
        return SourceLine(row.line, self.label)

    def skip(self, row: TableRow, reason: str) -> None:
        """Leave a row out on purpose."""
        self.draft.skip(self.source_line(row), reason)

    def reject(self, row: TableRow, reason: str) -> None:
        """Leave a row out because of an error in it."""
        self.draft.reject(self.source_line(row), reason)

    def reject_column(self, column: str, error: ValueError) -> None:
        """Leave all rows out because of an error in a column."""
        self.draft.reject(SourceLine(1, self.label), f"The column {column} {error}")

    def dated_rows(self, column: str, rows: Sequence[TableRow] | None = None) -> list[tuple[TableRow, date]]:
        """Return some rows, by default all, with the dates in a column; reject those with an unreadable date."""
        rows = self.table.rows if rows is None else rows
        try:
            order = detect_date_order(row[column] for row in rows)
        except ValueError as error:
            self.reject_column(column, error)
            return []
        dated = []
        dates: dict[str, date] = {}  # many rows share a date, and parsing is slow
        for row in self.draft.progress.part(0.2, 0.5).through(rows):
            cell = row[column]
            try:
                if cell not in dates:
                    dates[cell] = parse_date(cell, order)
                dated.append((row, dates[cell]))
            except ValueError as error:
                names_month = _WORD.search(cell) and _DIGIT.search(cell)
                self.reject(row, f"Column {column}: {error}{_LANGUAGE_HINT if names_month else ''}")
        return dated


class LinkedInMessage(NamedTuple):
    """A message or invitation, and the ids of the contacts that it was exchanged with, None for those unknown."""

    source_line: SourceLine
    day: date
    is_sent: bool
    contacts: Sequence[str | None] = ()


@dataclass
class Export:
    """An export while its files are read: the contacts known so far, the events and receipts, and the messages.

    Its owner is known by normalized names, and by the key of a profile once a file reveals it. ``venue`` is the id of
    the workspace's venue for LinkedIn. Invitations and messages are by their own key, since two files may hold the
    same.
    """

    contacts: ContactIndex
    durations: AssumedDurations
    venue: str | None
    entries: list[SourceEntry] = field(default_factory=list)
    owner_names: set[str] = field(default_factory=set)
    owner_key: str | None = None
    invitations: dict[Hashable, LinkedInMessage] = field(default_factory=dict)
    messages: dict[Hashable, LinkedInMessage] = field(default_factory=dict)


def full_name(row: TableRow, role: str = "") -> str:
    """Return the name in a row on one line; ``role`` begins the titles of its columns."""
    return one_line(f"{row[f'{role}First Name']} {row[f'{role}Last Name']}")
