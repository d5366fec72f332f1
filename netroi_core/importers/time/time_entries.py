"""Time sheets of Toggl and Clockify, their detailed reports as CSV: entries that were networking as activities."""

import re
from datetime import timedelta
from functools import partial
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.matching.joining import together
from netroi_core.importers.matching.suggestions import suggestion
from netroi_core.importers.matching.trace import Trace
from netroi_core.importers.proposal import Draft, Occurrences, Place, Proposal, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.clock import clock
from netroi_core.importers.reading.tables import Row, table
from netroi_core.importers.reading.values import day, day_order, line
from netroi_core.workspace.document import Document, profile
from netroi_core.workspace.fields import DayOrder

CLOCKIFY: Final = ("Start Date", "Start Time", "Duration (h)")
TOGGL: Final = ("Start date", "Start time", "Duration")
_LENGTH: Final = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_SAID: Final = ("Description", "Task", "Project", "Client", "Tags")


def read(raw: bytes, file_name: str, document: Document) -> Proposal:
    """What a time sheet would add to a checked document; NotImportable if it is none."""
    return together("time", file_name, document, [partial(traces, raw=raw, document=document)])


def traces(draft: Draft, raw: bytes, document: Document, file: str = "") -> list[Trace]:
    """The entries that say networking; the others are skipped. ``file`` names the file among several."""
    found = table(files.text(raw), CLOCKIFY, TOGGL)
    length = "Duration (h)" if found.layout == CLOCKIFY else "Duration"
    found.report(draft, file)
    try:
        order = day_order(row["Start date"] for row in found.rows)
    except ValueError as error:
        raise NotImportable(f"The column Start date {error}") from None
    occurrences = Occurrences()
    left = []
    for row in found.rows:
        try:
            left.append(_trace(row, Place(row.line, file), length, order, occurrences, document))
        except ValueError as error:
            draft.reject(Place(row.line, file), str(error))
    for trace in left:
        if not trace.is_sure:
            draft.skip(trace.place, "Nothing in its project, tags or description says networking.")
    return [trace for trace in left if trace.is_sure]


def _trace(
    row: Row, place: Place, length: str, order: DayOrder, occurrences: Occurrences, document: Document
) -> Trace:  # fmt: skip
    """The trace of an entry, not sure if nothing says networking; ValueError if it can't be read."""
    on, begin = day(row["Start date"], order), clock(row["Start time"])
    took = _length(row[length])
    said = " ".join(row[column] for column in _SAID)
    known_by = (on.isoformat(), str(begin), str(took), row["Description"], row["Project"])
    suggested = suggestion(document, profile(document).import_rules, said)
    title = line(row["Description"] or row["Project"]) or "Time entry"
    return Trace(
        identifier("time", *known_by, occurrences.count(known_by)),
        place,
        on,
        title,
        suggested.approach or "group_events",
        suggested.reason,
        begin=begin,
        length=took,
        venue=suggested.venue,
        is_sure=suggested.approach is not None,
    )


def _length(cell: str) -> timedelta:
    match = _LENGTH.fullmatch(cell.strip())
    if match is None:
        raise ValueError(f"“{line(cell, 40)}” can't be read as a duration; write it like 01:30:00.")
    took = timedelta(hours=int(match[1]), minutes=int(match[2]), seconds=int(match[3] or 0))
    if took > timedelta(days=1):
        raise ValueError("It lasts longer than a day; log it by hand.")
    return took
