"""The likely approach of an entry in a calendar or time sheet, and the reason for it.

A suggestion is for the person to confirm. The person's own rules go first, then a venue by its name, then the number of
people, then words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from netroi_core.importers.rules import matching_rule, significant_words
from netroi_core.wording.wording import ACTIVITY_NAMES
from netroi_core.workspace.fields import Approach
from netroi_core.workspace.records import ImportRule, Venue

_KEYWORDS: Final[Mapping[Approach, frozenset[str]]] = {
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
    """A suggested approach with the reason for it; None if nothing indicates networking. venue: its id."""

    approach: Approach | None
    reason: str
    venue: str | None = None


def suggest_approach(
    venues: Sequence[Venue], rules: Sequence[ImportRule], summary: str, location: str = "", headcount: int = 0
) -> Suggestion:
    """Return the likely approach of an entry; ``headcount`` includes the person and is 0 if unknown."""
    venue = named_venue(venues, f"{summary} {location}")
    if rule := matching_rule(rules, summary):
        # A rule outlives the venue that it names.
        is_stored = rule.venue in {stored.id for stored in venues}
        return Suggestion(
            rule.approach, "as you said last time", rule.venue if is_stored else venue.id if venue else None
        )
    if venue is not None:
        return Suggestion(venue.approach, f"it names {venue.name}", venue.id)
    if headcount > 2:
        return Suggestion("group_events", f"{headcount} people: {ACTIVITY_NAMES['group_events']}")
    if headcount == 2:
        return Suggestion("one_on_one", "two people: one-on-one")
    words = set(significant_words(summary))
    for approach, keywords in _KEYWORDS.items():
        if common := words & keywords:
            return Suggestion(approach, f"it says “{min(common)}”")
    return Suggestion(None, "nothing says that it was networking")


def named_venue(venues: Sequence[Venue], text: str) -> Venue | None:
    """Return the venue whose name occurs in a text as whole words; of several the one with the longest name."""
    spaced_text = f" {' '.join(significant_words(text))} "
    named = [
        venue
        for venue in venues
        if len(name := " ".join(significant_words(venue.name))) >= _SHORTEST_NAME and f" {name} " in spaced_text
    ]
    return max(named, key=lambda venue: len(venue.name), default=None)
