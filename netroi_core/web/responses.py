"""HTML responses outside Streamlit: rendered templates, form parsing, error pages."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from netroi_core.access.limits import MAX_FORM_BYTES
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import InvalidLink
from netroi_core.web.request_info import client_network

Handler = Callable[[Request], Awaitable[Response]]

NO_STORE: Final[Mapping[str, str]] = {"cache-control": "no-store", "x-robots-tag": "noindex"}

# Browsers send nobody the part of an address behind the #. This script, the only one on these pages, posts the token
# from there, so that no log, proxy or Referer header ever has it.
_POST_TOKEN: Final = """
const form = document.forms[0];
if (location.hash.length > 1) {
  form.hidden = true;
  form.elements.link.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  form.submit();
}
"""


class FormTooLarge(NetROIError):
    """A form larger than any of ours."""

    def __init__(self) -> None:
        super().__init__("Your text is too long. Shorten it, then send it again.")


def render(template: str, title: str, about: str = "", **values: Any) -> str:
    """Return a template as HTML, with the values escaped."""
    return (
        _templates()
        .get_template(f"{template}.html.j2")
        .render(title=title, about=about, style=_style(), script=Markup(_POST_TOKEN), **values)
    )


def html_response(template: str, title: str, about: str = "", *, status: int = 200, **values: object) -> Response:
    """Return a rendered template as a response that no cache stores."""
    return HTMLResponse(render(template, title, about, **values), status, headers=dict(NO_STORE))


def invalid_link_response() -> Response:
    """Return the page for a link that opens nothing: mistyped, expired and revoked links look alike."""
    about = "It may have expired, or been taken back, or a part of it is missing. Ask who sent it for another."
    return html_response("message", str(InvalidLink()), about, status=404)


def too_many_tries_response() -> Response:
    """Return the page for a link that was tried too often."""
    about = "Wait a few minutes, then open the link again."
    return html_response("message", "There were too many attempts.", about, status=429)


async def read_form(request: Request) -> dict[str, str]:
    """Return the first value of each field of a form; FormTooLarge."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise FormTooLarge
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def rate_limit_key(request: Request) -> str:
    """Return the network address that attempts are counted for."""
    return client_network(request.scope)


def with_error_pages(handler: Handler) -> Handler:
    """Wrap a handler so that each error becomes a page."""

    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except InvalidLink:
            return invalid_link_response()
        except FormTooLarge as error:
            return html_response("message", str(error), status=413)
        except NetROIError as error:
            about = f"{error} Try again in a minute."
            return html_response("message", "This can't be opened now.", about, status=503)

    return handle


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("netroi_core.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> Markup:
    return Markup((files("netroi_core.web") / "templates" / "page.css").read_text("utf-8"))
