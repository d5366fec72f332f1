"""Workbooks: the table of one is read like the same table as CSV, and a hostile one is refused."""

import io
import zipfile
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from openpyxl import Workbook

from netroi_core.importers.reading import workbooks
from netroi_core.importers.reading.files import decode_text, is_archive, member_names
from netroi_core.importers.reading.tables import MOST_COLUMNS, find_table
from netroi_core.importers.reading.workbooks import MOST_SHEETS, sheets
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


def hostile(rows: str, **parts: str) -> bytes:
    """Return a workbook whose sheet has these rows of XML below a table; ``parts`` replace text in its files."""
    source = zipfile.ZipFile(io.BytesIO(workbook([HEADER, ("2026-03-05", "Cafe", -4.5), ("2026-03-06", "Bar", -9)])))
    members = {name: source.read(name).decode() for name in source.namelist()}
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(
        "</sheetData>", f"{rows}</sheetData>"
    )
    for old, new in parts.items():
        members = {name: text.replace(f"</{old}>", f"{new}</{old}>") for name, text in members.items()}
    return zipped({name: text.encode() for name, text in members.items()})


def test_only_cells_that_a_sheet_has_are_read_however_far_apart_they_are() -> None:
    """A row whose last possible cell is empty is no row; one far below is on its line."""
    far_right = "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(4, 1000))
    ((_, rows),) = sheets(hostile(far_right + '<row r="1200"><c r="C1200"><v>7</v></c><c r="XFD1200"/></row>'))
    assert [(number, row) for number, row in enumerate(rows, 1) if row] == [
        (1, [*HEADER]), (2, ["2026-03-05", "Cafe", "-4.5"]), (3, ["2026-03-06", "Bar", "-9"]), (1200, ["", "", "7"]),
    ]  # fmt: skip


def test_a_workbook_that_would_take_long_to_read_is_refused_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_CELLS", 100)
    monkeypatch.setattr(workbooks, "_MOST_TEXTS", 100)
    monkeypatch.setattr(workbooks, "_MOST_OTHERS", 1000)
    for raw, reason in (
        (hostile("".join(f'<row r="{row}"><c/></row>' for row in range(4, 200))), "more than 100 cells"),
        (hostile("", styleSheet="<si><t>a</t></si>" * 101), "more texts or formats"),
        (hostile("", cellXfs="<xf/>" * 1001), "more texts or formats"),
        (hostile('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "cells below row 200,000"),
    ):
        assert reason in sentence(partial(decode_text, raw))


def test_formulas_count_by_their_stored_results_only() -> None:
    assert "=1+1" not in decode_text(workbook([HEADER, HEADER, ("2026-03-05", "=1+1", "4.50")]))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (workbook([("a", "b")]), "no sheet with a table"),
        (workbook([HEADER, HEADER], [HEADER, HEADER]), "several sheets: Sheet 1 and Sheet 2"),
        (workbook([("x",) * (MOST_COLUMNS + 1)] * 2), "columns"),
        (workbook(*[[HEADER]] * (MOST_SHEETS + 1)), "more than 50 sheets"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<y"}), "damaged"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b" " * 10**8}), "far more data"),
        (workbook([HEADER])[:900], "damaged"),
    ],
    ids=["no table", "two tables", "too wide", "too many sheets", "broken", "a bomb", "cut off"],
)
def test_a_workbook_that_is_no_table_is_refused_in_one_sentence(raw: bytes, reason: str) -> None:
    refusal = sentence(lambda: member_names(raw) if is_archive(raw) else decode_text(raw))
    assert reason in refusal
    assert "\n" not in refusal
