"""Which approach an entry of a calendar or a time sheet likely belongs to, and why.

A suggestion is for the person to confirm. What the person said before goes first, then a venue by its name, then how
many people there were, then words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from netroi_core.importers.rules import rule_for, words
from netroi_core.wording.wording import ACTIVITY_NAMES
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import Approach
from netroi_core.workspace.profile import ImportRule

_WORDS: Final[Mapping[Approach, frozenset[str]]] = {
    "social_media": frozenset({"linkedin", "xing", "instagram", "facebook", "bluesky", "mastodon", "threads"}),
    "group_events": frozenset({
        *("networking", "network", "meetup", "mixer", "conference", "summit", "congress", "expo", "fair", "gala"),
        *("reception", "roundtable", "panel", "chamber", "bni", "toastmasters", "rotary", "alumni", "stammtisch"),
        *("association", "breakfast", "symposium", "hackathon", "netzwerktreffen", "konferenz", "messe"),
    }),
    "one_on_one": frozenset({
        *("coffee", "lunch", "dinner", "drinks", "mentor", "mentoring", "mentee", "introduction", "intro", "kaffee"),
        *("mittagessen", "121", "brunch"),
    }),
}  # fmt: skip
_SHORTEST_NAME: Final = 3


@dataclass(frozen=True)
class Suggestion:
    """An approach with its reason; None if nothing says networking."""

    approach: Approach | None
    reason: str
    venue: str | None = None


def suggestion(
    document: Document, rules: Sequence[ImportRule], summary: str, location: str = "", heads: int = 0
) -> Suggestion:
    """What an entry likely was. heads: how many people were there with the person; 0 if that is not known."""
    place = venue_in(document, f"{summary} {location}")
    if rule := rule_for(rules, summary):
        known = {venue["id"] for venue in document.get("venues", ())}
        venue = rule.venue if rule.venue in known else place["id"] if place else None
        return Suggestion(rule.approach, "as you said last time", venue)
    if place is not None:
        return Suggestion(place["approach"], f"it names {place['name']}", place["id"])
    if heads > 2:
        return Suggestion("group_events", f"{heads} people: {ACTIVITY_NAMES['group_events']}")
    if heads == 2:
        return Suggestion("one_on_one", "two people: one-on-one")
    said = set(words(summary))
    for approach, telling in _WORDS.items():
        if found := said & telling:
            return Suggestion(approach, f"it says “{min(found)}”")
    return Suggestion(None, "nothing says that it was networking")


def venue_in(document: Document, text: str) -> RecordDict | None:
    """The venue whose name occurs in a text, word by word; of several the one of the longest name."""
    said = f" {' '.join(words(text))} "
    named = [
        venue
        for venue in document.get("venues", ())
        if len(name := " ".join(words(venue["name"]))) >= _SHORTEST_NAME and f" {name} " in said
    ]
    return max(named, key=lambda venue: len(venue["name"]), default=None)
