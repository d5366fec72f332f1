"""The gate before all pages: it lets in who may come, tells the pages who it is, and nobody else can.

Personal: this very machine alone, whatever the server listens on. Hosted: everybody, each known by a cookie that was
given out here, or in passing where no cookie would come back. Files that a page offers leave only to the visitor whose
mark they carry; in passing, to who knows their address, which nobody can guess.
"""

from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.access.guests import COOKIE_SECONDS, Guests
from netroi_core.access.hosting import Hosting
from netroi_core.access.tokens import new_guest_id
from netroi_core.access.visitors import OWNER, VISITOR_HEADER, Visitor, owner_tag, signed
from netroi_core.errors import NetROIError
from netroi_core.web import security_headers
from netroi_core.web.request_info import COOKIE_PATH, is_from_this_machine, is_page_request

GUEST_COOKIE: Final = "__Host-netroi"
OWNER_PARAMETER: Final = "; netroi="  # in a file's media type, before the mark of whose it is

# Of what Streamlit serves beside the pages, what this app needs; the rest is not there.
_UPLOADS: Final = "/_stcore/upload_file/"
_SERVED: Final = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", _UPLOADS)
_NOT_SERVED: Final = ("/_stcore", "/component")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_NOT_THIS_MACHINE: Final = (
    "This NetROI is personal: it serves only the machine that it runs on. To serve others, set NETROI_MODE=guests."
)
_NOT_THIS_NAME: Final = "NetROI is not reached by this name. Open it at the address that NETROI_URL names."
_NOT_FROM_HERE: Final = "This came from another site, so nothing was done."
_LATER: Final = "NetROI can't tell now who you are. Try again in a moment."
_NOT_FOUND: Final = "There is nothing here."
_NOT_KEPT: Final = {"cache-control": "no-store"}


class AccessMiddleware:
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
        if self._hosting.is_streamlit_cloud:
            scope = _named(scope, self._hosting.host)
        if scope["type"] == "websocket":
            if refusal is not None:
                await send({"type": "websocket.close", "code": 1008, "reason": refusal[1]})
                return
            try:
                visitor = OWNER if self._hosting.is_personal else (await self._known(scope, headers))[0]
            except NetROIError:
                await send({"type": "websocket.close", "code": 1013, "reason": _LATER})
                return
            await self._app(_introduced(scope, visitor or self._passer_by()), receive, send)
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
        try:
            visitor, cookie = await self._known(scope, headers)
        except NetROIError as failure:
            await PlainTextResponse(str(failure), 503, _NOT_KEPT)(scope, receive, send)
            return
        send.cookie = cookie
        if scope["path"] == COOKIE_PATH:
            if cookie is None:
                # Said so, as a proxy then asks another process, where the page may have been; people are sent on.
                await PlainTextResponse(_NOT_FOUND, 404, {**_NOT_KEPT, "refresh": "0; url=/"})(scope, receive, send)
            else:
                await RedirectResponse("/", 303, _NOT_KEPT)(scope, receive, send)
            return
        await self._serve(scope, receive, send, visitor)

    async def _known(self, scope: Scope, headers: Headers) -> tuple[Visitor | None, str | None]:
        """Who a guest is, and the cookie to give them, if there is one. NetROIError if that can't be told now."""
        # In a thread: what is in force may be in a database, which nobody else is to wait for.
        return await run_in_threadpool(self._asked, scope, headers)

    def _asked(self, scope: Scope, headers: Headers) -> tuple[Visitor | None, str | None]:
        guests, cookie = self._guests(), _cookie(headers)
        if scope["path"] in self._plain or scope["path"].startswith("/static/"):
            return None, None  # the same for everybody
        if scope["type"] == "http" and scope["path"] == COOKIE_PATH:
            return None, guests.changed_cookie(cookie)
        visitor = guests.visitor(cookie)
        if self._hosting.is_streamlit_cloud or not is_page_request(scope):
            return visitor, None
        if visitor is None or cookie is None:
            return visitor, guests.cookie()
        return visitor, guests.cookie(visitor.name) if guests.is_stale(cookie) else None

    async def _serve(self, scope: Scope, receive: Receive, send: "_Answering", visitor: Visitor | None) -> None:
        path: str = scope["path"]
        if path.startswith(_NOT_SERVED) and not path.startswith(_SERVED):
            await _nothing(scope, receive, send)
        elif path.startswith(_UPLOADS):
            await self._app(_introduced(scope, visitor), receive, _to_an_open_page(send))
        elif path.startswith("/media/"):
            handing = _Handing(scope, receive, send, visitor, to_anyone=self._hosting.is_streamlit_cloud)
            await self._app(_introduced(scope, visitor), receive, handing)
        else:
            await self._app(_introduced(scope, visitor), receive, send)

    def _passer_by(self) -> Visitor | None:
        return Visitor("passing", new_guest_id()) if self._hosting.is_streamlit_cloud else None

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Why a request is not answered at all: the status, and a sentence."""
        if self._hosting.is_personal and not is_from_this_machine(scope):
            return 403, _NOT_THIS_MACHINE
        if len(headers.getlist("host")) != 1 or not self._hosting.answers_to(headers["host"]):
            return (403, _NOT_THIS_MACHINE) if self._hosting.is_personal else (421, _NOT_THIS_NAME)
        if (scope["type"] == "websocket" or scope["method"] not in _SAFE) and not _is_own(headers, self._hosting):
            return 403, _NOT_FROM_HERE
        return None

    def _told(self, headers: Headers) -> list[tuple[str, str]]:
        host = headers.get("host", "") if self._hosting.is_personal else self._hosting.host
        return security_headers.security_headers(
            self._scripts, host, is_secure=self._hosting.is_secure, is_framed=self._hosting.is_streamlit_cloud
        )


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
    """Sends a file to the visitor whose mark its media type carries; to all others there is none.

    to_anyone: who asks is not known; a file's address tells of its mark, so nobody else can know it.
    """

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, visitor: Visitor | None, *, to_anyone: bool = False
    ) -> None:
        self._scope, self._receive, self._send, self._to_anyone = scope, receive, send, to_anyone
        self._mark = None if visitor is None else owner_tag(visitor)
        self._is_theirs = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kind, _, mark = headers.get("content-type", "").partition(OWNER_PARAMETER)
            whose = mark.partition(".")[0]
            self._is_theirs = bool(whose) and (self._to_anyone or whose == self._mark)
            if not self._is_theirs:
                await _nothing(self._scope, self._receive, self._send)
                return
            headers["content-type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
            headers["cache-control"] = "no-store"
        if self._is_theirs:
            await self._send(message)


def _to_an_open_page(send: Send) -> Send:
    """Sends what an upload is answered; to one for a page that is not open here, that there is none.

    Streamlit calls it a bad request, which a proxy would not try at the process where the page is.
    """

    async def sent(message: Message) -> None:
        if message.get("status") == 400:
            message = {**message, "status": 404}
        await send(message)

    return sent


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """The header, where it sets a cookie, such that the cookie never goes without https."""
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(_NOT_FOUND, 404, _NOT_KEPT)(scope, receive, send)


def _introduced(scope: Scope, visitor: Visitor | None) -> Scope:
    """The request with our word on who it is, instead of whatever it said itself."""
    name = VISITOR_HEADER.encode()
    # WSGI's heirs take an underscore for a dash; so is whatever comes close.
    headers = [(key, value) for key, value in scope["headers"] if key.lower().replace(b"_", b"-") != name]
    if visitor is not None:
        headers.append((name, signed(visitor).encode()))
    return {**scope, "headers": headers}


def _named(scope: Scope, host: str | None) -> Scope:
    """The request as if it came by the name that browsers use: Streamlit compares that with the page's."""
    if host is None:
        return scope
    headers = [(key, value) for key, value in scope["headers"] if key.lower() != b"host"]
    return {**scope, "headers": [*headers, (b"host", host.encode())]}


def _is_own(headers: Headers, hosting: Hosting) -> bool:
    """Whether a browser says that one of our own pages asks; who says nothing at all is no browser."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if origin is not None and not hosting.is_own(origin, headers.get("host", "")):
        return False
    return site in (None, "same-origin") and (site is not None or origin is not None)


def _cookie(headers: Headers) -> str | None:
    """Our cookie, if there is exactly one of it."""
    found = [
        value
        for line in headers.getlist("cookie")
        for name, _, value in (part.strip().partition("=") for part in line.split(";"))
        if name == GUEST_COOKIE
    ]
    return found[0] if len(found) == 1 else None


def _set_cookie(headers: MutableHeaders, cookie: str) -> None:
    headers.append(
        "set-cookie", f"{GUEST_COOKIE}={cookie}; Path=/; Max-Age={COOKIE_SECONDS}; Secure; HttpOnly; SameSite=Lax"
    )
    headers["cache-control"] = "private, no-store"
