"""What one entry of a file tells of an activity; traces of several files are joined."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from netroi_core.importers.proposal import Place
from netroi_core.workspace.fields import Approach, CostCategory


@dataclass(frozen=True)
class Charge:
    """What one line of a statement cost; ``category`` None is a meal, which one its time or its company tells."""

    amount: str
    category: CostCategory | None
    reimbursed: str = "0"


@dataclass(frozen=True)
class Trace:
    """What one entry of a file tells of an activity; ``key`` is the id of what it becomes alone.

    day and begin are local; begin is None where the time is not known. is_sure: it was networking even if it joins
    nothing; is_by_place: that is for the kind of place alone; reason: why that is suggested.
    """

    key: str
    place: Place
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
        """How long it took, in hours."""
        return round(self.length.total_seconds() / 3600, 2)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when, if that is known."""
        if self.begin is None:
            return None
        begin = datetime.combine(self.day, self.begin)
        return begin, begin + self.length
