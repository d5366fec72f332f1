"""The look of every page: no text cut, no sideways scrolling, nothing that keeps anyone out."""

from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import Browser

from netroi_core.quiz.steps import STEPS
from tests.browser.conftest import Server, Visitor, browser_of
from tests.browser.looks import assert_fits, assert_sound, assert_tappable, serious_violations, take_picture

pytestmark = pytest.mark.browser

PAGES = {
    "home": ("Home",),
    "results": ("Results",),
    "trends": ("Results", "Trends"),
    "paths": ("Results", "Paths"),
    "costs": ("Results", "Costs"),
    "report": ("Results", "Report"),
    "plan": ("Plan",),
    "people": ("People",),
    "network": ("People", "Network"),
    "follow_ups": ("People", "Follow-ups"),
    "log": ("Log",),
    "log_outcome": ("Log", "Outcome"),
    "records": ("Log", "All records"),
    "imports": ("Account", "Import"),
    "share": ("Account", "Share"),
    "circles": ("Account", "Circles"),
    "settings": ("Account", "Settings"),
    "privacy": ("Account", "Privacy and access"),
}
MAIN = "[data-testid=stMain]"
CLOSED = "[data-testid=stExpander] details:not([open]) > summary"
CLICK_THE_LAST = "(folds, most) => folds.slice(-most).forEach(fold => fold.click())"
MOST_UNFOLDED = 10  # of a page that has more, the others are alike

Baseline = Callable[[], set[str]]


def unfold_everything(me: Visitor) -> None:
    """Open what a page folds away, all in one go: each by itself would run and draw the page once more."""
    closed = me.page.locator(f"{MAIN} {CLOSED}").locator("visible=true")
    if closed.count():
        me.act(lambda: closed.evaluate_all(CLICK_THE_LAST, MOST_UNFOLDED))


def assert_page_is_sound(me: Visitor, page: str, baseline: Baseline, phone: bool, widths: tuple[int, int]) -> None:
    """Unfold a page, and check it at both widths."""
    unfold_everything(me)
    assert_sound(me, page, baseline)
    if phone:
        assert_tappable(me, page)
    assert_fits(me, page, widths)


@pytest.fixture(scope="session")
def baseline(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Baseline:
    """The rules that an empty Streamlit page breaks, measured in the same run once a page breaks any."""

    @cache
    def broken_by_streamlit() -> set[str]:
        folder = tmp_path_factory.mktemp("baseline")
        script = folder / "empty.py"
        script.write_text('import streamlit as st\nst.title("Empty")\n')
        empty = Server(folder / "none", str(script))
        context = browser_of(chromium)
        me = Visitor(context.new_page(), empty.url)
        me.open()
        violations = set(serious_violations(me.page))
        context.close()
        empty.kill()
        return violations

    return broken_by_streamlit


# Each ground once: nothing that was ever found needed the other combinations of width and ground.
@pytest.mark.parametrize(
    ("phone", "dark", "widths"),
    [(False, False, (1280, 768)), (True, True, (390, 360))],
    ids=["on a light desktop and tablet", "on dark phones"],
)
def test_every_page_is_sound(
    visit: Callable[..., Visitor], baseline: Baseline, phone: bool, dark: bool, widths: tuple[int, int]
) -> None:
    """No text is cut, nothing scrolls sideways, and axe-core finds nothing serious that an empty page doesn't have."""
    look = f"{'phone' if phone else 'wide'}-{'dark' if dark else 'light'}"
    me = visit(phone=phone, dark=dark)
    assert_sound(me, "welcome", baseline)
    assert_fits(me, "welcome", widths)
    me.tap("Look at an example")
    for page, way in PAGES.items():
        me.go(*way)
        take_picture(me, f"{page}-{look}", widths[0])
        assert_page_is_sound(me, page, baseline, phone, widths)
        if phone and page == "records":
            me.act(me.page.locator(".st-key-rows a").first.click)
            assert_page_is_sound(me, "record", baseline, phone, widths)
    me.tap("Quiz")
    for step in STEPS:
        if step != STEPS[0]:
            me.tap("Next")
        assert_sound(me, f"quiz, {step.key}", baseline)
        if phone:
            assert_tappable(me, f"quiz, {step.key}")
        assert_fits(me, f"quiz, {step.key}", widths)
        take_picture(me, f"quiz-{step.key}-{look}", widths[0])
