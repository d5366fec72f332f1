"""All that is served without a session of the app: the plain pages behind links, and calendars."""

from collections.abc import Callable
from typing import Final

from starlette.routing import Route

from netroi_core.storage import Store
from netroi_core.web import calendar_feed, feedback_page, report_page, security_headers
from netroi_core.web.invitation import INVITATION
from netroi_core.web.link_pages import LinkEntry, LinkServer
from netroi_core.web.responses import explained
from netroi_core.web.templates import page

PUBLIC_PATHS: Final = frozenset({*(path for door in (report_page.REPORT, feedback_page.FEEDBACK) for path in (door.path, door.leads_to)),
                          feedback_page.THANKS, INVITATION.path})  # fmt: skip
"""Where no page of the app is opened, so that nobody becomes a guest by looking."""


def public_routes(server: LinkServer, store: Callable[[], Store]) -> list[Route]:
    """All of them."""
    pages = {
        **report_page.ReportPage(server).pages(),
        **feedback_page.FeedbackPage(server).pages(),
        INVITATION.path: LinkEntry(INVITATION, server).enter,
    }
    return [
        *(Route(path, explained(handler), methods=["GET", "POST"]) for path, handler in pages.items()),
        Route(
            f"{calendar_feed.PATH}{{name:path}}",
            calendar_feed.CalendarFeed(server.links, store).calendar,
            methods=["GET"],
        ),
    ]


def public_script_hashes() -> tuple[str, ...]:
    """What allows the script of these pages, as policy.script_hashes tells it."""
    return security_headers.script_hashes(page("landing", "", path=""))
