"""Read address books: vCards, and tables of people from Google, Outlook, Thunderbird, CRMs and others.

Only names, organizations and roles are kept, and a fingerprint of the e-mail address to recognize the person again; no
addresses, numbers, birthdays or notes. Lists of the guests at an event that the person organized are refused.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.contacts.people_mapping import guess_people, looks_like_people, mapped_table, recall_people
from netroi_core.importers.contacts.people_tables import find_people, people_in
from netroi_core.importers.contacts.vcards import has_cards, people_on_cards
from netroi_core.importers.matching.contact_matching import ContactIndex, ContactSource, ImportedPerson
from netroi_core.importers.proposal import Draft
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import Columns, RecordTable, column_key, find_record_table, words
from netroi_core.workspace.profile import PeopleLayout

_SOURCE: Final = ContactSource("contacts")
# The columns by which each service's list is recognized, one of which is enough.
_SERVICES: Final = {
    "Luma": words("guestapiid approvalstatus qrcodeurl checkedinat"),
    "Eventbrite": words(
        "eventbritefees attendeestatus ticketquantity tickettype tickettyp ticketart ticketklasse "
        "typedebillet typedeticket tipodeentrada tipodeticket tipodeingresso tipodibiglietto tipobiglietto soortticket "
        "teilnehmerstatus statutduparticipant estadodelasistente"
    ),
    "Meetup": words("rsvp rsvpedon rsvpdate joinedgroupon urlofmemberprofile eventhost rsvpstatus"),
}
_NAMES: Final = ("name", "nom", "vorname", "nachname", "nome", "nombre", "mail", "attendee", "guest")


def draft_contacts(draft: Draft, raw: bytes, file: str, layout: PeopleLayout | None = None) -> None:
    """Draft the people in an address book.

    Args:
        draft: The proposal to add the people to.
        raw: The contents of the file.
        file: Its name where several files are imported together.
        layout: The columns that the user chose; None: those that are remembered, or that the file tells.
    """
    ContactIndex(draft.workspace).propose(draft, _SOURCE, [*_people(draft, raw, file, layout)])


def refuse_guest_list(text: str) -> None:
    """Raise NotImportable if a text is an organizer's list of guests, with the reason and what to import instead."""
    if table := find_record_table(text, _guest_columns):
        (service,) = table.columns
        raise NotImportable(
            f"This is an organizer’s guest list, like those of {service}, which says who signed up, not whom you met "
            "or how long: import your calendar with the event instead."
        )


def _people(draft: Draft, raw: bytes, file: str, layout: PeopleLayout | None) -> Iterator[ImportedPerson]:
    if files.is_archive(raw):
        for name, contents in files.read_members(raw, (".vcf",)).items():
            yield from people_on_cards(files.decode_text(contents), draft, f"{file}, {name}".removeprefix(", "))
        return
    text = files.decode_text(raw)
    if has_cards(text):
        yield from people_on_cards(text, draft, file)
    else:
        refuse_guest_list(text)
        yield from people_in(_find_table(text, layout, draft.stored.profile.people_layouts), draft, file)


def _find_table(text: str, layout: PeopleLayout | None, remembered: Sequence[PeopleLayout]) -> RecordTable:
    if layout := layout or recall_people(text, remembered):
        return mapped_table(text, layout)
    if table := find_people(text):
        return table
    if looks_like_people(text):
        return mapped_table(text, guess_people(text))
    raise NoSuchTable("No line of the file names columns for people: a name, and an e-mail address or company.")


def _guest_columns(header: Sequence[str]) -> Columns | None:
    keys = {column_key(name): name for name in header}
    if not any(name in key for key in keys for name in _NAMES):
        return None
    matches = ((service, keys[key]) for service, names in _SERVICES.items() for key in names if key in keys)
    return dict([match]) if (match := next(matches, None)) else None
