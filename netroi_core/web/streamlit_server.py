"""The server that Streamlit runs: its options that protect visitors, checked at the start, and event-loop tuning."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Mapping
from contextvars import Context, copy_context
from typing import Any, Final, cast

import uvicorn

from netroi_core.access import limits
from netroi_core.access.visitors import VISITOR_HEADER

VISITOR_KEY: Final = "visitor"  # the key in st.user under which pages find the visitor header

REQUIRED: Final[Mapping[str, Any]] = {
    "server.trustedUserHeaders": {VISITOR_HEADER: VISITOR_KEY},
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.baseUrlPath": "",
    "server.enableStaticServing": False,
    "server.scriptHealthCheckEnabled": False,
    "server.fileWatcherType": "none",
    "runner.fastReruns": False,
    "runner.magicEnabled": False,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "global.developmentMode": False,
}
MAXIMA: Final[Mapping[str, int]] = {
    "server.maxUploadSize": limits.MAX_UPLOAD_MEGABYTES,
    "server.maxWidgetStateSize": limits.MAX_WIDGET_STATE_MEGABYTES,
    "server.maxMessageSize": limits.MAX_MESSAGE_MEGABYTES,
}


def wrong_options(option: Callable[[str], Any]) -> dict[str, Any]:
    """Return the required options that are set otherwise, with the values that they must have."""
    return {name: value for name, value in REQUIRED.items() if option(name) != value}


def startup_error(option: Callable[[str], Any]) -> str | None:
    """Return one sentence on the options with which NetROI must not start; None if there are none."""
    wrong = [*wrong_options(option), *(name for name, maximum in MAXIMA.items() if option(name) > maximum)]
    if not wrong:
        return None
    return (
        f"NetROI can’t start: {', '.join(wrong)} must be set as in .streamlit/config.toml. Start NetROI "
        "in its own folder, without flags or variables that change these options."
    )


def watch_connections(
    loop: asyncio.AbstractEventLoop, watch: Callable[[asyncio.Protocol, asyncio.Transport], object]
) -> None:
    """Call ``watch`` for each new connection to servers that this loop creates from now on."""
    create_server = loop.create_server

    async def create_watched(protocol_factory: Callable[[], asyncio.Protocol], *args: Any, **options: Any) -> Any:
        return await create_server(lambda: _watched(protocol_factory(), watch), *args, **options)

    loop.create_server = create_watched  # type: ignore[assignment, method-assign] # asyncio offers no hook for it


def bound_messages(server: uvicorn.Server) -> None:
    """Let a server take in no larger messages than pages accept: it holds each until it is complete."""
    # Streamlit sets what it may send, which is far more than what a browser sends.
    server.config.ws_max_size = (limits.MAX_WIDGET_STATE_MEGABYTES + 1) * 1024**2


def disable_nagle(_: asyncio.Protocol, transport: asyncio.BaseTransport) -> None:
    """Turn off Nagle's algorithm for a connection."""
    # With it, a response waits 40 ms until the browser has acknowledged its first part. asyncio turns it off by itself,
    # unless a server brings a socket that does not name its protocol, as Streamlit's does.
    sock = transport.get_extra_info("socket")
    if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def batch_wakeups(loop: asyncio.AbstractEventLoop) -> None:
    """Wake the loop once for all callbacks that other threads schedule until it is awake."""
    # asyncio wakes the loop for each callback, and each wake-up releases the interpreter lock: a page draws dozens of
    # elements. In ten paired rounds of the clicks in bench/checks/load.py, the server took 7 % less CPU time with
    # batching (2 to 11 %), and 2 % less where the page is only run again.
    wake = loop.call_soon_threadsafe
    scheduled: deque[tuple[asyncio.Handle, Callable[..., object], tuple[Any, ...], Context]] = deque()
    is_waking = False

    def run_scheduled() -> None:
        nonlocal is_waking
        is_waking = False  # first, as what is scheduled from now on may come too late for this batch
        while scheduled:
            handle, callback, args, context = scheduled.popleft()
            if not handle.cancelled():
                loop.call_soon(callback, *args, context=context)

    def schedule(callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        nonlocal is_waking
        context = copy_context() if context is None else context
        handle = asyncio.Handle(callback, args, loop, context)
        scheduled.append((handle, callback, args, context))
        if not is_waking:
            is_waking = True
            try:
                wake(run_scheduled)
            except RuntimeError:  # the loop is closed, which the next caller must hear, too
                is_waking = False
                raise
        return handle

    loop.call_soon_threadsafe = schedule  # type: ignore[assignment, method-assign] # asyncio offers no hook for it


def _watched(
    protocol: asyncio.Protocol, watch: Callable[[asyncio.Protocol, asyncio.Transport], object]
) -> asyncio.Protocol:
    connect = protocol.connection_made

    def connection_made(transport: asyncio.BaseTransport) -> None:
        connect(transport)
        watch(protocol, cast(asyncio.Transport, transport))

    protocol.connection_made = connection_made  # type: ignore[method-assign] # the server holds this very object
    return protocol
