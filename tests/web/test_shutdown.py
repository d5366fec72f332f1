"""The end of a server: in bounded time and with 0, whatever hangs; open pages are told that it starts anew."""

import asyncio
import signal
from collections import deque
from pathlib import Path
from threading import Event, Thread

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from websockets.exceptions import ConnectionClosed

from netroi_core.web import shutdown as shutdowns
from netroi_core.web.shutdown import DOWNLOADS_SECONDS, Shutdown
from tests.browser.conftest import Server
from tests.web.test_sessions import connected, cookie, session_of

pytestmark = pytest.mark.xdist_group("browser")


def test_open_pages_are_told_that_it_starts_anew_and_it_ends_with_0(tmp_path: Path) -> None:
    server = Server(tmp_path / "workspaces", mode="guests")
    try:
        with connected(server, cookie(server)) as tab:
            session_of(tab)
            server.terminate()
            with pytest.raises(ConnectionClosed) as closed:
                deque(iter(lambda: tab.recv(60), None))
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
        assert server.end() == 0
    finally:
        server.kill()


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that answers nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> uvicorn.Server:
    monkeypatch.setattr(shutdowns, "PAGES_SECONDS", 0.5)
    monkeypatch.setattr(signal, "alarm", lambda _: None)
    config = uvicorn.Config(nothing)
    config.load()
    return uvicorn.Server(config)


async def asked_to_end(server: uvicorn.Server) -> Shutdown:
    """What a server knows, once it was asked twice and stops."""
    usual = signal.signal(signal.SIGTERM, server.handle_exit)
    shutdown = Shutdown()
    try:
        async with shutdown.awaited():
            assert not shutdown.began
            for _ in range(2):
                signal.raise_signal(signal.SIGTERM)
            await server.main_loop()
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, usual)
    return shutdown


@pytest.mark.parametrize("name", ["another", "ScriptRunner.scriptThread"])
def test_neither_a_page_nor_a_download_that_hangs_keeps_it_from_ending(server: uvicorn.Server, name: str) -> None:
    ends = Event()
    hanging = Thread(target=ends.wait, name=name)
    hanging.start()
    try:
        assert asyncio.run(asked_to_end(server)).began
    finally:
        ends.set()
        hanging.join()
    assert server.config.timeout_graceful_shutdown == DOWNLOADS_SECONDS
