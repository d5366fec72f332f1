"""The pop quiz is short on a phone, opens each step at its top, goes back with the browser, and needs no mouse."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import PHONE, Visitor

pytestmark = pytest.mark.browser

MOST_INTERACTIONS, SCREENS = 35, 2
FOCUS, HEIGHT, SCROLLED, LINES = (
    "() => document.activeElement.textContent",
    "main => main.scrollHeight",
    "main => main.scrollTop",
    "text => Math.round(text.getBoundingClientRect().height / parseFloat(getComputedStyle(text).lineHeight))",
)


def heading(me: Visitor) -> str:
    """The question of the step."""
    return me.page.locator("h1").first.inner_text()


def go_on(me: Visitor) -> None:
    """Tap Next, and see the next step at its top, with the focus on its heading; the step before was short."""
    main = me.page.get_by_test_id("stMain")
    height = main.evaluate(HEIGHT)
    print(f"{heading(me)}: {height} px")
    assert height <= SCREENS * PHONE["height"], heading(me)
    me.tap("Next")
    assert main.evaluate(SCROLLED) == 0
    assert me.page.evaluate(FOCUS) == heading(me)


def test_clients_and_a_promotion_take_at_most_35_interactions_on_a_phone(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """Two purposes, pay with a commission, hours and money, three named outcomes, people: to the results.

    Each outcome has three lines at most in the review.
    """
    me = visit(phone=True)
    me.tap("Start the quiz")
    me.tap_pill("Win clients")
    me.tap_pill("Advance where I am")
    me.fill("Base pay per year", "84000")
    me.fill("Bonus and commission", "20000")
    go_on(me)
    for hours, cost, amount in (("12", "Event fees", "120"), ("6", "Coffee", "38"), ("20", "Subscriptions", "30")):
        me.fill("Hours in total", hours)
        me.fill(cost, amount)
        go_on(me)
    me.tap("Client")
    me.fill("Name (optional)", "Fleet contract of the northern harbor authority")
    me.fill("Revenue", "40000")
    me.fill("Commission or margin, %", "8")
    me.tap_pill("Unlikely (25%)")
    me.tap("One-on-one")
    me.tap("Lead")
    me.fill("Name (optional)", "Tender for the ferries of both northern harbors")
    me.fill("Likely revenue", "150000")
    me.tap_pill("50/50")
    me.tap("Social media")
    me.tap("New role or promotion")
    me.fill("Name (optional)", "Head of sales")
    me.tap("Still open", "radio")
    expect(me.page.get_by_label("Pay a year without it", exact=True)).to_have_value("104,000")
    me.fill("New pay a year", "128000")
    me.tap("Group events")
    go_on(me)
    me.fill("Who you met", "Ada Lee, Ben Cruz")
    go_on(me)
    outcomes = me.page.locator(".st-key-review [data-testid=stMarkdown] p", has_text="by ").all()
    assert len(outcomes) == 3
    assert max(outcome.evaluate(LINES) for outcome in outcomes) <= 3
    me.tap("Submit")
    expect(me.page.locator("h1")).to_contain_text("You submitted your quiz")
    print(f"{me.interactions} interactions")
    assert me.interactions <= MOST_INTERACTIONS
    document = store.read(PERSONAL).document
    assert (document["profile"]["purpose"], document["profile"]["second_purpose"]) == ("win_clients", "advance")
    margins = {row["kind"]: row.get("margin", 1) for row in document["outcomes"]}
    assert margins == {"client": 0.08, "lead": 0.08, "role": 1}
    me.tap("See your results")
    expect(me.page.get_by_text("Based on 3 outcomes (1 won and 2 open), 38 hours and $188 spent")).to_be_visible()


def test_the_browsers_back_goes_one_step_back(visit: Callable[..., Visitor]) -> None:
    me = visit("/quiz?quarter=2026-Q3", phone=True)
    first = heading(me)
    me.tap("Next")
    second = heading(me)
    me.tap("Next")
    me.act(me.page.go_back)
    assert heading(me) == second
    me.act(me.page.go_back)
    assert heading(me) == first
    me.act(me.page.go_forward)
    assert heading(me) == second


def test_a_first_tap_after_typing_is_not_lost_and_numbers_bring_up_their_keyboard(thumb: Visitor) -> None:
    me = thumb
    me.open("/quiz?quarter=2026-Q3&step=group_events")
    for target, after in (("Next", "One-on-one"), ("Back", "Group events")):
        field = me.page.get_by_label("Hours in total", exact=True)
        field.tap()
        assert field.get_attribute("inputmode") == "decimal"
        me.page.keyboard.type("12")
        me.act(me.page.get_by_role("button", name=target, exact=True).tap)
        assert heading(me).startswith(after)
    expect(me.page.get_by_label("Hours in total", exact=True)).to_have_value("12")
    me.page.get_by_label("Event fees", exact=True).tap()
    me.page.keyboard.type("50")
    me.act(me.page.get_by_role("button", name="Save and close", exact=True).tap)
    expect(me.page.get_by_role("button", name="Continue the quiz")).to_be_visible()
    me.tap("Continue the quiz")
    expect(me.page.get_by_label("Hours in total", exact=True)).to_have_value("12")
    expect(me.page.get_by_label("Event fees", exact=True)).to_have_value("50")


def test_a_card_stays_open_while_it_is_filled_in_and_folds_to_one_line(visit: Callable[..., Visitor]) -> None:
    me = visit("/quiz?quarter=2026-Q3&step=outcomes", phone=True)
    me.tap("Client")
    me.fill("Revenue", "4000")
    me.fill("Commission or margin, %", "50")
    me.tap("Lead")
    expect(me.page.get_by_text("Client: won, counts as $2,000 of $4,000")).to_be_visible()
    field = me.page.get_by_label("Likely revenue", exact=True)
    expect(field).to_have_count(1)
    # Folded by the tap that leaves the field.
    field.fill("900")
    me.act(me.page.locator("summary", has_text="Lead").click)
    line = me.page.locator("summary", has_text=re.compile(r"Lead: still open, .*\$900"))
    expect(line).to_contain_text("still open", use_inner_text=True)
    # Open, its fields say it, and can't be contradicted once they change.
    me.act(line.click)
    me.tap("Won", "radio")
    expect(line).not_to_contain_text("still open", use_inner_text=True)
    expect(line).to_contain_text("Lead", use_inner_text=True)


def test_the_quiz_can_be_taken_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    """Tab, arrows, space, Enter and typing lead from the first page to what was learned."""
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

    reach("Base pay per year", "textbox")
    me.act(lambda: (me.page.keyboard.type("84000"), me.page.keyboard.press("Tab")))
    press("Next")
    reach("Hours in total", "textbox")
    me.act(lambda: (me.page.keyboard.type("12"), me.page.keyboard.press("Enter")))
    for _ in range(3):
        press("Next")
    press("Client")
    reach("Revenue", "textbox")
    me.act(lambda: (me.page.keyboard.type("4000"), me.page.keyboard.press("Enter")))
    press("One-on-one")
    press("Next")
    press("Next")
    press("Submit")
    press("See your results")
    expect(me.page.get_by_text("Based on 1 outcome (won) and 12 hours")).to_be_visible()
