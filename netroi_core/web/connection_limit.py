"""Connection limits: how many pages may be open at once, each with its websocket, in total and per network.

Once the shutdown has begun, nothing more that a page sends is passed on: the visitor has been told of no success, and
goes on at another process.
"""

from collections import Counter
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import MAX_OPEN_PAGES, MAX_OPEN_PAGES_PER_NETWORK
from netroi_core.web.request_info import client_network, is_page_request
from netroi_core.web.shutdown import Shutdown

_TRY_AGAIN_LATER: Final = 1013  # a websocket's close code
_TOO_MANY: Final = "This server has as many visitors as it can serve. Try again in a few minutes."
_TOO_MANY_FROM_NETWORK: Final = "Too many pages are open from your network. Close some, then reload."


class ConnectionLimit:
    """The ASGI middleware that counts open pages; the owner of a personal server is not limited."""

    def __init__(
        self,
        app: ASGIApp,
        hosting: Hosting,
        shutdown: Shutdown,
        max_total: int = MAX_OPEN_PAGES,
        max_per_network: int = MAX_OPEN_PAGES_PER_NETWORK,
    ) -> None:
        self._app, self._hosting, self._shutdown = app, hosting, shutdown
        self._max_total, self._max_per_network = max_total, max_per_network
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it would open a page too many."""
        is_websocket = scope["type"] == "websocket"
        refusal = self._refusal(client_network(scope)) if is_websocket or is_page_request(scope) else None
        if is_websocket and self._shutdown.has_begun:
            await _send_unavailable(send)
        elif is_websocket and refusal is not None:
            # Before it is accepted: a page whose websocket was closed afterwards would try again at once.
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER, "reason": refusal})
        elif is_websocket:
            await self._serve_websocket(scope, receive, send)
        elif refusal is not None:
            await PlainTextResponse(refusal, 429, {"cache-control": "no-store"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _serve_websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        network = client_network(scope)

        async def receive_until_shutdown() -> Message:
            message = await receive()
            while self._shutdown.has_begun and message["type"] == "websocket.receive":
                message = await receive()
            return message

        self._open[network] += 1
        try:
            await self._app(scope, receive_until_shutdown, send)
        finally:
            self._open[network] -= 1
            self._open += Counter()  # drops the networks at 0

    def _refusal(self, network: str) -> str | None:
        if self._hosting.is_personal:
            return None
        # On Streamlit Community Cloud all requests come from the proxy's address.
        if self._open[network] >= self._max_per_network and not self._hosting.is_streamlit_cloud:
            return _TOO_MANY_FROM_NETWORK
        return _TOO_MANY if self._open.total() >= self._max_total else None


async def _send_unavailable(send: Send) -> None:
    # As a status and not as a close code, so that a proxy tries another process.
    await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})
