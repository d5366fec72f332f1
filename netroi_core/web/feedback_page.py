"""Feedback behind a link: a plain form that anybody with the link can send, without an account.

The form itself is signed and says which link it is for and which answer it will be: sent twice, it is one answer, and
a browser that opened another link meanwhile does not mix them up.
"""

import secrets
from collections.abc import Mapping
from typing import Final

from itsdangerous import BadSignature
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from netroi_core.access.rate_limit import RateLimit
from netroi_core.sharing import feedback
from netroi_core.sharing.feedback import GAINS, IncompleteAnswer, TooManyAnswers
from netroi_core.sharing.links import InvalidLink, Link
from netroi_core.web.link_pages import SECONDS, LinkEntry, LinkPage, LinkServer
from netroi_core.web.responses import HEADERS, Handler, address, form, shown

FEEDBACK: Final = LinkPage(
    "/f", ("feedback",), "/feedback", "What did you get from our connection?",
    "Somebody you know asks what knowing them brought you. The answer takes a minute, without an account.",
)  # fmt: skip
THANKS: Final = "/feedback/thanks"

_TICK: Final = "got-"
_OPEN_TOO_LONG: Final = "The page was open for long. Nothing is lost: send it once more."
_TOO_OFTEN: Final = "Many answers came at once. Nothing is lost: wait a few minutes, then send it again."


class FeedbackPage:
    """The pages of links that ask for feedback."""

    def __init__(self, server: LinkServer) -> None:
        self._server, self._entrance = server, LinkEntry(FEEDBACK, server)
        self._sent_from, self._sent_to = RateLimit(30, 600), RateLimit(60, 600)

    def pages(self) -> dict[str, Handler]:
        """What answers at which path."""
        return {FEEDBACK.path: self._entrance.enter, FEEDBACK.leads_to: self._asked, THANKS: _thanks}

    async def _asked(self, request: Request) -> Response:
        sent = await form(request) if request.method == "POST" else {}
        name, key = await run_in_threadpool(self._form_of, sent.get("form", ""))
        if name is None:
            link, _ = await self._entrance.came_by(request)
        else:
            link = await run_in_threadpool(self._server.links().named, name)
        today = self._server.links().today()
        if link is None or link.kind not in FEEDBACK.kinds or not feedback.takes_answers(link, today):
            raise InvalidLink
        if request.method != "POST":
            return await run_in_threadpool(self._page, link, sent)
        if name is None:
            return await run_in_threadpool(self._page, link, sent, _OPEN_TOO_LONG, 400)
        if not (self._sent_from.allows(address(request)) and self._sent_to.allows(link.name)):
            return await run_in_threadpool(self._page, link, sent, _TOO_OFTEN, 429)
        try:
            await run_in_threadpool(self._keep, link, key, sent)
        except (IncompleteAnswer, TooManyAnswers) as refusal:
            return await run_in_threadpool(self._page, link, sent, str(refusal), 409)
        return RedirectResponse(THANKS, 303, dict(HEADERS))

    def _keep(self, link: Link, key: str, sent: Mapping[str, str]) -> None:
        links = self._server.links()
        given = feedback.new_answer(key, links.today(), _ticked(sent), sent.get("text", ""), sent.get("name", ""))
        links.change(link.name, lambda link: feedback.with_answer(link, given))

    def _page(self, link: Link, typed: Mapping[str, str], problem: str = "", status: int = 200) -> Response:
        """The form, with what was typed and what is wrong with it."""
        asker = link.content["asker"]
        if feedback.is_full(link) and not problem:
            return shown("said", FEEDBACK.title, str(TooManyAnswers()), status=409)
        return shown(
            "feedback",
            f"What did you get from knowing {asker}?" if asker else FEEDBACK.title,
            status=status,
            path=FEEDBACK.leads_to,
            form=self._server.signing("feedback").dumps([link.name, secrets.token_hex(8)]),
            gains=[(f"{_TICK}{kind}", kind, f"{name[:1].upper()}{name[1:]}") for kind, name in GAINS.items()],
            ticked=_ticked(typed),
            text=typed.get("text", ""),
            name=typed.get("name", ""),
            asker=asker,
            problem=problem,
            longest_text=feedback.MAX_TEXT_LENGTH,
            longest_name=feedback.MAX_NAME_LENGTH,
        )

    def _form_of(self, signed: str) -> tuple[str | None, str]:
        """The link that a form was for, and the answer that it is; None if it was not made here, or long ago."""
        try:
            name, key = self._server.signing("feedback").loads(signed, max_age=SECONDS)
        except BadSignature:
            return None, ""
        return name, key


async def _thanks(_: Request) -> Response:
    return shown("said", "Thank you", "Your answer is there. You can close this page.")


def _ticked(sent: Mapping[str, str]) -> set[str]:
    return {kind for kind in GAINS if f"{_TICK}{kind}" in sent}
