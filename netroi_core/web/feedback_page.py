"""The feedback form behind a link, which anybody with the link can send without an account (see link_pages.py).

The form carries a signed id of its link and of its answer: sent twice, it stays one answer, and a browser that opened
another link meanwhile can't mix them up.
"""

import secrets
from collections.abc import Mapping
from typing import Final

from itsdangerous import BadSignature
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from netroi_core.access import limits
from netroi_core.access.rate_limit import RateLimit
from netroi_core.sharing import feedback
from netroi_core.sharing.feedback import GAINS, IncompleteAnswer, TooManyAnswers
from netroi_core.sharing.links import InvalidLink, Link
from netroi_core.web.link_pages import FEEDBACK, LINK_COOKIE_SECONDS, LinkEntry, LinkServer
from netroi_core.web.responses import NO_STORE, Handler, html_response, rate_limit_key, read_form

THANKS_PATH: Final = "/feedback/thanks"

_CHECKBOX: Final = "got-"  # the prefix of the checkboxes' field names
_EXPIRED_FORM: Final = "The page was open for long. Nothing is lost: send it once more."
_TOO_MANY_ANSWERS: Final = "Many answers came at once. Nothing is lost: wait a few minutes, then send it again."


class FeedbackPage:
    """The handlers of links that ask for feedback."""

    def __init__(self, server: LinkServer) -> None:
        self._server, self._entry = server, LinkEntry(FEEDBACK, server)
        self._answers = RateLimit(*limits.ANSWER_RATE)
        self._answers_per_link = RateLimit(*limits.ANSWER_RATE_PER_LINK)

    def handlers(self) -> dict[str, Handler]:
        """Return each handler by its path."""
        return {FEEDBACK.path: self._entry.handle, FEEDBACK.target: self._form, THANKS_PATH: _thanks}

    async def _form(self, request: Request) -> Response:
        fields = await read_form(request) if request.method == "POST" else {}
        link_id, answer_id = await run_in_threadpool(self._form_ids, fields.get("form", ""))
        if link_id is None:
            link, _ = await self._entry.find_link(request)
        else:
            link = await run_in_threadpool(self._server.links().by_id, link_id)
        if link is None or link.kind not in FEEDBACK.kinds:
            raise InvalidLink
        if not feedback.takes_answers(link, self._server.links().today()):
            raise InvalidLink
        if request.method != "POST":
            return await run_in_threadpool(self._page, link, fields)
        if link_id is None:
            return await run_in_threadpool(self._page, link, fields, _EXPIRED_FORM, 400)
        return await self._submit(request, link, answer_id, fields)

    async def _submit(self, request: Request, link: Link, answer_id: str, fields: Mapping[str, str]) -> Response:
        if not (self._answers.allows(rate_limit_key(request)) and self._answers_per_link.allows(link.id)):
            return await run_in_threadpool(self._page, link, fields, _TOO_MANY_ANSWERS, 429)
        try:
            await run_in_threadpool(self._save, link, answer_id, fields)
        except (IncompleteAnswer, TooManyAnswers) as error:
            return await run_in_threadpool(self._page, link, fields, str(error), 409)
        return RedirectResponse(THANKS_PATH, 303, dict(NO_STORE))

    def _save(self, link: Link, answer_id: str, fields: Mapping[str, str]) -> None:
        links = self._server.links()
        text, name = fields.get("text", ""), fields.get("name", "")
        answer = feedback.new_answer(answer_id, links.today(), _ticked(fields), text, name)
        links.change(link.id, lambda link: feedback.with_answer(link, answer))

    def _page(self, link: Link, fields: Mapping[str, str], problem: str = "", status: int = 200) -> Response:
        """Return the form with the text typed so far and the problem with it."""
        asker = link.content["asker"]
        if feedback.is_full(link) and not problem:
            return html_response("message", FEEDBACK.title, str(TooManyAnswers()), status=409)
        return html_response(
            "feedback",
            f"What did you get from knowing {asker}?" if asker else FEEDBACK.title,
            status=status,
            path=FEEDBACK.target,
            form=self._server.signer("feedback").dumps([link.id, secrets.token_hex(8)]),
            gains=[(f"{_CHECKBOX}{kind}", kind, f"{name[:1].upper()}{name[1:]}") for kind, name in GAINS.items()],
            ticked=_ticked(fields),
            text=fields.get("text", ""),
            name=fields.get("name", ""),
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


async def _thanks(_: Request) -> Response:
    return html_response("message", "Thank you", "Your answer is there. You can close this page.")


def _ticked(fields: Mapping[str, str]) -> set[str]:
    return {kind for kind in GAINS if f"{_CHECKBOX}{kind}" in fields}
