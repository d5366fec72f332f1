"""Generated calendars of one series each: rules, extra and excluded dates, changes and versions, in many zones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from random import Random
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The other program takes a local time for the same time in UTC as well: no two are apart by what a zone is from UTC.
HOURS = (3, 9, 15, 21)
BERLIN = ZoneInfo("Europe/Berlin")
# By the name in the file; the last is defined there, and floating times have none.
ZONES: dict[str, tzinfo | None] = {
    "": None,
    "UTC": UTC,
    **{name: ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney")},
    "Eastern Standard Time": ZoneInfo("America/New_York"),
    "(UTC+01:00) Bench, Test": BERLIN,
}
_DEFINITION = """BEGIN:VTIMEZONE
TZID:(UTC+01:00) Bench\\, Test
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


@dataclass(frozen=True)
class Moment:
    """A time of a series by its clock, and how the file writes it: ``form`` is a zone, DATE, or empty for floating."""

    local: datetime
    form: str
    length: timedelta | None = None

    def line(self, name: str, zone: str, parameters: str = "") -> str:
        """Return the property; ``zone`` is that of the series."""
        if self.form == "DATE":
            return f"{name}{parameters};VALUE=DATE:{self.local:%Y%m%d}"
        there = self.local.replace(tzinfo=ZONES[zone])
        if self.form and self.form != zone:
            there = there.astimezone(ZONES[self.form])
        zulu = "Z" if self.form == "UTC" else ""
        period = f"/PT{int(self.length.total_seconds() // 60)}M" if self.length else ""
        value = ";VALUE=PERIOD" if self.length else ""
        return f"{name}{value}{parameters}{tzid(self.form)}:{there:%Y%m%dT%H%M%S}{zulu}{period}"


@dataclass(frozen=True)
class Until:
    """The end of a rule; ``form`` is UTC, DATE, or empty for a floating time."""

    local: datetime
    form: str


@dataclass(frozen=True)
class Rule:
    """A recurrence rule that ends after a count, at a time, or never; ``parts`` are all the others."""

    parts: str
    count: int | None = None
    until: Until | None = None

    def text(self, zone: str) -> str:
        """Return the rule as the file has it."""
        if self.count:
            return f"{self.parts};COUNT={self.count}"
        if self.until is None:
            return self.parts
        if self.until.form == "DATE":
            return f"{self.parts};UNTIL={self.until.local:%Y%m%d}"
        if self.until.form == "UTC":
            return f"{self.parts};UNTIL={self.until.local.replace(tzinfo=ZONES[zone]).astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return f"{self.parts};UNTIL={self.until.local:%Y%m%dT%H%M%S}"

    def local(self) -> str:
        """Return the rule with its end by the clock."""
        if self.count or self.until is None:
            return self.text("")
        end = self.until.local if self.until.form != "DATE" else datetime.combine(self.until.local, datetime.max.time())
        return f"{self.parts};UNTIL={end:%Y%m%dT%H%M%S}"


@dataclass(frozen=True)
class Written:
    """An event of the file. A change has the ``original`` time that it replaces."""

    title: str
    zone: str
    start: datetime
    length: timedelta
    is_day: bool = False
    has_end: bool = True
    sequence: int = 0
    rules: tuple[Rule, ...] = ()
    excluding: tuple[Rule, ...] = ()
    extra: tuple[Moment, ...] = ()
    excluded: tuple[Moment, ...] = ()
    original: Moment | None = None
    moves_later: bool = False

    def lines(self, series_zone: str) -> list[str]:
        """Return the event as the file has it."""
        end = self.start + self.length
        begin = Moment(self.start, "DATE" if self.is_day else self.zone)
        finish = Moment(end, "DATE" if self.is_day else self.zone)
        minutes = int(self.length.total_seconds() // 60)
        span = f"P{self.length.days}D" if self.is_day else f"PT{minutes}M"
        changed = ";RANGE=THISANDFUTURE" if self.moves_later else ""
        return [
            "BEGIN:VEVENT",
            "UID:bench",
            f"SUMMARY:{self.title}",
            f"SEQUENCE:{self.sequence}",
            begin.line("DTSTART", self.zone),
            finish.line("DTEND", self.zone) if self.has_end else f"DURATION:{span}",
            *(f"RRULE:{rule.text(self.zone)}" for rule in self.rules),
            *(f"EXRULE:{rule.text(self.zone)}" for rule in self.excluding),
            *(moment.line("RDATE", self.zone) for moment in self.extra),
            *(moment.line("EXDATE", self.zone) for moment in self.excluded),
            *([self.original.line("RECURRENCE-ID", series_zone, changed)] if self.original else []),
            "END:VEVENT",
        ]


@dataclass(frozen=True)
class Calendar:
    """A series and its changes; ``is_changed_first`` writes the changes above it."""

    series: Written
    changes: tuple[Written, ...] = ()
    is_changed_first: bool = False

    def text(self) -> str:
        """Return the file."""
        events = (self.series, *self.changes) if not self.is_changed_first else (*self.changes, self.series)
        rows = [row for event in events for row in event.lines(self.series.zone)]
        head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bench//EN", *_DEFINITION.split("\n")]
        return "\r\n".join([*head, *rows, "END:VCALENDAR", ""])


def tzid(zone: str) -> str:
    """Return the parameter that names a zone."""
    return f';TZID="{zone}"' if "," in zone else f";TZID={zone}" if zone not in ("", "UTC") else ""


def rule_starts(series: Written, rules: Iterable[Rule], last: date = LAST) -> list[datetime]:
    """Return the local times of rules, by dateutil."""
    end = datetime.combine(last, datetime.max.time())
    start = datetime.combine(series.start, datetime.min.time()) if series.is_day else series.start
    times = {time for rule in rules for time in rrulestr(rule.local(), dtstart=start).between(start, end, inc=True)}
    return sorted(times)


def generate(number: int, seed: int) -> Calendar:
    """Return the calendar of a number, the same each time."""
    chance = Random(f"{seed} {number}")
    series = _series(chance)
    times = sorted({series.start, *rule_starts(series, series.rules, date(2027, 6, 30))})[:400]
    series = replace(series, extra=_extra(chance, series), excluded=_excluded(chance, series, times))
    if chance.random() < 0.15:
        series = replace(series, excluding=(_rule(chance, series),))
    changes = tuple(_changes(chance, series, times))
    return Calendar(series, changes, chance.random() < 0.3)


def _series(chance: Random) -> Written:
    zone, is_day = chance.choice(list(ZONES)), chance.random() < 0.08
    start = datetime(2025, 7, 1) + timedelta(days=chance.randrange(365), minutes=15 * chance.randrange(96))
    if is_day:
        zone, start = "", datetime.combine(start, datetime.min.time())
    length = timedelta(days=1) if is_day else timedelta(minutes=chance.choice((15, 30, 45, 60, 90, 120, 240)))
    series = Written("Series", zone, start, length, is_day, chance.random() < 0.7, chance.choice((0, 0, 1, 3)))
    count = chance.choices((0, 1, 2), (1, 12, 1))[0]
    return replace(series, rules=tuple(_rule(chance, series) for _ in range(count)))


def _rule(chance: Random, series: Written) -> Rule:
    frequency = chance.choice(("DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"))
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.5:
        parts.append(f"INTERVAL={chance.randint(1, 4)}")
    parts += _restrictions(chance, frequency, series.is_day)
    if chance.random() < 0.2:
        parts.append(f"WKST={chance.choice(WEEKDAYS)}")
    rule = Rule(";".join(parts))
    if chance.random() < 0.3:
        return rule
    if chance.random() < 0.4:
        return replace(rule, count=chance.randint(1, 40))
    return replace(rule, until=_until(chance, series, rule))


def _until(chance: Random, series: Written, rule: Rule) -> Until:
    times = rule_starts(series, [rule], date(2027, 1, 1)) or [series.start]
    exact = chance.choice(times)
    local = exact if chance.random() < 0.6 else exact + timedelta(hours=chance.randint(-30, 30))
    if series.is_day:
        return Until(local, "DATE")
    return Until(
        local, chance.choice(("UTC", "UTC", "UTC", "DATE", "")) if series.zone else chance.choice(("DATE", ""))
    )


def _restrictions(chance: Random, frequency: str, is_day: bool) -> list[str]:
    parts = []
    if chance.random() < 0.2:
        parts.append("BYMONTH=" + _numbers(chance, range(1, 13), 4))
    if chance.random() < 0.5 and frequency in ("MONTHLY", "YEARLY"):
        kind = chance.choice(("ordinal", "ordinal", "plain", "mixed"))
        ordinals = {"ordinal": ("1", "2", "3", "4", "-1"), "plain": ("",), "mixed": ("", "1", "-1")}[kind]
        days = {chance.choice(ordinals) + chance.choice(WEEKDAYS) for _ in range(chance.randint(1, 3))}
        parts.append("BYDAY=" + ",".join(sorted(days)))
    elif chance.random() < 0.4 and frequency in ("DAILY", "WEEKLY"):
        parts.append("BYDAY=" + ",".join(chance.sample(WEEKDAYS, chance.randint(1, 4))))
    elif chance.random() < 0.4 and frequency != "WEEKLY":
        parts.append("BYMONTHDAY=" + _numbers(chance, (*range(1, 32), -1, -2), 3))
    elif chance.random() < 0.3 and frequency == "YEARLY":
        parts.append("BYYEARDAY=" + _numbers(chance, (1, 60, 100, 200, 365, 366, -1), 3))
    if chance.random() < 0.2 and parts and frequency in ("MONTHLY", "YEARLY"):
        parts.append("BYSETPOS=" + _numbers(chance, (1, 2, -1), 2))
    if chance.random() < 0.05 and not is_day:
        parts.append("BYHOUR=" + _numbers(chance, HOURS, 2))
    return parts


def _numbers(chance: Random, choices: Iterable[int], most: int) -> str:
    return ",".join(map(str, sorted(chance.sample(list(choices), chance.randint(1, most)))))


def _form(chance: Random, series: Written) -> str:
    """Return a way to write a time of a series: as itself, in UTC, in another zone, floating, or the day alone."""
    if series.is_day:
        return "DATE"
    if not series.zone:
        return chance.choice(("", "", "DATE"))
    return chance.choice((series.zone, series.zone, "UTC", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"))


def _extra(chance: Random, series: Written) -> tuple[Moment, ...]:
    if chance.random() < 0.7:
        return ()
    moments = []
    for _ in range(chance.randint(1, 3)):
        local = series.start + timedelta(days=chance.randint(1, 300), minutes=0 if series.is_day else 5)
        form = _form(chance, series)
        has_length = form != "DATE" and chance.random() < 0.4
        moments.append(Moment(local, form, timedelta(minutes=chance.choice((20, 180))) if has_length else None))
    return tuple(moments)


def _excluded(chance: Random, series: Written, times: list[datetime]) -> tuple[Moment, ...]:
    if chance.random() < 0.6:
        return ()
    chosen = chance.sample(times, min(len(times), chance.randint(1, 4)))
    return tuple(Moment(time, _form(chance, series)) for time in chosen)


def _changes(chance: Random, series: Written, times: list[datetime]) -> Iterable[Written]:
    if series.is_day or chance.random() < 0.4:
        return
    for number, time in enumerate(chance.sample(times, min(len(times), chance.randint(1, 3)))):
        original = time
        # Some replace a time that the series does not have.
        if chance.random() < 0.1:
            original += timedelta(minutes=7)
        form = _form(chance, series)
        zone = chance.choice((series.zone, series.zone, "Asia/Kolkata" if series.zone else ""))
        start = original.replace(tzinfo=ZONES[series.zone])
        start = (start.astimezone(ZONES[zone]) if zone else start).replace(tzinfo=None)
        yield Written(
            f"Change {number}",
            zone,
            start + timedelta(minutes=15 * chance.randint(-200, 200)),
            timedelta(minutes=chance.choice((30, 60, 75, 200))),
            sequence=chance.choice((series.sequence, series.sequence + 1, max(series.sequence - 1, 0))),
            original=Moment(original, form),
            moves_later=chance.random() < 0.15,
        )
