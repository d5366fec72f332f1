"""Many tabs on one page, in each of which somebody acts once a second: how long they wait, how many a server bears.

A wait counts from the moment at which a tab would have acted, so that a server that is late is not let off the acts
that could not even be sent (Tene, "How NOT to Measure Latency").
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from itertools import cycle
from math import ceil
from statistics import quantiles
from time import perf_counter
from typing import Final, Self

from websockets.asyncio.client import ClientConnection, connect

from bench import protocol

Act = Callable[[protocol.Tab], bytes]
"""What somebody does on a page: the message that tells it."""

_ACTS: Final = 8  # of each tab in one trial
BEARABLE_SECONDS: Final = 1.0
_AT_ONCE: Final = 8  # tabs that open at a time
_STEP: Final = 1.1


class Crowd:
    """Tabs on the first page of one server. Within ``async with``; all close at its end.

    In each somebody does the same again and again, but one begins with the first act, the next one with the second.
    """

    def __init__(self, url: str, acts: Sequence[Act]) -> None:
        self._url, self._acts, self._tabs = url, acts, list[_Tab]()

    async def __aenter__(self) -> Self:
        self._open_ones = AsyncExitStack()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open_ones.aclose()

    async def of(self, count: int) -> None:
        """Open as many as are missing to this count; who is more waits aside, with the page open."""
        doors = asyncio.Semaphore(_AT_ONCE)

        async def enter(place: int) -> _Tab:
            async with doors:
                socket = await connect(protocol.address(self._url), open_timeout=60, **protocol.greeting(self._url))
                self._open_ones.push_async_callback(socket.close)
                tab = _Tab(self._url, socket, self._acts)
                await tab.opens(place % len(self._acts))
                return tab

        self._tabs += await asyncio.gather(*map(enter, range(len(self._tabs), count)))

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
    def __init__(self, url: str, socket: ClientConnection, acts: Sequence[Act]) -> None:
        self._tab, self._socket, self._acts = protocol.Tab(url), socket, cycle(acts)

    async def opens(self, done: int) -> None:
        """Run the page, then so many acts that others have not done yet."""
        await self._run(self._tab.asks())
        for _ in range(done):
            await self._act()

    async def acts(self, start: float) -> list[float]:
        """The wait for each of several acts, one a second from the start on."""
        waits = []
        for second in range(_ACTS):
            moment = start + second
            await asyncio.sleep(moment - perf_counter())
            await self._act()
            waits.append(perf_counter() - moment)
        return waits

    async def _act(self) -> None:
        await self._run(next(self._acts)(self._tab))

    async def _run(self, asked: bytes) -> None:
        """Ask, and wait until the run is finished; RuntimeError if the page shows an exception."""
        await self._socket.send(asked)
        while not self._tab.hears(await asyncio.wait_for(self._socket.recv(decode=False), protocol.PATIENCE_SECONDS)):
            pass


async def capacity(url: str, acts: Sequence[Act]) -> int:
    """The most tabs that a server bears: doubled until it bears no more, then halved in between to a tenth."""
    async with Crowd(url, acts) as crowd:
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
