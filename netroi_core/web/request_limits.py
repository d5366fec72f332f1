"""Limits of a request: the size of its address and headers, before anything else reads them, and its time."""

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.access.limits import BODY_SECONDS, MAX_ADDRESS_BYTES, MAX_HEADER_BYTES
from netroi_core.web.plain_pages import refusal_response

_ADDRESS_TOO_LONG: Final = "This address is too long. Check the link, or open NetROI’s home page."
_HEADERS_TOO_LARGE: Final = "Your browser sent too much data. Delete this site’s cookies, then reload the page."
_MESSAGE_TOO_BIG: Final = 1009  # a websocket's close code


class RequestLimits:
    """The ASGI middleware that refuses overlong addresses and headers, and times out bodies that arrive too slowly.

    To the middleware behind it, a body that timed out looks like a client that disconnected.
    """

    def __init__(self, app: ASGIApp, body_seconds: float = BODY_SECONDS) -> None:
        self._app, self._body_seconds = app, body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it is too long."""
        refusal = _refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._app(scope, self._in_time(receive) if scope["type"] == "http" else receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _MESSAGE_TOO_BIG, "reason": refusal[1]})
        else:
            await refusal_response(scope, *refusal)(scope, receive, send)

    def _in_time(self, receive: Receive) -> Receive:
        """Return a ``receive`` that gives up a body that is not complete in time."""
        ends = asyncio.get_running_loop().time() + self._body_seconds
        is_complete = False

        async def receive_in_time() -> Message:
            nonlocal is_complete
            if is_complete:  # only the disconnect follows, whenever it comes
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0, ends - asyncio.get_running_loop().time()))
            except TimeoutError:
                return {"type": "http.disconnect"}
            is_complete = not message.get("more_body", False)
            return message

        return receive_in_time


def _refusal(scope: Scope) -> tuple[int, str] | None:
    """Return the status and the reason with which a request is refused; None if it isn't."""
    # As it was sent: a decoded character may have taken nine bytes.
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    if len(path) + len(scope.get("query_string", b"")) > MAX_ADDRESS_BYTES:
        return 414, _ADDRESS_TOO_LONG
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
        return 431, _HEADERS_TOO_LARGE
    return None
