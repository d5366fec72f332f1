"""Measure in Chromium what a first visit fetches, and the time until its headline is drawn, on slow networks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ViewportSize

from bench.checks.browser import open_chromium
from bench.ratios import BoundedRatio
from bench.servers import PAGES, ROOT, Server, Stage
from netroi_core.web.static_cache import StaticCache, streamlit_files

_VIEWPORT: Final = ViewportSize(width=1280, height=900)
_ROUNDS: Final = 5
DRAWN: Final = "[data-testid=stApp][data-test-script-state=notRunning]:not(:has([data-testid=stSkeleton])) h1"
_LARGEST_TEXT: Final = """() => new Promise(tell => new PerformanceObserver(paints =>
    tell(paints.getEntries().findLast(paint => !paint.url).startTime))
    .observe({type: "largest-contentful-paint", buffered: true}))"""
"""The time at which the largest text was painted, without pictures."""


@dataclass(frozen=True)
class Network:
    """A network between the browser and the server, which Chromium imitates."""

    megabits: float
    delay_ms: int
    bound_seconds: float

    def __str__(self) -> str:
        return f"{self.megabits:g} Mbit/s and {self.delay_ms} ms"


@dataclass(frozen=True)
class Load:
    """What it took to show a page: the bytes over the network, and the seconds until its largest text was drawn."""

    kilobytes: float
    seconds: float


FAST, SLOW = Network(10, 40, 1.5), Network(1.6, 150, 4.5)


def first_loads(folder: Path) -> list[BoundedRatio]:
    """Compare the bytes of first and second visits with their bounds, and the time of the headline with Streamlit's."""
    _fill_cache()
    nobody = Server(ROOT / "app.py", NETROI_DATA=str(folder / "nobody"))
    with Stage(folder).app() as app, nobody, Server(PAGES / "headline.py", folder) as bare, open_chromium() as browser:
        ratios = [*_bytes(browser, nobody.url, f"{app.url}/results")]
        for network in (FAST, SLOW):
            ratios += _headline_times(browser, nobody.url, bare.url, network)
    return ratios


def _fill_cache() -> None:
    cache = StaticCache(streamlit_files())
    cache.fill()
    if not cache.is_complete:
        raise RuntimeError("Another process is compressing the files: try again in a minute.")


def _bytes(browser: Browser, home: str, results: str) -> Iterator[BoundedRatio]:
    with _context(browser) as context:
        yield BoundedRatio("kB of the first page in Chromium : 600", _load(context, home).kilobytes / 600, 1)
        yield BoundedRatio("kB of a second visit : 30", _load(context, home).kilobytes / 30, 1)
    with _context(browser) as context:
        yield BoundedRatio("kB of the results as the first page : 950", _load(context, results).kilobytes / 950, 1)


def _headline_times(browser: Browser, home: str, bare: str, network: Network) -> Iterator[BoundedRatio]:
    def first_visit(url: str) -> float:
        with _context(browser) as context:
            return _load(context, url, network).seconds

    # In turns, because whatever slows the machine for a while then slows both.
    rounds = [(first_visit(home), first_visit(bare)) for _ in range(_ROUNDS)]
    seconds = median(home_seconds for home_seconds, _ in rounds)
    yield BoundedRatio(
        f"time of the headline at {network} : {network.bound_seconds:g} s", seconds / network.bound_seconds, 1
    )
    ratio = median(own / other for own, other in rounds)
    yield BoundedRatio(f"time of the headline at {network} : of Streamlit alone", ratio, 0.6)


def _load(context: BrowserContext, url: str, network: Network | None = None) -> Load:
    """Open a page in a new tab, and wait until all of it is there."""
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    if network is not None:
        bytes_per_second = network.megabits * 1_000_000 / 8
        protocol.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": network.delay_ms,
            "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second,
        })  # fmt: skip
    fetched = 0.0

    def count(event: dict[str, float]) -> None:
        nonlocal fetched
        fetched += event["encodedDataLength"]

    protocol.on("Network.loadingFinished", count)
    page.goto(url, wait_until="commit")
    page.locator(DRAWN).first.wait_for()
    page.wait_for_load_state("networkidle")
    seconds = float(page.evaluate(_LARGEST_TEXT)) / 1000
    page.close()
    return Load(fetched / 1000, seconds)


@contextmanager
def _context(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a browser that has nothing cached."""
    context = browser.new_context(viewport=_VIEWPORT)
    context.set_default_timeout(120_000)
    yield context
    context.close()
