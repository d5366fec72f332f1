"""Time zones by the rules that a file itself gives (VTIMEZONE), for names that nothing else knows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import partial
from itertools import islice
from typing import Final

from dateutil import rrule

from netroi_core.importers.calendar.ical import IcalComponent
from netroi_core.importers.calendar.moments import Zones, find_zone, parse_moments, parse_until, zone_key
from netroi_core.importers.calendar.recurrence import LAST_YEAR, expand, parse_rule

# The most zones of a file, parts of a zone, and changes of its clock: two a year for all years, with some to spare.
MOST_ZONES: Final = 20
MOST_PARTS: Final = 20
MOST_CHANGES: Final = 1_000
_FIRST_YEAR: Final = 1900
_LAST_DAY: Final = date(LAST_YEAR, 12, 31)


class FileZone(tzinfo):
    """A time zone of a file; ``changes`` are the local times of changes, with the UTC offsets before and after them."""

    def __init__(self, changes: Iterable[tuple[datetime, timedelta, timedelta]]) -> None:
        ordered = sorted(changes)
        self._offsets = [ordered[0][1], *(after for _, _, after in ordered)]
        self._in_utc = [local - before for local, before, _ in ordered]
        # As PEP 495 has it: of a time that the clock shows twice, the first is before the change.
        self._first = [local + max(after - before, timedelta()) for local, before, after in ordered]
        self._second = [local + min(after - before, timedelta()) for local, before, after in ordered]

    def utcoffset(self, moment: datetime | None, /) -> timedelta:
        """Return the UTC offset of a local time."""
        if moment is None:
            return self._offsets[0]
        changes = self._second if moment.fold else self._first
        return self._offsets[bisect_right(changes, moment.replace(tzinfo=None, fold=0))]

    def fromutc(self, moment: datetime, /) -> datetime:
        """Return the local time of a time in UTC."""
        offset = self._offsets[bisect_right(self._in_utc, moment.replace(tzinfo=None))]
        local = moment + offset
        return local if self.utcoffset(local) == offset else local.replace(fold=1)

    def dst(self, moment: datetime | None, /) -> None:
        """Return None: how much of the offset is daylight saving time is unknown."""

    def tzname(self, moment: datetime | None, /) -> str:
        """Return the UTC offset in words."""
        return str(timezone(self.utcoffset(moment)))


def file_zones(definitions: Iterable[IcalComponent]) -> dict[str, tzinfo]:
    """Return the zones that a file defines, by normalized name, without those that are known by their names."""
    unknown = {zone_key(name): zone for zone in definitions if not find_zone(name := zone.text("TZID"))}
    zones = ((key, _zone(definition)) for key, definition in islice(unknown.items(), MOST_ZONES))
    return {key: zone for key, zone in zones if key and zone}


def _zone(definition: IcalComponent) -> FileZone | None:
    """Return a zone; None if its rules can't be read, so that its times are taken as written."""
    if len(definition.parts) > MOST_PARTS:
        return None
    try:
        changes = [change for part in definition.parts for change in _changes(part)]
    except ValueError:
        return None
    return FileZone(changes) if 0 < len(changes) <= MOST_CHANGES else None


def _changes(part: IcalComponent) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """Yield the changes to standard time or to daylight saving time."""
    before, after = _offset(part.text("TZOFFSETFROM")), _offset(part.text("TZOFFSETTO"))
    zones = Zones(home=timezone(before))
    start = _onset(part.text("DTSTART"))
    onsets = {start}
    for prop in part.properties["RRULE"]:
        rule = parse_rule(prop.value, partial(parse_until, zone=zones.home, zones=zones))
        # No clock changes more often, and looking at every day of three centuries takes long.
        if rule is None or rule.frequency != rrule.YEARLY:
            raise ValueError
        onsets.update(islice(expand(rule, start, start.date(), _LAST_DAY), MOST_CHANGES + 1))
    for prop in part.properties["RDATE"]:
        moments = (moment for moment, _ in parse_moments(prop, zones))
        onsets.update(moment.replace(tzinfo=None) for moment in moments if isinstance(moment, datetime))
    return ((onset, before, after) for onset in onsets)


def _onset(text: str) -> datetime:
    """Return a local time; Windows counts from 1601, which is the first year here."""
    onset = datetime.strptime(text.strip().removesuffix("Z"), "%Y%m%dT%H%M%S")
    return onset if onset.year >= _FIRST_YEAR else onset.replace(year=_FIRST_YEAR)


def _offset(text: str) -> timedelta:
    return datetime.strptime(text.strip(), "%z").utcoffset() or timedelta()
