"""Requests with an address or headers longer than any of ours are refused before anything reads them."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from netroi_core.access.limits import MAX_ADDRESS_BYTES, MAX_HEADER_BYTES
from netroi_core.web.request_limits import RequestLimits


async def page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("page")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def browser() -> Iterator[TestClient]:
    routes = [Route("/{path:path}", page), WebSocketRoute("/{path:path}", stream)]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(RequestLimits)])) as client:
        yield client


@pytest.mark.parametrize("address", ["/{}", "/?{}", "/results?quarter={}"])
def test_an_address_is_served_up_to_its_limit_and_refused_beyond(browser: TestClient, address: str) -> None:
    room = MAX_ADDRESS_BYTES - len(address.format("").replace("?", ""))
    assert browser.get(address.format("a" * room)).text == "page"
    answer = browser.get(address.format("a" * (room + 1)))
    assert (answer.status_code, answer.headers["cache-control"]) == (414, "no-store")


def test_an_address_is_measured_as_it_was_sent(browser: TestClient) -> None:
    assert browser.get("/" + "ä" * (MAX_ADDRESS_BYTES // 6 - 1)).status_code == 200
    assert browser.get("/" + "ä" * (MAX_ADDRESS_BYTES // 6 + 1)).status_code == 414


def test_headers_are_limited_together_however_many_there_are(browser: TestClient) -> None:
    one_by_one = {f"x-{number}": "a" * 1000 for number in range(MAX_HEADER_BYTES // 1000 + 1)}
    for headers in (one_by_one, {"cookie": "a" * MAX_HEADER_BYTES}):
        assert browser.get("/", headers=headers).status_code == 431
    assert browser.get("/", headers={"cookie": "a" * (MAX_HEADER_BYTES // 2)}).text == "page"


def test_websockets_have_the_same_limits(browser: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect("/" + "a" * MAX_ADDRESS_BYTES):
        pass
    assert refused.value.code == 1009
