"""CSV files: no text is a formula, every text comes back, and numbers stay numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.workspace.csv_text import escape_formula, to_csv, unescape_formula
from tests.exports.full_workspace import SPOILABLE

texts = st.text() | st.lists(st.sampled_from(("'", "=", "+", "-", "@", " ", "\t", "\r", "＝", "x"))).map("".join)


@given(texts)
def test_any_text_comes_back(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


@given(texts, texts)
def test_no_two_texts_are_written_alike(first: str, second: str) -> None:
    assert (escape_formula(first) == escape_formula(second)) == (first == second)


@given(texts)
def test_an_escaped_text_never_begins_like_a_formula(text: str) -> None:
    assert not escape_formula(text).strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not escape_formula(text).startswith(("\t", "\r"))


@pytest.mark.parametrize("text", ["=1+1", "+49 170", "-5", "@SUM(A1)", " =1", "\t1", "\r1", "＝1", "\u200b=1"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "'", "'a", "1-2", "Ann", "(=1)"])
def test_harmless_text_is_written_as_it_is(text: str) -> None:
    assert escape_formula(text) == text


def test_numbers_are_never_escaped_and_the_file_is_marked_as_utf_8() -> None:
    raw = to_csv([["größe", "=x"], [-1.5, -2]], ";")
    assert raw == "\ufeffgröße;'=x\r\n-1.5;-2\r\n".encode()


def test_every_text_that_spreadsheets_spoil_survives_a_round_trip() -> None:
    lines = to_csv([[text] for text in SPOILABLE if "\r" not in text]).decode("utf-8-sig")
    read_texts = [unescape_formula(cell) for row in csv.reader(io.StringIO(lines, newline="")) for cell in row]
    assert read_texts == [text for text in SPOILABLE if "\r" not in text]
