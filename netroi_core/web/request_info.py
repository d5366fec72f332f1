"""What a request says of itself: where it comes from, as far as the server can tell, and whether it is for a page."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from netroi_core.access.hosting import LOOPBACK

COOKIE_PATH: Final = "/change-cookie"  # where a browser fetches the cookie that a page asked for on its behalf

_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_NOT_PAGES: Final = (
    *("/_stcore/", "/static/", "/media/", "/feed/", "/favicon.png", "/auth/", "/oauth2callback"),
    COOKIE_PATH,
)
_SUBSCRIBER_BITS: Final = 64  # of an IPv6 address: who has one of them, has them all


def is_from_this_machine(scope: Scope) -> bool:
    """Whether it comes from this very machine, and from no proxy on it."""
    peer, headers = scope.get("client"), Headers(scope=scope)
    return peer is not None and peer[0] in LOOPBACK and not any(name in headers for name in _FORWARDED)


def client_network(scope: Scope) -> str:
    """The network address that it is counted for: of IPv6, what one subscriber has."""
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
    """Whether a browser asks for a page to show, and not for what belongs to one."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and Headers(scope=scope).get("sec-fetch-dest", "document") == "document"
        and not scope["path"].startswith(_NOT_PAGES)
    )
