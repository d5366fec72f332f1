"""Inspect one file: its kind and layout, and everything that importing it into an empty workspace would do, as JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import is_currency

from netroi_core.errors import NotImportable
from netroi_core.importers.batch import ImportFile, ImportSettings, read_files
from netroi_core.importers.kinds import describe_unrecognized, recognize_kind
from netroi_core.importers.parts import split_file
from netroi_core.importers.proposal import Draft, Proposal, UnusedLine
from netroi_core.importers.reading.values import likely_code
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.lines import StatementLine, suggested_keys
from netroi_core.importers.statements.mapping import propose_layout
from netroi_core.importers.statements.statement_files import layout_name, read_statement
from netroi_core.workspace.document import empty
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.workspace import Workspace


def inspect_file(
    name: str, raw: bytes, kind: ImportKind | None = None, currency: str | None = None
) -> dict[str, Any]:  # fmt: skip
    """Return what a file says as a JSON object; raise NotImportable if it can't be read or its kind isn't known.

    Args:
        name: The name of the file.
        raw: Its contents.
        kind: The kind that it is read as; None: the kind that its contents tell.
        currency: The currency of the workspace that it is read for; None: the one that it names.
    """
    parts = split_file(name, raw)
    files = [ImportFile(part, part_raw, kind or _kind(part_raw)) for part, part_raw in parts.files.items()]
    statements = {file.name: file.raw for file in files if file.kind == "expenses"}
    currency = currency or next(filter(None, map(_named_currency, statements.values())), "")
    workspace = Workspace({**empty(), "profile": {"currency": currency} if currency else {}})
    batch = read_files(files, workspace, ImportSettings())
    if len(batch.refused) == len(files):
        raise NotImportable(next(iter(batch.refused.values())))
    statements = {part: part_raw for part, part_raw in statements.items() if part not in batch.refused}
    layouts = {part: _layout(part_raw) for part, part_raw in statements.items()}
    refusals = [f"{part}: {reason}" for part, reason in batch.refused.items()]
    return {
        "file": name,
        "kind": batch.proposal.kind,
        "layout": layouts if len(layouts) > 1 else next(iter(layouts.values()), None),
        "lines": [line for part_raw in statements.values() for line in _lines(parse_statement(part_raw, workspace)[0])],
        "records": _records(batch.proposal),
        "skipped": [line_json(line) for line in batch.proposal.skipped],
        "rejected": [line_json(line) for line in batch.proposal.rejected],
        "notes": [*batch.proposal.notes, *refusals, *filter(None, [parts.left_out])],
    }


def _kind(raw: bytes) -> ImportKind:
    if (kind := recognize_kind(raw)) is None:
        raise NotImportable(f"{describe_unrecognized(raw)} Name its kind with --as.")
    return kind


def _named_currency(raw: bytes) -> str:
    """Return the code of the currency in which most of a statement's lines are, empty if they name none."""
    lines, _ = read_statement(Draft("expenses", "", Workspace(empty())), raw, "", None)
    counts = Counter(code for line in lines if line.currency and is_currency(code := likely_code(line.currency)))
    return max(counts, key=counts.__getitem__, default="")


def line_json(line: UnusedLine) -> dict[str, Any]:
    """Return a line that adds nothing as a JSON object."""
    source = line.source_line
    return {"line": source.number, "reason": f"{source.file}: {line.reason}".removeprefix(": ")}


def _layout(raw: bytes) -> str | Mapping[str, str]:
    """Return the name of a statement's format or layout, or else the columns that are read."""
    if name := layout_name(raw):
        return name
    guess = propose_layout(raw).guess
    columns = {
        "date": guess.date,
        "description": guess.description[0],
        "amount": guess.amount,
        "spent": guess.spent,
        "credit": guess.credit,
        "direction": guess.direction,
        "balance": guess.balance,
        "currency": guess.currency or guess.currency_code,
        "state": guess.state,
    }
    return {key: column for key, column in columns.items() if column}


def _lines(charges: Sequence[StatementLine]) -> list[dict[str, Any]]:
    networking = suggested_keys(charges)
    return [
        {
            "date": line.day.isoformat(),
            "amount": float(line.amount),
            "description": line.description,
            "networking": line.key in networking,
        }
        for line in charges
    ]


def _records(proposal: Proposal) -> dict[str, list[dict[str, Any]]]:
    records: dict[str, list[dict[str, Any]]] = {}
    for item in proposal.added:
        records.setdefault(item.name, []).append(as_row(item.record))
    return records
