"""Every time that the events of calendars took place within a window of days.

Of versions of one event the latest counts. A changed occurrence replaces the one at its point in time, unless a later
version of the series no longer has it; one that changes all later ones moves them by as much.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar.events import CalendarEvent
from netroi_core.importers.calendar.moments import Moment, elapsed, instant, to_local
from netroi_core.importers.calendar.recurrence import Recurrence, expand

# The most days that expanding the rules of a file may look at; that many take 2 to 5 seconds.
MOST_DAYS: Final = 1_000_000
MOST_OCCURRENCES: Final = 20_000
OUTDATED: Final = "The file has a newer version of it."
LEFT_OUT: Final = "It changes a date that the series no longer has."
TWICE: Final = "The file has it twice."
CANCELED: Final = "It was canceled."
# The farthest that a change of all later occurrences may move them and still be followed into the window.
_FARTHEST_MOVE: Final = timedelta(days=366)

# The start and duration of each occurrence by its point in time.
_Times = dict[Moment, tuple[datetime, timedelta]]
# Says why an event is left out.
Skip = Callable[[CalendarEvent, str], object]


@dataclass(frozen=True)
class Occurrence:
    """One time that an event took place; ``key`` identifies it within a series and is empty outside one."""

    event: CalendarEvent
    start: datetime
    duration: timedelta
    key: str


@dataclass(frozen=True)
class _Days:
    """The days from one to another, and some others."""

    first: date
    last: date
    others: frozenset[date]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last or day in self.others

    @property
    def end(self) -> date:
        """The last of all."""
        return max([self.last, *self.others])

    def expand(self, rule: Recurrence, start: datetime) -> Iterator[datetime]:
        """Yield the local times of a rule on these days."""
        begin = min([self.first, *self.others])
        return (moment for moment in expand(rule, start, begin, self.end) if moment.date() in self)


@dataclass(frozen=True)
class Series:
    """An event, or a series with its changed occurrences; without ``main``, these are all that the file has of it.

    ``suffix`` tells several events with one UID apart.
    """

    main: CalendarEvent | None
    changes: tuple[CalendarEvent, ...] = ()
    suffix: str = ""

    def days(self, first: date, last: date) -> int:
        """Return about how many days at most expanding the rules looks at."""
        main = self.main
        rules = (*main.rules, *main.excluding_rules) if main else ()
        end = self._days(first, last).end
        return sum(rule.days(main.start, end) for rule in rules if main)

    def occurrences(self, first: date, last: date, skip: Skip, is_expanded: bool = True) -> Iterator[Occurrence]:
        """Yield the occurrences from one day to another; unless ``is_expanded``, only the changed ones."""
        main = self.main if is_expanded else None
        if main is not None and self._is_single(main):
            yield from _within([Occurrence(main, main.start, main.duration, self.suffix)], first, last)
            return
        days = self._days(first, last)
        times = self._times(main, days) if main else {}
        # Of several on one day the first.
        by_day = {start.date(): key for key, (start, _) in reversed(times.items())}
        changes = dict[Moment, CalendarEvent]()
        for change in self.changes:
            key = self._identity(change, by_day)
            if key not in times and self._is_outdated(change, main, days):
                skip(change, LEFT_OUT)
            else:
                changes[key] = change
        yield from _within(self._unchanged(main, times, changes), first, last)
        yield from _within(self._changed(times, changes), first, last)

    def _is_single(self, main: CalendarEvent) -> bool:
        return not (main.is_series or main.has_exceptions or self.changes)

    def _is_outdated(self, change: CalendarEvent, main: CalendarEvent | None, days: _Days) -> bool:
        """Return True if a later version of the series, where it was expanded, has no occurrence for a change."""
        return main is not None and change.sequence < main.sequence and self._local(change).date() in days

    @property
    def _zone(self) -> tzinfo | None:
        """The time zone in which occurrences are identified."""
        return (self.main or self.changes[0]).zone

    def _days(self, first: date, last: date) -> _Days:
        """Return the days to expand: the window, those that changes may move into it, and those of outdated changes."""
        moves = [abs(_move(change, self._local(change), self._zone)) for change in self.changes if change.moves_later]
        margin = min(max(moves, default=timedelta()), _FARTHEST_MOVE)
        outdated = frozenset(
            self._local(change).date()
            for change in self.changes
            if self.main
            and change.sequence < self.main.sequence
            and (change.moves_later or first <= change.start.date() <= last)
        )
        return _Days(first - margin, last + margin, outdated)

    def _times(self, main: CalendarEvent, days: _Days) -> _Times:
        """Return the start and duration of each occurrence by its point in time, without changes."""
        durations = self._durations(main, days)
        excluded = {instant(moment, main.zone) for moment in main.excluded}
        return {
            key: (start, duration)
            for start, duration in sorted(durations.items())
            if start.date() in days
            and start.date() not in excluded
            and (key := instant(start, main.zone)) not in excluded
        }

    @staticmethod
    def _durations(main: CalendarEvent, days: _Days) -> dict[datetime, timedelta]:
        """Return the durations by start, as the rules and further dates say, without those that rules exclude."""
        durations = {} if _ends_before_it_starts(main) else {main.start: main.duration}
        for rule in main.rules:
            durations.update(dict.fromkeys(days.expand(rule, main.start), main.duration))
        for moment, duration in main.extra:
            durations[_local_start(moment, main)] = main.duration if duration is None else duration
        for rule in main.excluding_rules:
            for start in days.expand(rule, main.start):
                durations.pop(start, None)
        return durations

    def _identity(self, change: CalendarEvent, by_day: Mapping[date, Moment]) -> Moment:
        """Return the point in time of the occurrence that a change replaces; a day means the occurrence of that day."""
        if isinstance(change.original, datetime):
            return instant(change.original, self._zone)
        local = self._local(change)
        return by_day.get(local.date(), local)

    def _local(self, change: CalendarEvent) -> datetime:
        """Return the start of the occurrence that a change replaces, as the clock shows it in the series' zone."""
        return _local_start(change.original or change.start, self.main or change)

    def _changed(self, times: _Times, changes: Mapping[Moment, CalendarEvent]) -> Iterator[Occurrence]:
        for key, change in changes.items():
            start = times[key][0] if key in times else self._local(change)
            yield Occurrence(change, change.start, change.duration, start.isoformat() + self.suffix)

    def _unchanged(
        self, main: CalendarEvent | None, times: _Times, changes: Mapping[Moment, CalendarEvent]
    ) -> Iterator[Occurrence]:
        if main is None:
            return
        moving = [(self._local(change), change) for change in changes.values() if change.moves_later]
        moving.sort(key=lambda pair: pair[0])
        begins = [begin for begin, _ in moving]
        for key, (start, duration) in times.items():
            if key in changes:
                continue
            name = start.isoformat() + self.suffix if main.is_series or self.suffix else ""
            if index := bisect_right(begins, start):
                begin, change = moving[index - 1]
                # By the clock of the series, on which the others stay when the clock of another zone changes.
                moved = _in_zone(start + _move(change, begin, main.zone), main.zone, change.zone)
                # A period keeps its own length.
                yield Occurrence(change, moved, change.duration if duration == main.duration else duration, name)
            else:
                yield Occurrence(main, start, duration, name)


def occurrences(
    events: Sequence[CalendarEvent], first: date, last: date, is_eligible: Callable[[CalendarEvent], bool], skip: Skip
) -> Iterator[Occurrence]:
    """Yield every time that events took place from one day to another; raise NotImportable if they are too many.

    Args:
        events: All events, in any order, with their versions and changes.
        first: The first day.
        last: The last day.
        is_eligible: Tells whether an event, with its series, counts; changed occurrences count by themselves.
        skip: Called with each event that is left out, and the reason.
    """
    series = [(one, one.main is not None and is_eligible(one.main)) for one in _all_series(events, skip)]
    # Estimated before anything is expanded, since it is the expanding that takes the time.
    if sum(one.days(first, last) for one, is_expanded in series if is_expanded) > MOST_DAYS:
        raise NotImportable("The events in the file repeat over too long a time. Select fewer quarters.")
    all_of_them = (time for one, is_expanded in series for time in one.occurrences(first, last, skip, is_expanded))
    for count, occurrence in enumerate(all_of_them, 1):
        if count > MOST_OCCURRENCES:
            raise NotImportable(
                f"There are more than {MOST_OCCURRENCES:,} events in this period. Select fewer quarters."
            )
        yield occurrence


def _all_series(events: Sequence[CalendarEvent], skip: Skip) -> Iterator[Series]:
    by_uid = defaultdict[str, list[CalendarEvent]](list)
    for event in events:
        by_uid[event.uid].append(event)
    for versions in by_uid.values():
        yield from _series(versions, skip)


def _series(versions: list[CalendarEvent], skip: Skip) -> Iterator[Series]:
    """Yield the events that have one UID, the latest version of each."""
    mains = _current([event for event in versions if event.original is None], skip)
    changes = [event for event in versions if event.original is not None]
    if not mains:
        changes = _latest(changes, lambda change: instant(change.original or change.start, change.zone), skip)
        yield Series(None, tuple(changes))
        return
    changes = _latest(changes, lambda change: instant(change.original or change.start, mains[0].zone), skip)
    by_main = defaultdict[int, list[CalendarEvent]](list)
    for change in changes:
        by_main[_index_of_series(change, mains)].append(change)
    for index, main in enumerate(mains):
        # Two events with one UID are two only if their ids differ.
        suffix = f" {main.start.isoformat()} {main.summary}" if len(mains) > 1 else ""
        yield _without_canceled(Series(main, tuple(by_main[index]), suffix), skip)


def _current(mains: list[CalendarEvent], skip: Skip) -> list[CalendarEvent]:
    """Return the events of the latest sequence: several, if they differ in their start or title."""
    if len(mains) < 2:
        return mains
    sequence = max(event.sequence for event in mains)
    canceled = {event.start for event in mains if event.is_canceled and event.sequence == sequence}
    current = []
    for event in mains:
        if event.sequence < sequence:
            skip(event, OUTDATED)
        elif event.start in canceled and not event.is_canceled:
            skip(event, CANCELED)
        else:
            current.append(event)
    return sorted(_latest(current, lambda event: (event.start, event.summary), skip), key=lambda event: event.start)


def _latest(
    events: list[CalendarEvent], identity: Callable[[CalendarEvent], Hashable], skip: Skip
) -> list[CalendarEvent]:
    """Return the latest version of each event."""
    latest = dict[Hashable, CalendarEvent]()
    for event in sorted(events, key=lambda event: (event.version, event.is_canceled)):
        key = identity(event)
        if key in latest:
            skip(latest[key], TWICE if latest[key].version == event.version else OUTDATED)
        latest[key] = event
    return list(latest.values())


def _index_of_series(change: CalendarEvent, mains: Sequence[CalendarEvent]) -> int:
    """Return the index of the series that a change belongs to: of several, the last that began before it."""
    begun = [
        index for index, main in enumerate(mains) if main.start <= _local_start(change.original or change.start, main)
    ]
    return begun[-1] if begun else 0


def _without_canceled(series: Series, skip: Skip) -> Series:
    """Return a series without the changes that a cancellation of the whole takes with it."""
    main = series.main
    if main is None or not main.is_canceled:
        return series
    for change in series.changes:
        if change.sequence <= main.sequence:
            skip(change, CANCELED)
    return replace(series, changes=tuple(change for change in series.changes if change.sequence > main.sequence))


def _ends_before_it_starts(main: CalendarEvent) -> bool:
    """Return True if a series has no date left by its rules: programs write so after its first one was deleted."""
    return bool(main.rules) and all(rule.until and rule.until < main.start for rule in main.rules)


def _within(times: Iterable[Occurrence], first: date, last: date) -> Iterator[Occurrence]:
    return (occurrence for occurrence in times if first <= occurrence.start.date() <= last)


def _local_start(moment: Moment, event: CalendarEvent) -> datetime:
    """Return a moment as the clock shows it in an event's zone; of a date the event's time of day."""
    if isinstance(moment, datetime):
        return to_local(moment, event.zone)
    return datetime.combine(moment, event.start.time())


def _move(change: CalendarEvent, original: datetime, zone: tzinfo | None) -> timedelta:
    """Return by how much a change moves the occurrence that begins at this local time of the series."""
    if zone is None or change.zone is None or zone is change.zone:
        return change.start - original
    return elapsed(original.replace(tzinfo=zone), change.start.replace(tzinfo=change.zone))


def _in_zone(local: datetime, zone: tzinfo | None, other: tzinfo | None) -> datetime:
    """Return a local time of one zone as the clock shows it in another."""
    return local if zone is None or other is None or zone is other else to_local(local.replace(tzinfo=zone), other)
