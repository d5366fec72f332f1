"""What the readers of LinkedIn's files share: the file they read, the account that it is of, and what is assumed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from netroi_core.importers.matching.contact_matching import People
from netroi_core.importers.matching.trace import Trace
from netroi_core.importers.proposal import Draft, Place
from netroi_core.importers.reading.tables import Row, Table
from netroi_core.importers.reading.values import day, day_order, line
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict

_NAMED_MONTH: Final = re.compile(r"\d.*[^\W\d_]{3}.*\d", re.DOTALL)


@dataclass(frozen=True)
class Assumed:
    """How long things took, which LinkedIn does not tell: minutes for each invitation and message, hours an event."""

    invitation_minutes: float = 2
    sent_minutes: float = 5
    received_minutes: float = 1
    event_hours: float = 1


@dataclass(frozen=True)
class Part:
    """One CSV of an export. name: what it is called; file: the same if it came in an archive, else empty."""

    table: Table
    name: str
    file: str

    def place(self, row: Row) -> Place:
        """Where a row stands."""
        return Place(row.line, self.file)

    def dated(self, draft: Draft, column: str, rows: Sequence[Row] | None = None) -> list[tuple[Row, date]]:
        """Rows (None: all) with the day in a column; where it can't be read, the row is rejected, the column named."""
        rows = self.table.rows if rows is None else rows
        try:
            order = day_order(row[column] for row in rows)
        except ValueError as error:
            draft.reject(Place(1, self.file), f"The column {column} {error}")
            return []
        found = []
        known: dict[str, date] = {}  # many rows have the same day
        for row in draft.progress.part(0.2, 0.5).through(rows):
            cell = row[column]
            try:
                if cell not in known:
                    known[cell] = day(cell, order)
                found.append((row, known[cell]))
            except ValueError as error:
                draft.reject(self.place(row), f"Column {column}: {error}{_foreign(cell)}")
        return found


@dataclass
class Account:
    """Whose export it is, as far as its files tell: names, and the key of the profile; what it tells of days."""

    document: Document
    people: People
    assumed: Assumed
    traces: list[Trace] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    key: str | None = None

    @property
    def venue(self) -> str | None:
        """The id of the workspace's own venue for LinkedIn, if it has one."""
        named = (venue for venue in self.document.get("venues", ()) if "linkedin" in venue["name"].lower())
        return next((str(venue["id"]) for venue in named), None)

    def activity(self, key: str, day: date, approach: str, title: str, **more: object) -> RecordDict:
        """An activity that LinkedIn's files tell of."""
        at = {"venue": self.venue} if self.venue else {}
        known = {"id": key, "date": day.isoformat(), "approach": approach, "title": line(title), "source": "import"}
        return {**known, **at, **more}


def full_name(first: str, last: str) -> str:
    """A name as one line."""
    return line(f"{first} {last}")


def _foreign(cell: str) -> str:
    """What to do about a month's name in another language."""
    if not _NAMED_MONTH.search(cell):
        return ""
    return " Months must be in English: switch LinkedIn's language to English and export again."
