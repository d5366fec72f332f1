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
    if (local := _local_time(cell, home)) is None:
        return parse_date(cell, order), parse_time(cell)
    at = local.time().replace(second=0, microsecond=0)
    return parse_date(local.date().isoformat()), at if at != time() else None


def _local_time(cell: str, home: ZoneInfo | None) -> datetime | None:
    """Return the time of an instant in a zone, else in its own; None if the cell names no instant."""
    # Of a year at the end of the calendar, the local time may not exist.
    with suppress(ValueError, OverflowError):
        instant = None
        if _EPOCH.fullmatch(cell):
            instant = datetime.fromtimestamp(int(cell[:10]), UTC)
        elif match := _WITH_ZONE.fullmatch(cell):
            instant = datetime.fromisoformat(_IN_UTC.sub("+00:00", match[0]))
        return instant.astimezone(home) if instant and home else instant
    return None
