"""Pick the charges of a statement or expense report that are networking; nothing is kept of all other lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from netroi_core.importers.matching.activity_matching import Charge, SourceEntry
from netroi_core.importers.proposal import Draft, UnusedLine
from netroi_core.importers.reading.values import one_line
from netroi_core.importers.rules import Correction, matching_rule
from netroi_core.importers.statements.layouts import StatementLayout, find_statement, read_rows
from netroi_core.importers.statements.lines import StatementLine, find_charges, suggested_keys
from netroi_core.wording.wording import CATEGORY_NAMES, join_words
from netroi_core.workspace.profile import ImportRule
from netroi_core.workspace.workspace import Workspace


def parse_statement(
    raw: bytes, workspace: Workspace, layout: StatementLayout | None = None, file: str = ""
) -> tuple[list[StatementLine], tuple[UnusedLine, ...]]:
    """Return the charges of a statement and the lines left out, for the user to review; draft nothing."""
    draft = Draft("expenses", "", workspace)
    charges = _read_charges(draft, raw, file, layout)
    proposal = draft.proposal()
    return charges, (*proposal.skipped, *proposal.rejected)


def source_entries(
    draft: Draft, raw: bytes, file: str, layout: StatementLayout | None, marks: Mapping[str, Correction]
) -> list[SourceEntry]:
    """Return the charges that are networking, or may be if they match an activity; skip the others in the draft.

    Without a layout that the user chose, the statement must have one of the known layouts. ``marks`` are the user's, by
    the keys of lines; other lines are taken as suggested.
    """
    charges = _read_charges(draft, raw, file, layout)
    _warn_of_dues(draft, charges)
    suggested = suggested_keys(charges)
    entries = []
    for line in charges:
        mark = marks.get(line.key)
        rule = None if mark else matching_rule(draft.stored.profile.import_rules, line.description)
        if mark and not mark.is_networking:
            draft.skip(line.source_line, "You marked it as not networking.")
        elif rule and rule.approach is None:
            draft.skip(line.source_line, "It isn’t networking, as you corrected it last time.")
        else:
            entries.append(
                _entry(line, mark or rule, draft.stored, is_sure=bool(mark or rule or line.key in suggested))
            )
    return entries


def _read_charges(draft: Draft, raw: bytes, file: str, layout: StatementLayout | None) -> list[StatementLine]:
    used_layout, table = find_statement(raw, layout)
    charges = find_charges(draft, read_rows(draft, table, used_layout, file))
    method = "with the columns you chose" if layout else f"as a statement from {used_layout.name}"
    draft.note(f"Read {method}. Only lines marked as networking are kept.")
    return charges


def _entry(
    line: StatementLine, correction: Correction | ImportRule | None, workspace: Workspace, is_sure: bool
) -> SourceEntry:
    """Return the entry of a charge, as marked, as corrected before, or else as suggested."""
    purpose, venue = line.purpose, None
    category, approach = purpose.category, purpose.approach
    if correction is not None:
        category, approach = correction.category or category, correction.approach or approach
    reason = CATEGORY_NAMES[category].lower() if category else "a meal"
    if isinstance(correction, ImportRule):
        # A rule outlives the venue that it names.
        reason, venue = "as you corrected it last time", workspace.venues_by_id.get(correction.venue or "")
    return SourceEntry(
        line.key,
        line.source_line,
        line.day,
        line.description,
        approach,
        reason,
        begin=line.begin,
        charge=Charge(line.amount, category, line.amount if line.is_reimbursed else Decimal(0)),
        venue=venue.id if venue else None,
        is_sure=is_sure,
        is_by_place=not (correction or purpose.is_networking),
    )


def _warn_of_dues(draft: Draft, charges: Sequence[StatementLine]) -> None:
    venues = [venue.name for venue in draft.stored.venues if venue.dues]
    purposes = (line.purpose for line in charges if line.purpose.is_networking)
    if venues and any(purpose.category in ("dues", "subscription") for purpose in purposes):
        draft.note(
            f"You already have dues for {one_line(join_words(venues))}. Keep either those or the charges, not both."
        )
