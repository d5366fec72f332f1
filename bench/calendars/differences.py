"""The differences that NetROI makes on purpose, each with a calendar rewritten so that both programs agree."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from bench.calendars.corpus import LAST, Calendar, Moment, Rule, Until, Written, rule_starts

END_OF_DAY = time(23, 59, 59)


# The title, start in UTC (or floating), and seconds of each event, or the error.
Expansion = list[list[Any]] | str


def are_same(here: Expansion, there: Expansion) -> bool:
    """Return True if both have the same events."""
    return here == there


def unchanged(calendar: Calendar) -> Calendar:
    """Return the calendar as it is."""
    return calendar


@dataclass(frozen=True)
class Difference:
    """A difference in words, the calendar with the same events without it, and what still counts as the same."""

    name: str
    rewrite: Callable[[Calendar], Calendar] = unchanged
    agree: Callable[[Expansion, Expansion], bool] = are_same


def are_same_but_for_the_clock(here: Expansion, there: Expansion) -> bool:
    """Return True if both have the same events, and lengths differ by nothing or the hour that the clock changes by."""
    if isinstance(here, str) or isinstance(there, str):
        return False
    same_events = [row[:2] for row in here] == [row[:2] for row in there]
    return same_events and all(abs(a[2] - b[2]) in (0, 3600) for a, b in zip(here, there, strict=True))


def are_same_but_for_skipped_times(here: Expansion, there: Expansion) -> bool:
    """Return True if all events are the same but one or two, a year has no more such times, which are an hour off."""
    if isinstance(here, str) or isinstance(there, str) or len(here) != len(there):
        return False
    others = [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]]
    return len(others) <= 2 and all(
        mine[::2] == theirs[::2]
        and abs(datetime.fromisoformat(mine[1]) - datetime.fromisoformat(theirs[1])) == timedelta(hours=1)
        for mine, theirs in others
    )


def without_mixed_weekdays(calendar: Calendar) -> Calendar:
    """Give every weekday an ordinal where some have one, since dateutil then ignores the others."""
    series = calendar.series
    rules, excluding = (tuple(map(_ordinal, rules)) for rules in (series.rules, series.excluding))
    return replace(calendar, series=replace(series, rules=rules, excluding=excluding))


def _ordinal(rule: Rule) -> Rule:
    parts = dict(part.split("=") for part in rule.parts.split(";"))
    days = parts.get("BYDAY", "").split(",")
    if not (any(len(day) > 2 for day in days) and any(len(day) == 2 for day in days)):
        return rule
    most = 5 if parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts else 53
    every = [f"{number}{day}" for day in days if len(day) == 2 for number in range(1, most + 1)]
    parts["BYDAY"] = ",".join([*(day for day in days if len(day) > 2), *every])
    return replace(rule, parts=";".join(f"{name}={value}" for name, value in parts.items()))


def with_until_in_utc(calendar: Calendar) -> Calendar:
    """Write the end of a rule as the point in time that it means: the end of a day, or a time of the series' clock."""
    series = calendar.series
    if series.is_day:
        return calendar
    rules, excluding = (tuple(_until(rule, series) for rule in rules) for rules in (series.rules, series.excluding))
    return replace(calendar, series=replace(series, rules=rules, excluding=excluding))


def _until(rule: Rule, series: Written) -> Rule:
    if rule.until is None or rule.until.form == "UTC":
        return rule
    local = rule.until.local
    end = datetime.combine(local, END_OF_DAY) if rule.until.form == "DATE" else local
    return replace(rule, until=Until(end, "UTC" if series.zone else ""))


def with_timed_extras(calendar: Calendar) -> Calendar:
    """Write an extra date of a series of times with the time of the series."""
    series = calendar.series
    if series.is_day:
        return calendar
    extra = tuple(
        Moment(datetime.combine(moment.local, series.start.time()), series.zone) if moment.form == "DATE" else moment
        for moment in series.extra
    )
    return replace(calendar, series=replace(series, extra=extra))


def with_timed_changes(calendar: Calendar) -> Calendar:
    """Write a change of a day as the change of the first time of that day."""
    starts = times(calendar)
    changes = tuple(_timed(change, starts, calendar.series) for change in calendar.changes)
    return replace(calendar, changes=changes)


def _timed(change: Written, starts: list[datetime], series: Written) -> Written:
    if change.original is None or change.original.form != "DATE":
        return change
    local = _original(change, starts) or datetime.combine(change.original.local, series.start.time())
    return replace(change, original=Moment(local, series.zone))


def without_other_zones(calendar: Calendar) -> Calendar:
    """Write exceptions and changes as times of the series' own zone."""
    series = calendar.series
    excluded = tuple(_in_own_zone(moment, series) for moment in series.excluded)
    changes = (
        replace(change, original=_in_own_zone(change.original, series)) if change.original else change
        for change in calendar.changes
    )
    return replace(calendar, series=replace(series, excluded=excluded), changes=tuple(changes))


def _in_own_zone(moment: Moment, series: Written) -> Moment:
    return moment if moment.form == "DATE" else replace(moment, form=series.zone)


def without_ended_rules(calendar: Calendar) -> Calendar:
    """Leave out a rule that ends before the series starts, if there is another rule."""
    series = calendar.series
    rules = tuple(rule for rule in series.rules if not rule.until or rule.until.local >= series.start)
    return replace(calendar, series=replace(series, rules=rules or series.rules))


def with_excluded_dates(calendar: Calendar) -> Calendar:
    """Write the dates that an EXRULE excludes as EXDATE."""
    series = calendar.series
    last = LAST + timedelta(days=400)
    form = "DATE" if series.is_day else series.zone
    dates = tuple(Moment(start, form) for start in rule_starts(series, series.excluding, last))
    return replace(calendar, series=replace(series, excluding=(), excluded=(*series.excluded, *dates)))


def without_outdated_changes(calendar: Calendar) -> Calendar:
    """Leave out the changes of times that a later version of the series no longer has."""
    remaining = set(times(calendar))
    changes = [
        change
        for change in calendar.changes
        if change.sequence >= calendar.series.sequence or _original(change, remaining) in remaining
    ]
    return replace(calendar, changes=tuple(changes))


def without_exceptions_at_changes(calendar: Calendar) -> Calendar:
    """Leave out the exceptions at the times of changes, which count; of a day all other times stay excluded."""
    series = calendar.series
    changed = {change.original.local for change in calendar.changes if change.original}
    excluded = tuple(moment for moment in series.excluded if not _excludes(moment, changed))
    dropped = [moment for moment in series.excluded if _excludes(moment, changed) and moment.form == "DATE"]
    others = tuple(
        Moment(start, series.zone)
        for start in candidates(calendar)
        if start not in changed and any(_excludes(moment, {start}) for moment in dropped)
    )
    return replace(calendar, series=replace(series, excluded=(*excluded, *others)))


def times(calendar: Calendar) -> list[datetime]:
    """Return the local times of a series without its changes and exceptions."""
    excluded = calendar.series.excluded
    return [start for start in candidates(calendar) if not any(_excludes(moment, {start}) for moment in excluded)]


def candidates(calendar: Calendar) -> list[datetime]:
    """Return the local times of a series with its exceptions."""
    series = calendar.series
    starts = {series.start, *rule_starts(series, series.rules, LAST + timedelta(days=400))}
    starts |= {
        datetime.combine(moment.local, series.start.time()) if moment.form == "DATE" else moment.local
        for moment in series.extra
    }
    return sorted(starts)


def _excludes(moment: Moment, starts: set[datetime]) -> bool:
    if moment.form == "DATE":
        return moment.local.date() in {start.date() for start in starts}
    return moment.local in starts


def _original(change: Written, starts: Collection[datetime]) -> datetime | None:
    """Return the time that a change replaces; of a date the time of that day."""
    if change.original is None or change.original.form != "DATE":
        return change.original.local if change.original else None
    return next((start for start in sorted(starts) if start.date() == change.original.local.date()), None)


DIFFERENCES = (
    Difference("a rule with numbered and plain weekdays, such as BYDAY=1MO,FR, means both", without_mixed_weekdays),
    Difference(
        "an UNTIL without a time includes that whole day, and one without a zone is in the zone of the series",
        with_until_in_utc,
    ),
    Difference("EXRULE is followed", with_excluded_dates),
    Difference("an RDATE without a time has the time of the series", with_timed_extras),
    Difference("a RECURRENCE-ID without a time is the first event of that day", with_timed_changes),
    Difference(
        "an EXDATE in another zone excludes that point in time, not also that time on the clock", without_other_zones
    ),
    Difference("of several rules, one that ends before the start is ignored", without_ended_rules),
    Difference(
        "a changed event is left out if a later SEQUENCE of the series no longer has its date", without_outdated_changes
    ),
    Difference(
        "a changed event counts even if EXDATE lists its date, unless the series has a later SEQUENCE",
        without_exceptions_at_changes,
    ),
    Difference("an event during which the clock changes lasts as long as the others", agree=are_same_but_for_the_clock),
    Difference(
        "a time that the clock skips counts by the clock before the change", agree=are_same_but_for_skipped_times
    ),
)
