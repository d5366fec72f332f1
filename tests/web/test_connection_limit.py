"""Connection limits: open pages are counted, refused beyond the limit, and served until the shutdown."""

from collections.abc import Callable
from contextlib import ExitStack, suppress

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from netroi_core.access.hosting import Hosting
from netroi_core.web.connection_limit import ConnectionLimit
from netroi_core.web.request_info import COOKIE_PATH
from netroi_core.web.shutdown import Shutdown

GUESTS = Hosting("guests", "netroi.example", is_secure=True)
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
def server(shutdown: Shutdown) -> Callable[..., From]:
    def serving(hosting: Hosting = GUESTS) -> From:
        """Return clients by address, of a server with room for three pages, two of them per network."""
        sockets = Middleware(ConnectionLimit, hosting=hosting, shutdown=shutdown, max_total=3, max_per_network=2)
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
    server: Callable[..., From],
) -> None:
    at = server()
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
def test_closed_pages_no_longer_count_however_they_closed(server: Callable[..., From], end: str) -> None:
    at = server()
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
    server: Callable[..., From], first: str, same: str, foreign: str
) -> None:
    at = server()
    with at(first).websocket_connect(STREAM), at(same).websocket_connect(STREAM):
        assert at(same).get("/").status_code == 429
        assert at(foreign).get("/").status_code == 200


def test_on_streamlit_cloud_only_the_total_is_limited(server: Callable[..., From]) -> None:
    at = server(Hosting("guests", None, is_secure=True, is_streamlit_cloud=True))
    with ExitStack() as open_pages:
        for _ in range(3):
            open_pages.enter_context(at("203.0.113.7").websocket_connect(STREAM))
        assert at("203.0.113.7").get("/").status_code == 429


def test_the_owner_is_not_limited(server: Callable[..., From]) -> None:
    at = server(Hosting())
    with ExitStack() as open_pages:
        for _ in range(9):
            open_pages.enter_context(at("127.0.0.1").websocket_connect(STREAM))
        assert at("127.0.0.1").get("/").status_code == 200


def test_during_shutdown_messages_are_dropped_and_new_pages_sent_elsewhere(
    server: Callable[..., From], shutdown: Shutdown
) -> None:
    at = server()
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
