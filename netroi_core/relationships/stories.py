"""Success stories and testimonials: the latest, and those that their owner approved for reports, as quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, in_sentence
from netroi_core.workspace.edits import find, put
from netroi_core.workspace.records import Story
from netroi_core.workspace.workspace import Document, Workspace

_MAX_LENGTH: Final = 400


@dataclass(frozen=True)
class Quote:
    """A story as one paragraph, cut where it is long, and its attribution: contact, day, approach."""

    text: str
    by: str


def latest_stories(workspace: Workspace) -> list[Story]:
    """Return all stories, the latest first."""
    return sorted(workspace.stories, key=lambda story: story.date, reverse=True)


def add_once(document: Document, story: Story) -> Document:
    """Add a story, unless one with its id is there already: adding it is idempotent."""
    return document if find(document, Story, story.id) else put(document, story)


def approved_quotes(workspace: Workspace, window: Sequence[Quarter], words: Words) -> tuple[Quote, ...]:
    """Return the approved stories of a window as quotes, the latest first."""
    names = contact_names(workspace)
    return tuple(quote(story, names, words) for story in approved_stories(workspace, window))


def approved_stories(workspace: Workspace, window: Sequence[Quarter]) -> list[Story]:
    """Return the approved stories of a window, the latest first."""
    start = workspace.profile.fiscal_year_start
    return [
        story
        for story in latest_stories(workspace)
        if story.approved and Quarter.containing(story.date, start) in window
    ]


def contact_names(workspace: Workspace) -> dict[str, str]:
    """Return the contacts' names by id."""
    return {contact.id: contact.name for contact in workspace.contacts}


def quote(story: Story, names: Mapping[str, str], words: Words) -> Quote:
    """Return a story as a quote; ``names`` are the contacts' by id."""
    text = " ".join(story.text.split())
    by = [
        names[story.contact] if story.contact else "",
        words.day(story.date),
        f"by {in_sentence(story.approach)}" if story.approach else "",
    ]
    cut = text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH].rstrip()}…"
    return Quote(cut, ", ".join(part for part in by if part))
