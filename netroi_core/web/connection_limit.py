"""How many pages may be open at once, each with its websocket: from anywhere, and fewer from one network address.

Once the end of the server began, nothing more that a page sends is passed on: who sent it was told of no success, and
goes on at another process.
"""

from collections import Counter
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.access.hosting import Hosting
from netroi_core.web.request_info import client_network, is_page_request
from netroi_core.web.shutdown import Shutdown

MOST: Final = 1000
MOST_OF_ONE: Final = 50

_TRY_AGAIN_LATER: Final = 1013
_TOO_MANY: Final = "This server has as many visitors as it can serve. Try again in a few minutes."
_TOO_MANY_OF_ONE: Final = "Too many pages are open from your network. Close some, then reload."


class ConnectionLimit:
    """An ASGI middleware before the gate; the owner of a personal server is not counted.

    A websocket too many is refused before it is accepted, because a page would at once try again otherwise; whoever
    opens one more page then is shown the reason instead of it.
    """

    def __init__(
        self, app: ASGIApp, hosting: Hosting, shutdown: Shutdown, most: int = MOST, most_of_one: int = MOST_OF_ONE
    ) -> None:
        self._app, self._hosting, self._shutdown = app, hosting, shutdown
        self._most, self._most_of_one = most, most_of_one
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, unless there are too many."""
        is_socket = scope["type"] == "websocket"
        refusal = self._refusal(client_network(scope)) if is_socket or is_page_request(scope) else None
        if is_socket and self._shutdown.began:
            await _turn_away(send)
        elif is_socket and refusal is not None:
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER, "reason": refusal})
        elif is_socket:
            await self._talk(scope, receive, send)
        elif refusal is not None:
            await PlainTextResponse(refusal, 429, {"cache-control": "no-store"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a websocket as long as it is open, and pass on what is sent until the end."""
        origin = client_network(scope)

        async def received() -> Message:
            message = await receive()
            while self._shutdown.began and message["type"] == "websocket.receive":
                message = await receive()
            return message

        self._open[origin] += 1
        try:
            await self._app(scope, received, send)
        finally:
            self._open[origin] -= 1
            self._open += Counter()  # forgets who has none open

    def _refusal(self, origin: str) -> str | None:
        if self._hosting.is_personal:
            return None
        # There a proxy's address is all that can be seen of anybody.
        if self._open[origin] >= self._most_of_one and not self._hosting.is_streamlit_cloud:
            return _TOO_MANY_OF_ONE
        return _TOO_MANY if self._open.total() >= self._most else None


async def _turn_away(send: Send) -> None:
    """Answer like a server that is not there, so that a proxy asks another."""
    await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})
