"""Availability: health probes, limits of open pages and of their messages, and a graceful shutdown.

uvicorn alone would close every websocket at once, which stops the pages behind them, wait without end for the slowest
download, and die by the signal with unsaved changes. Here what was begun is finished and saved, browsers are sent to
another process, and the process exits with 0.
"""

import asyncio
import logging
import signal
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Final

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import MAX_OPEN_PAGES, MESSAGE_BURST, MESSAGE_BYTES, MESSAGES_PER_SECOND
from netroi_core.errors import NetROIError
from netroi_core.web.headers import client_network, is_from_this_machine, is_page_request
from netroi_core.web.plain_pages import NO_STORE, refusal_response

LIVE: Final = "/health/live"
READY: Final = "/health/ready"
STORE_TIMEOUT_SECONDS: Final = 2.0
PAGES_SECONDS: Final = 15  # more than a save ever waits for its lock
DOWNLOADS_SECONDS: Final = 10

_LOGGER: Final = logging.getLogger(__name__)
_ALARM_SECONDS: Final = PAGES_SECONDS + DOWNLOADS_SECONDS + 5
_POLL_SECONDS: Final = 0.05
_QUIET_POLLS: Final = 5  # polls in a row without a running page: by then, its last message has been sent
_PAGE_THREAD: Final = "ScriptRunner.scriptThread"  # Streamlit's name for the thread of a running page
_TRY_AGAIN_LATER: Final = 1013  # a websocket's close code
_TOO_MANY: Final = "This server is busy: it has as many visitors as it can serve. Try again in a few minutes."
_TOO_MANY_FROM_NETWORK: Final = (
    "Your internet connection has more pages open than this server allows. Close those you don’t need, or use another "
    "connection, such as mobile data, then reload."
)


def running_server() -> uvicorn.Server | None:
    """Return uvicorn's server; None under another one."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return server if isinstance(server, uvicorn.Server) else None


class Shutdown:
    """The state of the shutdown: once it has begun, no new page is let in, and pages receive nothing more."""

    def __init__(self) -> None:
        self.has_begun = False
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Begin the shutdown at SIGTERM while the server runs; without uvicorn or on Windows, change nothing."""
        server = running_server()
        if sys.platform != "win32" and server is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._begin, server)
        yield

    def _begin(self, server: uvicorn.Server) -> None:
        if not self.has_begun and sys.platform != "win32":
            self.has_begun = True
            _LOGGER.info("stopping: finishing what was begun")
            signal.alarm(_ALARM_SECONDS)  # ends the process whatever hangs
            server.config.timeout_graceful_shutdown = DOWNLOADS_SECONDS
            self._task = asyncio.create_task(_finish(server))


class HealthProbes:
    """The ASGI middleware that answers probes of the process (live) and of its readiness for visitors (ready).

    It answers to any host name, as a probe may know the process by its address alone, and reveals a single word. A
    personal server answers its own machine only. ``check_store`` reads something from the store, or raises a
    NetROIError; it may block, and runs once at a time.
    """

    def __init__(self, app: ASGIApp, hosting: Hosting, shutdown: Shutdown, check_store: Callable[[], object]) -> None:
        self._app, self._hosting, self._shutdown, self._check_store = app, hosting, shutdown, check_store
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
        await PlainTextResponse(word, status, NO_STORE)(scope, receive, send)

    def _is_probe(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] not in (LIVE, READY) or scope["method"] not in ("GET", "HEAD"):
            return False
        return not self._hosting.is_personal or is_from_this_machine(scope)

    async def _is_store_available(self) -> bool:
        # Probes that come meanwhile share one check, so that none pile up while the store hangs.
        if self._check is None or self._check.done():
            self._check = asyncio.create_task(self._run_check())
        try:
            return await asyncio.wait_for(asyncio.shield(self._check), STORE_TIMEOUT_SECONDS)
        except TimeoutError:
            return False

    async def _run_check(self) -> bool:
        try:
            await asyncio.to_thread(self._check_store)
        except NetROIError:
            return False
        return True


class MessagePace:
    """A token bucket for the messages of one connection: a faster sender waits, and the browser's buffers fill up."""

    def __init__(
        self, clock: Callable[[], float] = monotonic, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._tokens, self._moment = float(MESSAGE_BURST), clock()

    async def keep(self, message: Message) -> None:
        """Wait until this message may be passed on; a large one counts as several."""
        if message["type"] != "websocket.receive":
            return
        now = self._clock()
        self._tokens = min(MESSAGE_BURST, self._tokens + (now - self._moment) * MESSAGES_PER_SECOND)
        self._moment = now
        self._tokens -= 1 + len(message.get("bytes") or message.get("text") or "") / MESSAGE_BYTES
        if self._tokens < 0:
            await self._sleep(-self._tokens / MESSAGES_PER_SECOND)


class OpenPageLimit:
    """The ASGI middleware that limits open pages, each with its websocket; a personal server's owner has no limit.

    Once the shutdown has begun, nothing more that a page sends is passed on: the visitor has seen no success message,
    and continues at another process.
    """

    def __init__(self, app: ASGIApp, hosting: Hosting, shutdown: Shutdown) -> None:
        self._app, self._hosting, self._shutdown = app, hosting, shutdown
        self._open: Counter[str | None] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it would open a page too many."""
        is_websocket = scope["type"] == "websocket"
        is_page = is_websocket or is_page_request(scope)
        refusal = self._refusal(client_network(scope, self._hosting)) if is_page else None
        if is_websocket and self._shutdown.has_begun:
            # As a status and not as a close code, so that a proxy tries another process.
            await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
            await send({"type": "websocket.http.response.body", "body": b""})
        elif is_websocket and refusal is not None:
            # Before it is accepted: a page whose websocket was closed afterward would try again at once.
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER, "reason": refusal})
        elif is_websocket:
            await self._serve_websocket(scope, receive, send)
        elif refusal is not None:
            await refusal_response(scope, 429, refusal)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _serve_websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        network, pace = client_network(scope, self._hosting), MessagePace()

        async def receive_until_shutdown() -> Message:
            message = await receive()
            if not self._hosting.is_personal:
                await pace.keep(message)
            while self._shutdown.has_begun and message["type"] == "websocket.receive":
                message = await receive()
            return message

        self._open[network] += 1
        try:
            await self._app(scope, receive_until_shutdown, send)
        finally:
            self._open[network] -= 1
            self._open += Counter()  # drops the networks at 0

    def _refusal(self, network: str | None) -> str | None:
        if self._hosting.is_personal:
            return None
        if network is not None and self._open[network] >= self._hosting.visitors_per_network:
            return _TOO_MANY_FROM_NETWORK
        return _TOO_MANY if self._open.total() >= MAX_OPEN_PAGES else None


async def _finish(server: uvicorn.Server) -> None:
    quiet = 0
    for _ in range(int(PAGES_SECONDS / _POLL_SECONDS)):
        is_running = any(thread.name == _PAGE_THREAD for thread in threading.enumerate())
        quiet = 0 if is_running else quiet + 1
        if quiet == _QUIET_POLLS:
            break
        await asyncio.sleep(_POLL_SECONDS)
    server.should_exit = True  # not by uvicorn's own handler, which would repeat the signal at the end
