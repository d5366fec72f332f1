"""Static files, sent compressed from the cache, and the fonts that the page preloads."""

import re
from collections.abc import Mapping
from os import PathLike, stat_result
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from netroi_core.web.fonts import SANS, SERIF
from netroi_core.web.static_cache import ENCODINGS, StaticCache

_TYPES: Final[Mapping[str, str]] = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".gif": "image/gif",
    ".json": "application/json",
}
"""Media types by suffix: those of the machine may be wrong, and browsers may not guess."""

_STATIC: Final = "/static"
# But not style sheets: in one of them, the names of the cut fonts are ours.
_HASHED: Final = re.compile(r"\.[\w-]{8}\.(?!css$)\w+$")
_FOREVER: Final = "public, max-age=31536000, immutable"
_PRELOADED_FONT: Final = re.compile(rb'<link\s+rel="preload"\s[^>]*\sas="font"[^>]*>')


class CompressedStatic:
    """The ASGI middleware that serves the static files; Streamlit accepts no route for them."""

    def __init__(self, app: ASGIApp, cache: StaticCache) -> None:
        self._app, self._static = app, Starlette(routes=[Mount(_STATIC, _CompressedFiles(cache))])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a static file, and pass on every other request."""
        is_static = scope["type"] == "http" and scope["path"].startswith(f"{_STATIC}/")
        await (self._static if is_static else self._app)(scope, receive, send)


class _CompressedFiles(StaticFiles):
    """The ASGI app of Streamlit's static files and the cut fonts."""

    def __init__(self, cache: StaticCache) -> None:
        super().__init__(directory=cache.source)
        self._cache = cache
        self.all_directories.insert(0, cache.folder)  # with a style sheet of ours

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,  # noqa: ARG002 - another one is for a page that stands in for a missing file
    ) -> Response:
        """Return the file in the best encoding that the client takes, or 304 if it has that already."""
        path, headers = Path(full_path), Headers(scope=scope)
        if path.suffix not in _TYPES:  # a compressed file by its own name
            raise HTTPException(404)
        response = self._best(path, stat_result, headers.get("accept-encoding", ""))
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, headers) else response

    def _best(self, path: Path, status: stat_result, accepted: str) -> Response:
        media_type = _TYPES[path.suffix]
        own = {"cache-control": _FOREVER if _HASHED.search(path.name) else "no-cache", "vary": "accept-encoding"}
        for encoding in accepted_encodings(accepted):
            compressed = self._cache.folder / f"{self._relative(path)}{ENCODINGS[encoding]}"
            try:
                status = compressed.stat()
            except FileNotFoundError:  # not yet, or not worth it
                continue
            path, own = compressed, own | {"content-encoding": encoding}
            break
        return FileResponse(path, headers=own, media_type=media_type, stat_result=status)

    def _relative(self, path: Path) -> Path:
        root = self._cache.source.resolve()
        return path.relative_to(root) if path.is_relative_to(root) else path.relative_to(self._cache.folder.resolve())


def accepted_encodings(header: str) -> list[str]:
    """Return which of our encodings an Accept-Encoding header takes, the best first.

    >>> accepted_encodings("gzip, deflate, br;q=0.9, *;q=0")
    ['gzip', 'br']
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    known = {encoding: weights.get(encoding, weights.get("*", 0.0)) for encoding in ENCODINGS}
    return sorted((encoding for encoding, weight in known.items() if weight > 0), key=lambda name: -known[name])


def with_cut_fonts(cache: StaticCache, page: bytes) -> bytes:
    """Return Streamlit's page with our fonts of texts and headings preloaded; unchanged until there are any."""
    fonts = [font for family in (SANS, SERIF) if (font := cache.cut_font(family)) is not None]
    return _PRELOADED_FONT.sub(b"".join(map(_preload, fonts)), page) if fonts else page


def _preload(font: str) -> bytes:
    return f'<link rel="preload" href=".{_STATIC}/media/{font}" as="font" type="font/woff2" crossorigin>'.encode()


def _weight(parameter: str) -> float:
    """Return the weight in a parameter such as ``q=0.5``; 1 without one, and 0 if it can't be read."""
    name, _, value = parameter.partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
