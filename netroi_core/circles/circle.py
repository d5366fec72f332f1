"""One circle: its members by pseudonym, their contributions by quarter, and the releases made of them.

A release is made only when a member contributes, never when one withdraws or leaves: that at most hides one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from pydantic import TypeAdapter

from netroi_core.circles.contribution import COMPARED, Contribution
from netroi_core.circles.disclosure import PublishedQuartiles, Release, next_release, stamp, visible_release
from netroi_core.quarters import Quarter
from netroi_core.storage.entries import Entry

T = TypeVar("T")


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


@dataclass(frozen=True)
class Circle:
    """A circle; its lead is one of the members.

    Attributes:
        members: contributions by pseudonym and quarter.
        releases: by quarter and figure, in the order in which they were made.
    """

    name: str
    lead: str
    members: Mapping[str, Mapping[str, StoredContribution]] = field(default_factory=dict)
    releases: Mapping[str, Mapping[str, tuple[Release, ...]]] = field(default_factory=dict)

    def with_member(self, member: str) -> "Circle":
        """Return the circle with one more member, who contributes nothing yet."""
        return replace(self, members={member: {}, **self.members})

    def without_member(self, member: str) -> "Circle":
        """Return the circle without a member and their contributions; releases stay."""
        return replace(self, members=_without(self.members, member))

    def with_contribution(self, member: str, quarter: Quarter, figures: Contribution, salt: str, day: date) -> "Circle":
        """Return the circle with a contribution in place of the member's former one, and the releases due by it.

        The salt is a random one, used if the member does not contribute to this quarter yet.
        """
        contributions = self.members[member]
        former = contributions.get(str(quarter), StoredContribution(salt, {}))
        contribution = replace(former, figures=figures)
        members = {**self.members, member: {**contributions, str(quarter): contribution}}
        # Only a contribution leads to a release: withdrawing or leaving at most hides one.
        return replace(self, members=members)._with_releases(quarter, day)

    def without_contribution(self, member: str, quarter: Quarter) -> "Circle":
        """Return the circle without a member's contribution of a quarter."""
        return replace(self, members={**self.members, member: _without(self.members[member], str(quarter))})

    def without_quarters_before(self, quarter: Quarter) -> "Circle":
        """Return the circle without the contributions and releases of earlier quarters."""
        first = str(quarter)
        members = {member: _since(contributions, first) for member, contributions in self.members.items()}
        return replace(self, members=members, releases=_since(self.releases, first))

    def with_pseudonym(self, member: str, pseudonym: str) -> "Circle":
        """Return the circle with another pseudonym for a member; contributions already under it win."""
        releases = {
            quarter: {
                key: tuple(replace(release, stamps=_rename(release.stamps, member, pseudonym)) for release in series)
                for key, series in by_figure.items()
            }
            for quarter, by_figure in self.releases.items()
        }
        lead = pseudonym if self.lead == member else self.lead
        return replace(self, lead=lead, members=_rename(self.members, member, pseudonym), releases=releases)

    def has_used(self, member: str, quarter: str) -> bool:
        """Return True if a member contributes to a quarter, or is part of one of its releases."""
        if quarter in self.members.get(member, {}):
            return True
        return any(member in release.stamps for series in self.releases.get(quarter, {}).values() for release in series)

    def view(self, member: str, quarter: Quarter) -> CircleView:
        """Return a member's view of a quarter."""
        contributions = self._contributions(quarter)
        published = {}
        for key, series in self.releases.get(str(quarter), {}).items():
            contributors = sum(key in contribution.figures for contribution in contributions.values())
            if (release := visible_release(series, contributors)) is not None:
                published[key] = release.published
        own = contributions[member].figures if member in contributions else {}
        return CircleView(len(contributions), own, published)

    def _with_releases(self, quarter: Quarter, day: date) -> "Circle":
        releases = dict(self.releases.get(str(quarter), {}))
        for compared in COMPARED:
            contributions = {
                member: contribution
                for member, contribution in self._contributions(quarter).items()
                if compared.key in contribution.figures
            }
            figures = {member: contribution.figures[compared.key] for member, contribution in contributions.items()}
            stamps = {member: stamp(contributions[member].salt, figure) for member, figure in figures.items()}
            series = releases.get(compared.key, ())
            if (release := next_release(series, figures, stamps, compared.step, day)) is not None:
                releases[compared.key] = (*series, release)
        return replace(self, releases={**self.releases, str(quarter): releases})

    def _contributions(self, quarter: Quarter) -> Mapping[str, StoredContribution]:
        return {
            member: contributions[str(quarter)]
            for member, contributions in self.members.items()
            if str(quarter) in contributions
        }


_ADAPTER: Final = TypeAdapter(Circle)


def circle_from(entry: Entry) -> Circle:
    """Return the circle in a stored entry."""
    return _ADAPTER.validate_python(entry)


def circle_entry(circle: Circle) -> Entry:
    """Return the entry to store for a circle."""
    entry: Entry = _ADAPTER.dump_python(circle, mode="json", by_alias=True)
    return entry


def _without(mapping: Mapping[str, T], key: str) -> dict[str, T]:
    return {name: value for name, value in mapping.items() if name != key}


def _since(by_quarter: Mapping[str, T], first: str) -> dict[str, T]:
    return {quarter: value for quarter, value in by_quarter.items() if quarter >= first}


def _rename(mapping: Mapping[str, T], key: str, new_key: str) -> dict[str, T]:
    return {new_key: mapping[key], **_without(mapping, key)} if key in mapping else dict(mapping)
