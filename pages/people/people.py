"""The people of the open workspace with follow-ups, duplicates and suggestions, computed once per version and day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Final
from weakref import WeakKeyDictionary

from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships import contacts
from netroi_core.relationships.contacts import FollowUpRate, FollowUps, Relationship
from netroi_core.relationships.duplicates import possible_duplicates
from netroi_core.storage import Saved
from netroi_core.views.tables import names_by_id
from netroi_core.workspace.records import Contact
from netroi_core.workspace.search import ContactFilter, matching_contacts
from netroi_core.workspace.workspace import Workspace
from pages.shell.figures import figures_of

_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, eq=False)
class People:
    """The people of a workspace as of a day: ``count`` leaves archived ones out, ``names`` are all by id, each once."""

    ledger: Ledger
    on: date
    names: Mapping[str, str]
    count: int
    relationships: Mapping[str, Relationship]
    follow_ups: FollowUps
    follow_up_rate: FollowUpRate
    to_reconnect: Sequence[Relationship]
    to_archive: Sequence[Relationship]
    duplicates: Sequence[tuple[Contact, ...]]
    matching: Callable[[ContactFilter], Sequence[Contact]]

    @property
    def workspace(self) -> Workspace:
        """The workspace of the ledger."""
        return self.ledger.workspace

    @classmethod
    def of(cls, ledger: Ledger, on: date) -> "People":
        """Return the people of a ledger's workspace, as of a day."""
        workspace, relationships = ledger.workspace, contacts.relationships(ledger, on)
        return cls(
            ledger,
            on,
            names_by_id(workspace.contacts),
            sum(contact.status != "pruned" for contact in workspace.contacts),
            {relationship.contact.id: relationship for relationship in relationships},
            contacts.follow_ups(relationships, on),
            contacts.follow_up_rate(ledger, on - _YEAR, on),
            contacts.to_reconnect(relationships, on),
            contacts.to_archive(ledger, relationships, on),
            possible_duplicates(workspace),
            # Bounded, because a visitor can search for anything; a few suffice, since paging repeats the same filter.
            lru_cache(maxsize=8)(partial(matching_contacts, workspace.contacts)),
        )


# A Saved is one version of one workspace: its people go when the store has a newer one.
_PEOPLE: WeakKeyDictionary[Saved, People] = WeakKeyDictionary()


def people_of(saved: Saved, on: date) -> People:
    """Return the people of a saved workspace, as of a day."""
    people = _PEOPLE.get(saved)
    if people is None or people.on != on:
        people = _PEOPLE[saved] = People.of(figures_of(saved).ledger, on)
    return people
