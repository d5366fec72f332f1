"""The access middleware, in front of every page: decides who may come in and tells the pages who it is.

A personal server serves its own machine only, whatever it listens on. A hosted one serves everybody, recognized by a
cookie, or by the connection where no cookie would come back. Downloads are sent only to the visitor whose tag they
carry (``owner_tag``); without cookies, to whoever knows their address, which can't be guessed.
"""

from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.access.guests import Guests
from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import GUEST_COOKIE_LIFETIME
from netroi_core.access.visitors import OWNER, VISITOR_HEADER, Visitor, new_guest_id, owner_tag, signed
from netroi_core.errors import NetROIError
from netroi_core.web.headers import (
    COOKIE_PATH,
    STATIC_PATH,
    UPLOADS_PATH,
    is_from_this_machine,
    is_page_request,
    security_headers,
)
from netroi_core.web.plain_pages import NO_STORE, refusal_response

GUEST_COOKIE: Final = "__Host-netroi"
OWNER_PARAMETER: Final = "; netroi="
"""The parameter of a download's media type that holds its owner's tag; never sent to the browser."""

# Of the paths that Streamlit serves beside its pages, this app needs these; the others answer 404.
_SERVED: Final = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", UPLOADS_PATH)
_NOT_SERVED: Final = ("/_stcore", "/component")
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_OTHER_MACHINE: Final = (
    "This NetROI is for personal use: it can be opened only on its own machine. To serve others, set "
    "NETROI_MODE=guests."
)
_OTHER_HOST: Final = "NetROI can’t be opened at this address. Use the one in NETROI_URL, or ask whoever runs it."
_OTHER_ORIGIN: Final = "This request came from another site, so it was blocked."
_UNAVAILABLE: Final = "NetROI can’t check who you are right now. Try again in a moment."
_NOT_FOUND: Final = "This page doesn’t exist."


class AccessMiddleware:
    """The ASGI middleware.

    Args:
        inline_scripts: the ``script_hashes`` of the pages.
        public_paths: the paths that are the same for everybody, so that nobody gets a cookie there.
        one_click_paths: the paths that mail programs post to from any origin; only the secret in the address counts.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosting: Hosting,
        guests: Callable[[], Guests],
        inline_scripts: tuple[str, ...],
        public_paths: frozenset[str] = frozenset(),
        one_click_paths: frozenset[str] = frozenset(),
    ) -> None:
        self._app, self._hosting, self._guests = app, hosting, guests
        self._inline_scripts, self._public_paths = inline_scripts, public_paths
        self._one_click_paths = one_click_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, answer it, or pass it on with its visitor."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if self._hosting.is_streamlit_cloud and self._hosting.host is not None:
            # Streamlit compares the Host header with the page's origin, so it must be the name that browsers use.
            scope = _with_header(scope, "host", self._hosting.host)
        if scope["type"] == "websocket":
            await self._handle_websocket(scope, receive, send, headers, refusal)
            return
        # Files have no inline scripts, and a first visit fetches seventy of them: their hashes would take 20 kB.
        inline_scripts = () if scope["path"].startswith(STATIC_PATH) else self._inline_scripts
        own = security_headers(self._hosting, inline_scripts, headers.get("host", ""))
        if refusal is not None:
            await refusal_response(scope, *refusal)(scope, receive, _with_headers(send, own))
        elif self._hosting.is_personal:
            await self._serve(scope, receive, _with_headers(send, own), OWNER)
        else:
            await self._handle_guest(scope, receive, send, headers, own)

    async def _handle_websocket(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, refusal: tuple[int, str] | None
    ) -> None:
        if refusal is not None:
            await send({"type": "websocket.close", "code": 1008, "reason": refusal[1]})
            return
        try:
            visitor = OWNER if self._hosting.is_personal else (await self._visitor_and_cookie(scope, headers))[0]
        except NetROIError:
            await send({"type": "websocket.close", "code": 1013, "reason": _UNAVAILABLE})
            return
        if visitor is None and self._hosting.is_streamlit_cloud:
            visitor = Visitor("cookieless", new_guest_id())
        await self._app(_with_visitor(scope, visitor), receive, send)

    async def _handle_guest(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, own: dict[str, str]
    ) -> None:
        try:
            visitor, cookie = await self._visitor_and_cookie(scope, headers)
        except NetROIError as error:
            await refusal_response(scope, 503, str(error))(scope, receive, _with_headers(send, own))
            return
        send = _with_headers(send, own, cookie)
        if scope["path"] != COOKIE_PATH:
            await self._serve(scope, receive, send, visitor)
        elif cookie is not None:
            await RedirectResponse("/", 303, NO_STORE)(scope, receive, send)
        else:
            # 404, so that a proxy asks another process, where the page may have been; people are sent to the start.
            response = refusal_response(scope, 404, _NOT_FOUND)
            response.headers["refresh"] = "0; url=/"
            await response(scope, receive, send)

    async def _visitor_and_cookie(self, scope: Scope, headers: Headers) -> tuple[Visitor | None, str | None]:
        """Return the guest and the cookie to set, if there are any; raise NetROIError while the store is down."""
        # In a thread: credentials may be in a database, and nobody else is to wait for it.
        return await run_in_threadpool(self._identify, scope, headers)

    def _identify(self, scope: Scope, headers: Headers) -> tuple[Visitor | None, str | None]:
        guests, cookie = self._guests(), _guest_cookie(headers)
        if scope["path"] in self._public_paths or scope["path"].startswith(STATIC_PATH):
            return None, None
        if scope["type"] == "http" and scope["path"] == COOKIE_PATH:
            return None, guests.take_pending_cookie(cookie)
        visitor = guests.visitor(cookie)
        if self._hosting.is_streamlit_cloud or not is_page_request(scope):
            return visitor, None
        if visitor is None or cookie is None:
            return visitor, guests.cookie()
        return visitor, guests.cookie(visitor.name) if guests.needs_renewal(cookie) else None

    async def _serve(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor | None) -> None:
        path: str = scope["path"]
        if path.startswith(_NOT_SERVED) and not path.startswith(_SERVED):
            await refusal_response(scope, 404, _NOT_FOUND)(scope, receive, send)
            return
        if path.startswith(UPLOADS_PATH):
            send = _not_found_instead_of_bad_request(send)
        elif path.startswith("/media/"):
            # Where visitors can't be recognized, the address of a file stands for its owner.
            send = _for_its_owner(scope, receive, send, visitor, is_for_anyone=self._hosting.is_streamlit_cloud)
        await self._app(_with_visitor(scope, visitor), receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Return the status and the reason with which a request is refused; None if it isn't."""
        if self._hosting.is_personal and not is_from_this_machine(scope):
            return 403, _OTHER_MACHINE
        if len(headers.getlist("host")) != 1 or not self._hosting.is_own_host(headers["host"]):
            return (403, _OTHER_MACHINE) if self._hosting.is_personal else (421, _OTHER_HOST)
        if scope["type"] == "http" and scope["path"] in self._one_click_paths:
            return None
        changes = scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS
        return (403, _OTHER_ORIGIN) if changes and not _is_same_origin(headers, self._hosting) else None


def _with_headers(send: Send, own: dict[str, str], cookie: str | None = None) -> Send:
    """Return a ``send`` that adds the security headers, and a guest's cookie if there is one to set."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(own)
            if cookie is not None:
                _set_guest_cookie(headers, cookie)
            if "strict-transport-security" in headers:
                message["headers"] = [_with_secure_cookie(*header) for header in message["headers"]]
        await send(message)

    return send_with_headers


def _for_its_owner(scope: Scope, receive: Receive, send: Send, visitor: Visitor | None, *, is_for_anyone: bool) -> Send:
    """Return a ``send`` that passes on a file only to the visitor whose tag its media type carries; others get 404."""
    visitor_tag = None if visitor is None else owner_tag(visitor)
    is_allowed = False

    async def send_to_owner(message: Message) -> None:
        nonlocal is_allowed
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            media_type, _, parameter = headers.get("content-type", "").partition(OWNER_PARAMETER)
            file_tag = parameter.partition(".")[0]
            is_allowed = bool(file_tag) and (is_for_anyone or file_tag == visitor_tag)
            if not is_allowed:
                await refusal_response(scope, 404, _NOT_FOUND)(scope, receive, send)
                return
            headers["content-type"] = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
            headers["cache-control"] = "no-store"
        if is_allowed:
            await send(message)

    return send_to_owner


def _not_found_instead_of_bad_request(send: Send) -> Send:
    # Streamlit answers 400 to an upload for a page that is not open in this process; at a 404, a proxy tries another.
    async def send_status(message: Message) -> None:
        await send({**message, "status": 404} if message.get("status") == 400 else message)

    return send_status


def _with_secure_cookie(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


def _with_visitor(scope: Scope, visitor: Visitor | None) -> Scope:
    """Return the request with our visitor header in place of any that it came with."""
    return _with_header(scope, VISITOR_HEADER, None if visitor is None else signed(visitor))


def _with_header(scope: Scope, name: str, value: str | None) -> Scope:
    # WSGI servers read an underscore as a dash, so a forged header may be spelled with either.
    headers = [header for header in scope["headers"] if header[0].lower().replace(b"_", b"-") != name.encode()]
    own = [] if value is None else [(name.encode(), value.encode())]
    return {**scope, "headers": headers + own}


def _is_same_origin(headers: Headers, hosting: Hosting) -> bool:
    """Return True if a browser says that one of our own pages sent it; a client that says nothing is no browser."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if origin is not None and not hosting.is_own_origin(origin, headers.get("host", "")):
        return False
    return site in (None, "same-origin") and (site is not None or origin is not None)


def _guest_cookie(headers: Headers) -> str | None:
    # Of two cookies with our name neither counts, as nobody can tell which is ours.
    cookies = [
        value
        for line in headers.getlist("cookie")
        for name, _, value in (part.strip().partition("=") for part in line.split(";"))
        if name == GUEST_COOKIE
    ]
    return cookies[0] if len(cookies) == 1 else None


def _set_guest_cookie(headers: MutableHeaders, cookie: str) -> None:
    seconds = int(GUEST_COOKIE_LIFETIME.total_seconds())
    headers.append("set-cookie", f"{GUEST_COOKIE}={cookie}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
    headers["cache-control"] = "private, no-store"
