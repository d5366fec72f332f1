"""Pick the charges of a statement or expense report that are networking; nothing is kept of all other lines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from netroi_core.importers.matching.activity_matching import TABLE, Charge, SourceEntry
from netroi_core.importers.proposal import Draft, UnusedLine
from netroi_core.importers.rules import Correction, matching_rule
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.importers.statements.lines import (
    FOREIGN,
    NO_LINE,
    PENDING,
    RECEIVED,
    REVERSAL,
    StatementLine,
    find_charges,
    suggested_keys,
)
from netroi_core.importers.statements.statement_files import bank_format, read_statement
from netroi_core.wording.wording import CATEGORY_NAMES, Words, join_words, pluralize
from netroi_core.workspace.profile import ImportRule
from netroi_core.workspace.workspace import Workspace

# The nouns of lines that are left out, by the reason.
_LEFT_OUT: Final[Mapping[str, tuple[str, str]]] = {
    RECEIVED: ("payment or refund", "payments and refunds"),
    PENDING: ("pending line", "pending lines"),
    REVERSAL: ("reversal", "reversals"),
    NO_LINE: ("total", "totals"),
}
_FOREIGN: Final = ("line in another currency", "lines in other currencies")
_UNREADABLE: Final = ("line that can’t be read", "lines that can’t be read")


def parse_statement(
    raw: bytes, workspace: Workspace, layout: StatementLayout | None = None, file: str = ""
) -> tuple[list[StatementLine], tuple[UnusedLine, ...]]:
    """Return all charges of a statement and the lines left out, for the user to review; draft nothing.

    Without a layout that the user chose, the format or the columns tell how it is read; NotImportable if they don't.
    """
    draft = Draft("expenses", "", workspace)
    charges = _read_charges(draft, raw, file, layout)
    proposal = draft.proposal()
    return charges, (*proposal.skipped, *proposal.rejected)


def source_entries(
    draft: Draft, raw: bytes, file: str, layout: StatementLayout | None, marks: Mapping[str, Correction]
) -> list[SourceEntry]:
    """Return the charges that are networking, or may be if they match an activity; skip the others in the draft.

    Without a layout that the user chose, the format or the columns tell how it is read. ``marks`` are the user's, by
    the keys of lines; other lines are taken as suggested.
    """
    charges = _read_charges(draft, raw, file, layout)
    suggested, file_kind = suggested_keys(charges), bank_format(raw) or TABLE
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
                _entry(line, mark or rule, draft.stored, bool(mark or rule or line.key in suggested), file_kind)
            )
    return entries


def describe_charges(charges: Sequence[StatementLine], left_out: Sequence[UnusedLine], words: Words) -> str:
    """Return in one sentence what was understood: how many purchases, their sum, and how many lines are left out."""
    total = words.exact_money(sum((charge.amount for charge in charges), Decimal(0)))
    sentence = f"{pluralize(len(charges), 'purchase')}, {total}" if charges else "No purchases"
    counts = Counter(_noun(line.reason) for line in left_out)
    nouns = [pluralize(count, *noun) for noun, count in counts.items()]
    return f"{sentence}; {join_words(nouns)} left out." if nouns else f"{sentence}."


def _noun(reason: str) -> tuple[str, str]:
    return _FOREIGN if reason.startswith(FOREIGN) else _LEFT_OUT.get(reason, _UNREADABLE)


def _read_charges(draft: Draft, raw: bytes, file: str, layout: StatementLayout | None) -> list[StatementLine]:
    lines, method = read_statement(draft, raw, file, layout)
    charges = find_charges(draft, lines)
    draft.note(f"Read {method}. Only lines marked as networking are kept.")
    return charges


def _entry(
    line: StatementLine,
    correction: Correction | ImportRule | None,
    workspace: Workspace,
    is_sure: bool,
    file_kind: str,
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
        file_kind=line.report or file_kind,
    )
