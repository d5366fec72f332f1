"""`python -m bench.spreadsheets` opens exports in LibreOffice, has it figure everything anew, and compares.

Of each workspace there is one workbook, in which every formula says 0 until LibreOffice has figured it. Its options are
then set as those of each worked example, and an amount is changed, so that only formulas can give the figures expected.
It ends in exit code 1 where anything differs.
"""

import io
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from bench import office
from netroi_core.exports import csv_files, data_sheet, results_sheet
from netroi_core.exports.formats import restored, written
from netroi_core.exports.sheets import sheets
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, expected, given

_NEEDED: Final = (
    "LibreOffice is not installed; it is needed here: apt-get install --no-install-recommends libreoffice-calc"
)
_CHOICES: Final = ("attribution", "view", "basis", "costs")
_FIRST_CHOICE: Final = 4
_CHANGED: Final = "1234.56"
_FIGURED: Final = "figured"


def main() -> None:
    """Compare, print what was compared, and fail where anything differs."""
    if office.program() is None:
        sys.exit(_NEEDED)
    with TemporaryDirectory(prefix="spreadsheets-") as folder:
        found = [*_anew(Path(folder)), *_options(Path(folder)), *_change(Path(folder)), *_german(Path(folder))]
    for difference in found:
        print(difference)
    print("Everything agrees." if not found else f"{len(found)} differences.")
    sys.exit(bool(found))


def _anew(folder: Path) -> Iterator[str]:
    """Every formula of every sheet, figured anew, beside what NetROI wrote into it; and whether all can be restored."""
    names = ("sample", *GOLDEN)
    written_so = {name: written(given(name), "xlsx") for name in names}
    files = [office.without_results(raw, folder / f"{name}.xlsx") for name, raw in written_so.items()]
    for (name, raw), figured in zip(written_so.items(), _figured(files, folder), strict=True):
        formulas, told = load_workbook(io.BytesIO(raw)), load_workbook(io.BytesIO(raw), data_only=True)
        cells = [
            (page.title, cell) for page in formulas for row in page.iter_rows() for cell in row if cell.data_type == "f"
        ]
        print(f"{name}: {len(cells)} formulas figured anew")
        if restored((folder / _FIGURED / f"{name}.xlsx").read_bytes()) != given(name):
            yield f"{name}: as LibreOffice saves it, NetROI restores another workspace"
        for title, cell in cells:
            want, got = (book[title][cell.coordinate].value for book in (told, figured))
            if not _agree(want, got):
                yield f"{name}, {title}!{cell.coordinate}: NetROI says {want}, LibreOffice {got} for {cell.value}"


def _options(folder: Path) -> Iterator[str]:
    """The results of one workbook under the options of every worked example, which are chosen in its cells."""
    for name in GOLDEN:
        raw, runs, files = written(given(name), "xlsx"), expected(name), []
        for number, run in enumerate(runs):
            book = load_workbook(io.BytesIO(raw))
            page = book[results_sheet.TITLE]
            chosen = (run["quarters"][0], run["quarters"][-1], *(run[each] for each in _CHOICES))
            for line, choice in enumerate(chosen, _FIRST_CHOICE):
                page[f"B{line}"] = choice
            files.append(folder / f"{name}-{number}.xlsx")
            book.save(files[-1])
        for number, (run, figured) in enumerate(zip(runs, _figured(files, folder), strict=True)):
            yield from _compared(f"{name}, run {number}", run, figured)
        print(f"{name}: {len(runs)} worked examples by choosing options in the sheet")


def _change(folder: Path) -> Iterator[str]:
    """An amount changed in the sheet of expenses, beside the figures of a workspace with that amount."""
    files, changed = [], []
    for name in ("sample", *GOLDEN):
        document = given(name)
        book = load_workbook(io.BytesIO(written(document, "xlsx")))
        page = book[data_sheet.title("activities_costs")]
        column = [cell.value for cell in page[1]].index("amount") + 1
        page.cell(2, column).value = Decimal(_CHANGED)
        files.append(folder / f"{name}-changed.xlsx")
        book.save(files[-1])
        next(row for row in document["activities"] if row.get("costs"))["costs"][0]["amount"] = _CHANGED
        changed.append(document)
    for file, document, figured in zip(files, changed, _figured(files, folder), strict=True):
        yield from _compared(file.stem, _figures(document), figured)
    print(f"{len(files)} workspaces: the figures follow a changed amount")


def _german(folder: Path) -> Iterator[str]:
    """The CSV files for Germany, as LibreOffice with German settings opens them: numbers and days, no formula."""
    with ZipFile(io.BytesIO(csv_files.written(sheets(given("sample")), "de_DE"))) as archive:
        archive.extractall(folder)
    tables = sheets(given("sample"))
    seen, names = 0, ("activities", "activities_costs", "outcomes", "compensation")
    reading = "Text - txt - csv (StarCalc):59,34,76,1,,1031,false,true"  # semicolons, UTF-8, German, days found
    opened = office.converted([folder / f"{name}.csv" for name in names], "xlsx", folder / "german", "de-DE", reading)
    for name, made in zip(names, opened, strict=True):
        page = load_workbook(made).active
        for row, cells in enumerate(tables[name].rows, 2):
            for place, cell in enumerate(cells, 1):
                got = page.cell(row, place)
                if isinstance(cell, date | float | Decimal | int) and not isinstance(cell, bool):
                    seen += 1
                    value = got.value.date() if isinstance(got.value, datetime) else got.value
                    if not _agree(cell, value):
                        yield f"{name}.csv, {got.coordinate}: {cell!r} arrived as {got.value!r}"
                if got.data_type == "f":
                    yield f"{name}.csv, {got.coordinate}: {cell!r} arrived as a formula"
    print(f"sample: {seen} numbers and days in CSV, opened with German settings")


def _figures(document: Document) -> dict[str, Any]:
    ledger = Ledger.of(Workspace(document))
    return measures.figures(measures.cells(ledger, ledger.quarters, Options()))


def _figured(files: Sequence[Path], folder: Path) -> Iterator[Workbook]:
    """Workbooks as LibreOffice figures them."""
    for made in office.converted(files, "xlsx", folder / _FIGURED):
        yield load_workbook(made, data_only=True)


def _compared(what: str, want: Mapping[str, Any], figured: Workbook) -> Iterator[str]:
    """Where the results of a workbook differ from these figures."""
    page = figured[results_sheet.TITLE]
    first = results_sheet.FIRST_FIGURE
    columns = {**{name: want["approaches"][name] for name in APPROACHES}, "total": want["total"]}
    wanted = {
        f"{letter}{line}": figures[measure.key]
        for letter, figures in zip("BCDE", columns.values(), strict=True)
        for line, measure in enumerate(MEASURES, first)
    }
    wanted[f"E{first + len(MEASURES)}"] = want["unattributed_value"]
    for place, value in wanted.items():
        got = page[place].value
        if not _agree("n/a" if value is None else value, got):
            yield f"{what}, {place}: expected {value}, LibreOffice says {got}"


def _agree(one: Any, other: Any) -> bool:
    """Equal to a millionth, or to the ninth digit where numbers are large."""
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float | Decimal):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
    return bool(one == other)


if __name__ == "__main__":
    main()
