"""The people of the open workspace: what is known of all of them, figured once for each saved version and day."""

from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from netroi_core.relationships import contacts, duplicates
from netroi_core.relationships.contacts import FollowUps, MetAgain, Tie
from netroi_core.storage import Saved
from netroi_core.views import tables
from netroi_core.workspace import search
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.search import Wanted

_YEAR_DAYS: Final = 365


class People:
    """The people of a document, as of a day."""

    def __init__(self, document: Document, on: date) -> None:
        self.document, self.on = document, on
        self.matching = lru_cache(maxsize=8)(self._matching)

    @cached_property
    def names(self) -> dict[str, str]:
        """Their names by id, each once."""
        return tables.named(self.document, "contacts")

    @cached_property
    def count(self) -> int:
        """How many there are that were not let go."""
        return sum(contact.get("status") != "pruned" for contact in self.document.get("contacts", ()))

    @cached_property
    def follow_ups(self) -> FollowUps:
        """Whom to follow up with."""
        return contacts.follow_ups(self.document, self.on)

    @cached_property
    def met_again(self) -> MetAgain:
        """How many of those met in the last twelve months were met again."""
        return contacts.follow_up_share(self.document, self.on - timedelta(days=_YEAR_DAYS), self.on)

    @cached_property
    def dormant(self) -> list[Tie]:
        """Ties worth reviving."""
        return contacts.dormant(self.document, self.on)

    @cached_property
    def prunable(self) -> list[Tie]:
        """People one might let go."""
        return contacts.prunable(self.document, self.on)

    @cached_property
    def doubles(self) -> list[tuple[RecordDict, ...]]:
        """Contacts that are likely the same person."""
        return duplicates.doubles(self.document)

    def _matching(self, wanted: Wanted) -> list[RecordDict]:
        return search.matching(self.document, wanted)


_PEOPLE: WeakKeyDictionary[Saved, People] = WeakKeyDictionary()


def of(saved: Saved, on: date) -> People:
    """The people of a saved workspace, as of a day."""
    known = _PEOPLE.get(saved)
    if known is None or known.on != on:
        known = _PEOPLE[saved] = People(saved.document, on)
    return known
