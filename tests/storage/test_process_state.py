"""The same version is the same object, whoever was faster; the day of use is written once a day for each workspace."""

from datetime import date

import pytest

from netroi_core.storage import Saved, process_state
from netroi_core.storage.process_state import CachedState, Signature, StateCache
from netroi_core.workspace.workspace import Workspace


def known(version: int, size: int = 10) -> CachedState:
    return CachedState(Signature(size, str(version).encode()), Saved(Workspace({}), version, size), {})


@pytest.fixture
def recent() -> StateCache:
    return StateCache(100)


def test_of_two_readers_of_one_state_the_second_gets_what_the_first_read(recent):
    first, second = known(1), known(1)
    assert recent.add_read("a", None, first) is first
    assert recent.add_read("a", None, second) is first
    assert recent.get("a") is first


def test_a_writer_gets_what_a_faster_reader_made_of_its_state(recent):
    read = recent.add_read("a", None, known(1))
    assert recent.add_written("a", known(1)) is read


def test_a_slow_reader_does_not_put_an_old_state_over_a_new_one(recent):
    old, new = known(1), known(2)
    recent.add_written("a", new)
    assert recent.add_read("a", None, old) is old
    assert recent.get("a") is new


def test_a_reader_replaces_what_it_had_seen(recent):
    old, new = known(1), known(2)
    recent.add_written("a", old)
    assert recent.add_read("a", old, new) is new
    assert recent.get("a") is new


def test_what_is_longest_unused_goes_first_and_the_last_always_stays(recent):
    for name in "abc":
        recent.add_written(name, known(1, size=40))
    assert [recent.get(name) is None for name in "abc"] == [True, False, False]
    recent.get("b")
    recent.add_written("d", known(1, size=40))
    assert [recent.get(name) is None for name in "bcd"] == [False, True, False]
    recent.add_written("e", known(1, size=1000))
    assert [recent.get(name) is None for name in "bde"] == [True, True, False]


def test_what_is_forgotten_takes_no_room(recent):
    for _ in range(5):
        recent.add_written("a", known(1, size=60))
        recent.forget("a")
    recent.add_written("b", known(1, size=40))
    recent.add_written("c", known(1, size=60))
    assert recent.get("b") is not None


def test_a_day_is_written_once_for_each_name_and_so_is_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[tuple[str, date]] = []
    mine = process_state.UseLog()
    for day in (1, 1, 2):
        monkeypatch.setattr(process_state, "today", lambda day=day: date(2026, 7, day))
        for name in "aba":
            mine.record(name, lambda on, name=name: noted.append((name, on)))
    assert noted == [(name, date(2026, 7, day)) for day in (1, 2) for name in "ab"]


def test_what_could_not_be_written_is_tried_again() -> None:
    mine, tries = process_state.UseLog(), []

    def failing(day: date) -> None:
        tries.append(day)
        raise PermissionError

    for _ in range(2):
        with pytest.raises(PermissionError):
            mine.record("a", failing)
    assert len(tries) == 2
