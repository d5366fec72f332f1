"""Measure the capacity of one process, in tabs that act once a second, and the memory of a tab.

Measured on the results page, and compared with an empty page and with Streamlit's default settings.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.crowd import Action, Crowd, capacity
from bench.ratios import BoundedRatio
from bench.servers import PAGES, Server, Stage
from bench.tab import Session, Tab, Value
from netroi_core.wording.explanations import FILTERS_TITLE
from pages.widgets import charts

_FIRST, _MORE = 40, 200
_PAGE: Final = "results"


def _input(label: str, value: Value) -> Action:
    return lambda tab: tab.widget_message(label, value)


# The only action that is possible on an empty page.
_RERUN: Final[Sequence[Action]] = [Tab.rerun_message]

# The clicks of a reader of the results, each answered by the page; three of the eight redraw all of it.
_READER: Final = [
    *(_input(FILTERS_TITLE, True), _input("Quarters", "Last 4 quarters"), _input(FILTERS_TITLE, False)),
    *(_input(charts.FILES, True), _input(charts.FILES, False)),
    *(_input(charts.HOW, True), _input("For", ("Group events",)), _input(charts.HOW, False)),
]


def capacities(folder: Path) -> list[BoundedRatio]:
    """Measure how many tabs each server bears, and the memory of one more tab."""
    stage = Stage(folder)
    app, empty = stage.app(), Server(PAGES / "empty.py")
    tabs = {
        "results": _capacity(app, _READER, _PAGE),
        "again": _capacity(app, _RERUN, _PAGE),
        "empty": _capacity(empty, _RERUN),
        "defaults": _capacity(stage.defaults(), _READER, _PAGE),
    }
    memory = {"results": _memory_per_tab(app, _PAGE), "empty": _memory_per_tab(empty)}
    print(f"bearable tabs: {tabs}; bytes of memory per tab: {memory}")
    return [
        BoundedRatio("tabs that an empty page bears : that the results bear", tabs["empty"] / tabs["results"], 5),
        BoundedRatio("tabs that an empty page bears : … run again and again", tabs["empty"] / tabs["again"], 5),
        BoundedRatio("tabs under Streamlit's default settings : under ours", tabs["defaults"] / tabs["results"], 1 / 8),
        BoundedRatio("memory of a tab with the results : with an empty page", memory["results"] / memory["empty"], 4),
    ]


def _capacity(server: Server, actions: Sequence[Action], page: str = "") -> int:
    with server:
        with Session(server.url, page) as first:
            first.perform(actions)  # fills the caches that all visitors share
        return asyncio.run(capacity(server.url, actions, page))


def _memory_per_tab(server: Server, page: str = "") -> float:
    """Return the bytes of one more tab, after a first crowd has made the process as large as it gets by itself."""

    async def measure() -> float:
        async with Crowd(server.url, _RERUN, page) as crowd:
            await crowd.open_tabs(_FIRST)
            before = server.memory_bytes()
            await crowd.open_tabs(_FIRST + _MORE)
            return (server.memory_bytes() - before) / _MORE

    with server:
        return asyncio.run(measure())
