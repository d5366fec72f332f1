"""The shared report behind a link: the frozen page, after its passphrase if it has one (see link_pages.py)."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from netroi_core.access import limits
from netroi_core.access.rate_limit import RateLimit
from netroi_core.sharing import passphrases
from netroi_core.web.link_pages import REPORT, LinkEntry, LinkServer
from netroi_core.web.responses import (
    NO_STORE,
    Handler,
    html_response,
    invalid_link_response,
    rate_limit_key,
    read_form,
    too_many_tries_response,
)


class ReportPage:
    """The handlers of links to a report."""

    def __init__(self, server: LinkServer) -> None:
        self._entry = LinkEntry(REPORT, server)
        self._attempts = RateLimit(*limits.PASSPHRASE_RATE)
        self._attempts_per_link = RateLimit(*limits.PASSPHRASE_RATE_PER_LINK)

    def handlers(self) -> dict[str, Handler]:
        """Return each handler by its path."""
        return {REPORT.path: self._entry.handle, REPORT.target: self._report}

    async def _report(self, request: Request) -> Response:
        link, is_unlocked = await self._entry.find_link(request)
        if link is None:
            return invalid_link_response()
        if is_unlocked:
            return HTMLResponse(link.content["html"], headers=dict(NO_STORE))
        problem = ""
        if request.method == "POST":
            if not (self._attempts.allows(rate_limit_key(request)) and self._attempts_per_link.allows(link.id)):
                return too_many_tries_response()
            typed = (await read_form(request)).get("passphrase", "")
            # In a thread: the hash is slow on purpose.
            if await run_in_threadpool(passphrases.is_correct, typed, str(link.passphrase)):
                return await self._entry.redirect(link, is_unlocked=True)
            problem = "That is not the passphrase. Compare it with what you were told, then try again."
        title = "This report has a passphrase"
        return html_response("passphrase", title, status=403 if problem else 200, problem=problem)
