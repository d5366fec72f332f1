"""The likely approach of an imported entry, corrections of it, and what is remembered of them: rules and layouts.

A suggestion is for the person to confirm. The person's own rules go first, then a venue by its name, then a site of
events, then the number of people, then words. A rule says that entries with these words belong to this approach and
venue, or are no networking. A layout is that of a table, and is recognized by the names of its columns.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from netroi_core.importers.proposal import Item, Proposal, SourceText, fingerprint
from netroi_core.wording.wording import ACTIVITY_NAMES, CATEGORY_NAMES, join_words
from netroi_core.workspace.fields import Approach, CostCategory, normalize_text
from netroi_core.workspace.profile import ImportLayout, ImportRule, PeopleLayout
from netroi_core.workspace.records import Activity, Venue
from netroi_core.workspace.workspace import Workspace

L = TypeVar("L", bound=ImportLayout | PeopleLayout)

MOST_RULES: Final = 200
MOST_LAYOUTS: Final = 20
_MOST_WORDS: Final = 8
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STOP_WORDS: Final = frozenset(
    {"the", "and", "for", "with", "from", "der", "die", "das", "und", "mit", "bei", "our", "your"}
)
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


@dataclass(frozen=True)
class Correction:
    """Corrected fields of an activity; None leaves a field as proposed.

    ``venue`` is empty for none; ``hours`` are those of attending; ``category`` is that of its cost, if it has just one.
    """

    is_networking: bool = True
    approach: Approach | None = None
    venue: str | None = None
    hours: float | None = None
    category: CostCategory | None = None


@lru_cache(maxsize=4096)
def significant_words(text: str) -> tuple[str, ...]:
    """Return the distinct words of at least three letters, lower case, without accents, numbers and stop words.

    >>> significant_words("Breakfast at the CHAMBER, 2026: Café & me!")
    ('breakfast', 'chamber', 'cafe')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = (word for word in _WORD.findall(plain) if len(word) > 2 and not word.isdigit() and word not in _STOP_WORDS)
    return tuple(dict.fromkeys(words))


def suggest_approach(
    workspace: Workspace, summary: str, location: str = "", headcount: int = 0, event_site: str = ""
) -> Suggestion:
    """Return the likely approach of an entry.

    ``headcount`` includes the person and is 0 if unknown; ``event_site`` is the site of public events that it is from.
    """
    venue = _named_venue(workspace.venues, f"{summary} {location}")
    if rule := matching_rule(workspace.profile.import_rules, summary):
        # A rule outlives the venue that it names.
        is_stored = rule.venue in workspace.venues_by_id
        venue_id = rule.venue if is_stored else venue.id if venue else None
        return Suggestion(rule.approach, "as you corrected it last time", venue_id)
    if venue is not None:
        return Suggestion(venue.approach, f"it mentions {venue.name}", venue.id)
    if event_site:
        return Suggestion("group_events", f"it’s from {event_site}")
    if headcount > 2:
        return Suggestion("group_events", f"{headcount} people: {ACTIVITY_NAMES['group_events']}")
    if headcount == 2:
        return Suggestion("one_on_one", "two people: one-on-one")
    words = set(significant_words(summary))
    for approach, keywords in _KEYWORDS.items():
        if common := words & keywords:
            return Suggestion(approach, f"it says “{min(common)}”")
    return Suggestion(None, "it doesn’t look like networking")


def _named_venue(venues: Sequence[Venue], text: str) -> Venue | None:
    """Return the venue whose name occurs in a text as whole words; of several the one with the longest name."""
    spaced_text = f" {' '.join(significant_words(text))} "
    named = [
        venue
        for venue in venues
        if len(name := " ".join(significant_words(venue.name))) >= _SHORTEST_NAME and f" {name} " in spaced_text
    ]
    return max(named, key=lambda venue: len(venue.name), default=None)


def matching_rule(rules: Sequence[ImportRule], summary: str) -> ImportRule | None:
    """Return the rule whose words all occur in a summary: the one with the most words, then the latest."""
    words = set(significant_words(summary))
    matching = [rule for rule in rules if rule.words and words.issuperset(rule.words)]
    # max returns the first of equals: in reversed order, that is the latest rule.
    return max(reversed(matching), key=lambda rule: len(rule.words), default=None)


def with_rule(
    rules: tuple[ImportRule, ...],
    summary: str,
    approach: Approach | None,
    venue: str | None = None,
    category: CostCategory | None = None,
) -> tuple[ImportRule, ...]:
    """Return the rules with a new one for the words of a summary.

    It replaces the rule with the same words; of too many rules the oldest is dropped. A summary without significant
    words makes no rule. Without an approach, such entries are no networking.
    """
    words = significant_words(summary)[:_MOST_WORDS]
    if not words:
        return rules
    remaining = [rule for rule in rules if set(rule.words) != set(words)]
    return (*remaining, ImportRule(words=words, approach=approach, venue=venue, category=category))[-MOST_RULES:]


def apply_corrections(proposal: Proposal, corrections: Mapping[str, Correction]) -> Proposal:
    """Return the proposal with corrections by item key, without the items that are not networking."""

    def corrected_items(items: tuple[Item, ...]) -> tuple[Item, ...]:
        pairs = ((item, corrections.get(item.key, Correction())) for item in items)
        return tuple(_corrected(item, correction) for item, correction in pairs if correction.is_networking)

    return replace(proposal, added=corrected_items(proposal.added), updated=corrected_items(proposal.updated))


def learn_from_corrections(
    rules: tuple[ImportRule, ...], proposal: Proposal, corrections: Mapping[str, Correction]
) -> tuple[ImportRule, ...]:
    """Return the rules with one for each corrected entry or merchant of a proposal."""
    for item in proposal.items:
        correction = corrections.get(item.key)
        if correction is not None and item.source_text is not None and isinstance(item.record, Activity):
            rules = _learn(rules, item.source_text, item.record, correction)
    return rules


def single_category(activity: Activity) -> CostCategory | None:
    """Return the category of an activity's cost if it has exactly one, else None."""
    return activity.costs[0].category if len(activity.costs) == 1 else None


def describe_rule(rule: ImportRule, venues: Mapping[str, Venue]) -> str:
    """Return what a rule applies to and what it says; venues: by id."""
    words = join_words([f"“{word}”" for word in rule.words])
    if rule.approach is None:
        return f"{words}: not networking"
    venue = venues.get(rule.venue or "")
    location = f" at {venue.name}" if venue else ""
    purpose = f", for {CATEGORY_NAMES[rule.category].lower()}" if rule.category else ""
    return f"{words}: {ACTIVITY_NAMES[rule.approach]}{location}{purpose}"


def header_fingerprint(columns: Sequence[str]) -> str:
    """Return the fingerprint of a header, by which a table is recognized when it comes again."""
    return fingerprint([normalize_text(column) for column in columns if column])


def recall(layouts: Sequence[L], columns: Sequence[str]) -> L | None:
    """Return the layout that was remembered for a header, None if there is none."""
    header = header_fingerprint(columns)
    return next((layout for layout in layouts if layout.header == header), None)


def remember(layouts: Sequence[L], layout: L) -> tuple[L, ...]:
    """Return the layouts with one more, in place of an earlier one for its header; too many drop the oldest."""
    return (*(earlier for earlier in layouts if earlier.header != layout.header), layout)[-MOST_LAYOUTS:]


def describe_layout(layout: ImportLayout | PeopleLayout) -> str:
    """Return the columns that a remembered layout reads."""
    if isinstance(layout, ImportLayout):
        return f"Statements with the columns {join_words([layout.date, layout.description, layout.amount])}"
    columns = (layout.name, layout.last_name, layout.organisation, layout.role, layout.address)
    return f"People with the columns {join_words([column for column in columns if column])}"


def _corrected(item: Item, correction: Correction) -> Item:
    if not isinstance(item.record, Activity):
        return item
    return replace(item, record=_corrected_activity(item.record, correction))


def _corrected_activity(activity: Activity, correction: Correction) -> Activity:
    changes: dict[str, Any] = {}
    if correction.approach is not None:
        changes["approach"] = correction.approach
    if correction.venue is not None:
        changes["venue"] = correction.venue or None
    if correction.hours is not None:
        changes["hours"] = activity.hours.model_copy(update={"attending": correction.hours})
    if correction.category is not None and single_category(activity):
        changes["costs"] = (activity.costs[0].model_copy(update={"category": correction.category}),)
    return activity.model_copy(update=changes)


def _learn(
    rules: tuple[ImportRule, ...], text: SourceText, proposed: Activity, correction: Correction
) -> tuple[ImportRule, ...]:
    corrected = _corrected_activity(proposed, correction)
    is_moved = (corrected.approach, corrected.venue) != (proposed.approach, proposed.venue)
    if is_moved or not correction.is_networking:
        approach = corrected.approach if correction.is_networking else None
        # The category is the merchant's; an entry of a calendar says nothing about it.
        category = None if text.entry else single_category(corrected)
        return with_rule(rules, text.entry or text.merchant, approach, corrected.venue, category)
    if correction.category and corrected.costs != proposed.costs:
        return with_rule(rules, text.merchant, corrected.approach, corrected.venue, correction.category)
    return rules
