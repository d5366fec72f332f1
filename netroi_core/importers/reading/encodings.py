"""Decode text of any usual encoding, and say so if something about it was odd.

Text is UTF-8 or UTF-16, by its byte-order mark or the look of its bytes. A file in which a few bytes break UTF-8 is
still UTF-8; else it is the old encoding of Windows or of Macs, whichever makes more sense of its letters.
"""

import codecs
import re
from itertools import islice
from typing import Final, NamedTuple

# UTF-32 before UTF-16: the mark of UTF-32-LE begins with that of UTF-16-LE.
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD: Final = 4096
# Of the bytes of UTF-16 at least so many are zero, since separators, digits and line ends are; almost all at one side.
_ZERO_SHARE, _ONE_SIDE = 1 / 8, 0.9
_REPLACEMENT: Final = "\ufffd"
_LINE_END: Final = re.compile("\r\r?\n|\r|\n")
_OLD_ENCODINGS: Final = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
# Characters beyond ASCII, each with its neighbors; more of them tell nothing new.
_BEYOND_ASCII: Final = re.compile(r"(?<=(.))([^\x00-\x7f])(?=(.))", re.DOTALL)
_MOST_COMPARED: Final = 5_000
# What people write beyond ASCII in the names, places and amounts of Western Europe and America.
_LETTERS: Final = frozenset("äöüßàâáãçéèêëíîïñóôõúùûåøæÄÖÜÉÈÀÁÅØÆÇÑÓ")
_OPENING_MARKS: Final = frozenset("‘¿¡")
_SIGNS: Final = frozenset("–—€£§°·\xa0")
_OTHER_MARKS: Final = frozenset("’“”«»®™©ªº")


class DecodedText(NamedTuple):
    """A text, and a sentence about what was odd in its encoding; empty if nothing was."""

    text: str
    remark: str = ""


def decode(raw: bytes) -> DecodedText:
    """Return the text of these bytes."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _with_remark(raw.decode(encoding, "replace"))
    if utf_16 := _utf_16_without_mark(raw[:_HEAD]):
        return _with_remark(raw.decode(utf_16, "replace"))
    try:
        return DecodedText(raw.decode("utf-8"))
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    damaged = text.count(_REPLACEMENT)
    # A letter of two or more bytes hardly ever comes about by chance.
    intact = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return _with_remark(text) if intact >= damaged else _decode_old(raw)


def _utf_16_without_mark(head: bytes) -> str | None:
    zeros = {"utf-16-be": head[::2].count(0), "utf-16-le": head[1::2].count(0)}
    encoding = max(zeros, key=zeros.__getitem__)
    is_one_sided = zeros[encoding] >= _ONE_SIDE * sum(zeros.values())
    return encoding if is_one_sided and zeros[encoding] > _ZERO_SHARE * len(head) else None


def _with_remark(text: str) -> DecodedText:
    damaged = text.count(_REPLACEMENT)
    if not damaged:
        return DecodedText(text)
    line = len(_LINE_END.findall(text, 0, text.index(_REPLACEMENT))) + 1
    if damaged == 1:
        return DecodedText(text, f"One character couldn’t be read in line {line}.")
    return DecodedText(text, f"{damaged:,} characters couldn’t be read, the first in line {line}.")


def _decode_old(raw: bytes) -> DecodedText:
    texts = {encoding: raw.decode(encoding, "replace") for encoding in _OLD_ENCODINGS}
    encoding = max(texts, key=lambda name: _plausibility(texts[name]))
    if encoding == "cp1252":
        return _with_remark(texts[encoding])
    name = _OLD_ENCODINGS[encoding]
    return DecodedText(
        texts[encoding], f"Letters such as é are read as {name}. If names look wrong, export it as UTF-8."
    )


def _plausibility(text: str) -> int:
    """Return how many of the characters beyond ASCII make sense between their neighbors, less those that don't."""
    neighborhoods = islice(_BEYOND_ASCII.finditer(f" {text} "), _MOST_COMPARED)
    return sum(1 if _makes_sense(*neighborhood.groups()) else -1 for neighborhood in neighborhoods)


def _makes_sense(before: str, character: str, after: str) -> bool:
    if character in _OTHER_MARKS:
        return True
    if character in _OPENING_MARKS:
        return not before.isalpha()
    if character in _SIGNS:
        return not after.isalpha()
    if character not in _LETTERS or before.isdigit() or after.isdigit():
        return False
    return not before.islower() if character.isupper() else before.isalpha() or after.isalpha()
