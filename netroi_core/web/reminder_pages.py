"""The pages that turn reminders on and off, behind the links in each message.

Opening a page does nothing, since mail programs open links to look for malware; its one button does. Mail programs that
offer to unsubscribe post to the same address (RFC 8058), without a cookie and from any origin: only the token counts.
"""

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netroi_core.access import limits
from netroi_core.reminding.messages import CONFIRM_PATH, STOP_PATH, page_address
from netroi_core.reminding.subscriptions import Subscriptions
from netroi_core.sharing.links import InvalidLink
from netroi_core.web.link_pages import Form, LinkServer, check_attempt, endpoint
from netroi_core.web.plain_pages import html_response

_OFF = "You won’t get any more reminders, and your address is deleted."
_INVALID = "It may have expired, or reminders are off. You can turn them on again in Settings."
# Whoever gets reminders knows NetROI, and whoever stops them doesn't want to be invited.
_page = partial(html_response, footer="Open NetROI")


def reminder_routes(server: LinkServer, reminders: Callable[[], Subscriptions]) -> list[Route]:
    """Return the routes of both pages."""
    pages = _ReminderPages(server, reminders)
    handlers = {CONFIRM_PATH: pages.confirm, STOP_PATH: pages.stop}
    return [Route(path, endpoint(handler), methods=["GET", "POST"]) for path, handler in handlers.items()]


class _ReminderPages:
    def __init__(self, server: LinkServer, reminders: Callable[[], Subscriptions]) -> None:
        self._server, self._reminders = server, reminders
        self._attempts = server.rate_limit(limits.LINK_TOKEN_SECONDS)

    def confirm(self, request: Request, _: Form) -> Response:
        """Show the button that turns reminders on, or turn them on."""
        check_attempt(self._attempts, self._server.network(request))
        token = _token(request)
        try:
            if request.method == "POST":
                self._reminders().confirm(token)
                about = "You can turn them off in Settings, or with the link in each message."
                return _page("message", "Your reminders are on", about)
            is_on = self._reminders().by_token(token).state == "on"
        except InvalidLink as error:
            return _page("message", str(error), _INVALID, status=404)
        if is_on:
            return _page("message", "Your reminders are on", "There is nothing left to do.")
        about = "One message when a quarter’s quiz is due, and one a week at most when follow-ups are due."
        return _button_page("Turn on reminders from NetROI?", about, CONFIRM_PATH, token, "Turn on reminders")

    def stop(self, request: Request, _: Form) -> Response:
        """Show the button that turns reminders off, or turn them off; once they are, say so."""
        check_attempt(self._attempts, self._server.network(request))
        token = _token(request)
        if request.method == "POST":
            self._reminders().stop(token)
        elif self._reminders().is_stoppable(token):
            return _button_page("Stop reminders from NetROI?", _OFF, STOP_PATH, token, "Stop reminders")
        return _page("message", "Your reminders are off", _OFF)


def _button_page(title: str, about: str, path: str, token: str, button: str) -> Response:
    return _page("button", title, about, action=page_address("", path, token), button=button)


def _token(request: Request) -> str:
    return request.query_params.get("link", "")
