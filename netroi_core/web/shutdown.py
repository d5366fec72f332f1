"""Graceful shutdown: what was begun is finished and saved, browsers are sent elsewhere, and the process exits with 0.

uvicorn alone would close every websocket at once, which stops the pages behind them, wait without end for the slowest
download, and die by the signal with unsaved changes.
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
PAGES_SECONDS: Final = 15  # more than a save ever waits for its lock
DOWNLOADS_SECONDS: Final = 10
_ALARM_SECONDS: Final = PAGES_SECONDS + DOWNLOADS_SECONDS + 5
_POLL_SECONDS: Final = 0.05
_QUIET_POLLS: Final = 5  # polls in a row without a running page: by then, its last message has been sent
_PAGE_THREAD: Final = "ScriptRunner.scriptThread"  # Streamlit's name for the thread of a running page


class Shutdown:
    """The state of the shutdown: once it has begun, no new page is let in, and pages receive nothing more."""

    def __init__(self) -> None:
        self.has_begun = False
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Begin the shutdown at SIGTERM while the server runs; without uvicorn or on Windows, change nothing."""
        server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        if sys.platform != "win32" and isinstance(server, uvicorn.Server):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._begin, server)
        yield

    def _begin(self, server: uvicorn.Server) -> None:
        if not self.has_begun and sys.platform != "win32":
            self.has_begun = True
            _LOGGER.info("stopping: finishing what was begun")
            signal.alarm(_ALARM_SECONDS)  # ends the process whatever hangs
            server.config.timeout_graceful_shutdown = DOWNLOADS_SECONDS
            self._task = asyncio.create_task(_finish(server))


async def _finish(server: uvicorn.Server) -> None:
    quiet = 0
    for _ in range(int(PAGES_SECONDS / _POLL_SECONDS)):
        quiet = 0 if _is_page_running() else quiet + 1
        if quiet == _QUIET_POLLS:
            break
        await asyncio.sleep(_POLL_SECONDS)
    server.should_exit = True  # not by uvicorn's own handler, which would repeat the signal at the end


def _is_page_running() -> bool:
    return any(thread.name == _PAGE_THREAD for thread in threading.enumerate())
