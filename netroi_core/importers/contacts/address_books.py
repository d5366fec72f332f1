"""Address books: CSV of Google (new and old) and Outlook, and vCards of versions 2.1, 3.0 and 4.0.

Only a name, an organisation and a role are taken over, with a fingerprint of the e-mail address to know the person
again; neither addresses, numbers and birthdays nor notes.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.contacts.vcards import BEGIN, cards
from netroi_core.importers.matching.contact_matching import People, Person, Source, email_key, linkedin_key
from netroi_core.importers.proposal import Draft, Place, Proposal
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import Row, Table, table
from netroi_core.importers.reading.values import line
from netroi_core.workspace.document import Document

ADDRESS_BOOK: Final = Source("contacts")

_GOOGLE: Final = ("First Name", "Last Name", "Organization Name")
_GOOGLE_OLD: Final = ("Name", "Given Name", "Family Name")
_OUTLOOK: Final = ("First Name", "Last Name", "Company", "Job Title")
LAYOUTS: Final = (_GOOGLE, _GOOGLE_OLD, _OUTLOOK)
_NAMES: Final = {
    _GOOGLE: ("First Name", "Middle Name", "Last Name"),
    _GOOGLE_OLD: ("Given Name", "Additional Name", "Family Name"),
    _OUTLOOK: ("First Name", "Middle Name", "Last Name"),
}
_ORGANISATIONS: Final = ("Organization Name", "Organization 1 - Name", "Company")
_ROLES: Final = ("Organization Title", "Organization 1 - Title", "Job Title")
_BETWEEN_VALUES: Final = " ::: "
_WITHOUT_NAME: Final = "There is no name, only a company or an address."


def read(raw: bytes, file_name: str, document: Document) -> Proposal:
    """What an address book would add to a checked document; NotImportable if it is none."""
    draft = Draft("contacts", file_name, document)
    take(draft, raw, document)
    return draft.proposal()


def take(draft: Draft, raw: bytes, document: Document, file: str = "") -> None:
    """Draft the people of an address book; ``file`` names the file among several."""
    text = files.text(raw)
    people = list(_from_cards(text, draft, file) if BEGIN.search(text) else _from_table(text, draft, file))
    People(document).propose(draft, ADDRESS_BOOK, people)


def _from_table(text: str, draft: Draft, file: str) -> Iterator[Person]:
    found = table(text, *LAYOUTS)
    if found.has("Connected On"):
        raise NotImportable("These are LinkedIn's connections; import them as LinkedIn, to keep their days.")
    found.report(draft, file)
    for row in found.rows:
        place = Place(row.line, file)
        if name := _name(row, found):
            yield Person(place, name, _first(row, _ORGANISATIONS), _first(row, _ROLES), _keys(row))
        else:
            draft.skip(place, _WITHOUT_NAME)


def _from_cards(text: str, draft: Draft, file: str) -> Iterator[Person]:
    for card in cards(text):
        place = Place(card.line, file)
        if card.problem:
            draft.reject(place, card.problem)
        elif not card.name:
            draft.skip(place, _WITHOUT_NAME)
        else:
            yield Person(place, card.name, card.organisation, card.role, _known_by(card.urls, card.addresses))


def _name(row: Row, found: Table) -> str:
    """A name by its parts, else as it is shown in full."""
    parts = next(names for layout, names in _NAMES.items() if layout == found.layout)
    return line(" ".join(row[part] for part in parts)) or line(row["Name"])


def _first(row: Row, columns: tuple[str, ...]) -> str:
    """The first of several values in the first of these columns that has one."""
    return next((line(row[column].split(_BETWEEN_VALUES)[0]) for column in columns if row[column]), "")


def _keys(row: Row) -> tuple[str, ...]:
    """What a row's person is known by: every cell that is an address, of LinkedIn or of e-mail, in a column for it."""
    values = {column: cell.split(_BETWEEN_VALUES.strip()) for column, cell in row.cells.items() if cell}
    urls = [value for column, cells in values.items() if "web" in column for value in cells]
    addresses = [value for column, cells in values.items() if column.startswith(("e-mail", "email")) for value in cells]
    return _known_by(urls, addresses)


def _known_by(urls: Iterable[str], addresses: Iterable[str]) -> tuple[str, ...]:
    keys = (*map(linkedin_key, urls), *map(email_key, addresses))
    return tuple(dict.fromkeys(key for key in keys if key))
