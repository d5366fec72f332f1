"""Who was at an event besides the person: contacts, others by name, and how many there were in all."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from netroi_core.importers.calendar.events import Attendee, Event
from netroi_core.importers.matching.contact_matching import People, email_key
from netroi_core.workspace.document import Document

_WORD: Final = re.compile(r"\w+")
_MANY: Final = 3
"""A mailing list that was invited stands for a group."""
_PUBLIC: Final = frozenset({
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
    *("icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "fastmail.com", "mail.com"),
    *("gmx.com", "gmx.net", "gmx.de", "web.de", "t-online.de", "posteo.de", "orange.fr", "free.fr", "btinternet.com"),
})  # fmt: skip
"""Domains of e-mail that say nothing of where somebody works."""


@dataclass(frozen=True)
class Company:
    """Contacts by id, others by name; heads: how many there were with the person, 0 if nobody else was.

    is_internal: everybody is of the person's own company, as the domains of their addresses tell.
    """

    people: tuple[str, ...]
    strangers: tuple[str, ...]
    heads: int
    is_internal: bool = False


def own_addresses(events: Iterable[Event]) -> set[str]:
    """The person's own address, as far as events tell: the one that is in most of them, and in more than one.

    Who was ever invited alone is somebody else: nobody invites only themselves.
    """
    there, alone = Counter[str](), set[str]()
    for event in events:
        addresses = {each.address for each in _invited(event)} - {""}
        there.update(addresses)
        if len(addresses) == 1 and event.organizer is None:
            alone |= addresses
    most = [each for each in there.most_common() if each[0] not in alone][:2]
    if not most or most[0][1] < 2 or (len(most) == 2 and most[0][1] == most[1][1]):
        return set()
    return {most[0][0]}


class Circle:
    """The person, by e-mail addresses, and the contacts of a document."""

    def __init__(self, document: Document, own: set[str]) -> None:
        self._own = own
        self._own_domains = {_domain(address) for address in own} - _PUBLIC - {""}
        self._people = People(document)
        names = [(_spaced(each["name"]), str(each["id"])) for each in document.get("contacts", ())]
        often = Counter(name for name, _ in names)
        self._named: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, key in names:
            if " " in name.strip() and often[name] == 1:
                self._named[name.split()[0]].append((name, key))

    def has_declined(self, event: Event) -> bool:
        """Whether the person declined, or all others did."""
        mine = [each for each in event.attendees if each.address in self._own]
        others = [each for each in event.attendees if each.is_person and each not in mine]
        return any(each.has_declined for each in mine) or (bool(others) and all(each.has_declined for each in others))

    def company(self, event: Event) -> Company:
        """Who was there; where the person's own address is not known, one of several is taken to be it."""
        there = [each for each in _invited(event) if each.address not in self._own and not each.has_declined]
        known = [(each, self._people.id_of(email_key(each.address), _in_order(each.name))) for each in there]
        people = dict.fromkeys([key for _, key in known if key] + self._named_in(event.summary))
        strangers = tuple(each.name or each.address for each, key in known if key is None)
        with_me = max(len(there), len(people))
        is_me_among = not self._own and len(there) > 1
        heads = with_me if is_me_among else with_me + 1 if with_me else 0
        is_internal = bool(there) and {_domain(each.address) for each in there} <= self._own_domains
        heads = max(heads, _MANY) if any(each.is_group for each in there) else heads
        return Company(tuple(people), strangers, heads, is_internal)

    def _named_in(self, summary: str) -> list[str]:
        """The contacts whose full names stand in a summary; only those of a first name in it are looked at."""
        said = _spaced(summary)
        return [key for word in said.split() for name, key in self._named.get(word, ()) if name in said]


def _invited(event: Event) -> list[Attendee]:
    """Everybody at an event, each once; rooms and resources are nobody."""
    there = (*event.attendees, *((event.organizer,) if event.organizer else ()))
    return list({each.address or each.name: each for each in reversed(there) if each.is_person}.values())[::-1]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _spaced(text: str) -> str:
    """A text as words between spaces, without case, so that a name is found word by word."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _in_order(name: str) -> str:
    """A name written “Last, First” as “First Last”."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name
