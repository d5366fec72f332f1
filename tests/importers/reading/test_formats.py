"""Formats that can't be read: each is named, with a way on."""

import pytest

from netroi_core.errors import NotImportable
from netroi_core.importers.kinds import recognize_kind
from tests.importers.import_files import zipped

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("raw", "name", "way"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "a PDF", "as CSV"),
        (b"\x89PNG\r\n\x1a\n", "a picture", "as CSV"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture", "as CSV"),
        (b"\0\0\0\x24ftypheic\0\0\0\0", "a picture or video", "as CSV"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a picture or video", "as CSV"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), r"an Excel 97 workbook \(\.xls\)", r"as \.xlsx or CSV"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "a Word document", "as CSV"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "with a password", "without a password"),
        (OLD_OFFICE + "__substg1.0_001A".encode("utf-16-le"), "an Outlook message", r"\.ics"),
        (zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "Numbers", "Export To › CSV"),
        (zipped({"mimetype": b"x", "content.xml": b"x", "META-INF/manifest.xml": b"x"}), "OpenDocument", "CSV"),
        (zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "a Word document", "CSV"),
        (zipped({"[Content_Types].xml": b"x", "xl/workbook.bin": b"x"}), "a binary Excel workbook", "CSV"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "packed with gzip", "Unpack it"),
        (b"Rar!\x1a\x07\0", "a RAR archive", "Unpack it"),
        (b"{\\rtf1\\ansi}", r"RTF", "CSV"),
        (b"!BDN\0\0\0\0", "an Outlook data file", "as CSV"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html><table><tr><td>1", "a web page", r"as \.xlsx or CSV"),
        (b"<table><tr><td>Date</td></tr></table>", "a web page", r"as \.xlsx or CSV"),
        (b'<?xml version="1.0"?>\n<gpx></gpx>', "an XML file", "CSV"),
        (b'[{"a": 1}]', "a JSON file", "CSV"),
        (b'{"format": "netroi-workspace", "version": 1}', "a backup of NetROI", "under Settings"),
        (b"Return-Path: <a@example.org>\nSubject: Hi\n", "an e-mail", "the attachment"),
        (b"a,b\n1,\0\x01", "n’t text", "as CSV"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # those of an archive hold the time
)
def test_a_format_that_no_reader_takes_is_named_with_a_way_on(raw: bytes, name: str, way: str) -> None:
    with pytest.raises(NotImportable, match=f"{name}.*{way}"):
        recognize_kind(raw)


@pytest.mark.parametrize("text", ["PK,Name\n1,Ann\n", "MZ;Name\n1;Ann\n", "From Date,To Date\n"])
def test_text_that_begins_like_another_format_may_be_a_table(text: str) -> None:
    assert recognize_kind(text.encode()) is None
