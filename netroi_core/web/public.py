"""All that is served without a session of the app: the plain pages behind links, and calendars."""

from collections.abc import Callable
from typing import Final

from starlette.routing import Route

from netroi_core.storage import Store
from netroi_core.web import feed, feedback, policy, shared
from netroi_core.web.doors import Entrance, Server
from netroi_core.web.invitation import INVITATION
from netroi_core.web.plain import page
from netroi_core.web.responses import explained

PATHS: Final = frozenset({*(path for door in (shared.REPORT, feedback.FEEDBACK) for path in (door.path, door.leads_to)),
                          feedback.THANKS, INVITATION.path})  # fmt: skip
"""Where no page of the app is opened, so that nobody becomes a guest by looking."""


def routes(server: Server, store: Callable[[], Store]) -> list[Route]:
    """All of them."""
    pages = {
        **shared.Shared(server).pages(),
        **feedback.Feedback(server).pages(),
        INVITATION.path: Entrance(INVITATION, server).enter,
    }
    return [
        *(Route(path, explained(handler), methods=["GET", "POST"]) for path, handler in pages.items()),
        Route(f"{feed.PATH}{{name:path}}", feed.Feed(server.links, store).calendar, methods=["GET"]),
    ]


def scripts() -> tuple[str, ...]:
    """What allows the script of these pages, as policy.script_hashes tells it."""
    return policy.script_hashes(page("landing", "", path=""))
