"""When a workspace was used, to the day: enough to tell what nobody needs any more, and one note a day at most."""

from collections.abc import Callable
from datetime import UTC, date, datetime


class Uses:
    """What this process has noted today."""

    def __init__(self) -> None:
        self._day = date.min
        self._noted: set[str] = set()

    def note(self, name: str, write: Callable[[date], None]) -> None:
        """Write that a workspace is used today (UTC), unless that is done."""
        day = today()
        if day != self._day:
            self._day, self._noted = day, set()
        if name not in self._noted:
            write(day)
            self._noted.add(name)


def today() -> date:
    """The day by which uses are noted (UTC)."""
    return datetime.now(UTC).date()
