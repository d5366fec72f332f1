"""vCards of versions 2.1, 3.0 and 4.0, each on its own, so that a broken one does not take others along."""

import re
from binascii import Error as BadBase64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import vobject

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.values import line

MOST_CARDS: Final = 10_000
BEGIN: Final = re.compile(r"^[ \t]*BEGIN:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)

_END: Final = re.compile(r"^[ \t]*END:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_UNREAD: Final = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|NOTE|AGENT)[;:].*(?:(?<==)\n.*|\n[ \t].*)*\n?", re.IGNORECASE | re.MULTILINE
)
_BROKEN: Final = "The card can't be read; export it again, or type it in by hand."


@dataclass(frozen=True)
class Card:
    """What a card says of a person; ``problem`` is why it could not be read. line: where it begins."""

    line: int
    name: str = ""
    organisation: str = ""
    role: str = ""
    urls: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    problem: str = ""


def cards(text: str) -> Iterator[Card]:
    """The cards in a text, in their order; NotImportable if there are more than anybody knows."""
    begins = [match.start() for match in BEGIN.finditer(text)]
    if len(begins) > MOST_CARDS:
        raise NotImportable(f"The file holds more than {MOST_CARDS:,} cards; export fewer at a time.")
    line_number, at = 1, 0
    for begin, after in zip(begins, [*begins[1:], len(text)], strict=True):
        line_number += text.count("\n", at, begin)
        at = begin
        end = _END.search(text, begin, after)
        yield _card(text[begin : end.end()], line_number) if end else Card(line_number, problem=_BROKEN)


def _card(text: str, line_number: int) -> Card:
    """One card; pictures, keys and notes are cut out before anything reads it."""
    try:
        contents = vobject.readOne(_UNREAD.sub("", text), allowQP=True).contents
        name = line(_first(contents, "fn")) or line(_structured(contents))
        organisation = _first(contents, "org")
        return Card(
            line_number,
            name,
            line(organisation[0] if isinstance(organisation, list) and organisation else ""),
            line(_first(contents, "title") or _first(contents, "role")),
            tuple(str(each.value) for key in ("url", "x-socialprofile") for each in contents.get(key, ())),
            tuple(str(each.value) for each in contents.get("email", ())),
        )
    # Whatever a hostile card makes of the library, of one card only: vobject names no common base for what it raises.
    except (vobject.base.VObjectError, ValueError, LookupError, TypeError, AttributeError, BadBase64, StopIteration):
        return Card(line_number, problem=_BROKEN)


def _first(contents: dict[str, Any], key: str) -> Any:
    """The value of the first property of this name that has one."""
    return next((each.value for each in contents.get(key, ()) if each.value), "")


def _structured(contents: dict[str, Any]) -> str:
    """A name by its parts: given, additional, family."""
    name = _first(contents, "n")
    return " ".join(str(getattr(name, part, "")) for part in ("given", "additional", "family"))
