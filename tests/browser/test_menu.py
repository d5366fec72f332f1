"""The menu in a browser: its entries and their help."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Visitor
from tests.careers import load_document

pytestmark = pytest.mark.browser


def test_each_entry_is_drawn_once_and_has_its_help_under_the_mouse_and_with_the_focus(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/results")
    entries = me.page.locator(":is(.st-key-menu, .st-key-pages) :is(a, button)")
    assert entries.count() == entries.locator("visible=true").count()
    plan = me.page.locator(".st-key-menu").get_by_role("link", name="Plan")
    plan.hover()
    expect(plan).to_have_attribute("title", "Your next quarter and your goals")
    paths = me.page.locator(".st-key-pages").get_by_role("link", name="Paths")
    paths.focus()
    expect(paths).to_have_attribute("title", "The steps that led to your outcomes")
    results, overview = me.page.locator("a[href$=results]").all()
    results.hover()
    overview.hover()
    assert results.get_attribute("title") != overview.get_attribute("title")
    account = me.page.get_by_role("button", name="Account")
    account.hover()
    expect(account).to_have_attribute("title", "Import, sharing, settings and privacy")
    me.act(account.click)
    settings = me.page.get_by_role("link", name="Settings")
    settings.hover()
    expect(settings).to_have_attribute("title", "Pay, limits, formats and backups")


def test_the_place_of_the_open_page_is_marked_and_no_other(visit: Callable[..., Visitor]) -> None:
    me = visit()
    for place, page in (("Home", ""), ("People", "Network"), ("Account", "Share")):
        me.go(place, page)
        expect(me.page.locator(".st-key-menu .st-key-open-place")).to_contain_text(place)
