"""Whatever the check of a document accepts, every page shows: values at the limits of each field, and beyond."""

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from netroi_core.errors import Invalid
from netroi_core.workspace import document
from tests.careers import Json
from tests.exports.full_workspace import FULL
from tests.pages.conftest import Shelf
from tests.pages.screen import PAGES, opened

VALUES: tuple[Any, ...] = (
    *(0, 1, -1, 5, 1e308, 2**53 + 1, 2**63, 2**64, 1e12, 10_000, 1_000_000, 5e-324, "0", "0.000000001", "100000000000"),
    *("99999999999999999", "9" * 30, "1900-01-01", "2199-12-31", "2199-12-31T23:59:59+00:00", "1000-Q1", "2999-Q4"),
    *("yesterday", "", "x", "\u200d", "\U0001f468\u200d\U0001f469", "x" * 10_000, "x" * 300, "x" * 100, [], {}, None),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document that is neither an object nor a list."""
    if not isinstance(value, dict | list):
        return [path]
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    return [place for key in keys for place in places(value[key], (*path, key))]


def with_value(raw: Json, path: tuple[Any, ...], value: Any) -> Json:
    """A copy of a document with another value at a path."""
    changed = deepcopy(raw)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = deepcopy(value)
    return changed


def extreme(raw: Json, dice: Random) -> Json:
    """A copy of a document in which about every second value is another that the check accepts."""
    for path in places(raw):
        for value in dice.sample(VALUES, len(VALUES) // 2):
            changed = with_value(raw, path, value)
            try:
                document.validate(changed)
            except Invalid:
                continue
            raw = changed
            break
    return raw


# Seeds that found a scale without a step, and returns without an interval.
@pytest.mark.parametrize("seed", [0, 14])
def test_every_page_shows_what_the_check_accepts(shelf: Shelf, seed: int) -> None:
    shelf.put(extreme(FULL, Random(seed)))
    for page in PAGES:
        opened(page)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_every_page_shows_a_workspace_whose_archive_ends_at_any_day(shelf: Shelf, day: str) -> None:
    shelf.put(with_value(FULL, ("profile", "archived_before"), day))
    for page in PAGES:
        opened(page)
