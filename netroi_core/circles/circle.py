"""One circle: its members by pseudonym, their contributions by quarter, and the releases made of them.

Its members' own lists of circles are here, too. Both are stored as entries (netroi_core/storage/entries.py).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from pydantic import BaseModel

from netroi_core.circles.comparison import COMPARED, Contribution
from netroi_core.circles.disclosure import PublishedQuartiles, Release, next_release, stamp, visible_release
from netroi_core.errors import NetROIError
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import quarter_name

T = TypeVar("T")

# How many circles one person may be in.
MAX_CIRCLES: Final = 10


class NotInCircle(NetROIError):
    """A circle that does not exist, or that this person is not in."""

    # Not telling which, so that nobody can find out which circles exist.
    sentence = "You aren’t a member of this circle, or it has been closed."


class TooManyCircles(NetROIError):
    """More circles than one person needs."""

    sentence = f"You’re already in {MAX_CIRCLES} circles, the maximum. Leave one first."


class QuarterGivenElsewhere(NetROIError):
    """A quarter that went to another circle."""

    sentence = (
        "You already shared {} with another circle, which may be closed by now. You can share a quarter "
        "with one circle only: two circles with nearly the same members could otherwise reveal one of "
        "them."
    )


@dataclass(frozen=True)
class JoinRequest:
    """A request to join: the person's pseudonym, and the name that they gave the lead."""

    member: str
    name: str


@dataclass(frozen=True)
class StoredContribution:
    """One member's contribution of a quarter with the salt of its stamps; both are deleted when it is withdrawn."""

    salt: str
    figures: Contribution


@dataclass(frozen=True)
class CircleView:
    """One member's view of a quarter.

    Attributes:
        contributors: how many members contribute now.
        own: the member's own contribution, empty if there is none.
        published: the quartiles that may be seen, by the keys of COMPARED.
    """

    contributors: int
    own: Contribution
    published: Mapping[str, PublishedQuartiles]


class Circle(BaseModel, frozen=True):
    """A circle; its lead is one of the members.

    Attributes:
        members: contributions by pseudonym and quarter.
        releases: by quarter and figure, in the order in which they were made.
        waiting: the names of people who asked to join, by pseudonym, until the lead accepts or declines them.
    """

    name: str
    lead: str
    members: Mapping[str, Mapping[str, StoredContribution]] = {}
    releases: Mapping[str, Mapping[str, tuple[Release, ...]]] = {}
    waiting: Mapping[str, str] = {}

    def with_request(self, member: str, name: str) -> "Circle":
        """Return the circle with a request to join; unchanged for a member."""
        return self if member in self.members else self.model_copy(update={"waiting": {**self.waiting, member: name}})

    def with_members(self, members: Collection[str]) -> "Circle":
        """Return the circle with people who asked to join as members, who contribute nothing yet; ignore others."""
        accepted = [member for member in members if member in self.waiting]
        waiting = {member: name for member, name in self.waiting.items() if member not in accepted}
        return self.model_copy(
            update={"members": {**{member: {} for member in accepted}, **self.members}, "waiting": waiting}
        )

    def without_member(self, member: str) -> "Circle":
        """Return the circle without a member and their contributions, or their request to join; releases stay."""
        members, waiting = _without(self.members, member), _without(self.waiting, member)
        return self.model_copy(update={"members": members, "waiting": waiting})

    def with_contribution(self, member: str, quarter: Quarter, figures: Contribution, salt: str, day: date) -> "Circle":
        """Return the circle with a contribution in place of the member's last one, and its releases; raise NotInCircle.

        The salt is a random one, used if the member does not contribute to this quarter yet.
        """
        former = self._own(member).get(str(quarter), StoredContribution(salt, {}))
        contributions = {**self._own(member), str(quarter): replace(former, figures=figures)}
        changed = self.model_copy(update={"members": {**self.members, member: contributions}})
        # Only a contribution leads to a release: withdrawing or leaving at most hides one.
        return changed._with_releases(quarter, day)

    def without_contribution(self, member: str, quarter: Quarter) -> "Circle":
        """Return the circle without a member's contribution of a quarter; raise NotInCircle."""
        contributions = _without(self._own(member), str(quarter))
        return self.model_copy(update={"members": {**self.members, member: contributions}})

    def without_quarters_before(self, quarter: Quarter) -> "Circle":
        """Return the circle without the contributions and releases of earlier quarters."""
        first = str(quarter)
        members = {member: _since(contributions, first) for member, contributions in self.members.items()}
        return self.model_copy(update={"members": members, "releases": _since(self.releases, first)})

    def with_pseudonym(self, member: str, pseudonym: str) -> "Circle":
        """Return the circle with another pseudonym for a member; contributions already under it win."""
        releases = {
            quarter: {
                key: tuple(replace(release, stamps=_rename(release.stamps, member, pseudonym)) for release in series)
                for key, series in by_figure.items()
            }
            for quarter, by_figure in self.releases.items()
        }
        lead, members = pseudonym if self.lead == member else self.lead, _rename(self.members, member, pseudonym)
        waiting = _rename(self.waiting, member, pseudonym)
        return self.model_copy(update={"lead": lead, "members": members, "releases": releases, "waiting": waiting})

    def has_used(self, member: str, quarter: str) -> bool:
        """Return True if a member contributes to a quarter, or is part of one of its releases."""
        if quarter in self.members.get(member, {}):
            return True
        return any(member in release.stamps for series in self.releases.get(quarter, {}).values() for release in series)

    def view(self, member: str, quarter: Quarter) -> CircleView:
        """Return a member's view of a quarter; raise NotInCircle."""
        own = self._own(member).get(str(quarter))
        contributions = self._contributions(quarter)
        published = {}
        for key, series in self.releases.get(str(quarter), {}).items():
            contributors = sum(key in contribution.figures for contribution in contributions.values())
            if (release := visible_release(series, contributors)) is not None:
                published[key] = release.published
        return CircleView(len(contributions), {} if own is None else own.figures, published)

    def _with_releases(self, quarter: Quarter, day: date) -> "Circle":
        releases = dict(self.releases.get(str(quarter), {}))
        contributions = self._contributions(quarter)
        for compared in COMPARED:
            key = compared.key
            figures = {member: own.figures[key] for member, own in contributions.items() if key in own.figures}
            stamps = {member: stamp(contributions[member].salt, figure) for member, figure in figures.items()}
            series = releases.get(key, ())
            if (release := next_release(series, figures, stamps, compared.step, day)) is not None:
                releases[key] = (*series, release)
        return self.model_copy(update={"releases": {**self.releases, str(quarter): releases}})

    def _own(self, member: str) -> Mapping[str, StoredContribution]:
        if member not in self.members:
            raise NotInCircle
        return self.members[member]

    def _contributions(self, quarter: Quarter) -> Mapping[str, StoredContribution]:
        label = str(quarter)
        return {member: by_quarter[label] for member, by_quarter in self.members.items() if label in by_quarter}


class Memberships(BaseModel, frozen=True):
    """The ids of a person's circles; ``given`` has, by quarter, the circle that holds it or has released it."""

    circles: tuple[str, ...] = ()
    given: Mapping[str, str] = {}

    def with_circle(self, circle_id: str) -> "Memberships":
        """Return them with one more circle; raise TooManyCircles."""
        if circle_id in self.circles:
            return self
        if len(self.circles) >= MAX_CIRCLES:
            raise TooManyCircles
        return self.model_copy(update={"circles": (*self.circles, circle_id)})

    def without_circles(self, circle_ids: Collection[str]) -> "Memberships":
        """Return them without some circles; the quarters that went to these can't go to another."""
        return self.model_copy(update={"circles": tuple(circle for circle in self.circles if circle not in circle_ids)})

    def with_quarter(self, quarter: Quarter, circle_id: str) -> "Memberships":
        """Return them with a quarter assigned to a circle; raise QuarterGivenElsewhere."""
        # Two circles with nearly the same members would differ by about one person's quarter, and so reveal it.
        if self.given.get(str(quarter), circle_id) != circle_id:
            raise QuarterGivenElsewhere(quarter_name(quarter))
        return self.model_copy(update={"given": {**self.given, str(quarter): circle_id}})

    def without_unused_quarters(self, circle_id: str, circle: Circle, member: str) -> "Memberships":
        """Return them with the quarters free again that a circle neither holds of this member nor has released."""
        still_given = {
            quarter: holder
            for quarter, holder in self.given.items()
            # A quarter that was released stays with its circle: another one's release could be compared with it.
            if holder != circle_id or circle.has_used(member, quarter)
        }
        return self.model_copy(update={"given": still_given})

    def merged(self, former: "Memberships") -> "Memberships":
        """Return them with those of a former identity of the same person."""
        circles = tuple(dict.fromkeys((*self.circles, *former.circles)))
        return Memberships(circles=circles, given={**former.given, **self.given})


def _without(mapping: Mapping[str, T], key: str) -> dict[str, T]:
    return {name: value for name, value in mapping.items() if name != key}


def _since(by_quarter: Mapping[str, T], first: str) -> dict[str, T]:
    return {quarter: value for quarter, value in by_quarter.items() if quarter >= first}


def _rename(mapping: Mapping[str, T], key: str, new_key: str) -> dict[str, T]:
    return {new_key: mapping[key], **_without(mapping, key)} if key in mapping else dict(mapping)
