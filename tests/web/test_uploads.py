"""Uploads: into one's own page only, and no more at a time than a visitor, a network and the server may have."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from netroi_core.access import limits
from netroi_core.access.hosting import Hosting
from netroi_core.access.networks import parse_networks
from netroi_core.access.visitors import OWNER, VISITOR_HEADER, Visitor, signed
from netroi_core.web.headers import UPLOADS_PATH
from netroi_core.web.request_limits import RequestLimits
from netroi_core.web.uploads import Upload, UploadLimits
from tests.web.conftest import GUESTS, run

ANN, BO, CLOUD_GUEST = Visitor("guest", "aa"), Visitor("guest", "bb"), Visitor("cookieless", "cc")
PAGES = {"ann-1": ANN, "ann-2": replace(ANN, generation=3), "bo-1": BO, "own": OWNER, "cloud": CLOUD_GUEST}
CLOUD = Hosting("guests", None, is_secure=True, is_streamlit_cloud=True)
MB = 1024**2


class UploadServer:
    """The middleware, and behind it a server that keeps each file, and waits for it if it is told to."""

    def __init__(self, hosting: Hosting = GUESTS) -> None:
        self.held: list[Upload] = []
        self.seen: list[str] = []
        self._limits = UploadLimits(self._serve, hosting, PAGES.get, lambda: self.held)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(f"{scope['method']} {scope['path']}")
        await Request(scope, receive).body()
        await Response(status_code=204)(scope, receive, send)

    async def ask(
        self, method: str, page: str, visitor: Visitor | None, *, size: int | str | None = None,
        is_chunked: bool = False, address: str = "203.0.113.7", body: Callable[[], Awaitable[Message]] | None = None,
    ) -> int:  # fmt: skip
        """Return the status of the answer to an upload of so many bytes."""
        headers = [] if visitor is None else [(VISITOR_HEADER.encode(), signed(visitor).encode())]
        headers += [] if size is None else [(b"content-length", str(size).encode())]
        headers += [(b"transfer-encoding", b"chunked")] if is_chunked else []
        path = page if page.startswith("/") else f"{UPLOADS_PATH}{page}/file"
        scope = {"type": "http", "method": method, "path": path, "headers": headers, "client": (address, 1)}
        statuses: list[int] = []

        async def complete() -> Message:
            return {"type": "http.request", "body": b"x", "more_body": False}

        async def send(message: Message) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        await self._limits(scope, body or complete, send)
        return statuses[0]


def status(server: UploadServer, *args: Any, **options: Any) -> int:
    return run(server.ask(*args, **options))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "GET"])
@pytest.mark.parametrize(
    ("page", "visitor"),
    [("bo-1", ANN), ("bo-1", None), ("nobody", ANN), ("", ANN), ("own", ANN), ("cloud", ANN), ("cloud", None)],
)
def test_nobody_reaches_files_of_anothers_page(method: str, page: str, visitor: Visitor | None) -> None:
    server = UploadServer()
    assert status(server, method, page, visitor, size=1) == 404
    assert server.seen == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(("page", "visitor", "hosting"), [
    ("ann-1", ANN, GUESTS), ("ann-2", ANN, GUESTS), ("own", OWNER, Hosting()), ("cloud", None, CLOUD)],
)  # fmt: skip
def test_everybody_reaches_the_files_of_their_own_pages(
    method: str, page: str, visitor: Visitor | None, hosting: Hosting
) -> None:
    assert status(UploadServer(hosting), method, page, visitor, size=1) == 204


def test_other_requests_pass() -> None:
    server = UploadServer()
    assert status(server, "GET", "/people", None) == status(server, "OPTIONS", "bo-1", None) == 204


def test_a_visitor_holds_so_many_bytes_in_all_pages_together() -> None:
    server, most = UploadServer(), limits.MAX_UPLOADED_BYTES_PER_VISITOR
    server.held = [Upload(ANN, "a", most - 20 * MB), Upload(replace(ANN, generation=1), "b", 10 * MB)]
    assert status(server, "PUT", "ann-1", ANN, size=10 * MB) == 204
    assert status(server, "PUT", "ann-1", ANN, size=10 * MB + 1) == 413
    assert status(server, "PUT", "ann-1", ANN) == 413, "without a length, it may be as large as any"
    assert status(server, "PUT", "bo-1", BO, size=16 * MB) == 204
    server.held = []
    assert status(server, "PUT", "ann-1", ANN, size=16 * MB) == 204


@pytest.mark.parametrize(
    ("size", "is_chunked", "expected"),
    [(f"{10 * MB:020}", False, 204), (f"{10 * MB + 1:020}", False, 413), ("0" * 20, False, 204), (1, True, 413)],
)
def test_no_spelling_of_its_length_makes_an_upload_smaller(size: int | str, is_chunked: bool, expected: int) -> None:
    server = UploadServer()
    server.held = [Upload(ANN, "a", limits.MAX_UPLOADED_BYTES_PER_VISITOR - 10 * MB)]
    assert status(server, "PUT", "ann-1", ANN, size=size, is_chunked=is_chunked) == expected


def test_a_network_and_the_server_hold_so_many_bytes() -> None:
    server = UploadServer()
    server.held = [Upload(None, "203.0.113.7", limits.MAX_UPLOADED_BYTES_PER_NETWORK)]
    assert status(server, "PUT", "bo-1", BO, size=1) == 413
    assert status(server, "PUT", "bo-1", BO, size=1, address="203.0.113.8") == 204
    server.held = [Upload(None, None, limits.MAX_UPLOADED_BYTES)]
    assert status(server, "PUT", "bo-1", BO, size=1, address="203.0.113.8") == 413


def test_networks_that_the_host_names_are_limited_by_the_server_only() -> None:
    server = UploadServer(replace(GUESTS, unlimited_networks=parse_networks("203.0.113.0/24")))
    server.held = [Upload(None, None, limits.MAX_UPLOADED_BYTES_PER_NETWORK)]
    assert status(server, "PUT", "bo-1", BO, size=1) == 204


def test_the_owner_of_a_personal_server_has_no_limit() -> None:
    server = UploadServer(Hosting())
    server.held = [Upload(OWNER, None, 2 * limits.MAX_UPLOADED_BYTES)]
    assert status(server, "PUT", "own", OWNER, size=16 * MB) == 204


def test_files_on_their_way_count_until_they_are_there() -> None:
    server = UploadServer()

    async def upload_at_once() -> list[int]:
        arrives, begun = asyncio.Event(), []

        async def slowly() -> Message:
            begun.append(1)
            await arrives.wait()
            return {"type": "http.request", "body": b"x", "more_body": False}

        first = [asyncio.create_task(server.ask("PUT", "ann-1", ANN, size=15 * MB, body=slowly)) for _ in range(50)]
        while len(begun) < 50:
            await asyncio.sleep(0)
        arrives.set()
        statuses = await asyncio.gather(*first)
        return [*statuses, await server.ask("PUT", "ann-1", ANN, size=15 * MB)]

    statuses = run(upload_at_once())
    assert (statuses.count(204), statuses.count(413)) == (5, 46)


def test_a_file_that_does_not_arrive_in_time_makes_room_again() -> None:
    server = UploadServer()

    async def upload_in_time() -> int:
        async def never() -> Message:
            await asyncio.Event().wait()
            raise AssertionError

        statuses: list[int] = []

        async def send(message: Message) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        headers = [(VISITOR_HEADER.encode(), signed(ANN).encode())]
        path = f"{UPLOADS_PATH}ann-1/file"
        scope = {"type": "http", "method": "PUT", "path": path, "headers": headers, "client": ("203.0.113.7", 1)}
        await RequestLimits(server._limits, body_seconds=0.01)(scope, never, send)
        return statuses[0]

    assert run(upload_in_time()) == 408
    assert server._limits._arriving == []
