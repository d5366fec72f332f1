"""The gate before all pages: it lets in who may come, tells the pages who it is, and nobody else can.

Personal: this very machine alone, whatever the server listens on. Hosted: everybody, each known by a cookie that was
given out here. Files that a page offers leave only to the visitor whose mark they carry.
"""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.access.guests import COOKIE_SECONDS, Guests
from netroi_core.access.hosting import LOOPBACK, Hosting
from netroi_core.access.visitors import HEADER, OWNER, Visitor, owner_mark, sealed
from netroi_core.web import policy

COOKIE: Final = "__Host-netroi"
CHANGE_PATH: Final = "/change-cookie"  # where a browser fetches the cookie that a page asked for on its behalf
MARK: Final = "; netroi="  # in a file's media type, before the mark of whose it is

# Of what Streamlit serves beside the pages, what this app needs; the rest is not there.
_SERVED: Final = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/upload_file/")
_NOT_SERVED: Final = ("/_stcore", "/component")
_NOT_PAGES: Final = ("/_stcore/", "/static/", "/media/", "/feed/", "/favicon.png", "/auth/", "/oauth2callback")
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_NOT_THIS_MACHINE: Final = (
    "This NetROI is personal: it serves only the machine that it runs on. To serve others, set NETROI_MODE=guests."
)
_NOT_THIS_NAME: Final = "NetROI is not reached by this name. Open it at the address that NETROI_URL names."
_NOT_FROM_HERE: Final = "This came from another site, so nothing was done."
_NOT_FOUND: Final = "There is nothing here."


class Gate:
    """An ASGI middleware.

    scripts: what the pages themselves may run, as policy.script_hashes tells it. plain: where no page of the app is.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosting: Hosting,
        guests: Callable[[], Guests],
        scripts: tuple[str, ...],
        plain: frozenset[str] = frozenset(),
    ) -> None:
        self._app, self._hosting, self._guests, self._scripts, self._plain = app, hosting, guests, scripts, plain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or let the app answer."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if scope["type"] == "websocket":
            if refusal is not None:
                await send({"type": "websocket.close", "code": 1008, "reason": refusal[1]})
                return
            await self._app(_introduced(scope, self._visitor(_cookie(headers))), receive, send)
            return
        answering = _Answering(send, self._told(headers))
        if refusal is not None:
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, answering)
        elif self._hosting.is_personal:
            await self._serve(scope, receive, answering, OWNER)
        else:
            await self._admit(scope, receive, answering, headers)

    async def _admit(self, scope: Scope, receive: Receive, send: "_Answering", headers: Headers) -> None:
        """Serve a guest, with a cookie of today where a page is opened."""
        cookie = _cookie(headers)
        if scope["path"] == CHANGE_PATH:
            changed = self._guests().changed_cookie(cookie)
            await _with_cookie(RedirectResponse("/", 303), changed)(scope, receive, send)
            return
        visitor = self._visitor(cookie)
        if scope["path"] not in self._plain and _opens_a_page(scope, headers):
            if visitor is None or cookie is None:
                send.cookie = self._guests().cookie()
            elif self._guests().is_stale(cookie):
                send.cookie = self._guests().cookie(visitor.name)
        await self._serve(scope, receive, send, visitor)

    async def _serve(self, scope: Scope, receive: Receive, send: "_Answering", visitor: Visitor | None) -> None:
        path: str = scope["path"]
        if path.startswith(_NOT_SERVED) and not path.startswith(_SERVED):
            await _nothing(scope, receive, send)
        elif path.startswith("/media/"):
            await self._app(_introduced(scope, visitor), receive, _Handing(scope, receive, send, visitor))
        else:
            await self._app(_introduced(scope, visitor), receive, send)

    def _visitor(self, cookie: str | None) -> Visitor | None:
        return OWNER if self._hosting.is_personal else self._guests().visitor(cookie)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Why a request is not answered at all: the status, and a sentence."""
        if self._hosting.is_personal:
            peer = scope.get("client")
            if peer is None or peer[0] not in LOOPBACK or any(name in headers for name in _FORWARDED):
                return 403, _NOT_THIS_MACHINE
        if len(headers.getlist("host")) != 1 or not self._hosting.answers_to(headers["host"]):
            return (403, _NOT_THIS_MACHINE) if self._hosting.is_personal else (421, _NOT_THIS_NAME)
        if (scope["type"] == "websocket" or scope["method"] not in _SAFE) and not _is_own(headers):
            return 403, _NOT_FROM_HERE
        return None

    def _told(self, headers: Headers) -> list[tuple[str, str]]:
        host = headers.get("host", "") if self._hosting.is_personal else str(self._hosting.host)
        return policy.headers(self._scripts, host, is_secure=self._hosting.is_secure)


class _Answering:
    """Sends what the app answers with our headers, and with a cookie if there is one to set."""

    def __init__(self, send: Send, headers: list[tuple[str, str]]) -> None:
        self._send, self._headers = send, headers
        self.cookie: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in self._headers:
                headers[name] = value
            if self.cookie is not None:
                _set_cookie(headers, self.cookie)
            if "strict-transport-security" in headers:
                message["headers"] = [_secured(*header) for header in message["headers"]]
        await self._send(message)


class _Handing:
    """Sends a file to the visitor whose mark its media type carries; to all others there is none."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor | None) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._mark = None if visitor is None else owner_mark(visitor)
        self._is_theirs = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kind, _, mark = headers.get("content-type", "").partition(MARK)
            self._is_theirs = self._mark is not None and mark.partition(".")[0] == self._mark
            if not self._is_theirs:
                await _nothing(self._scope, self._receive, self._send)
                return
            headers["content-type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
            headers["cache-control"] = "no-store"
        if self._is_theirs:
            await self._send(message)


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """The header, where it sets a cookie, such that the cookie never goes without https."""
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(_NOT_FOUND, 404, {"cache-control": "no-store"})(scope, receive, send)


def _introduced(scope: Scope, visitor: Visitor | None) -> Scope:
    """The request with our word on who it is, instead of whatever it said itself."""
    name = HEADER.encode()
    # WSGI's heirs take an underscore for a dash; so is whatever comes close.
    headers = [(key, value) for key, value in scope["headers"] if key.lower().replace(b"_", b"-") != name]
    if visitor is not None:
        headers.append((name, sealed(visitor).encode()))
    return {**scope, "headers": headers}


def _is_own(headers: Headers) -> bool:
    """Whether a browser says that one of our own pages asks; who says nothing at all is no browser."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower():
        return False
    return site in (None, "same-origin") and (site is not None or origin is not None)


def _opens_a_page(scope: Scope, headers: Headers) -> bool:
    return (
        scope["method"] == "GET"
        and headers.get("sec-fetch-dest", "document") == "document"
        and not scope["path"].startswith(_NOT_PAGES)
    )


def _cookie(headers: Headers) -> str | None:
    """Our cookie, if there is exactly one of it."""
    found = [
        value
        for line in headers.getlist("cookie")
        for name, _, value in (part.strip().partition("=") for part in line.split(";"))
        if name == COOKIE
    ]
    return found[0] if len(found) == 1 else None


def _with_cookie(response: Response, cookie: str | None) -> Response:
    response.headers["cache-control"] = "no-store"
    if cookie is not None:
        _set_cookie(response.headers, cookie)
    return response


def _set_cookie(headers: MutableHeaders, cookie: str) -> None:
    headers.append("set-cookie", f"{COOKIE}={cookie}; Path=/; Max-Age={COOKIE_SECONDS}; Secure; HttpOnly; SameSite=Lax")
    headers["cache-control"] = "private, no-store"
