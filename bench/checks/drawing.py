"""Measure the time until the results are drawn in a browser that has the app's files in its cache."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from bench.bounds import BoundedRatio
from bench.clocks import measure_in_turns, median_ratio
from bench.server import PAGES, Server
from bench.stage import Stage
from tests.programs import FLAGS, chromium

_ROUNDS = 15
_DRAWN = """count => {
    const drawn = document.querySelectorAll('[data-testid="stVegaLiteChart"] :is(canvas, svg.marks)').length;
    return drawn >= count ? performance.now() : false;
}"""
_CHARTS = 2


def drawn_results(folder: Path) -> list[BoundedRatio]:
    """Compare the time from navigation until the first charts are drawn with that of a page with one chart."""
    stage = Stage(folder)
    with ExitStack() as stack:
        app, one_chart = (stack.enter_context(server) for server in (stage.app(), Server(PAGES / "one_chart.py")))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        tab = browser.new_context(viewport={"width": 1280, "height": 900})
        rounds = measure_in_turns(_ROUNDS, _cost(tab, app.url, _CHARTS), _cost(tab, one_chart.url, 1))
        browser.close()
    return [BoundedRatio("time until the results are drawn in Chromium : one chart", median_ratio(rounds, 0, 1), 1.3)]


def _cost(context: BrowserContext, url: str, charts: int) -> Callable[[], float]:
    def until_drawn() -> float:
        page = context.new_page()
        page.goto(url, wait_until="commit")
        drawn_at = page.wait_for_function(_DRAWN, arg=charts).json_value()
        page.close()
        return float(drawn_at)

    return until_drawn
