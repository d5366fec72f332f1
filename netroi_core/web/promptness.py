"""Answers leave at once: none waits until the browser has acknowledged its first part, 40 ms later."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any


def answer_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """Turn off Nagle's algorithm for whoever connects to a server that this loop makes from now on.

    asyncio does so by itself unless a server brings a socket that does not name its protocol, as Streamlit's does.
    """
    make = loop.create_server

    async def at_once(protocols: Callable[[], asyncio.Protocol], *args: Any, **options: Any) -> Any:
        return await make(lambda: _prompt(protocols()), *args, **options)

    loop.create_server = at_once  # type: ignore[assignment, method-assign]


def _prompt(protocol: asyncio.Protocol) -> asyncio.Protocol:
    made = protocol.connection_made

    def connection_made(transport: asyncio.BaseTransport) -> None:
        sock = transport.get_extra_info("socket")
        if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made(transport)

    protocol.connection_made = connection_made  # type: ignore[method-assign]
    return protocol
