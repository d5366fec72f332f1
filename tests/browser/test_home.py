"""Home in Chromium: a first visit, a Monday with its things to do, the menu, and the reminders taken along."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.careers import make_document

pytestmark = pytest.mark.browser

YESTERDAY = date.today() - timedelta(days=1)
ADA = {"name": "Ada; Lovelace <b>", "closeness": 4, "relevance": 5, "follow_up": f"{YESTERDAY}", "cadence_days": 30}
GRACE = {"name": "Grace Hopper", "closeness": 2, "relevance": 4, "follow_up": f"{YESTERDAY + timedelta(days=90)}"}

TARGET = 44  # pixels that a thumb hits


def box(me: Visitor, label: str, role: str = "checkbox") -> Locator:
    """A box or switch, and what to click on it."""
    return me.page.get_by_role(role, name=label).first  # type: ignore[arg-type]


def test_a_monday(visit: Callable[..., Visitor], store: FileStore, tmp_path: Path) -> None:
    """Everything on the page is done by hand, stays after it is opened again, and rings in a calendar.

    A bookmark of the page that was there before opens home, and its address is home's.
    """
    store.change(PERSONAL, lambda _: make_document(contacts=[ADA, GRACE]))
    me = visit("/this_week", phone=True)
    expect(me.page.get_by_role("heading", name="2 things to do this week")).to_be_visible()
    expect(me.page).to_have_url(f"{me.url}/")
    expect(me.page).to_have_title("Home · NetROI")
    me.tap("Done")
    expect(me.page.get_by_text("Followed up with Ada; Lovelace <b>.").first).to_be_visible()

    me.act(me.page.get_by_text("Challenge and habits").click)
    me.act(box(me, "Remembered birthdays").locator("xpath=ancestor::label").click)
    expect(me.page.get_by_text("1 kept up")).to_be_visible()

    with me.page.expect_download() as download:
        me.tap("Add to my calendar")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    rings = {str(event["SUMMARY"]): event for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    assert file.name == "netroi.ics"
    assert rings["Follow up with Ada; Lovelace <b>"].start == date.today() + timedelta(days=30)
    assert all(event.walk("VALARM") for event in rings.values())
    assert [event["RRULE"]["FREQ"] for event in rings.values() if "RRULE" in event] == [["MONTHLY"]]

    me.open("/")
    me.act(me.page.get_by_text("Challenge and habits").click)
    expect(box(me, "Remembered birthdays")).to_be_checked()
    saved = store.read(PERSONAL)
    assert saved is not None
    assert saved.document["contacts"][0]["follow_up"] == f"{date.today() + timedelta(days=30)}"


def test_a_first_visit_leads_to_the_quiz_and_back_and_to_the_uploader_of_a_backup(
    visit: Callable[..., Visitor],
) -> None:
    """The first button is on a phone's first screen; inside the quiz there is one way out, which leads home.

    The link there opens the section of the settings that restores.
    """
    me = visit("/", phone=True)
    start = me.page.get_by_role("button", name="Start the quiz")
    box = start.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE["height"]
    assert box["height"] >= TARGET
    expect(me.page.get_by_test_id("stImage")).to_be_visible()
    me.tap("Start the quiz")
    expect(me.page.get_by_role("link", name="Results")).to_have_count(0)
    me.tap("Save and close")
    expect(me.page.get_by_role("heading", name="NetROI shows what your networking returns")).to_be_visible()
    me.tap("Restore a backup", "link")
    expect(me.page.get_by_test_id("stFileUploader")).to_be_visible()


def test_the_menu_is_one_line_that_a_thumb_can_hit_and_that_of_the_account_closes_once_something_is_chosen(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """All places stand side by side on every screen, in the order in which Tab visits them.

    The account's menu would cover the page that was asked for, and the next tap on it would only close it.
    """
    store.change(PERSONAL, lambda _: make_document(contacts=[ADA]))
    me = visit("/", phone=True)
    entries = [me.page.locator(".st-key-menu").get_by_role("link", name=name, exact=True)
               for name in ("Home", "Results", "Plan", "People", "Log")]  # fmt: skip
    entries += [me.page.locator(".st-key-menu").get_by_role("button", name=name) for name in ("Quiz", "Account")]
    for width in (360, 390, 768, 1280):
        me.page.set_viewport_size({"width": width, "height": 800})
        me.settle()
        boxes = [entry.bounding_box() for entry in entries]
        assert None not in boxes
        sizes = [box for box in boxes if box]
        assert len({round(box["y"] + box["height"] / 2) // 8 for box in sizes}) == 1, "one line"
        assert [box["x"] for box in sizes] == sorted(box["x"] for box in sizes)
        assert all(after["x"] >= box["x"] + box["width"] - 1 for box, after in pairwise(sizes)), "none overlaps"
        assert sizes[-1]["x"] + sizes[-1]["width"] <= width
        if width < WIDE["width"]:
            assert min(min(box["height"], box["width"]) for box in sizes) >= TARGET
        entries[0].focus()
        for entry in entries[1:]:
            me.page.keyboard.press("Tab")
            expect(entry).to_be_focused()
    me.page.set_viewport_size(PHONE)
    me.settle()
    menu = me.page.get_by_test_id("stPopoverBody")
    for page in ("Import", "Settings"):
        me.go("Account", page)
        expect(menu).to_be_hidden()
    me.tap("Account")
    me.tap("Open the example", inside=menu)
    expect(menu).to_be_hidden()
