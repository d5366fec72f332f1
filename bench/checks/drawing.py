"""How long the results take to be drawn in a real browser that has the app's files already."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from bench.bounds import Bounded
from bench.clocks import in_turns, ratio
from bench.server import PAGES, Server
from bench.stage import Stage
from tests.programs import FLAGS, chromium

_ROUNDS = 15
_DRAWN = """count => {
    const drawn = document.querySelectorAll('[data-testid="stVegaLiteChart"] :is(canvas, svg.marks)').length;
    return drawn >= count ? performance.now() : false;
}"""
_CHARTS = 2


def results(folder: Path) -> list[Bounded]:
    """From navigation until the charts of the first view are drawn, beside a page with one; both are warm."""
    stage = Stage(folder)
    with ExitStack() as open_ones:
        app, one_chart = (open_ones.enter_context(server) for server in (stage.app(), Server(PAGES / "one_chart.py")))
        playwright = open_ones.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        tab = browser.new_context(viewport={"width": 1280, "height": 900})
        rounds = in_turns(_ROUNDS, _cost(tab, app.url, _CHARTS), _cost(tab, one_chart.url, 1))
        browser.close()
    return [Bounded("time until the results are drawn in Chromium : one chart", ratio(rounds, 0, 1), 1.3)]


def _cost(context: BrowserContext, url: str, charts: int) -> Callable[[], float]:
    def until_drawn() -> float:
        page = context.new_page()
        page.goto(url, wait_until="commit")
        drawn_at = page.wait_for_function(_DRAWN, arg=charts).json_value()
        page.close()
        return float(drawn_at)

    return until_drawn
