"""Looking for people: by words and by what must be so."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict

_SEARCHED: Final = ("name", "organisation", "role", "industry", "background", "notes")


@dataclass(frozen=True)
class ContactFilter:
    """Who is looked for: words that must all be found, and the values that may be so; none given: any.

    Without a status, those pruned are left out.
    """

    words: str = ""
    statuses: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    closeness: tuple[int, ...] = ()
    relevance: tuple[int, ...] = ()


def normalize_text(text: str) -> str:
    """A text as it is compared: without case, spaces and accents."""
    if text.isascii():
        return "".join(text.casefold().split())
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part) and not part.isspace())


def matching_contacts(document: Document, wanted: ContactFilter) -> list[RecordDict]:
    """The contacts that are looked for, by name."""
    words = [normalize_text(word) for word in wanted.words.split()]
    shown = [contact for contact in document.get("contacts", ()) if _is_so(contact, wanted) and _has(contact, words)]
    return sorted(shown, key=lambda contact: normalize_text(contact["name"]))


def _is_so(contact: RecordDict, wanted: ContactFilter) -> bool:
    held = (
        (contact.get("status", "active"), wanted.statuses or ("active", "dormant")),
        ((contact.get("met") or {}).get("approach"), wanted.approaches),
        (contact.get("closeness"), wanted.closeness),
        (contact.get("relevance"), wanted.relevance),
    )
    return all(not allowed or value in allowed for value, allowed in held)


def _has(contact: RecordDict, words: list[str]) -> bool:
    if not words:
        return True
    texts = [contact.get(key, "") for key in _SEARCHED] + contact.get("expertise", [])
    searched = normalize_text("|".join(texts))
    return all(word in searched for word in words)
