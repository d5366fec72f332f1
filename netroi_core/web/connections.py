"""Connection limits: how many one network may have, and how long each may take to send a request.

uvicorn waits for the rest of a request forever, and middleware doesn't see a request before it is complete.
"""

import asyncio
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import MAX_CONNECTIONS_PER_VISITOR, REQUEST_SECONDS
from netroi_core.access.networks import LOOPBACK, is_in, parse_networks

_ALL: Final = "*"


class ConnectionGuard:
    """A guard that closes connections beyond a network's limit, and those whose request takes too long to arrive.

    Proxies may have any number: they receive a visitor's whole request before they pass it on.
    """

    def __init__(self, hosting: Hosting, *, request_seconds: float = REQUEST_SECONDS) -> None:
        self._hosting, self._request_seconds = hosting, request_seconds
        self._network = lru_cache(4096)(hosting.counted_network)

    def watch(self, protocol: Any, transport: asyncio.Transport) -> None:
        """Watch a new connection of uvicorn's, from now until it is closed or a websocket."""
        if self._is_too_many(protocol):
            transport.abort()
        else:
            self._check_later(protocol, transport)

    def _is_too_many(self, protocol: Any) -> bool:
        address = _address(protocol)
        network = self._network(address)
        if network is None or _is_proxy(address, str(protocol.config.forwarded_allow_ips)):
            return False
        connections: Iterable[Any] = protocol.connections
        count = sum(self._network(_address(connection)) == network for connection in connections)
        return count > MAX_CONNECTIONS_PER_VISITOR * self._hosting.visitors_per_network

    def _check_later(self, protocol: Any, transport: asyncio.Transport) -> None:
        # uvicorn itself closes a connection that is silent after a response, so soon that it is gone at the next check.
        last = None if _is_answering(protocol) else protocol.cycle

        def check() -> None:
            is_websocket = transport.get_protocol() is not protocol
            if transport.is_closing() or is_websocket:
                return
            if not _is_answering(protocol) and protocol.cycle is last:
                transport.abort()
            else:
                self._check_later(protocol, transport)

        asyncio.get_running_loop().call_later(self._request_seconds, check)


def _address(connection: Any) -> str:
    return str(connection.client[0]) if connection.client else ""


def _is_answering(protocol: Any) -> bool:
    return protocol.cycle is not None and not protocol.cycle.response_complete


@lru_cache(4096)
def _is_proxy(address: str, trusted: str) -> bool:
    """Return True if uvicorn takes this address's word on where visitors come from."""
    if trusted == _ALL or address in LOOPBACK:
        return True
    try:
        return is_in(address, parse_networks(trusted))
    except ValueError:
        return address in trusted.split(",")
