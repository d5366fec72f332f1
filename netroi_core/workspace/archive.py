"""Archive old years: split a workspace into a document of the old years and one to continue with.

The old years get a file of their own, which is a whole workspace. The rest keeps everything that a figure of a later
quarter or a relationship needs: contacts, venues, favors, stories, open outcomes, and the last meeting with each
person.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from netroi_core.quarters import Quarter
from netroi_core.workspace.document import referable_ids, with_references
from netroi_core.workspace.edits import RecordDict, without_dangling_references
from netroi_core.workspace.fields import normalize_text
from netroi_core.workspace.workspace import Document, Workspace

# Fiscal years that stay besides the current one: estimates learn from them, and leads take that long.
YEARS_KEPT: Final = 2
_SPLIT_LISTS: Final = ("activities", "outcomes", "goals", "quizzes", "imports")
# The archive gets the old records of these, and the rest keeps all; contacts and venues are complete in both.
_COPIED_LISTS: Final = ("exchanges", "stories")


class Parts(NamedTuple):
    """The two documents that a workspace is split into."""

    archive: Document
    rest: Document


def first_days(workspace: Workspace, today: date) -> tuple[date, ...]:
    """Return the first days of the fiscal years before which everything can be archived, the latest first."""
    days = [activity.date for activity in workspace.activities] + [outcome.date for outcome in workspace.outcomes]
    if begin := workspace.profile.archived_before:
        days = [day for day in days if day >= begin]
    if not days:
        return ()
    start = workspace.profile.fiscal_year_start
    first, current = (Quarter.containing(day, start).year for day in (min(days), today))
    return tuple(Quarter(year, 1).first_day(start) for year in range(current - YEARS_KEPT, first, -1))


def split(document: Document, first_day: date) -> Parts:
    """Split a document at a day, the first of a fiscal year, into the archive of everything before it and the rest."""
    is_old = _test_of_age(document, first_day)
    needed = set(_needed_later(document, first_day.isoformat()))
    archive, rest = {**document}, {**document}
    for name in document.keys() & {*_SPLIT_LISTS, *_COPIED_LISTS}:
        archive[name] = [row for row in document[name] if is_old(name, row)]
    for name in document.keys() & {*_SPLIT_LISTS}:
        rest[name] = [row for row in document[name] if (name, row["id"]) in needed or not is_old(name, row)]
    profile = {key: value for key, value in document.get("profile", {}).items() if key != "archive_end"}
    archive["profile"] = {**profile, "archive_end": first_day.isoformat()}
    rest["profile"] = {**profile, "archived_before": first_day.isoformat()}
    return Parts(archive, rest)


def end_of_archive(document: Document, backup: Document) -> date | None:
    """Return the day before which a backup's years end, if it is an archive of years that aren't in this document."""
    before, end = document.get("profile", {}).get("archived_before"), backup.get("profile", {}).get("archive_end")
    return date.fromisoformat(end) if before and end and end <= before else None


def rejoin(document: Document, archive: Document) -> Document:
    """Return the document with the records of its latest archive again; of a record in both, the document's.

    A record that stayed in the document when its years were archived, and is no longer there, was deleted since, and
    stays deleted. What refers to a contact that was merged since refers to the merged one.
    """
    profile = {key: value for key, value in document.get("profile", {}).items() if key != "archived_before"}
    if earlier := archive.get("profile", {}).get("archived_before"):
        profile["archived_before"] = earlier  # years that are in an archive of their own
    joined = {**document, "profile": profile}
    stayed = set(_needed_later(archive, archive["profile"]["archive_end"]))
    ids, merged = referable_ids(document), _merged_contacts(document, archive)
    for name in _SPLIT_LISTS:
        rows = {
            row["id"]: without_dangling_references(_with_merged(row, merged), ids)
            for row in archive.get(name, ())
            if (name, row["id"]) not in stayed
        }
        rows |= {row["id"]: row for row in document.get(name, ())}
        if rows:
            joined[name] = list(rows.values())
    return joined


def _merged_contacts(document: Document, archive: Document) -> dict[str, str]:
    """Return by the ids of the contacts that are only in an archive those that they were likely merged into.

    A merged contact has the keys of both; of those without keys, both mostly have one name.
    """
    current: dict[str, str] = {}
    for contact in document.get("contacts", ()):
        current |= dict.fromkeys((*_handles(contact), contact["id"]), contact["id"])
    gone = (contact for contact in archive.get("contacts", ()) if contact["id"] not in current)
    targets = ((contact["id"], next((current[key] for key in _handles(contact) if key in current), ""))
               for contact in gone)  # fmt: skip
    return {key: target for key, target in targets if target}


def _handles(contact: RecordDict) -> tuple[str, ...]:
    # No key of a source begins like that.
    return *contact.get("keys", ()), f"name {normalize_text(contact['name'])}"


def _with_merged(row: RecordDict, merged: Mapping[str, str]) -> RecordDict:
    """Return a row that refers to the contacts that others were merged into."""
    return with_references(row, lambda name, key: merged.get(key, key) if name == "contacts" else key)


def _test_of_age(document: Document, first_day: date) -> Callable[[str, RecordDict], bool]:
    """Return a function that tells whether a row of a list belongs to the years before a day."""
    day = first_day.isoformat()
    quarter = str(Quarter.containing(first_day, document.get("profile", {}).get("fiscal_year_start", 1)))

    def is_old(name: str, row: RecordDict) -> bool:
        # ISO days and labels of quarters sort by time.
        if name in ("goals", "quizzes"):
            return bool(row["quarter"] < quarter)
        return bool(row["at"][:10] < day if name == "imports" else row["date"] < day)

    return is_old


def _needed_later(document: Document, day: str) -> Iterator[tuple[str, str]]:
    """Yield the rows that later quarters need: outcomes open or with later steps, and last meetings with a person."""
    for outcome in document.get("outcomes", ()):
        steps = outcome.get("touchpoints", ())
        if outcome["status"] == "open" or any(step["date"] >= day for step in steps):
            yield "outcomes", outcome["id"]
    last_meetings: dict[str, RecordDict] = {}
    for activity in document.get("activities", ()):
        for person in activity.get("people", ()):
            if activity["date"] < day and activity["date"] >= last_meetings.get(person, activity)["date"]:
                last_meetings[person] = activity
    yield from (("activities", activity["id"]) for activity in last_meetings.values())
