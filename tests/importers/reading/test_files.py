"""Files: encodings are detected, and binary, oversized and malicious files are refused in one sentence."""

import gzip
import io
import tomllib
import zipfile
from functools import partial

import pytest

from netroi_core.errors import NotImportable
from netroi_core.importers.reading import files
from netroi_core.importers.reading.files import LARGEST_FILE, decode_text, member_names, read_members
from tests.careers import ROOT
from tests.importers.import_files import sentence, zipped


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
def test_every_line_end_is_read(end: bytes) -> None:
    assert decode_text(b"a" + end + b"b") == "a\nb"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"x" * (LARGEST_FILE + 1), "larger than 16 MB"),
        (zipped({"a.csv": b"a"}), "a ZIP archive"),
        (gzip.compress(b"a"), "packed with gzip"),
        (b"a,b\n1,\x00\x01", "n’t text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # those of an archive hold the time
)
def test_a_file_that_is_not_text_is_refused_with_its_format(raw: bytes, reason: str) -> None:
    with pytest.raises(NotImportable, match=reason):
        decode_text(raw)


def test_text_that_begins_like_an_archive_is_text() -> None:
    assert decode_text(b"PK,Name\n1,Ann\n") == "PK,Name\n1,Ann\n"


def test_members_are_read_by_suffix_without_their_folders_and_nothing_else_is_unpacked() -> None:
    raw = zipped(
        {"../../etc/A.CSV": b"1", "b\\c.csv": b"2", "photo.jpg": b"3", "__MACOSX/._A.csv": b"4", "x/A.CSV": b"5"}
    )
    assert read_members(raw, (".csv",)) == {"A.CSV": b"1", "c.csv": b"2", "A (2).CSV": b"5"}


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotImportable, match="far more data than any export"):
        read_members(zipped({"a.csv": b"\0" * 30_000_000}), (".csv",))


def test_all_members_together_may_not_exceed_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_CONTENTS", 1000)
    with pytest.raises(NotImportable, match=r"b\.csv in the archive unpacks to far more"):
        read_members(zipped({"a.csv": b"x" * 900, "b.csv": b"y" * 200}), (".csv",))


def test_too_many_members_are_refused() -> None:
    with pytest.raises(NotImportable, match="more than 2,000 files"):
        read_members(zipped({f"{n}.txt": b"" for n in range(2001)}), (".csv",))


@pytest.mark.parametrize("raw", [b"PK\x03\x04", zipped({"a.csv": b"a,b" * 90})[:60]], ids=["begun", "cut short"])
def test_a_damaged_archive_is_refused(raw: bytes) -> None:
    with pytest.raises(NotImportable, match="damaged or protected"):
        read_members(raw, (".csv",))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_with_any_byte_flipped_is_read_or_refused_in_one_sentence(method: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("a.csv", b"First Name,Connected On\n" * 5)
    raw = stream.getvalue()
    for index in range(len(raw)):
        torn = raw[:index] + bytes([raw[index] ^ 0xFF]) + raw[index + 1 :]
        assert sentence(partial(read_members, torn, (".csv",)))[-1:] in ("", ".")


def test_an_office_document_is_refused_with_a_way_out() -> None:
    with pytest.raises(NotImportable, match="an Office document"):
        read_members(zipped({"[Content_Types].xml": b"<x/>", "xl/a.csv": b"a"}), (".csv",))


def test_a_password_protected_member_is_refused() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a.csv", b"a")
    locked = bytearray(raw.getvalue())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NotImportable, match="protected by a password"):
        read_members(bytes(locked), (".csv",))


def test_the_app_accepts_uploads_up_to_the_size_that_is_read() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] * 1024**2 == LARGEST_FILE


def test_the_names_in_an_archive_are_listed_without_unpacking() -> None:
    assert member_names(zipped({"x/A.CSV": b"1", "b.ics": b"\0" * 30_000_000})) == ("a.csv", "b.ics")
