"""Measure the wait of a personal start: from `streamlit run` to the first headline in Chromium."""

import time
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import orjson
from playwright.sync_api import BrowserContext

from bench.checks.browser import VIEWPORT, open_chromium
from bench.ratios import BoundedRatio, Cost, compare
from bench.servers import PAGES, ROOT, Server, Stage

_ROUNDS: Final = 5
_HEADLINE: Final = "[data-testid=stHeading] h1"
_POLL_SECONDS: Final = 0.02


def personal_start(folder: Path) -> list[BoundedRatio]:
    """Compare it with the start of a Streamlit app that has nothing but a headline, all files cached."""
    example = orjson.loads((ROOT / "data" / "sample.json").read_bytes())
    stage = Stage(folder, document=example)
    with open_chromium() as browser:
        context = browser.new_context(viewport=VIEWPORT)
        app, bare = _start_cost(context, stage.app()), _start_cost(context, Server(PAGES / "headline.py", folder))
        name = "time from the start to the first headline in Chromium : Streamlit with the same headline"
        return [compare(name, 2.5, _ROUNDS, app, bare)]


def _start_cost(context: BrowserContext, server: Server) -> Cost:
    def until_headline() -> float:
        start = time.perf_counter()
        with server:
            _wait_until_it_answers(server)
            page = context.new_page()
            page.goto(server.url, wait_until="commit")
            page.locator(_HEADLINE).first.wait_for()
            seconds = time.perf_counter() - start
            page.close()
        return seconds

    return until_headline


def _wait_until_it_answers(server: Server) -> None:
    # Streamlit prints its address before it listens.
    while True:
        try:
            with urlopen(f"{server.url}/_stcore/health") as answer:
                answer.read()
            return
        except URLError:
            time.sleep(_POLL_SECONDS)
