"""Recognize the encodings from before Unicode by the letters that they make of a text.

In the right one the letters beyond ASCII are those of one language, stand beside each other as letters do, and no
capital follows a small letter. In a wrong one they are accents amid another script, or signs within words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import islice
from typing import Final, NamedTuple

# Characters beyond ASCII, each with its neighbors.
_BEYOND_ASCII: Final = re.compile(r"(?<=(.))([^\x00-\x7f])(?=(.))", re.DOTALL)
_MOST_COMPARED: Final = 5_000
# Of another script than Latin almost all letters make sense, or else the text is in none of these encodings.
_OTHER_SCRIPT: Final = 0.9
_OPENING_MARKS: Final = frozenset("‘¿¡")
_SIGNS: Final = frozenset("–—€£¥§°·ªº№")
_OTHER_MARKS: Final = frozenset("’“”„«»®™©\xa0")


def _with_capitals(*alphabets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(letters + letters.upper()) - {"S"} for letters in alphabets)


# What people write beyond ASCII in the names, places and amounts of Western Europe and America: of Germanic and Romance
# languages, then of those with a letter that elsewhere speaks for Hungarian, Czech or Turkish.
_WESTERN: Final = _with_capitals(
    "äöüßàâáãçéèêëíîïñóôúùåøæ",
    "áâãàçéêíóôõúüñ",  # Portuguese
    "àâæçéèêëîïôœùûü",  # French
    "àèéìíîòóùúçïü",  # Italian, Catalan
    "áéíóúýþæöð",  # Icelandic
)
_CENTRAL: Final = _with_capitals(
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýžäĺľôŕöü",  # Czech, Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Slovene, Croatian
    "ăâîşţ",  # Romanian
)
_LATIN: Final = (
    ("cp1252", _WESTERN),
    ("mac_roman", _WESTERN),
    ("cp1252", _with_capitals("äöõüšžå")),  # Estonian, Finnish; after Macs, whose ö it reads as š
    ("cp1250", _CENTRAL),
    ("iso8859_2", _CENTRAL),
    ("cp1254", _with_capitals("çğıöşüâîİ")),
    ("cp1257", _with_capitals("ąčęėįšųūž", "āčēģīķļņšūž")),
    ("cp850", _WESTERN),
)
_CYRILLIC: Final = frozenset(map(chr, range(0x400, 0x492)))
_GREEK: Final = frozenset(map(chr, range(0x386, 0x3CF)))
_HEBREW: Final = frozenset(map(chr, range(0x5D0, 0x5EB)))
_THAI: Final = frozenset(map(chr, range(0xE01, 0xE5C)))
_ARABIC: Final = frozenset(map(chr, range(0x621, 0x653))) | frozenset("پچژگ،؛؟")
_SCRIPTS: Final[Mapping[str, frozenset[str]]] = {
    "cp1251": _CYRILLIC,
    "koi8_u": _CYRILLIC,
    "cp866": _CYRILLIC,
    "cp1253": _GREEK,
    "cp1255": _HEBREW,
    "cp1256": _ARABIC,
}
# Hebrew reads as small Cyrillic letters, and small ones of one encoding as capitals of another: frequency decides.
_FREQUENT: Final = frozenset("оеаинтсрОЕАИНТСРיואהלרמתנש")
_FREQUENT_WEIGHT: Final = 1e-3
# Of encodings with two bytes a letter: the first bytes of those in everyday use. Korean ones are a part of Chinese.
_FIRST_BYTES: Final[Mapping[str, tuple[range, ...]]] = {
    "cp932": (range(0x81, 0x85), range(0x88, 0x98)),
    "euc_kr": (range(0xA1, 0xA4), range(0xB0, 0xC9)),
    "euc_jp": (range(0xA1, 0xA6), range(0xB0, 0xD0)),
    "gb18030": (range(0xA1, 0xA4), range(0xB0, 0xD8)),
    "big5": (range(0xA1, 0xA4), range(0xA4, 0xC7)),
}
NAMES: Final[Mapping[str, str]] = {
    **{f"cp{number}": f"Windows-{number}" for number in (874, *range(1250, 1258))},
    "mac_roman": "Mac Roman", "cp850": "DOS Latin", "iso8859_2": "ISO 8859-2", "koi8_u": "KOI8",
    "cp866": "DOS Cyrillic",
    "cp932": "Shift JIS", "euc_jp": "EUC-JP", "euc_kr": "EUC-KR", "gb18030": "GB 18030", "big5": "Big5",
}  # fmt: skip


class Likeliest(NamedTuple):
    """The likeliest encoding of a text: the share of its letters beyond ASCII that make sense, and how many there are.

    ``example`` is the first that does, or else the first of all.
    """

    encoding: str
    share: float
    letters: int
    example: str


@lru_cache(maxsize=8)
def likeliest_encoding(sample: bytes) -> Likeliest:
    """Return the encoding in which most letters of a sample make sense; of several the usual one."""
    best, best_score = Likeliest("cp1252", 0, 0, ""), -1.0
    for encoding, makes_sense in _candidates():
        text = f" {sample.decode(encoding, 'replace')} "
        places = [match.groups() for match in islice(_BEYOND_ASCII.finditer(text), _MOST_COMPARED)]
        sensible = [place[1] for place in places if makes_sense(*place)]
        share = len(sensible) / max(len(places), 1)
        score = share + _FREQUENT_WEIGHT * sum(letter in _FREQUENT for letter in sensible) / max(len(places), 1)
        if score > best_score and (share >= _OTHER_SCRIPT or encoding in dict(_LATIN)):
            letters = filter(str.isalpha, (*sensible, *(place[1] for place in places)))
            best = Likeliest(encoding, share, len(places), next(letters, places[0][1] if places else ""))
            best_score = score
        if share == 1 and encoding not in _SCRIPTS:
            break  # the scripts have letters for the same bytes
    return best


def _candidates() -> Iterator[tuple[str, Callable[..., bool]]]:
    """Yield the encodings, the usual ones first, each with the test of a character between its neighbors."""
    for encoding, alphabets in _LATIN:
        for alphabet in alphabets:
            yield encoding, partial(_is_latin, alphabet=alphabet)
    for encoding, script in _SCRIPTS.items():
        yield encoding, partial(_is_of_script, script=script)
    for encoding in _FIRST_BYTES:
        yield encoding, partial(_is_of_script, script=_everyday_letters(encoding))
    # Thai has a letter for almost every byte of a Chinese text.
    yield "cp874", partial(_is_of_script, script=_THAI)


def _is_latin(before: str, character: str, after: str, alphabet: frozenset[str]) -> bool:
    if (mark := _is_sensible_mark(before, character, after)) is not None:
        return mark
    # "Kč" is the Czech currency, and no language writes "Kè".
    if character not in alphabet or before.isdigit() or after.isdigit() or before + character in ("Kè", "KË"):
        return False
    if character.isupper():
        return not before.islower() and not (before.isalpha() and after.islower())
    return (before.isalpha() or after.isalpha()) and not (before.isupper() and after.isupper())


def _is_of_script(before: str, character: str, after: str, script: frozenset[str]) -> bool:
    if (mark := _is_sensible_mark(before, character, after)) is not None:
        return mark
    is_amid_latin = any(neighbor.isascii() and neighbor.isalpha() for neighbor in (before, after))
    return character in script and not is_amid_latin and not (character.isupper() and before.islower())


def _is_sensible_mark(before: str, character: str, after: str) -> bool | None:
    """Return True if a mark or sign stands where it may, None if the character is none."""
    if character in _OTHER_MARKS:
        return True
    if character in _OPENING_MARKS:
        return not before.isalpha()
    return not after.isalpha() if character in _SIGNS else None


@lru_cache(maxsize=8)
def _everyday_letters(encoding: str) -> frozenset[str]:
    """Return the letters in everyday use of an encoding with two bytes a letter, and Japan's half-width ones."""
    firsts = (first for part in _FIRST_BYTES[encoding] for first in part)
    texts = (bytes((first, second)).decode(encoding, "ignore") for first in firsts for second in range(0x40, 0xFF))
    letters = frozenset(text for text in texts if len(text) == 1 and not text.isascii())
    return letters | frozenset(map(chr, range(0xFF61, 0xFFA0))) if encoding == "cp932" else letters
