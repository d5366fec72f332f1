"""How many people one process serves at a time, each acting once a second and answered within one, and what they take.

Measured on the results page, beside an empty page under the same settings, and the same pages under Streamlit's own.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.bounds import Bounded
from bench.crowd import Act, Crowd, capacity
from bench.protocol import Tab
from bench.server import PAGES, Server
from bench.session import Session
from bench.stage import Stage
from netroi_core.views.results import WENT_TO
from netroi_core.wording.options import TITLE
from pages.widgets import closer

_FIRST, _MORE = 40, 200


def _gives(label: str, value: bool | str) -> Act:
    return lambda tab: tab.gives(label, value)


_AGAIN: Final[Sequence[Act]] = [Tab.asks]
"""Run the page again: all that can be done on an empty one."""

_READS: Final = [
    *(_gives(TITLE, True), _gives("Quarters", "Last 4 quarters"), _gives(TITLE, False)),
    *(_gives(closer.TITLE, WENT_TO), _gives(closer.TITLE, closer.NOTHING)),
    *(_gives(closer.TITLE, closer.HOW), _gives("For", "Group events"), _gives(closer.TITLE, closer.NOTHING)),
]
"""What a reader does on the results, at every click of which the page answers: three of eight draw all of it anew."""


def crowds(folder: Path) -> list[Bounded]:
    """How many tabs each server bears, and what one more takes of its memory."""
    stage = Stage(folder)
    app, empty = stage.app(), Server(PAGES / "empty.py")
    borne = {
        "results": _borne(app, _READS),
        "again": _borne(app, _AGAIN),
        "empty": _borne(empty, _AGAIN),
        "defaults": _borne(stage.defaults(), _READS),
    }
    taken = {"results": _taken(app), "empty": _taken(empty)}
    print(f"tabs borne: {borne}; bytes of memory for a tab: {taken}")
    return [
        Bounded("tabs that an empty page bears : that the results bear", borne["empty"] / borne["results"], 5),
        Bounded("tabs that an empty page bears : … run again and again", borne["empty"] / borne["again"], 5),
        Bounded("tabs under Streamlit's default settings : under ours", borne["defaults"] / borne["results"], 1 / 8),
        Bounded("memory of a tab with the results : with an empty page", taken["results"] / taken["empty"], 4),
    ]


def _borne(server: Server, acts: Sequence[Act]) -> int:
    with server:
        with Session(server.url) as first:
            first.acts(acts)  # what is weighed once is, for all who come
        return asyncio.run(capacity(server.url, acts))


def _taken(server: Server) -> float:
    """The bytes that one more tab takes, once the first ones have made the process as large as it gets by itself."""

    async def more() -> float:
        async with Crowd(server.url, _AGAIN) as crowd:
            await crowd.of(_FIRST)
            before = server.memory_bytes()
            await crowd.of(_FIRST + _MORE)
            return (server.memory_bytes() - before) / _MORE

    with server:
        return asyncio.run(more())
