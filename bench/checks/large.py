"""Measure the pages of a large life, near the limit of a workspace, beside those of the two-year example."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple
from urllib.request import urlopen

import orjson

from bench.checks.browser import VIEWPORT, drawing_cost, open_chromium
from bench.checks.first_load import DRAWN
from bench.checks.reruns import Page
from bench.ratios import BoundedRatio, measure_in_turns, median_ratio
from bench.servers import PAGES, ROOT, Server, Stage
from bench.tab import Session
from bench.workspaces import large_life
from pages.frame.menu import ACCOUNT, PLACES, QUIZ

_ROUNDS, _RERUNS, _EDITS, _VISITS = 7, 3, 3, 5
_NAMES: Final = tuple(file.removesuffix(".py") for place in (*PLACES, QUIZ, ACCOUNT) for file in place.titles)
_HOME: Final = _NAMES[0]
_FOUND: Final = "selector => document.querySelector(selector) && performance.now()"


class _Measured(NamedTuple):
    """A measurement of the page that is the slowest by it."""

    value: float
    page: str


def reruns(folder: Path) -> list[BoundedRatio]:
    """Compare the CPU time of unchanged reruns of each page, and measure those that show an edit."""
    unchanged, after_edit = [], []
    with _servers(folder) as servers:
        for name in _NAMES:
            with ExitStack() as stack:
                large, example = (
                    Page(server, stack.enter_context(Session(server.url, _address(name)))) for server in servers
                )
                rounds = measure_in_turns(_ROUNDS, large.cost(_RERUNS), example.cost(_RERUNS))
                unchanged.append(_Measured(median_ratio(rounds, 1), name))
                costs = [_cost_after_edit(large, servers[0]) for _ in range(_EDITS)]
                after_edit.append(_Measured(median(costs), name))
    return [
        _worst("CPU of an unchanged rerun, large life : two years", unchanged, 1.5),
        _worst("CPU of the rerun that shows an edit, large life : one second", after_edit, 1),
    ]


def drawn_pages(folder: Path) -> list[BoundedRatio]:
    """Compare the time until each page is drawn in Chromium, all files cached."""
    ratios = []
    with _servers(folder) as (large, example), open_chromium() as browser:
        context = browser.new_context(viewport=VIEWPORT)

        for name in _NAMES:
            costs = (
                drawing_cost(context, f"{server.url}/{_address(name)}", _FOUND, DRAWN) for server in (large, example)
            )
            ratios.append(_Measured(median_ratio(measure_in_turns(_VISITS, *costs), 1), name))
    return [_worst("time until a page is drawn in Chromium, large life : two years", ratios, 1.5)]


@contextmanager
def _servers(folder: Path) -> Iterator[tuple[Server, Server]]:
    """Yield a server of the large life, and one of the two-year example."""
    example = orjson.loads((ROOT / "data" / "sample.json").read_bytes())
    large_stage, stage = Stage(folder / "large", document=large_life()), Stage(folder / "example", document=example)
    with large_stage.app(PAGES / "edited.py") as large, stage.app(PAGES / "edited.py") as two_years:
        yield large, two_years


def _address(name: str) -> str:
    return "" if name == _HOME else name


def _cost_after_edit(page: Page, server: Server) -> float:
    with urlopen(f"{server.url}/edit") as answer:
        answer.read()
    return page.cost(1)()


def _worst(name: str, measured: list[_Measured], bound: float) -> BoundedRatio:
    value, page = max(measured)
    return BoundedRatio(f"{name}; the slowest page is {page}", value, bound)
