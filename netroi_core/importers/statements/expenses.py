"""Pick the charges of a statement or expense report that are networking; nothing is kept of all other lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from netroi_core.importers.matching.joining import read_and_join
from netroi_core.importers.matching.source_entry import Charge, SourceEntry
from netroi_core.importers.proposal import Draft, Proposal
from netroi_core.importers.reading.values import one_line
from netroi_core.importers.rules import matching_rule
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.importers.statements.lines import StatementLine, read_lines, suggested_keys
from netroi_core.wording.wording import CATEGORY_NAMES, join_words
from netroi_core.workspace.fields import Approach, CostCategory
from netroi_core.workspace.records import ImportRule
from netroi_core.workspace.workspace import Workspace


@dataclass(frozen=True)
class LineMark:
    """The user's mark on a line: whether it was networking, and what for (None: as suggested)."""

    is_networking: bool
    category: CostCategory | None = None
    approach: Approach | None = None


def read_statement(
    raw: bytes,
    file_name: str,
    workspace: Workspace,
    layout: StatementLayout | None = None,
    marks: Mapping[str, LineMark] | None = None,
) -> Proposal:
    """Return the proposal for a statement, or raise NotImportable if the file isn't one.

    Args:
        raw: The file.
        file_name: Its name.
        workspace: The workspace that it is imported into.
        layout: The layout that the user chose; None: one of the known layouts.
        marks: The user's marks by the keys of lines; other lines are taken as suggested.
    """
    source = partial(source_entries, raw=raw, layout=layout, marks=marks)
    return read_and_join("expenses", file_name, workspace, [source])


def source_entries(
    draft: Draft,
    raw: bytes,
    file: str = "",
    layout: StatementLayout | None = None,
    marks: Mapping[str, LineMark] | None = None,
) -> list[SourceEntry]:
    """Return the charges that are networking, or may be if they match an activity; skip the others in the draft."""
    workspace = draft.workspace
    used_layout, lines = read_lines(draft, raw, layout, file)
    method = "by the columns that you chose" if layout else f"as a statement of {used_layout.name}"
    draft.note(f"Read {method}; only what is marked as networking is kept.")
    _warn_of_dues(draft, workspace, lines)
    suggested = suggested_keys(lines)
    entries = []
    for line in lines:
        mark = (marks or {}).get(line.key)
        rule = matching_rule(workspace.profile.import_rules, line.description) if mark is None else None
        if reason := _refusal(mark, rule):
            draft.skip(line.source_line, reason)
        elif rule:
            entries.append(_entry_by_rule(line, rule, workspace))
        else:
            entries.append(_entry(line, mark, is_sure=mark is not None or line.key in suggested))
    return entries


def _refusal(mark: LineMark | None, rule: ImportRule | None) -> str:
    """Return the reason why the user doesn't want a line, empty if there is none."""
    if mark and not mark.is_networking:
        return "It is marked as no networking."
    return "As you said last time, it was no networking." if rule and rule.approach is None else ""


def _entry(line: StatementLine, mark: LineMark | None, is_sure: bool) -> SourceEntry:
    category = (mark and mark.category) or line.purpose.category
    return SourceEntry(
        line.key,
        line.source_line,
        line.day,
        line.description,
        (mark and mark.approach) or line.purpose.approach,
        CATEGORY_NAMES[category].lower() if category else "a meal",
        begin=line.begin,
        charge=_charge(line, category),
        is_sure=is_sure,
        is_by_place=mark is None and not line.purpose.is_networking,
    )


def _entry_by_rule(line: StatementLine, rule: ImportRule, workspace: Workspace) -> SourceEntry:
    """Return an entry as the user corrected such a charge before."""
    return SourceEntry(
        line.key,
        line.source_line,
        line.day,
        line.description,
        rule.approach or line.purpose.approach,
        "as you said last time",
        begin=line.begin,
        charge=_charge(line, rule.category or line.purpose.category),
        venue=rule.venue if rule.venue in workspace.venues_by_id else None,
    )


def _charge(line: StatementLine, category: CostCategory | None) -> Charge:
    return Charge(line.amount, category, line.amount if line.is_reimbursed else Decimal(0))


def _warn_of_dues(draft: Draft, workspace: Workspace, lines: Sequence[StatementLine]) -> None:
    venues = [venue.name for venue in workspace.venues if venue.dues]
    if venues and any(
        line.purpose.is_networking and line.purpose.category in ("dues", "subscription") for line in lines
    ):
        draft.note(f"You already count dues for {one_line(join_words(venues))}: keep those or the charges, not both.")
