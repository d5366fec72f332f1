"""The whole way of a person: first visit, quiz, results, journal, backup, erase, restore."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from netroi_core.ledger.measures import MEASURES
from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import save_answers
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.wording.wording import APPROACH_NAMES, PART_NAMES, Words, unbroken
from netroi_core.workspace.document import empty
from netroi_core.workspace.fields import APPROACHES
from tests.browser.conftest import ROOT, Visitor
from tests.careers import load_document
from tests.quiz.test_submission import POP_QUIZ

pytestmark = pytest.mark.browser

GOLDEN = json.loads((ROOT / "tests/golden/pop-quiz.expected.json").read_text())
WORDS = Words()


def begun_elsewhere() -> dict[str, Any]:
    """A workspace with those answers of the pop quiz whose fields are like those that are filled in here."""
    entered = ("pay.", "worth.", "group_events.hours", "group_events.costs", "group_events.alternative", "outcome.o1.")
    answers = {key: answer for key, answer in POP_QUIZ.items() if not key.startswith(entered)}
    (linkedin,) = (venue for venue in load_document("pop-quiz")["venues"] if venue["name"] == "LinkedIn")
    return save_answers({**empty(), "venues": [linkedin]}, Quarter(2026, 3), answers | {"outcomes": ["o2", "o3"]})


def take_the_pop_quiz(me: Visitor) -> None:
    """Enter the pay, the group events and an outcome of the worked example, up to the review."""
    me.fill("Base pay per year", "84,000")
    me.fill("Bonus and commission", "12000")
    me.fill("Share you expect to get, %", "90")
    me.fill("Benefits per year", "$29,200")
    expect(me.page.get_by_text("= $59.62 an hour")).to_be_visible()
    open_up(me, "What an hour is worth by use (optional)")
    me.fill("Family time, %", "120")
    me.fill("Free time, %", "50")
    me.tap("Next")
    me.fill("Hours in total", "2.5")
    open_up(me, "Split the hours (optional)")
    me.fill(f"{PART_NAMES['travelling']}, h", "0.5")
    open_up(me, "Other costs, and money paid back (optional)")
    me.fill("Breakfast", "18.50")
    me.fill("Parking", "8")
    me.choose("What would you have done with that time?", "Family time")
    add_venue(me, "Chamber breakfast", "360", "2026-01-01")
    for _ in range(3):
        me.tap("Next")
    enter_outcome(me)
    for _ in range(2):
        me.tap("Next")


def open_up(me: Visitor, label: str) -> None:
    me.act(me.page.get_by_text(label, exact=True).click)


def add_venue(me: Visitor, name: str, dues: str, since: str) -> None:
    open_up(me, "Groups, conferences and memberships (optional)")
    me.act(lambda: me.page.get_by_text("Add a group, event or membership").click())
    form = me.page.get_by_test_id("stForm")
    me.fill("Name", name, form)
    me.fill("Dues (optional)", dues, form)
    me.date("Since (optional)", since, form)
    me.tap("Save", inside=form)
    expect(me.page.get_by_test_id("stAlert").get_by_text(f"Added {name}.")).to_be_visible()


def enter_outcome(me: Visitor) -> None:
    me.tap("Business project")
    me.fill("Revenue", "6000")
    me.fill("Commission or margin, %", "50")
    for place, (step, day) in enumerate((("Group events", "2026-07-14"), ("One-on-one", "2026-08-20"))):
        me.tap(step)
        me.date(f"{place + 1}. {step}: when?", day)
    me.fill("Name (optional)", "Audit project")
    open_up(me, "More: range, date, remove")
    for label, figure in (("At least", "4000"), ("At most", "9500"), ("Would have happened anyway, %", "20")):
        me.fill(label, figure)
    me.date("Date won, or first heard of", "2026-09-02")


EVERYTHING = (*map(APPROACH_NAMES.__getitem__, APPROACHES), "Total")


def shown_figures(me: Visitor, of: Sequence[str] = EVERYTHING) -> dict[str, list[str]]:
    """Return the figures of "How is this calculated?" for these approaches or in total."""
    if not me.page.get_by_text(re.compile("^Your hour")).first.is_visible():
        me.act(lambda: me.page.get_by_text("How is this calculated?").click())
    figures = {}
    for name in of:
        me.choose("For", name)
        texts = (text.replace("\u2060", "") for text in me.page.locator("strong").all_inner_texts())
        values = dict(text.split(": ") for text in texts if ": " in text)
        figures[name] = [values[measure.title] for measure in MEASURES]
    return figures


def expected_figures(run: dict) -> dict[str, list[str]]:
    rows = {APPROACH_NAMES[approach]: run["approaches"][approach] for approach in APPROACHES} | {"Total": run["total"]}
    return {name: [WORDS.measure(row[m.key], m.unit) for m in MEASURES] for name, row in rows.items()}


def golden_run(**options: str) -> dict:
    usual = {"attribution": "linear", "view": "realised", "basis": "expected", "costs": "mine"}
    run_options = {"quarters": ["2026-Q3"], **usual, **options}
    return next(run for run in GOLDEN if run_options.items() <= run.items())


def golden_trend() -> str:
    """Return what the quarter received and what its work led to, in the words of the chart of trends."""
    received, won, total = (
        golden_run(basis=basis, view=view)["total"]["expected_value"]
        for basis, view in (("won", "realised"), ("won", "invested"), ("expected", "invested"))
    )
    led_to = f"{WORDS.money(won)} plus {WORDS.money(total - won)} expected"
    return f"received {WORDS.money(received)}, its work led to {led_to}"


def test_the_whole_way(visit: Callable[..., Visitor], store: FileStore, tmp_path: Path) -> None:
    """First visit → quiz → exact results → journal edit → backup → erase → restore → the same figures."""
    me = visit()
    expect(me.page.get_by_role("heading", name="NetROI shows what your networking returns")).to_be_visible()
    store.change(PERSONAL, lambda _: begun_elsewhere())
    me.open("/quiz?quarter=2026-Q3")
    take_the_pop_quiz(me)
    me.tap("Submit")
    me.tap("See your results")
    expect(me.page.get_by_text("Based on 3 outcomes")).to_be_visible()
    assert shown_figures(me) == expected_figures(golden_run())
    me.open("/results?quarters=Q3+2026&attribution=Recent+steps+most&view=When+you+did+the+work")
    # One approach that this changes; tests/pages compare all of them under every option.
    (figures,) = shown_figures(me, ["One-on-one"]).values()
    assert figures == expected_figures(golden_run(attribution="decay", view="invested"))["One-on-one"]
    assert figures != expected_figures(golden_run())["One-on-one"]

    me.open("/trends")
    assert golden_trend() in me.pictures()[0]
    me.go("Plan")
    for row in golden_run()["approaches"].values():
        usual = f"{WORDS.number(row['hours'], 1)} h and {WORDS.whole_money(row['actual_cost'])}"
        now = unbroken(f"in Q3 2026 {usual}")
        expect(me.page.get_by_text(now, exact=True)).to_be_visible()

    me.open("/records")
    edit_hours(me, "4")
    me.go("Results")
    edited = shown_figures(me, ["Total"])
    hours = [measure.key for measure in MEASURES].index("hours")
    assert edited["Total"][hours] == "19.75 h"

    me.go("Account", "Settings")
    me.unfold("Backup and restore")
    with me.page.expect_download() as download:
        me.tap("Save as Excel")
    backup = tmp_path / "backup.xlsx"
    download.value.save_as(backup)
    me.unfold("Erase everything")
    me.act(lambda: me.page.get_by_text("I have a backup").click())
    me.tap("Erase everything")
    me.open("/")
    expect(me.page.get_by_role("heading", name="NetROI shows what your networking returns")).to_be_visible()
    me.tap("Restore a backup", "link")
    me.act(lambda: me.page.locator("input[type=file]").set_input_files(backup))
    expect(me.page.get_by_text("Changes")).to_be_visible()
    me.tap("Replace my workspace with this file")
    me.go("Results")
    assert shown_figures(me, ["Total"]) == edited


def edit_hours(me: Visitor, hours: str) -> None:
    """Change the hours attended of the group event in the table of all records."""
    grid = me.page.get_by_test_id("stDataFrame")
    record = grid.locator("tbody tr", has_text="Group events")
    record.wait_for(state="attached")
    row = int(record.get_attribute("aria-rowindex") or 0) - 2

    def edit() -> None:
        field = me.open_cell(grid, row, "Attending, hours")
        field.fill(hours)
        with me.sending():  # the grid gathers edits for a moment
            field.press("Enter")

    me.act(edit)
