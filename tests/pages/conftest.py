"""Fixtures of the tests of pages: a store of their own, and a day that stays."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

from netroi_core import worker
from netroi_core.storage import PERSONAL, Saved
from netroi_core.storage.files.stores import FileStore
from netroi_core.workspace.workspace import Workspace
from pages.shell import figures, session
from pages.shell.figures import CachedFigures

TODAY = date(2026, 10, 5)


@pytest.fixture(scope="session", autouse=True)
def components_and_scripts() -> Iterator[None]:
    """Look for components in installed packages, and compile scripts, once: AppTest does it at each run."""
    scripts = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: scripts)
        yield


@pytest.fixture(scope="session", autouse=True)
def waiting_without_looking() -> Iterator[None]:
    """AppTest, which would look each millisecond whether the script has ended, waits until it has."""
    look = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        if not runner.script_stopped():
            look(runner, 0)  # ends it, and says that it took too long

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture(scope="session", autouse=True)
def figures_by_document() -> Iterator[None]:
    """Compute the figures of a document once for all tests, not once for each test that stores it."""

    @lru_cache(32)
    def figures_of(document: bytes) -> CachedFigures:
        return CachedFigures(Saved(Workspace(orjson.loads(document)), version=1, size_bytes=len(document)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "CachedFigures", lambda saved: figures_of(orjson.dumps(saved.document)))
        yield


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the app under test, on the fifth of October 2026."""
    monkeypatch.setenv("NETROI_STORE", str(tmp_path))
    monkeypatch.setattr(session, "today", lambda: TODAY)
    return tmp_path


class Shelf:
    """The stored workspace, seen from outside of the app, as another tab or device would."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def document(self) -> dict[str, Any]:
        """The stored document; empty if nothing is stored."""
        saved = FileStore(self._folder).read(PERSONAL)
        return {} if saved is None else saved.document

    def put(self, raw: dict[str, Any]) -> None:
        """Store this document."""
        FileStore(self._folder).change(PERSONAL, lambda _: raw)

    def answers(self) -> dict[str, Any]:
        """The answers of the one quiz."""
        (quiz,) = self.document["quizzes"]
        return dict(quiz["answers"])


@pytest.fixture
def shelf(folder: Path) -> Shelf:
    """The stored workspace."""
    return Shelf(folder)


def count_tasks(monkeypatch: pytest.MonkeyPatch, **options: Any) -> list[str]:
    """Collect the names of the functions that run in processes of their own, with other options if any."""
    tasks: list[str] = []
    run_limited = worker.run_limited

    def counted(visitor: str, function: Callable[..., Any], *arguments: Any, **defaults: Any) -> Any:
        tasks.append(function.__name__)
        return run_limited(visitor, function, *arguments, **{**defaults, **options})

    monkeypatch.setattr(worker, "run_limited", counted)
    return tasks
