"""The log of a server: hosted, lines for machines without anything of the visitor; else plain text."""

import secrets
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import orjson
import pytest
from playwright.sync_api import Browser, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from netroi_core.web.access_middleware import GUEST_COOKIE
from tests.browser.conftest import Server, Visitor, browser_of, guest_cookie
from tests.web.test_sessions import connected, session_of

pytestmark = pytest.mark.browser

ADDRESSES = ("203.0.113.77", "2001:db8::77")
TYPED, ASKED, SENT = "CanaryName", "CanaryQuery", "CanaryMessage"


def break_off(tab: ClientConnection) -> None:
    """Send what no page does, text, which ends in an error."""
    tab.send(SENT)
    with pytest.raises(ConnectionClosed):
        deque(iter(lambda: tab.recv(60), None))


def test_a_hosted_servers_log_is_lines_of_json_without_anything_of_its_visitors(
    tmp_path: Path, chromium: Browser
) -> None:
    server, token = Server(tmp_path / "workspaces", mode="guests"), secrets.token_urlsafe(32)
    try:
        context = browser_of(chromium, extra_http_headers={"X-Forwarded-For": ADDRESSES[0]})
        me = Visitor(context.new_page(), server.url)
        me.open(f"/people?name={ASKED}")
        me.add_contact(TYPED)
        key = me.page.get_by_test_id("stCode").inner_text().strip()
        me.open("/privacy")
        me.act(me.page.get_by_text("Open a workspace with a recovery key").click)
        me.fill("Recovery key", f"{key[:-1]}?")
        me.tap("Open workspace")
        expect(me.page.get_by_text("This recovery key doesn’t open a workspace")).to_be_visible()
        cookie = str(guest_cookie(context))
        request = Request(f"{server.url}/feed/{token}?{ASKED}", headers={"X-Forwarded-For": ADDRESSES[1]})
        with pytest.raises(HTTPError, match="404"):
            urlopen(request)
        with connected(server, f"{GUEST_COOKIE}={cookie}", **{"X-Forwarded-For": ADDRESSES[1]}) as tab:
            session = session_of(tab)
            break_off(tab)
        context.close()
        server.terminate()
        assert server.end() == 0
    finally:
        server.kill()
    log = server.log.read_text()
    lines = [orjson.loads(line) for line in log.splitlines()]
    assert [line for line in lines if not {"time", "level", "logger", "event"} <= line.keys()] == []
    assert {datetime.fromisoformat(line["time"]).tzinfo for line in lines} == {UTC}
    requests = [line for line in lines if line["event"] == "request"]
    assert {type(line["milliseconds"]) for line in requests} <= {int, float}
    answers = {(line["method"], line["path"], line["status"]) for line in requests}
    assert {("GET", "/people", 200), ("GET", "/feed/[left out]", 404), ("GET", "/_stcore/stream", 101)} <= answers
    (error,) = [line for line in lines if line["level"] == "error"]
    assert error["trace"].endswith("KeyError [its text is left out]")
    secret = [TYPED, ASKED, SENT, *ADDRESSES, "127.0.0.1", token, cookie, key, key[:11], session, str(tmp_path)]
    assert [text for text in secret if text.lower() in log.lower()] == []


def test_a_personal_servers_log_is_plain(tmp_path: Path) -> None:
    server = Server(tmp_path / "workspaces")
    try:
        with connected(server, "") as tab:
            break_off(tab)
        server.terminate()
        assert server.end() == 0
    finally:
        server.kill()
    log = server.log.read_text()
    assert "Traceback (most recent call last):" in log
    assert [line for line in log.splitlines() if line.startswith("{")] == []
