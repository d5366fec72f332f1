"""The log of a real server never holds a link's token, however the server is started."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from netroi_core.sharing import feedback
from netroi_core.sharing.links import Links
from netroi_core.storage.files.entry_files import FileEntries
from netroi_core.storage.files.workspace_files import FileStore
from netroi_core.web.calendar_feed import feed_address
from tests.careers import ROOT, make_document
from tests.web.link_server import OWNER

STARTS = {
    "streamlit": ("streamlit", "run", "app.py", "--logger.level=debug", "--server.port={port}"),
    "uvicorn": ("uvicorn", "app:app", "--log-level=trace", "--fd={file}"),
}


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
            yield url
            process.terminate()
            output = process.stdout.read()
        written_to.write(output)


@pytest.mark.parametrize("start", STARTS)
def test_the_server_logs_no_token_of_a_link(start: str, tmp_path: Path) -> None:
    data, log = tmp_path / "workspaces", tmp_path / "log"
    links = Links(FileEntries(data / "access"))
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
