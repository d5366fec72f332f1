"""Logging by thumb: few taps, a keyboard of numbers, a message in view with its undo, nothing typed lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Visitor
from tests.careers import load_document

pytestmark = pytest.mark.browser


def test_an_activity_is_logged_in_three_taps_on_a_phone_and_undone(
    store: FileStore, visit: Callable[..., Visitor]
) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    before = len(load_document("sample")["activities"])
    me = visit("/log", phone=True)
    me.act(me.page.get_by_role("radio", name="Group events").click)
    hours = me.page.get_by_label("Hours", exact=True)
    hours.click()
    expect(hours).to_have_attribute("inputmode", "decimal")
    hours.fill("1.5")
    me.tap("Log activity")
    message = me.page.get_by_role("status").filter(has_text="Logged a group event.")
    expect(message).to_be_in_viewport()
    undo = me.page.get_by_role("button", name="Undo: logged a group event")
    expect(undo).to_be_in_viewport()
    expect(undo).not_to_be_focused()
    saved = store.read(PERSONAL)
    assert saved is not None
    assert len(saved.document["activities"]) == before + 1
    me.act(undo.click)
    saved = store.read(PERSONAL)
    assert saved is not None
    assert len(saved.document["activities"]) == before
    expect(me.page.get_by_role("button", name="Log activity")).to_be_visible()
    expect(hours).to_have_value("1.5")
    expect(me.page.get_by_role("radio", name="Group events")).to_be_checked()


def test_what_is_typed_survives_another_status_and_a_refusal(visit: Callable[..., Visitor]) -> None:
    me = visit("/log_outcome", phone=True)
    name, value = me.page.get_by_label("Name (optional)"), me.page.get_by_role("textbox", name="revenue")
    name.fill("Audit")
    value.fill("lots")
    me.act(me.page.get_by_role("radio", name="Still open").click)
    expect(name).to_have_value("Audit")
    me.tap("Log outcome")
    expect(me.page.get_by_text("can’t be read as a number")).to_be_visible()
    expect(name).to_have_value("Audit")
    expect(value).to_have_value("lots")


def test_one_tap_on_the_button_saves_while_a_list_is_open(thumb: Visitor, store: FileStore) -> None:
    thumb.open("/log_outcome")
    box = thumb.page.locator(".stMultiSelect")
    box.locator("input").tap()
    thumb.page.get_by_role("option", name="One-on-one").tap()
    # By its class: an open list hides what is outside from screen readers.
    thumb.act(thumb.page.locator(".stFormSubmitButton button").tap)
    expect(thumb.page.get_by_role("status").filter(has_text="Logged")).to_be_visible()
    saved = store.read(PERSONAL)
    assert saved is not None
    assert [len(outcome.touchpoints) for outcome in saved.workspace.outcomes] == [1]


def test_records_are_rows_in_a_narrow_window_of_any_browser_and_a_table_once_it_is_wide(
    store: FileStore, visit: Callable[..., Visitor]
) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/log")

    def expect_list(*, is_narrow: bool) -> None:
        expect(me.page.get_by_role("link", name="Operations review for Beechline Furniture")).to_have_count(
            int(is_narrow)
        )
        expect(me.page.get_by_test_id("stDataFrame")).to_have_count(int(not is_narrow))

    def resize(width: int) -> None:
        me.page.set_viewport_size({"width": width, "height": 844})

    resize(600)
    me.open("/records?list=Outcomes")  # drawn before the script is there
    expect_list(is_narrow=True)
    resize(700)
    expect_list(is_narrow=False)
    expect(me.page).to_have_url(re.compile("list=Outcomes"))
    me.go("Log", "Activity")
    resize(600)
    me.go("Log", "All records")  # drawn when the script is there
    me.choose("List", "Outcomes")
    expect_list(is_narrow=True)
    resize(700)
    expect_list(is_narrow=False)
    box = me.page.locator(".st-key-narrow-window")
    expect(box).to_have_attribute("aria-hidden", "true")
    expect(box.locator("input")).to_have_attribute("tabindex", "-1")
    expect(box).to_have_css("clip-path", "inset(50%)")


@pytest.mark.parametrize("phone", [True, False])
def test_records_are_rows_that_open_on_a_phone_and_a_table_elsewhere(
    store: FileStore, visit: Callable[..., Visitor], phone: bool
) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/records?list=Outcomes", phone=phone)
    expect(me.page.get_by_text("28 outcomes.")).to_be_visible()
    expect(me.page.get_by_role("radio", name="Contacts")).to_have_count(int(not phone))
    expect(me.page.get_by_role("combobox", name="List")).to_have_count(int(phone))
    expect(me.page.get_by_test_id("stDataFrame")).to_have_count(int(not phone))
    if phone:
        row = me.page.get_by_role("link", name="Operations review for Beechline Furniture")
        expect(row).to_contain_text("Jul 27, 2026 · Lead · Still open · $5,500")
        me.act(row.click)
        me.fill("Name (optional)", "Operations review")
        me.tap("Save")
        me.tap("Outcomes", "link")
        expect(me.page.get_by_role("link", name="Operations review")).to_be_visible()
        me.act(me.page.go_back)
        expect(me.page.get_by_role("heading", name="Operations review")).to_be_visible()
