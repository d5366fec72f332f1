"""The watchdog ends a process that hangs, whatever holds it up, and no other."""

import asyncio
import faulthandler
import subprocess
import sys
from functools import partial

import pytest

from netroi_core.web.watchdog import watchdog
from tests.browser.conftest import ROOT
from tests.web.conftest import run

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
