"""The order of runs: a request for a run waits until the callbacks of the one before are done, and never forever."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.shell import run_order
from pages.shell.run_order import RunOrder
from tests.web.conftest import run

Script = Callable[[Receive, Send], Awaitable[None]]


def asks(page: str = "") -> Message:
    message = BackMsg()
    message.rerun_script.page_script_hash = page
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def tells(kind: str) -> Message:
    message = ForwardMsg()
    getattr(message, kind).SetInParent()
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


def play(script: Script, *messages: Message) -> None:
    """Run a script as the app behind a websocket on which these messages come, one after the other."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await script(receive, send)

    async def exchange() -> None:
        queue = list(messages)

        async def receive() -> Message:
            return queue.pop(0)

        async def send(message: Message) -> None:
            await asyncio.sleep(0)

        await RunOrder(app)({"type": "websocket"}, receive, send)

    run(exchange())


async def is_held(task: "asyncio.Task[Message]") -> bool:
    for _ in range(10):
        await asyncio.sleep(0)
    return not task.done()


def test_a_request_waits_until_the_callbacks_of_the_run_before_are_done() -> None:
    async def script(receive: Receive, send: Send) -> None:
        await send(tells("delta"))  # of an earlier run
        assert await receive() == asks("settings")
        page = asyncio.ensure_future(receive())
        for kind in ("delta", "new_session", "session_status_changed"):
            await send(tells(kind))
            assert await is_held(page), kind
        await send(tells("navigation"))
        assert await page == asks("results")

    play(script, asks("settings"), asks("results"))


def test_a_run_that_draws_nothing_holds_no_request_back() -> None:
    async def script(receive: Receive, send: Send) -> None:
        await receive()
        await send(tells("new_session"))
        finished = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
        await send({"type": "websocket.send", "bytes": finished.SerializeToString()})
        await receive()

    play(script, asks(), asks())


def test_a_run_that_never_begins_holds_a_request_back_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_order, "_PATIENCE_SECONDS", 0.01)

    async def script(receive: Receive, send: Send) -> None:
        await receive()
        assert await receive() == asks("results")

    play(script, asks(), asks("results"))


def test_what_asks_for_no_run_and_what_is_no_message_pass_at_once() -> None:
    others: list[Message] = [
        {"type": "websocket.receive", "bytes": BackMsg(load_git_info=True).SerializeToString()},
        {"type": "websocket.receive", "bytes": b"\xff\xff\xff"},
        {"type": "websocket.receive", "text": "no message"},
        {"type": "websocket.disconnect", "code": 1001},
    ]

    async def script(receive: Receive, send: Send) -> None:
        await receive()
        for other in others:
            assert await receive() == other

    play(script, asks(), *others)
