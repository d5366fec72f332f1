"""Streamlit's page, which is the same file for every address, with additions of ours."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.web.headers import is_page_request

PageEdit = Callable[[bytes], bytes]

# Without it, Streamlit's page looks for its server below its own address, such as /results, first, and finds it at the
# root a tenth of a second later.
SERVER_SCRIPT: Final = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'
# The addresses of pages that begin with charts.
CHART_PAGES: Final = ("/results", "/trends", "/paths", "/costs", "/plan", "/network")
# On Streamlit Community Cloud, a page of the same origin shows ours in a frame.
_SHOWN_IN: Final = ("document", "iframe")
_HEAD: Final = b"<head>"
_BODY_END: Final = b"</body>"


def charts_script(static: Path) -> str:
    """Return a script that imports the code of charts early; ``static`` is the folder of Streamlit's static files.

    Streamlit's page imports it once it has drawn all elements above the first chart. Here it does so while it waits
    for its server, on the pages of charts alone: elsewhere it would be 200 kB for nothing.
    """
    (file,) = (static / "js").glob("ArrowVegaLiteChart.*.js")
    early = f'addEventListener("DOMContentLoaded",()=>import("/static/js/{file.name}"))'
    return f"<script>{json.dumps(CHART_PAGES)}.includes(location.pathname)&&{early}</script>"


def with_scripts(scripts: str, page: bytes) -> bytes:
    """Return Streamlit's page with scripts that run before its own."""
    return page.replace(_HEAD, _HEAD + scripts.encode(), 1)


def with_style(style: str, page: bytes) -> bytes:
    """Return Streamlit's page with a style that overrides those that it writes into its head while it draws."""
    return page.replace(_BODY_END, style.encode() + _BODY_END, 1)


class PageHead:
    """The ASGI middleware that edits Streamlit's page on its way to the browser.

    Args:
        public_paths: the paths of pages that are not Streamlit's.
        page_edits: return the page with a change, or as it is if there is nothing to change.
    """

    def __init__(self, app: ASGIApp, public_paths: frozenset[str], page_edits: Sequence[PageEdit]) -> None:
        self._app, self._public_paths, self._page_edits = app, public_paths, page_edits
        self._pages = GZipMiddleware(self._serve_edited)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and edit and compress the response if it is Streamlit's page."""
        if not is_page_request(scope, _SHOWN_IN) or scope["path"] in self._public_paths:
            await self._app(scope, receive, send)
            return
        await self._pages(scope, receive, send)

    async def _serve_edited(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Streamlit would compress some pages, though not the first one: what is compressed can't be changed.
        headers = [header for header in scope["headers"] if header[0].lower() != b"accept-encoding"]
        await self._app({**scope, "headers": headers}, receive, self._editing(send))

    def _editing(self, send: Send) -> Send:
        """Return a ``send`` that holds an HTML page back until it is complete, and edits it."""
        start: Message | None = None
        body = b""

        async def send_edited(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
            elif start is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    page = self._edited(body)
                    await send(_start_of(start, page, is_changed=page != body))
                    await send({"type": "http.response.body", "body": page})

        return send_edited

    def _edited(self, page: bytes) -> bytes:
        for edit in self._page_edits:
            page = edit(page)
        return page


def _is_html(start: Message) -> bool:
    return start["status"] == 200 and MutableHeaders(scope=start).get("content-type", "").startswith("text/html")


def _start_of(start: Message, page: bytes, *, is_changed: bool) -> Message:
    headers = MutableHeaders(scope=start)
    headers["content-length"] = str(len(page))
    if is_changed:
        # They name Streamlit's file, and a browser that has an older page of ours must not get a 304.
        del headers["etag"], headers["last-modified"]
    return start
