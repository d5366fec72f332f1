"""Name the formats that no reader takes, each with a way on: pictures, documents, packed files, web pages, backups."""

import re
from collections.abc import Iterable
from typing import Final

_AS_TABLE: Final = "Export the same list as CSV or Excel (.xlsx) instead."
_UNPACK: Final = "Unpack it, and import the files that you find in it."
_PICTURE: Final = "a picture"
_STATEMENT: Final = "Download the same data as CSV instead; for a statement, OFX, QIF, CAMT or MT940 will do, too."

# The bytes that a format begins with, its name, and the way on.
_BEGINNINGS: Final = (
    (b"%PDF", "a PDF", _STATEMENT),
    *((beginning, _PICTURE, _STATEMENT) for beginning in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    (b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (b"\x1f\x8b", "a file packed with gzip", _UNPACK),
    (b"BZh", "a file packed with bzip2", _UNPACK),
    (b"\xfd7zXZ", "a file packed with xz", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"{\\rtf", "a formatted text (RTF)", _AS_TABLE),
    (b"SQLite format 3\0", "a database (SQLite)", "Export the data from the program that it belongs to, as CSV."),
    (b"bplist00", "a property list of macOS", "Export the data from the app that it belongs to."),
    (b"!BDN", "an Outlook data file (.pst)", "In Outlook, export the calendar or the contacts as CSV."),
    (b"PAR1", "a Parquet file", _AS_TABLE),
    (b"MZ", "a program", "Choose the file that you exported."),
    (b"\x7fELF", "a program", "Choose the file that you exported."),
)
# Formats of Microsoft before 2007, all in one kind of container, told apart by a name in it.
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0"
_COMPOUND_FORMATS: Final = (
    ("EncryptedPackage", "an Office document with a password", "Save it without a password, or as CSV."),
    ("Workbook", "an Excel 97 workbook (.xls)", "Open it in a spreadsheet, and save it as .xlsx or CSV."),
    ("Book", "an Excel 95 workbook (.xls)", "Open it in a spreadsheet, and save it as .xlsx or CSV."),
    ("__substg1.0", "an Outlook message (.msg)", "Save the calendar entry in it as .ics, or export the calendar."),
    ("WordDocument", "a Word document (.doc)", _AS_TABLE),
)
# Documents that are zip archives inside, by the name of a file in them.
_ZIPPED_FORMATS: Final = (
    (r"\.iwa$", "a document of Numbers, Pages or Keynote", "In Numbers, choose File › Export To › CSV."),
    (r"^xl/workbook\.bin$", "a binary Excel workbook (.xlsb)", "Save it as .xlsx or CSV."),
    (r"^word/document\.xml$", "a Word document", _AS_TABLE),
    (r"^ppt/presentation\.xml$", "a PowerPoint document", _AS_TABLE),
    (r"^content\.xml$", "an OpenDocument file", "Save its table as .xlsx or CSV."),
    (r"^\[Content_Types\]\.xml$", "an Office document", _AS_TABLE),
    (r"^META-INF/", "an e-book or a program", "Choose the file that you exported."),
)
_HTML: Final = ("<!doctype html", "<html", "<head", "<body", "<table", "<meta")
_MAIL: Final = re.compile(r"(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID):", re.IGNORECASE)
# The first bytes of a file, or characters of its text, which tell what it is.
HEAD: Final = 20_000


def binary_problem(raw: bytes) -> str:
    """Return what a file is that no reader takes, and a way on, by its bytes; empty if it may be text."""
    head = raw[:HEAD]
    if head.startswith(_COMPOUND_FILE):
        formats = ((name, way) for stream, name, way in _COMPOUND_FORMATS if stream.encode("utf-16-le") in raw)
        return _sentence(*next(formats, ("a document of an old Office program", _AS_TABLE)))
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _sentence("a picture or video", _STATEMENT)
    for beginning, name, way in _BEGINNINGS:
        # Two letters may begin an ordinary text, too; only binary files contain null bytes.
        if head.startswith(beginning) and (len(beginning) > 2 or b"\0" in head[:512]):
            return _sentence(name, way)
    return ""


def zip_problem(names: Iterable[str]) -> str:
    """Return what a document is, and a way on, by the names of the files inside; empty for an ordinary archive."""
    names = list(names)
    for pattern, name, way in _ZIPPED_FORMATS:
        if any(re.search(pattern, member) for member in names):
            return _sentence(name, way)
    return ""


def page_problem(text: str) -> str:
    """Return the way on from a web page; empty if the text is none."""
    if not text[:HEAD].lstrip().lower().startswith(_HTML):
        return ""
    return _sentence("a web page (HTML)", "Open it in a spreadsheet, and save its table as .xlsx or CSV.")


def text_problem(text: str) -> str:
    """Return what a text is that no reader recognized, and a way on; empty if it may be a table."""
    head = text[:HEAD].lstrip()
    if head.startswith("{") and '"netroi-workspace"' in head:
        return "This is a backup of NetROI. Restore it under Settings."
    if head.startswith(("{", "[")):
        return _sentence("a JSON file", _AS_TABLE)
    if head.startswith("<"):
        return _sentence("an XML file", _STATEMENT)
    return _sentence("an e-mail", "Save the attachment, and import that.") if _MAIL.match(head) else ""


def _sentence(name: str, way: str) -> str:
    return f"This is {name}, which NetROI can’t import. {way}"
