"""The formats of a new workspace, as a real browser of another country gets them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Server, Visitor, browser_of
from tests.careers import costly_activity, make_document, won_outcome

pytestmark = pytest.mark.browser


def test_a_german_browser_gets_euros_and_points_between_thousands(
    chromium: Browser, server: Server, store: FileStore
) -> None:
    context = browser_of(chromium, locale="de-DE", timezone_id="Europe/Berlin")
    me = Visitor(context.new_page(), server.url)
    me.open("/log")
    expect(me.page.get_by_label("Money spent (optional)")).to_have_attribute("placeholder", "0\N{NO-BREAK SPACE}€")
    me.fill("Hours", "1,5")
    me.fill("Money spent (optional)", "1.250")
    me.tap("Log activity")
    saved = store.read(PERSONAL)
    context.close()
    assert saved is not None
    (activity,) = saved.document["activities"]
    assert (activity["hours"]["attending"], activity["costs"][0]["amount"]) == (1.5, "1250")
    assert (saved.workspace.profile.locale, saved.workspace.profile.currency) == ("de_DE", "EUR")


def test_a_slider_writes_thousands_as_the_sentences_beside_it(store: FileStore, visit: Callable[..., Visitor]) -> None:
    talk = {**costly_activity("one_on_one", "4000"), "hours": {"attending": 1306}}
    won = won_outcome("500000", "one_on_one", "2026-08-02")
    german = {"locale": "de_DE", "currency": "EUR"}
    store.change(PERSONAL, lambda _: make_document(profile=german, activities=[talk], outcomes=[won]))
    me = visit("/plan", phone=True)
    for label, shown in (("Hours for one-on-one", "1.306 h"), ("Money for one-on-one", "4.000\N{NO-BREAK SPACE}€")):
        slider = me.page.get_by_test_id("stSlider").filter(has_text=label)
        expect(slider.get_by_text(shown, exact=True)).to_be_visible()
