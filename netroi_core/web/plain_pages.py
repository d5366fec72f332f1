"""Pages that need no Streamlit session: those behind links, and the refusals that a browser shows."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

NO_STORE: Final = {"cache-control": "no-store", "x-robots-tag": "noindex"}

_TEMPLATES: Final = Environment(
    loader=PackageLoader("netroi_core.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_FOOTER: Final = "What does your networking return? Find out in ten minutes."


def html_response(
    template: str, title: str, about: str = "", *, footer: str = _FOOTER, status: int = 200, **values: object
) -> Response:
    """Return a rendered template, with the values escaped, as a response that no cache stores.

    A title that is a sentence loses its period.
    """
    values |= {"title": title.removesuffix("."), "about": about, "footer": footer}
    return HTMLResponse(_TEMPLATES.get_template(f"{template}.html.j2").render(values), status, headers=NO_STORE)


def refusal_response(scope: Scope, status: int, reason: str) -> Response:
    """Return the reason for a refusal: as a page to a browser that opens an address, as plain text to anything else.

    The first sentence of the reason is the title. There is no link: what it leads to may be refused as well.
    """
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return PlainTextResponse(reason, status, NO_STORE)
    title, _, about = reason.partition(". ")
    return html_response("message", title, about, footer="", status=status)
