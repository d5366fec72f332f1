"""Connections: whoever doesn't say what they want is hung up on, and one network never has all of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from netroi_core.access.limits import MAX_CONNECTIONS_PER_VISITOR
from netroi_core.access.networks import parse_networks
from netroi_core.web.connections import ConnectionGuard
from netroi_core.web.streamlit_server import watch_connections
from tests.web.conftest import GUESTS, run

REQUEST = b"GET / HTTP/1.1\r\nHost: netroi.example\r\n\r\n"
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: netroi.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


@asynccontextmanager
async def serving(request_seconds: float) -> AsyncIterator[tuple[int, asyncio.Event]]:
    """Yield the port of a server, and the event that ends the response of /slow."""
    may_end = asyncio.Event()

    async def page(_: Request) -> PlainTextResponse:
        return PlainTextResponse("page")

    async def slow(_: Request) -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"begun"
            await may_end.wait()
            yield b"ended"

        return StreamingResponse(parts())

    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(await socket.receive_text())

    app = Starlette(routes=[Route("/", page), Route("/slow", slow), WebSocketRoute("/ws", echo)])
    loop = asyncio.get_running_loop()
    watch_connections(loop, ConnectionGuard(GUESTS, request_seconds=request_seconds).watch)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0)
    try:
        yield server.servers[0].sockets[0].getsockname()[1], may_end
    finally:
        may_end.set()
        server.should_exit = True
        await serving


def with_server(use: Callable[[int, asyncio.Event], Awaitable[None]], request_seconds: float = 0.2) -> None:
    """Run a test with a server that waits so long for a request."""

    async def serve_and_use() -> None:
        async with serving(request_seconds) as (port, may_end):
            await asyncio.wait_for(use(port, may_end), 60)

    run(serve_and_use())


async def connected(port: int, *parts: bytes) -> tuple[Reader, Writer]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"".join(parts))
    await writer.drain()
    return reader, writer


@pytest.mark.parametrize("begun", [b"", b"GET ", b"GET / HTTP/1.1\r\nHost: netroi.example\r\nX-A: ", UPGRADE[:40]])
def test_who_does_not_finish_a_request_is_hung_up_on(begun: bytes) -> None:
    async def use(port: int, _: asyncio.Event) -> None:
        for reader, _writer in [await connected(port, begun) for _ in range(20)]:
            with_error = await asyncio.gather(reader.read(), return_exceptions=True)
            assert with_error[0] == b"" or isinstance(with_error[0], ConnectionResetError)

    with_server(use)


def test_who_begins_another_request_and_does_not_finish_it_is_hung_up_on() -> None:
    async def use(port: int, _: asyncio.Event) -> None:
        reader, _writer = await connected(port, REQUEST, REQUEST[:20])
        answer = await asyncio.gather(reader.readuntil(b"page"), return_exceptions=True)
        assert bytes(answer[0]).startswith(b"HTTP/1.1 200")  # type: ignore[arg-type]
        rest = await asyncio.gather(reader.read(), return_exceptions=True)
        assert rest[0] == b"" or isinstance(rest[0], ConnectionResetError)

    with_server(use)


def test_a_long_response_and_an_open_page_outlast_the_time_for_a_request() -> None:
    async def use(port: int, may_end: asyncio.Event) -> None:
        slow, _slow_writer = await connected(port, REQUEST.replace(b"/ ", b"/slow "))
        await slow.readuntil(b"begun")
        page, page_writer = await connected(port, UPGRADE)
        await page.readuntil(b"\r\n\r\n")
        # Two that say nothing tell how long it is: one after the other is hung up on.
        for _ in range(2):
            silent, _writer = await connected(port)
            await asyncio.gather(silent.read(), return_exceptions=True)
        page_writer.write(b"\x81\x82\x00\x00\x00\x00hi")
        assert (await page.read(4)) == b"\x81\x02hi"
        may_end.set()
        assert b"ended" in await slow.readuntil(b"ended")

    with_server(use)


# --- how many


@dataclass(eq=False)
class FakeConnection:
    """As much of uvicorn's protocol as is looked at."""

    address: str
    connections: set["FakeConnection"]
    trusted: str = "127.0.0.1"
    is_aborted: bool = False
    cycle: Any = None
    client: tuple[str, int] = field(init=False)
    config: Any = field(init=False)

    def __post_init__(self) -> None:
        self.client, self.config = (self.address, 1), SimpleNamespace(forwarded_allow_ips=self.trusted)
        self.connections.add(self)

    def abort(self) -> None:
        self.is_aborted = True
        self.connections.remove(self)


def aborted(guard: ConnectionGuard, addresses: list[str], trusted: str = "127.0.0.1") -> list[bool]:
    """Return which of some connections in a row are refused."""

    async def connect_all() -> list[bool]:
        connections: set[FakeConnection] = set()
        refused = []
        for address in addresses:
            connection = FakeConnection(address, connections, trusted)
            guard.watch(connection, connection)  # type: ignore[arg-type]
            refused.append(connection.is_aborted)
        return refused

    return run(connect_all())


def test_one_network_has_so_many_connections_and_others_have_theirs() -> None:
    most = MAX_CONNECTIONS_PER_VISITOR * 2
    guard = ConnectionGuard(replace(GUESTS, visitors_per_network=2))
    mine, others = [f"2001:db8::{number:x}" for number in range(most + 2)], ["203.0.113.7"] * most
    assert aborted(guard, [*mine, *others]) == [False] * most + [True] * 2 + [False] * most


@pytest.mark.parametrize(
    ("address", "trusted"),
    [("127.0.0.1", "127.0.0.1"), ("10.0.0.9", "10.0.0.9"), ("10.0.0.9", "10.0.0.0/8,::1"), ("10.0.0.9", "*"),
     ("10.0.0.9", "proxy,10.0.0.9"), ("198.51.100.7", "127.0.0.1")],
)  # fmt: skip
def test_a_proxy_and_networks_that_the_host_names_may_have_any_number(address: str, trusted: str) -> None:
    hosting = replace(GUESTS, visitors_per_network=1, unlimited_networks=parse_networks("198.51.100.0/24"))
    assert not any(aborted(ConnectionGuard(hosting), [address] * 50, trusted))
