"""Circles: people who see where they stand among each other, quarter by quarter, and never who is who.

A circle knows its members by pseudonyms alone: a keyed hash of who it is and which circle, so that nobody who reads two
circles can tell that the same person is in both. Which circles a person is in is kept with that person, listed before
they are a member: so there is no membership that its owner can't see and end.
"""

import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from netroi_core.circles import circle as circle_entry
from netroi_core.circles import memberships
from netroi_core.circles.circle import Circle, CircleView
from netroi_core.circles.contribution import Contribution
from netroi_core.circles.memberships import Memberships
from netroi_core.errors import NetROIError
from netroi_core.quarters import Quarter, last_finished, span
from netroi_core.storage import Principal
from netroi_core.storage.entries import Entries, Entry
from netroi_core.wording.wording import quarter_name

MAX_MEMBERS: Final = 100
MAX_NAME_LENGTH: Final = 60
OPEN_QUARTERS: Final = 8
"""How many of the latest finished quarters can be given; what is of an earlier one is dropped."""

_PSEUDONYM_DIGITS: Final = 12


class NotInCircle(NetROIError):
    """No circle that there is, or none that this person is in; which of them is told nobody."""

    def __init__(self) -> None:
        super().__init__("You are not in this circle, or it is closed.")


class InvalidCircleName(NetROIError):
    """A circle without a name that fits on a line."""

    def __init__(self) -> None:
        super().__init__(f"Give the circle a name of at most {MAX_NAME_LENGTH} letters.")


class CircleFull(NetROIError):
    """As many members as a circle can have."""

    def __init__(self) -> None:
        super().__init__(f"This circle has {MAX_MEMBERS} members, which is the most there can be.")


class QuarterNotOpen(NetROIError):
    """A quarter that is not over, or over for too long, or of which there is nothing to give."""

    def __init__(self, quarter: Quarter) -> None:
        super().__init__(f"{quarter_name(quarter)} can't be given to a circle: it has to be over, and to have hours.")


@dataclass(frozen=True)
class Membership:
    """A circle as one of its members knows it: its id, its name, and how many are in it."""

    id: str
    name: str
    members: int
    is_lead: bool


class Circles:
    """All circles of a server. key: what pseudonyms are hashed with."""

    def __init__(
        self, entries: Entries, key: Callable[[], str], *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._entries, self._key, self._clock = entries, key, clock

    def open(self, lead: Principal, name: str) -> str:
        """A new circle that this person leads, and its id. Unnamed, TooManyCircles."""
        name = " ".join(name.split())
        if not 0 < len(name) <= MAX_NAME_LENGTH:
            raise InvalidCircleName
        circle_id = secrets.token_hex(16)
        self._list(lead, circle_id)
        me = self._pseudonym(lead, circle_id)
        self._entries.change(_entry(circle_id), lambda _: circle_entry.written(Circle(name, me).joined(me)))
        return circle_id

    def of(self, person: Principal) -> tuple[Membership, ...]:
        """The circles that a person is in, by name."""
        found = []
        for circle_id in self._listed(person):
            circle, me = self._circle(circle_id), self._pseudonym(person, circle_id)
            if circle is not None and me in circle.members:
                found.append(Membership(circle_id, circle.name, len(circle.members), circle.lead == me))
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    def is_in_any(self, person: Principal) -> bool:
        """Whether a person is in a circle, as far as their list tells."""
        return bool(self._listed(person))

    def name(self, circle_id: str) -> str | None:
        """What a circle is called, to whom it is offered; None if there is none of this id."""
        circle = self._circle(circle_id)
        return None if circle is None else circle.name

    def join(self, person: Principal, circle_id: str) -> None:
        """Become a member, who gives nothing yet. Gone, Full, TooManyCircles."""

        def joined(circle: Circle, me: str) -> Circle:
            if me not in circle.members and len(circle.members) >= MAX_MEMBERS:
                raise CircleFull
            return circle.joined(me)

        self._list(person, circle_id)
        try:
            self._change(person, circle_id, joined)
        except (NotInCircle, CircleFull):
            self._change_list(person, lambda mine: mine.without([circle_id]))
            raise

    def leave(self, person: Principal, circle_id: str) -> None:
        """Be in it no longer, and leave no figure there; with its lead, a circle ends."""
        circle, me = self._circle(circle_id), self._pseudonym(person, circle_id)
        if circle is not None and circle.lead == me:
            self._entries.erase(_entry(circle_id))
        else:
            with suppress(NotInCircle):
                self._free(person, circle_id, self._change(person, circle_id, lambda circle, me: circle.left(me)))
        self._change_list(person, lambda mine: mine.without([circle_id]))

    def leave_all(self, person: Principal) -> None:
        """Be in no circle, and keep nothing about this person."""
        for circle_id in self._listed(person):
            self.leave(person, circle_id)
        self._entries.erase(_list(person))

    def give(self, person: Principal, circle_id: str, quarter: Quarter, figures: Contribution) -> None:
        """Take part with a quarter, by these figures from now on. Gone, NotOpen, memberships.Elsewhere."""
        open_quarters = self.open_quarters()
        if quarter not in open_quarters or not figures:
            raise QuarterNotOpen(quarter)

        def given(circle: Circle, me: str) -> Circle:
            kept = _known(circle, me).since(open_quarters[-1])
            return kept.given(me, quarter, figures, secrets.token_hex(16), self._clock().date())

        def noted(mine: Memberships) -> Memberships:
            if circle_id not in mine.circles:
                raise NotInCircle
            return mine.giving(quarter, circle_id)

        self._change_list(person, noted)
        self._change(person, circle_id, given)

    def take_back(self, person: Principal, circle_id: str, quarter: Quarter) -> None:
        """Take part with a quarter no longer; it may go to another circle if nothing was told of it here. Gone."""
        changed = self._change(person, circle_id, lambda circle, me: _known(circle, me).taken_back(me, quarter))
        self._free(person, circle_id, changed)

    def view(self, person: Principal, circle_id: str, quarter: Quarter) -> CircleView:
        """What a member sees of a quarter. Gone."""
        circle, me = self._circle(circle_id), self._pseudonym(person, circle_id)
        if circle is None:
            raise NotInCircle
        return _known(circle, me).view(me, quarter)

    def open_quarters(self) -> tuple[Quarter, ...]:
        """The quarters that can be given, the latest first."""
        last = last_finished(self._clock().date())
        return tuple(span(last.shifted(1 - OPEN_QUARTERS), last))[::-1]

    def hand_over(self, owner: Principal, heir: Principal) -> None:
        """Make the memberships of one person those of another, as one and the same to each circle."""
        brought = memberships.read(self._entries.read(_list(owner)))
        if brought == Memberships():
            return
        self._change_list(heir, lambda mine: mine.with_those(brought))
        for circle_id in brought.circles:
            with suppress(NotInCircle):
                self._rename(self._pseudonym(owner, circle_id), heir, circle_id)
        self._entries.erase(_list(owner))

    def _rename(self, former: str, heir: Principal, circle_id: str) -> None:
        self._change(heir, circle_id, lambda circle, me: circle.renamed(former, me))

    def _free(self, person: Principal, circle_id: str, circle: Circle) -> None:
        me = self._pseudonym(person, circle_id)
        self._change_list(person, lambda mine: mine.freed(circle_id, circle, me))

    def _circle(self, circle_id: str) -> Circle | None:
        entry = self._entries.read(_entry(circle_id))
        return None if entry is None else circle_entry.read(entry)

    def _change(self, person: Principal, circle_id: str, edit: Callable[[Circle, str], Circle]) -> Circle:
        me = self._pseudonym(person, circle_id)

        def edited(entry: Entry | None) -> Entry:
            if entry is None:
                raise NotInCircle
            return circle_entry.written(edit(circle_entry.read(entry), me))

        return circle_entry.read(self._entries.change(_entry(circle_id), edited))

    def _listed(self, person: Principal) -> tuple[str, ...]:
        return memberships.read(self._entries.read(_list(person))).circles

    def _list(self, person: Principal, circle_id: str) -> None:
        """List a circle; where there is no room, those that were closed make it."""
        if len(there := self._listed(person)) >= memberships.MAX_CIRCLES:
            closed = [each for each in there if self._circle(each) is None]
            self._change_list(person, lambda mine: mine.without(closed))
        self._change_list(person, lambda mine: mine.listing(circle_id))

    def _change_list(self, person: Principal, edit: Callable[[Memberships], Memberships]) -> None:
        self._entries.change(_list(person), lambda entry: memberships.written(edit(memberships.read(entry))))

    def _pseudonym(self, person: Principal, circle_id: str) -> str:
        said = "\0".join((circle_id, person.kind, person.subject))
        return hmac.new(self._key().encode(), said.encode(), "sha256").hexdigest()[:_PSEUDONYM_DIGITS]


def _known(circle: Circle, me: str) -> Circle:
    if me not in circle.members:
        raise NotInCircle
    return circle


def _entry(circle_id: str) -> str:
    return f"circle {circle_id}"


def _list(person: Principal) -> str:
    return f"circles of {person.kind} {person.subject}"
