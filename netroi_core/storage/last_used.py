"""The day on which a workspace was last used, so that unused guests can be purged; recorded at most once a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime


class UseLog:
    """The names that this process has recorded as used today."""

    def __init__(self) -> None:
        self._day = date.min
        self._names: set[str] = set()

    def record(self, name: str, write: Callable[[date], None]) -> None:
        """Call ``write`` with today's date (UTC), unless that was done for this name today."""
        day = today()
        if day != self._day:
            self._day, self._names = day, set()
        if name not in self._names:
            write(day)
            self._names.add(name)


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()
