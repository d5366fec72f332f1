"""The server that Streamlit runs: its options protect visitors, and its event loop answers at once."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import streamlit as st

from netroi_core.web.streamlit_server import (
    MAXIMA,
    REQUIRED,
    batch_wakeups,
    disable_nagle,
    startup_error,
    watch_connections,
    wrong_options,
)
from tests.web.conftest import run


def test_the_repository_sets_the_required_options() -> None:
    assert startup_error(st.get_option) is None


def test_the_configuration_has_the_limits_of_the_code() -> None:
    assert {name: st.get_option(name) for name in MAXIMA} == MAXIMA


OTHER: dict[str, Any] = {
    **{name: not value for name, value in REQUIRED.items() if isinstance(value, bool)},
    "server.trustedUserHeaders": {},
    "server.baseUrlPath": "app",
    "server.fileWatcherType": "auto",
    "client.showErrorDetails": "full",
    "server.maxUploadSize": 200,
    "server.maxWidgetStateSize": 25,
    "server.maxMessageSize": 200,
}


def test_every_option_is_tested_here() -> None:
    assert OTHER.keys() == REQUIRED.keys() | MAXIMA.keys()


@pytest.mark.parametrize("name", OTHER)
def test_a_wrong_option_is_named_and_nothing_starts(name: str) -> None:
    error = startup_error(lambda option: OTHER[option] if option == name else st.get_option(option))
    assert error is not None
    assert name in error


@pytest.mark.parametrize("name", REQUIRED)
def test_a_wrong_option_can_be_corrected(name: str) -> None:
    assert wrong_options(lambda option: OTHER[option] if option == name else st.get_option(option)) == {
        name: REQUIRED[name]
    }
    assert wrong_options(st.get_option) == {}


async def is_nagle_on(sock: socket.socket, *, is_tuned: bool) -> bool | None:
    """Return True if Nagle's algorithm is on for a connection to this socket; None for a Unix socket."""
    loop = asyncio.get_running_loop()
    if is_tuned:
        watch_connections(loop, disable_nagle)
    connected: asyncio.Future[asyncio.BaseTransport] = loop.create_future()

    class Answering(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            connected.set_result(transport)

    server = await loop.create_server(Answering, sock=sock)
    with socket.socket(sock.family) as browser:
        browser.connect(sock.getsockname())
        transport = await connected
        server_socket = transport.get_extra_info("socket")
        option = (
            server_socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) if sock.family == socket.AF_INET else None
        )
    transport.close()
    server.close()
    return None if option is None else option == 0


@pytest.mark.parametrize("is_tuned", [False, True])
def test_nagles_algorithm_is_off_for_a_socket_like_streamlits(is_tuned: bool) -> None:
    sock = socket.socket(socket.AF_INET)
    sock.bind(("127.0.0.1", 0))
    assert run(is_nagle_on(sock, is_tuned=is_tuned)) is not is_tuned


def test_a_unix_socket_is_left_alone(tmp_path: Path) -> None:
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(str(tmp_path / "s"))
    assert run(is_nagle_on(sock, is_tuned=True)) is None


class CountedLoop:
    """A loop with batched wake-ups that counts them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.wakeups = loop, 0
        wake = loop.call_soon_threadsafe

        def counted(*args: object, **options: object) -> asyncio.Handle:
            self.wakeups += 1
            return wake(*args, **options)  # type: ignore[arg-type]

        loop.call_soon_threadsafe = counted  # type: ignore[assignment, method-assign]
        batch_wakeups(loop)


def test_callbacks_scheduled_while_the_loop_is_busy_run_in_order_after_one_wakeup() -> None:
    done: list[int] = []

    async def busy() -> int:
        waked, ends = CountedLoop(asyncio.get_running_loop()), asyncio.Event()

        def hand_over() -> None:
            for number in range(100):
                waked.loop.call_soon_threadsafe(done.append, number)
            waked.loop.call_soon_threadsafe(ends.set)

        thread = Thread(target=hand_over)
        thread.start()
        thread.join()  # the loop is busy as long
        assert done == []
        await ends.wait()
        return waked.wakeups

    assert run(busy()) == 1
    assert done == [*range(100)]


def test_no_callback_of_many_threads_is_lost() -> None:
    done: list[tuple[int, int]] = []

    async def beset() -> None:
        loop, ends = CountedLoop(asyncio.get_running_loop()).loop, asyncio.Event()

        def hand_over(thread: int) -> None:
            for number in range(500):
                loop.call_soon_threadsafe(done.append, (thread, number))
                if number % 7 == 0:  # so that the loop comes to rest in between
                    came_up = Event()
                    loop.call_soon_threadsafe(came_up.set)
                    assert came_up.wait(60)

        with ThreadPoolExecutor(4) as threads:
            await asyncio.gather(*(loop.run_in_executor(threads, hand_over, thread) for thread in range(4)))
        loop.call_soon_threadsafe(ends.set)
        await ends.wait()

    run(beset())
    assert sorted(done) == [(thread, number) for thread in range(4) for number in range(500)]
    for thread in range(4):
        assert [number for scheduler, number in done if scheduler == thread] == [*range(500)]


def test_a_callback_can_be_canceled_and_keeps_its_context() -> None:
    name = ContextVar("name", default="outside")
    done: list[str] = []

    async def told() -> None:
        loop, ends = CountedLoop(asyncio.get_running_loop()).loop, asyncio.Event()
        inside = copy_context()
        inside.run(name.set, "inside")
        loop.call_soon_threadsafe(lambda: done.append("taken back")).cancel()
        loop.call_soon_threadsafe(lambda: done.append(name.get()), context=inside)
        name.set("there")
        loop.call_soon_threadsafe(lambda: done.append(name.get()))
        name.set("later")
        loop.call_soon_threadsafe(ends.set)
        await ends.wait()

    run(told())
    assert done == ["inside", "there"]


def test_a_closed_loop_raises_for_every_caller() -> None:
    loop = asyncio.new_event_loop()
    batch_wakeups(loop)
    loop.close()
    for _ in range(2):
        with pytest.raises(RuntimeError, match="closed"):
            loop.call_soon_threadsafe(print)
