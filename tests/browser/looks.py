"""Checks of how a page looks, and pictures of it for the docs."""

import os
from collections.abc import Callable, Container

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, WIDE, Visitor

SCREENS = os.environ.get("NETROI_SCREENS")
# The pictures that README and docs show; the repository holds no others.
PICTURES = {
    "results-wide-light",
    "quiz-group_events-wide-light",
    "log-phone-dark",
    "trends-wide-light",
    "plan-wide-light",
    "home-wide-light",
    "people-wide-light",
    "network-wide-light",
    "imports-wide-light",
}

CUT = """() => [...document.querySelectorAll(
        '[data-testid=stMain] :is(p, h1, h2, h3, label, button, li, td, th, [data-testid=stCaptionContainer])')]
    .filter(e => e.offsetParent && !e.closest('[data-testid=stDataFrame]') && !e.closest('[aria-hidden=true]'))
    .filter(e => { const s = getComputedStyle(e);
        return s.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1 && s.overflowX !== 'auto'; })
    .map(e => e.innerText.slice(0, 60))"""
SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .some(e => e.scrollWidth > e.clientWidth + 1)"""
BEYOND = """() => [...document.querySelectorAll(
        '[data-testid=stMain] :is(button, input, p, h1, h2, h3, canvas, svg.marks)')]
    .filter(e => e.offsetParent && !e.closest('[data-testid=stDataFrame]'))
    .filter(e => { const b = e.getBoundingClientRect(); return b.width && b.right > innerWidth + 1; })
    .map(e => e.outerHTML.slice(0, 80))"""
# What a thumb taps: a help icon by the area around it; not words in a text, days of a date, or the canvas of a table.
SMALL = """() => [...document.querySelectorAll(
        '.stApp :is(button, summary, .stPageLink a, label:has(input[type=radio], input[type=checkbox]), ' +
        '[data-testid=stTextInputRootElement], [data-testid=stNumberInputContainer])')]
    .filter(e => e.checkVisibility() && !e.disabled && !e.closest('.stDateInput, .stSlider, [data-testid=stHeader]'))
    .map(e => { const box = e.getBoundingClientRect(), after = getComputedStyle(e, '::after');
        const around = after.position === 'absolute' ? [after.width, after.height].map(parseFloat) : [0, 0];
        return [e, Math.max(box.width, around[0]), Math.max(box.height, around[1])]; })
    .filter(([e, wide, high]) => wide > 0 && (wide < 43.5 || high < 41.5))
    .map(([e, wide, high]) => `${e.ariaLabel || e.innerText || e.outerHTML.slice(0, 60)}: ${wide} x ${high}`)"""
SERIOUS = """() => axe.run({resultTypes: ['violations']}).then(results => results.violations
    .filter(rule => ['serious', 'critical'].includes(rule.impact)).map(rule => [rule.id, rule.nodes[0].html]))"""


def serious_violations(page: Page) -> dict[str, str]:
    """Return the rules that axe-core reports as seriously or critically broken, each with the first offending tag."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return dict(page.evaluate(SERIOUS))


def take_picture(me: Visitor, name: str, width: int) -> None:
    """Save a picture of the whole page if it is one of the docs' and pictures are asked for."""
    if SCREENS and name in PICTURES:
        resize(me, width)
        me.screenshot(ROOT / SCREENS / f"{name}.png")


def assert_sound(me: Visitor, where: str, baseline: Callable[[], Container[str]]) -> None:
    """No text is cut, nothing scrolls sideways, and axe-core finds nothing serious beyond the baseline."""
    me.leave_everything()
    assert_tidy(me, where)
    assert me.page.get_by_test_id("stException").count() == 0, where
    violations = serious_violations(me.page)
    broken = violations and {rule: tag for rule, tag in violations.items() if rule not in baseline()}
    assert not broken, f"{where}: {broken}"


def assert_tidy(me: Visitor, where: str) -> None:
    """No text is cut, and nothing scrolls sideways or is beyond the edge of the screen."""
    assert not me.page.evaluate(SIDEWAYS), f"{where} scrolls sideways"
    assert me.page.evaluate(BEYOND) == [], f"{where} has something beyond the edge of the screen"
    assert me.page.evaluate(CUT) == [], f"{where} has text that is cut"


def assert_tappable(me: Visitor, where: str) -> None:
    """Everything to tap is large enough for a thumb."""
    assert me.page.evaluate(SMALL) == [], f"{where} has something too small to tap"


def assert_fits(me: Visitor, where: str, widths: tuple[int, int]) -> None:
    """The page is as tidy at the other of two widths; the next page starts there, so that each is drawn only twice."""
    width = (me.page.viewport_size or WIDE)["width"]
    other = widths[1] if width == widths[0] else widths[0]
    resize(me, other)
    assert_tidy(me, f"{where} at {other}")


def resize(me: Visitor, width: int) -> None:
    """Make the window that wide."""
    me.page.set_viewport_size({**(me.page.viewport_size or WIDE), "width": width})
    me.settle()
