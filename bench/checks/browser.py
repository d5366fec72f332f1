"""Measure in Chromium the time until the results are drawn, and until a report is readable by its link."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from bench.ratios import BoundedRatio, Cost, compare
from bench.servers import PAGES, Server, Stage
from netroi_core.ledger.measures import Options
from netroi_core.report.content import page_views
from netroi_core.report.rendering import snapshot
from netroi_core.report.without_amounts import build_report
from netroi_core.sharing.links import Links
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileEntries
from netroi_core.web.link_pages import REPORT
from tests.programs import FLAGS, chromium

VIEWPORT: Final = ViewportSize(width=1280, height=900)
_DRAWN = """count => {
    const drawn = document.querySelectorAll('[data-testid="stVegaLiteChart"] :is(canvas, svg.marks)').length;
    return drawn >= count ? performance.now() : false;
}"""
_CHARTS = 2
_NOTES = """() => {
    const note = () => {
        if (!document.querySelector("h1")?.innerText.trim()) return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() =>
            console.log(`read ${location.pathname} ${performance.timeOrigin + performance.now()}`)));
    };
    const seen = new MutationObserver(note);
    seen.observe(document, {childList: true, subtree: true, characterData: true});
}"""
"""Logs when the frame with the first headline was painted; measured in the page, so that polling delays nothing."""


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Yield a Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


def drawn_results(folder: Path) -> list[BoundedRatio]:
    """Compare the time until the first charts are drawn, all files cached, with that of a page with one chart."""
    with Stage(folder).app() as app, Server(PAGES / "one_chart.py") as one_chart, open_chromium() as browser:
        tab = browser.new_context(viewport=VIEWPORT)
        results = drawing_cost(tab, f"{app.url}/results", _DRAWN, _CHARTS)
        chart = drawing_cost(tab, one_chart.url, _DRAWN, 1)
        return [compare("time until the results are drawn in Chromium : one chart", 1.3, 15, results, chart)]


def drawing_cost(context: BrowserContext, url: str, drawn: str, what: object) -> Cost:
    """Return the cost of opening an address until it is drawn.

    ``drawn`` is a JavaScript function that returns the time in the page once ``what`` is there, and a false value until
    then. It is no expression, because the pages' Content-Security-Policy forbids evaluating one.
    """

    def until_drawn() -> float:
        page = context.new_page()
        page.goto(url, wait_until="commit")
        drawn_at = page.wait_for_function(drawn, arg=what).json_value()
        page.close()
        return float(drawn_at)

    return until_drawn


def report_link(folder: Path) -> list[BoundedRatio]:
    """Compare the time until the headline is painted: of a report by its link, and of the same results in the app.

    Both pages of the link count: the one that posts its token, and the one that it leads to.
    """
    stage = Stage(folder)
    token = _create_link(stage, folder / "data")
    with stage.app() as app, open_chromium() as browser:
        by_link = _reading_cost(browser, f"{app.url}{REPORT.address(token)}", REPORT.target)
        results = _reading_cost(browser, f"{app.url}/results", "/results")
        name = "time until a report is read by its link in Chromium : the app's results"
        return [compare(name, 0.2, 9, by_link, results)]


def _create_link(stage: Stage, data: Path) -> str:
    """Return the token of a link to the whole report of the stage's workspace."""
    today, options = date.today(), Options()
    report = build_report(page_views(stage.saved.workspace, None, options, today), options, today, False)
    sections = [section.name for section in report.sections]
    token, _ = Links(FileEntries(data / "access")).create(
        PERSONAL, "report", 1, snapshot(report, sections, today, with_amounts=False)
    )
    return token


def _reading_cost(browser: Browser, url: str, leads_to: str) -> Cost:
    def until_read() -> float:
        context = browser.new_context(viewport=VIEWPORT)
        page = context.new_page()
        page.add_init_script(f"({_NOTES})()")
        # First an empty page of the same server: a first navigation also starts a process of the browser.
        page.goto(urljoin(url, "/_stcore/health"))
        start = float(page.evaluate("performance.timeOrigin + performance.now()"))
        with page.expect_console_message(lambda message: message.text.startswith(f"read {leads_to} ")) as read:
            page.goto(url, wait_until="commit")
        read_at = float(read.value.text.split()[-1])
        context.close()
        return read_at - start

    return until_read
