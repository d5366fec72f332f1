"""The workbook: live formulas that say what NetROI figures, and nothing of a person's text in any of them."""

import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from netroi_core.exports.data_sheet import money_format
from netroi_core.exports.formats import export
from netroi_core.exports.workbook import FIRST_FIGURE, PREFIXES, TITLE
from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.quarters import Quarter
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, Json, expected_runs, load_document
from tests.exports.full_workspace import FULL, SPOILABLE
from tests.ledger.test_measures import assert_same

FUNCTIONS = {
    *("AND", "CHOOSE", "COUNT", "COUNTIF", "COUNTIFS", "DATE", "IF", "IFERROR", "INDEX", "INT", "LEFT", "LOOKUP"),
    *("MATCH", "MAX", "MIN", "MOD", "MONTH", "N", "OR", "RIGHT", "SUM", "SUMIFS", "SUMPRODUCT", "VALUE", "YEAR"),
}
"""What every Excel since 2007 and LibreOffice know alike."""


def opened(raw: bytes, *, results: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(raw), data_only=results)


def formulas(book: Workbook) -> Iterator[tuple[str, Cell]]:
    for page in book.worksheets:
        for row in page.iter_rows():
            yield from ((page.title, cell) for cell in row if cell.data_type == "f")


def figures(book: Workbook) -> Json:
    """Return the figures of the first sheet in the form of measures.figures, n/a as None."""
    page = book[TITLE]

    def column(letter: str) -> dict[str, Any]:
        values = {measure.key: page[f"{letter}{line}"].value for line, measure in enumerate(MEASURES, FIRST_FIGURE)}
        return {key: None if value == "n/a" else value for key, value in values.items()}

    return {
        "approaches": {name: column(letter) for name, letter in zip(APPROACHES, "BCD", strict=True)},
        "total": column("E"),
        "unattributed_value": page[f"E{FIRST_FIGURE + len(MEASURES)}"].value,
    }


@cache
def workbook(name: str) -> bytes:
    return export(load_document(name), "xlsx")


@pytest.mark.parametrize("name", GOLDEN)
def test_the_results_sheet_has_the_figures_of_every_worked_example(name: str) -> None:
    for run in expected_runs(name)[:: len(expected_runs(name)) // 4]:
        options = Options(run["attribution"], run["view"], run["basis"], run["costs"])
        window = [Quarter.parse(label) for label in run["quarters"]]
        book = opened(export(load_document(name), "xlsx", window, options), results=True)
        assert_same(figures(book), {key: run[key] for key in ("approaches", "total", "unattributed_value")})


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_the_results_sheet_tells_won_and_open_value_apart(name: str) -> None:
    ledger = Ledger(Workspace(load_document(name)))
    won, whole = (
        measures.figures(measures.cells(ledger, ledger.quarters, Options(basis=basis))) for basis in ("won", "expected")
    )
    page = opened(workbook(name), results=True)[TITLE]
    rows = {str(row[0].value): [cell.value for cell in row[1:5]] for row in page.iter_rows()}
    values = [[*(row.expected_value for row in part.approaches.values()), part.total.expected_value]
              for part in (won, whole)]  # fmt: skip
    assert rows[WON] == pytest.approx(values[0])
    assert rows[STILL_OPEN] == pytest.approx([value - part for part, value in zip(*values, strict=True)])


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_every_figure_of_the_results_sheet_is_a_formula(name: str) -> None:
    page = opened(workbook(name))[TITLE]
    coordinates = {cell.coordinate for title, cell in formulas(opened(workbook(name))) if title == page.title}
    lines = range(FIRST_FIGURE, FIRST_FIGURE + len(MEASURES))
    assert coordinates >= {f"{letter}{line}" for letter in "BCDE" for line in lines}


def test_formulas_use_functions_of_both_excel_and_libreoffice_and_only_defined_names() -> None:
    book = opened(workbook("sample"))
    used: set[str] = set()
    words: set[str] = set()
    for _, cell in formulas(book):
        bare = re.sub(r'"[^"]*"', "", str(cell.value))
        used |= set(re.findall(r"([A-Z]+)\(", bare))
        words |= set(re.findall(r"[a-z][a-z_]+", bare))
    assert used <= FUNCTIONS
    assert words <= set(book.defined_names)


def test_all_attribution_rules_have_columns_and_can_be_selected() -> None:
    book = opened(workbook("sample"))
    header = [str(cell.value) for cell in book["Outcomes touchpoints"][1]]
    first = header.index("first (calculated)")
    assert header[first : first + len(ATTRIBUTIONS)] == [f"{name} (calculated)" for name in ATTRIBUTIONS]
    lists = {str(rule.sqref): rule.formula1 for rule in book[TITLE].data_validations.dataValidation}
    assert lists["B6"] == f'"{",".join(ATTRIBUTIONS)}"'
    assert lists["B4"] == lists["B5"] == "quarters_quarter"


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_no_formula_ends_in_an_error_and_none_is_an_array_or_a_link(name: str) -> None:
    book = opened(workbook(name), results=True)
    assert not [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.data_type == "e"]
    with ZipFile(io.BytesIO(workbook(name))) as packed:
        texts = {file: packed.read(file) for file in packed.namelist()}
    assert not [file for file in texts if "externalLink" in file or file.startswith("xl/worksheets/_rels")]
    assert not [file for file, text in texts.items() if b"<hyperlink" in text or b't="array"' in text]
    assert b'TargetMode="External"' not in b"".join(texts.values())


def spoilt(texts: Iterator[str]) -> Json:
    """The full workspace with the next of these texts in every field that takes any."""

    def spoil(value: Any) -> Any:
        match value:
            case dict():
                free = ("title", "why", "role", "organisation", "industry", "background", "notes", "note", "strain",
                        "text", "file_name", "name", "metric")  # fmt: skip
                return {key: next(texts) if key in free else spoil(item) for key, item in value.items()}
            case list():
                return [spoil(item) for item in value]
        return value

    whole: Json = spoil(FULL)
    whole["quizzes"][0]["answers"] = {next(texts): next(texts)}
    whole["contacts"][0]["expertise"] = [next(texts)]
    return whole


@pytest.mark.parametrize("first", [0, 11, 22])
def test_typed_text_is_never_a_formula_or_part_of_one(first: int) -> None:
    short = [f"{text}CANARY" for text in SPOILABLE if len(text) <= 300]
    raw = export(spoilt(cycle(short[first:] + short[:first])), "xlsx")
    plain, results = opened(raw), opened(raw, results=True)
    for title, cell in formulas(plain):
        assert "CANARY" not in str(cell.value)
        assert "CANARY" not in str(results[title][cell.coordinate].value)
    cells = [cell for page in plain.worksheets for row in page.iter_rows() for cell in row]
    canaries = [cell for cell in cells if "CANARY" in str(cell.value)]
    assert len(canaries) > 15
    assert {cell.data_type for cell in canaries} == {"s"}
    with ZipFile(io.BytesIO(raw)) as packed:
        assert not [name for name in packed.namelist() if b"<hyperlink" in packed.read(name)]


def test_sheets_have_frozen_headers_filters_and_formats_for_amounts_and_days() -> None:
    book = opened(export(FULL, "xlsx"))
    assert [page.title for page in book.worksheets][:4] == ["Results", "Advice", "Activities", "Activities costs"]
    for page in book.worksheets[2:]:
        assert (page.freeze_panes, page.auto_filter.ref.partition(":")[0]) == ("B2", "A1")
        assert page["A1"].font.b
    costs, activities = book["Activities costs"], book["Activities"]
    assert costs["D2"].number_format == '#,##0.00 "€"'
    assert activities["B2"].number_format == "yyyy-mm-dd"
    assert activities["B2"].value.date().isoformat() == "2026-02-03"
    assert all(dimension.width >= 9 for dimension in activities.column_dimensions.values() if not dimension.hidden)


@pytest.mark.parametrize(
    ("locale", "currency", "looks"),
    [("en_US", "USD", '"$"#,##0.00'), ("de_DE", "EUR", '#,##0.00 "€"'), ("ja_JP", "JPY", '"￥"#,##0'),
     ("de_CH", "CHF", '"CHF" #,##0.00')],
)  # fmt: skip
def test_amounts_have_the_format_of_the_currency_and_language(locale: str, currency: str, looks: str) -> None:
    assert money_format(Words(locale, currency)) == looks


def test_an_empty_workspace_makes_a_workbook_of_zeros() -> None:
    book = opened(export({"format": "netroi-workspace", "version": 1}, "xlsx"), results=True)
    results = figures(book)
    assert {results["total"][key] for key in ("activities", "total_cost", "expected_value")} == {0}
    assert results["total"]["roi_percent"] is None
    assert {page.title.lower() for page in book.worksheets} >= {name.lower().replace("_", " ") for name in PREFIXES}
