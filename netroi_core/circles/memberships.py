"""One person's memberships: their circles, and the circle to which each of their quarters went."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import TypeAdapter

from netroi_core.circles.circle import Circle
from netroi_core.errors import NetROIError
from netroi_core.quarters import Quarter
from netroi_core.storage.entries import Entry
from netroi_core.wording.wording import quarter_name

# How many circles one person may be in.
MAX_CIRCLES: Final = 10


class TooManyCircles(NetROIError):
    """More circles than one person needs."""

    def __init__(self) -> None:
        super().__init__(f"You are in {MAX_CIRCLES} circles, which is the most there can be. Leave one first.")


class QuarterGivenElsewhere(NetROIError):
    """A quarter that went to another circle."""

    def __init__(self, quarter: Quarter) -> None:
        super().__init__(
            f"Your {quarter_name(quarter)} went to another circle, or to one that is closed. A quarter goes to one "
            "alone: the difference between two circles that have nearly the same members would be about one of them."
        )


@dataclass(frozen=True)
class Memberships:
    """The ids of a person's circles; ``given`` has, by quarter, the circle that holds it or has released it."""

    circles: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    def with_circle(self, circle_id: str) -> "Memberships":
        """Return them with one more circle; TooManyCircles."""
        if circle_id in self.circles:
            return self
        if len(self.circles) >= MAX_CIRCLES:
            raise TooManyCircles
        return replace(self, circles=(*self.circles, circle_id))

    def without_circles(self, circle_ids: Collection[str]) -> "Memberships":
        """Return them without some circles; the quarters that went to these can't go to another."""
        return replace(self, circles=tuple(circle for circle in self.circles if circle not in circle_ids))

    def with_quarter(self, quarter: Quarter, circle_id: str) -> "Memberships":
        """Return them with a quarter assigned to a circle; QuarterGivenElsewhere."""
        # Two circles with nearly the same members would differ by about one person's quarter, and so reveal it.
        if self.given.get(str(quarter), circle_id) != circle_id:
            raise QuarterGivenElsewhere(quarter)
        return replace(self, given={**self.given, str(quarter): circle_id})

    def without_unused_quarters(self, circle_id: str, circle: Circle, member: str) -> "Memberships":
        """Return them with the quarters free again that a circle neither holds of this member nor has released."""
        still_given = {
            quarter: holder
            for quarter, holder in self.given.items()
            # A quarter that was released stays with its circle: another one's release could be compared with it.
            if holder != circle_id or circle.has_used(member, quarter)
        }
        return replace(self, given=still_given)

    def merged(self, former: "Memberships") -> "Memberships":
        """Return them with those of a former identity of the same person."""
        circles = tuple(dict.fromkeys((*self.circles, *former.circles)))
        return Memberships(circles, {**former.given, **self.given})


_ADAPTER: Final = TypeAdapter(Memberships)


def memberships_from(entry: Entry | None) -> Memberships:
    """Return the memberships in a stored entry; none without one."""
    return Memberships() if entry is None else _ADAPTER.validate_python(entry)


def memberships_entry(memberships: Memberships) -> Entry:
    """Return the entry to store for memberships."""
    entry: Entry = _ADAPTER.dump_python(memberships, mode="json")
    return entry
