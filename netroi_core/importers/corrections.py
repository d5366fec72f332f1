"""What a person says of a proposal before it counts: which of it, and what is otherwise; and what that teaches.

A correction of an approach, a place or what was paid for holds for the next import, too, by the words of the entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from netroi_core.importers.proposal import Item, Proposal
from netroi_core.importers.rules import learned
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import Approach, CostCategory
from netroi_core.workspace.profile import ImportRule


@dataclass(frozen=True)
class Correction:
    """What is otherwise with an activity; None: as proposed.

    is_networking: whether it was any; venue: the id of a place, empty for none; hours: those of attending; category:
    what the cost was for, if there is one alone.
    """

    is_networking: bool = True
    approach: Approach | None = None
    venue: str | None = None
    hours: float | None = None
    category: CostCategory | None = None


def corrected(proposal: Proposal, corrections: Mapping[str, Correction]) -> Proposal:
    """The proposal as the person corrected it, by the keys of its items; without what was no networking."""

    def right(items: tuple[Item, ...]) -> tuple[Item, ...]:
        said = ((item, corrections.get(item.key)) for item in items)
        return tuple(_corrected(item, each) if each else item for item, each in said if not each or each.is_networking)

    return replace(proposal, added=right(proposal.added), updated=right(proposal.updated))


def taught(
    rules: tuple[ImportRule, ...], proposal: Proposal, corrections: Mapping[str, Correction]
) -> tuple[ImportRule, ...]:
    """The rules with what corrections of a proposal say of entries and merchants of the same words."""
    for item in proposal.items:
        said = corrections.get(item.key)
        if item.told is None or said is None:
            continue
        after = _corrected(item, said).record
        approach: Approach | None = after["approach"] if said.is_networking else None
        is_elsewhere = any(after.get(key) != item.record.get(key) for key in ("approach", "venue"))
        if not said.is_networking or is_elsewhere:
            summary = item.told.entry or item.told.merchant
            rules = learned(rules, summary, approach, after.get("venue"), _category(item, after))
        elif said.category and after.get("costs") != item.record.get("costs"):
            rules = learned(rules, item.told.merchant, approach, after.get("venue"), said.category)
    return rules


def category_of(record: RecordDict) -> CostCategory | None:
    """What the cost of an activity was for, if there is one alone."""
    costs = record.get("costs", ())
    return costs[0]["category"] if len(costs) == 1 else None


def _corrected(item: Item, said: Correction) -> Item:
    record = dict(item.record)
    if said.approach is not None:
        record["approach"] = said.approach
    if said.venue:
        record["venue"] = said.venue
    elif said.venue is not None:
        record.pop("venue", None)
    if said.hours is not None:
        record["hours"] = {**record.get("hours", {}), "attending": said.hours}
    if said.category is not None and category_of(record) is not None:
        record["costs"] = [{**record["costs"][0], "category": said.category}]
    return Item(item.name, record, item.place, item.label, item.before, item.told)


def _category(item: Item, after: RecordDict) -> CostCategory | None:
    """What a rule says that such a charge pays for, where the entry is a charge and nothing else."""
    return category_of(after) if item.told and not item.told.entry else None
