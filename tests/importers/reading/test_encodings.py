"""Encodings: text is read rightly in all usual ones, and what was odd is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.reading.encodings import decode

WORDS = [
    "Müller",
    "Café",
    "José",
    "Straße",
    "Zoë",
    "Søren",
    "Ångström",
    "François",
    "Nuñez",
    "Göteborg",
    "Österreich",
    "Ärzte",
    "Éric",
    "“Quoted”",
    "it’s",
    "naïve",
    "São",
    "Überweisung",
    "GEBÜHR",
    "12,50€",
    "Châtelet",
    "¿Qué?",
    "Peña",
]
TABLE = "Date,Shop,Amount\n2026-03-05,{},12.50\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("word", ["Müller", "Кофейня", "喫茶店", "قهوة", "café 🍰"])
def test_unicode_is_read_in_every_form_and_nothing_is_odd_about_it(encoding: str, word: str) -> None:
    text = TABLE.format(word)
    assert decode(text.encode(encoding)) == (text, "")


@pytest.mark.parametrize("word", WORDS)
def test_a_single_word_tells_the_old_encoding_of_windows_from_that_of_macs(word: str) -> None:
    text = TABLE.format(word)
    assert decode(text.encode("cp1252")) == (text, "")
    of_a_mac = decode(text.encode("mac_roman"))
    assert of_a_mac.text == text
    assert "Mac Roman" in of_a_mac.remark


def test_a_byte_that_breaks_utf_8_spoils_no_other_letter_and_its_line_is_said() -> None:
    raw = "Shop\nZoë’s\n".encode() + b"Chamber \xff\r\nBj\xc3\xb6rn\n"
    assert decode(raw) == ("Shop\nZoë’s\nChamber �\r\nBjörn\n", "One character couldn’t be read in line 3.")
    assert decode(raw + b"\xfe\n").remark == "2 characters couldn’t be read, the first in line 3."


def test_a_letter_cut_in_two_at_the_end_of_a_cell_is_one_bad_character() -> None:
    cut = "Müller,Zoë,Caf".encode() + b"\xc3,1\n"
    assert decode(cut) == ("Müller,Zoë,Caf�,1\n", "One character couldn’t be read in line 1.")


def test_a_byte_that_no_encoding_has_spoils_no_other_letter_and_its_line_is_said() -> None:
    assert decode(b"J\xfcrgen \x81") == ("Jürgen �", "One character couldn’t be read in line 1.")


def test_a_line_ends_in_any_way_when_lines_are_counted() -> None:
    lines = ["Zoë", "é", "\xff"]
    for end in ("\n", "\r\n", "\r", "\r\r\n"):
        raw = end.join(lines[:2]).encode() + end.encode() + b"\xff"
        assert decode(raw).remark == "One character couldn’t be read in line 3."


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_and_every_damaged_character_is_counted(raw: bytes) -> None:
    text, remark = decode(raw)
    is_meant = any("\ufffd".encode(encoding) in raw for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"))
    assert remark or "\ufffd" not in text or is_meant


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_all_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff") or "\0" in text
