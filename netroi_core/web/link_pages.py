"""Where links come in: a plain page takes the token, and leaves a cookie that says which link was opened.

The address that is sent ends in #token. Its page posts the token; the answer is the cookie, and the way to what the
link opens, under an address that tells nothing. Whether the link is still in force is asked each time. Wrong, expired
and taken back look alike.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from netroi_core.access.rate_limit import RateLimit
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import Link, LinkKind, Links
from netroi_core.web.responses import address, form, nothing, shown, too_often

SECONDS: Final = 24 * 3600
"""How long a browser is known by the link that it opened."""


@dataclass(frozen=True)
class LinkPage:
    """Where links of some kinds come in, and where they lead. title and about: what the link looks like in a chat."""

    path: str
    kinds: tuple[LinkKind, ...]
    leads_to: str
    title: str
    about: str

    def address(self, token: str) -> str:
        """The address of the link that this token opens, from the server's root on."""
        return f"{self.path}#{token}"


@dataclass(frozen=True)
class LinkServer:
    """What the pages behind links ask of the server that they are on.

    secret: what its signatures are made with. is_secure: whether browsers reach it by https.
    """

    links: Callable[[], Links]
    secret: Callable[[], str]
    is_secure: bool

    def signing(self, purpose: str) -> URLSafeTimedSerializer:
        """Signs for one purpose what is handed to a browser, and knows it again."""
        return URLSafeTimedSerializer(self.secret(), salt=f"netroi.{purpose}")


class LinkEntry:
    """Lets browsers in by a door, and knows them again."""

    def __init__(self, door: LinkPage, server: LinkServer) -> None:
        self._door, self._server = door, server
        self._tries = RateLimit(300, 600)

    async def enter(self, request: Request) -> Response:
        """The page that a link's address opens, and the answer to the token that it posts."""
        door = self._door
        if request.method != "POST":
            return shown("landing", door.title, door.about, path=door.path)
        token = (await form(request)).get("link", "").rpartition("#")[2].strip()
        if not self._tries.allows(address(request)):
            return too_often()
        link = await run_in_threadpool(self._server.links().opened_by, token)
        if link is None or link.kind not in door.kinds:
            return nothing()
        return await self.let_in(link, is_open=link.passphrase is None)

    async def came_by(self, request: Request) -> tuple[Link | None, bool]:
        """The link that this browser came in by, if it is still in force, and whether what it opens may be seen."""
        return await run_in_threadpool(self.known, request.cookies)

    def known(self, cookies: Mapping[str, str]) -> tuple[Link | None, bool]:
        """The same of a browser that sent these cookies."""
        if (cookie := cookies.get(self._cookie)) is None:
            return None, False
        try:
            name, is_open = self._server.signing("shared").loads(cookie, max_age=SECONDS)
        except BadSignature:
            return None, False
        link = self._server.links().named(name)
        return (link, is_open) if link is not None and link.kind in self._door.kinds else (None, False)

    async def let_in(self, link: Link, *, is_open: bool) -> Response:
        """The way to what the link opens, with the cookie that this browser is known by; counted where it is open."""
        cookie = await run_in_threadpool(lambda: self._server.signing("shared").dumps([link.name, is_open]))
        counted = BackgroundTask(self._count, link.name) if is_open else None
        response = RedirectResponse(self._door.leads_to, 303, {"cache-control": "no-store"}, background=counted)
        response.set_cookie(
            self._cookie, cookie, path="/", secure=self._server.is_secure, httponly=True, samesite="lax"
        )
        return response

    def _count(self, name: str) -> None:
        """Count a view once it is under way: nobody waits for that, and nobody is kept out where it fails."""
        with suppress(NetROIError):
            self._server.links().count_view(name)

    @property
    def _cookie(self) -> str:
        return f"{'__Host-' if self._server.is_secure else ''}netroi-{self._door.kinds[0]}"
