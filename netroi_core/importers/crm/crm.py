"""Read a file of a CRM: a table of contacts, meetings, calls or deals, or the whole export of Monica."""

from typing import Literal
from zoneinfo import ZoneInfo

from netroi_core.errors import NoSuchTable
from netroi_core.importers.contacts.address_books import draft_contacts
from netroi_core.importers.contacts.people_tables import find_people, is_from_crm
from netroi_core.importers.crm.deals import draft_deals, find_deals
from netroi_core.importers.crm.meetings import find_meetings, meeting_entries
from netroi_core.importers.crm.monica import draft_monica, is_monica
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.proposal import Draft
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import HEADER_REACH

CrmContents = Literal["contacts", "meetings", "deals", "monica"]


def crm_contents(text: str) -> CrmContents | None:
    """Return what a text from a CRM is about, by its header; None if it isn't from a CRM."""
    head = text[:HEADER_REACH]
    if is_monica(head):
        return "monica"
    if find_deals(head):
        return "deals"
    if find_meetings(head):
        return "meetings"
    people = find_people(head)
    return "contacts" if people and is_from_crm(people) else None


def names_people(raw: bytes) -> bool:
    """Return True if a file of a CRM has contacts, whom its other files may name."""
    return crm_contents(files.decode_text(raw)) in ("contacts", "monica")


def source_entries(
    draft: Draft, raw: bytes, file: str, home: ZoneInfo | None, own_addresses: tuple[str, ...]
) -> list[SourceEntry]:
    """Draft the contacts or deals in a file, and return its meetings and calls.

    ``home`` is the time zone for times in UTC; ``own_addresses`` tell colleagues.
    """
    text = files.decode_text(raw)
    if is_monica(text):
        return draft_monica(draft, text, file, home)
    if deals := find_deals(text):
        draft_deals(draft, deals, file, home)
        return []
    if meetings := find_meetings(text):
        return meeting_entries(draft, meetings, file, home, own_addresses)
    if find_people(text) is None:
        raise NoSuchTable("No line of the file names the columns of a CRM’s contacts, meetings, calls or deals.")
    draft_contacts(draft, raw, file)
    return []
