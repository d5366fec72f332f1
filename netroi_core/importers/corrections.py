"""Corrections that the person makes to a proposal before accepting it, and the rules learned from them.

A corrected approach, venue or category also applies to the next import, to entries with the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from netroi_core.importers.proposal import Item, Proposal, SourceText
from netroi_core.importers.rules import with_rule
from netroi_core.workspace.fields import Approach, CostCategory
from netroi_core.workspace.records import Activity, ImportRule


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
