"""Sessions on a running server can't be taken over by their id, live or closed."""

import socket
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from netroi_core.access.limits import MAX_UPLOADED_BYTES_PER_VISITOR
from netroi_core.access.visitors import OWNER, VISITOR_HEADER, signed
from netroi_core.web.access_middleware import GUEST_COOKIE
from tests.browser.conftest import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("hosted"), mode="guests")
    yield running
    running.kill()


def cookie(server: Server) -> str:
    """Return the cookie of a new browser."""
    with urlopen(Request(server.url, headers={"Sec-Fetch-Dest": "document"})) as answer:
        headers = [header for header in answer.headers.get_all("Set-Cookie") if header.startswith(GUEST_COOKIE)]
    return headers[0].partition(";")[0]


def connected(server: Server, cookie: str, session: str = "", **headers: str) -> ClientConnection:
    """Connect a tab of the browser with this cookie; it may ask for a session by its id."""
    return connect(
        f"{server.url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=["streamlit", "no-token", *([session] if session else [])],  # type: ignore[list-item]
        additional_headers={"Origin": server.url, "Cookie": cookie, **headers},
        max_size=None,
        proxy=None,
        open_timeout=120,  # seconds: a machine may be slow and busy with other tests
    )


def session_of(tab: ClientConnection) -> str:
    """Run the page in a tab and return the id of its session."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    tab.send(message.SerializeToString())
    session = ""
    while True:
        answer = ForwardMsg.FromString(tab.recv(60, decode=False))
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            session = answer.new_session.initialize.session_id
        if kind == "script_finished":
            return session


def test_only_its_own_browser_can_resume_a_session(server: Server) -> None:
    ann, bo = cookie(server), cookie(server)
    with connected(server, ann) as tab:
        hers = session_of(tab)
        with connected(server, bo, hers) as thief, connected(server, "", hers) as nobody:
            assert hers not in (session_of(thief), session_of(nobody)), "while it is live"
    with connected(server, bo, hers) as thief, connected(server, "", hers) as nobody:
        assert hers not in (session_of(thief), session_of(nobody)), "after it was closed"
    with connected(server, ann, hers) as again:
        assert session_of(again) == hers


def test_a_forged_visitor_header_takes_over_no_session(server: Server) -> None:
    ann, bo = cookie(server), cookie(server)
    with connected(server, ann) as tab:
        hers = session_of(tab)
        for forged in (signed(OWNER), f"guest.{ann}.0"):
            with connected(server, bo, hers, **{VISITOR_HEADER: forged}) as thief:
                assert session_of(thief) != hers


def test_a_message_beyond_the_size_limit_ends_the_connection(server: Server) -> None:
    with connected(server, cookie(server)) as tab:
        session_of(tab)
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = "x", "x" * (3 * 1024**2)
        # The server need not read the message to its end before it closes the connection.
        with suppress(ConnectionClosed):
            tab.send(message.SerializeToString())
        with pytest.raises(ConnectionClosed) as closed:
            deque(iter(lambda: tab.recv(60), None))
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


def test_a_message_that_announces_more_than_pages_accept_is_not_waited_for(server: Server) -> None:
    with connected(server, cookie(server)) as tab:
        session_of(tab)
        tab.socket.sendall(b"\x82\xff" + (15 * 1024**2).to_bytes(8, "big") + b"mask" + b"begun")
        with pytest.raises(ConnectionClosed) as closed:
            deque(iter(lambda: tab.recv(60), None))
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


def upload(server: Server, cookie: str, session: str, size: int, method: str = "PUT") -> int:
    """Return the status of the answer to an upload of so many bytes into a session."""
    with urlopen(f"{server.url}/_stcore/health") as answer:
        (xsrf,) = (header for header in answer.headers.get_all("Set-Cookie") if header.startswith("_streamlit_xsrf"))
    token = xsrf.partition(";")[0]
    form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n%s\r\n--x--\r\n' % (b"a" * size)
    headers = {
        "Origin": server.url,
        "Cookie": f"{cookie}; {token}",
        "X-Xsrftoken": token.partition("=")[2],
        "Content-Type": "multipart/form-data; boundary=x",
    }
    address = f"{server.url}/_stcore/upload_file/{session}/{uuid4()}"
    try:
        with urlopen(Request(address, form if method == "PUT" else None, headers, method=method)) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def test_files_are_taken_from_the_sessions_own_browser_only_and_not_without_end(server: Server) -> None:
    ann, bo = cookie(server), cookie(server)
    with connected(server, ann) as tab:
        hers = session_of(tab)
        assert upload(server, ann, hers, 100) == upload(server, ann, hers, 100, "DELETE") == 204
        for thief in (bo, ""):
            assert upload(server, thief, hers, 100) == upload(server, thief, hers, 100, "DELETE") == 404
        large = 15 * 1024**2
        statuses = [upload(server, ann, hers, large) for _ in range(6)]
        assert (statuses[0], statuses[-1]) == (204, 413)
        assert statuses.count(204) * large <= MAX_UPLOADED_BYTES_PER_VISITOR
    assert upload(server, ann, hers, 100) == 404, "after it was closed"


def test_messages_that_no_page_sends_are_dropped_and_the_next_is_answered(server: Server) -> None:
    with connected(server, cookie(server)) as tab:
        session_of(tab)
        for kind in ("clear_cache", "load_git_info", "set_run_on_save"):
            message = BackMsg()
            setattr(message, kind, True)
            tab.send(message.SerializeToString())
        flood = BackMsg()
        flood.file_urls_request.file_names.extend(["x"] * 100_000)
        tab.send(flood.SerializeToString())
        few = BackMsg()
        few.file_urls_request.file_names.extend(["a.csv", "b.csv"])
        tab.send(few.SerializeToString())
        answers = (ForwardMsg.FromString(tab.recv(60, decode=False)) for _ in count())
        urls = next(answer for answer in answers if answer.WhichOneof("type") == "file_urls_response")
        assert len(urls.file_urls_response.file_urls) == 2


def test_another_sites_page_opens_no_connection(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        connected(server, cookie(server), Origin="https://evil.example")
    assert refusal.value.response.status_code == 403


def own_address() -> str:
    """Return the machine's address in its network; without a network, one that no browser comes from."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
            outward.connect(("192.0.2.1", 9))
            return str(outward.getsockname()[0])
    except OSError:
        return "127.0.0.2"


def test_a_personal_server_that_listens_everywhere_serves_its_machine_only(
    tmp_path: Path,
) -> None:
    """The machine's own address in its network stands for another machine: it is not the usual loopback."""
    address = own_address()
    server = Server(tmp_path / "workspaces", address="0.0.0.0")
    try:
        with urlopen(server.url) as answer:
            assert answer.status == 200
        server.url = f"http://{address}:{server.port}"
        for headers in ({}, {"Host": f"localhost:{server.port}"}, {"X-Forwarded-For": "127.0.0.1"}):
            with socket.create_connection((address, server.port), 10, (address, 0)) as plain:
                lines = {"Host": f"{address}:{server.port}", **headers, "Connection": "close"}
                head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
                plain.sendall(f"GET / HTTP/1.1\r\n{head}\r\n".encode())
                answered = b"".join(iter(lambda: plain.recv(65536), b""))
            assert answered.startswith(b"HTTP/1.1 403")
            assert b"only on its own machine" in answered
        with pytest.raises(InvalidStatus):
            connected(server, "")
    finally:
        server.kill()
