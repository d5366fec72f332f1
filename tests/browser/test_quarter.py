"""The ten-minute quarter: files of a quarter, dropped at once, and a dozen interactions from opening to the verdict."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, cells, figures
from netroi_core.quarters import Quarter, last_finished
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.wording.wording import unbroken
from tests import example_quarter
from tests.browser.conftest import Visitor
from tests.browser.looks import assert_tidy
from tests.example_quarter import HOURS, MONEY

pytestmark = pytest.mark.browser

MOST_INTERACTIONS = 12


@pytest.fixture
def quarter() -> Quarter:
    """The quarter that the quiz asks for on the day of the test."""
    return last_finished(date.today())


@pytest.fixture
def files(tmp_path: Path, quarter: Quarter) -> list[Path]:
    """The files of the quarter on the visitor's disk."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name, raw in example_quarter.import_files(quarter).items():
        (folder / name).write_bytes(raw)
    return sorted(folder.iterdir())


def drop(me: Visitor, files: list[Path]) -> None:
    """Choose files, all of them in one go: one interaction."""
    me.act(lambda: me.page.locator("input[type=file]").set_input_files(files))


def test_a_quarter_out_of_files_takes_at_most_12_interactions(
    visit: Callable[..., Visitor], store: FileStore, quarter: Quarter, files: list[Path]
) -> None:
    """Each click, choice of files, typed field and selection counts one; the figures are those worked out by hand."""
    me = visit(phone=True, dark=True)
    me.tap("Start the quiz")
    assert_tidy(me, "offer")
    me.act(me.page.get_by_text("Fill in most of this from your files", exact=True).click)
    drop(me, files)
    expect(me.page.get_by_role("button", name="Accept", exact=True)).to_be_visible()
    assert_tidy(me, "preview")
    me.tap("Accept")
    expect(me.page.get_by_text("Filled in for you:")).to_be_visible()
    me.fill("Base pay per year", "104000")
    assert_tidy(me, "accepted")
    me.tap("Next")
    me.tap("Client")
    me.fill("Revenue", "12000")
    me.fill("Commission or margin, %", "40")
    me.choose("Who was it through? (optional)", "Dana Reyes")
    me.tap("Next")
    for hours in HOURS.values():
        expect(me.page.get_by_text(f"{hours:g}\u00a0h (instead")).to_be_visible()
    assert_tidy(me, "review")
    me.tap("Submit")
    print(f"{me.interactions} interactions")
    assert me.interactions <= MOST_INTERACTIONS
    me.tap("See your results")
    expect(me.page.get_by_text("Based on 1 outcome (won), 26 hours and $663 spent")).to_be_visible()
    expect(me.page.locator("h1")).to_contain_text(unbroken("closed one-on-one"))

    saved = store.read(PERSONAL)
    assert saved is not None
    rows = figures(cells(Ledger(saved.workspace), [quarter], Options())).approaches
    assert {approach: row.hours for approach, row in rows.items()} == pytest.approx(HOURS)
    assert {approach: row.actual_cost for approach, row in rows.items()} == pytest.approx(MONEY)
