"""The bytes of a file, looked at before anything reads them: what they are, how large, in which encoding.

Nothing is ever written to a disk, and no path inside an archive is used but to name its members.
"""

import codecs
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from netroi_core.errors import NotImportable

LARGEST_FILE: Final = 16 * 1024**2
"""The most bytes of one file, also in .streamlit/config.toml: ten years of a calendar are about 10 MB."""
LARGEST_CONTENTS: Final = 50 * 1024**2
"""The most bytes that all wanted members of an archive may hold together."""
LARGEST_RATIO: Final = 100
"""The most bytes that one byte of an archive may stand for; text rarely exceeds 20."""
MOST_MEMBERS: Final = 2_000

_ENCRYPTED: Final = 0x1
_ZIP: Final = b"PK\x03\x04"
_SIGNATURES: Final = (
    (b"PK", "an archive; take the file that is needed out of it"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed with xz; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"%PDF", "a PDF; export it as a text file such as CSV instead"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save it as CSV first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS: Final = re.compile("\r\n|\r")


def is_archive(raw: bytes) -> bool:
    """Whether this is a zip."""
    return raw.startswith(_ZIP)


def text(raw: bytes, most: int = LARGEST_FILE) -> str:
    """The text in these bytes, with plain line ends; NotImportable if they are too many, or no text.

    UTF-8 and, by its mark or its look, UTF-16; what is neither is taken as Windows-1252, then as Latin-1.
    """
    if len(raw) > most:
        raise NotImportable(f"The file is larger than {most // 1024**2} MB; export a shorter period.")
    if not raw.strip():
        raise NotImportable("The file is empty.")
    for signature, what in _SIGNATURES:
        if raw.startswith(signature) and (len(signature) > 2 or b"\0" in raw[:512]):
            raise NotImportable(f"The file is not a text, it is {what}.")
    decoded = _decoded(raw)
    if "\0" in decoded:
        raise NotImportable("The file is not a text; export it as a text file such as CSV.")
    return _LINE_ENDS.sub("\n", decoded)


def names(raw: bytes) -> tuple[str, ...]:
    """The names in a zip, lower case and without folders; NotImportable if it is a trap. Nothing is unpacked."""
    with _brought(raw) as archive:
        return tuple(_bare_name(entry).lower() for entry in archive.infolist())


def members(raw: bytes, suffixes: tuple[str, ...]) -> dict[str, bytes]:
    """The files in a zip whose names end so (lower case), by name without folders; NotImportable if it is a trap.

    What else is in it is never unpacked. Of two of one name the first counts.
    """
    found: dict[str, bytes] = {}
    left = LARGEST_CONTENTS
    with _brought(raw) as archive:
        for entry in archive.infolist():
            name = _bare_name(entry)
            if name.lower().endswith(suffixes) and not name.startswith(".") and name not in found:
                found[name] = inflated(archive, entry, left)
                left -= len(found[name])
    return found


@contextmanager
def opened(raw: bytes) -> Iterator[ZipFile]:
    """A zip to look into; NotImportable if it holds too many files, or turns out to be damaged meanwhile."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise NotImportable(f"The archive holds more than {MOST_MEMBERS:,} files; that is no export.")
            yield archive
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise NotImportable("The archive is damaged or protected; export it again, or unpack it first.") from None


def is_office_document(archive: ZipFile) -> bool:
    """Whether a zip is what Excel, Word and their like save."""
    return "[Content_Types].xml" in archive.namelist()


def inflated(archive: ZipFile, entry: ZipInfo, left: int) -> bytes:
    """The bytes of a member, never more than it is allowed, whatever it says of itself."""
    name = _bare_name(entry)
    most = min(left, LARGEST_RATIO * max(entry.compress_size, 1_000))
    if entry.flag_bits & _ENCRYPTED:
        raise NotImportable(f"{name} in the archive is protected by a password; unpack it first.")
    with archive.open(entry) as member:
        inflated = member.read(most + 1)
    if len(inflated) > most:
        raise NotImportable(f"{name} in the archive unpacks to far more than an export would hold.")
    return inflated


@contextmanager
def _brought(raw: bytes) -> Iterator[ZipFile]:
    """A zip that somebody brings, as far as its size and its list of members tell."""
    if len(raw) > LARGEST_FILE:
        raise NotImportable(
            f"The archive is larger than {LARGEST_FILE // 1024**2} MB; take the files needed out of it."
        )
    with opened(raw) as archive:
        if is_office_document(archive):
            raise NotImportable("The file is an Excel or Word document; save it as CSV first.")
        yield archive


def _bare_name(entry: ZipInfo) -> str:
    return PurePosixPath(entry.filename.replace("\\", "/")).name if not entry.is_dir() else ""


def _decoded(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    start = raw[:1024]
    if start[1::2].count(0) > len(start) // 4:
        return raw.decode("utf-16-le", "replace")
    if start[::2].count(0) > len(start) // 4:
        return raw.decode("utf-16-be", "replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
