"""The circles of a server: opening, asking to join, accepting, contributing, withdrawing, leaving.

The lead of a circle accepts each member by name. So nobody else can invent members of it, however many workspaces they
start: with four of five, they could work out the fifth's figures.

A circle knows its members by pseudonyms alone. A person's own list of circles is stored with the person, and written
before they become a member: so nobody is in a circle that they can't see and leave.
"""

import hmac
import secrets
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from netroi_core.circles.circle import MAX_CIRCLES, Circle, CircleView, JoinRequest, Memberships, NotInCircle
from netroi_core.circles.comparison import Contribution
from netroi_core.errors import NetROIError
from netroi_core.quarters import Quarter, last_finished, span
from netroi_core.storage import Principal
from netroi_core.storage.entries import Entries, Entry
from netroi_core.wording.wording import quarter_name

MAX_MEMBERS: Final = 100
MAX_NAME_LENGTH: Final = 60
MAX_MEMBER_NAME_LENGTH: Final = 40
# How many of the latest finished quarters can be contributed; earlier ones are deleted.
OPEN_QUARTERS: Final = 8

_PSEUDONYM_DIGITS: Final = 12


class InvalidCircleName(NetROIError):
    """A circle's name that is empty or does not fit on a line."""

    sentence = f"Enter a name of at most {MAX_NAME_LENGTH} characters for the circle."


class InvalidMemberName(NetROIError):
    """A name to join by that is empty or too long."""

    sentence = f"Enter your name, at most {MAX_MEMBER_NAME_LENGTH} characters, so that the lead knows who you are."


class CircleFull(NetROIError):
    """A circle with as many members, and people who ask to join, as it can have."""

    sentence = f"This circle is full: it has {MAX_MEMBERS} members and requests to join, the maximum."


class QuarterNotOpen(NetROIError):
    """A quarter that is not over, is over for too long, or has no hours."""

    sentence = "You can’t share {} with a circle: the quarter must be over and have hours."


@dataclass(frozen=True)
class Membership:
    """A circle as one of its members sees it, or somebody who asks to join; ``members`` is how many there are."""

    id: str
    name: str
    members: int
    is_lead: bool
    is_waiting: bool = False  # for the lead to accept them


class Circles:
    """The circles of a server; ``key`` gives the key of the pseudonyms."""

    def __init__(
        self, entries: Entries, key: Callable[[], str], *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._entries, self._key, self._clock = entries, key, clock

    def open(self, lead: Principal, name: str) -> str:
        """Open a circle that this person leads, and return its id; raise InvalidCircleName, TooManyCircles."""
        name = " ".join(name.split())
        if not 0 < len(name) <= MAX_NAME_LENGTH:
            raise InvalidCircleName
        circle_id = secrets.token_hex(16)
        self._add_to_list(lead, circle_id)
        pseudonym = self._pseudonym(lead, circle_id)
        circle = Circle(name=name, lead=pseudonym, members={pseudonym: {}})
        self._entries.change(_circle_name(circle_id), lambda _: _entry(circle))
        return circle_id

    def memberships(self, person: Principal) -> tuple[Membership, ...]:
        """Return the circles that a person is in or asks to join, by name."""
        memberships = []
        for circle_id in self._list(person).circles:
            circle, pseudonym = self._circle(circle_id), self._pseudonym(person, circle_id)
            if circle is not None and _knows(circle, pseudonym):
                is_lead, is_waiting = circle.lead == pseudonym, pseudonym in circle.waiting
                memberships.append(Membership(circle_id, circle.name, len(circle.members), is_lead, is_waiting))
        return tuple(sorted(memberships, key=lambda membership: (membership.name.casefold(), membership.id)))

    def name(self, circle_id: str) -> str | None:
        """Return a circle's name; None if it doesn't exist."""
        circle = self._circle(circle_id)
        return None if circle is None else circle.name

    def ask_to_join(self, person: Principal, circle_id: str, name: str) -> None:
        """Add a person's request to join, with the name that the lead will see.

        Raises:
            InvalidMemberName, NotInCircle, CircleFull, TooManyCircles: The request was not added.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= MAX_MEMBER_NAME_LENGTH:
            raise InvalidMemberName

        def with_request(circle: Circle, pseudonym: str) -> Circle:
            if not _knows(circle, pseudonym) and len(circle.members) + len(circle.waiting) >= MAX_MEMBERS:
                raise CircleFull
            return circle.with_request(pseudonym, name)

        self._add_to_list(person, circle_id)
        try:
            self._change_circle(person, circle_id, with_request)
        except (NotInCircle, CircleFull):
            self._change_list(person, lambda memberships: memberships.without_circles([circle_id]))
            raise

    def requests(self, lead: Principal, circle_id: str) -> tuple[JoinRequest, ...]:
        """Return the requests to join, the earliest first; raise NotInCircle for all but the lead."""
        circle = self._circle(circle_id)
        if circle is None or circle.lead != self._pseudonym(lead, circle_id):
            raise NotInCircle
        return tuple(JoinRequest(member, name) for member, name in circle.waiting.items())

    def accept(self, lead: Principal, circle_id: str, requests: Collection[JoinRequest]) -> None:
        """Make members of people who asked to join, and delete their names; raise NotInCircle for all but the lead."""
        members = [request.member for request in requests]
        self._change_as_lead(lead, circle_id, lambda circle: circle.with_members(members))

    def decline(self, lead: Principal, circle_id: str, request: JoinRequest) -> None:
        """Decline a request to join, and delete its name; raise NotInCircle for all but the lead."""
        self._change_as_lead(
            lead,
            circle_id,
            lambda circle: circle.without_member(request.member) if request.member in circle.waiting else circle,
        )

    def leave(self, person: Principal, circle_id: str) -> None:
        """End a membership or a request to join, and delete its contributions; a lead who leaves closes the circle."""
        circle, pseudonym = self._circle(circle_id), self._pseudonym(person, circle_id)
        if circle is not None and circle.lead == pseudonym:
            self._entries.erase(_circle_name(circle_id))
        else:
            with suppress(NotInCircle):
                changed = self._change_circle(person, circle_id, Circle.without_member)
                self._free_quarters(person, circle_id, changed)
        self._change_list(person, lambda memberships: memberships.without_circles([circle_id]))

    def leave_all(self, person: Principal) -> None:
        """End every membership of a person, and delete their list."""
        for circle_id in self._list(person).circles:
            self.leave(person, circle_id)
        self._entries.erase(_list_name(person))

    def contribute(self, person: Principal, circle_id: str, quarter: Quarter, figures: Contribution) -> None:
        """Contribute figures, in place of former ones; raise NotInCircle, QuarterNotOpen, QuarterGivenElsewhere."""
        open_quarters = self.open_quarters()
        if quarter not in open_quarters or not figures:
            raise QuarterNotOpen(quarter_name(quarter))

        def with_quarter(memberships: Memberships) -> Memberships:
            if circle_id not in memberships.circles:
                raise NotInCircle
            return memberships.with_quarter(quarter, circle_id)

        def with_contribution(circle: Circle, pseudonym: str) -> Circle:
            salt, day = secrets.token_hex(16), self._clock().date()
            current = circle.without_quarters_before(open_quarters[-1])
            return current.with_contribution(pseudonym, quarter, figures, salt, day)

        self._change_list(person, with_quarter)
        self._change_circle(person, circle_id, with_contribution)

    def withdraw(self, person: Principal, circle_id: str, quarter: Quarter) -> None:
        """Delete a contribution; its quarter may go to another circle unless it was released here. NotInCircle."""
        changed = self._change_circle(
            person, circle_id, lambda circle, pseudonym: circle.without_contribution(pseudonym, quarter)
        )
        self._free_quarters(person, circle_id, changed)

    def view(self, person: Principal, circle_id: str, quarter: Quarter) -> CircleView:
        """Return a member's view of a quarter; raise NotInCircle."""
        if (circle := self._circle(circle_id)) is None:
            raise NotInCircle
        return circle.view(self._pseudonym(person, circle_id), quarter)

    def open_quarters(self) -> tuple[Quarter, ...]:
        """Return the quarters that can be contributed, the latest first."""
        last = last_finished(self._clock().date())
        return tuple(span(last.shifted(1 - OPEN_QUARTERS), last))[::-1]

    def transfer(self, owner: Principal, new_owner: Principal) -> None:
        """Make the memberships of one person another's, as the same member of each circle."""
        former = self._list(owner)
        if former == Memberships():
            return
        self._change_list(new_owner, lambda memberships: memberships.merged(former))
        for circle_id in former.circles:
            with suppress(NotInCircle):
                self._change_pseudonym(owner, new_owner, circle_id)
        self._entries.erase(_list_name(owner))

    def _change_pseudonym(self, owner: Principal, new_owner: Principal, circle_id: str) -> None:
        former = self._pseudonym(owner, circle_id)
        self._change_circle(new_owner, circle_id, lambda circle, pseudonym: circle.with_pseudonym(former, pseudonym))

    def _free_quarters(self, person: Principal, circle_id: str, circle: Circle) -> None:
        pseudonym = self._pseudonym(person, circle_id)
        self._change_list(person, lambda memberships: memberships.without_unused_quarters(circle_id, circle, pseudonym))

    def _circle(self, circle_id: str) -> Circle | None:
        entry = self._entries.read(_circle_name(circle_id))
        return None if entry is None else Circle.model_validate(entry)

    def _change_circle(self, person: Principal, circle_id: str, edit: Callable[[Circle, str], Circle]) -> Circle:
        pseudonym = self._pseudonym(person, circle_id)

        def edit_entry(entry: Entry | None) -> Entry:
            if entry is None:
                raise NotInCircle
            return _entry(edit(Circle.model_validate(entry), pseudonym))

        return Circle.model_validate(self._entries.change(_circle_name(circle_id), edit_entry))

    def _change_as_lead(self, lead: Principal, circle_id: str, edit: Callable[[Circle], Circle]) -> None:
        def edit_as_lead(circle: Circle, pseudonym: str) -> Circle:
            if circle.lead != pseudonym:
                raise NotInCircle
            return edit(circle)

        self._change_circle(lead, circle_id, edit_as_lead)

    def _list(self, person: Principal) -> Memberships:
        return Memberships.model_validate(self._entries.read(_list_name(person)) or {})

    def _add_to_list(self, person: Principal, circle_id: str) -> None:
        circle_ids = self._list(person).circles
        if len(circle_ids) >= MAX_CIRCLES:
            # Circles that are closed, or whose lead declined the person, are still on the person's list.
            open_circles = [membership.id for membership in self.memberships(person)]
            closed = [listed for listed in circle_ids if listed not in open_circles]
            self._change_list(person, lambda memberships: memberships.without_circles(closed))
        self._change_list(person, lambda memberships: memberships.with_circle(circle_id))

    def _change_list(self, person: Principal, edit: Callable[[Memberships], Memberships]) -> None:
        self._entries.change(_list_name(person), lambda entry: _entry(edit(Memberships.model_validate(entry or {}))))

    def _pseudonym(self, person: Principal, circle_id: str) -> str:
        # Keyed with the circle as well: reading two circles does not reveal that somebody is in both.
        message = "\0".join((circle_id, person.kind, person.subject))
        return hmac.new(self._key().encode(), message.encode(), "sha256").hexdigest()[:_PSEUDONYM_DIGITS]


def _knows(circle: Circle, pseudonym: str) -> bool:
    return pseudonym in circle.members or pseudonym in circle.waiting


def _entry(stored: Circle | Memberships) -> Entry:
    return stored.model_dump(mode="json", by_alias=True)


def _circle_name(circle_id: str) -> str:
    return f"circle {circle_id}"


def _list_name(person: Principal) -> str:
    return f"circles of {person.kind} {person.subject}"
