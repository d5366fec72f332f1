"""The watchdog ends a process that hangs, whatever holds it up, and no other."""

import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT

PROGRAM = """
import asyncio, re, time
from netroi_core.web.watchdog import watchdog

async def main():
    async with watchdog(0.5):
        await asyncio.sleep(0)
        {}
    time.sleep(1)
    print("ended by itself")

asyncio.run(main())
"""


def result_of(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(line)], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("hangs", ["while True: pass", "time.sleep(600)", "re.match('(a|a)+$', 'a' * 60 + 'b')"])
def test_a_process_whose_loop_hangs_ends_and_says_where(hangs: str) -> None:
    result = result_of(hangs)
    assert (result.returncode, result.stdout) == (1, "")
    assert "in main" in result.stderr


def test_a_process_that_is_busy_or_ends_is_left_alone() -> None:
    result = result_of("await asyncio.sleep(1.5)")
    assert (result.returncode, result.stdout, result.stderr) == (0, "ended by itself\n", "")
