"""One entry of a file about an activity, before entries of several files are joined."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from netroi_core.importers.proposal import SourceLine
from netroi_core.workspace.fields import Approach, CostCategory


@dataclass(frozen=True)
class Charge:
    """The cost on one line of a statement; without a category it is a meal, named by the time it was paid at."""

    amount: Decimal
    category: CostCategory | None
    reimbursed: Decimal = Decimal(0)


@dataclass(frozen=True)
class SourceEntry:
    """One entry of a calendar, time sheet, statement or export.

    Attributes:
        key: The id of the activity that the entry becomes if it joins no other.
        day: Its local day.
        title: Its title, or the merchant.
        reason: Why it is taken for networking.
        begin: Its local time; None if unknown.
        length: Its duration; zero if unknown.
        people: The ids of the contacts who took part.
        strangers: The names of the others.
        is_sure: False if it counts only when it joins an activity.
        is_by_place: True if only the kind of merchant speaks for networking.
    """

    key: str
    source_line: SourceLine
    day: date
    title: str
    approach: Approach
    reason: str
    begin: time | None = None
    length: timedelta = timedelta()
    charge: Charge | None = None
    people: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    venue: str | None = None
    is_sure: bool = True
    is_by_place: bool = False
    source: Literal["calendar", "import"] = "import"

    @property
    def hours(self) -> float:
        """The duration in hours."""
        return round(self.length.total_seconds() / 3600, 2)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The start and end, None if the time is unknown."""
        if self.begin is None:
            return None
        start = datetime.combine(self.day, self.begin)
        return start, start + self.length
