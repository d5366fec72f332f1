"""vCards of versions 2.1, 3.0 and 4.0: the people on them; groups, companies and rooms are skipped."""

import re
from collections.abc import Iterator
from quopri import decodestring
from typing import Any, Final

import vobject

from netroi_core.errors import NotImportable
from netroi_core.importers.contacts.people_tables import WITHOUT_NAME, keys_of
from netroi_core.importers.matching.contact_matching import ImportedPerson
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.fields import normalize_text

MOST_CARDS: Final = 10_000

_CARD_BEGIN: Final = re.compile(r"^[ \t]*BEGIN:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_CARD_END: Final = re.compile(r"^[ \t]*END:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
# Pictures, keys and notes are cut out before the library parses a card: they are large, private and often malformed.
_UNUSED_PROPERTIES: Final = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|NOTE|AGENT)[;:].*(?:(?<==)\n.*|\n[ \t].*)*\n?", re.IGNORECASE | re.MULTILINE
)
_TEXT: Final = re.compile(r"(?:[\w-]+\.)?(?:FN|ORG|TITLE|ROLE)[;:]", re.IGNORECASE)
_UNESCAPED_COMMA: Final = re.compile(r"(?<!\\),")
_CHARSET: Final = re.compile(r";CHARSET=\"?([\w.:-]{1,40})", re.IGNORECASE)
# vobject has no common base class for the errors that a malformed card causes in it.
_CARD_ERRORS: Final = (vobject.base.VObjectError, ValueError, LookupError, TypeError, AttributeError, StopIteration)
_BROKEN_CARD: Final = "This contact can’t be read. Export it again, or add it by hand."
_NO_PERSON: Final = "It is a group, a company or a place, not a person."
_KINDS: Final = ("kind", "x-addressbookserver-kind", "x-kind")


def has_cards(text: str) -> bool:
    """Return True if a text has vCards."""
    return _CARD_BEGIN.search(text) is not None


def people_on_cards(text: str, draft: Draft, file: str) -> Iterator[ImportedPerson]:
    """Yield the people on vCards; reject the cards that can't be read, and skip those of nobody."""
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
        try:
            person = _person_on_card(text[begin : end.end()], source_line) if end else None
        except _CARD_ERRORS:
            person = None
        if person is None:
            draft.reject(source_line, _BROKEN_CARD)
        elif isinstance(person, str):
            draft.skip(source_line, person)
        else:
            yield person


def _person_on_card(text: str, source_line: SourceLine) -> ImportedPerson | str:
    """Return the person on a card, or the reason why there is none; raise one of several errors if it is malformed."""
    properties = vobject.readOne(_readable(text)).contents
    if not _is_of_person(properties):
        return _NO_PERSON
    structured, organization = one_line(_structured_name(properties)), one_line(_organization(properties))
    name = _full_name(one_line(_first_property(properties, "fn")), structured)
    is_company = normalize_text(name) == normalize_text(organization) and not structured
    if not name or "@" in name or is_company:
        return WITHOUT_NAME
    return ImportedPerson(
        source_line,
        name,
        organization,
        one_line(_first_property(properties, "title") or _first_property(properties, "role")),
        keys_of(
            [str(url.value) for key in ("url", "x-socialprofile") for url in properties.get(key, ())],
            [str(address.value) for address in properties.get("email", ())],
        ),
    )


def _is_of_person(properties: dict[str, Any]) -> bool:
    """Return True unless a card says that it is of a group, an organization, a place or a company."""
    kinds = {str(_first_property(properties, key)).strip().lower() for key in _KINDS} - {"", "individual"}
    return not kinds and str(_first_property(properties, "x-abshowas")).strip().lower() != "company"


def _full_name(formatted: str, structured: str) -> str:
    """Return the name to use: "Lee, Ann" is Ann Lee if the structured name has just these words."""
    is_family_first = "," in formatted and sorted(formatted.replace(",", " ").split()) == sorted(structured.split())
    return structured if is_family_first or not formatted else formatted


def _readable(card: str) -> str:
    """Return a card in the notation that the library reads, without pictures, keys and notes.

    Values are decoded from quoted-printable, however that is marked. A comma in a text is escaped: the library takes it
    for the end of the text, as the standard says, though few programs write it so.
    """
    lines: list[list[str]] = []
    rows = iter(_UNUSED_PROPERTIES.sub("", card).split("\n"))
    for row in rows:
        head, colon, value = row.partition(":")
        if row[:1] in (" ", "\t") and lines:
            lines[-1].append(row[1:])
        elif "QUOTED-PRINTABLE" in head.upper():
            lines.append([f"{head.partition(';')[0]}{colon}{_unquoted(_joined(value, rows), head)}"])
        else:
            lines.append([row])
    return "\n".join(_with_escaped_commas("".join(parts)) for parts in lines)


def _with_escaped_commas(line: str) -> str:
    head, colon, value = line.partition(":")
    # Without its parameters: the library fails at some that older programs write, such as ENCODING=8BIT.
    return head.partition(";")[0] + colon + _UNESCAPED_COMMA.sub(r"\\,", value) if _TEXT.match(line) else line


def _joined(value: str, rows: Iterator[str]) -> str:
    """Return a quoted-printable value with the rows that continue it."""
    parts = [value]
    while parts[-1].endswith("="):
        parts[-1] = parts[-1][:-1]
        parts.append(next(rows, ""))
    return "".join(parts)


def _unquoted(value: str, head: str) -> str:
    raw = decodestring(value.encode("utf-8", "replace"))
    charset = _CHARSET.search(head)
    for encoding in (charset[1] if charset else "utf-8", "utf-8", "cp1252"):
        try:
            return " ".join(raw.decode(encoding).split())
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("latin-1")


def _first_property(properties: dict[str, Any], key: str) -> Any:
    return next((entry.value for entry in properties.get(key, ()) if entry.value), "")


def _organization(properties: dict[str, Any]) -> str:
    value = _first_property(properties, "org")
    return str(value[0]) if isinstance(value, list) else str(value)


def _structured_name(properties: dict[str, Any]) -> str:
    name = _first_property(properties, "n")
    return " ".join(str(getattr(name, part, "")) for part in ("given", "additional", "family"))
