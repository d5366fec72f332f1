"""A report behind a link: the page as it was frozen, after its passphrase if it has one."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from netroi_core.access.rate_limit import RateLimit
from netroi_core.sharing import passphrases
from netroi_core.web.link_pages import LinkEntry, LinkPage, LinkServer
from netroi_core.web.responses import HEADERS, Handler, address, form, nothing, shown, too_often

REPORT: Final = LinkPage(
    "/s", ("report", "preview"), "/shared", "What networking returned",
    "Somebody shares a report with you: what their networking returned, and how sure that is.",
)  # fmt: skip


class ReportPage:
    """The pages of links to a report."""

    def __init__(self, server: LinkServer) -> None:
        self._entrance = LinkEntry(REPORT, server)
        self._guesses, self._guesses_at = RateLimit(10, 600), RateLimit(100, 3600)

    def pages(self) -> dict[str, Handler]:
        """What answers at which path."""
        return {REPORT.path: self._entrance.enter, REPORT.leads_to: self._report}

    async def _report(self, request: Request) -> Response:
        link, is_open = await self._entrance.came_by(request)
        if link is None:
            return nothing()
        if is_open:
            return HTMLResponse(link.content["html"], headers=dict(HEADERS))
        problem = ""
        if request.method == "POST":
            if not (self._guesses.allows(address(request)) and self._guesses_at.allows(link.name)):
                return too_often()
            typed, kept = (await form(request)).get("passphrase", ""), str(link.passphrase)
            if await run_in_threadpool(passphrases.is_correct, typed, kept):
                return await self._entrance.let_in(link, is_open=True)
            problem = "That is not the passphrase. Compare it with what you were told, then try again."
        return shown("passphrase", "This report has a passphrase", status=403 if problem else 200, problem=problem)
