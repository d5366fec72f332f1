"""Open many tabs on one page, act in each once a second, and measure the response times and a server's capacity.

A response time counts from the moment at which a tab should have acted, so that a slow server isn't excused the actions
that it delayed (coordinated omission; Gil Tene, "How NOT to Measure Latency").
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from itertools import cycle
from math import ceil
from statistics import quantiles
from time import perf_counter
from typing import Final, Self

from websockets.asyncio.client import ClientConnection, connect

from bench.tab import TIMEOUT_SECONDS, Tab, connect_options, socket_url

Action = Callable[[Tab], bytes]
"""An action on a page, as the message that it sends."""

BEARABLE_SECONDS: Final = 1.0
_ACTIONS_PER_TRIAL: Final = 8
_OPENED_AT_ONCE: Final = 8
_PRECISION: Final = 1.1


class Crowd:
    """Tabs on one page of a server, by default its first, to be used within ``async with``, which closes them.

    Every tab repeats the same actions, but each begins with the next one.
    """

    def __init__(self, url: str, actions: Sequence[Action], page: str = "") -> None:
        self._url, self._actions, self._page, self._tabs = url, actions, page, list[_ActingTab]()

    async def __aenter__(self) -> Self:
        self._sockets = AsyncExitStack()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._sockets.aclose()

    async def open_tabs(self, count: int) -> None:
        """Open the tabs that are missing to this count; tabs beyond it stay open and idle."""
        limit = asyncio.Semaphore(_OPENED_AT_ONCE)

        async def open_tab(number: int) -> _ActingTab:
            async with limit:
                options = connect_options(self._url)
                socket = await connect(socket_url(self._url), **options)
                self._sockets.push_async_callback(socket.close)
                tab = _ActingTab(Tab(self._url, self._page), socket, self._actions)
                await tab.open(number % len(self._actions))
                return tab

        self._tabs += await asyncio.gather(*map(open_tab, range(len(self._tabs), count)))

    async def response_times(self, count: int) -> list[float]:
        """Return the seconds that each action of so many tabs takes; the tabs act spread evenly over the second."""
        await self.open_tabs(count)
        start = perf_counter() + 0.2
        trials = (tab.act_every_second(start + number / count) for number, tab in enumerate(self._tabs[:count]))
        return [seconds for times in await asyncio.gather(*trials) for seconds in times]

    async def is_bearable(self, count: int) -> bool:
        """Return True if 95 % of the actions of so many tabs are answered within a second."""
        return quantiles(await self.response_times(count), n=20)[-1] < BEARABLE_SECONDS


class _ActingTab:
    def __init__(self, tab: Tab, socket: ClientConnection, actions: Sequence[Action]) -> None:
        self._tab, self._socket, self._actions = tab, socket, cycle(actions)

    async def open(self, skipped: int) -> None:
        """Run the page, then the actions with which other tabs begin."""
        await self._run(self._tab.rerun_message())
        for _ in range(skipped):
            await self._act()

    async def act_every_second(self, start: float) -> list[float]:
        """Return the response times of one trial, with one action a second from the start on."""
        times = []
        for second in range(_ACTIONS_PER_TRIAL):
            moment = start + second
            await asyncio.sleep(moment - perf_counter())
            await self._act()
            times.append(perf_counter() - moment)
        return times

    async def _act(self) -> None:
        await self._run(next(self._actions)(self._tab))

    async def _run(self, message: bytes) -> None:
        await self._socket.send(message)
        while not self._tab.receive(await asyncio.wait_for(self._socket.recv(decode=False), TIMEOUT_SECONDS)):
            pass


async def capacity(url: str, actions: Sequence[Action], page: str = "") -> int:
    """Return the most tabs that a server bears, to a tenth: doubled until it is too many, then bisected."""
    async with Crowd(url, actions, page) as crowd:
        bearable, count = 0, 4
        while await crowd.is_bearable(count):
            bearable, count = count, count * 2
        too_many = count
        while too_many > ceil(max(bearable, 1) * _PRECISION):
            middle = (bearable + too_many) // 2
            if await crowd.is_bearable(middle):
                bearable = middle
            else:
                too_many = middle
        return bearable
