"""Made-up import files, and the rules that every reader of files keeps to."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from netroi_core.errors import NotImportable
from netroi_core.importers.acceptance import accept, undo_import
from netroi_core.importers.batch import ImportFile, ImportSettings, read_file
from netroi_core.importers.proposal import Item, Proposal
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.workspace import document
from netroi_core.workspace.edits import as_row, find
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.records import Import, Outcome
from netroi_core.workspace.workspace import Document, Workspace

Json = dict[str, Any]
AT = "2026-07-14T09:00:00+00:00"


def lines(*rows: str, end: str = "\n") -> bytes:
    """Return rows as the bytes of a text file."""
    return end.join((*rows, "")).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip archive of files."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


def workspace(**lists: Any) -> Workspace:
    """Return a validated workspace with these lists."""
    return validated({**document.empty(), **lists})


def validated(raw: Document) -> Workspace:
    """Return the workspace of a document, or raise Invalid if it breaks the format."""
    document.validate(raw)
    return Workspace(raw)


def read_as(
    kind: ImportKind, raw: bytes, name: str, before: Workspace, layout: StatementLayout | None = None, **settings: Any
) -> Proposal:
    """Return what a file of a kind would change."""
    return read_file(ImportFile(name, raw, kind, layout), before, ImportSettings(**settings))


def taken(before: Workspace, proposal: Proposal) -> tuple[Workspace, Import]:
    """Return the validated workspace with the whole proposal, and its acceptance."""
    after, acceptance = accept(before.document, proposal, AT)
    return validated(after), acceptance


def records(proposal: Proposal, name: str) -> list[Json]:
    """Return the rows that a proposal adds to a list."""
    return [as_row(item.record) for item in proposal.added if item.name == name]


def lists_of(raw: Document) -> Document:
    """Return a document without its empty lists, which mean the same as none."""
    return {key: value for key, value in raw.items() if value != []}


def sentence(act: Callable[[], object]) -> str:
    """Return the sentence that an act is refused with, empty if it is done."""
    try:
        act()
    except (NotImportable, ValueError) as error:
        return str(error)
    return ""


def _is_stored(after: Workspace, item: Item) -> bool:
    stored = find(after.document, type(item.record), item.record.id)
    # Accepting an open outcome states its probability for that day.
    return (stored.model_copy(update={"stated": ()}) if isinstance(stored, Outcome) else stored) == item.record


def keeps_to_the_rules(kind: ImportKind, raw: bytes, name: str, before: Workspace) -> bool:
    """Return True if a file is refused in one sentence, or is read into a proposal as it should be.

    That is: it can be accepted, adds nothing the second time, and can be undone without a trace.
    """
    try:
        proposal = read_as(kind, raw, name, before)
    except NotImportable as error:
        return "\n" not in str(error) and str(error).endswith((".", "?"))
    after, acceptance = taken(before, proposal)
    again = read_as(kind, raw, name, after)
    return (
        (again.added, again.updated) == ((), ())
        and lists_of(undo_import(after.document, acceptance)) == lists_of(before.document)
        and all(_is_stored(after, item) for item in proposal.items)
        and all("\n" not in unused.reason for unused in (*proposal.skipped, *proposal.rejected))
    )
