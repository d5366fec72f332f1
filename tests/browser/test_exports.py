"""Everything taken out in the browser, and back in from it: the same records and the same figures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from netroi_core.exports.workbook import FIRST_FIGURE
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.workspace.workspace import Workspace
from tests.browser.conftest import Visitor
from tests.careers import load_document

pytestmark = pytest.mark.browser


def saved(me: Visitor, title: str, folder: Path) -> Path:
    """Everything in a format, downloaded."""
    me.tap(title, "radio")
    with me.page.expect_download() as download:
        me.tap(f"Save as {title}")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def results_shown(me: Visitor) -> list[str]:
    """Return what the results say, in words and in pictures."""
    me.open("/results")
    return [me.page.locator("h1").first.inner_text(), *me.pictures()]


def test_excel_says_what_the_page_says_and_csv_brings_everything_back(
    visit: Callable[..., Visitor], store: FileStore, tmp_path: Path
) -> None:
    """Save as Excel and as CSV, erase, drop the CSV: the records and the figures are those of before."""
    store.change(PERSONAL, lambda _: load_document("messy-1"))
    me = visit()
    before = results_shown(me)
    me.open("/settings")
    me.unfold("Backup and restore")
    excel, csv = (saved(me, title, tmp_path) for title in ("Excel", "CSV"))
    assert (excel.suffix, csv.name[-8:]) == (".xlsx", "-csv.zip")
    ledger = Ledger(Workspace(load_document("messy-1")))
    total = measures.figures(measures.cells(ledger, ledger.quarters, Options())).total
    page = load_workbook(excel, data_only=True)["Results"]
    assert [page[f"E{line}"].value for line, _ in enumerate(MEASURES, FIRST_FIGURE)] == pytest.approx(
        [total.value(measure.key) for measure in MEASURES]
    )
    me.unfold("Erase everything")
    me.act(lambda: me.page.get_by_text("I have a backup, or I don’t need one").click())
    me.tap("Erase everything")
    me.open("/settings")
    me.unfold("Backup and restore")
    me.act(lambda: me.page.locator("input[type=file]").set_input_files(csv))
    expect(me.page.get_by_text("Changes")).to_be_visible()
    me.tap("Replace my workspace with this file")
    restored = store.read(PERSONAL)
    assert restored is not None
    assert restored.document == load_document("messy-1")
    assert results_shown(me) == before
