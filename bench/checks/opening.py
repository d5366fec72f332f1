"""How long a link to a report takes to open, beside the app itself, in a real browser that was never there."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, sync_playwright

from bench.bounds import Bounded
from bench.clocks import in_turns, ratio
from bench.stage import Stage
from netroi_core.ledger.measures import Options
from netroi_core.report.content import shown
from netroi_core.report.redacted import wanted
from netroi_core.sharing.links import Links
from netroi_core.sharing.snapshots import snapshot
from netroi_core.storage import PERSONAL
from netroi_core.storage.entry_files import FileEntries
from netroi_core.web.report_page import REPORT
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
"""Tells when the frame with the first headline was painted, as the page itself sees it: nobody who asks delays it."""


def link(folder: Path) -> list[Bounded]:
    """From navigation until the headline is painted: of a report by its link, and of the same results in the app.

    The link's whole way counts: the page that posts its token, and the one that it leads to. It may take a fifth.
    """
    stage = Stage(folder)
    token = _given_out(stage, folder / "data")
    with ExitStack() as open_ones:
        app = open_ones.enter_context(stage.app())
        playwright = open_ones.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        by_link = _cost(browser, f"{app.url}{REPORT.address(token)}", REPORT.leads_to)
        rounds = in_turns(_ROUNDS, by_link, _cost(browser, f"{app.url}/", "/"))
        browser.close()
    return [
        Bounded("time until a report is read by its link in Chromium : the app's results", ratio(rounds, 0, 1), 0.2)
    ]


def _given_out(stage: Stage, data: Path) -> str:
    """The token of a link to the whole report of the stage's workspace."""
    today, options, document = date.today(), Options(), stage.saved.document
    report = wanted(document, shown(document, None, options, today), options, today, False)
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
        # From a page of the server that has nothing on it, so that no time goes into a new process of the browser.
        page.goto(urljoin(url, "/_stcore/health"))
        start = float(page.evaluate("performance.timeOrigin + performance.now()"))
        with page.expect_console_message(lambda said: said.text.startswith(f"read {leads_to} ")) as read:
            page.goto(url, wait_until="commit")
        read_at = float(read.value.text.split()[-1])
        context.close()
        return read_at - start

    return until_read
