"""Answers leave at once, and what others have to tell the event loop costs one call, however much it is."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any


def disable_nagle(loop: asyncio.AbstractEventLoop) -> None:
    """Turn off Nagle's algorithm for whoever connects to a server that this loop makes from now on.

    Else an answer waits until the browser has acknowledged its first part, 40 ms later. asyncio does so by itself
    unless a server brings a socket that does not name its protocol, as Streamlit's does.
    """
    make = loop.create_server

    async def at_once(protocols: Callable[[], asyncio.Protocol], *args: Any, **options: Any) -> Any:
        return await make(lambda: _prompt(protocols()), *args, **options)

    loop.create_server = at_once  # type: ignore[assignment, method-assign]


def wake_once(loop: asyncio.AbstractEventLoop) -> None:
    """Wake the loop once for all that other threads hand it until it is awake.

    asyncio does so for each call, and each waking lets go of the interpreter: a page draws dozens of elements.
    """
    wake = loop.call_soon_threadsafe
    handed: deque[tuple[asyncio.Handle, Callable[..., object], tuple[Any, ...], Context]] = deque()
    is_waking = False

    def take() -> None:
        nonlocal is_waking
        is_waking = False  # first: what is handed over from now on may come too late for this round
        while handed:
            handle, call, args, context = handed.popleft()
            if not handle.cancelled():
                loop.call_soon(call, *args, context=context)

    def hand_over(call: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        nonlocal is_waking
        context = copy_context() if context is None else context
        handle = asyncio.Handle(call, args, loop, context)
        handed.append((handle, call, args, context))
        if not is_waking:
            is_waking = True
            try:
                wake(take)
            except RuntimeError:  # the loop is closed, and is to say so to whoever comes next
                is_waking = False
                raise
        return handle

    loop.call_soon_threadsafe = hand_over  # type: ignore[assignment, method-assign]


def _prompt(protocol: asyncio.Protocol) -> asyncio.Protocol:
    made = protocol.connection_made

    def connection_made(transport: asyncio.BaseTransport) -> None:
        sock = transport.get_extra_info("socket")
        if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made(transport)

    protocol.connection_made = connection_made  # type: ignore[method-assign]
    return protocol
