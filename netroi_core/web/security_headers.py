"""Security headers: a content security policy that allows our own scripts, pictures and connections only."""

import re
from base64 import b64encode
from hashlib import sha256

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def script_hashes(html: str) -> tuple[str, ...]:
    """Return the CSP source expression of each inline script of a page."""
    return tuple(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _INLINE_SCRIPT.findall(html)
    )


def security_headers(
    inline_scripts: tuple[str, ...], host: str | None, *, is_secure: bool, is_framed: bool = False
) -> list[tuple[str, str]]:
    """Return the headers of every response.

    Args:
        inline_scripts: their ``script_hashes``.
        host: the host name that browsers use, if it is known.
        is_secure: True if browsers come by https.
        is_framed: True if a page of the same origin shows ours in a frame.
    """
    websocket = "" if host is None else f" {'wss' if is_secure else 'ws'}://{host}"
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
        "frame-ancestors": "'self'" if is_framed else "'none'",
    }
    headers = [
        ("content-security-policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ]
    return [*headers, ("strict-transport-security", "max-age=31536000")] if is_secure else headers
