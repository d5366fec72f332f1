"""The app on a phone's home screen: a web manifest, its icons, and the tags in each page that lead to them.

Without a service worker, which could show stale figures: browsers install without one.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import vl_convert
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.charts.chart import DARK, LIGHT
from netroi_core.web.headers import is_page_request

MANIFEST_PATH: Final = "/manifest.webmanifest"
ICONS_PATH: Final = "/icons/"

_MARK: Final = "M1.5 12.5 6 7.5l3 3L14.5 4M10 3.5h4.5V8"
_BLUE: Final = "#2457c5"
_APPLE: Final = "apple-touch-icon.png"
# By file name: the size in pixels, the share of it that the mark takes, and the radius of the corners in sixteenths.
# Maskable icons are cut to any shape within the inner 80%; iOS rounds the corners itself.
_ICONS: Final[Mapping[str, tuple[int, float, float]]] = {
    "192.png": (192, 0.7, 3.5),
    "512.png": (512, 0.7, 3.5),
    "maskable-512.png": (512, 0.55, 0),
    _APPLE: (180, 0.65, 0),
}
_MANIFEST: Final[Mapping[str, Any]] = {
    "name": "NetROI",
    "short_name": "NetROI",
    "description": "What does your networking return?",
    "lang": "en",
    # Relative, as the app may be served below a path.
    "id": "./",
    "start_url": "./",
    "scope": "./",
    "display": "standalone",
    "background_color": LIGHT.paper,
    "theme_color": LIGHT.paper,
    "icons": [
        {
            "src": f".{ICONS_PATH}{name}",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "maskable" if "maskable" in name else "any",
        }
        for name, (size, *_) in _ICONS.items()
        if name != _APPLE
    ],
    "shortcuts": [
        {"name": "Log an activity", "url": "./log"},
        {"name": "Quiz", "url": "./quiz"},
    ],
}
_TITLE: Final = b"<title>Streamlit</title>"
_TAGS: Final = f"""<title>NetROI</title>
    <meta name="description" content="{_MANIFEST["description"]}">
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="{LIGHT.paper}">
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="{DARK.paper}">
    <meta name="apple-mobile-web-app-title" content="NetROI">
    <link rel="apple-touch-icon" href=".{ICONS_PATH}{_APPLE}">
    <link rel="manifest" href=".{MANIFEST_PATH}">""".encode()


def home_screen_routes() -> list[Route]:
    """Return the routes of the manifest and the icons."""
    return [
        Route(MANIFEST_PATH, _respond_manifest, methods=["GET"]),
        *(Route(f"{ICONS_PATH}{name}", _respond_icon, methods=["GET"]) for name in _ICONS),
    ]


class HomeScreenTags:
    """The ASGI middleware that puts the tags into Streamlit's page, which is the same file for every address.

    Args:
        public_paths: the paths of pages that are not Streamlit's.
    """

    def __init__(self, app: ASGIApp, public_paths: frozenset[str]) -> None:
        self._app, self._public_paths = app, public_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the tags if the response is Streamlit's page."""
        if not is_page_request(scope) or scope["path"] in self._public_paths:
            await self._app(scope, receive, send)
            return
        # Streamlit would compress some pages, though not the first one: what is compressed can't be changed.
        headers = [header for header in scope["headers"] if header[0].lower() != b"accept-encoding"]
        await self._app({**scope, "headers": headers}, receive, _with_tags(send))


def _with_tags(send: Send) -> Send:
    """Return a ``send`` that holds an HTML page back until it is complete, and replaces the title of Streamlit's."""
    start: Message | None = None
    body = b""

    async def send_with_tags(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start" and _is_html(message):
            start = message
        elif start is None or message["type"] != "http.response.body":
            await send(message)
        else:
            body += message.get("body", b"")
            if not message.get("more_body", False):
                await send(_start_of(start, page := body.replace(_TITLE, _TAGS, 1), is_changed=_TITLE in body))
                await send({"type": "http.response.body", "body": page})

    return send_with_tags


def _is_html(start: Message) -> bool:
    return start["status"] == 200 and MutableHeaders(scope=start).get("content-type", "").startswith("text/html")


def _start_of(start: Message, page: bytes, *, is_changed: bool) -> Message:
    headers = MutableHeaders(scope=start)
    headers["content-length"] = str(len(page))
    if is_changed:
        # They name Streamlit's file, and a browser that has an older page of ours must not get a 304.
        del headers["etag"], headers["last-modified"]
    return start


async def _respond_manifest(_: Request) -> Response:
    return JSONResponse(_MANIFEST, media_type="application/manifest+json", headers={"cache-control": "no-cache"})


def _respond_icon(request: Request) -> Response:
    # Not a coroutine, so that Starlette draws it in a thread.
    image = _icon(request.url.path.removeprefix(ICONS_PATH))
    return Response(image, media_type="image/png", headers={"cache-control": "public, max-age=86400"})


@cache
def _icon(name: str) -> bytes:
    size, share, radius = _ICONS[name]
    inset = 8 * (1 - share)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="{size}" height="{size}">'
        f'<rect width="16" height="16" rx="{radius}" fill="{_BLUE}"/>'
        f'<path transform="translate({inset} {inset}) scale({share})" d="{_MARK}" fill="none" stroke="#fff" '
        'stroke-width="2"/></svg>'
    )
    return bytes(vl_convert.svg_to_png(svg))
