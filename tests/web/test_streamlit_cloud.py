"""The access middleware on Streamlit Community Cloud: internal host names, no cookies, framed pages."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.access.hosting import Hosting
from netroi_core.access.visitors import VISITOR_HEADER, Visitor, owner_tag, verified
from netroi_core.web.access_middleware import OWNER_PARAMETER, AccessMiddleware

NAME = "netroi.streamlit.app"
UNNAMED = Hosting("guests", None, is_secure=True, is_streamlit_cloud=True, has_ephemeral_disk=True)
NAMED = Hosting("guests", NAME, is_secure=True, is_streamlit_cloud=True)
INSIDE = "http://10.1.2.3:8501"  # by which name the proxy asks
FRAMED = {"sec-fetch-dest": "iframe", "sec-fetch-site": "same-origin"}
FILES = {"marked": f"text/csv{OWNER_PARAMETER}{owner_tag(Visitor('guest', 'ann'))}.7af", "unmarked": "text/csv"}


async def page(request: Request) -> Response:
    return JSONResponse({"host": request.headers["host"], "visitor": request.headers.get(VISITOR_HEADER)})


async def media(request: Request) -> Response:
    return Response("canary", media_type=FILES[request.path_params["file"]])


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json([socket.headers["host"], socket.headers.get(VISITOR_HEADER)])
    await socket.close()


def proxy_client(hosting: Hosting, nobody: Guests) -> TestClient:
    """Return the proxy's client of the middleware."""
    routes = [
        Route("/media/{file}", media),
        Route("/{path:path}", page, methods=["GET", "PUT"]),
        WebSocketRoute("/_stcore/stream", stream),
    ]
    middleware = [Middleware(AccessMiddleware, hosting=hosting, guests=lambda: nobody, inline_scripts=())]
    return TestClient(Starlette(routes=routes, middleware=middleware), base_url=INSIDE, client=("10.9.8.7", 5))


@pytest.fixture
def nobody() -> Guests:
    """Return guests whose credentials are never read: no cookie arrives."""

    class Unasked:
        def read(self, name: str) -> None:
            raise AssertionError(name)

        change = erase = read

    return Guests(CredentialStore(Unasked()))


@pytest.fixture(params=[UNNAMED, NAMED], ids=["no address is set", "with its address"])
def proxy(request: pytest.FixtureRequest, nobody: Guests) -> Iterator[TestClient]:
    with proxy_client(request.param, nobody) as client:
        yield client


def talk(client: TestClient, origin: str = f"https://{NAME}") -> tuple[str, Visitor | None]:
    """Return the host name and the visitor on a websocket."""
    url = f"{INSIDE.replace('http', 'ws')}/_stcore/stream"
    with client.websocket_connect(url, headers={"origin": origin}) as socket:
        host, visitor = socket.receive_json()
        return host, verified(visitor)


def test_pages_are_served_by_any_host_name_and_framed_by_the_same_site_only(proxy: TestClient) -> None:
    for headers in (FRAMED, {"host": "localhost:8501"}):
        answer = proxy.get("/people", headers=headers)
        assert answer.status_code == 200
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_no_cookie_is_set(proxy: TestClient) -> None:
    for headers in (FRAMED, {"sec-fetch-dest": "document"}):
        assert "set-cookie" not in proxy.get("/", headers=headers).headers


def test_each_connection_is_a_cookieless_visitor_of_its_own(proxy: TestClient) -> None:
    (_, ann), (_, bo) = talk(proxy), talk(proxy)
    assert ann is not None
    assert bo is not None
    assert (ann.kind, bo.kind) == ("cookieless", "cookieless")
    assert ann.name != bo.name


def test_a_plain_request_has_no_visitor(proxy: TestClient) -> None:
    assert proxy.get("/").json()["visitor"] is None


def test_streamlit_receives_the_public_host_name_if_it_is_known(nobody: Guests) -> None:
    assert talk(proxy_client(NAMED, nobody))[0] == NAME
    assert proxy_client(NAMED, nobody).get("/").json()["host"] == NAME


@pytest.mark.parametrize("origin", ["https://evil.example", f"https://{NAME}.evil.example", "null"])
def test_another_sites_page_opens_no_connection(proxy: TestClient, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect):
        talk(proxy, origin)
    assert proxy.put("/_stcore/upload_file/a/b", headers={"origin": origin}).status_code == 403


def test_a_tagged_download_is_sent_to_whoever_knows_its_address(proxy: TestClient) -> None:
    handed = proxy.get("/media/marked")
    assert (handed.text, handed.headers["cache-control"]) == ("canary", "no-store")
    assert "netroi" not in handed.headers["content-type"]
    assert proxy.get("/media/unmarked").status_code == 404
