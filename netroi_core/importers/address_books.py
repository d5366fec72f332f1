"""Read address books: CSV files of Google (new and old) and Outlook, and vCards of versions 2.1, 3.0 and 4.0.

Only names, organizations and roles are kept, and a fingerprint of the e-mail address to recognize the person again; no
addresses, numbers, birthdays or notes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import vobject

from netroi_core.errors import NotImportable
from netroi_core.importers.matching.contact_matching import (
    ContactIndex,
    ContactSource,
    ImportedPerson,
    email_key,
    linkedin_key,
)
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import TableRow, find_table
from netroi_core.importers.reading.values import one_line

MOST_CARDS: Final = 10_000

_SOURCE: Final = ContactSource("contacts")
# To support another address book as CSV, add the columns by which it is recognized and those of its names here, and its
# columns for the organization and role below.
SIGNATURES: Final[Mapping[tuple[str, ...], tuple[str, ...]]] = {
    ("First Name", "Last Name", "Organization Name"): ("First Name", "Middle Name", "Last Name"),  # Google
    ("Name", "Given Name", "Family Name"): ("Given Name", "Additional Name", "Family Name"),  # Google, older
    ("First Name", "Last Name", "Company", "Job Title"): ("First Name", "Middle Name", "Last Name"),  # Outlook
}
_ORGANIZATION_COLUMNS: Final = ("Organization Name", "Organization 1 - Name", "Company")
_ROLE_COLUMNS: Final = ("Organization Title", "Organization 1 - Title", "Job Title")
_VALUE_SEPARATOR: Final = " ::: "  # Google's, for several values in one cell
_WITHOUT_NAME: Final = "There is no name, only a company or an address."

_CARD_BEGIN: Final = re.compile(r"^[ \t]*BEGIN:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_CARD_END: Final = re.compile(r"^[ \t]*END:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
# Pictures, keys and notes are cut out before the library parses a card: they are large, private and often malformed.
_UNUSED_PROPERTIES: Final = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|NOTE|AGENT)[;:].*(?:(?<==)\n.*|\n[ \t].*)*\n?", re.IGNORECASE | re.MULTILINE
)
# vobject has no common base class for the errors that a malformed card causes in it.
_CARD_ERRORS: Final = (vobject.base.VObjectError, ValueError, LookupError, TypeError, AttributeError, StopIteration)
_BROKEN_CARD: Final = "This contact can’t be read. Export it again, or add it by hand."


def draft_contacts(draft: Draft, raw: bytes, file: str) -> None:
    """Draft the people in an address book; ``file`` is its name where several files are imported together."""
    text = files.decode_text(raw)
    people = _people_on_cards(text, draft, file) if _CARD_BEGIN.search(text) else _people_in_table(text, draft, file)
    ContactIndex(draft.workspace).propose(draft, _SOURCE, [*people])


def _people_in_table(text: str, draft: Draft, file: str) -> Iterator[ImportedPerson]:
    table = find_table(text, *SIGNATURES)
    # LinkedIn's connections have the columns of an address book, too; read as one, they would lose their days.
    if table.has("Connected On"):
        raise NotImportable(
            "These are LinkedIn connections. Import the file as a LinkedIn export to keep the dates you connected."
        )
    table.reject_broken_rows(draft, file)
    name_columns = SIGNATURES[table.signature]
    for row in table.rows:
        source_line = SourceLine(row.line, file)
        if name := one_line(" ".join(row[column] for column in name_columns)) or one_line(row["Name"]):
            organization, role = _first_value(row, _ORGANIZATION_COLUMNS), _first_value(row, _ROLE_COLUMNS)
            yield ImportedPerson(source_line, name, organization, role, _keys_in_row(row))
        else:
            draft.skip(source_line, _WITHOUT_NAME)


def _first_value(row: TableRow, columns: tuple[str, ...]) -> str:
    """Return the first of the values in the first column that isn't empty."""
    return next((one_line(row[column].split(_VALUE_SEPARATOR)[0]) for column in columns if row[column]), "")


def _keys_in_row(row: TableRow) -> tuple[str, ...]:
    values = [(column, value) for column, cell in row.cells.items() for value in cell.split(_VALUE_SEPARATOR.strip())]
    urls = [value for column, value in values if "web" in column]
    return _keys(urls, [value for column, value in values if column.startswith(("e-mail", "email"))])


def _keys(urls: Iterable[str], addresses: Iterable[str]) -> tuple[str, ...]:
    keys = (*map(linkedin_key, urls), *map(email_key, addresses))
    return tuple(dict.fromkeys(key for key in keys if key))


def _people_on_cards(text: str, draft: Draft, file: str) -> Iterator[ImportedPerson]:
    """Yield the people on vCards; reject the cards that can't be read."""
    begins = [match.start() for match in _CARD_BEGIN.finditer(text)]
    if len(begins) > MOST_CARDS:
        raise NotImportable(f"The file has more than {MOST_CARDS:,} contacts. Export fewer at a time.")
    line, position = 1, 0
    # Each card is parsed by itself, so that a broken one affects no other.
    for begin, next_begin in zip(begins, [*begins[1:], len(text)], strict=True):
        line += text.count("\n", position, begin)
        position = begin
        source_line = SourceLine(line, file)
        end = _CARD_END.search(text, begin, next_begin)
        person = _person_on_card(text[begin : end.end()], source_line) if end else None
        if person is None:
            draft.reject(source_line, _BROKEN_CARD)
        elif not person.name:
            draft.skip(source_line, _WITHOUT_NAME)
        else:
            yield person


def _person_on_card(text: str, source_line: SourceLine) -> ImportedPerson | None:
    """Return the person on a card, without a name if it has none; None if the card can't be parsed."""
    try:
        properties = vobject.readOne(_UNUSED_PROPERTIES.sub("", text), allowQP=True).contents
        organization = _first_property(properties, "org")
        return ImportedPerson(
            source_line,
            one_line(_first_property(properties, "fn")) or one_line(_structured_name(properties)),
            one_line(organization[0] if isinstance(organization, list) and organization else ""),
            one_line(_first_property(properties, "title") or _first_property(properties, "role")),
            _keys(
                [str(url.value) for key in ("url", "x-socialprofile") for url in properties.get(key, ())],
                [str(address.value) for address in properties.get("email", ())],
            ),
        )
    except _CARD_ERRORS:
        return None


def _first_property(properties: dict[str, Any], key: str) -> Any:
    return next((entry.value for entry in properties.get(key, ()) if entry.value), "")


def _structured_name(properties: dict[str, Any]) -> str:
    name = _first_property(properties, "n")
    return " ".join(str(getattr(name, part, "")) for part in ("given", "additional", "family"))
