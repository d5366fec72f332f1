"""What a real server writes while links are opened: of their tokens nothing, however it is started."""

import os
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
from netroi_core.storage.entry_files import FileEntries
from netroi_core.storage.file import FileStore
from netroi_core.web.feed import address_of
from tests.browser.conftest import free_port
from tests.careers import ROOT, written
from tests.web.outside import OWNER

pytestmark = pytest.mark.xdist_group("browser")

STARTS = {
    "streamlit": ("streamlit", "run", "app.py", "--logger.level=debug", "--server.port"),
    "uvicorn": ("uvicorn", "app:app", "--log-level=trace", "--port"),
}


@contextmanager
def running(start: str, data: Path, log: Path) -> Iterator[str]:
    """The address of a server for guests that writes all that it logs into a file."""
    port = free_port()
    url = f"http://localhost:{port}"
    environment = {"NETROI_DATA": str(data), "NETROI_MODE": "guests", "NETROI_URL": url, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", *STARTS[start], str(port)]
    with (
        log.open("wb") as written_to,
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            written_to.write(line)
            if b"URL:" in line or b"running on" in line:
                break
        yield url
        process.terminate()
        written_to.write(process.stdout.read())


@pytest.mark.parametrize("start", STARTS)
def test_no_token_of_a_link_stands_in_what_the_server_writes(start: str, tmp_path: Path) -> None:
    data, log = tmp_path / "workspaces", tmp_path / "log"
    links = Links(FileEntries(data / "access"))
    FileStore(data).change(OWNER, lambda _: written(contacts=[{"name": "Ada", "follow_up": "2199-01-01"}]))
    feed, _ = links.give_out(OWNER, "feed", 400, {})
    report, _ = links.give_out(OWNER, "report", 7, {"html": "<h1>Canary</h1>"})
    asked, _ = links.give_out(OWNER, "feedback", 7, feedback.asked("", links.last_day(7)))
    with running(start, data, log) as url:
        with urlopen(f"{url}{address_of(feed)}") as answer:
            assert b"Ada" in answer.read()
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{url}{address_of(feed[::-1])}")
        for door, token in (("/s", report), ("/f", asked)):
            form = urlencode({"link": token}).encode()
            with pytest.raises(HTTPError, match="404"):  # urllib keeps no cookie, so the way leads nowhere
                urlopen(Request(url + door, form, {"Origin": url}))
    told = log.read_text()
    assert [token for token in (feed, feed[::-1], report, asked) if token[:20] in told or token[20:] in told] == []
    assert start != "uvicorn" or "/feed/" in told, "it does tell what was asked for"
