"""Files as people bring them, made up; and what every reader must keep to."""

import io
import zipfile
from collections.abc import Callable
from typing import Any, TypeVar
from unittest.mock import patch

from netroi_core.errors import NotImportable
from netroi_core.importers.acceptance import Acceptance, accepted, taken_back
from netroi_core.importers.proposal import Proposal, Reader
from netroi_core.importers.reading import tables
from netroi_core.workspace import document
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import found

Json = dict[str, Any]
T = TypeVar("T")
AT = "2026-07-14T09:00:00+00:00"


def lines(*rows: str, end: str = "\n") -> bytes:
    """Rows as the bytes of a text file."""
    return end.join((*rows, "")).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


def workspace(**lists: Any) -> Document:
    """A checked workspace of these lists."""
    raw = {**document.empty(), **lists}
    document.validate(raw)
    return raw


def taken(raw: Document, proposal: Proposal) -> tuple[Document, Acceptance]:
    """The document with the whole proposal, checked."""
    after, acceptance = accepted(raw, proposal, AT)
    document.validate(after)
    return after, acceptance


def records(proposal: Proposal, name: str) -> list[Json]:
    """The records that a proposal adds to a list."""
    return [item.record for item in proposal.added if item.name == name]


def lists_of(raw: Document) -> Document:
    """A document without its empty lists, which mean the same as none."""
    return {key: value for key, value in raw.items() if value != []}


def sentence(act: Callable[[], object]) -> str:
    """The sentence that an act is refused with; none if it is done."""
    try:
        act()
    except (NotImportable, ValueError) as error:
        return str(error)
    return ""


def keeps_to_the_rules(read: Reader, raw: bytes, name: str, before: Document) -> bool:
    """Whether a file ends in one clear error, or in a valid proposal that adds nothing again and can be taken back."""
    try:
        proposal = read(raw, name, before)
    except NotImportable as error:
        return "\n" not in str(error) and str(error).endswith((".", "?"))
    after, acceptance = taken(before, proposal)
    again = read(raw, name, after)
    return (
        (again.added, again.updated) == ((), ())
        and lists_of(taken_back(after, acceptance)) == lists_of(before)
        and all(found(after, item.name, item.record["id"]) == item.record for item in proposal.items)
        and all("\n" not in each.reason for each in (*proposal.skipped, *proposal.rejected))
    )


def by_row(act: Callable[[], T]) -> T:
    """What an act returns when no table is read as a frame, so that all goes row by row."""
    with patch.object(tables, "WIDEST_EVEN", 0):
        return act()
