"""The routes served without a Streamlit session: pages behind links, and calendar feeds."""

from collections.abc import Callable
from typing import Final

from starlette.routing import Route

from netroi_core.storage import Store
from netroi_core.web import calendar_feed
from netroi_core.web.calendar_feed import CalendarFeed
from netroi_core.web.feedback_page import THANKS_PATH, FeedbackPage
from netroi_core.web.link_pages import FEEDBACK, INVITATION, REPORT, LinkEntry, LinkServer
from netroi_core.web.report_page import ReportPage
from netroi_core.web.responses import render, with_error_pages
from netroi_core.web.security_headers import script_hashes

PUBLIC_PATHS: Final = frozenset(
    {REPORT.path, REPORT.target, FEEDBACK.path, FEEDBACK.target, THANKS_PATH, INVITATION.path}
)
"""The paths at which nobody gets a guest's cookie, so that nobody becomes a guest by reading what somebody shares."""


def public_routes(server: LinkServer, store: Callable[[], Store]) -> list[Route]:
    """Return the routes of every page behind a link, and of the calendar feeds."""
    handlers = {
        **ReportPage(server).handlers(),
        **FeedbackPage(server).handlers(),
        INVITATION.path: LinkEntry(INVITATION, server).handle,
    }
    return [
        *(Route(path, with_error_pages(handler), methods=["GET", "POST"]) for path, handler in handlers.items()),
        Route(f"{calendar_feed.PATH}{{name:path}}", CalendarFeed(server.links, store).respond, methods=["GET"]),
    ]


def public_script_hashes() -> tuple[str, ...]:
    """Return the CSP source expression of the one script on these pages."""
    return script_hashes(render("landing", "", path=""))
