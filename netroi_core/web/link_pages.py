"""Links with a secret token: from the address in somebody's hands to the page that it opens.

1. ``Links.create`` (netroi_core/sharing/links.py) makes the token and stores its hash with what the link opens;
   ``LinkPage.address`` gives the address that is sent: ``/s#token`` for a report.
2. A browser opens ``/s``, which public_routes.py routes to ``LinkEntry.handle``. Its answer is
   templates/landing.html.j2, whose script posts the token from behind the # back to ``/s``.
3. ``LinkEntry.handle`` finds the link with ``Links.by_token`` and redirects to the page's ``target``, ``/shared``, with
   a signed cookie that names the link. So the address of what is shown reveals nothing.
4. The handler of ``/shared`` (in public_routes.py; of ``/circles``, the app's own page) reads the cookie with
   ``LinkEntry.find_link``, which checks each time that the link is still valid.

Mistyped, expired and revoked links look alike.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from netroi_core.access import limits
from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import RateLimit
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import InvalidLink, Link, LinkKind, Links
from netroi_core.web.headers import client_network
from netroi_core.web.plain_pages import NO_STORE, html_response

Form = Mapping[str, str]
Handler = Callable[[Request, Form], Response]
"""A function from a request and the fields that it posted to a response; it may block, and runs in a thread."""

LINK_COOKIE_SECONDS: Final = int(limits.LINK_SIGNATURE_LIFETIME.total_seconds())


class FormTooLarge(NetROIError):
    """A form larger than any of ours."""

    sentence = "Your text is too long. Shorten it, then send it again."


class TriedTooOften(NetROIError):
    """More attempts than a rate limit allows."""

    sentence = "There have been too many attempts from your internet connection or with this link."


_INVALID_LINK: Final = "It may have expired or been revoked, or part of it is missing. Ask the sender for a new one."
_ERROR_PAGES: Final[Mapping[type[NetROIError], tuple[int, str]]] = {
    InvalidLink: (404, _INVALID_LINK),
    FormTooLarge: (413, ""),
    TriedTooOften: (429, "Wait a few minutes, then open the link again."),
}


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
    "Someone shared a report with you: what their networking returned, and how certain that is.",
)  # fmt: skip
FEEDBACK: Final = LinkPage(
    "/f", ("feedback",), "/feedback", "How has our connection helped you?",
    "Someone you know would like to hear how your connection has helped you. It takes a minute, and "
    "you don’t need an account.",
)  # fmt: skip
INVITATION: Final = LinkPage(
    "/c", ("invitation",), "/circles", "You are invited to a circle",
    "See how your networking compares with others’. Nobody in the circle sees your name, any "
    "amounts, or who else is in it.",
)  # fmt: skip


@dataclass(frozen=True)
class LinkServer:
    """The parts of a server that the pages behind links use.

    Attributes:
        secret: gives the key of its signatures.
    """

    links: Callable[[], Links]
    secret: Callable[[], str]
    hosting: Hosting

    def signer(self, purpose: str) -> URLSafeTimedSerializer:
        """Return a signer of data that browsers keep, for one purpose."""
        return URLSafeTimedSerializer(self.secret(), salt=f"netroi.{purpose}")

    def rate_limit(self, seconds: float) -> RateLimit:
        """Return a limit of attempts from one network, with room for as many people as it may have."""
        return RateLimit(self.hosting.visitors_per_network, seconds)

    def network(self, request: Request) -> str | None:
        """Return the network that limits count a request for; None if they don't."""
        return client_network(request.scope, self.hosting)


class LinkEntry:
    """The entry by one kind of links: takes tokens, sets the link's cookie, and recognizes browsers by it."""

    def __init__(self, page: LinkPage, server: LinkServer) -> None:
        self._page, self._server = page, server
        self._attempts = server.rate_limit(limits.LINK_TOKEN_SECONDS)
        self._cookie_name = f"{'__Host-' if server.hosting.is_secure else ''}netroi-{page.kinds[0]}"

    def handle(self, request: Request, form: Form) -> Response:
        """Answer a GET with the landing page, and a posted token with the way to what it opens."""
        page = self._page
        if request.method != "POST":
            return html_response("landing", page.title, page.description, path=page.path)
        check_attempt(self._attempts, self._server.network(request))
        link = self._server.links().by_token(form.get("link", "").rpartition("#")[2].strip())
        if link is None or link.kind not in page.kinds:
            raise InvalidLink
        return self.redirect(link, is_unlocked=link.passphrase is None)

    def find_link(self, cookies: Mapping[str, str]) -> tuple[Link | None, bool]:
        """Return the valid link that this browser opened, and True if it needs no passphrase anymore."""
        if (cookie := cookies.get(self._cookie_name)) is None:
            return None, False
        try:
            link_id, is_unlocked = self._server.signer("shared").loads(cookie, max_age=LINK_COOKIE_SECONDS)
        except BadSignature:
            return None, False
        link = self._server.links().by_id(link_id)
        return (link, is_unlocked) if link is not None and link.kind in self._page.kinds else (None, False)

    def redirect(self, link: Link, *, is_unlocked: bool) -> Response:
        """Redirect to what the link opens, with the link's cookie; count a view if it is unlocked."""
        cookie = self._server.signer("shared").dumps([link.id, is_unlocked])
        # In the background: nobody waits for the count, and nobody is kept out if it fails.
        count = BackgroundTask(self._count_view, link.id) if is_unlocked else None
        response = RedirectResponse(self._page.target, 303, NO_STORE, background=count)
        response.set_cookie(
            self._cookie_name, cookie, path="/", secure=self._server.hosting.is_secure, httponly=True, samesite="lax"
        )
        return response

    def _count_view(self, link_id: str) -> None:
        with suppress(NetROIError):
            self._server.links().count_view(link_id)


def check_attempt(limit: RateLimit, key: str | None) -> None:
    """Count an attempt; raise TriedTooOften."""
    if not limit.allows(key):
        raise TriedTooOften


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a handler, which runs it in a thread and makes each error a page."""

    async def respond(request: Request) -> Response:
        try:
            form = await _read_form(request) if request.method == "POST" else {}
            # In a thread: links may be in a database, and the hash of a passphrase is slow on purpose.
            return await run_in_threadpool(handler, request, form)
        except NetROIError as error:
            if (page := _ERROR_PAGES.get(type(error))) is not None:
                return html_response("message", str(error), page[1], status=page[0])
            about = f"{error} Try again in a minute."
            return html_response("message", "This can’t be opened right now.", about, status=503)

    return respond


async def _read_form(request: Request) -> Form:
    """Return the first value of each field of a form; raise FormTooLarge."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limits.MAX_FORM_BYTES:
            raise FormTooLarge
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}
