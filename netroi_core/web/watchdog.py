"""Watchdogs: end a process that hangs, or whose secret was replaced, so that systemd or the container restarts it."""

import asyncio
import faulthandler
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from netroi_core.errors import NetROIError

HANG_SECONDS: Final = 60.0
SECRET_SECONDS: Final = 5.0  # between two looks at the secret

_LOGGER: Final = logging.getLogger(__name__)
_BEATS: Final = 6  # within HANG_SECONDS


@asynccontextmanager
async def watchdog(hang_seconds: float = HANG_SECONDS) -> AsyncIterator[None]:
    """End the process with status 1, and log its tracebacks, if the event loop doesn't run for this long."""
    beats = asyncio.create_task(_beat(hang_seconds))
    try:
        yield
    finally:
        beats.cancel()
        faulthandler.cancel_dump_traceback_later()


@asynccontextmanager
async def secret_watch(is_replaced: Callable[[], bool]) -> AsyncIterator[None]:
    """Shut the process down, as at SIGTERM, once the secret was replaced; ``is_replaced`` may block.

    Sign-ins are signed with the secret that the process started with, and open pages were let in by it.
    """
    watch = asyncio.create_task(_watch(is_replaced))
    try:
        yield
    finally:
        watch.cancel()


async def _watch(is_replaced: Callable[[], bool]) -> None:
    while True:
        await asyncio.sleep(SECRET_SECONDS)
        try:
            if await asyncio.to_thread(is_replaced):
                break
        except NetROIError:  # the store is down: nobody is let in meanwhile
            continue
    _LOGGER.warning("The secret was replaced: ending, to be started again with the new one.")
    signal.raise_signal(signal.SIGTERM)


async def _beat(hang_seconds: float) -> None:
    while True:
        # In C, on a thread that needs no interpreter lock: what hangs may hold that, as a slow pattern does. Tracebacks
        # name lines of code, and nothing that anybody typed.
        faulthandler.dump_traceback_later(hang_seconds, exit=True, file=sys.__stderr__ or sys.stderr)
        await asyncio.sleep(hang_seconds / _BEATS)
