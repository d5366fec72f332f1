"""How many people one process serves at a time, each acting once a second and answered within one, and what they take.

Measured on the results page, beside an empty page under the same settings, and the same pages under Streamlit's own.
"""

import asyncio
from pathlib import Path

from bench.bounds import Bounded
from bench.crowd import Crowd, capacity
from bench.server import PAGES, Server
from bench.session import Session
from bench.stage import Stage

_FIRST, _MORE = 40, 200


def crowds(folder: Path) -> list[Bounded]:
    """How many tabs each server bears, and what one more takes of its memory."""
    stage = Stage(folder)
    borne, taken = {}, {}
    for name, server in (("app", stage.app()), ("empty", Server(PAGES / "empty.py")), ("defaults", stage.defaults())):
        with server:
            with Session(server.url):
                pass  # its verdict is weighed once, for all who come
            taken[name] = asyncio.run(_memory(server))
            borne[name] = asyncio.run(capacity(server.url))
    print(f"tabs borne: {borne}; bytes of memory for a tab: {taken}")
    return [
        Bounded("tabs that an empty page bears : that the results bear", borne["empty"] / borne["app"], 5),
        Bounded("tabs under Streamlit's default settings : under ours", borne["defaults"] / borne["app"], 1 / 8),
        Bounded("memory of a tab with the results : with an empty page", taken["app"] / taken["empty"], 4),
    ]


async def _memory(server: Server) -> float:
    """The bytes that one more tab takes, once the first ones have made the process as large as it gets by itself."""
    async with Crowd(server.url) as crowd:
        await crowd.of(_FIRST)
        before = server.memory_bytes()
        await crowd.of(_FIRST + _MORE)
        return (server.memory_bytes() - before) / _MORE
