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


class _RecordList(Derived[tuple[R, ...]]):
    """The records of a list, parsed when first read; rows that an earlier version has are not parsed again."""

    def __init__(self, name: str, record_type: type[R]) -> None:
        super().__init__((name,), self._parse)
        self.name, self._record_type = name, record_type

    def _parse(self, workspace: "Workspace") -> tuple[R, ...]:
        rows, (earlier_rows, earlier_records) = workspace.rows(self.name), workspace.earlier.get(self.name, ((), ()))
        # By identity, because parsing takes a hundred times as long, and comparing rows a tenth of that.
        records = dict(zip(map(id, earlier_rows), earlier_records, strict=True))
        new_rows = [row for row in rows if id(row) not in records]
        records |= zip(map(id, new_rows), parse_records(self._record_type, new_rows), strict=True)
        return tuple(records[id(row)] for row in rows)


@dataclass(frozen=True, eq=False)
class Workspace:
    """One person's records at one version of the document, each list built when it is first read.

    The document must have been validated, as everything in a store was. Records are frozen: to change one, make a
    changed copy (``record.model_copy(update={...})``) and save it with ``edits.put``.
    """

    document: Document
    derived: dict[Derived[Any], Any] = field(default_factory=dict, repr=False)
    # By the name of a list, the rows of the last version that read it, with their records.
    earlier: Mapping[str, tuple[Sequence[Any], Sequence[Any]]] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let pickle copy the document alone: records are parsed faster than they are unpickled."""
        return Workspace, (self.document,)

    def with_document(self, document: Document) -> "Workspace":
        """Return the workspace of another version; what is derived from parts that it shares is not computed again.

        Nor are rows of a list that it shares parsed again.
        """
        values = self.derived.copy()  # because other threads may add to it
        shared = {
            derived: value
            for derived, value in values.items()
            if all(document.get(part) is self.document.get(part) for part in derived.parts)
        }
        parsed = {
            derived.name: (self.rows(derived.name), records)
            for derived, records in values.items()
            if isinstance(derived, _RecordList)
        }
        return Workspace(document, shared, {**self.earlier, **parsed})

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a list as they are in the document."""
        rows: Sequence[Mapping[str, Any]] = self.document.get(name, ())
        return rows

    @derived_from("profile")
    def profile(self) -> Profile:
        """The owner's pay, limits and settings."""
        return Profile.model_validate_json(orjson.dumps(self.document.get("profile", {})))

    venues = _RecordList("venues", records.Venue)
    activities = _RecordList("activities", records.Activity)
    outcomes = _RecordList("outcomes", records.Outcome)
    contacts = _RecordList("contacts", records.Contact)
    exchanges = _RecordList("exchanges", records.Exchange)
    goals = _RecordList("goals", records.Goal)
    stories = _RecordList("stories", records.Story)
    quizzes = _RecordList("quizzes", records.Quiz)
    imports = _RecordList("imports", records.Import)

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
            name: [row for row in self.rows(name) if first.isoformat() <= row["date"] <= last.isoformat()]
            for name in ("activities", "outcomes")
        }
        return self.with_document({**self.document, **lists})

    def until(self, day: date, contact_ids: Container[str]) -> "Workspace":
        """Return a workspace with the activities and exchanges up to a day, and of the contacts these alone."""
        lists = {
            name: [row for row in self.rows(name) if row["date"] <= day.isoformat()]
            for name in ("activities", "exchanges")
        }
        contacts = [row for row in self.rows("contacts") if row["id"] in contact_ids]
        return self.with_document({**self.document, **lists, "contacts": contacts})


def _by_id(rows: Iterable[Any]) -> Mapping[str, Any]:
    return {row.id: row for row in rows}
