"""Made-up calendar files."""

from typing import Any

from netroi_core.importers.proposal import Proposal
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import Json, read_as, records


def ics(*events: str, head: str = "", end: str = "\r\n") -> bytes:
    """Return a calendar of events, each given as its lines; a missing UID is its number."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.split()]
    for number, event in enumerate(events, 1):
        uid = [] if "UID:" in event else [f"UID:{number}"]
        rows += ["BEGIN:VEVENT", *uid, *(row.strip() for row in event.strip().split("\n")), "END:VEVENT"]
    return end.join((*rows, "END:VCALENDAR", "")).encode()


def meeting(*more: str, start: str = "20260714T090000", length: str = "PT1H", summary: str = "Coffee") -> str:
    """Return the lines of an event whose title indicates networking."""
    return "\n".join((f"SUMMARY:{summary}", f"DTSTART:{start}", f"DURATION:{length}", *more))


def preview(raw: bytes, before: Workspace, **options: Any) -> Proposal:
    """Return what a calendar would add."""
    return read_as("calendar", raw, "mine.ics", before, **options)


def only_activity(raw: bytes, before: Workspace, **options: Any) -> Json:
    """Return the one activity that a calendar adds."""
    (activity,) = records(preview(raw, before, **options), "activities")
    return activity


def days(raw: bytes, before: Workspace, **options: Any) -> list[str]:
    """Return the days of the activities that a calendar adds."""
    return sorted(activity["date"] for activity in records(preview(raw, before, **options), "activities"))
