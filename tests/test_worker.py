"""Work in a process of its own: what it may take, and how it ends."""

import os
import re
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from netroi_core.errors import Invalid, StillWorking, Stopped
from netroi_core.exports import formats
from netroi_core.importers.batch import ImportFile, ImportSettings, read_files
from netroi_core.importers.contacts.people_mapping import propose_people
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.palms import parse_report
from netroi_core.importers.parts import split_file
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.mapping import propose_layout
from netroi_core.worker import MOST_TASKS, TASKS_PER_NETWORK, TaskLimits, prepare, run_limited
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import lines

SHORT = TaskLimits(seconds=0.2, bytes=256 * 1024**2)
PATIENT = TaskLimits(seconds=60, bytes=256 * 1024**2)


@pytest.mark.parametrize(
    ("function", "arguments", "limits"),
    [
        (time.sleep, (600,), SHORT),
        (re.fullmatch, ("(a+)+b", "a" * 60), SHORT),  # in C, where no handler of a signal runs
        (bytearray, (2**40,), PATIENT),
        (list.__mul__, ([0], 2**26), PATIENT),
        (os.abort, (), PATIENT),
        (os._exit, (0,), PATIENT),
    ],
)
def test_work_without_end_or_bounds_ends_in_one_sentence(
    function: Callable[..., Any], arguments: tuple[Any, ...], limits: TaskLimits
) -> None:
    with pytest.raises(Stopped, match="more time or memory than NetROI allows"):
        run_limited("visitor", function, *arguments, limits=limits)
    assert run_limited("visitor", pow, 2, 3) == 8


def test_a_refusal_arrives_with_all_its_problems() -> None:
    with pytest.raises(Invalid) as refusal:
        run_limited("visitor", formats.restore, b"{}")
    assert [problem.sentence for problem in refusal.value.problems] == ["Format: is missing.", "Version: is missing."]
    assert str(refusal.value) == "format: is missing (and 1 more)"


@pytest.mark.parametrize(
    "function",
    [
        *(formats.export, formats.restore, read_files, propose_people, recognize_kind, parse_report, split_file),
        *(parse_statement, propose_layout),
    ],
)
def test_the_modules_of_imports_and_exports_are_loaded_before_a_child_is_forked(function: Callable[..., Any]) -> None:
    assert run_limited("visitor", eval, f"{function.__module__!r} in __import__('sys').modules")


def test_a_mistake_of_the_program_stays_one() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run_limited("visitor", divmod, 1, 0)


def test_the_progress_and_the_result_of_an_import_arrive() -> None:
    raw = lines("First Name,Last Name,Connected On", "Ada,Byron,2026-02-08")
    files, workspace = [ImportFile("c.csv", raw, "linkedin")], Workspace(document.empty())
    shares: list[float] = []
    batch = run_limited("visitor", read_files, files, workspace, ImportSettings(), listener=shares.append)
    assert batch == read_files(files, workspace, ImportSettings())
    assert shares[0] == 0
    assert shares[-1] == 1


def test_a_visitor_waits_for_their_own_work_and_for_nobody_elses(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(run_limited, "one", Path.read_text, tmp_path / "pipe")
        with (tmp_path / "pipe").open("w") as writer:  # opens once the reader has
            with pytest.raises(StillWorking):
                run_limited("one", pow, 2, 3, limits=SHORT)
            assert run_limited("other", pow, 2, 3) == 8
            writer.write("done")
        assert reading.result() == "done"


def test_one_network_never_has_all_tasks_however_many_visitors_it_invents(tmp_path: Path) -> None:
    pipes = [tmp_path / f"pipe {number}" for number in range(TASKS_PER_NETWORK)]
    with ThreadPoolExecutor() as pool:
        for pipe in pipes:
            os.mkfifo(pipe)
            pool.submit(run_limited, f"invented {pipe.name}", Path.read_text, pipe, network="hostile")
        with ExitStack() as writers:
            for pipe in pipes:
                writers.enter_context(pipe.open("w"))  # opens once the reader has
            with pytest.raises(StillWorking):
                run_limited("one more", pow, 2, 3, network="hostile", limits=SHORT)
            assert run_limited("ann", pow, 2, 3, network="home") == 8


def test_the_work_of_a_visitor_who_left_is_ended(tmp_path: Path) -> None:
    def leave(_: float) -> None:
        raise KeyboardInterrupt

    files = [ImportFile("c.csv", lines("First Name,Last Name,Connected On", "Ada,Byron,2026-02-08"), "linkedin")]
    with pytest.raises(KeyboardInterrupt):
        run_limited("visitor", read_files, files, Workspace(document.empty()), ImportSettings(), listener=leave)
    assert run_limited("visitor", pow, 2, 3) == 8


def test_a_helper_that_was_killed_is_started_again() -> None:
    prepare()
    os.kill(run_limited("visitor", os.getppid), signal.SIGKILL)
    assert run_limited("visitor", pow, 2, 3) == 8


def test_everybody_who_waits_for_a_helper_that_is_killed_gets_their_result_of_the_next_one() -> None:
    helper = run_limited("visitor", os.getppid)
    os.kill(helper, signal.SIGSTOP)  # so that they wait
    with ThreadPoolExecutor(MOST_TASKS) as pool:
        results = [pool.submit(run_limited, f"visitor {number}", pow, 2, number) for number in range(MOST_TASKS)]
        os.kill(helper, signal.SIGKILL)
        assert [result.result() for result in results] == [1, 2, 4, 8]
