"""A workspace: one person's document, read as frozen records."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import orjson
from pydantic import TypeAdapter

from netroi_core.workspace import records
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import Record
from netroi_core.workspace.profile import Profile

R = TypeVar("R", bound=Record)


def parse_records(record_type: type[R], rows: Iterable[Mapping[str, Any]]) -> tuple[R, ...]:
    """Return the records of validated rows, all of one type."""
    return _adapter(record_type).validate_json(orjson.dumps(list(rows)))  # type: ignore[no-any-return]


@lru_cache(maxsize=16)
def _adapter(record_type: type[Record]) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[record_type, ...])  # type: ignore[valid-type]


def _record_list(name: str, record_type: type[R]) -> "cached_property[tuple[R, ...]]":
    """Return a property with the records of a list, parsed when first read."""
    return cached_property(lambda workspace: parse_records(record_type, workspace.document.get(name, ())))


@dataclass(frozen=True, eq=False)
class Workspace:
    """One person's records at one version of the document, each list built when it is first read.

    The document must have been validated, as everything in a store was. Records are frozen: to change one, make a
    changed copy (``record.model_copy(update={...})``) and save it with ``edits.put``.
    """

    document: Document

    def __reduce__(self) -> tuple[Any, ...]:
        """Let pickle copy the document alone: records are parsed faster than they are unpickled."""
        return Workspace, (self.document,)

    @cached_property
    def profile(self) -> Profile:
        """The owner's pay, limits and settings."""
        return Profile.model_validate_json(orjson.dumps(self.document.get("profile", {})))

    venues = _record_list("venues", records.Venue)
    activities = _record_list("activities", records.Activity)
    outcomes = _record_list("outcomes", records.Outcome)
    contacts = _record_list("contacts", records.Contact)
    exchanges = _record_list("exchanges", records.Exchange)
    goals = _record_list("goals", records.Goal)
    stories = _record_list("stories", records.Story)
    quizzes = _record_list("quizzes", records.Quiz)
    imports = _record_list("imports", records.Import)

    @cached_property
    def contacts_by_id(self) -> Mapping[str, records.Contact]:
        """The contacts by their ids."""
        return _by_id(self.contacts)

    @cached_property
    def venues_by_id(self) -> Mapping[str, records.Venue]:
        """The venues by their ids."""
        return _by_id(self.venues)

    def until(self, day: date, contact_ids: Container[str]) -> "Workspace":
        """Return a workspace with the activities and exchanges up to a day, and of the contacts these alone."""
        lists = {
            name: [row for row in self.document.get(name, ()) if row["date"] <= day.isoformat()]
            for name in ("activities", "exchanges")
        }
        contacts = [row for row in self.document.get("contacts", ()) if row["id"] in contact_ids]
        return Workspace({**self.document, **lists, "contacts": contacts})


def _by_id(rows: Iterable[Any]) -> Mapping[str, Any]:
    return {row.id: row for row in rows}
