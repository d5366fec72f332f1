"""The first tap on a link after typing: it opens the page, and what was typed is saved."""

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.workspace.profile import Profile
from tests.browser.conftest import Visitor
from tests.careers import load_document

pytestmark = pytest.mark.browser

LINKS = {"Results": "/results", "Home": "/"}  # one is tapped, one clicked


@pytest.fixture(autouse=True)
def records(store: FileStore) -> None:
    """Those of the example."""
    store.change(PERSONAL, lambda _: load_document("sample"))


def profile(store: FileStore) -> Profile:
    saved = store.read(PERSONAL)
    assert saved is not None
    return saved.workspace.profile


def test_the_first_tap_or_click_on_a_link_after_typing_saves_the_text_and_opens_the_page(
    thumb: Visitor, store: FileStore
) -> None:
    for entry, (name, path) in enumerate(LINKS.items(), 2):
        thumb.open("/settings")
        thumb.unfold("Limits")
        field = thumb.page.get_by_label("Networking hours per week", exact=True)
        field.tap()
        field.press("ControlOrMeta+a")
        thumb.page.keyboard.type(str(entry))  # not fill(), after which no change is noticed at the blur
        link = thumb.page.locator(".st-key-menu").get_by_role("link", name=name, exact=True)
        thumb.act(link.click if entry % 2 else link.tap)
        expect(thumb.page).to_have_url(thumb.url + path)
        assert profile(store).weekly_hours_cap == entry


def test_a_tap_on_a_link_also_comes_through_after_a_search(thumb: Visitor) -> None:
    thumb.open("/records")
    for query in ("coffee", "lunch"):
        thumb.page.get_by_label("Search", exact=True).tap()
        thumb.page.keyboard.type(query)
        thumb.page.get_by_role("link", name="Outcome", exact=True).tap()
        expect(thumb.page).to_have_url(f"{thumb.url}/log_outcome")
        thumb.settle()  # the link moves while that page is being drawn
        thumb.page.get_by_role("link", name="All records", exact=True).tap()
        expect(thumb.page).to_have_url(f"{thumb.url}/records")


def test_a_field_of_a_form_keeps_no_link_waiting(thumb: Visitor) -> None:
    thumb.open("/log")
    note = thumb.page.get_by_label("Note (optional)")
    note.tap()
    thumb.page.keyboard.type("Breakfast")
    thumb.act(thumb.page.locator(".st-key-menu").get_by_role("link", name="Plan").tap)
    expect(thumb.page).to_have_url(f"{thumb.url}/plan")
