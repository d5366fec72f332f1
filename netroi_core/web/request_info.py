"""Facts about a request: the network that it comes from, and whether it opens a page."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from netroi_core.access.hosting import LOOPBACK

COOKIE_PATH: Final = "/change-cookie"
"""The address at which a browser fetches the cookie that a page asked for on its behalf."""

_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_NOT_PAGES: Final = (
    *("/_stcore/", "/static/", "/media/", "/feed/", "/favicon.png", "/auth/", "/oauth2callback"),
    COOKIE_PATH,
)
_SUBSCRIBER_BITS: Final = 64  # an IPv6 subscriber has a whole /64


def is_from_this_machine(scope: Scope) -> bool:
    """Return True if the request comes from this machine, and not through a proxy on it."""
    peer, headers = scope.get("client"), Headers(scope=scope)
    return peer is not None and peer[0] in LOOPBACK and not any(name in headers for name in _FORWARDED)


def client_network(scope: Scope) -> str:
    """Return the network to count a request for: the address, or the /64 of an IPv6 subscriber."""
    peer = scope.get("client")
    if peer is None:
        return ""
    try:
        address = ip_address(peer[0])
    except ValueError:
        return str(peer[0])
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _SUBSCRIBER_BITS), strict=False))


def is_page_request(scope: Scope) -> bool:
    """Return True if a browser asks for a page to show, not for a part of one."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and Headers(scope=scope).get("sec-fetch-dest", "document") == "document"
        and not scope["path"].startswith(_NOT_PAGES)
    )
