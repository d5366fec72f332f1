"""All that is served without a session of the app: the plain pages behind links, and calendars."""

from collections.abc import Callable
from typing import Final

from starlette.routing import Route

from netroi_core.sharing.links import Links
from netroi_core.storage import Store
from netroi_core.web import feed, feedback, policy, shared
from netroi_core.web.doors import Server
from netroi_core.web.plain import page
from netroi_core.web.responses import explained

PATHS: Final = frozenset({*(path for door in (shared.REPORT, feedback.FEEDBACK) for path in (door.path, door.leads_to)),
                          feedback.THANKS})  # fmt: skip
"""Where no page of the app is opened, so that nobody becomes a guest by looking."""


def routes(
    links: Callable[[], Links], secret: Callable[[], str], store: Callable[[], Store], *, is_secure: bool
) -> list[Route]:
    """All of them. is_secure: whether browsers reach this server by https."""
    server = Server(links, secret, is_secure)
    pages = {**shared.Shared(server).pages(), **feedback.Feedback(server).pages()}
    return [
        *(Route(path, explained(handler), methods=["GET", "POST"]) for path, handler in pages.items()),
        Route(f"{feed.PATH}{{name:path}}", feed.Feed(links, store).calendar, methods=["GET"]),
    ]


def scripts() -> tuple[str, ...]:
    """What allows the script of these pages, as policy.script_hashes tells it."""
    return policy.script_hashes(page("landing", "", path=""))
