"""Read address books: vCards, and tables of people from Google, Outlook, Thunderbird, CRMs and others.

Only names, organizations and roles are kept, and a fingerprint of the e-mail address to recognize the person again; no
addresses, numbers, birthdays or notes.
"""

from typing import Final

from netroi_core.errors import NoSuchTable
from netroi_core.importers.contacts.organizers import refuse_guest_list
from netroi_core.importers.contacts.people_tables import find_people, people_in
from netroi_core.importers.contacts.vcards import has_cards, people_on_cards
from netroi_core.importers.matching.contact_matching import ContactIndex, ContactSource
from netroi_core.importers.proposal import Draft
from netroi_core.importers.reading import files

_SOURCE: Final = ContactSource("contacts")


def draft_contacts(draft: Draft, raw: bytes, file: str) -> None:
    """Draft the people in an address book; ``file`` is its name where several files are imported together."""
    text = files.decode_text(raw)
    if has_cards(text):
        people = people_on_cards(text, draft, file)
    else:
        refuse_guest_list(text)
        table = find_people(text)
        if table is None:
            raise NoSuchTable("No line of the file names columns for people: a name, and an e-mail address or company.")
        people = people_in(table, draft, file)
    ContactIndex(draft.workspace).propose(draft, _SOURCE, [*people])
