"""Read LinkedIn's data export: the whole archive, or a single CSV file of it; any of its files may be missing.

Of messages and invitations only the number, the days and the people are read; no text of them is kept.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.linkedin import connections, endorsements, events_and_receipts, messages
from netroi_core.importers.linkedin.export_file import AssumedDurations, Export, ExportFile
from netroi_core.importers.matching.contact_matching import ContactIndex
from netroi_core.importers.matching.joining import read_and_join
from netroi_core.importers.matching.source_entry import SourceEntry
from netroi_core.importers.proposal import Draft, Proposal, SourceLine
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import find_table
from netroi_core.workspace.workspace import Workspace

_EXAMPLES: Final = "Connections.csv, Invitations.csv or messages.csv"

FileReader = Callable[[Draft, ExportFile, Export], None]

# The files are read in this order: people first, so that later files can refer to them. They are recognized by their
# columns, because browsers and people rename files.
FILE_READERS: Final[Mapping[tuple[str, ...], FileReader]] = {
    ("First Name", "Last Name", "Headline", "Summary"): connections.read_profile,
    ("First Name", "Last Name", "Connected On"): connections.read_connections,
    ("From", "To", "Sent At", "Direction"): messages.read_invitations,
    ("CONVERSATION ID", "FROM", "TO", "DATE"): messages.read_messages,
    ("Event Name", "Event Time", "Status"): events_and_receipts.read_events,
    ("Transaction Made At", "Total Amount", "Currency Code"): events_and_receipts.read_receipts,
    ("First Name", "Last Name", "Text", "Creation Date", "Status"): endorsements.read_recommendations,
    ("Endorsement Date", "Endorser First Name", "Endorser Last Name"): endorsements.read_endorsements,
    ("Endorsement Date", "Endorsee First Name", "Endorsee Last Name"): endorsements.read_endorsements,
}


def read_export(
    raw: bytes, file_name: str, workspace: Workspace, durations: AssumedDurations | None = None
) -> Proposal:
    """Return the proposal for an export, or raise NotImportable if the file isn't one."""
    source = partial(source_entries, raw=raw, file_name=file_name, durations=durations)
    return read_and_join("linkedin", file_name, workspace, [source])


def source_entries(
    draft: Draft, raw: bytes, file_name: str, label: str = "", durations: AssumedDurations | None = None
) -> list[SourceEntry]:
    """Draft the contacts, months of messages and endorsements of an export, and return its events and receipts.

    Args:
        draft: The draft to add to.
        raw: An archive or a single CSV file.
        file_name: The file's name, which for recommendations is the only hint at their direction.
        label: The name shown with its lines, where several files are imported together.
        durations: The assumed durations; None: the default ones.
    """
    workspace = draft.workspace
    export = Export(workspace, ContactIndex(workspace), durations or AssumedDurations())
    is_archive = files.is_archive(raw)
    export_files = _archived_files(raw, draft) if is_archive else [_single_file(raw, file_name, label)]
    order = [*FILE_READERS]
    export_files.sort(key=lambda file: order.index(file.table.signature))
    progress = draft.progress
    for index, file in enumerate(export_files):
        draft.progress = progress.part(index / len(export_files), (index + 1) / len(export_files))
        file.table.reject_broken_rows(draft, file.label)
        FILE_READERS[file.table.signature](draft, file, export)
    return export.entries


def _single_file(raw: bytes, name: str, label: str) -> ExportFile:
    try:
        return ExportFile(find_table(files.decode_text(raw), *FILE_READERS), name, label)
    except NoSuchTable:
        raise NotImportable(f"The file is not part of LinkedIn's data export, such as {_EXAMPLES}.") from None


def _archived_files(raw: bytes, draft: Draft) -> list[ExportFile]:
    """Return the files of an archive with known columns; reject the unreadable ones, ignore all others."""
    export_files = []
    for name, contents in files.read_members(raw, (".csv",)).items():
        try:
            text = files.decode_text(contents, files.LARGEST_CONTENTS)
            export_files.append(ExportFile(find_table(text, *FILE_READERS), name, name))
        except NoSuchTable:
            continue
        except NotImportable as error:
            draft.reject(SourceLine(1, name), str(error))
    if not export_files:
        raise NotImportable(f"The archive holds no file of LinkedIn's data export, such as {_EXAMPLES}.")
    return export_files
