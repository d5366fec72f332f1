"""How long a link to a report takes to open, beside the app itself, in a real browser that has the files of both."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from time import perf_counter

from playwright.sync_api import BrowserContext, sync_playwright

from bench.bounds import Bounded
from bench.clocks import in_turns, ratio
from bench.stage import Stage
from netroi_core.measures import Options
from netroi_core.report.content import shown
from netroi_core.report.redacted import wanted
from netroi_core.sharing.links import Links
from netroi_core.sharing.snapshots import snapshot
from netroi_core.storage import PERSONAL
from netroi_core.storage.entry_files import FileEntries
from netroi_core.web.shared import REPORT
from tests.programs import FLAGS, chromium

_ROUNDS = 9
_IS_READ = """leadsTo => location.pathname === leadsTo
    && document.querySelector("h1")?.innerText.trim()
    && performance.getEntriesByName("first-contentful-paint").length > 0"""


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
        tab = browser.new_context(viewport={"width": 1280, "height": 900})
        by_link = _cost(tab, f"{app.url}{REPORT.address(token)}", REPORT.leads_to)
        rounds = in_turns(_ROUNDS, by_link, _cost(tab, f"{app.url}/", "/"))
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


def _cost(context: BrowserContext, url: str, leads_to: str) -> Callable[[], float]:
    def until_read() -> float:
        page = context.new_page()
        start = perf_counter()
        page.goto(url, wait_until="commit")
        page.wait_for_function(_IS_READ, arg=leads_to)
        took = perf_counter() - start
        page.close()
        return took

    return until_read
