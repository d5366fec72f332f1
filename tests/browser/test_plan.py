"""A plan is tried out and made a goal."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_plan_is_tried_out_by_keyboard_and_made_a_goal(visit: Callable[..., Visitor]) -> None:
    """Sliders move by arrow keys, the estimate follows at once, and goals can be undone."""
    me = visit("/plan")
    me.tap("Take the pop quiz")
    me.open("/")
    me.tap("Open the example")
    me.tap("Plan", "link")
    slider = me.page.get_by_role("slider").nth(2)
    expect(slider).to_have_value("14")
    me.act(lambda: (slider.focus(), slider.press("ArrowRight")))
    me.act(lambda: slider.press("ArrowRight"))
    expect(me.page.get_by_role("heading", name="Your plan takes 2 hours more than usual")).to_be_visible()
    me.tap("Keep to compare")
    me.tap("Try the advised mix")
    assert int(slider.input_value()) > 16
    me.tap("Make it my goal")
    expect(me.page.get_by_text("goals set for Q4 2026.").first).to_be_visible()
    hours = me.page.get_by_text("Hours of one-on-one in Q4 2026: 0 of")
    expect(hours).to_be_visible()
    me.tap("Undo")
    expect(hours).to_have_count(0)
