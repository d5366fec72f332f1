"""Search for contacts, by words and by attributes."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from netroi_core.workspace.records import Contact


@dataclass(frozen=True)
class ContactFilter:
    """A search for contacts: words that must all occur, and the values allowed for each attribute.

    An empty tuple allows any value; without a status, pruned contacts are left out.
    """

    words: str = ""
    statuses: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    closeness: tuple[int, ...] = ()
    relevance: tuple[int, ...] = ()


def normalize_text(text: str) -> str:
    """Return a text for comparison, without case, spaces and accents.

    >>> normalize_text("Zoë Ålund")
    'zoealund'
    """
    if text.isascii():
        return "".join(text.casefold().split())
    # Accents go first, too: Unicode sorts a run of them in quadratic time.
    letters = "".join(c for c in text.casefold() if not unicodedata.combining(c))
    characters = unicodedata.normalize("NFKD", letters)
    return "".join(c for c in characters if not unicodedata.combining(c) and not c.isspace())


def matching_contacts(contacts: Iterable[Contact], contact_filter: ContactFilter) -> list[Contact]:
    """Return the contacts that match a filter, by name."""
    words = [normalize_text(word) for word in contact_filter.words.split()]
    matches = [c for c in contacts if _has_attributes(c, contact_filter) and _has_words(c, words)]
    return sorted(matches, key=lambda contact: normalize_text(contact.name))


def _has_attributes(contact: Contact, contact_filter: ContactFilter) -> bool:
    attributes: tuple[tuple[object, tuple[object, ...]], ...] = (
        (contact.status, contact_filter.statuses or ("active", "dormant")),
        (contact.met and contact.met.approach, contact_filter.approaches),
        (contact.closeness, contact_filter.closeness),
        (contact.relevance, contact_filter.relevance),
    )
    return all(not allowed or value in allowed for value, allowed in attributes)


def _has_words(contact: Contact, words: list[str]) -> bool:
    if not words:
        return True
    texts = (contact.name, contact.organisation, contact.role, contact.industry, contact.background, contact.notes)
    haystack = normalize_text("|".join((*texts, *contact.expertise)))
    return all(word in haystack for word in words)
