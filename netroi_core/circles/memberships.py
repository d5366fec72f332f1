"""What is kept with one person about circles: which they are in, and to which of them each quarter was given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from netroi_core.circles.circle import Circle
from netroi_core.errors import NetROIError
from netroi_core.quarters import Quarter
from netroi_core.storage.entries import Entry
from netroi_core.wording.wording import quarter_name

MAX_CIRCLES: Final = 10
"""How many circles one person may be in."""


class TooManyCircles(NetROIError):
    """More circles than one person needs."""

    def __init__(self) -> None:
        super().__init__(f"You are in {MAX_CIRCLES} circles, which is the most there can be. Leave one first.")


class QuarterGivenElsewhere(NetROIError):
    """A quarter that was given to another circle."""

    def __init__(self, quarter: Quarter) -> None:
        super().__init__(
            f"Your {quarter_name(quarter)} went to another circle, or to one that is closed. A quarter goes to one "
            "alone: the difference between two circles that have nearly the same members would be about one of them."
        )


@dataclass(frozen=True)
class Memberships:
    """circles: by id. given: the circle that has a quarter, or has told of it."""

    circles: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    def listing(self, circle_id: str) -> "Memberships":
        """With one more circle. TooManyCircles."""
        if circle_id in self.circles:
            return self
        if len(self.circles) >= MAX_CIRCLES:
            raise TooManyCircles
        return replace(self, circles=(*self.circles, circle_id))

    def without(self, circle_ids: Collection[str]) -> "Memberships":
        """Without some circles; what was given to them can't go to another."""
        return replace(self, circles=tuple(each for each in self.circles if each not in circle_ids))

    def giving(self, quarter: Quarter, circle_id: str) -> "Memberships":
        """With a quarter that goes to a circle. Elsewhere."""
        if self.given.get(str(quarter), circle_id) != circle_id:
            raise QuarterGivenElsewhere(quarter)
        return replace(self, given={**self.given, str(quarter): circle_id})

    def freed(self, circle_id: str, circle: Circle, member: str) -> "Memberships":
        """With the quarters free to go elsewhere that a circle neither has of this member nor ever told of."""
        kept = {
            quarter: where
            for quarter, where in self.given.items()
            if where != circle_id or circle.has_or_told(member, quarter)
        }
        return replace(self, given=kept)

    def with_those(self, other: "Memberships") -> "Memberships":
        """With those of another, who is the same person from now on."""
        circles = tuple(dict.fromkeys((*self.circles, *other.circles)))
        return Memberships(circles, {**other.given, **self.given})


def read(entry: Entry | None) -> Memberships:
    """Memberships as they are kept; none where nothing is."""
    return Memberships() if entry is None else Memberships(tuple(entry["circles"]), entry["given"])


def written(memberships: Memberships) -> dict[str, Any]:
    """Memberships as they are to be kept."""
    return {"circles": list(memberships.circles), "given": dict(memberships.given)}
