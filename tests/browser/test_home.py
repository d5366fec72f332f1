"""A Monday: a follow-up done, a habit ticked off, a story kept and approved, the reminders taken along."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Visitor
from tests.careers import make_document

pytestmark = pytest.mark.browser

YESTERDAY = date.today() - timedelta(days=1)
ADA = {"name": "Ada; Lovelace <b>", "closeness": 4, "relevance": 5, "follow_up": f"{YESTERDAY}", "cadence_days": 30}
GRACE = {"name": "Grace Hopper", "closeness": 2, "relevance": 4, "follow_up": f"{YESTERDAY + timedelta(days=90)}"}


def box(me: Visitor, label: str, role: str = "checkbox") -> Locator:
    """A box or switch, and what to click on it."""
    return me.page.get_by_role(role, name=label).first  # type: ignore[arg-type]


def test_a_monday(visit: Callable[..., Visitor], store: FileStore, tmp_path: Path) -> None:
    """Everything on the page is done by hand, stays after it is opened again, and rings in a calendar."""
    store.change(PERSONAL, lambda _: make_document(contacts=[ADA, GRACE]))
    me = visit("/this_week", phone=True)
    expect(me.page.get_by_role("heading", name="2 things to do this week")).to_be_visible()
    places = "relevance 5, closeness 4: 1 person; relevance 4, closeness 2: 1 person."
    expect(me.page.get_by_test_id("stVegaLiteChart")).to_have_attribute("aria-label", places)
    me.tap("Done")
    expect(me.page.get_by_text("Followed up with Ada; Lovelace <b>.").first).to_be_visible()

    me.act(box(me, "Remembered birthdays").locator("xpath=ancestor::label").click)
    expect(me.page.get_by_text("1 of 2 kept up")).to_be_visible()

    me.act(me.page.get_by_text("Add a story", exact=True).click)
    me.fill("What happened, or what they said", "She introduced me to her team.")
    me.choose("Who (optional)", "Grace Hopper")
    me.tap("Save this story")
    expect(me.page.get_by_text("“She introduced me to her team.”")).to_be_visible()
    me.act(box(me, "Include in reports", "switch").locator("xpath=ancestor::label").click)

    with me.page.expect_download() as download:
        me.tap("Reminders for my calendar")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    rings = {str(event["SUMMARY"]): event for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    assert file.name == "netroi.ics"
    assert rings["Follow up with Ada; Lovelace <b>"].start == date.today() + timedelta(days=30)
    assert all(event.walk("VALARM") for event in rings.values())
    assert [event["RRULE"]["FREQ"] for event in rings.values() if "RRULE" in event] == [["MONTHLY"]]

    me.open("/this_week")
    expect(box(me, "Remembered birthdays")).to_be_checked()
    expect(box(me, "Include in reports", "switch")).to_be_checked()
    saved = store.read(PERSONAL)
    assert saved is not None
    assert saved.document["contacts"][0]["follow_up"] == f"{date.today() + timedelta(days=30)}"
    assert saved.document["stories"][0]["contact"] == "c2"


def test_a_first_monday_teaches_and_leads_to_the_journal(visit: Callable[..., Visitor]) -> None:
    """With nothing on record the page says what will stand there, with one button."""
    me = visit("/this_week", phone=True)
    expect(me.page.get_by_role("heading", name="What is there to do this week?")).to_be_visible()
    me.tap("Log an activity")
    expect(me.page.get_by_role("heading", name="Journal")).to_be_visible()


def test_a_name_is_plain_text_where_the_picture_tells_more_of_it(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """Pointing at somebody shows the name as it is written, with nothing made of it."""
    name = "<img src=x onerror=alert(1)> **b**"
    store.change(PERSONAL, lambda _: make_document(contacts=[{**ADA, "name": name}]))
    me = visit("/this_week")
    picture = me.page.get_by_test_id("stVegaLiteChart")
    size = picture.bounding_box()
    assert size is not None
    tip = me.page.locator("#vg-tooltip-element")
    for right in range(0, int(size["width"]), 4):
        picture.hover(position={"x": right, "y": 10})
        if tip.is_visible() and tip.inner_text():
            break
    expect(tip).to_contain_text(name)
    assert tip.locator("img").count() == 0
