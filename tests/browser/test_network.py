"""A look at the network: its history, the time it takes, its venues, and its numbers as files."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.views.network import HISTORY, LOAD, VENUES
from netroi_core.wording.wording import unbroken
from tests.browser.conftest import Visitor
from tests.careers import load_document, make_document

pytestmark = pytest.mark.browser

ADA = {"name": "Ada", "closeness": 4, "relevance": 5}
EVENT = {"date": f"{date.today()}", "approach": "one_on_one", "people": ["c1"]}


def test_a_look_at_the_network(visit: Callable[..., Visitor], store: FileStore, tmp_path: Path) -> None:
    """The finding first; the rest one click away each; a day in the past tells how it stood then."""
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/network")
    expect(me.page.locator("h1")).to_have_text(
        # The page speaks of today, and more contacts of the example go quiet as days pass.
        re.compile(r"You give about as much as you receive; \d+ of 26 active contacts have gone quiet")
    )
    picture = me.page.get_by_test_id("stVegaLiteChart").first
    expect(picture).to_have_attribute(
        "aria-label", re.compile("^Person by person, the most exchanged first: 2 given, 4")
    )

    me.act(me.page.get_by_text(HISTORY, exact=True).click)
    expect(me.page.get_by_text(unbroken("62% of your active contacts, compared with 65% in Q2 2026."))).to_be_visible()
    me.date("Show the network as of", "2026-08-01")
    text = unbroken("31% of your active contacts so far in Q3 2026, compared with 65%")
    expect(me.page.get_by_text(text)).to_be_visible()

    me.act(me.page.get_by_text(LOAD, exact=True).click)
    expect(me.page.get_by_text("You were in touch with someone in 97 of 105 weeks")).to_be_visible()
    me.act(me.page.get_by_text(VENUES, exact=True).click)
    expect(me.page.get_by_text("your role there (Board member) gives you something")).to_be_visible()

    me.act(me.page.get_by_text("Tables and files", exact=True).click)
    with me.page.expect_download() as download:
        me.tap("CSV")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text))
    assert rows[0] == ["", "Given", "Received", "Balance, −1 to 1"]
    assert rows[1][:3] == ["Priya Raman", "2", "4"]


def test_a_first_look_leads_to_the_contacts(visit: Callable[..., Visitor], store: FileStore) -> None:
    """While nobody is rated, a link leads to where contacts are added and rated."""
    store.change(PERSONAL, lambda _: make_document(activities=[EVENT | {"people": []}]))
    me = visit("/network", phone=True)
    me.tap("Rate your contacts", "link")
    expect(me.page.get_by_label("Name", exact=True)).to_be_visible()


def test_a_name_is_plain_text_where_the_picture_tells_more_of_it(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """Pointing at somebody shows the name as it is written, with nothing made of it."""
    name = "<img src=x onerror=alert(1)> **b**"
    store.change(PERSONAL, lambda _: make_document(activities=[EVENT], contacts=[{**ADA, "name": name}]))
    me = visit("/network")
    picture = me.page.locator("[data-testid=stVegaLiteChart][aria-label*=relevance]")
    picture.scroll_into_view_if_needed()
    size = picture.bounding_box()
    assert size is not None
    tip = me.page.locator("#vg-tooltip-element")
    for right in range(0, int(size["width"]), 4):
        me.page.mouse.move(size["x"] + right, size["y"] + 10)
        if tip.is_visible() and tip.inner_text():
            break
    expect(tip).to_contain_text(name)
    assert tip.locator("img").count() == 0
