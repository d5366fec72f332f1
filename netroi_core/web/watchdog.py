"""The watchdog: ends a process that no longer answers anybody, so that systemd or the container starts another."""

import asyncio
import faulthandler
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

HANG_SECONDS: Final = 60.0
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


async def _beat(hang_seconds: float) -> None:
    while True:
        # In C, on a thread that needs no interpreter lock: what hangs may hold that, as a slow pattern does. Tracebacks
        # name lines of code, and nothing that anybody typed.
        faulthandler.dump_traceback_later(hang_seconds, exit=True, file=sys.__stderr__ or sys.stderr)
        await asyncio.sleep(hang_seconds / _BEATS)
