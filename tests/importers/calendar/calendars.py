"""Calendar files, made up."""

from netroi_core.importers.calendar import calendar
from netroi_core.importers.proposal import Proposal
from netroi_core.workspace.document import Document


def ics(*events: str, head: str = "", end: str = "\r\n") -> bytes:
    """A calendar of these events, each given as its lines; a missing UID is its place."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.split()]
    for place, event in enumerate(events, 1):
        uid = [] if "UID:" in event else [f"UID:{place}"]
        rows += ["BEGIN:VEVENT", *uid, *(each.strip() for each in event.strip().split("\n")), "END:VEVENT"]
    return end.join((*rows, "END:VCALENDAR", "")).encode()


def met(*more: str, start: str = "20260714T090000", length: str = "PT1H", summary: str = "Coffee") -> str:
    """The lines of an event that says networking."""
    return "\n".join((f"SUMMARY:{summary}", f"DTSTART:{start}", f"DURATION:{length}", *more))


def brought(raw: bytes, workspace: Document, **options: object) -> Proposal:
    """What a calendar would add."""
    return calendar.read(raw, "mine.ics", workspace, **options)  # type: ignore[arg-type]
