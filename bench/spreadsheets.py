"""Check exports in LibreOffice: `python -m bench.spreadsheets` has it recalculate every formula, and compares.

Every formula of a workbook has the cached result 0 until LibreOffice recalculates it. Then the options of each worked
example are chosen in its cells, and an amount is changed, so that only working formulas give the expected figures. The
exit code is 1 if anything differs.
"""

import io
import math
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from netroi_core.exports import data_sheet, zip_files
from netroi_core.exports.formats import export, restore
from netroi_core.exports.sheets import to_sheets
from netroi_core.exports.workbook import FIRST_FIGURE, TITLE
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Document, Workspace
from tests.careers import GOLDEN, expected_runs, load_document

_NEEDED: Final = (
    "LibreOffice is not installed; it is needed here: apt-get install --no-install-recommends libreoffice-calc"
)
_CHOICES: Final = ("attribution", "view", "basis", "costs")
_FIRST_CHOICE: Final = 4
_CHANGED: Final = "1234.56"
_RECALCULATED: Final = "recalculated"
_LIBREOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item>
</oor:items>
"""
"""Recalculate everything whenever an Excel file is opened; numbers and days as in this locale."""
_CACHED: Final = re.compile(rb"(</f><v>)[^<]*(?=</v>)")


def main() -> None:
    """Run all comparisons, print the differences, and exit with code 1 if there are any."""
    if _LIBREOFFICE is None:
        sys.exit(_NEEDED)
    with TemporaryDirectory(prefix="spreadsheets-") as folder:
        checks = (_compare_formulas, _compare_options, _compare_changed_amounts, _compare_german_csv)
        differences = [difference for check in checks for difference in check(Path(folder))]
    for difference in differences:
        print(difference)
    print("Everything agrees." if not differences else f"{len(differences)} differences.")
    sys.exit(bool(differences))


def _compare_formulas(folder: Path) -> Iterator[str]:
    """Compare every recalculated formula with the result that NetROI wrote, and restore what LibreOffice saves."""
    exports = {name: export(load_document(name), "xlsx") for name in ("sample", *GOLDEN)}
    files = [_without_cached_results(raw, folder / f"{name}.xlsx") for name, raw in exports.items()]
    for (name, raw), recalculated in zip(exports.items(), _recalculated(files, folder), strict=True):
        if restore((folder / _RECALCULATED / f"{name}.xlsx").read_bytes()) != load_document(name):
            yield f"{name}: as LibreOffice saves it, NetROI restores another workspace"
        written = load_workbook(io.BytesIO(raw), data_only=True)
        formulas = [*_formulas(load_workbook(io.BytesIO(raw)))]
        print(f"{name}: {len(formulas)} formulas recalculated")
        for title, cell in formulas:
            ours, theirs = (book[title][cell.coordinate].value for book in (written, recalculated))
            if not _agree(ours, theirs):
                yield f"{name}, {title}!{cell.coordinate}: NetROI says {ours}, LibreOffice {theirs} for {cell.value}"


def _formulas(workbook: Workbook) -> Iterator[tuple[str, Cell]]:
    """Yield the cells with formulas, each with the title of its sheet."""
    for page in workbook:
        yield from ((page.title, cell) for row in page.iter_rows() for cell in row if cell.data_type == "f")


def _compare_options(folder: Path) -> Iterator[str]:
    """Compare the results of a workbook with every worked example, whose options are chosen in its cells."""
    for name in GOLDEN:
        raw, runs, files = export(load_document(name), "xlsx"), expected_runs(name), []
        for number, run in enumerate(runs):
            book = load_workbook(io.BytesIO(raw))
            page = book[TITLE]
            chosen = (run["quarters"][0], run["quarters"][-1], *(run[choice] for choice in _CHOICES))
            for line, choice in enumerate(chosen, _FIRST_CHOICE):
                page[f"B{line}"] = choice
            files.append(folder / f"{name}-{number}.xlsx")
            book.save(files[-1])
        for number, (run, workbook) in enumerate(zip(runs, _recalculated(files, folder), strict=True)):
            yield from _differences(f"{name}, run {number}", run, workbook)
        print(f"{name}: {len(runs)} worked examples by choosing options in the sheet")


def _compare_changed_amounts(folder: Path) -> Iterator[str]:
    """Change an amount in the sheet of expenses, and compare with the figures of a workspace with that amount."""
    files, changed = [], []
    for name in ("sample", *GOLDEN):
        document = load_document(name)
        book = load_workbook(io.BytesIO(export(document, "xlsx")))
        page = book[data_sheet.title("activities_costs")]
        column = [cell.value for cell in page[1]].index("amount") + 1
        page.cell(2, column).value = Decimal(_CHANGED)
        files.append(folder / f"{name}-changed.xlsx")
        book.save(files[-1])
        next(row for row in document["activities"] if row.get("costs"))["costs"][0]["amount"] = _CHANGED
        changed.append(document)
    for file, document, workbook in zip(files, changed, _recalculated(files, folder), strict=True):
        yield from _differences(file.stem, _figures(document), workbook)
    print(f"{len(files)} workspaces: the figures follow a changed amount")


def _compare_german_csv(folder: Path) -> Iterator[str]:
    """Check that LibreOffice with German settings reads the numbers and days of German CSV files, and no formula."""
    with ZipFile(io.BytesIO(zip_files.write_csv(to_sheets(load_document("sample")), "de_DE"))) as archive:
        archive.extractall(folder)
    tables = to_sheets(load_document("sample"))
    count, names = 0, ("activities", "activities_costs", "outcomes", "compensation")
    csv_filter = "Text - txt - csv (StarCalc):59,34,76,1,,1031,false,true"  # semicolons, UTF-8, German, detect days
    files = [folder / f"{name}.csv" for name in names]
    for name, file in zip(names, _convert(files, "xlsx", folder / "german", "de-DE", csv_filter), strict=True):
        page = load_workbook(file).active
        for row, cells in enumerate(tables[name].rows, 2):
            for column, value in enumerate(cells, 1):
                cell = page.cell(row, column)
                if isinstance(value, date | float | Decimal | int) and not isinstance(value, bool):
                    count += 1
                    actual = cell.value.date() if isinstance(cell.value, datetime) else cell.value
                    if not _agree(value, actual):
                        yield f"{name}.csv, {cell.coordinate}: {value!r} arrived as {cell.value!r}"
                if cell.data_type == "f":
                    yield f"{name}.csv, {cell.coordinate}: {value!r} arrived as a formula"
    print(f"sample: {count} numbers and days in CSV, opened with German settings")


def _figures(document: Document) -> dict[str, Any]:
    """Return the figures of a workspace in the form of the worked examples."""
    ledger = Ledger(Workspace(document))
    return asdict(measures.figures(measures.cells(ledger, ledger.quarters, Options())))


def _recalculated(files: Sequence[Path], folder: Path) -> Iterator[Workbook]:
    """Yield workbooks as LibreOffice recalculates them."""
    for file in _convert(files, "xlsx", folder / _RECALCULATED):
        yield load_workbook(file, data_only=True)


def _differences(label: str, figures: Mapping[str, Any], workbook: Workbook) -> Iterator[str]:
    """Yield the differences between the results of a workbook and these figures."""
    page = workbook[TITLE]
    first = FIRST_FIGURE
    columns = {**{name: figures["approaches"][name] for name in APPROACHES}, "total": figures["total"]}
    expected_values = {
        f"{letter}{line}": column[measure.key]
        for letter, column in zip("BCDE", columns.values(), strict=True)
        for line, measure in enumerate(MEASURES, first)
    }
    expected_values[f"E{first + len(MEASURES)}"] = figures["unattributed_value"]
    for coordinate, value in expected_values.items():
        actual = page[coordinate].value
        if not _agree("n/a" if value is None else value, actual):
            yield f"{label}, {coordinate}: expected {value}, LibreOffice says {actual}"


def _convert(
    files: Sequence[Path], suffix: str, folder: Path, locale: str = "en-US", input_filter: str = ""
) -> list[Path]:
    """Return files as LibreOffice saves them in a folder; RuntimeError if it doesn't.

    It reads numbers and days by the locale, and the files by the filter with its options, where names don't tell.
    """
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="office-") as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_SETTINGS.format(locale=locale), "utf-8")
        command = [str(_LIBREOFFICE), f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        command += [f"--infilter={input_filter}"] if input_filter else []
        command += ["--convert-to", suffix, "--outdir", str(folder), *map(str, files)]
        process = subprocess.run(command, capture_output=True, text=True, check=False)
    results = [folder / f"{file.stem}.{suffix}" for file in files]
    if missing := [file.name for file in results if not file.exists()]:
        raise RuntimeError(f"LibreOffice did not make {', '.join(missing)}: {process.stdout} {process.stderr}")
    return results


def _without_cached_results(workbook: bytes, to: Path) -> Path:
    """Save a workbook with 0 as the cached result of every formula, until it is recalculated."""
    with ZipFile(to, "w", ZIP_DEFLATED) as copy, ZipFile(io.BytesIO(workbook)) as original:
        for name in original.namelist():
            copy.writestr(name, _CACHED.sub(rb"\g<1>0", original.read(name)))
    return to


def _agree(a: Any, b: Any) -> bool:
    """Return True if two cells are equal, numbers to a millionth or, if they are large, to nine digits."""
    if isinstance(a, int | float | Decimal) and isinstance(b, int | float | Decimal):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)
    return bool(a == b)


if __name__ == "__main__":
    main()
