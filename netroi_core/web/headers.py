"""Facts about a request by its address and headers, and the security headers of every response."""

import re
from base64 import b64encode
from collections.abc import Container
from hashlib import sha256
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from netroi_core.access.hosting import Hosting
from netroi_core.access.networks import LOOPBACK

COOKIE_PATH: Final = "/change-cookie"
"""The address at which a browser fetches the cookie that a page asked for on its behalf."""

UPLOADS_PATH: Final = "/_stcore/upload_file/"
"""The start of the addresses at which Streamlit takes files: the page's session id and the file's follow."""

STATIC_PATH: Final = "/static/"
"""The start of the addresses of Streamlit's static files."""

_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_NOT_PAGES: Final = (
    *("/_stcore/", STATIC_PATH, "/media/", "/feed/", "/favicon.png", "/auth/", "/oauth2callback"),
    *(COOKIE_PATH, "/manifest.webmanifest", "/icons/"),
)
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def is_from_this_machine(scope: Scope) -> bool:
    """Return True if the request comes from this machine, and not through a proxy on it."""
    peer, headers = scope.get("client"), Headers(scope=scope)
    return peer is not None and peer[0] in LOOPBACK and not any(name in headers for name in _FORWARDED)


def client_network(scope: Scope, hosting: Hosting) -> str | None:
    """Return the network that limits count a request for; None if they don't."""
    peer = scope.get("client") or ("", 0)
    return hosting.counted_network(str(peer[0]))


def is_page_request(scope: Scope, shown_in: Container[str] = ("document",)) -> bool:
    """Return True if a browser asks for a page to show in a window, or in another of these places."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and Headers(scope=scope).get("sec-fetch-dest", "document") in shown_in
        and not scope["path"].startswith(_NOT_PAGES)
    )


def script_hashes(html: str) -> tuple[str, ...]:
    """Return the CSP source expression of each inline script of a page."""
    scripts = _INLINE_SCRIPT.findall(html)
    return tuple(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)


def security_headers(hosting: Hosting, inline_scripts: tuple[str, ...], requested_host: str) -> dict[str, str]:
    """Return the headers of every response: only our own scripts, pictures and connections are allowed."""
    host = requested_host if hosting.is_personal else hosting.host
    websocket = "" if host is None else f" {'wss' if hosting.is_secure else 'ws'}://{host}"
    policy = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *inline_scripts)),
        "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles while it draws
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self'{websocket}",
        "manifest-src": "'self'",
        "worker-src": "'self' blob:",
        "form-action": "'self'",
        "base-uri": "'none'",
        # On Streamlit Community Cloud, a page of the same origin shows ours in a frame.
        "frame-ancestors": "'self'" if hosting.is_streamlit_cloud else "'none'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    return headers | ({"strict-transport-security": "max-age=31536000"} if hosting.is_secure else {})
