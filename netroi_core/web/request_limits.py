"""Limits of a request's address and headers, checked before anything else reads them."""

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from netroi_core.access.limits import MAX_ADDRESS_BYTES, MAX_HEADER_BYTES

_NO_STORE: Final = {"cache-control": "no-store"}
_ADDRESS_TOO_LONG: Final = "This address is too long. Check the link, or open NetROI’s first page."
_HEADERS_TOO_LARGE: Final = "Your browser sent too much data. Delete this site’s cookies, then reload the page."
_MESSAGE_TOO_BIG: Final = 1009  # a websocket's close code


class RequestLimits:
    """The ASGI middleware that refuses an address or headers longer than any of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it is too long."""
        refusal = _refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _MESSAGE_TOO_BIG, "reason": refusal[1]})
        else:
            await PlainTextResponse(refusal[1], refusal[0], _NO_STORE)(scope, receive, send)


def _refusal(scope: Scope) -> tuple[int, str] | None:
    """Return the status and the reason with which a request is refused; None if it isn't."""
    # As it was sent: a decoded character may have taken nine bytes.
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    if len(path) + len(scope.get("query_string", b"")) > MAX_ADDRESS_BYTES:
        return 414, _ADDRESS_TOO_LONG
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
        return 431, _HEADERS_TOO_LARGE
    return None
