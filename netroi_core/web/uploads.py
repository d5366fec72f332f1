"""Upload limits: only into one's own page, and no more bytes at once than a visitor, a network and the server may have.

Streamlit keeps each uploaded file in memory until its page is closed or drops it, and takes any number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from netroi_core.access import limits
from netroi_core.access.hosting import Hosting
from netroi_core.access.visitors import VISITOR_HEADER, Visitor, verified
from netroi_core.web.headers import UPLOADS_PATH, client_network
from netroi_core.web.plain_pages import NO_STORE

_MEGABYTE: Final = 1024**2
_MOST_DISCARDED: Final = (limits.MAX_UPLOAD_MEGABYTES + 1) * _MEGABYTE
_NOT_FOUND: Final = "This page doesn’t exist."
_TOO_SLOW: Final = "The file didn’t arrive in time. Check your connection, then upload it again."
_TOO_MUCH: Final = (
    f"You uploaded more than {limits.MAX_UPLOADED_BYTES_PER_VISITOR // _MEGABYTE} MB at once. Remove some files, or "
    "import them first, then upload more."
)
_TOO_MUCH_FOR_NOW: Final = "Too many files are being uploaded right now. Try again in a few minutes."


@dataclass(frozen=True)
class Upload:
    """The files that one page holds, or one that is about to arrive: whose they are, and how large."""

    visitor: Visitor | None
    network: str | None
    size_bytes: int


class UploadLimits:
    """The ASGI middleware that refuses uploads to others' pages and beyond the limits; AccessMiddleware comes first.

    Args:
        page_owner: returns the visitor of the open page with this session id; None if there is no such page.
        held: returns what the open pages hold.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosting: Hosting,
        page_owner: Callable[[str], Visitor | None],
        held: Callable[[], Iterable[Upload]],
    ) -> None:
        self._app, self._hosting, self._page_owner, self._held = app, hosting, page_owner, held
        self._arriving: list[Upload] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it is an upload to refuse."""
        if scope["type"] != "http" or not scope["path"].startswith(UPLOADS_PATH) or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        visitor = verified(headers.get(VISITOR_HEADER))
        if not self._is_own_page(scope["path"], visitor):
            await PlainTextResponse(_NOT_FOUND, 404, NO_STORE)(scope, receive, send)
        elif scope["method"] != "PUT":
            await self._app(scope, receive, send)
        else:
            upload = Upload(visitor, client_network(scope, self._hosting), _announced_bytes(headers))
            await self._take_in(upload, scope, receive, send)

    async def _take_in(self, upload: Upload, scope: Scope, receive: Receive, send: Send) -> None:
        if (refusal := self._refusal(upload)) is not None:
            await _discard_body(receive)
            await PlainTextResponse(refusal, 413, NO_STORE)(scope, receive, send)
            return
        self._arriving.append(upload)
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            await PlainTextResponse(_TOO_SLOW, 408, NO_STORE)(scope, receive, send)
        finally:
            self._arriving.remove(upload)

    def _is_own_page(self, path: str, visitor: Visitor | None) -> bool:
        owner = self._page_owner(path.removeprefix(UPLOADS_PATH).partition("/")[0])
        if owner is None:
            return False
        # Where no cookie comes back, only the connection says who somebody is, and the page's id has to do.
        if owner.kind == "cookieless":
            return self._hosting.is_streamlit_cloud
        return _is_same(visitor, owner)

    def _refusal(self, upload: Upload) -> str | None:
        """Return the reason why an upload would be too much, if it would."""
        if self._hosting.is_personal:
            return None
        uploads = [*self._held(), *self._arriving, upload]
        visitor, network = upload.visitor, upload.network
        if visitor is not None and _total(uploads, lambda other: _is_same(other.visitor, visitor)) > (
            limits.MAX_UPLOADED_BYTES_PER_VISITOR
        ):
            return _TOO_MUCH
        of_network = _total(uploads, lambda other: other.network == network)
        if network is not None and of_network > limits.MAX_UPLOADED_BYTES_PER_NETWORK:
            return _TOO_MUCH_FOR_NOW
        return _TOO_MUCH_FOR_NOW if _total(uploads, lambda _: True) > limits.MAX_UPLOADED_BYTES else None


async def _discard_body(receive: Receive) -> None:
    """Read the rest of a body and drop it: a browser that is disconnected while it sends never sees the answer."""
    size, has_more = 0, True
    while has_more and size < _MOST_DISCARDED:
        message = await receive()
        size += len(message.get("body", b""))
        has_more = message.get("more_body", False)


def _announced_bytes(headers: Headers) -> int:
    """Return the size of a request's body, the largest possible if it doesn't say."""
    text = headers.get("content-length", "")
    # A body that comes in chunks may be larger than the length beside it.
    if "transfer-encoding" in headers or not (text.isascii() and text.isdigit()):
        return limits.MAX_UPLOAD_MEGABYTES * _MEGABYTE
    return int(text.lstrip("0")[:12] or "0")


def _is_same(one: Visitor | None, other: Visitor) -> bool:
    return one is not None and (one.kind, one.name) == (other.kind, other.name)


def _total(uploads: Iterable[Upload], counts: Callable[[Upload], bool]) -> int:
    return sum(upload.size_bytes for upload in uploads if counts(upload))
