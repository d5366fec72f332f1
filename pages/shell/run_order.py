"""The order of runs: what a widget sent is saved before the browser's next request can replace it."""

import asyncio
from contextlib import suppress
from typing import Final

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# Streamlit never runs a fragment that no longer exists: a request behind it must not wait forever.
_PATIENCE_SECONDS: Final = 5.0
_BEFORE_CALLBACKS: Final = frozenset({"new_session", "session_status_changed", "page_not_found"})


class RunOrder:
    """The ASGI middleware that holds a request for a run back until the callbacks of the one before are done.

    Streamlit merges requests that come meanwhile, and stops a run at once for the next one. A request for another page
    brings no values of the old page's widgets: what was typed there last would be lost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back messages of a websocket."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        runs = _Runs()

        async def receive_in_turn() -> Message:
            message = await receive()
            if _asks_for_run(message):
                await runs.begin()
            return message

        async def send_and_note(message: Message) -> None:
            await send(message)
            runs.note(message)

        await self._app(scope, receive_in_turn, send_and_note)


class _Runs:
    """The runs of one browser tab: whether the callbacks of the last one that was asked for are done."""

    def __init__(self) -> None:
        self._are_callbacks_done = asyncio.Event()
        self._are_callbacks_done.set()
        self._has_begun = False

    async def begin(self) -> None:
        """Wait for the callbacks of the run before, then expect the next run."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._are_callbacks_done.wait(), _PATIENCE_SECONDS)
        self._are_callbacks_done.clear()
        self._has_begun = False

    def note(self, message: Message) -> None:
        """Note from a message to the browser that a run has begun, or has begun to draw."""
        data = message.get("bytes")
        if data is None or self._are_callbacks_done.is_set():  # nobody waits, so there is nothing to look for
            return
        kind = ForwardMsg.FromString(data).WhichOneof("type")
        if kind == "new_session":
            self._has_begun = True
        elif self._has_begun and kind not in _BEFORE_CALLBACKS:
            self._are_callbacks_done.set()


def _asks_for_run(message: Message) -> bool:
    try:
        return BackMsg.FromString(message.get("bytes") or b"").WhichOneof("type") == "rerun_script"
    except DecodeError:  # Streamlit closes the connection
        return False
