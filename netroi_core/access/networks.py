"""Networks: the visitors that limits count together, as everybody behind one router comes from one address."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

_SUBSCRIBER_BITS: Final = 64  # an IPv6 subscriber has a whole /64


def parse_networks(text: str) -> tuple[Network, ...]:
    """Return the networks in a comma-separated list; raise ValueError if it isn't one.

    >>> parse_networks("203.0.113.0/24, 2001:db8::7")
    (IPv4Network('203.0.113.0/24'), IPv6Network('2001:db8::7/128'))
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def network_of(address: str) -> str:
    """Return the network to count an address for: itself, or the /64 of an IPv6 subscriber.

    >>> network_of("2001:db8::1:2")
    '2001:db8::/64'
    """
    parsed = _parse_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, _SUBSCRIBER_BITS), strict=False))
    return address if parsed is None else str(parsed)


def is_in(address: str, networks: Iterable[Network]) -> bool:
    """Return True if an address belongs to one of the networks."""
    parsed = _parse_address(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parse_address(address: str) -> IPv4Address | IPv6Address | None:
    """Return an address, of IPv4 also where IPv6 maps it; None if it isn't one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
