"""Workbooks: the table of one is read like the same table as CSV, and a hostile one is refused."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from netroi_core.importers.reading.files import decode_text, is_archive, member_names
from netroi_core.importers.reading.tables import MOST_COLUMNS, find_table
from tests.importers.import_files import sentence, zipped

HEADER = ("Date", "Description", "Amount")


def workbook(*sheets: list[tuple[Any, ...]]) -> bytes:
    """Return a workbook with the rows of sheets."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for number, rows in enumerate(sheets, 1):
        page = book.create_sheet(f"Sheet {number}")
        for row in rows:
            page.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_a_workbook_is_read_like_the_same_table_as_csv() -> None:
    first, second = (date(2026, 3, 5), "Cafe, main\nst.", -12.5), (datetime(2026, 3, 18, 9, 30), 7, 1.1 + 2.2)
    raw = workbook([("Read me",)], [("My bank",), (), HEADER, first, second])
    table = find_table(decode_text(raw), HEADER)
    assert not is_archive(raw)
    assert [(row.line, *row.cells.values()) for row in table.rows] == [
        (4, "2026-03-05", "Cafe, main st.", "-12.5"),
        (5, "2026-03-18 09:30:00", "7", "3.3"),
    ]


def test_formulas_count_by_their_stored_results_only() -> None:
    assert "=1+1" not in decode_text(workbook([HEADER, HEADER, ("2026-03-05", "=1+1", "4.50")]))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (workbook([("a", "b")]), "no sheet with a table"),
        (workbook([HEADER, HEADER], [HEADER, HEADER]), "several sheets: Sheet 1 and Sheet 2"),
        (workbook([("x",) * (MOST_COLUMNS + 1)] * 2), "columns"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<y"}), "damaged"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b" " * 10**8}), "far more data"),
        (workbook([HEADER])[:900], "damaged"),
    ],
    ids=["no table", "two tables", "too wide", "broken", "a bomb", "cut off"],
)
def test_a_workbook_that_is_no_table_is_refused_in_one_sentence(raw: bytes, reason: str) -> None:
    refusal = sentence(lambda: member_names(raw) if is_archive(raw) else decode_text(raw))
    assert reason in refusal
    assert "\n" not in refusal
