"""Stories: what somebody thanked for, or what came of a talk; those that their owner approved may stand in reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, inside
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, found, put

_LONGEST: Final = 400


@dataclass(frozen=True)
class Quote:
    """A story as it is shown, in one paragraph and cut where it is long, and whose it is: person, day, approach."""

    text: str
    by: str


def latest(document: Document) -> list[RecordDict]:
    """The stories, the latest first."""
    return sorted(document.get("stories", ()), key=lambda story: str(story["date"]), reverse=True)


def with_once(document: Document, story: RecordDict) -> Document:
    """The document with this story; as it is, if one of its id is there already, so that keeping it twice is once."""
    return document if found(document, "stories", story["id"]) else put(document, "stories", story)


def approved(document: Document, window: Sequence[Quarter], words: Words) -> tuple[Quote, ...]:
    """The approved stories of a window, the latest first, as they are shown."""
    names = names_of(document)
    return tuple(quote(story, names, words) for story in approved_records(document, window))


def approved_records(document: Document, window: Sequence[Quarter]) -> list[RecordDict]:
    """The approved stories of a window as they are on record, the latest first."""
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    return [
        story
        for story in latest(document)
        if story.get("approved") and Quarter.containing(date.fromisoformat(story["date"]), start) in window
    ]


def names_of(document: Document) -> dict[str, str]:
    """The names of the people by their ids."""
    return {contact["id"]: contact["name"] for contact in document.get("contacts", ())}


def quote(story: RecordDict, names: Mapping[str, str], words: Words) -> Quote:
    """One story as it is shown."""
    text = " ".join(story["text"].split())
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
    by = [words.day(date.fromisoformat(story["date"]))]
    if story.get("contact"):
        by.insert(0, names[story["contact"]])
    if story.get("approach"):
        by.append(f"by {inside(story['approach'])}")
    return Quote(shown, ", ".join(by))
