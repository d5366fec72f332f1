"""The look of every page: no text cut, no sideways scrolling, nothing that keeps anyone out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Server, Visitor, browser_of
from tests.browser.looks import assert_sound, serious_violations, take_picture

pytestmark = pytest.mark.browser

PAGES = {
    "results": "Results",
    "this_week": "This week",
    "trends": "Trends",
    "plan": "Plan",
    "people": "People",
    "network": "Network",
    "quiz": "Pop quiz",
    "log": "Journal",
    "imports": "Bring files",
    "share": "Share",
    "settings": "Settings",
}
FOLDED = {
    "this_week": ("3 older stories, 2 for reports", "Add a story", "Tables and files"),
    "plan": ("Limits and assumptions", "Tables and files", "Set a goal by hand"),
    "people": ("Ties worth reviving", "People to let go"),
}
CLOSER_LOOKS = {
    "results": (
        *("Paths that led to it", "Where it went", "What would change this?"),
        *("Tables and files", "Report", "How is this calculated?"),
    ),
    "trends": ("What changed since you submitted it", "Tables and files", "How is this calculated?"),
    "network": (
        *("How it changed", "Leads, referrals and introductions", "Time and energy", "Your venues"),
        *("Tables and files", "How is this calculated?"),
    ),
}
MAIN = "[data-testid=stMain]"  # what is around it was looked at with the page as it opens
STEPS = ("hour", "group_events", "one_on_one", "social_media", "outcomes", "people", "review")


def unfold_everything(me: Visitor, page: str, baseline: set[str]) -> None:
    """Open everything that a page folds away, then each of its closer looks, one after the other."""
    for label in FOLDED.get(page, ()):
        me.act(me.page.get_by_text(label, exact=True).click)
    for label in CLOSER_LOOKS.get(page, ()):
        me.act(me.page.get_by_text(label, exact=True).click)
        assert_sound(me, f"{label} of {page}", baseline, MAIN)
    if page in FOLDED:
        assert_sound(me, f"{page} unfolded", baseline, MAIN)


@pytest.fixture(scope="session")
def baseline(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The rules that an empty Streamlit page breaks, measured in the same run."""
    folder = tmp_path_factory.mktemp("baseline")
    script = folder / "empty.py"
    script.write_text('import streamlit as st\nst.title("Empty")\n')
    empty = Server(folder / "none", str(script))
    context = browser_of(chromium)
    me = Visitor(context.new_page(), empty.url)
    me.open()
    violations = serious_violations(me.page)
    context.close()
    empty.kill()
    return violations


# Each width and each ground once: nothing that was ever found needed the other two combinations.
@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["on a light desktop", "on a dark phone"]
)
def test_every_page_is_sound(visit: Callable[..., Visitor], baseline: set[str], phone: bool, dark: bool) -> None:
    """No text is cut, nothing scrolls sideways, and axe-core finds nothing serious that an empty page doesn't have."""
    look = f"{'phone' if phone else 'wide'}-{'dark' if dark else 'light'}"
    me = visit(phone=phone, dark=dark)
    assert_sound(me, "welcome", baseline)
    me.tap("Open the example")
    for page, title in PAGES.items():
        me.tap(title, "link")
        assert_sound(me, page, baseline)
        take_picture(me, f"{page}-{look}")
        unfold_everything(me, page, baseline)
    me.tap("Pop quiz", "link")
    for step in STEPS:
        if step == "outcomes":
            me.tap("Client")
            me.fill("Likely revenue, before your margin", "4000")
            me.tap("One-on-one")
        assert_sound(me, step, baseline, MAIN)
        take_picture(me, f"quiz-{step}-{look}")
        if step != "review":
            me.tap("Next")
