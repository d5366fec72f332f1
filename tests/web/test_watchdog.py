"""The watchdogs end a process that hangs, whatever holds it up, or whose secret was replaced, and no other."""

import asyncio
import faulthandler
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from netroi_core.__main__ import commands
from netroi_core.storage import Unavailable
from netroi_core.web.watchdog import secret_watch, watchdog
from tests.browser.conftest import ROOT, Server
from tests.web.conftest import run

PROVIDER = {
    "NETROI_OIDC_URL": "https://provider.example/.well-known/openid-configuration",
    "NETROI_OIDC_CLIENT_ID": "netroi",
    "NETROI_OIDC_CLIENT_SECRET": "secret",
}
PROGRAM = """
import asyncio, re, time
from netroi_core.web.watchdog import watchdog

async def main():
    async with watchdog(0.5):
        await asyncio.sleep(0)
        {}

asyncio.run(main())
"""


@pytest.mark.parametrize("hangs", ["while True: pass", "time.sleep(600)", "re.match('(a|a)+$', 'a' * 60 + 'b')"])
def test_a_process_whose_loop_hangs_ends_and_says_where(hangs: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(hangs)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert "in main" in result.stderr


def test_a_process_that_is_busy_or_ends_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    timer: list[float | None] = []  # as it was set, one after the other; None: stopped
    monkeypatch.setattr(faulthandler, "dump_traceback_later", lambda seconds, **_: timer.append(seconds))
    monkeypatch.setattr(faulthandler, "cancel_dump_traceback_later", lambda: timer.append(None))
    pauses: list[float] = []
    next_turn = partial(asyncio.sleep, 0)

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await next_turn()

    monkeypatch.setattr(asyncio, "sleep", pause)

    async def live() -> None:
        async with asyncio.timeout(60), watchdog(60):
            while len(timer) < 8:
                await next_turn()
        await next_turn()
        assert len(asyncio.all_tasks()) == 1, "no beat follows"

    run(live())
    assert timer == [60] * 8 + [None]
    assert max(pauses) <= 30, "a beat that is late ends nothing"


def test_a_process_whose_secret_was_replaced_ends_once_whether_or_not_the_store_always_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signals: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", signals.append)
    next_turn = partial(asyncio.sleep, 0)
    monkeypatch.setattr(asyncio, "sleep", lambda _: next_turn())
    answers = iter([False, Unavailable("the database can’t be reached"), False, True])

    def is_replaced() -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def live() -> None:
        async with asyncio.timeout(60), secret_watch(is_replaced):
            while not signals:
                await next_turn()
        await next_turn()
        assert len(asyncio.all_tasks()) == 1

    run(live())
    assert signals == [signal.SIGTERM]
    assert list(answers) == []


@pytest.mark.parametrize("mode", ["guests", "accounts"])
def test_a_server_that_runs_while_its_secret_is_replaced_ends_with_0(tmp_path: Path, mode: str) -> None:
    server = Server(tmp_path / "workspaces", mode=mode, **PROVIDER)
    try:
        with urlopen(server.url) as answer:  # a visitor, for whom the secret is made
            assert answer.status == 200
        replaced = CliRunner().invoke(commands, ["replace-secret", str(server.data), "--yes"])
        assert replaced.exit_code == 0, replaced.stderr
        assert server.end() == 0
    finally:
        server.kill()
    assert "The secret was replaced" in server.log.read_text()
