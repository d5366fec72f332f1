"""How it came to something with somebody: the times together on record, as the steps of a path."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from netroi_core.document import Document
from netroi_core.edits import RecordDict


def paths(document: Document, until: date) -> dict[str, list[RecordDict]]:
    """For each contact how they were met and every time together up to a day, as touchpoints by date.

    Of several in a row by one approach the first stands for all. By the contact's id, those met last first; who was
    never met by a known approach is left out.
    """
    steps: dict[str, list[RecordDict]] = defaultdict(list)
    for person, occasion in _occasions(document):
        if occasion["date"] <= until.isoformat():
            steps[person].append(_step(occasion, person))
    in_order = {person: sorted(walked, key=lambda step: str(step["date"])) for person, walked in steps.items()}
    latest = sorted(in_order, key=lambda person: str(in_order[person][-1]["date"]), reverse=True)
    return {person: _shortened(in_order[person]) for person in latest}


def _occasions(document: Document) -> Iterator[tuple[str, RecordDict]]:
    """Everybody with how they were met, if that is known in full, then with each activity that they were in."""
    for contact in document.get("contacts", ()):
        met = contact.get("met") or {}
        if met.get("date") and met.get("approach"):
            yield contact["id"], met
    for activity in document.get("activities", ()):
        for person in dict.fromkeys(activity.get("people", ())):
            yield person, activity


def _step(occasion: RecordDict, person: str) -> RecordDict:
    step = {"date": occasion["date"], "approach": occasion["approach"], "contact": person}
    return {**step, "venue": occasion["venue"]} if occasion.get("venue") else step


def _shortened(steps: list[RecordDict]) -> list[RecordDict]:
    return [next(row) for _, row in groupby(steps, key=lambda step: step["approach"])]
