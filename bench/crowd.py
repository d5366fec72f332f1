"""Many tabs on one page, each of which acts once a second: how long they wait, and how many a server bears.

A wait counts from the moment at which a tab would have acted, so that a server that is late is not let off the acts
that could not even be sent (Tene, "How NOT to Measure Latency").
"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from math import ceil
from statistics import quantiles
from time import perf_counter
from typing import Final, Self

from websockets.asyncio.client import ClientConnection, connect

from bench import protocol

BEARABLE_SECONDS: Final = 1.0
_ACTS: Final = 8  # of each tab in one trial
_AT_ONCE: Final = 8  # tabs that open at a time
_STEP: Final = 1.1


class Crowd:
    """Tabs on the first page of one server. Within ``async with``; all close at its end."""

    def __init__(self, url: str) -> None:
        self._url, self._tabs = url, list[_Tab]()

    async def __aenter__(self) -> Self:
        self._open_ones = AsyncExitStack()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open_ones.aclose()

    async def of(self, count: int) -> None:
        """Open as many as are missing to this count; who is more waits aside, with the page open."""
        doors = asyncio.Semaphore(_AT_ONCE)

        async def enter() -> _Tab:
            async with doors:
                socket = await connect(protocol.address(self._url), open_timeout=60, **protocol.greeting(self._url))
                self._open_ones.push_async_callback(socket.close)
                tab = _Tab(self._url, socket)
                await tab.act()
                return tab

        self._tabs += await asyncio.gather(*(enter() for _ in range(count - len(self._tabs))))

    async def waits(self, count: int) -> list[float]:
        """The seconds that each act of so many tabs takes, spread evenly over the second."""
        await self.of(count)
        start = perf_counter() + 0.2
        each = (tab.acts(start + place / count) for place, tab in enumerate(self._tabs[:count]))
        return [wait for waits in await asyncio.gather(*each) for wait in waits]

    async def bears(self, count: int) -> bool:
        """Whether 95 of 100 acts of so many are answered within a second."""
        return quantiles(await self.waits(count), n=20)[-1] < BEARABLE_SECONDS


class _Tab:
    def __init__(self, url: str, socket: ClientConnection) -> None:
        self._url, self._socket, self._page = url, socket, ""

    async def act(self) -> None:
        """Run the page again, until it is finished; RuntimeError if it shows an exception."""
        await self._socket.send(protocol.asked(self._url, self._page, ""))
        while True:
            raw = await asyncio.wait_for(self._socket.recv(decode=False), protocol.PATIENCE_SECONDS)
            message = protocol.read(raw)
            kind = message.WhichOneof("type")
            if kind in ("new_session", "navigation"):
                self._page = getattr(message, kind).page_script_hash
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(f"{self._url} shows: {message.delta.new_element.exception.message}")
            elif protocol.is_end(message):
                return

    async def acts(self, start: float) -> list[float]:
        """The wait for each of several acts, one a second from the start on."""
        waits = []
        for second in range(_ACTS):
            moment = start + second
            await asyncio.sleep(moment - perf_counter())
            await self.act()
            waits.append(perf_counter() - moment)
        return waits


async def capacity(url: str) -> int:
    """The most tabs that a server bears: doubled until it bears no more, then halved in between to a tenth."""
    async with Crowd(url) as crowd:
        bearable = 0
        for count in _doubled():
            if not await crowd.bears(count):
                break
            bearable = count
        too_many = count
        while too_many > ceil(max(bearable, 1) * _STEP):
            between = (bearable + too_many) // 2
            if await crowd.bears(between):
                bearable = between
            else:
                too_many = between
        return bearable


def _doubled() -> Iterator[int]:
    count = 4
    while True:
        yield count
        count *= 2
