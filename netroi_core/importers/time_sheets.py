"""Read time sheets, the detailed reports of Toggl and Clockify as CSV: entries that were networking as activities."""

import re
from datetime import timedelta
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import TableRow, find_table
from netroi_core.importers.reading.values import detect_date_order, one_line, parse_date, parse_time
from netroi_core.importers.rules import suggest_approach
from netroi_core.workspace.fields import DayOrder
from netroi_core.workspace.workspace import Workspace

# Of Clockify and Toggl.
SIGNATURES: Final = (("Start Date", "Start Time", "Duration (h)"), ("Start date", "Start time", "Duration"))
_DURATION: Final = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_TEXT_COLUMNS: Final = ("Description", "Task", "Project", "Client", "Tags")


def source_entries(draft: Draft, raw: bytes, file: str) -> list[SourceEntry]:
    """Return the entries whose words say networking; skip the others in the draft."""
    table = find_table(files.decode_text(raw), *SIGNATURES)
    table.reject_broken_rows(draft, file)
    try:
        order = detect_date_order(row["Start date"] for row in table.rows)
    except ValueError as error:
        raise NotImportable(f"The column Start date {error}") from None
    counter = RowCounter()
    entries = []
    for row in table.rows:
        source_line = SourceLine(row.line, file)
        try:
            entry = _entry(row, source_line, order, counter, draft.stored)
        except ValueError as error:
            draft.reject(source_line, str(error))
            continue
        if entry.is_sure:
            entries.append(entry)
        else:
            draft.skip(source_line, "Its project, tags and description don’t mention networking.")
    return entries


def _entry(
    row: TableRow, source_line: SourceLine, order: DayOrder, counter: RowCounter, workspace: Workspace
) -> SourceEntry:
    """Return the entry in a row, unsure if its words don't say networking; raise ValueError if it can't be read."""
    day, begin = parse_date(row["Start date"], order), parse_time(row["Start time"])
    length = _parse_duration(row["Duration (h)"] or row["Duration"])
    key = (day.isoformat(), str(begin), str(length), row["Description"], row["Project"])
    words = " ".join(row[column] for column in _TEXT_COLUMNS)
    likely = suggest_approach(workspace, words)
    return SourceEntry(
        identifier("time", *key, counter.count(key)),
        source_line,
        day,
        one_line(row["Description"] or row["Project"]) or "Time entry",
        likely.approach or "group_events",
        likely.reason,
        begin=begin,
        length=length,
        venue=likely.venue,
        is_sure=likely.approach is not None,
    )


def _parse_duration(cell: str) -> timedelta:
    match = _DURATION.fullmatch(cell.strip())
    if match is None:
        raise ValueError(f"“{one_line(cell, 40)}” isn’t a duration. Write it like 01:30:00.")
    duration = timedelta(hours=int(match[1]), minutes=int(match[2]), seconds=int(match[3] or 0))
    if duration > timedelta(days=1):
        raise ValueError("It lasts longer than a day. Log it by hand.")
    return duration
