"""What a proposal comes to, what was brought, and what was remembered, in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from netroi_core.importers.proposal import Item, Proposal
from netroi_core.wording.wording import ACTIVITY_NAMES, CATEGORY_NAMES, Words, counted, listed
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.profile import ImportLayout, ImportRule

KIND_NAMES: Final[Mapping[ImportKind, str]] = {
    "linkedin": "LinkedIn export",
    "calendar": "Calendar",
    "contacts": "Address book",
    "expenses": "Card, bank or expense statement",
    "palms": "BNI PALMS report",
    "time": "Time entries",
    "several": "Several files",
}
_COUNTED: Final = {
    "activities": ("activity", "activities"),
    "contacts": ("person", "people"),
    "exchanges": ("favour given or received", "favours given or received"),
    "outcomes": ("outcome", "outcomes"),
    "venues": ("place", "places"),
}


def finding(proposal: Proposal, words: Words) -> str:
    """What would be added and updated, and how many lines come to nothing."""
    told = []
    if proposal.added:
        told.append(f"{_amounts(proposal.added, words)} to add")
    if proposal.updated:
        told.append(f"{counted(len(proposal.updated), 'entry', 'entries')} to update")
    if proposal.skipped:
        told.append(f"{len(proposal.skipped):,} skipped")
    if proposal.rejected:
        told.append(f"{counted(len(proposal.rejected), 'line')} that can't be read")
    said = "; ".join(told) if proposal.items else "; ".join(["Nothing to add", *told])
    return said[:1].upper() + said[1:]


def accepted_words(acceptance: RecordDict) -> str:
    """How much was added and updated."""
    counts = {name: len(rows) for name, rows in acceptance.get("added", {}).items()}
    updated = sum(len(rows) for rows in acceptance.get("updated", {}).values())
    told = [f"{listed(_counts(counts))} added"] if counts else []
    return listed([*told, *([f"{updated:,} updated"] if updated else [])]) or "nothing"


def rule_words(rule: ImportRule, venues: Mapping[str, str]) -> str:
    """What was said once and holds for the next import; venues: the names of places by their ids."""
    said = listed([f"“{word}”" for word in rule.words])
    if rule.approach is None:
        return f"{said}: no networking"
    at = f" at {venues[rule.venue]}" if rule.venue and rule.venue in venues else ""
    paid = f", for {CATEGORY_NAMES[rule.category].lower()}" if rule.category else ""
    return f"{said}: {ACTIVITY_NAMES[rule.approach]}{at}{paid}"


def layout_words(layout: ImportLayout) -> str:
    """What was said of a statement's columns."""
    return f"Statements with the columns {listed([layout.date, layout.description, layout.amount])}"


def _amounts(items: Iterable[Item], words: Words) -> str:
    """How many there are of each kind, and what was paid in all."""
    counts: dict[str, int] = {}
    costs: list[Decimal] = []
    for item in items:
        counts[item.name] = counts.get(item.name, 0) + 1
        if item.name == "activities":
            costs += [Decimal(cost.get("amount", "0")) for cost in item.record.get("costs", ())]
    told = _counts(counts)
    return listed([*told, f"{counted(len(costs), 'cost')} ({words.money(sum(costs))})"] if costs else told)


def _counts(counts: Mapping[str, int]) -> list[str]:
    return [counted(counts[name], *named) for name, named in _COUNTED.items() if counts.get(name)]
