"""How every page looks: nothing cut, nothing beside the screen, nothing that keeps anybody out."""

import os
from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ROOT, WIDE, Server, Visitor

pytestmark = pytest.mark.browser

SCREENS = os.environ.get("NETROI_SCREENS")
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
    "plan": ("What you can bear, and what is assumed", "Tables and files", "Set a goal by hand"),
    "people": ("Ties worth reviving", "People to let go"),
}
LOOKS = {
    "results": (
        *("Paths that led to it", "Where it went", "What would change this?"),
        *("Tables and files", "Report", "How is this figured?"),
    ),
    "trends": ("What changed since you handed it in", "Tables and files", "How is this figured?"),
    "network": (
        *("How it moved", "What it takes of you", "What your places are worth"),
        *("Tables and files", "How is this figured?"),
    ),
}
STEPS = ("hour", "effort", "alternatives", "outcomes", "people", "review")

CUT = """() => [...document.querySelectorAll(
        '[data-testid=stMain] :is(p, h1, h2, h3, label, button, li, td, th, [data-testid=stCaptionContainer])')]
    .filter(e => e.offsetParent && !e.closest('[data-testid=stDataFrame]') && !e.closest('[aria-hidden=true]'))
    .filter(e => { const s = getComputedStyle(e);
        return s.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1 && s.overflowX !== 'auto'; })
    .map(e => e.innerText.slice(0, 60))"""
SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .some(e => e.scrollWidth > e.clientWidth + 1)"""
BESIDE = """() => [...document.querySelectorAll(
        '[data-testid=stMain] :is(button, input, p, h1, h2, h3, canvas, svg.marks)')]
    .filter(e => e.offsetParent && !e.closest('[data-testid=stDataFrame]'))
    .filter(e => { const b = e.getBoundingClientRect(); return b.width && b.right > innerWidth + 1; })
    .map(e => e.outerHTML.slice(0, 80))"""
GRAVE = """() => axe.run({resultTypes: ['violations']}).then(found => found.violations
    .filter(rule => ['serious', 'critical'].includes(rule.impact)).map(rule => rule.id))"""


def grave(page: Page) -> set[str]:
    """The rules that axe-core finds broken seriously or critically."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return set(page.evaluate(GRAVE))


def picture(me: Visitor, name: str) -> None:
    """The whole page as a picture, where they are asked for."""
    if SCREENS:
        me.screenshot(ROOT / SCREENS / f"{name}.png")


def assert_sound(me: Visitor, where: str, floor: set[str]) -> None:
    assert not me.page.evaluate(SIDEWAYS), f"{where} scrolls sideways"
    assert me.page.evaluate(BESIDE) == [], f"{where} has something beside the screen"
    assert me.page.evaluate(CUT) == [], f"{where} has text that is cut"
    assert me.page.get_by_test_id("stException").count() == 0, where
    assert grave(me.page) - floor == set(), where


def look_through(me: Visitor, page: str, look: str, floor: set[str]) -> None:
    """All that a page folds away, and one after the other what it lets look at closer."""
    for folded in FOLDED.get(page, ()):
        me.act(me.page.get_by_text(folded, exact=True).click)
    for closer in LOOKS.get(page, ()):
        me.act(me.page.get_by_text(closer, exact=True).click)
        assert_sound(me, f"{closer} of {page}", floor)
    if page in FOLDED:
        assert_sound(me, f"{page} unfolded", floor)
    picture(me, f"{page}-unfolded-{look}")


@pytest.fixture(scope="session")
def floor(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What axe-core finds on an empty Streamlit page, measured in the same run."""
    folder = tmp_path_factory.mktemp("floor")
    script = folder / "empty.py"
    script.write_text('import streamlit as st\nst.title("Empty")\n')
    empty = Server(folder / "none", str(script))
    context = chromium.new_context(viewport=WIDE)
    page = Visitor(context.new_page(), empty.url)
    page.open()
    found = grave(page.page)
    context.close()
    empty.kill()
    return found


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_is_sound(visit: Callable[..., Visitor], floor: set[str], phone: bool, dark: bool) -> None:
    """No text cut, no sideways scrolling, no grave axe-core violation beyond an empty page's; pictures for the docs."""
    look = f"{'phone' if phone else 'wide'}-{'dark' if dark else 'light'}"
    me = visit(phone=phone, dark=dark)
    assert_sound(me, "welcome", floor)
    picture(me, f"welcome-{look}")
    me.tap("Open the example")
    for page, title in PAGES.items():
        me.tap(title, "link")
        assert_sound(me, page, floor)
        if page != "quiz":
            picture(me, f"{page}-{look}")
        if page in FOLDED.keys() | LOOKS.keys() and phone == dark:  # each width and each ground once
            look_through(me, page, look, floor)
    me.tap("Pop quiz", "link")
    for step in STEPS:
        if step == "outcomes":
            me.tap("Client")
            me.fill("What it brings in", "4000")
            me.tap("One-on-one")
        assert_sound(me, step, floor)
        if step in ("effort", "outcomes"):
            picture(me, f"quiz-{step}-{look}")
        if step != "review":
            me.tap("Next")
