"""Links with a secret token: from the address in somebody's hands to the page that it opens.

1. ``Links.create`` (netroi_core/sharing/links.py) makes the token and stores its hash with what the link opens;
   ``LinkPage.address`` gives the address that is sent: ``/s#token`` for a report.
2. A browser opens ``/s``, which public_routes.py routes to ``LinkEntry.handle``. Its answer is
   templates/landing.html.j2, whose script (in responses.py) posts the token from behind the # back to ``/s``.
3. ``LinkEntry.handle`` finds the link with ``Links.by_token`` and redirects to the page's ``target``, ``/shared``, with
   a signed cookie that names the link. So the address of what is shown reveals nothing.
4. The handler of ``/shared`` (report_page.py; of ``/feedback``, feedback_page.py; of ``/circles``, the app's own page)
   reads the cookie with ``LinkEntry.find_link``, which checks each time that the link is still valid.

Mistyped, expired and revoked links look alike.
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

from netroi_core.access import limits
from netroi_core.access.rate_limit import RateLimit
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import Link, LinkKind, Links
from netroi_core.web.responses import (
    html_response,
    invalid_link_response,
    rate_limit_key,
    read_form,
    too_many_tries_response,
)

LINK_COOKIE_SECONDS: Final = int(limits.LINK_COOKIE_LIFETIME.total_seconds())


@dataclass(frozen=True)
class LinkPage:
    """A page that takes the tokens of some kinds of links.

    Attributes:
        path: the page's address, without the token.
        target: the address of what its links open.
        title: what the link is called in a chat's preview, with its description.
    """

    path: str
    kinds: tuple[LinkKind, ...]
    target: str
    title: str
    description: str

    def address(self, token: str) -> str:
        """Return the address of a link, relative to the server's root."""
        return f"{self.path}#{token}"


REPORT: Final = LinkPage(
    "/s", ("report", "preview"), "/shared", "What networking returned",
    "Somebody shares a report with you: what their networking returned, and how sure that is.",
)  # fmt: skip
FEEDBACK: Final = LinkPage(
    "/f", ("feedback",), "/feedback", "What did you get from our connection?",
    "Somebody you know asks what knowing them brought you. The answer takes a minute, without an account.",
)  # fmt: skip
INVITATION: Final = LinkPage(
    "/c", ("invitation",), "/circles", "You are invited to a circle",
    "See where your networking stands among others. Nobody in it sees your name, an amount, or who else is in it.",
)  # fmt: skip


@dataclass(frozen=True)
class LinkServer:
    """The parts of a server that the pages behind links use.

    Attributes:
        secret: gives the key of its signatures.
        is_secure: True if browsers come by https.
    """

    links: Callable[[], Links]
    secret: Callable[[], str]
    is_secure: bool

    def signer(self, purpose: str) -> URLSafeTimedSerializer:
        """Return a signer of data that browsers keep, for one purpose."""
        return URLSafeTimedSerializer(self.secret(), salt=f"netroi.{purpose}")


class LinkEntry:
    """The entry by one kind of links: takes tokens, sets the link's cookie, and recognizes browsers by it."""

    def __init__(self, page: LinkPage, server: LinkServer) -> None:
        self._page, self._server = page, server
        self._attempts = RateLimit(*limits.LINK_TOKEN_RATE)
        self._cookie_name = f"{'__Host-' if server.is_secure else ''}netroi-{page.kinds[0]}"

    async def handle(self, request: Request) -> Response:
        """Answer a GET with the landing page, and a posted token with the way to what it opens."""
        page = self._page
        if request.method != "POST":
            return html_response("landing", page.title, page.description, path=page.path)
        token = (await read_form(request)).get("link", "").rpartition("#")[2].strip()
        if not self._attempts.allows(rate_limit_key(request)):
            return too_many_tries_response()
        link = await run_in_threadpool(self._server.links().by_token, token)
        if link is None or link.kind not in page.kinds:
            return invalid_link_response()
        return await self.redirect(link, is_unlocked=link.passphrase is None)

    async def find_link(self, request: Request) -> tuple[Link | None, bool]:
        """Return the valid link that this browser opened, and True if it needs no passphrase any more."""
        return await run_in_threadpool(self.find_link_by_cookie, request.cookies)

    def find_link_by_cookie(self, cookies: Mapping[str, str]) -> tuple[Link | None, bool]:
        """Return the same as ``find_link`` for a browser that sent these cookies."""
        if (cookie := cookies.get(self._cookie_name)) is None:
            return None, False
        try:
            link_id, is_unlocked = self._server.signer("shared").loads(cookie, max_age=LINK_COOKIE_SECONDS)
        except BadSignature:
            return None, False
        link = self._server.links().by_id(link_id)
        return (link, is_unlocked) if link is not None and link.kind in self._page.kinds else (None, False)

    async def redirect(self, link: Link, *, is_unlocked: bool) -> Response:
        """Redirect to what the link opens, with the link's cookie; count a view if it is unlocked."""
        cookie = await run_in_threadpool(lambda: self._server.signer("shared").dumps([link.id, is_unlocked]))
        # In the background: nobody waits for the count, and nobody is kept out if it fails.
        count = BackgroundTask(self._count_view, link.id) if is_unlocked else None
        response = RedirectResponse(self._page.target, 303, {"cache-control": "no-store"}, background=count)
        response.set_cookie(
            self._cookie_name, cookie, path="/", secure=self._server.is_secure, httponly=True, samesite="lax"
        )
        return response

    def _count_view(self, link_id: str) -> None:
        with suppress(NetROIError):
            self._server.links().count_view(link_id)
