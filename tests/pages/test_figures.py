"""Cached figures: computed once for each saved version, in bounded memory, and freed with the version."""

import gc
import weakref
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import preview as preview_module
from netroi_core.quiz import submission
from netroi_core.storage import Saved
from netroi_core.workspace.workspace import Workspace
from pages.shell import figures, session
from pages.shell.figures import CachedFigures, figures_of
from pages.widgets.filters import windows
from tests.careers import load_document
from tests.pages.conftest import TODAY
from tests.pages.screen import at_page, choose, click, fill, opened, run, unfold


@pytest.fixture(autouse=True)
def no_figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(figures, "CachedFigures", CachedFigures)  # computed for each version, as in the app
    figures._FIGURES.clear()
    yield
    figures._FIGURES.clear()


def saved() -> Saved:
    return Saved(Workspace(load_document("pop-quiz")), version=1, size_bytes=10_000)


def cached_bytes() -> int:
    return sum(cached.counted_bytes for cached in figures._FIGURES.values())


def test_figures_are_computed_once_for_each_version_and_freed_with_it() -> None:
    version = saved()
    assert figures_of(version) is figures_of(version)
    assert len(figures._FIGURES) == 1
    del version
    gc.collect()
    assert len(figures._FIGURES) == 0


def test_beyond_the_bound_the_figures_least_recently_used_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = versions = [saved() for _ in range(3)]
    room = 2 * figures_of(first).counted_bytes
    monkeypatch.setattr(figures, "MAX_BYTES", room)
    for version in (second, first, third):
        figures_of(version)
    assert [version in figures._FIGURES for version in versions] == [True, False, True]
    assert cached_bytes() <= room
    assert figures_of(second).ledger.quarters


def test_whatever_ranges_a_visitor_asks_for_all_figures_stay_within_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "MAX_BYTES", 5_000_000)
    versions = [saved() for _ in range(5)]
    for version in versions:
        for basis in ("won", "expected"):
            for window in windows(figures_of(version).ledger.quarters).values():
                cached = figures_of(version)
                cached.results(window, Options(basis=basis))
                cached.situation(window, Options(basis=basis), TODAY)
        figures_of(version)
        assert cached_bytes() <= max(5_000_000, cached.counted_bytes)
    assert len(figures._FIGURES) < len(versions)


def test_the_preview_of_a_quiz_is_computed_once_for_each_version(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[Workspace] = []

    def preview(stored: Workspace, quarter: Quarter, today: date) -> Workspace:
        computed.append(stored)
        return submission.preview(stored, quarter, today)

    monkeypatch.setattr(preview_module, "submission", SimpleNamespace(preview=preview))
    app = run(run(at_page(click(opened(), "Open the example"), "quiz.py")))
    assert len(computed) == 1
    run(fill(app, "Base pay per year", "90000"))
    assert len(computed) == 2
    assert computed[0] is not computed[1]


def test_all_visitors_share_the_example_and_its_figures_until_they_change_it() -> None:
    apps = [at_page(click(opened(), "Open the example"), "results.py") for _ in range(4)]
    assert [saved.version for saved in figures._FIGURES] == [session.example().version]
    choose(unfold(at_page(apps[0], "settings.py"), "Formats"), "Currency", "EUR")
    at_page(apps[0], "results.py")
    assert len(figures._FIGURES) == 2


def test_a_changed_example_is_freed_with_its_session() -> None:
    app = click(opened(), "Open the example")
    choose(unfold(at_page(app, "settings.py"), "Formats"), "Currency", "EUR")
    changed = weakref.ref(app.session_state["netroi"].example)
    assert changed() is not session.example()
    assert changed() is not None
    del app
    gc.collect()
    assert changed() is None
