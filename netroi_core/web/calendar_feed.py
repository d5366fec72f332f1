"""A calendar feed at a secret address, which calendar programs fetch by themselves and its owner can revoke.

These programs send no cookie and run no script. So this token alone is part of an address; redaction.py keeps it out of
the log.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from hashlib import blake2b
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from netroi_core.access import limits
from netroi_core.access.rate_limit import RateLimit
from netroi_core.errors import NetROIError
from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships.reminders import reminder_calendar
from netroi_core.sharing.links import InvalidLink, Links
from netroi_core.storage import Store
from netroi_core.web.responses import rate_limit_key

PATH: Final = "/feed/"

_SUFFIX: Final = ".ics"
_NO_STORE: Final = {"cache-control": "no-store"}
_REVALIDATE: Final = "private, no-cache"


def feed_address(token: str) -> str:
    """Return the address of a calendar feed, relative to the server's root."""
    return f"{PATH}{token}{_SUFFIX}"


class CalendarFeed:
    """The calendar feeds of a server."""

    def __init__(
        self,
        links: Callable[[], Links],
        store: Callable[[], Store],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._links, self._store, self._clock = links, store, clock
        self._attempts = RateLimit(*limits.LINK_TOKEN_RATE)

    async def respond(self, request: Request) -> Response:
        """Answer with the calendar, or 304 if it is unchanged; everything else looks alike, as a 404."""
        if not self._attempts.allows(rate_limit_key(request)):
            return PlainTextResponse("There were too many attempts. Try again later.", 429, _NO_STORE)
        try:
            calendar = await run_in_threadpool(self._calendar, request.path_params["name"])
        except NetROIError as error:
            return PlainTextResponse(f"{error} Try again later.", 503, _NO_STORE)
        if calendar is None:
            return PlainTextResponse(str(InvalidLink()), 404, _NO_STORE)
        etag = f'"{blake2b(calendar, digest_size=16).hexdigest()}"'
        headers = {"etag": etag, "cache-control": _REVALIDATE}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(calendar, headers=headers, media_type="text/calendar; charset=utf-8")

    def _calendar(self, name: str) -> bytes | None:
        """Return the reminders of the feed's owner as of today (UTC); None if the name is no valid feed's."""
        token, suffix, rest = name.partition(_SUFFIX)
        link = self._links().by_token(token) if suffix and not rest else None
        if link is None or link.kind != "feed":
            return None
        saved = self._store().read(link.owner)
        today = self._clock().date()
        # Dated by the day, so that the file stays the same until something in it changes.
        now = datetime.combine(today, time(), UTC)
        return None if saved is None else reminder_calendar(Ledger(saved.workspace), today, now)
