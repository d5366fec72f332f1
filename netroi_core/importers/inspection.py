"""Inspect one file: its kind and layout, and everything that importing it into an empty workspace would do, as JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import is_currency

from netroi_core.errors import NotImportable
from netroi_core.importers.batch import ImportFile, describe_unrecognized, read_file, recognize_kind
from netroi_core.importers.proposal import Draft, Proposal, UnusedLine
from netroi_core.importers.reading.values import likely_code
from netroi_core.importers.statements import mapping
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.lines import StatementLine, suggested_keys
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
    if (kind := kind or recognize_kind(raw)) is None:
        raise NotImportable(f"{describe_unrecognized(raw)} Name its kind with --as.")
    currency = currency or (_named_currency(raw) if kind == "expenses" else "")
    workspace = Workspace({**empty(), "profile": {"currency": currency} if currency else {}})
    proposal = read_file(ImportFile(name, raw, kind), workspace)
    return {
        "file": name,
        "kind": kind,
        "layout": _layout(raw) if kind == "expenses" else None,
        "lines": _lines(parse_statement(raw, workspace)[0]) if kind == "expenses" else [],
        "records": _records(proposal),
        "skipped": [line_json(line) for line in proposal.skipped],
        "rejected": [line_json(line) for line in proposal.rejected],
        "notes": list(proposal.notes),
    }


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
    guess = mapping.guess_layout(raw, ())
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
