"""Soak a hosted server: 50 visitors read and save, one more attacks it, and the others must not notice.

`python -m bench.soak` takes 30 minutes; `--minutes 2` less. Everybody comes from one address, so that no limit for a
network tells the attacker from the others.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle
from multiprocessing import Process
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final
from urllib.request import Request, urlopen

from websockets.asyncio.client import ClientConnection, connect

from bench import attack
from bench.ratios import BoundedRatio, markdown_table
from bench.servers import ROOT, Server
from bench.tab import TIMEOUT_SECONDS, Tab, connect_options, socket_url
from bench.workspaces import made_up_document
from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileEntries, FileStore
from netroi_core.web.access_middleware import GUEST_COOKIE

VISITORS: Final = 50
SECONDS_BETWEEN_PAGES: Final = 12.0  # of one visitor, who reads fast
_PAGES: Final = ("", "results", "plan", "people", "log", "records", "quiz")
_SAMPLE_SECONDS: Final = 2.0


class SoakVisitor:
    """A guest with a workspace, who opens one page after the other."""

    def __init__(self, url: str, cookie: str, number: int) -> None:
        self._url, self._cookie = url, cookie
        self._pages = cycle(_PAGES[number % len(_PAGES) :] + _PAGES[: number % len(_PAGES)])
        self.times: list[float] = []
        self.errors: list[str] = []

    async def visit(self, start: float, end: float) -> None:
        """Open a page every few seconds from the start to the end, each in time, however late the last one was."""
        async with self._connected() as socket:
            moment = start
            while moment < end:
                await asyncio.sleep(moment - perf_counter())
                try:
                    await self._open_page(socket, next(self._pages))
                except (RuntimeError, TimeoutError) as error:
                    self.errors.append(str(error) or type(error).__name__)
                self.times.append(perf_counter() - moment)
                moment += SECONDS_BETWEEN_PAGES

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ClientConnection]:
        options = connect_options(self._url)
        options["additional_headers"]["Cookie"] = self._cookie
        async with connect(socket_url(self._url), **options) as socket:
            yield socket

    async def _open_page(self, socket: ClientConnection, page: str) -> None:
        tab = Tab(self._url, page)
        await socket.send(tab.rerun_message())
        while not tab.receive(await asyncio.wait_for(socket.recv(decode=False), TIMEOUT_SECONDS)):
            pass


def new_cookie(url: str) -> str:
    """Return the cookie of a new browser."""
    with urlopen(Request(url, headers={"Sec-Fetch-Dest": "document"})) as answer:
        cookies = answer.headers.get_all("Set-Cookie")
    return str(next(cookie for cookie in cookies if cookie.startswith(GUEST_COOKIE)).partition(";")[0])


def save_workspace(data: Path, cookie: str) -> None:
    """Store a workspace of two usual years for a guest."""
    guest = Guests(CredentialStore(FileEntries(data / "access"))).visitor(cookie.partition("=")[2])
    assert guest is not None
    FileStore(data).change(Principal("guest", guest.name), lambda _: made_up_document(160, 30, 40))


async def sampled_memory(server: Server, end: float) -> list[int]:
    """Return the resident memory of a server every few seconds until the end."""
    samples = []
    while perf_counter() < end:
        samples.append(server.memory_bytes())
        await asyncio.sleep(_SAMPLE_SECONDS)
    return samples


async def soak(server: Server, data: Path, seconds: float) -> list[BoundedRatio]:
    """Let visitors and an attacker at a server for so long; return what must hold."""
    cookies = [new_cookie(server.url) for _ in range(VISITORS)]
    for cookie in cookies:
        save_workspace(data, cookie)
    visitors = [SoakVisitor(server.url, cookie, number) for number, cookie in enumerate(cookies)]
    start = perf_counter() + 1
    # In a process of its own, so that it delays nobody by what it costs itself.
    attacker = Process(target=attack.run, args=(server.url, new_cookie(server.url), seconds))
    attacker.start()
    gap = SECONDS_BETWEEN_PAGES / VISITORS
    visits = (visitor.visit(start + number * gap, start + seconds) for number, visitor in enumerate(visitors))
    sampling = asyncio.create_task(sampled_memory(server, start + seconds))
    await asyncio.gather(*visits)
    memory = await sampling
    attacker.join()
    times = [time for visitor in visitors for time in visitor.times]
    errors = [error for visitor in visitors for error in visitor.errors]
    part = len(memory) // 4
    print(f"{len(times)} pages; median {median(times):.2f} s; most memory {max(memory) / 1e6:.0f} MB; {errors[:3]}")
    growth = median(memory[-part:]) / median(memory[part : 2 * part])
    return [
        BoundedRatio("seconds for a page, 95th percentile of the others", quantiles(times, n=20)[-1], 1),
        BoundedRatio("errors that the others saw", len(errors), 0),
        BoundedRatio("memory in the last quarter : in the second", growth, 1.1),
    ]


def main() -> None:
    """Soak a server, print the table, and exit with code 1 if a bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long; 30 by default")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="soak-") as folder:
        data = Path(folder) / "data"
        server = Server(ROOT / "app.py", NETROI_DATA=str(data), NETROI_MODE="guests", NETROI_URL="{url}")
        server.log = Path(folder) / "log"
        with server:
            ratios = asyncio.run(soak(server, data, options.minutes * 60))
    print(markdown_table(ratios))
    sys.exit(not all(ratio.holds for ratio in ratios))


if __name__ == "__main__":
    main()
