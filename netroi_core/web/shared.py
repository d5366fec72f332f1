"""What is opened by a link: plain pages, served without a session of the app.

The address that is sent ends in #token. Its page posts the token; the answer is a cookie that says which link was
opened, and the way to what it opens, under an address that tells nothing. Whether the link is still in force is asked
each time. Wrong, expired and taken back look alike.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from netroi_core.access.rates import Rate
from netroi_core.errors import NetROIError
from netroi_core.sharing import passphrases
from netroi_core.sharing.links import Kind, Link, Links, Void
from netroi_core.web import policy
from netroi_core.web.plain import page

Handler = Callable[[Request], Awaitable[Response]]

_LARGEST_FORM: Final = 16 * 1024
_COOKIE_SECONDS: Final = 24 * 3600
_HEADERS: Final = {"cache-control": "no-store", "x-robots-tag": "noindex"}


class TooLarge(NetROIError):
    """More than any form of ours holds."""

    def __init__(self) -> None:
        super().__init__("That is more than fits. Shorten it, then send it again.")


@dataclass(frozen=True)
class Door:
    """Where links of some kinds come in, and where they lead. title and about: what the link looks like in a chat."""

    path: str
    kinds: tuple[Kind, ...]
    leads_to: str
    title: str
    about: str


REPORT: Final = Door(
    "/s", ("report", "preview"), "/shared", "What networking returned",
    "Somebody shares a report with you: what their networking returned, and how sure that is.",
)  # fmt: skip
INVITATION: Final = Door(
    "/c", ("invitation",), "/circles", "You are invited to a circle",
    "See where your networking stands among others. Nobody in it sees your name, an amount, or who else is in it.",
)  # fmt: skip
DOORS: Final[tuple[Door, ...]] = (REPORT, INVITATION)
PATHS: Final = frozenset({REPORT.leads_to, *(door.path for door in DOORS)})
"""Where no page of the app is opened, so that nobody becomes a guest by looking."""


class Shared:
    """The routes behind links.

    links and secret: those of the server. is_secure: whether browsers reach it by https.
    """

    def __init__(self, links: Callable[[], Links], secret: Callable[[], str], *, is_secure: bool) -> None:
        self._links, self._secret, self._is_secure = links, secret, is_secure
        self._tries = Rate(300, 600)
        self._guesses, self._guesses_at = Rate(10, 600), Rate(100, 3600)

    def routes(self) -> list[Route]:
        """All of them."""
        ways = {**{door.path: self._enter(door) for door in DOORS}, REPORT.leads_to: self._report}
        return [Route(path, _explained(handler), methods=["GET", "POST"]) for path, handler in ways.items()]

    def _enter(self, door: Door) -> Handler:
        async def enter(request: Request) -> Response:
            if request.method != "POST":
                return _page("landing", door.title, door.about, path=door.path)
            token = (await _form(request)).get("link", "").rpartition("#")[2].strip()
            if not self._tries.allows(_address(request)):
                return _too_often()
            link = await run_in_threadpool(self._links().opened_by, token)
            if link is None or link.kind not in door.kinds:
                return _nothing()
            if link.passphrase is None:
                await run_in_threadpool(self._links().count_view, link.name)
            return self._known(RedirectResponse(door.leads_to, 303), door, link, is_open=link.passphrase is None)

        return enter

    async def _report(self, request: Request) -> Response:
        link, is_open = await self._came_by(request, REPORT)
        if link is None:
            return _nothing()
        if is_open:
            return HTMLResponse(link.content["html"], headers=_HEADERS)
        title, problem = "This report has a passphrase", ""
        if request.method == "POST":
            if not (self._guesses.allows(_address(request)) and self._guesses_at.allows(link.name)):
                return _too_often()
            typed, kept = (await _form(request)).get("passphrase", ""), str(link.passphrase)
            if await run_in_threadpool(passphrases.is_right, typed, kept):
                await run_in_threadpool(self._links().count_view, link.name)
                return self._known(RedirectResponse(REPORT.leads_to, 303), REPORT, link, is_open=True)
            problem = "That is not the passphrase. Compare it with what you were told, then try again."
        return _page("passphrase", title, status=403 if problem else 200, problem=problem)

    async def _came_by(self, request: Request, door: Door) -> tuple[Link | None, bool]:
        return await run_in_threadpool(self.known, request.cookies, door)

    def known(self, cookies: Mapping[str, str], door: Door) -> tuple[Link | None, bool]:
        """The link that this browser came in by, if it is still in force, and whether what it opens may be seen."""
        if (cookie := cookies.get(self._cookie(door))) is None:
            return None, False
        try:
            name, is_open = self._signing().loads(cookie, max_age=_COOKIE_SECONDS)
        except BadSignature:
            return None, False
        link = self._links().named(name)
        return (link, is_open) if link is not None and link.kind in door.kinds else (None, False)

    def _known(self, response: Response, door: Door, link: Link, *, is_open: bool) -> Response:
        response.set_cookie(
            self._cookie(door), self._signing().dumps([link.name, is_open]),
            path="/", secure=self._is_secure, httponly=True, samesite="lax",
        )  # fmt: skip
        response.headers["cache-control"] = "no-store"
        return response

    def _cookie(self, door: Door) -> str:
        return f"{'__Host-' if self._is_secure else ''}netroi-{door.kinds[0]}"

    def _signing(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret(), salt="netroi.shared")


def scripts() -> tuple[str, ...]:
    """What allows the script of these pages, as policy.script_hashes tells it."""
    return policy.script_hashes(page("landing", "", path=""))


def _explained(handler: Handler) -> Handler:
    """The handler, with a page for each refusal."""

    async def explained(request: Request) -> Response:
        try:
            return await handler(request)
        except Void:
            return _nothing()
        except TooLarge as refusal:
            return _page("said", str(refusal), status=413)
        except NetROIError as refusal:
            return _page("said", "This can't be opened now.", f"{refusal} Try again in a minute.", status=503)

    return explained


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            raise TooLarge
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _page(template: str, title: str, about: str = "", *, status: int = 200, **values: object) -> Response:
    return HTMLResponse(page(template, title, about, **values), status, headers=_HEADERS)


def _nothing() -> Response:
    about = "It may have expired, or been taken back, or a part of it is missing. Ask who sent it for another."
    return _page("said", str(Void()), about, status=404)


def _too_often() -> Response:
    return _page("said", "That was tried too often.", "Wait a few minutes, then open the link again.", status=429)
