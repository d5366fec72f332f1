"""The people at an event besides the person: contacts, others by name, and the headcount."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from netroi_core.importers.calendar.events import Attendee, CalendarEvent
from netroi_core.importers.matching.contact_matching import ContactIndex, email_key
from netroi_core.workspace.workspace import Workspace

_WORD: Final = re.compile(r"\w+")
# The least headcount of an event that a mailing list was invited to.
_GROUP_SIZE: Final = 3
# An address at one of these domains says nothing about where somebody works.
_PUBLIC_DOMAINS: Final = frozenset({
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
    *("icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "fastmail.com", "mail.com"),
    *("gmx.com", "gmx.net", "gmx.de", "web.de", "t-online.de", "posteo.de", "orange.fr", "free.fr", "btinternet.com"),
})  # fmt: skip


@dataclass(frozen=True)
class Participants:
    """The people at an event: the ids of contacts, and the names or addresses of the others.

    ``headcount`` includes the person and is 0 if nobody else was there; ``is_internal`` is true if all are colleagues.
    """

    people: tuple[str, ...]
    strangers: tuple[str, ...]
    headcount: int
    is_internal: bool = False


def guess_own_addresses(events: Iterable[CalendarEvent]) -> set[str]:
    """Return the person's own address: the one in most events, and in more than one; empty if that is unclear."""
    counts, invited_alone = Counter[str](), set[str]()
    for event in events:
        addresses = {attendee.address for attendee in _invited(event)} - {""}
        counts.update(addresses)
        # Nobody invites only themselves, so this is somebody else.
        if len(addresses) == 1 and event.organizer is None:
            invited_alone |= addresses
    most_common = [(address, count) for address, count in counts.most_common() if address not in invited_alone][:2]
    if not most_common or most_common[0][1] < 2 or (len(most_common) == 2 and most_common[0][1] == most_common[1][1]):
        return set()
    return {most_common[0][0]}


class AttendeeMatcher:
    """Matches attendees with the person's own e-mail addresses and the contacts of a workspace."""

    def __init__(self, workspace: Workspace, own_addresses: set[str]) -> None:
        self._own_addresses = own_addresses
        self._own_domains = {_domain(address) for address in own_addresses} - _PUBLIC_DOMAINS - {""}
        self._contacts = ContactIndex(workspace)
        names = [(_spaced_words(contact.name), contact.id) for contact in workspace.contacts]
        counts = Counter(name for name, _ in names)
        self._by_first_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, key in names:
            # A first name alone, or a name that two contacts share, does not say who is meant.
            if " " in name.strip() and counts[name] == 1:
                self._by_first_name[name.split()[0]].append((name, key))

    def is_declined(self, event: CalendarEvent) -> bool:
        """Return True if the person declined, or everybody else did."""
        own = [attendee for attendee in event.attendees if attendee.address in self._own_addresses]
        guests = [attendee for attendee in event.attendees if attendee.is_person and attendee not in own]
        if any(attendee.has_declined for attendee in own):
            return True
        return bool(guests) and all(attendee.has_declined for attendee in guests)

    def participants(self, event: CalendarEvent) -> Participants:
        """Return the people at an event."""
        attendees = [
            attendee
            for attendee in _invited(event)
            if attendee.address not in self._own_addresses and not attendee.has_declined
        ]
        people, strangers = [], []
        for attendee in attendees:
            if key := self._contacts.id_of(email_key(attendee.address), _first_name_first(attendee.name)):
                people.append(key)
            else:
                strangers.append(attendee.name or attendee.address)
        people = list(dict.fromkeys(people + self._named_in(event.summary)))
        domains = {_domain(attendee.address) for attendee in attendees}
        return Participants(
            tuple(people),
            tuple(strangers),
            self._headcount(attendees, len(people)),
            is_internal=bool(attendees) and domains <= self._own_domains,
        )

    def _headcount(self, attendees: list[Attendee], contact_count: int) -> int:
        headcount = max(len(attendees), contact_count)
        # If the person's own address is unknown, one of several attendees is taken to be the person.
        is_person_among_them = not self._own_addresses and len(attendees) > 1
        if headcount and not is_person_among_them:
            headcount += 1
        return max(headcount, _GROUP_SIZE) if any(attendee.is_group for attendee in attendees) else headcount

    def _named_in(self, summary: str) -> list[str]:
        """Return the ids of the contacts whose full names occur in a summary."""
        text = _spaced_words(summary)
        return [key for word in text.split() for name, key in self._by_first_name.get(word, ()) if name in text]


def _invited(event: CalendarEvent) -> list[Attendee]:
    """Return all people at an event, each once, without rooms and resources."""
    attendees = (*event.attendees, *((event.organizer,) if event.organizer else ()))
    by_address = {attendee.address or attendee.name: attendee for attendee in reversed(attendees) if attendee.is_person}
    return list(by_address.values())[::-1]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _spaced_words(text: str) -> str:
    """Return the words of a text between spaces, so that a name is found as whole words."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name
