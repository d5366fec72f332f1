"""The app on a phone's home screen: a web manifest, its icons, and the tags in each page that lead to them.

Without a service worker, which could show stale figures: browsers install without one.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import vl_convert
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netroi_core.charts.palette import DARK, LIGHT

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


def with_home_screen_tags(page: bytes) -> bytes:
    """Return Streamlit's page with our title and the tags that lead to the manifest and the icons."""
    return page.replace(_TITLE, _TAGS, 1)


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
