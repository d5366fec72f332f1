"""The headers that tell a browser what a page may do: run our scripts, show our pictures, talk to us, nothing else."""

import re
from base64 import b64encode
from hashlib import sha256

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def script_hashes(page: str) -> tuple[str, ...]:
    """What allows each script that stands in this page itself, as CSP source expressions."""
    return tuple(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _INLINE.findall(page))


def security_headers(
    scripts: tuple[str, ...], host: str | None, *, is_secure: bool, is_framed: bool = False
) -> list[tuple[str, str]]:
    """The headers of every response, for a server that browsers know by this host, if that is known.

    is_framed: whether a page at the same address shows it.
    """
    socket = "" if host is None else f" {'wss' if is_secure else 'ws'}://{host}"
    policy = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *scripts)),
        "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles while it draws
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self'{socket}",
        "manifest-src": "'self'",
        "worker-src": "'self' blob:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'" if is_framed else "'none'",
    }
    told = [
        ("content-security-policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ]
    return [*told, ("strict-transport-security", "max-age=31536000")] if is_secure else told
