"""Measure the time until a shared report is readable, compared with the app, in a browser with an empty cache."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, sync_playwright

from bench.bounds import BoundedRatio
from bench.clocks import measure_in_turns, median_ratio
from bench.stage import Stage
from netroi_core.ledger.measures import Options
from netroi_core.report.content import page_views
from netroi_core.report.without_amounts import build_report
from netroi_core.sharing.links import Links, snapshot
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileEntries
from netroi_core.web.link_pages import REPORT
from tests.programs import FLAGS, chromium

_ROUNDS = 9
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


def report_link(folder: Path) -> list[BoundedRatio]:
    """Compare the time until the headline is painted: of a report by its link, and of the same results in the app.

    Both pages of the link count: the one that posts its token, and the one that it leads to.
    """
    stage = Stage(folder)
    token = _create_link(stage, folder / "data")
    with ExitStack() as stack:
        app = stack.enter_context(stage.app())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        by_link = _cost(browser, f"{app.url}{REPORT.address(token)}", REPORT.target)
        rounds = measure_in_turns(_ROUNDS, by_link, _cost(browser, f"{app.url}/", "/"))
        browser.close()
    return [
        BoundedRatio(
            "time until a report is read by its link in Chromium : the app's results", median_ratio(rounds, 0, 1), 0.2
        )
    ]


def _create_link(stage: Stage, data: Path) -> str:
    """Return the token of a link to the whole report of the stage's workspace."""
    today, options = date.today(), Options()
    report = build_report(page_views(stage.saved.workspace, None, options, today), options, today, False)
    sections = [section.name for section in report.sections]
    token, _ = Links(FileEntries(data / "access")).give_out(
        PERSONAL, "report", 1, snapshot(report, sections, today, with_amounts=False)
    )
    return token


def _cost(browser: Browser, url: str, leads_to: str) -> Callable[[], float]:
    def until_read() -> float:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
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
