"""A calendar that programs fetch by themselves, at a secret address that its owner can take back.

Programs send no cookie and run no script, so this token alone stands in an address; redaction keeps it out of the log.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from hashlib import blake2b
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from netroi_core.access.rate_limit import RateLimit
from netroi_core.errors import NetROIError
from netroi_core.relationships.reminders import reminder_calendar
from netroi_core.sharing.links import InvalidLink, Links
from netroi_core.storage import Store
from netroi_core.web.responses import address

PATH: Final = "/feed/"
FEED_DAYS: Final = 400
"""How long an address holds from the day on which its owner last looked after it."""

_ENDING: Final = ".ics"
_KEPT_NOWHERE: Final = {"cache-control": "no-store"}
_ASKED_EACH_TIME: Final = "private, no-cache"


def feed_address(token: str) -> str:
    """The address of the calendar that this token opens, from the server's root on."""
    return f"{PATH}{token}{_ENDING}"


class CalendarFeed:
    """The calendars of a server."""

    def __init__(
        self,
        links: Callable[[], Links],
        store: Callable[[], Store],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._links, self._store, self._clock = links, store, clock
        self._tries = RateLimit(300, 600)

    async def calendar(self, request: Request) -> Response:
        """The calendar at an address; 304 where the program has it already. All that is no calendar looks alike."""
        if not self._tries.allows(address(request)):
            return PlainTextResponse("That was tried too often. Try again later.", 429, _KEPT_NOWHERE)
        try:
            written = await run_in_threadpool(self._calendar, request.path_params["name"])
        except NetROIError as refusal:
            return PlainTextResponse(f"{refusal} Try again later.", 503, _KEPT_NOWHERE)
        if written is None:
            return PlainTextResponse(str(InvalidLink()), 404, _KEPT_NOWHERE)
        tag = f'"{blake2b(written, digest_size=16).hexdigest()}"'
        told = {"etag": tag, "cache-control": _ASKED_EACH_TIME}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=told)
        return Response(written, headers=told, media_type="text/calendar; charset=utf-8")

    def _calendar(self, name: str) -> bytes | None:
        """The calendar of whoever gave this name's token out, as of today (UTC); None without one."""
        token, ending, rest = name.partition(_ENDING)
        link = self._links().opened_by(token) if ending and not rest else None
        if link is None or link.kind != "feed":
            return None
        saved = self._store().read(link.owner)
        today = self._clock().date()
        # Dated by the day, so that it is the same file until something in it is another.
        return None if saved is None else reminder_calendar(saved.document, today, datetime.combine(today, time(), UTC))
