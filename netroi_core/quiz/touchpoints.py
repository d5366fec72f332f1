"""How it came to something with somebody: the times together on record, as the steps of a path."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict


def paths(document: Document, until: date) -> dict[str, list[RecordDict]]:
    """For each contact the first time by each approach, up to a day, as touchpoints by date.

    A time is how they were met, or an activity with them. By the contact's id, those in touch last first; who was never
    met by a known approach is left out.
    """
    times: dict[str, list[RecordDict]] = defaultdict(list)
    for person, time in _times(document):
        if time["date"] <= until.isoformat():
            times[person].append(time)
    latest = sorted(times, key=lambda person: max(str(time["date"]) for time in times[person]), reverse=True)
    return {person: _steps(person, times[person]) for person in latest}


def _times(document: Document) -> Iterator[tuple[str, RecordDict]]:
    """Everybody with how they were met, if that is known in full, then with each activity that they were in."""
    for contact in document.get("contacts", ()):
        met = contact.get("met") or {}
        if met.get("date") and met.get("approach"):
            yield contact["id"], met
    for activity in document.get("activities", ()):
        for person in dict.fromkeys(activity.get("people", ())):
            yield person, activity


def _steps(person: str, times: list[RecordDict]) -> list[RecordDict]:
    first: dict[str, RecordDict] = {}
    for time in sorted(times, key=lambda time: str(time["date"])):
        first.setdefault(time["approach"], time)
    return [
        {key: time[key] for key in ("date", "approach", "venue") if time.get(key)} | {"contact": person}
        for time in first.values()
    ]
