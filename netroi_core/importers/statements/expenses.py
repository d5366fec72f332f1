"""Statements of cards and banks, and expense reports: what on them was networking, and what that paid for.

Only what is marked as networking becomes a record; of all other lines nothing is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from netroi_core.importers.matching.joining import together
from netroi_core.importers.matching.trace import Charge, Trace
from netroi_core.importers.proposal import Draft, Proposal
from netroi_core.importers.reading.values import line
from netroi_core.importers.rules import rule_for
from netroi_core.importers.statements.layouts import Layout
from netroi_core.importers.statements.lines import Line, lines, suggested
from netroi_core.wording.wording import CATEGORY_NAMES, listed
from netroi_core.workspace.document import Document, profile
from netroi_core.workspace.fields import Approach, CostCategory, written_amount
from netroi_core.workspace.profile import ImportRule


@dataclass(frozen=True)
class Mark:
    """What a person says of a line: whether it was networking, and what for; None: as suggested."""

    is_networking: bool
    category: CostCategory | None = None
    approach: Approach | None = None


def read(
    raw: bytes,
    file_name: str,
    document: Document,
    layout: Layout | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> Proposal:
    """What a statement would add to a checked document; NotImportable if it is none.

    layout: for a table that is none of those known. marks: what the person says, by the key of a line; else it is as
    suggested.
    """
    source = partial(traces, raw=raw, document=document, layout=layout, marks=marks)
    return together("expenses", file_name, document, [source])


def traces(
    draft: Draft,
    raw: bytes,
    document: Document,
    file: str = "",
    layout: Layout | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> list[Trace]:
    """The charges that are networking, or will be if they join what is; ``file`` names the file among several."""
    found, read_lines = lines(draft, raw, document, layout, file)
    how = "by the columns that you chose" if layout else f"as a statement of {found.name}"
    draft.note(f"Read {how}; only what is marked as networking is kept.")
    _warn_of_dues(draft, document, read_lines)
    likely, rules = suggested(read_lines), profile(document).import_rules
    venues = {venue["id"] for venue in document.get("venues", ())}
    left = []
    for each in read_lines:
        mark = (marks or {}).get(each.key)
        rule = rule_for(rules, each.description) if mark is None else None
        if mark and not mark.is_networking:
            draft.skip(each.place, "It is marked as no networking.")
        elif rule and rule.approach is None:
            draft.skip(each.place, "As you said last time, it was no networking.")
        elif rule:
            left.append(_as_said(_trace(each, None, is_sure=True), rule, venues))
        else:
            is_by_place = mark is None and not each.guess.is_sure
            left.append(replace(_trace(each, mark, mark is not None or each.key in likely), is_by_place=is_by_place))
    return left


def _trace(found: Line, mark: Mark | None, is_sure: bool) -> Trace:
    category = mark.category if mark and mark.category else found.guess.category
    spent = written_amount(found.amount)
    return Trace(
        found.key,
        found.place,
        found.day,
        found.description,
        (mark.approach if mark else None) or found.guess.approach,
        CATEGORY_NAMES[category].lower() if category else "a meal",
        begin=found.begin,
        charge=Charge(spent, category, spent if found.is_reimbursed else "0"),
        is_sure=is_sure,
    )


def _as_said(trace: Trace, rule: ImportRule, venues: set[str]) -> Trace:
    """A trace as the person said of such a line the last time."""
    charge = replace(trace.charge, category=rule.category) if trace.charge and rule.category else trace.charge
    venue = rule.venue if rule.venue in venues else None
    approach = rule.approach or trace.approach
    return replace(trace, approach=approach, reason="as you said last time", venue=venue, charge=charge)


def _warn_of_dues(draft: Draft, document: Document, found: Sequence[Line]) -> None:
    venues = [venue["name"] for venue in document.get("venues", ()) if venue.get("dues")]
    if venues and any(each.guess.is_sure and each.guess.category in ("dues", "subscription") for each in found):
        draft.note(f"You already count dues for {line(listed(venues))}: keep those or the charges, not both.")
