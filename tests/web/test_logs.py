"""Logs say what happened and where, without secrets and typed text."""

import io
import logging
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.sharing import feedback
from netroi_core.sharing.links import Links
from netroi_core.storage.files.stores import FileEntries, FileStore
from netroi_core.web import logs
from netroi_core.web.public_routes import feed_address
from tests.careers import ROOT, make_document
from tests.web.conftest import OWNER

STARTS = {
    "streamlit": ("streamlit", "run", "app.py", "--logger.level=debug", "--server.port={port}"),
    "uvicorn": ("uvicorn", "app:app", "--log-level=trace", "--fd={file}"),
}


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.getLogRecordFactory())
    logs.install_redaction()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger("test of redaction")
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "propagate", False)
    return written


def test_an_error_is_logged_with_its_class_and_place_but_not_its_text(log: io.StringIO) -> None:
    typed = "my {} is 84,000".format("salary")
    try:
        float(typed)
    except ValueError as error:
        logging.getLogger("test of redaction").exception("Could not read: %s", error)
    text = log.getvalue()
    assert "salary" not in text
    assert "ValueError [its text is left out]" in text
    assert "test_logs.py" in text


def test_keys_and_cookies_are_left_out_anywhere_in_a_message(log: io.StringIO, tmp_path: object) -> None:
    guests = Guests(CredentialStore(FileEntries(tmp_path)))  # type: ignore[arg-type]
    cookie = guests.cookie()
    visitor = guests.visitor(cookie)
    assert visitor is not None
    key = guests.recovery_key(visitor)
    logging.getLogger("test of redaction").warning("GET /?token=%s with %s", cookie, key)
    assert log.getvalue() == "GET /?[left out] with [left out]\n"


@pytest.mark.parametrize(
    "secret",
    ["A" * 40, "-" + "a" * 41 + "_", "x" * 43, "203.0.113.7", "2001:db8::7", "::ffff:203.0.113.7", "fe80::1",
     "ann.lee+x@mail.example", "8f14e45f-ceea-467f-a0e6-9d1e0a3c2b4d"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["/feed/{}", "('{}', 5000)", "{}: closed", "by {}."])
def test_tokens_addresses_and_sessions_are_left_out(secret: str, around: str) -> None:
    assert logs.redacted(around.format(secret)) == around.format(logs.LEFT_OUT)


def test_an_address_with_its_port_and_a_query_are_left_out() -> None:
    assert logs.redacted("203.0.113.7:5000 [2001:db8::7]:80 /people?name=Ann") == (
        "[left out]:5000 [[left out]]:80 /people?[left out]"
    )


def test_a_links_token_is_left_out_of_an_address(log: io.StringIO) -> None:
    for token in ("a" * 43, "-" * 5 + "a" * 33 + "_" * 5, secrets.token_urlsafe(32)):
        logging.getLogger("test of redaction").warning("GET /feed/%s.ics 200", token)
    assert log.getvalue() == "GET /feed/[left out].ics 200\n" * 3


@pytest.mark.parametrize("secret", ["x" * 43, "ann.lee+x@mail.example", "2001:db8::7", "AAAAA-" * 7 + "AAAAA"])
def test_a_long_text_is_cut_and_no_part_of_a_secret_at_the_cut_is_kept(log: io.StringIO, secret: str) -> None:
    for place in range(logs._MAX_MESSAGE_LENGTH - len(secret) - 1, logs._MAX_MESSAGE_LENGTH + 1):
        logging.getLogger("test of redaction").warning("%s", f"{'a ' * place}"[:place] + f" {secret} and on" * 1000)
    lines = log.getvalue().splitlines()
    assert {len(line) for line in lines} == {logs._MAX_MESSAGE_LENGTH}
    assert [line for line in lines if secret[:8] in line] == []


def test_of_a_long_path_the_log_reads_only_what_it_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []
    redacted = logs.redacted

    def noting(text: str) -> str:
        lengths.append(len(text))
        return redacted(text)

    monkeypatch.setattr(logs, "redacted", noting)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("page")(scope, receive, send)

    TestClient(logs.RequestLog(app)).get("/" + "a." * 30_000)
    assert lengths
    assert max(lengths) <= 2 * logs._MAX_PATH_LENGTH


def test_other_text_is_logged_unchanged(log: io.StringIO) -> None:
    logging.getLogger("test of redaction").warning("%d of %d pages at %s, 12:30:45", 3, 4, "/people")
    assert log.getvalue() == "3 of 4 pages at /people, 12:30:45\n"


# --- a real server


@contextmanager
def running(start: str, data: Path, log: Path) -> Iterator[str]:
    """Yield the address of a server for guests that logs into a file."""
    with socket.socket() as listening, log.open("wb") as written_to:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        if start == "uvicorn":
            listening.listen()  # whoever asks before it is there waits
        else:
            listening.close()
        url = f"http://127.0.0.1:{port}"
        environment = {"NETROI_DATA": str(data), "NETROI_MODE": "guests", "NETROI_URL": url, "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", *(part.format(port=port, file=listening.fileno()) for part in STARTS[start])]
        files = (listening.fileno(),) if start == "uvicorn" else ()
        with subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, pass_fds=files, stdout=subprocess.PIPE, stderr=written_to
        ) as process:
            assert process.stdout is not None
            if start == "streamlit":
                assert any(b"URL:" in line for line in process.stdout), "it did not start"
            try:
                yield url
            finally:
                process.terminate()  # or leaving would wait for it
                output = process.stdout.read()
        written_to.write(output)


@pytest.mark.parametrize("start", STARTS)
def test_the_server_logs_no_token_of_a_link(start: str, tmp_path: Path) -> None:
    data, log = tmp_path / "workspaces", tmp_path / "log"
    links = Links(FileEntries(data / "access"))
    CredentialStore(FileEntries(data / "access")).secret()  # a server has it before anybody saves
    FileStore(data).change(OWNER, lambda _: make_document(contacts=[{"name": "Ada", "follow_up": "2199-01-01"}]))
    feed, _ = links.create(OWNER, "feed", 400, {})
    report, _ = links.create(OWNER, "report", 7, {"html": "<h1>Canary</h1>"})
    feedback_token, _ = links.create(OWNER, "feedback", 7, feedback.request_content("", links.last_day(7)))
    with running(start, data, log) as url:
        with urlopen(f"{url}{feed_address(feed)}") as answer:
            assert b"Ada" in answer.read()
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{url}{feed_address(feed[::-1])}")
        for door, token in (("/s", report), ("/f", feedback_token)):
            form = urlencode({"link": token}).encode()
            with pytest.raises(HTTPError, match="404"):  # urllib keeps no cookie, so the way leads nowhere
                urlopen(Request(url + door, form, {"Origin": url}))
    logged = log.read_text()
    assert [
        token for token in (feed, feed[::-1], report, feedback_token) if token[:20] in logged or token[20:] in logged
    ] == []
    assert "/feed/" in logged, "it does tell what was asked for"
