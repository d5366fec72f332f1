"""The pop quiz is short, and needs no mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_the_shortest_honest_quiz_takes_at_most_25_interactions(visit: Callable[..., Visitor]) -> None:
    """Pay, hours and money for each approach, two outcomes with their paths: from the first page to the results."""
    me = visit(phone=True)
    me.tap("Start the quiz")
    me.fill("Base pay a year", "84000")
    me.tap("Next")
    for nth, hours in enumerate(("12", "6", "20")):
        me.fill("Attending, h", hours, nth=nth)
    me.fill("Event fees", "120")
    me.fill("Coffee", "38")
    me.tap("Next")
    me.tap("Next")
    me.tap("Client")
    me.fill("What it brings in", "4000")
    me.fill("Your margin, %", "60")
    me.tap("One-on-one")
    me.tap("Referral")
    me.fill("What it brings in", "900")
    me.tap("Group events")
    me.tap("Next")
    me.tap("Next")
    me.tap("Submit")
    expect(me.page.get_by_text("Based on 2 outcomes, 38 hours and $158 spent")).to_be_visible()
    assert me.interactions <= 25


def test_the_quiz_can_be_taken_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    """Tab, arrows, space, Enter and typing lead from the first page to the results."""
    me = visit("/quiz?quarter=2026-Q3")

    def reach(name: str, role: str = "button") -> None:
        # Found once: to look for a role again after each key takes longer than all keys.
        target = me.page.get_by_role(role, name=name, exact=True).first.element_handle()  # type: ignore[arg-type]
        for _ in range(80):
            if target.evaluate("element => element === document.activeElement"):
                return
            me.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {name}")

    def press(name: str) -> None:
        reach(name)
        me.act(lambda: me.page.keyboard.press("Enter"))

    reach("Base pay a year", "textbox")
    me.act(lambda: (me.page.keyboard.type("84000"), me.page.keyboard.press("Tab")))
    press("Next")
    reach("Attending, h", "textbox")
    me.act(lambda: (me.page.keyboard.type("12"), me.page.keyboard.press("Enter")))
    press("Next")
    press("Next")
    press("Client")
    reach("What it brings in", "textbox")
    me.act(lambda: (me.page.keyboard.type("4000"), me.page.keyboard.press("Enter")))
    press("One-on-one")
    press("Next")
    press("Next")
    press("Submit")
    expect(me.page.get_by_text("Based on 1 outcome and 12 hours")).to_be_visible()
