"""The end of the server: what was asked before is answered and saved, browsers are sent elsewhere, and it ends with 0.

uvicorn alone would close every websocket at once, which stops the pages behind them, wait without end for the slowest
download, and die by the signal with what is being saved.
"""

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import uvicorn

_LOGGER: Final = logging.getLogger(__name__)
PAGES_SECONDS: Final = 15  # more than a save ever waits for its turn
DOWNLOADS_SECONDS: Final = 10
_LONGEST_SECONDS: Final = PAGES_SECONDS + DOWNLOADS_SECONDS + 5
_PAUSE: Final = 0.05
_QUIET: Final = 5  # pauses in a row in which no page runs: by then, what the last one showed has left
_PAGE_THREAD: Final = "ScriptRunner.scriptThread"  # as Streamlit calls the thread of a page that runs


class Shutdown:
    """Whether the end began: then nobody new is let in, and nothing new is asked of the pages."""

    def __init__(self) -> None:
        self.began = False
        self._waiting: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def awaited(self) -> AsyncIterator[None]:
        """While the server runs: SIGTERM begins the end. Without uvicorn or on Windows, all stays as it is."""
        server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        if sys.platform != "win32" and isinstance(server, uvicorn.Server):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._begin, server)
        yield

    def _begin(self, server: uvicorn.Server) -> None:
        if not self.began and sys.platform != "win32":
            self.began = True
            _LOGGER.info("stopping: what was asked before is finished")
            signal.alarm(_LONGEST_SECONDS)  # whatever may hang
            server.config.timeout_graceful_shutdown = DOWNLOADS_SECONDS
            self._waiting = asyncio.create_task(_finish(server))


async def _finish(server: uvicorn.Server) -> None:
    quiet = 0
    for _ in range(int(PAGES_SECONDS / _PAUSE)):
        quiet = 0 if _is_a_page_running() else quiet + 1
        if quiet == _QUIET:
            break
        await asyncio.sleep(_PAUSE)
    server.should_exit = True  # not by uvicorn's own handler, which would repeat the signal in the end


def _is_a_page_running() -> bool:
    return any(thread.name == _PAGE_THREAD for thread in threading.enumerate())
