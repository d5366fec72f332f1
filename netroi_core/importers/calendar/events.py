"""The events of a calendar file, and when each of them took place within a window of days.

Two events of one UID are one: the latest SEQUENCE counts, and one with a RECURRENCE-ID stands for that occurrence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar.ical import Component, Property, components
from netroi_core.importers.calendar.recurrence import Repetition, days_looked_at, repetition, starts
from netroi_core.importers.calendar.times import between, is_day, length, local, moment, moments, named, zone
from netroi_core.importers.proposal import Draft, Place
from netroi_core.importers.reading.values import line

WANTED: Final = frozenset({
    *("UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS"),
    *("SUMMARY", "LOCATION", "ORGANIZER", "ATTENDEE", "DTSTAMP", "LAST-MODIFIED", "X-WR-TIMEZONE", "X-WR-CALNAME"),
})  # fmt: skip
MOST_DAYS: Final = 1_000_000
"""So many days are looked at, in all, for the repetitions of a file."""
MOST_OCCURRENCES: Final = 20_000


@dataclass(frozen=True)
class Attendee:
    """Somebody invited, by name and e-mail address, in lower case; is_person is not so for rooms and resources."""

    name: str
    address: str
    is_person: bool
    has_declined: bool
    is_group: bool


@dataclass(frozen=True)
class Event:
    """An event as it stands in the file, its start in local time; ``original`` is what a RECURRENCE-ID names."""

    place: Place
    uid: str
    sequence: int
    summary: str
    location: str
    is_cancelled: bool
    is_all_day: bool
    start: datetime
    duration: timedelta
    rules: tuple[Repetition, ...]
    extra: tuple[datetime | date, ...]
    excluded: frozenset[datetime | date]
    original: datetime | date | None
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]


@dataclass(frozen=True)
class Occurrence:
    """One time that an event took place; ``key`` tells it from the other times, and is empty where there are none."""

    event: Event
    start: datetime
    key: str


@dataclass(frozen=True)
class Calendar:
    """What a file holds. stamps: the days on which it was written; own: the address that it is called by, if any."""

    events: tuple[Event, ...]
    stamps: tuple[date, ...]
    own: str


def calendar(raw: bytes, file: str, draft: Draft, home: ZoneInfo | None = None) -> Calendar:
    """The events in these bytes; those that can't be read are rejected in the draft. ``home``: for times in UTC."""
    about, found = components(raw, "VEVENT", WANTED, draft.progress.part(0, 0.7))
    home = zone(about.text("X-WR-TIMEZONE")) or home
    read, stamps = list[Event](), list[date]()
    for each in draft.progress.part(0.7, 0.9).through(found):
        try:
            read.append(_event(each, Place(each.line, file), home))
            stamps += _stamps(each, home)
        except ValueError as error:
            draft.reject(Place(each.line, file), f"“{_summary(each)}” can't be read: {error}.")
    name = about.text("X-WR-CALNAME").strip().lower()
    return Calendar(tuple(read), tuple(stamps), name if "@" in name else "")


def occurrences(events: Sequence[Event], first: date, last: date) -> Iterator[Occurrence]:
    """Every time that the events took place from one day to another; NotImportable if they are too many to look at."""
    changed: dict[str, dict[datetime | date, Event]] = {}
    whole: dict[str, Event] = {}
    for event in sorted(events, key=lambda each: each.sequence):
        if event.original is None:
            whole[event.uid] = event
        else:
            changed.setdefault(event.uid, {})[event.original] = event
    for found, occurrence in enumerate(_all(whole, changed, first, last), 1):
        if found > MOST_OCCURRENCES:
            raise NotImportable(f"More than {MOST_OCCURRENCES:,} events fall into this time; choose fewer quarters.")
        yield occurrence


def _all(
    whole: dict[str, Event], changed: dict[str, dict[datetime | date, Event]], first: date, last: date
) -> Iterator[Occurrence]:
    looked_at = (days_looked_at(rule, each.start, first, last) for each in whole.values() for rule in each.rules)
    if sum(looked_at) > MOST_DAYS:
        raise NotImportable("The events of the file repeat over too long a time; choose fewer quarters.")
    for event in whole.values():
        replaced = changed.get(event.uid, {})
        for start in _starts(event, first, last):
            if start not in replaced and start.date() not in replaced:
                is_one = not (event.rules or event.extra)
                yield Occurrence(event, start, "" if is_one else start.isoformat())
    for replacements in changed.values():
        for original, event in replacements.items():
            if first <= event.start.date() <= last:
                yield Occurrence(event, event.start, original.isoformat())


def _starts(event: Event, first: date, last: date) -> list[datetime]:
    found = {event.start} if first <= event.start.date() <= last else set()
    for rule in event.rules:
        found.update(starts(rule, event.start, first, last))
    for extra in event.extra:
        at = extra if isinstance(extra, datetime) else datetime.combine(extra, event.start.time())
        if first <= at.date() <= last:
            found.add(at)
    return sorted(at for at in found if at not in event.excluded and at.date() not in event.excluded)


def _event(found: Component, place: Place, home: ZoneInfo | None) -> Event:
    """The event of a component; ValueError, with the reason, if it can't be read."""
    if found.faults:
        raise ValueError(found.faults[0])
    if "DTSTART" not in found.properties:
        raise ValueError("it has no DTSTART")
    given = found.properties["DTSTART"][0]
    begin = moment(given, home)
    there, start = begin.tzinfo, local(begin, None)
    summary = _summary(found)
    return Event(
        place,
        found.text("UID").strip() or f"{summary} {start.isoformat()}",
        int(found.text("SEQUENCE")) if found.text("SEQUENCE").isdecimal() and len(found.text("SEQUENCE")) < 9 else 0,
        summary,
        line(found.text("LOCATION")),
        found.text("STATUS").strip().upper() == "CANCELLED",
        is_day(given),
        start,
        _duration(found, begin, home),
        tuple(_rule(each.value, start, there, home) for each in found.properties["RRULE"]),
        _listed(found, "RDATE", there, home),
        frozenset(_listed(found, "EXDATE", there, home)),
        _original(found, there, home),
        next((_attendee(each) for each in found.properties["ORGANIZER"]), None),
        tuple(_attendee(each) for each in found.properties["ATTENDEE"]),
    )


def _stamps(found: Component, home: ZoneInfo | None) -> list[date]:
    """The days on which an event was written; what can't be read tells none."""
    given = [each for name in ("DTSTAMP", "LAST-MODIFIED") for each in found.properties[name]]
    try:
        return [moment(each, home).date() for each in given]
    except ValueError:
        return []


def _summary(found: Component) -> str:
    return line(found.text("SUMMARY")) or "Untitled"


def _duration(found: Component, begin: datetime, home: ZoneInfo | None) -> timedelta:
    if "DTEND" in found.properties:
        took = between(begin, moment(found.properties["DTEND"][0], home))
    else:
        took = length(found.text("DURATION")) if "DURATION" in found.properties else timedelta()
    if took < timedelta():
        raise ValueError("it ends before it begins")
    return took


def _rule(text: str, start: datetime, there: tzinfo | None, home: ZoneInfo | None) -> Repetition:
    return repetition(text, start, lambda until: named(until, there, home))


def _listed(
    found: Component, name: str, there: tzinfo | None, home: ZoneInfo | None
) -> tuple[datetime | date, ...]:  # fmt: skip
    return tuple(at for each in found.properties[name] for at in moments(each, there, home))


def _original(found: Component, there: tzinfo | None, home: ZoneInfo | None) -> datetime | date | None:
    if "RECURRENCE-ID" not in found.properties:
        return None
    given = found.properties["RECURRENCE-ID"][0]
    if given.parameters.get("RANGE"):
        raise ValueError("it changes all later times of a series at once; log those by hand")
    return moments(given, there, home)[0]


def _attendee(given: Property) -> Attendee:
    parameters = given.parameters
    address = given.value.strip().lower().removeprefix("mailto:")
    kind = parameters.get("CUTYPE", "INDIVIDUAL").upper()
    return Attendee(
        line(parameters.get("CN", "")),
        address,
        kind not in ("ROOM", "RESOURCE"),
        parameters.get("PARTSTAT", "").upper() == "DECLINED",
        kind == "GROUP",
    )
