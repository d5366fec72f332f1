"""What a proxy or an orchestrator asks: whether the process answers, and whether it should be sent visitors.

Both answer to any name, as who asks may know the process by its address alone, and tell nothing but a word.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from netroi_core.access.hosting import Hosting
from netroi_core.errors import NetROIError
from netroi_core.web.request_info import is_from_this_machine
from netroi_core.web.shutdown import Shutdown

LIVE: Final = "/health/live"
READY: Final = "/health/ready"
PATIENCE_SECONDS: Final = 2.0


class HealthProbes:
    """An ASGI middleware before the gate; personal, it answers to this very machine alone.

    ask: asks the store for something, or raises a NetROIError; it may take its time, and is asked once at a time.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosting: Hosting,
        shutdown: Shutdown,
        ask: Callable[[], object],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._app, self._hosting, self._shutdown = app, hosting, shutdown
        self._ask, self._patience = ask, patience
        self._asked: asyncio.Task[bool] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked of the process itself, and let the app answer all else."""
        if not self._is_asked(scope):
            await self._app(scope, receive, send)
        elif scope["path"] == LIVE:
            await _told(200, "live")(scope, receive, send)
        elif self._shutdown.began:
            await _told(503, "stopping")(scope, receive, send)
        elif await self._is_answered():
            await _told(200, "ready")(scope, receive, send)
        else:
            await _told(503, "unavailable")(scope, receive, send)

    def _is_asked(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] not in (LIVE, READY) or scope["method"] not in ("GET", "HEAD"):
            return False
        return not self._hosting.is_personal or is_from_this_machine(scope)

    async def _is_answered(self) -> bool:
        """Whether the store answers in time; who asks meanwhile waits for the same answer, so that none pile up."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._answer())
        try:
            return await asyncio.wait_for(asyncio.shield(self._asked), self._patience)
        except TimeoutError:
            return False

    async def _answer(self) -> bool:
        try:
            await asyncio.to_thread(self._ask)
        except NetROIError:
            return False
        return True


def _told(status: int, word: str) -> PlainTextResponse:
    return PlainTextResponse(word, status, {"cache-control": "no-store"})
