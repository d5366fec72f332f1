"""A plan is tried out and made a goal."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import PHONE, Visitor
from tests.careers import load_document

pytestmark = pytest.mark.browser


def test_a_plan_is_tried_out_by_keyboard_and_made_a_goal(visit: Callable[..., Visitor]) -> None:
    """Sliders move by arrow keys, the estimate follows at once, and goals can be undone."""
    me = visit()
    me.tap("Look at an example")
    me.tap("Plan", "link")
    slider = me.page.get_by_role("slider").nth(2)
    expect(slider).to_have_value("14")
    me.act(lambda: (slider.focus(), slider.press("ArrowRight")))
    me.act(lambda: slider.press("ArrowRight"))
    expect(me.page.get_by_role("heading", name="Your plan takes 2 hours more than usual")).to_be_visible()
    me.tap("Save to compare")
    me.tap("Try the advised plan")
    assert int(slider.input_value()) > 16
    me.tap("Set as goal")
    expect(me.page.get_by_text(re.compile(r"Set \d goals for Q\d\W+20\d\d\.")).first).to_be_visible()
    # The quarter that is planned depends on the day.
    hours = me.page.get_by_text(re.compile(r"Hours of one\W+on\W+one in Q\d\W+20\d\d: (0 of|goal) \d+"))
    expect(hours).to_be_visible()
    me.act(me.page.get_by_role("button", name=re.compile("^Undo")).click)
    expect(hours).to_have_count(0)


def test_on_a_phone_the_result_and_the_sliders_are_in_view_together(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/plan", phone=True)
    result = me.page.get_by_test_id("stVegaLiteChart").first.bounding_box()
    last_slider = me.page.get_by_role("slider").last.bounding_box()
    assert result is not None
    assert last_slider is not None
    assert 0 < last_slider["y"] - result["y"] < PHONE["height"]
