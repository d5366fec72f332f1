"""Health probes for proxies and orchestrators: liveness of the process, readiness to be sent visitors.

Both answer to any host name, as a probe may know the process by its address alone, and reveal a single word.
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
TIMEOUT_SECONDS: Final = 2.0


class HealthProbes:
    """The ASGI middleware that answers the probes; a personal server answers its own machine only.

    Args:
        check_store: reads something from the store, or raises a NetROIError; may block, and runs once at a time.
        timeout: the seconds that a probe waits for it.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosting: Hosting,
        shutdown: Shutdown,
        check_store: Callable[[], object],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._app, self._hosting, self._shutdown = app, hosting, shutdown
        self._check_store, self._timeout = check_store, timeout
        self._check: asyncio.Task[bool] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a probe, and pass on every other request."""
        if not self._is_probe(scope):
            await self._app(scope, receive, send)
            return
        if scope["path"] == LIVE:
            status, word = 200, "live"
        elif self._shutdown.has_begun:
            status, word = 503, "stopping"
        elif await self._is_store_available():
            status, word = 200, "ready"
        else:
            status, word = 503, "unavailable"
        await PlainTextResponse(word, status, {"cache-control": "no-store"})(scope, receive, send)

    def _is_probe(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] not in (LIVE, READY) or scope["method"] not in ("GET", "HEAD"):
            return False
        return not self._hosting.is_personal or is_from_this_machine(scope)

    async def _is_store_available(self) -> bool:
        # Probes that come meanwhile share one check, so that none pile up while the store hangs.
        if self._check is None or self._check.done():
            self._check = asyncio.create_task(self._run_check())
        try:
            return await asyncio.wait_for(asyncio.shield(self._check), self._timeout)
        except TimeoutError:
            return False

    async def _run_check(self) -> bool:
        try:
            await asyncio.to_thread(self._check_store)
        except NetROIError:
            return False
        return True
