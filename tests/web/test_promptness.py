"""Answers leave at once, whatever socket the server brings."""

import asyncio
import socket
from pathlib import Path

import pytest

from netroi_core.web.promptness import answer_at_once
from tests.web.loops import ran


async def waits(sock: socket.socket, *, promptly: bool) -> bool | None:
    """Whether a small answer to who connects by this socket may wait for an acknowledgement; None without a network."""
    loop = asyncio.get_running_loop()
    if promptly:
        answer_at_once(loop)
    connected: asyncio.Future[asyncio.BaseTransport] = loop.create_future()

    class Answering(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            connected.set_result(transport)

    server = await loop.create_server(Answering, sock=sock)
    with socket.socket(sock.family) as browser:
        browser.connect(sock.getsockname())
        transport = await connected
        there = transport.get_extra_info("socket")
        option = there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) if sock.family == socket.AF_INET else None
    transport.close()
    server.close()
    return None if option is None else option == 0


@pytest.mark.parametrize("promptly", [False, True])
def test_who_connects_by_a_socket_like_streamlits_does_not_wait_for_an_answer(promptly: bool) -> None:
    sock = socket.socket(socket.AF_INET)
    sock.bind(("127.0.0.1", 0))
    assert ran(waits(sock, promptly=promptly)) is not promptly


def test_who_connects_without_a_network_is_answered_as_ever(tmp_path: Path) -> None:
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(str(tmp_path / "s"))
    assert ran(waits(sock, promptly=True)) is None
