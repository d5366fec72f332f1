"""The day of use is written once a day for each workspace, and again where writing it failed."""

from datetime import date

import pytest

from netroi_core.storage import last_used


def test_a_day_is_written_once_for_each_name_and_so_is_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[tuple[str, date]] = []
    mine = last_used.UseLog()
    for day in (1, 1, 2):
        monkeypatch.setattr(last_used, "today", lambda day=day: date(2026, 7, day))
        for name in "aba":
            mine.record(name, lambda on, name=name: noted.append((name, on)))
    assert noted == [(name, date(2026, 7, day)) for day in (1, 2) for name in "ab"]


def test_what_could_not_be_written_is_tried_again() -> None:
    mine, tries = last_used.UseLog(), []

    def failing(day: date) -> None:
        tries.append(day)
        raise PermissionError

    for _ in range(2):
        with pytest.raises(PermissionError):
            mine.record("a", failing)
    assert len(tries) == 2
