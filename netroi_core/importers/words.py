"""Sentences about proposals, past imports, and the rules and layouts learned from them."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from netroi_core.importers.proposal import Item, Proposal
from netroi_core.wording.wording import ACTIVITY_NAMES, CATEGORY_NAMES, Words, join_words, pluralize
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.profile import ImportLayout, ImportRule
from netroi_core.workspace.records import Activity, Import, Venue

IMPORT_KIND_NAMES: Final[Mapping[ImportKind, str]] = {
    "linkedin": "LinkedIn export",
    "calendar": "Calendar",
    "contacts": "Address book",
    "expenses": "Card, bank or expense statement",
    "palms": "BNI PALMS report",
    "time": "Time entries",
    "several": "Several files",
}
_NOUNS: Final = {
    "activities": ("activity", "activities"),
    "contacts": ("person", "people"),
    "exchanges": ("favour given or received", "favours given or received"),
    "outcomes": ("outcome", "outcomes"),
    "venues": ("place", "places"),
}


def summarize_proposal(proposal: Proposal, words: Words) -> str:
    """Return how much would be added and updated, and how many lines add nothing."""
    parts = [] if proposal.items else ["Nothing to add"]
    if proposal.added:
        parts.append(f"{_added_amounts(proposal.added, words)} to add")
    if proposal.updated:
        parts.append(f"{pluralize(len(proposal.updated), 'entry', 'entries')} to update")
    if proposal.skipped:
        parts.append(f"{len(proposal.skipped):,} skipped")
    if proposal.rejected:
        parts.append(f"{pluralize(len(proposal.rejected), 'line')} that can't be read")
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def summarize_import(acceptance: Import) -> str:
    """Return how much an import added and updated."""
    added = _counts({name: len(rows) for name, rows in acceptance.added.items()})
    updated = sum(len(rows) for rows in acceptance.updated.values())
    parts = [f"{join_words(added)} added"] if added else []
    return join_words([*parts, *([f"{updated:,} updated"] if updated else [])]) or "nothing"


def describe_rule(rule: ImportRule, venues: Mapping[str, Venue]) -> str:
    """Return what a rule applies to and what it says; venues: by id."""
    words = join_words([f"“{word}”" for word in rule.words])
    if rule.approach is None:
        return f"{words}: no networking"
    venue = venues.get(rule.venue or "")
    location = f" at {venue.name}" if venue else ""
    purpose = f", for {CATEGORY_NAMES[rule.category].lower()}" if rule.category else ""
    return f"{words}: {ACTIVITY_NAMES[rule.approach]}{location}{purpose}"


def describe_layout(layout: ImportLayout) -> str:
    """Return the columns that a remembered layout reads."""
    return f"Statements with the columns {join_words([layout.date, layout.description, layout.amount])}"


def _added_amounts(items: Collection[Item], words: Words) -> str:
    counts = _counts(Counter(item.name for item in items))
    amounts = [cost.amount for item in items if isinstance(item.record, Activity) for cost in item.record.costs]
    if amounts:
        counts.append(f"{pluralize(len(amounts), 'cost')} ({words.money(sum(amounts))})")
    return join_words(counts)


def _counts(counts: Mapping[str, int]) -> list[str]:
    return [pluralize(counts[name], *nouns) for name, nouns in _NOUNS.items() if counts.get(name)]
