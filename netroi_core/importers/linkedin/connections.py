"""Turn LinkedIn connections into contacts, met on the day of the connection, with their current position."""

from datetime import date
from typing import Final

from netroi_core.importers.linkedin.export_file import Export, ExportFile, full_name
from netroi_core.importers.matching.contact_matching import ContactSource, ImportedPerson, email_key, linkedin_key
from netroi_core.importers.proposal import Draft
from netroi_core.importers.reading.tables import TableRow
from netroi_core.importers.reading.values import one_line
from netroi_core.wording.wording import pluralize
from netroi_core.workspace.search import normalize_text

LINKEDIN: Final = ContactSource("linkedin", "social_media", is_current=True)


def read_profile(_draft: Draft, file: ExportFile, export: Export) -> None:
    """Note the owner's name, by which messages and invitations are told apart; draft nothing."""
    names = {normalize_text(full_name(row["First Name"], row["Last Name"])) for row in file.table.rows}
    export.owner_names |= names - {""}


def read_connections(draft: Draft, file: ExportFile, export: Export) -> None:
    """Draft a contact for each connection with a name; count the hidden profiles."""
    people = []
    hidden = 0
    for row, connected_on in file.dated_rows(draft, "Connected On"):
        if not any(row[column] for column in ("First Name", "Last Name", "URL", "Email Address", "Company")):
            hidden += 1
            draft.skip(file.source_line(row), "The profile is hidden: nothing but the day is known.")
        elif not normalize_text(name := full_name(row["First Name"], row["Last Name"])):
            reason = "The columns First Name and Last Name are empty; a contact needs a name."
            draft.reject(file.source_line(row), reason)
        else:
            people.append(_person(file, row, name, connected_on))
    if hidden:
        draft.note(
            f"{pluralize(hidden, 'connection hides', 'connections hide')} the profile; nobody is added for those."
        )
    export.contacts.propose(draft, LINKEDIN, people)


def _person(file: ExportFile, row: TableRow, name: str, connected_on: date) -> ImportedPerson:
    # Older exports have no URL: name and day identify a connection then.
    profile = linkedin_key(row["URL"]) or f"linkedin:{normalize_text(name)[:200]} {connected_on.isoformat()}"
    address = email_key(row["Email Address"])
    keys = (profile, address) if address else (profile,)
    return ImportedPerson(
        file.source_line(row), name, one_line(row["Company"]), one_line(row["Position"]), keys, connected_on
    )
