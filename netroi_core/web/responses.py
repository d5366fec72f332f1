"""What plain pages have in common: forms that are read within bounds, and what is answered where nothing opens."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from netroi_core.errors import NetROIError
from netroi_core.sharing.links import InvalidLink
from netroi_core.web.request_info import client_network
from netroi_core.web.templates import page

Handler = Callable[[Request], Awaitable[Response]]

HEADERS: Final[Mapping[str, str]] = {"cache-control": "no-store", "x-robots-tag": "noindex"}
_LARGEST_FORM: Final = 32 * 1024  # a text of 2,000 letters takes up to nine bytes for each


class TooLarge(NetROIError):
    """More than any form of ours holds."""

    def __init__(self) -> None:
        super().__init__("That is more than fits. Shorten it, then send it again.")


async def form(request: Request) -> dict[str, str]:
    """The fields of a form, each once. TooLarge."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            raise TooLarge
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def address(request: Request) -> str:
    """Where a request comes from; only to count how often something is tried."""
    return client_network(request.scope)


def shown(template: str, title: str, about: str = "", *, status: int = 200, **values: object) -> Response:
    """A plain page as an answer that is kept nowhere."""
    return HTMLResponse(page(template, title, about, **values), status, headers=dict(HEADERS))


def nothing() -> Response:
    """That a link opens nothing: mistyped, expired and taken back look alike."""
    about = "It may have expired, or been taken back, or a part of it is missing. Ask who sent it for another."
    return shown("said", str(InvalidLink()), about, status=404)


def too_often() -> Response:
    """That a link was tried too often."""
    return shown("said", "That was tried too often.", "Wait a few minutes, then open the link again.", status=429)


def explained(handler: Handler) -> Handler:
    """The handler, with a page for each refusal."""

    async def explaining(request: Request) -> Response:
        try:
            return await handler(request)
        except InvalidLink:
            return nothing()
        except TooLarge as refusal:
            return shown("said", str(refusal), status=413)
        except NetROIError as refusal:
            return shown("said", "This can't be opened now.", f"{refusal} Try again in a minute.", status=503)

    return explaining
