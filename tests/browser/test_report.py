"""A report in Chromium: taken away from the results page with two clicks, opened, and sound wherever it is read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from netroi_core.report.rendering import to_html
from netroi_core.wording.wording import unbroken
from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.looks import serious_violations
from tests.report.hostile import HOSTILE_TEXTS, hostile_report

pytestmark = pytest.mark.browser

SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


def taken(me: Visitor, kind: str, more: str = "") -> Path:
    """The report as a file of this kind."""
    with me.page.expect_download() as waiting:
        me.tap(f"Download {kind}")
    assert waiting.value.suggested_filename == f"netroi-2024-Q4-to-2026-Q3{more}.{kind.lower()}"
    return Path(waiting.value.path())


def opened(chromium: Browser, file: Path, events: list[str], **look: object) -> Page:
    """A file in a browser; what it asks for beyond itself and what the browser complains of is added to ``said``."""
    page = chromium.new_context(**look).new_page()
    page.on("request", lambda request: events.append(request.url))
    page.on("console", lambda message: events.append(message.text))
    page.on("dialog", lambda dialog: events.append(dialog.message))
    page.goto(file.as_uri())
    return page


def test_the_report_says_what_the_page_says_and_is_sound_on_every_screen(
    visit: Callable[..., Visitor], chromium: Browser, tmp_path: Path
) -> None:
    """From the results page to both files; the HTML by itself, wide and on a phone, light and dark.

    With amounts, its name says so.
    """
    me = visit()
    me.tap("Look at an example")
    me.go("Results")
    headline = me.page.locator("h1").inner_text()
    me.go("Results", "Report")
    assert taken(me, "PDF").read_bytes().startswith(b"%PDF-")
    file = tmp_path / "report.html"
    file.write_bytes(taken(me, "HTML").read_bytes())
    assert "$" not in file.read_text()
    me.act(me.page.get_by_text("Include amounts", exact=True).click)
    me.page.get_by_text("work out what you earn").wait_for()
    assert "$29,375" in taken(me, "HTML", "-with-amounts").read_text()
    for viewport, scheme, ground in ((WIDE, "light", "rgb(251, 250, 246)"), (PHONE, "dark", "rgb(17, 20, 24)")):
        events: list[str] = []
        page = opened(chromium, file, events, viewport=viewport, color_scheme=scheme)
        assert unbroken(page.locator("h1").inner_text()) == headline
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == ground
        assert not page.evaluate(SIDEWAYS)
        assert events == [file.as_uri()]
        assert serious_violations(page) == {}
        page.context.close()


def test_a_hostile_report_runs_nothing_and_fetches_nothing(chromium: Browser, tmp_path: Path) -> None:
    text, file, events = HOSTILE_TEXTS[-1], tmp_path / "report.html", []
    file.write_text(to_html(hostile_report(text)))
    page = opened(chromium, file, events)
    assert page.locator("blockquote").inner_text() == f"“{text}”"
    assert events == [file.as_uri()]
    page.context.close()
