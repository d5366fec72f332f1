"""Read a date and time as CRMs write them: local, in UTC, or as seconds or milliseconds since 1970."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.importers.reading.values import parse_date, parse_time
from netroi_core.workspace.fields import DayOrder

_EPOCH: Final = re.compile(r"\d{10}(\d{3})?", re.ASCII)
_WITH_ZONE: Final = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S{0,20}?) ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)", re.ASCII)
_IN_UTC: Final = re.compile(r" ?(?:UTC|GMT|Z)$")


def parse_timestamp(cell: str, order: DayOrder, home: ZoneInfo | None) -> tuple[date, time | None]:
    """Return the day and the time in a cell, None for no time; raise ValueError if there is none.

    >>> parse_timestamp("2026-03-05T10:11:12.000Z", "month_first", ZoneInfo("Europe/Berlin"))
    (datetime.date(2026, 3, 5), datetime.time(11, 11))
    >>> parse_timestamp("3/5/2026 2:00 PM", "month_first", None)
    (datetime.date(2026, 3, 5), datetime.time(14, 0))
    """
    if (instant := _instant(cell)) is None:
        return parse_date(cell, order), parse_time(cell)
    local = instant.astimezone(home) if home else instant
    at = local.time().replace(second=0, microsecond=0)
    return parse_date(local.date().isoformat()), at if at != time() else None


def _instant(cell: str) -> datetime | None:
    """Return the instant in a cell, None if it has no time zone."""
    with suppress(ValueError, OverflowError):
        if match := _EPOCH.fullmatch(cell):
            return datetime.fromtimestamp(int(cell[:10]), UTC)
        if match := _WITH_ZONE.fullmatch(cell):
            return datetime.fromisoformat(_IN_UTC.sub("+00:00", match[0]))
    return None
