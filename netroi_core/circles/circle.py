"""One circle: its members by pseudonym, what each gives of which quarter, and what was told of it.

Something new is told when somebody gives a figure, never when somebody takes one back or leaves: that hides at most.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from netroi_core.circles.contribution import COMPARED, Contribution
from netroi_core.circles.disclosure import (
    PublishedQuartiles,
    Quartiles,
    Release,
    Stamp,
    next_release,
    stamp,
    visible_release,
)
from netroi_core.quarters import Quarter
from netroi_core.storage.entries import Entry

T = TypeVar("T")


@dataclass(frozen=True)
class StoredContribution:
    """What one member gives of one quarter, and the salt of its stamps: both are gone when it is taken back."""

    salt: str
    figures: Contribution


@dataclass(frozen=True)
class CircleView:
    """What one member sees of a quarter.

    taking_part: how many give it now. own: what this member gives, nothing if they don't. told: by the keys of
    COMPARED, those of which something may be told.
    """

    taking_part: int
    own: Contribution
    told: Mapping[str, PublishedQuartiles]


@dataclass(frozen=True)
class Circle:
    """A circle; its lead is one of the members.

    members: by pseudonym, what they give of which quarter. releases: by quarter and figure, in order.
    """

    name: str
    lead: str
    members: Mapping[str, Mapping[str, StoredContribution]] = field(default_factory=dict)
    releases: Mapping[str, Mapping[str, tuple[Release, ...]]] = field(default_factory=dict)

    def joined(self, member: str) -> "Circle":
        """With one more member, who gives nothing yet."""
        return replace(self, members={member: {}, **self.members})

    def left(self, member: str) -> "Circle":
        """Without a member and all that they gave; what was told before stays as it was."""
        return replace(self, members=_without(self.members, member))

    def given(self, member: str, quarter: Quarter, figures: Contribution, salt: str, day: date) -> "Circle":
        """With what a member gives of a quarter, in place of what they gave; and with what may be told anew then.

        salt: a new random one, for a stay that begins.
        """
        known = self.members[member]
        stays = known.get(str(quarter), StoredContribution(salt, {}))
        members = {**self.members, member: {**known, str(quarter): replace(stays, figures=figures)}}
        return replace(self, members=members)._told(quarter, day)

    def taken_back(self, member: str, quarter: Quarter) -> "Circle":
        """Without what a member gave of a quarter; nothing new is told for that."""
        return replace(self, members={**self.members, member: _without(self.members[member], str(quarter))})

    def since(self, quarter: Quarter) -> "Circle":
        """Without all that is of a quarter before."""
        first = str(quarter)
        return replace(
            self,
            members={each: _since(given, first) for each, given in self.members.items()},
            releases=_since(self.releases, first),
        )

    def renamed(self, member: str, other: str) -> "Circle":
        """With another pseudonym for a member, wherever it stands; what that other one has already, stays."""
        releases = {
            quarter: {
                key: tuple(replace(r, of=_renamed(r.of, member, other)) for r in made) for key, made in of.items()
            }
            for quarter, of in self.releases.items()
        }
        lead = other if self.lead == member else self.lead
        return replace(self, lead=lead, members=_renamed(self.members, member, other), releases=releases)

    def has_or_told(self, member: str, quarter: str) -> bool:
        """Whether a member gives a quarter, or what they gave is in anything that was told of it."""
        if quarter in self.members.get(member, {}):
            return True
        return any(member in each.of for made in self.releases.get(quarter, {}).values() for each in made)

    def view(self, member: str, quarter: Quarter) -> CircleView:
        """What a member sees of a quarter."""
        giving = self._giving(quarter)
        made = self.releases.get(str(quarter), {})
        told = {
            key: release.told
            for key, releases in made.items()
            if (release := visible_release(releases, sum(key in each.figures for each in giving.values()))) is not None
        }
        return CircleView(len(giving), giving[member].figures if member in giving else {}, told)

    def _told(self, quarter: Quarter, day: date) -> "Circle":
        giving = self._giving(quarter)
        made = dict(self.releases.get(str(quarter), {}))
        for each in COMPARED:
            have = {member: given for member, given in giving.items() if each.key in given.figures}
            figures = {member: given.figures[each.key] for member, given in have.items()}
            stamps = {member: stamp(given.salt, figures[member]) for member, given in have.items()}
            if (new := next_release(made.get(each.key, ()), figures, stamps, each.step, day)) is not None:
                made[each.key] = (*made.get(each.key, ()), new)
        return replace(self, releases={**self.releases, str(quarter): made})

    def _giving(self, quarter: Quarter) -> Mapping[str, StoredContribution]:
        return {each: given[str(quarter)] for each, given in self.members.items() if str(quarter) in given}


def read(entry: Entry) -> Circle:
    """A circle as it is kept."""
    members = {
        member: {quarter: StoredContribution(each["salt"], each["figures"]) for quarter, each in given.items()}
        for member, given in entry["members"].items()
    }
    releases = {
        quarter: {key: tuple(_release(each) for each in made) for key, made in of.items()}
        for quarter, of in entry["releases"].items()
    }
    return Circle(entry["name"], entry["lead"], members, releases)


def written(circle: Circle) -> dict[str, Any]:
    """A circle as it is to be kept."""
    return {
        "name": circle.name,
        "lead": circle.lead,
        "members": {
            member: {quarter: {"salt": each.salt, "figures": dict(each.figures)} for quarter, each in given.items()}
            for member, given in circle.members.items()
        },
        "releases": {
            quarter: {key: [_kept(each) for each in made] for key, made in of.items()}
            for quarter, of in circle.releases.items()
        },
    }


def _release(entry: Entry) -> Release:
    of = {member: Stamp(*each) for member, each in entry["of"].items()}
    return Release(date.fromisoformat(entry["day"]), Quartiles(*entry["quartiles"]), of)


def _kept(release: Release) -> dict[str, Any]:
    of = {member: list(each) for member, each in release.of.items()}
    return {"day": release.day.isoformat(), "quartiles": list(release.quartiles), "of": of}


def _without(mapping: Mapping[str, T], key: str) -> dict[str, T]:
    return {each: value for each, value in mapping.items() if each != key}


def _since(by_quarter: Mapping[str, T], first: str) -> dict[str, T]:
    return {quarter: value for quarter, value in by_quarter.items() if quarter >= first}


def _renamed(mapping: Mapping[str, T], key: str, other: str) -> dict[str, T]:
    return {other: mapping[key], **_without(mapping, key)} if key in mapping else dict(mapping)
