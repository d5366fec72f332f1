"""The access middleware: visitors, cookies, refusals, downloads, security headers."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from netroi_core.access.guests import CredentialStore, Guests, Validity
from netroi_core.access.hosting import Hosting
from netroi_core.access.visitors import OWNER, VISITOR_HEADER, Visitor, owner_tag, signed, verified
from netroi_core.storage import Unavailable
from netroi_core.storage.files.stores import FileEntries
from netroi_core.web.access_middleware import GUEST_COOKIE, OWNER_PARAMETER, AccessMiddleware
from netroi_core.web.headers import COOKIE_PATH
from tests.web.conftest import GUESTS, run

LOCAL, FAR = ("127.0.0.1", 50000), ("192.168.1.7", 50000)
PAGE = {"sec-fetch-dest": "document"}
STREAM = "wss://netroi.example/_stcore/stream"
Open = Callable[..., TestClient]


def visitor_name(headers: Any) -> str:
    """Return the visitor's name in a request behind the middleware."""
    names = [value for key, value in headers.items() if key.replace("_", "-") == VISITOR_HEADER]
    visitors = [verified(value) for value in names]
    assert None not in visitors
    assert len(visitors) <= 1
    return visitors[0].name if visitors and visitors[0] else "nobody"


async def page(request: Request) -> Response:
    answer = (
        Response(status_code=304)
        if "if-none-match" in request.headers
        else PlainTextResponse(visitor_name(request.headers))
    )
    answer.set_cookie("theirs", "x", httponly=True)
    return answer


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(visitor_name(socket.headers))
    await socket.close()


@pytest.fixture
def guests(tmp_path: Path) -> Guests:
    return Guests(CredentialStore(FileEntries(tmp_path)))


@pytest.fixture
def browser(guests: Guests) -> Open:
    files: dict[str, Response] = {}

    async def media(request: Request) -> Response:
        return files[request.path_params["file"]]

    routes = [
        Route("/media/{file}", media),
        Route("/{path:path}", page, methods=["GET", "POST", "PUT"]),
        WebSocketRoute("/_stcore/stream", stream),
    ]

    def open_browser(hosting: Hosting = GUESTS, peer: tuple[str, int] | None = FAR) -> TestClient:
        access = Middleware(AccessMiddleware, hosting=hosting, guests=lambda: guests, inline_scripts=("'sha256-x'",))
        app = Starlette(routes=routes, middleware=[access])
        address = f"https://{hosting.host}" if hosting.host else "http://localhost:8501"
        client = TestClient(app, base_url=address, follow_redirects=False)
        client._transport.client = peer  # type: ignore[attr-defined]
        client.files = files  # type: ignore[attr-defined]
        return client

    return open_browser


def websocket_visitor(client: TestClient, **headers: str) -> str:
    """Return the visitor's name on a websocket of this browser."""
    address = str(client.base_url).rstrip("/")
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with client.websocket_connect(url, headers={"origin": address, **headers}) as socket:
        return str(socket.receive_text())


def our_cookie(answer: Any) -> str:
    """Return our Set-Cookie header; empty without one."""
    return "".join(header for header in answer.headers.get_list("set-cookie") if header.startswith(GUEST_COOKIE))


def test_while_the_credentials_are_unavailable_no_page_is_served(
    browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    client.get("/", headers=PAGE)

    def down(*_: object) -> None:
        raise Unavailable("the database can’t be reached")

    monkeypatch.setattr(FileEntries, "read", down)
    answer = client.get("/", headers=PAGE)
    assert (answer.status_code, our_cookie(answer)) == (503, "")
    assert answer.text == (
        "Your workspace can’t be opened right now: the database can’t be reached. Nothing was changed."
    )
    assert answer.headers["cache-control"] == "no-store"
    with pytest.raises(WebSocketDisconnect) as refusal:
        websocket_visitor(client)
    assert refusal.value.code == 1013
    monkeypatch.undo()
    assert client.get("/", headers=PAGE).status_code == 200


def test_a_slow_database_does_not_block_other_visitors(
    browser: Open, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, is_asked, may_answer = browser(), Event(), Event()
    client.get("/", headers=PAGE)
    cookie = f"{GUEST_COOKIE}={client.cookies[GUEST_COOKIE]}".encode()
    standing = guests._credentials.validity

    def slowly(name: str) -> Validity:
        is_asked.set()
        assert may_answer.wait(20)
        return standing(name)

    monkeypatch.setattr(guests._credentials, "validity", slowly)

    async def status(path: str, *headers: tuple[bytes, bytes]) -> int:
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "client": FAR}
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        await client.app({**scope, "headers": [(b"host", b"netroi.example"), *headers]}, None, send)  # type: ignore[arg-type]
        return int(sent[0]["status"])

    async def both() -> list[int]:
        waiting = asyncio.create_task(status("/", (b"cookie", cookie)))
        assert await asyncio.to_thread(is_asked.wait, 20)
        other_browser = await status("/_stcore/health")
        assert not waiting.done()
        may_answer.set()
        return [other_browser, await waiting]

    assert run(both()) == [200, 200]


# --- personal servers


def test_the_owner_is_served_on_their_own_machine(browser: Open) -> None:
    for peer in (LOCAL, ("::1", 1)):
        mine = browser(Hosting(), peer)
        assert mine.get("/").text == websocket_visitor(mine) == "owner"
        assert our_cookie(mine.get("/", headers=PAGE)) == ""


@pytest.mark.parametrize("peer", [FAR, ("172.17.0.1", 1), ("::ffff:10.0.0.1", 1), None])
def test_another_machine_never_sees_the_personal_workspace(browser: Open, peer: tuple[str, int] | None) -> None:
    client = browser(Hosting(), peer)
    for path in ("/", "/people", "/media/x", "/_stcore/health"):
        answer = client.get(path)
        assert (answer.status_code, "owner" in answer.text) == (403, False)
    with pytest.raises(WebSocketDisconnect) as refusal:
        websocket_visitor(client)
    assert refusal.value.code == 1008


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}, {"x-real-ip": "127.0.0.1"}, {"via": "1.1 x"},
        {"x-forwarded-host": "localhost"}, {"host": "netroi.example"}, {"host": "192.168.1.4:8501"},
        {"host": "localhost.evil.example"},
    ],
)  # fmt: skip
def test_requests_through_a_proxy_or_to_another_host_never_see_it_either(
    browser: Open, headers: dict[str, str]
) -> None:
    mine = browser(Hosting(), LOCAL)
    answer = mine.get("/", headers=headers)
    assert (answer.status_code, answer.text.count(".")) == (403, 2)
    with pytest.raises(WebSocketDisconnect):
        websocket_visitor(mine, **headers)


# --- guests and their cookies


def test_a_page_sets_a_cookie_that_no_script_can_read(browser: Open, guests: Guests) -> None:
    ann = browser()
    set_cookie = our_cookie(ann.get("/people", headers=PAGE))
    name, _, rest = set_cookie.partition("=")
    value, *attributes = rest.split("; ")
    assert name == GUEST_COOKIE == "__Host-netroi"
    assert {*attributes} == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=34560000"}
    visitor = guests.visitor(value)
    assert visitor is not None
    assert ann.get("/").text == websocket_visitor(ann) == visitor.name
    assert our_cookie(ann.get("/", headers=PAGE)) == ""


def test_an_unmodified_page_sets_a_cookie_too(browser: Open) -> None:
    answer = browser().get("/", headers={**PAGE, "if-none-match": "x"})
    assert answer.status_code == 304
    assert GUEST_COOKIE in our_cookie(answer)


def test_over_https_every_cookie_is_secure(browser: Open) -> None:
    for path in ("/", "/static/x.js"):
        cookies = browser().get(path, headers=PAGE).headers.get_list("set-cookie")
        assert [cookie.count("; Secure") for cookie in cookies] == [1] * len(cookies)
    assert "Secure" not in browser(Hosting(), LOCAL).get("/").headers["set-cookie"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/static/x.js", {}), ("/_stcore/health", {}), ("/favicon.png", {}), ("/", {"sec-fetch-dest": "image"})],
)
def test_only_pages_set_a_cookie(browser: Open, path: str, headers: dict[str, str]) -> None:
    assert our_cookie(browser().get(path, headers=headers)) == ""


def test_without_a_cookie_there_is_no_visitor(browser: Open) -> None:
    assert browser().get("/static/x.js").text == websocket_visitor(browser()) == "nobody"


def test_two_browsers_are_two_visitors(browser: Open) -> None:
    ann, bo = browser(), browser()
    for browser_ in (ann, bo):
        browser_.get("/", headers=PAGE)
    assert websocket_visitor(ann) != websocket_visitor(bo)


@pytest.mark.parametrize("name", [VISITOR_HEADER, VISITOR_HEADER.upper(), "X_NetROI_Visitor", "x-netroi_visitor"])
@pytest.mark.parametrize("claimed", [OWNER, Visitor("guest", "aa" * 10), None], ids=["owner", "guest", "unsealed"])
def test_a_forged_visitor_header_is_ignored(browser: Open, name: str, claimed: Visitor | None) -> None:
    ann = browser()
    ann.get("/", headers=PAGE)
    me = websocket_visitor(ann)
    forged = {name: signed(claimed) if claimed else "guest.aa.0"}
    assert ann.get("/", headers=forged).text == websocket_visitor(ann, **forged) == me
    assert websocket_visitor(browser(), **forged) == "nobody"


def test_a_foreign_cookie_is_replaced(browser: Open, guests: Guests, tmp_path: Path) -> None:
    foreign = Guests(CredentialStore(FileEntries(tmp_path / "other"))).cookie()
    for planted in ("x", foreign, guests.cookie()[:-1]):
        ann = browser()
        ann.cookies.set(GUEST_COOKIE, planted, domain="netroi.example")
        assert websocket_visitor(ann) == "nobody"
        assert f"={planted};" not in our_cookie(ann.get("/", headers=PAGE))


def test_of_two_guest_cookies_neither_counts(browser: Open, guests: Guests) -> None:
    both = f"{GUEST_COOKIE}={guests.cookie()}; {GUEST_COOKIE}={guests.cookie()}"
    assert websocket_visitor(browser(), cookie=both) == "nobody"


def test_a_revoked_cookie_opens_nothing_and_the_browser_that_revoked_it_fetches_another(
    browser: Open, guests: Guests
) -> None:
    ann, same_cookie = browser(), browser()
    ann.get("/", headers=PAGE)
    same_cookie.cookies.set(GUEST_COOKIE, ann.cookies[GUEST_COOKIE], domain="netroi.example")
    visitor = guests.visitor(ann.cookies[GUEST_COOKIE])
    assert visitor is not None
    guests.log_out_everywhere(visitor)
    assert websocket_visitor(ann) == websocket_visitor(same_cookie) == "nobody"
    answer = ann.get(COOKIE_PATH)
    assert (answer.status_code, answer.headers["location"], answer.headers["cache-control"]) == (
        303, "/", "private, no-store",
    )  # fmt: skip
    assert websocket_visitor(ann) == visitor.name
    none = same_cookie.get(COOKIE_PATH)
    assert (none.status_code, none.headers["refresh"], our_cookie(none)) == (404, "0; url=/", ""), (
        "a proxy asks elsewhere"
    )
    assert websocket_visitor(same_cookie) == "nobody"


# --- other sites and host names


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "https://netroi.example"}, {"sec-fetch-site": "none"}, {},
    ],
)  # fmt: skip
def test_another_site_can_not_act_for_a_visitor(browser: Open, headers: dict[str, str]) -> None:
    client = browser()
    assert client.post("/", headers=headers).status_code == 403
    assert client.put("/_stcore/upload_file/a/b", headers=headers).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=headers):
        pass


def test_our_own_pages_can(browser: Open) -> None:
    own = {"origin": "https://netroi.example", "sec-fetch-site": "same-origin"}
    assert browser().post("/", headers=own).status_code == 200
    assert browser().put("/_stcore/upload_file/a/b", headers={"origin": own["origin"]}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "netroi.example.evil.example", "localhost", "netroi.example:81"])
def test_another_host_name_is_refused(browser: Open, host: str) -> None:
    assert browser().get("/", headers={"host": host}).status_code == 421
    with pytest.raises(WebSocketDisconnect):
        websocket_visitor(browser(), host=host)


# --- served paths and downloads


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp",
     "/_stcore/script-health-check", "/_stcore/bidi-components/x", "/component/x", "/_stcore%2fmetrics"],
)  # fmt: skip
@pytest.mark.parametrize("hosting", [Hosting(), GUESTS], ids=lambda hosting: hosting.mode)
def test_paths_that_the_app_does_not_need_are_not_served(browser: Open, hosting: Hosting, path: str) -> None:
    assert browser(hosting, LOCAL).get(path).status_code == 404


@pytest.mark.parametrize("hosting", [Hosting(), GUESTS], ids=lambda hosting: hosting.mode)
def test_every_response_has_the_security_headers(browser: Open, hosting: Hosting) -> None:
    client = browser(hosting, LOCAL)
    for path in ("/", "/people", "/_stcore/metrics", "/_stcore/health", "/media/x", "/static/x"):
        client.files["x"] = PlainTextResponse("x")  # type: ignore[attr-defined]
        headers = client.get(path).headers
        inline = "" if path == "/static/x" else " 'sha256-x'"
        assert f"script-src 'self'{inline};" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert ("strict-transport-security" in headers) == hosting.is_secure


def test_a_download_is_sent_to_its_owner_only_and_never_cached(browser: Open, guests: Guests) -> None:
    ann, bo = browser(), browser()
    for client in (ann, bo):
        client.get("/", headers=PAGE)
    visitor = guests.visitor(ann.cookies[GUEST_COOKIE])
    assert visitor is not None
    mark = owner_tag(visitor)
    for kind in ("application/json", "text/csv"):
        ann.files["x"] = Response("canary", media_type=f"{kind}{OWNER_PARAMETER}{mark}.07af")  # type: ignore[attr-defined]
        handed = ann.get("/media/x")
        assert (handed.status_code, handed.text, handed.headers["cache-control"]) == (200, "canary", "no-store")
        assert handed.headers["content-type"] == kind + ("; charset=utf-8" if kind == "text/csv" else "")
        for other_browser in (bo, browser()):
            refused = other_browser.get("/media/x")
            assert (refused.status_code, "canary" in refused.text, mark in str(refused.headers)) == (404, False, False)


@pytest.mark.parametrize(("streamlits", "ours"), [(400, 404), (413, 413), (204, 204)])
def test_an_upload_for_a_page_of_another_process_is_not_found_so_that_a_proxy_tries_it(
    streamlits: int, ours: int
) -> None:
    uploads = Route("/_stcore/upload_file/a/b", lambda _: Response(status_code=streamlits), methods=["PUT"])
    access = Middleware(AccessMiddleware, hosting=Hosting(), guests=lambda: None, inline_scripts=())
    client = TestClient(Starlette(routes=[uploads], middleware=[access]), base_url="http://localhost", client=LOCAL)
    answer = client.put("/_stcore/upload_file/a/b", headers={"origin": "http://localhost"})
    assert answer.status_code == ours


@pytest.mark.parametrize(
    "kind",
    ["text/csv", f"text/csv{OWNER_PARAMETER}", f"text/csv{OWNER_PARAMETER}.x", "", f"text/csv{OWNER_PARAMETER}None.x"],
)
def test_a_download_without_a_tag_is_sent_to_nobody(browser: Open, kind: str) -> None:
    for client in (browser(), browser(Hosting(), LOCAL)):
        client.get("/", headers=PAGE)
        client.files["x"] = Response("canary", headers={"content-type": kind})  # type: ignore[attr-defined]
        assert client.get("/media/x").status_code == 404


def test_a_download_is_refused_after_logging_out(browser: Open, guests: Guests) -> None:
    ann = browser()
    ann.get("/", headers=PAGE)
    visitor = guests.visitor(ann.cookies[GUEST_COOKIE])
    assert visitor is not None
    ann.files["x"] = Response("canary", media_type=f"text/csv{OWNER_PARAMETER}{owner_tag(visitor)}.1")  # type: ignore[attr-defined]
    assert ann.get("/media/x").status_code == 200
    guests.log_out_everywhere(visitor)
    assert ann.get("/media/x").status_code == 404
