"""The people of a workspace as data: follow-ups, duplicates, and contacts to reconnect with and to archive."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Final

from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships import contacts
from netroi_core.relationships.contacts import ContactFilter, Relationship, matching_contacts
from netroi_core.relationships.duplicates import possible_duplicates
from netroi_core.relationships.timeline import follow_up_rate_sentence, people_headline
from netroi_core.views.tables import names_by_id
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Contact

_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, eq=False)
class People:
    """The people of a workspace as of a day; ``names`` are all by id, each once."""

    ledger: Ledger
    on: date
    headline: str
    follow_up_rate: str
    names: Mapping[str, str]
    relationships: Mapping[str, Relationship]
    follow_ups: Sequence[Relationship]
    later_follow_ups: Sequence[Relationship]
    to_reconnect: Sequence[Relationship]
    to_archive: Sequence[Relationship]
    duplicates: Sequence[tuple[Contact, ...]]
    matching: Callable[[ContactFilter], Sequence[Contact]]


def people(ledger: Ledger, words: Words, on: date) -> People:
    """Return the people of a ledger's workspace, as of a day."""
    everybody, relationships = ledger.workspace.contacts, contacts.relationships(ledger, on)
    follow_ups = contacts.follow_ups(relationships, on)
    return People(
        ledger,
        on,
        people_headline(sum(contact.status != "pruned" for contact in everybody), len(follow_ups)),
        follow_up_rate_sentence(*contacts.follow_up_rate(ledger, on - _YEAR, on), words),
        names_by_id(everybody),
        {relationship.contact.id: relationship for relationship in relationships},
        follow_ups,
        contacts.later_follow_ups(relationships, on),
        contacts.to_reconnect(relationships, on),
        contacts.to_archive(ledger, relationships, on),
        possible_duplicates(ledger.workspace),
        # Bounded, because a visitor can search for anything; a few suffice, since paging repeats the same filter.
        lru_cache(maxsize=8)(partial(matching_contacts, everybody)),
    )
