"""A workspace: one person's document, read as frozen records."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial, wraps
from operator import attrgetter
from typing import Any, Concatenate, Final, Generic, ParamSpec, Protocol, TypeVar

import orjson
from pydantic import TypeAdapter

from netroi_core.workspace import records
from netroi_core.workspace.fields import OutcomeKind, Record
from netroi_core.workspace.profile import Profile

# The plain JSON object, as it is stored, exported and restored.
Document = dict[str, Any]
R = TypeVar("R", bound=Record)
V = TypeVar("V")
P = ParamSpec("P")

# Of one function; a visitor can ask for any range of quarters.
_MOST_RESULTS: Final = 64


class HasDerived(Protocol):
    """An object with a cache of derived values."""

    @property
    def derived(self) -> "dict[Derived[Any], Any]":
        """The values computed so far."""


Owner = TypeVar("Owner", bound=HasDerived)


class Derived(Generic[V]):
    """A property computed once from some parts of a document; made by ``derived_from``."""

    def __init__(self, parts: tuple[str, ...], compute: Callable[[Any], V]) -> None:
        self.parts, self._compute = parts, compute
        self.__doc__ = compute.__doc__

    def __get__(self, owner: HasDerived, _: type) -> V:
        """Return the value, computed at the first access."""
        if self not in owner.derived:
            owner.derived[self] = self._compute(owner)
        value: V = owner.derived[self]
        return value


def derived_from(*parts: str) -> Callable[[Callable[[Any], V]], Derived[V]]:
    """Return a decorator for a property that depends on these parts of the document alone: its lists, and profile.

    An edit leaves most lists as they are, and versions share those: what is derived from them is computed only once.
    """
    return partial(Derived, parts)


def cached_by_parts(*parts: str) -> Callable[[Callable[Concatenate[Owner, P], V]], Callable[Concatenate[Owner, P], V]]:
    """Return a decorator for a function of a workspace or ledger that depends on these parts of its document alone.

    Like ``derived_from``, for each combination of the other arguments, which must be hashable.
    """

    def decorate(compute: Callable[Concatenate[Owner, P], V]) -> Callable[Concatenate[Owner, P], V]:
        cache: Derived[dict[Any, V]] = Derived(parts, lambda _: {})

        @wraps(compute)
        def cached(owner: Owner, /, *args: P.args, **kwargs: P.kwargs) -> V:
            results = cache.__get__(owner, type(owner))
            key = (args, *kwargs.items())
            if key not in results:
                if len(results) >= _MOST_RESULTS:
                    results.clear()
                results[key] = compute(owner, *args, **kwargs)
            return results[key]

        return cached

    return decorate


def parse_records(record_type: type[R], rows: Iterable[Mapping[str, Any]]) -> tuple[R, ...]:
    """Return the records of validated rows, all of one type."""
    return _adapter(record_type).validate_json(orjson.dumps(list(rows)))  # type: ignore[no-any-return]


@lru_cache(maxsize=16)
def _adapter(record_type: type[Record]) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[record_type, ...])  # type: ignore[valid-type]


def _record_list(name: str, record_type: type[R]) -> Derived[tuple[R, ...]]:
    """Return a property with the records of a list, parsed when first read."""
    return Derived((name,), lambda workspace: parse_records(record_type, workspace.document.get(name, ())))


@dataclass(frozen=True, eq=False)
class Workspace:
    """One person's records at one version of the document, each list built when it is first read.

    The document must have been validated, as everything in a store was. Records are frozen: to change one, make a
    changed copy (``record.model_copy(update={...})``) and save it with ``edits.put``.
    """

    document: Document
    derived: dict[Derived[Any], Any] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let pickle copy the document alone: records are parsed faster than they are unpickled."""
        return Workspace, (self.document,)

    def with_document(self, document: Document) -> "Workspace":
        """Return the workspace of another version; what is derived from parts that it shares is not computed again."""
        shared = {
            derived: value
            for derived, value in self.derived.copy().items()  # a copy, because other threads may add to it
            if all(document.get(part) is self.document.get(part) for part in derived.parts)
        }
        return Workspace(document, shared)

    @derived_from("profile")
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

    @derived_from("activities")
    def activities_by_day(self) -> Sequence[records.Activity]:
        """The activities by day, the earliest first; those of one day in their order."""
        return sorted(self.activities, key=attrgetter("date"))

    @derived_from("activities")
    def cost_categories(self) -> Set[str]:
        """The categories of costs that activities have."""
        return {cost.category for activity in self.activities for cost in activity.costs}

    @derived_from("outcomes")
    def outcomes_by_kind(self) -> Mapping[OutcomeKind, Sequence[records.Outcome]]:
        """The outcomes of each kind on record, in their order."""
        by_kind: dict[OutcomeKind, list[records.Outcome]] = {}
        for outcome in self.outcomes:
            by_kind.setdefault(outcome.kind, []).append(outcome)
        return by_kind

    @derived_from("outcomes")
    def open_outcomes(self) -> Sequence[records.Outcome]:
        """The outcomes that are still open by day, the earliest first."""
        return sorted((row for row in self.outcomes if row.status == "open"), key=attrgetter("date"))

    @derived_from("contacts")
    def contacts_by_id(self) -> Mapping[str, records.Contact]:
        """The contacts by their ids."""
        return _by_id(self.contacts)

    @derived_from("venues")
    def venues_by_id(self) -> Mapping[str, records.Venue]:
        """The venues by their ids."""
        return _by_id(self.venues)

    def within(self, first: date, last: date) -> "Workspace":
        """Return a workspace with the activities and outcomes from one day to another, both included, and the rest."""
        lists = {
            name: [row for row in self.document.get(name, ()) if first.isoformat() <= row["date"] <= last.isoformat()]
            for name in ("activities", "outcomes")
        }
        return self.with_document({**self.document, **lists})

    def until(self, day: date, contact_ids: Container[str]) -> "Workspace":
        """Return a workspace with the activities and exchanges up to a day, and of the contacts these alone."""
        lists = {
            name: [row for row in self.document.get(name, ()) if row["date"] <= day.isoformat()]
            for name in ("activities", "exchanges")
        }
        contacts = [row for row in self.document.get("contacts", ()) if row["id"] in contact_ids]
        return self.with_document({**self.document, **lists, "contacts": contacts})


def _by_id(rows: Iterable[Any]) -> Mapping[str, Any]:
    return {row.id: row for row in rows}
