"""Decode text files and unpack zip archives, within limits that no real export exceeds.

Nothing is written to disk, and paths inside an archive are used only to name its members.
"""

import lzma
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.encodings import decode
from netroi_core.importers.reading.formats import binary_problem, page_problem, zip_problem
from netroi_core.importers.reading.workbooks import check_members, workbook_text

# Ten years of a calendar are about 10 MB. Also set in .streamlit/config.toml, which refuses larger uploads.
LARGEST_FILE: Final = 16 * 1024**2
# All members that are read, together: stops an archive of many moderate members.
LARGEST_CONTENTS: Final = 50 * 1024**2
# Bytes unpacked for each packed byte: text rarely exceeds 20, a zip bomb reaches 1,000.
LARGEST_RATIO: Final = 100
MOST_MEMBERS: Final = 2_000

# All that zipfile and the decompressors raise for an archive that was changed anywhere.
_DAMAGED_ARCHIVE: Final = (
    *(BadZipFile, LargeZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, OSError),
)
_ENCRYPTED: Final = 0x1
_ZIP: Final = b"PK\x03\x04"
# A file that was converted twice ends its lines with two carriage returns.
_LINE_ENDS: Final = re.compile("\r\r?\n|\r")


def is_zip(raw: bytes) -> bool:
    """Return True if the bytes are a zip archive or a document that is one inside, such as a workbook."""
    return raw.startswith(_ZIP)


def is_archive(raw: bytes) -> bool:
    """Return True if the bytes are a zip archive, and not a workbook."""
    return is_zip(raw) and not is_workbook(raw)


def is_workbook(raw: bytes) -> bool:
    """Return True if the bytes are an Excel workbook (.xlsx)."""
    if is_zip(raw):
        with suppress(NotImportable), open_zip(raw) as archive:
            return is_office_document(archive) and "xl/workbook.xml" in archive.namelist()
    return False


def decode_text(raw: bytes, max_bytes: int = LARGEST_FILE) -> str:
    """Return the text of a file, its line ends as line feeds; of a workbook its table as CSV.

    NotImportable is raised if the file is empty, too large or not text.
    """
    if len(raw) > max_bytes:
        raise NotImportable(f"The file is larger than {max_bytes // 1024**2} MB. Export a shorter period.")
    if not raw.strip():
        raise NotImportable("The file is empty.")
    if is_workbook(raw):
        return _workbook_text(raw)
    if is_zip(raw):
        member_names(raw)  # raises the reason if it is a document or damaged
    if problem := binary_problem(raw):
        raise NotImportable(problem)
    text = decode(raw).text
    if "\0" in text:
        raise NotImportable("This isn’t text, and NetROI doesn’t recognize it. Export the same list as CSV.")
    if problem := page_problem(text):
        raise NotImportable(problem)
    return _LINE_ENDS.sub("\n", text)


def parse_xml(text: str, document: str, damaged: str) -> Element:
    """Return the root of a document, such as a report; raise NotImportable, with a sentence if it is damaged."""
    try:
        # Entities that a document type defines can expand without bound, so none is allowed.
        root: Element = fromstring(text.strip(), forbid_dtd=True)
    except DefusedXmlException:
        sentence = f"The file defines its own XML entities, which no {document} does, so it wasn’t read."
        raise NotImportable(sentence) from None
    except (ParseError, ValueError, LookupError):
        raise NotImportable(damaged) from None
    return root


def encoding_remark(raw: bytes) -> str:
    """Return a sentence about what was odd in the encoding of a text file; empty if nothing was."""
    return "" if is_zip(raw) else decode(raw).remark


def member_names(raw: bytes) -> tuple[str, ...]:
    """Return the names of the files in an archive, in lower case and without folders; nothing is unpacked."""
    with _open_imported_zip(raw) as archive:
        return tuple(_file_name(entry).lower() for entry in archive.infolist())


def read_members(raw: bytes, suffixes: tuple[str, ...]) -> dict[str, bytes]:
    """Return the contents of the files in an archive with these suffixes, by their names without folders.

    Other files are never unpacked. The second of two files with the same name gets a number. NotImportable is raised if
    the archive is damaged, protected or suspiciously large.
    """
    contents: dict[str, bytes] = {}
    counts = Counter[str]()
    remaining_bytes = LARGEST_CONTENTS
    with _open_imported_zip(raw) as archive:
        for entry in archive.infolist():
            name = _file_name(entry)
            # A leading dot: macOS adds "__MACOSX/._name.csv" with metadata for each file.
            if name.lower().endswith(suffixes) and not name.startswith("."):
                counts[name] += 1
                key = name if counts[name] == 1 else numbered(name, counts[name])
                contents[key] = read_member(archive, entry, remaining_bytes)
                remaining_bytes -= len(contents[key])
    return contents


def numbered(name: str, number: int) -> str:
    """Return a file's name with a number before its ending.

    >>> numbered("card.csv", 2)
    'card (2).csv'
    """
    path = PurePosixPath(name)
    return f"{path.stem} ({number}){path.suffix}"


def zip_of(members: Mapping[str, bytes], compression: int = ZIP_STORED) -> bytes:
    """Return a zip archive of files by their names, of the same bytes whenever it is made."""
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:
        for name, contents in members.items():
            archive.writestr(ZipInfo(name), contents, compression)  # ZipInfo by itself has a fixed date
    return raw.getvalue()


@contextmanager
def open_zip(raw: bytes) -> Iterator[ZipFile]:
    """Open a zip archive; raise NotImportable if it has too many members or is, or turns out to be, damaged."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise NotImportable(f"The archive has more than {MOST_MEMBERS:,} files, more than any export.")
            yield archive
    except _DAMAGED_ARCHIVE:
        raise NotImportable("The archive is damaged or protected. Export it again, or unpack it first.") from None


def is_office_document(archive: ZipFile) -> bool:
    """Return True if an archive is a document of Excel, Word or a similar program."""
    return "[Content_Types].xml" in archive.namelist()


def read_member(archive: ZipFile, entry: ZipInfo, max_bytes: int) -> bytes:
    """Return the contents of a member of an archive, or raise NotImportable if they are too large or encrypted."""
    name = _file_name(entry)
    # Never trust the size that an entry declares: read up to the limit and one byte more.
    limit = min(max_bytes, LARGEST_RATIO * max(entry.compress_size, 1_000))
    if entry.flag_bits & _ENCRYPTED:
        raise NotImportable(f"{name} in the archive is protected by a password. Unpack it first.")
    with archive.open(entry) as member:
        contents = member.read(limit + 1)
    if len(contents) > limit:
        raise NotImportable(f"{name} in the archive unpacks to far more data than any export has.")
    return contents


@contextmanager
def _open_imported_zip(raw: bytes) -> Iterator[ZipFile]:
    if len(raw) > LARGEST_FILE:
        raise NotImportable(
            f"The archive is larger than {LARGEST_FILE // 1024**2} MB. Unpack it and import the files you need."
        )
    with open_zip(raw) as archive:
        if problem := zip_problem(archive.namelist()):
            raise NotImportable(problem)
        yield archive


# Recognizing and reading a file ask for its text again and again, and unpacking takes a second for 10,000 rows.
@lru_cache(maxsize=1)
def _workbook_text(raw: bytes) -> str:
    check_workbook(raw)
    return workbook_text(raw)


def check_workbook(raw: bytes) -> None:
    """Raise NotImportable if a workbook unpacks to more than any export has."""
    with open_zip(raw) as archive:
        check_members(_unpacked(archive))


def _unpacked(archive: ZipFile) -> Iterator[bytes]:
    remaining_bytes = LARGEST_CONTENTS
    for entry in archive.infolist():
        contents = read_member(archive, entry, remaining_bytes)
        remaining_bytes -= len(contents)
        yield contents


def _file_name(entry: ZipInfo) -> str:
    return PurePosixPath(entry.filename.replace("\\", "/")).name if not entry.is_dir() else ""
