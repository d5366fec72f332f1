"""Availability: health probes in one word, limits of open pages, and a shutdown that ends whatever hangs."""

import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any
from urllib.request import urlopen

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import MESSAGE_BURST, MESSAGE_BYTES, MESSAGES_PER_SECOND
from netroi_core.access.networks import parse_networks
from netroi_core.storage import Unavailable
from netroi_core.web import availability
from netroi_core.web.availability import LIVE, READY, HealthProbes, MessagePace, OpenPageLimit, Shutdown
from netroi_core.web.headers import COOKIE_PATH
from tests.browser.conftest import ROOT, Server
from tests.storage.server import free_port
from tests.web.conftest import GUESTS, run
from tests.web.test_sessions import connected, cookie, session_of

SECRET = "db.internal refuses p4ssw0rd"


@contextmanager
def probe(
    ask: Callable[[], object] = lambda: None,
    hosting: Hosting = GUESTS,
    peer: str = "10.0.0.9",
    shutdown: Shutdown | None = None,
) -> Iterator[TestClient]:
    """Yield a client of a server that has only the probes."""
    health = Middleware(HealthProbes, hosting=hosting, shutdown=shutdown or Shutdown(), check_store=ask)
    with TestClient(Starlette(middleware=[health]), base_url="http://any.name", client=(peer, 1)) as client:
        yield client


def down() -> None:
    raise Unavailable(SECRET)


def test_a_server_with_an_available_store_is_live_and_ready_by_any_host_name() -> None:
    with probe() as client:
        for path, word in ((LIVE, "live"), (READY, "ready")):
            answer = client.get(path)
            assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, word, "no-store")
            assert client.head(path).status_code == 200
        assert client.post(READY).status_code == 404


def test_with_the_store_down_it_is_live_but_not_ready_and_reveals_nothing_more() -> None:
    with probe(down) as client:
        answer = client.get(READY)
        assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (503, "unavailable", "no-store")
        assert SECRET not in str(answer.headers)
        assert client.get(LIVE).status_code == 200


def test_a_hanging_store_times_out_and_is_checked_once_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, asks = Event(), []

    def slow() -> None:
        asks.append(1)
        answers.wait()

    monkeypatch.setattr(availability, "STORE_TIMEOUT_SECONDS", 0.01)
    with probe(slow) as client:
        assert [client.get(READY).text for _ in range(3)] == ["unavailable"] * 3
        assert len(asks) == 1
        answers.set()
    monkeypatch.setattr(availability, "STORE_TIMEOUT_SECONDS", 60)
    with probe(slow) as client:
        assert client.get(READY).text == "ready"


def test_during_shutdown_it_is_not_ready() -> None:
    shutdown = Shutdown()
    shutdown.has_begun = True
    with probe(shutdown=shutdown) as client:
        assert (client.get(READY).status_code, client.get(READY).text) == (503, "stopping")
        assert client.get(LIVE).status_code == 200


@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_personal_server_answers_no_probe_from_other_machines(path: str) -> None:
    with probe(hosting=Hosting(), peer="127.0.0.1") as mine:
        assert mine.get(path).status_code == 200
        assert mine.get(path, headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404
    with probe(hosting=Hosting()) as client:
        assert client.get(path).status_code == 404


# --- open pages

STREAM = "/_stcore/stream"
From = Callable[[str], TestClient]


async def echo(socket: WebSocket) -> None:
    """Echo text until the browser leaves or sends "break" or "close"."""
    await socket.accept()
    with suppress(WebSocketDisconnect):
        while (text := await socket.receive_text()) != "close":
            if text == "break":
                raise ValueError
            await socket.send_text(text)
        await socket.close()


async def page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("page")


@pytest.fixture
def shutdown() -> Shutdown:
    return Shutdown()


@pytest.fixture
def pages(shutdown: Shutdown, monkeypatch: pytest.MonkeyPatch) -> Callable[..., From]:
    def serving(hosting: Hosting = GUESTS) -> From:
        """Return clients by address, of a server with room for three pages, two of them per network."""
        monkeypatch.setattr(availability, "MAX_OPEN_PAGES", 3)
        sockets = Middleware(OpenPageLimit, hosting=replace(hosting, visitors_per_network=2), shutdown=shutdown)
        app = Starlette(routes=[WebSocketRoute(STREAM, echo), Route("/{path:path}", page)], middleware=[sockets])
        first = TestClient(app)
        first.get("/")  # builds the app, whose one middleware counts for all
        return lambda peer: TestClient(app, client=(peer, 1), raise_server_exceptions=False)

    return serving


def refusal(browser: TestClient) -> tuple[int, str]:
    """Return the code and the reason with which one more websocket is refused."""
    with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect(STREAM):
        pass
    return refused.value.code, refused.value.reason


def test_beyond_the_limit_of_a_network_its_pages_are_refused_and_others_are_served(
    pages: Callable[..., From],
) -> None:
    at = pages()
    with ExitStack() as open_pages:
        for _ in range(2):
            open_pages.enter_context(at("203.0.113.7").websocket_connect(STREAM))
        code, reason = refusal(at("203.0.113.7"))
        assert (code, reason.count(".")) == (1013, 2)
        page = at("203.0.113.7").get("/people")
        assert (page.status_code, page.text, page.headers["cache-control"]) == (429, reason, "no-store")
        for needed in ("/static/x.js", COOKIE_PATH, "/oauth2callback"):
            assert at("203.0.113.7").get(needed).status_code == 200
        assert at("203.0.113.8").get("/people").status_code == 200
        open_pages.enter_context(at("203.0.113.8").websocket_connect(STREAM))
        code, everybody = refusal(at("203.0.113.9"))
        assert code == 1013
        assert everybody != reason
        assert at("203.0.113.9").get("/").text == everybody
    assert at("203.0.113.7").get("/people").status_code == 200


@pytest.mark.parametrize("end", ["leave", "close", "break"])
def test_closed_pages_no_longer_count_however_they_closed(pages: Callable[..., From], end: str) -> None:
    at = pages()
    for _ in range(5):
        with suppress(WebSocketDisconnect, ValueError), at("203.0.113.7").websocket_connect(STREAM) as socket:
            socket.send_text("here")
            assert socket.receive_text() == "here"
            if end != "leave":
                socket.send_text(end)
                socket.receive_text()


@pytest.mark.parametrize(
    ("first", "same", "foreign"),
    [("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1"), ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.8")],
)
def test_the_addresses_of_one_subscriber_count_as_one_network(
    pages: Callable[..., From], first: str, same: str, foreign: str
) -> None:
    at = pages()
    with at(first).websocket_connect(STREAM), at(same).websocket_connect(STREAM):
        assert at(same).get("/").status_code == 429
        assert at(foreign).get("/").status_code == 200


def test_networks_that_the_host_names_are_limited_by_the_total_only(pages: Callable[..., From]) -> None:
    at = pages(replace(GUESTS, unlimited_networks=parse_networks("203.0.113.0/24")))
    with ExitStack() as open_pages:
        for _ in range(3):
            open_pages.enter_context(at("203.0.113.7").websocket_connect(STREAM))
        assert at("203.0.113.7").get("/").status_code == 429


def test_on_streamlit_cloud_only_the_total_is_limited(pages: Callable[..., From]) -> None:
    at = pages(Hosting("guests", None, is_secure=True, is_streamlit_cloud=True))
    with ExitStack() as open_pages:
        for _ in range(3):
            open_pages.enter_context(at("203.0.113.7").websocket_connect(STREAM))
        assert at("203.0.113.7").get("/").status_code == 429


def test_the_owner_is_not_limited(pages: Callable[..., From]) -> None:
    at = pages(Hosting())
    with ExitStack() as open_pages:
        for _ in range(9):
            open_pages.enter_context(at("127.0.0.1").websocket_connect(STREAM))
        assert at("127.0.0.1").get("/").status_code == 200


def test_during_shutdown_messages_are_dropped_and_new_pages_sent_elsewhere(
    pages: Callable[..., From], shutdown: Shutdown
) -> None:
    at = pages()
    with at("203.0.113.7").websocket_connect(STREAM) as socket:
        socket.send_text("before")
        assert socket.receive_text() == "before"
        shutdown.has_begun = True
        socket.send_text("too late")
        with pytest.raises(WebSocketDenialResponse) as refused, at("203.0.113.8").websocket_connect(STREAM):
            pass
        assert refused.value.status_code == 503
        shutdown.has_begun = False
        socket.send_text("close")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


# --- shutdown


def test_open_pages_hear_of_a_restart_and_the_server_exits_with_0(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("hangs", ["page", "download"])
def test_a_hanging_page_or_download_does_not_prevent_the_exit(hangs: str) -> None:
    port = free_port()
    command = [sys.executable, "-m", "tests.web.hanging_server", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert any("running on" in line for line in process.stderr), "it did not start"
            with urlopen(f"http://127.0.0.1:{port}/{hangs}") as answer:
                assert answer.read(5) == b"begun"
                for _ in range(2):  # whoever is impatient changes nothing
                    process.send_signal(signal.SIGTERM)
                assert process.wait(60) == 0
        finally:
            process.kill()


class Time:
    """A clock that goes on while somebody sleeps, and when tests say so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def seconds_for(*messages: dict[str, Any], pause: float = 0) -> float:
    """Return how long messages are held back that come with this pause after each."""
    time = Time()
    pace = MessagePace(time, time.sleep)

    async def receive_all() -> float:
        held = 0.0
        for message in messages:
            before = time.now
            await pace.keep(message)
            held += time.now - before
            time.now += pause
        return held

    return run(receive_all())


CLICK = {"type": "websocket.receive", "bytes": b"x" * 100}


def test_what_a_person_does_is_never_held_back() -> None:
    assert seconds_for(*[CLICK] * (MESSAGE_BURST // 2)) == 0
    assert seconds_for(*[CLICK] * 1000, pause=1.1 / MESSAGES_PER_SECOND) == 0


def test_a_flood_is_passed_on_at_the_pace_and_no_message_is_lost() -> None:
    held = seconds_for(*[CLICK] * 1000)
    assert held >= (1000 - MESSAGE_BURST) / MESSAGES_PER_SECOND
    assert held <= 1100 / MESSAGES_PER_SECOND


def test_large_messages_count_by_their_size() -> None:
    large = {"type": "websocket.receive", "bytes": b"x" * (MESSAGE_BYTES * 20)}
    assert seconds_for(*[large] * 100) >= (21 * 100 - MESSAGE_BURST) / MESSAGES_PER_SECOND


def test_leaving_is_never_held_back() -> None:
    gone = {"type": "websocket.disconnect", "code": 1001}
    flood = [CLICK] * (MESSAGE_BURST * 2)
    assert seconds_for(*flood, gone, gone) == seconds_for(*flood)
