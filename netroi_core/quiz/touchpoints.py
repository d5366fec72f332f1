"""Touchpoints with each contact, to suggest as the path to an outcome."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from netroi_core.workspace.records import Activity, Met, Touchpoint
from netroi_core.workspace.workspace import Workspace


def touchpoints_by_contact(workspace: Workspace, until: date) -> dict[str, list[Touchpoint]]:
    """Return for each contact the first time of each approach, up to a day, in order of date.

    A time is the first meeting or an activity together. Contacts come by id, the latest in touch first; those never met
    by a known approach are left out.
    """
    times: dict[str, list[Met | Activity]] = defaultdict(list)
    for contact, time in _times(workspace):
        if time.date <= until:
            times[contact].append(time)
    latest_first = sorted(times, key=lambda contact: max(time.date for time in times[contact]), reverse=True)
    return {contact: _first_of_each_approach(contact, times[contact]) for contact in latest_first}


def _times(workspace: Workspace) -> Iterator[tuple[str, Met | Activity]]:
    for contact in workspace.contacts:
        if contact.met and contact.met.approach:
            yield contact.id, contact.met
    for activity in workspace.activities:
        for contact_id in dict.fromkeys(activity.people):
            yield contact_id, activity


def _first_of_each_approach(contact: str, times: list[Met | Activity]) -> list[Touchpoint]:
    first: dict[str, Touchpoint] = {}
    for time in sorted(times, key=lambda time: time.date):
        if time.approach is not None and time.approach not in first:
            touchpoint = Touchpoint(date=time.date, approach=time.approach, contact=contact)
            first[time.approach] = touchpoint.model_copy(update={"venue": time.venue}) if time.venue else touchpoint
    return list(first.values())
