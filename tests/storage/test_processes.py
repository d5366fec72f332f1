"""Several processes on one store, and processes that end in the middle of saving."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def report(act: str, address: Path | str) -> Any:
    ended = subprocess.run(
        [sys.executable, HERE / "processes.py", act, address],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_after_a_hundred_kills_no_acknowledged_save_is_lost_and_every_file_can_be_read(folder):
    runs = report("kills", folder)
    assert len(runs) == 100
    for run in runs:
        assert run["acknowledged"] <= run["found"] <= run["acknowledged"] + 1, run
        assert run["version"] == run["found"], run
        assert not run["restored"], run
    assert sum(run["found"] > run["before"] for run in runs) > 30  # else it was killed too early to prove anything,
    assert sum(run["left"] for run in runs) > 0  # or never in the middle
    assert len({run["size"] for run in runs}) > 10
    assert not list(folder.glob("*.tmp"))


@pytest.mark.parametrize("store", ["folder", "address"])
def test_four_processes_lose_no_update_not_even_the_first(store, request):
    result = report("increments", request.getfixturevalue(store))
    assert result["ends"] == [0, 0, 0, 0]
    assert sorted(result["ids"]) == sorted(f"{process}.{number}" for process in range(4) for number in range(40))
    assert result["version"] == 160


@pytest.mark.parametrize("store", ["folder", "address"])
def test_four_processes_that_change_an_entry_at_once_each_count(store, request):
    result = report("countings", request.getfixturevalue(store))
    assert result == {"ends": [0, 0, 0, 0], "kept": {"count": 80}}


def test_on_a_full_disk_what_was_saved_stands_and_smaller_changes_go_on(folder):
    result = report("full_disk", folder)
    assert [kind for kind, _ in result["refusals"]] == ["NotSaved"] * 3
    assert all("larger than the system allows" in sentence for _, sentence in result["refusals"])
    assert result["stands"] == [["2", 1], ["2", 1]]
    assert result["after"] == ["4", 2]
    assert ".tmp" not in result["files"]


def test_who_waits_for_another_process_too_long_is_told_so_and_a_killed_one_holds_nothing(folder):
    result = report("a_held_lock", folder)
    assert result == {
        "read": True,
        "refusal": "Another tab is still saving. Nothing was lost: try again in a moment.",
        "after": 2,
    }
