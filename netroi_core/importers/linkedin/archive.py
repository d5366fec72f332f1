"""The data export of LinkedIn: the whole archive, or any one CSV of it; any of its files may be missing.

Of messages and invitations, only how many there were, on which days and with whom is read; no text of theirs is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.linkedin import connections, effort, records
from netroi_core.importers.linkedin.parts import Account, Assumed, Part
from netroi_core.importers.matching.contact_matching import People
from netroi_core.importers.matching.joining import together
from netroi_core.importers.matching.trace import Trace
from netroi_core.importers.proposal import Draft, Place, Proposal
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import table
from netroi_core.workspace.document import Document

_EXAMPLES: Final = "Connections.csv, Invitations.csv or messages.csv"

Reading = Callable[[Draft, Part, Account], None]


@dataclass(frozen=True)
class Kind:
    """One file of the export: the columns it is known by, and what reads it."""

    columns: tuple[str, ...]
    read: Reading


# In the order of reading: people first, so that what follows can name them.
KINDS: Final[Mapping[str, Kind]] = {
    "Profile": Kind(("First Name", "Last Name", "Headline", "Summary"), connections.read_profile),
    "Connections": Kind(("First Name", "Last Name", "Connected On"), connections.read_connections),
    "Invitations": Kind(("From", "To", "Sent At", "Direction"), effort.read_invitations),
    "messages": Kind(("CONVERSATION ID", "FROM", "TO", "DATE"), effort.read_messages),
    "Events": Kind(("Event Name", "Event Time", "Status"), records.read_events),
    "Receipts_v2": Kind(("Transaction Made At", "Total Amount", "Currency Code"), records.read_receipts),
    "Recommendations": Kind(
        ("First Name", "Last Name", "Text", "Creation Date", "Status"), records.read_recommendations
    ),
    "Endorsement_Received_Info": Kind(
        ("Endorsement Date", "Endorser First Name", "Endorser Last Name"), records.read_endorsements
    ),
    "Endorsement_Given_Info": Kind(
        ("Endorsement Date", "Endorsee First Name", "Endorsee Last Name"), records.read_endorsements
    ),
}


def read(raw: bytes, file_name: str, document: Document, assumed: Assumed | None = None) -> Proposal:
    """What an export would add to a checked document; NotImportable if it is none.

    assumed: how long things took, of which LinkedIn says nothing.
    """
    source = partial(traces, raw=raw, document=document, file_name=file_name, assumed=assumed)
    return together("linkedin", file_name, document, [source])


def traces(
    draft: Draft, raw: bytes, document: Document, file_name: str, file: str = "", assumed: Assumed | None = None
) -> list[Trace]:
    """Draft the people of an export and what went to and fro; its events and receipts are left as traces.

    file_name: what a single CSV is called, of which some kinds are told apart by; file: the same among several.
    """
    account = Account(document, People(document), assumed or Assumed())
    parts = _archived(raw, draft) if files.is_archive(raw) else [_single(raw, file_name, file)]
    order = list(KINDS)
    whole = draft.progress
    for place, (kind, part) in enumerate(sorted(parts, key=lambda each: order.index(each[0]))):
        draft.progress = whole.part(place / len(parts), (place + 1) / len(parts))
        part.table.report(draft, part.file)
        KINDS[kind].read(draft, part, account)
    return account.traces


def _single(raw: bytes, name: str, file: str) -> tuple[str, Part]:
    try:
        return _part(files.text(raw), name, file)
    except NoSuchTable:
        raise NotImportable(f"The file is none of LinkedIn's data export, such as {_EXAMPLES}.") from None


def _archived(raw: bytes, draft: Draft) -> list[tuple[str, Part]]:
    """The files of an archive that are of use, by their columns; those of other columns are left alone."""
    found = []
    members = files.members(raw, (".csv",))
    for name, contents in members.items():
        try:
            found.append(_part(files.text(contents, files.LARGEST_CONTENTS), name, name))
        except NoSuchTable:
            continue
        except NotImportable as error:
            draft.reject(Place(1, name), str(error))
    if not found:
        raise NotImportable(f"The archive holds no file of LinkedIn's data export, such as {_EXAMPLES}.")
    return found


def _part(text: str, name: str, file: str) -> tuple[str, Part]:
    found = table(text, *(kind.columns for kind in KINDS.values()))
    return next(kind for kind, each in KINDS.items() if each.columns == found.layout), Part(found, name, file)
