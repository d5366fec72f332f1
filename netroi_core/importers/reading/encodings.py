"""Decode text of any usual encoding, and say so if something about it was odd.

Text is UTF-8 or UTF-16, by its byte-order mark or the look of its bytes. A file in which a few bytes break UTF-8 is
still UTF-8; else it is in the old encoding in which most of its letters make sense. A text that makes sense in none is
refused, because nobody would notice wrong names.
"""

import codecs
import re
from itertools import islice
from typing import Final, NamedTuple

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.old_encodings import NAMES, likeliest_encoding

# UTF-32 before UTF-16: the mark of UTF-32-LE begins with that of UTF-16-LE.
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of the bytes of UTF-16 at least so many are zero, since separators, digits and line ends are; almost all at one side.
_ZERO_SHARE, _ONE_SIDE = 1 / 8, 0.9
_REPLACEMENT: Final = "\ufffd"
_LINE_END: Final = re.compile("\r\r?\n|\r|\n")
# Lines with letters beyond ASCII, and their bytes; more of them tell nothing new.
_SAMPLE_LINES, _SAMPLE_BYTES = 2_000, 100_000
# Below the first share of letters that make sense a text is refused, below the second it is doubted. A few odd
# characters are no reason to refuse a file.
_REFUSED_BELOW, _DOUBTED_BELOW, _FEW = 0.6, 0.8, 8
_UNKNOWN: Final = (
    "The letters of this file are in an encoding that NetROI doesn’t recognize. Export it as UTF-8, or open it in a "
    "spreadsheet and save it as .xlsx."
)


class DecodedText(NamedTuple):
    """A text, and a sentence about what was odd in its encoding; empty if nothing was."""

    text: str
    remark: str = ""


def decode(raw: bytes) -> DecodedText:
    """Return the text of these bytes; raise NotImportable if its letters make sense in no encoding."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _with_remark(raw.decode(encoding, "replace"))
    if utf_16 := _utf_16_without_mark(raw[:HEAD]):
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
    sample = b"\n".join(islice((line for line in raw.splitlines() if not line.isascii()), _SAMPLE_LINES))
    likeliest = likeliest_encoding(sample[:_SAMPLE_BYTES])
    if likeliest.share < _REFUSED_BELOW and likeliest.letters > _FEW:
        raise NotImportable(_UNKNOWN)
    text, remark = _with_remark(raw.decode(likeliest.encoding, "replace"))
    name = NAMES[likeliest.encoding]
    if remark or (likeliest.encoding == "cp1252" and likeliest.share >= _DOUBTED_BELOW):
        return DecodedText(text, remark)
    return DecodedText(
        text, f"Letters such as {likeliest.example} are read as {name}. If names look wrong, export it as UTF-8."
    )
