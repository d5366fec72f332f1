"""Graceful shutdown: exit code 0 in bounded time, whatever hangs."""

import signal
import subprocess
import sys
from collections import deque
from pathlib import Path
from urllib.request import urlopen

import pytest
from websockets.exceptions import ConnectionClosed

from tests.browser.conftest import ROOT, Server, free_port
from tests.web.test_sessions import connected, cookie, session_of


def test_open_pages_hear_of_a_restart_and_the_server_exits_with_0(tmp_path: Path) -> None:
    server = Server(tmp_path / "workspaces", mode="guests")
    try:
        with connected(server, cookie(server)) as tab:
            session_of(tab)
            server.terminate()
            with pytest.raises(ConnectionClosed) as closed:
                deque(iter(lambda: tab.recv(60), None))
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
        assert server.end() == 0
    finally:
        server.kill()


@pytest.mark.parametrize("hangs", ["page", "download"])
def test_a_hanging_page_or_download_does_not_prevent_the_exit(hangs: str) -> None:
    port = free_port()
    command = [sys.executable, "-m", "tests.web.hanging_server", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert any("running on" in line for line in process.stderr), "it did not start"
            with urlopen(f"http://127.0.0.1:{port}/{hangs}") as answer:
                assert answer.read(5) == b"begun"
                for _ in range(2):  # whoever is impatient changes nothing
                    process.send_signal(signal.SIGTERM)
                assert process.wait(60) == 0
        finally:
            process.kill()
