"""The routes served without a Streamlit session: shared reports, feedback forms, invitations, calendar feeds."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, time
from hashlib import blake2b
from typing import Final

from itsdangerous import BadSignature
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from netroi_core.access import limits
from netroi_core.access.limits import RateLimit
from netroi_core.errors import NetROIError
from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships.reminders import reminder_calendar
from netroi_core.reminding.messages import CONFIRM_PATH, STOP_PATH
from netroi_core.sharing import feedback
from netroi_core.sharing.feedback import GAINS, IncompleteAnswer, TooManyAnswers
from netroi_core.sharing.links import InvalidLink, Link, is_passphrase_correct
from netroi_core.storage import Store
from netroi_core.web.headers import script_hashes
from netroi_core.web.link_pages import (
    FEEDBACK,
    INVITATION,
    LINK_COOKIE_SECONDS,
    REPORT,
    Form,
    LinkEntry,
    LinkServer,
    check_attempt,
    endpoint,
)
from netroi_core.web.plain_pages import NO_STORE, html_response

THANKS_PATH: Final = "/feedback/thanks"
FEED_PATH: Final = "/feed/"
PUBLIC_PATHS: Final = frozenset(
    {REPORT.path, REPORT.target, FEEDBACK.path, FEEDBACK.target, THANKS_PATH, INVITATION.path, CONFIRM_PATH, STOP_PATH}
)
"""The paths at which nobody gets a guest's cookie, so that nobody becomes a guest by reading what somebody shares."""

_CHECKBOX: Final = "got-"  # the prefix of the checkboxes' field names
_EXPIRED_FORM: Final = "The page was open for a long time. Nothing was lost: send it again."
_TOO_MANY_ANSWERS: Final = "Too many answers at once. Nothing was lost: wait a few minutes, then send it again."
_FEED_SUFFIX: Final = ".ics"


def public_routes(server: LinkServer, store: Callable[[], Store]) -> list[Route]:
    """Return the routes of every page behind a link, and of the calendar feeds."""
    report, form = _ReportPage(server), _FeedbackPage(server)
    handlers = {
        REPORT.path: report.entry.handle,
        REPORT.target: report.handle,
        FEEDBACK.path: form.entry.handle,
        FEEDBACK.target: form.handle,
        THANKS_PATH: _thanks,
        INVITATION.path: LinkEntry(INVITATION, server).handle,
    }
    return [
        *(Route(path, endpoint(handler), methods=["GET", "POST"]) for path, handler in handlers.items()),
        Route(f"{FEED_PATH}{{name:path}}", _CalendarFeed(server, store).respond, methods=["GET"]),
    ]


def public_script_hashes() -> tuple[str, ...]:
    """Return the CSP source expression of the one script on these pages."""
    return script_hashes(bytes(html_response("landing", "", path="").body).decode())


def feed_address(token: str) -> str:
    """Return the address of a calendar feed, relative to the server's root."""
    return f"{FEED_PATH}{token}{_FEED_SUFFIX}"


class _ReportPage:
    """The frozen report behind a link, after its passphrase if it has one."""

    def __init__(self, server: LinkServer) -> None:
        self._server, self.entry = server, LinkEntry(REPORT, server)
        self._attempts = RateLimit(*limits.PASSPHRASE_RATE)
        self._attempts_per_link = RateLimit(*limits.PASSPHRASE_RATE_PER_LINK)

    def handle(self, request: Request, form: Form) -> Response:
        """Return the report, or the form that asks for the passphrase."""
        link, is_unlocked = self.entry.find_link(request.cookies)
        if link is None:
            raise InvalidLink
        if is_unlocked:
            return HTMLResponse(link.content["html"], headers=NO_STORE)
        problem = ""
        if request.method == "POST":
            network = self._server.network(request)
            # Counted before it is checked, so that attempts at the same time can't be more.
            check_attempt(self._attempts, network)
            check_attempt(self._attempts_per_link, link.id)
            if is_passphrase_correct(form.get("passphrase", ""), str(link.passphrase)):
                self._attempts.forgive(network)
                self._attempts_per_link.forgive(link.id)
                return self.entry.redirect(link, is_unlocked=True)
            problem = "That isn’t the passphrase. Check it and try again."
        title = "Enter the passphrase to open this report"
        return html_response("passphrase", title, status=403 if problem else 200, problem=problem)


class _FeedbackPage:
    """The feedback form behind a link, which anybody with the link can send without an account.

    The form carries a signed id of its link and of its answer: sent twice, it stays one answer, and a browser that
    opened another link meanwhile can't mix them up.
    """

    def __init__(self, server: LinkServer) -> None:
        self._server, self.entry = server, LinkEntry(FEEDBACK, server)
        self._answers = server.rate_limit(limits.ANSWER_SECONDS)
        self._answers_per_link = server.rate_limit(limits.ANSWER_SECONDS)

    def handle(self, request: Request, form: Form) -> Response:
        """Return the form, or save a posted one as an answer that waits for the link's owner."""
        links = self._server.links()
        link_id, answer_id = self._form_ids(form.get("form", ""))
        link = links.by_id(link_id) if link_id is not None else self.entry.find_link(request.cookies)[0]
        if link is None or link.kind not in FEEDBACK.kinds or not feedback.takes_answers(link, links.today()):
            raise InvalidLink
        if request.method != "POST":
            return self._page(link, form)
        if link_id is None:
            return self._page(link, form, _EXPIRED_FORM, 400)
        if not (self._answers.allows(self._server.network(request)) and self._answers_per_link.allows(link.id)):
            return self._page(link, form, _TOO_MANY_ANSWERS, 429)
        try:
            text, name = form.get("text", ""), form.get("name", "")
            answer = feedback.new_answer(answer_id, links.today(), _ticked(form), text, name)
            links.change(link.id, lambda link: feedback.with_answer(link, answer))
        except (IncompleteAnswer, TooManyAnswers) as error:
            return self._page(link, form, str(error), 409)
        return RedirectResponse(THANKS_PATH, 303, NO_STORE)

    def _page(self, link: Link, form: Form, problem: str = "", status: int = 200) -> Response:
        """Return the form with the text typed so far and the problem with it."""
        asker = link.content["asker"]
        if feedback.is_full(link) and not problem:
            return html_response("message", FEEDBACK.title, str(TooManyAnswers()), status=409)
        return html_response(
            "feedback",
            f"How has knowing {asker} helped you?" if asker else FEEDBACK.title,
            status=status,
            path=FEEDBACK.target,
            form=self._server.signer("feedback").dumps([link.id, secrets.token_hex(8)]),
            gains=[(f"{_CHECKBOX}{kind}", kind, f"{name[:1].upper()}{name[1:]}") for kind, name in GAINS.items()],
            ticked=_ticked(form),
            text=form.get("text", ""),
            name=form.get("name", ""),
            asker=asker,
            problem=problem,
            longest_text=feedback.MAX_TEXT_LENGTH,
            longest_name=feedback.MAX_NAME_LENGTH,
        )

    def _form_ids(self, signed: str) -> tuple[str | None, str]:
        """Return the ids of a form's link and answer; no link if the form is not ours or too old."""
        try:
            link_id, answer_id = self._server.signer("feedback").loads(signed, max_age=LINK_COOKIE_SECONDS)
        except BadSignature:
            return None, ""
        return link_id, answer_id


class _CalendarFeed:
    """Calendars at secret addresses, which calendar programs fetch by themselves and their owners can revoke.

    These programs send no cookie and run no script. So this token alone is part of an address; logs.py leaves it out.
    """

    def __init__(self, server: LinkServer, store: Callable[[], Store]) -> None:
        self._server, self._store = server, store
        self._attempts = server.rate_limit(limits.LINK_TOKEN_SECONDS)

    async def respond(self, request: Request) -> Response:
        """Answer with the calendar, or 304 if it is unchanged; everything else looks alike, as a 404."""
        if not self._attempts.allows(self._server.network(request)):
            return PlainTextResponse("Too many attempts. Try again later.", 429, NO_STORE)
        try:
            calendar = await run_in_threadpool(self._calendar, request.path_params["name"])
        except InvalidLink as error:
            return PlainTextResponse(str(error), 404, NO_STORE)
        except NetROIError as error:
            return PlainTextResponse(f"{error} Try again later.", 503, NO_STORE)
        etag = f'"{blake2b(calendar, digest_size=16).hexdigest()}"'
        headers = {"etag": etag, "cache-control": "private, no-cache"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(calendar, headers=headers, media_type="text/calendar; charset=utf-8")

    def _calendar(self, name: str) -> bytes:
        """Return the reminders of the feed's owner as of today (UTC); raise InvalidLink if there is no such feed."""
        links = self._server.links()
        token, suffix, rest = name.partition(_FEED_SUFFIX)
        link = links.by_token(token) if suffix and not rest else None
        saved = self._store().read(link.owner) if link is not None and link.kind == "feed" else None
        if saved is None:
            raise InvalidLink
        # Dated by the day, so that the file stays the same until something in it changes.
        today = links.today()
        return reminder_calendar(Ledger(saved.workspace), today, datetime.combine(today, time(), UTC))


def _thanks(_: Request, __: Form) -> Response:
    return html_response("message", "Thank you", "Your answer was sent. You can close this page.")


def _ticked(form: Form) -> set[str]:
    return {kind for kind in GAINS if f"{_CHECKBOX}{kind}" in form}
