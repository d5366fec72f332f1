"""Compare saving an answer of the pop quiz with one INSERT of SQLite, both safe from a power cut, on one disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.bounds import BoundedRatio
from bench.clocks import measure_in_turns, median_ratio, wall_time
from bench.workspaces import made_up_document
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore

_ROUNDS = 100
_ACTIVITIES, _OUTCOMES = 66, 22  # with the venues a hundred records
_QUARTER = Quarter(2024, 4)


def saved_answer(folder: Path) -> list[BoundedRatio]:
    """Compare the time of a saved answer with that of an INSERT."""
    with closing(sqlite3.connect(folder / "rows.db", isolation_level=None)) as database:
        rounds = measure_in_turns(_ROUNDS, _save_cost(folder), _insert_cost(database))
    return [
        BoundedRatio("time of a saved answer : one INSERT of SQLite, synchronous=FULL", median_ratio(rounds, 0, 1), 4)
    ]


def _save_cost(folder: Path) -> Callable[[], float]:
    store = FileStore(folder / "workspaces")
    store.change(PERSONAL, lambda _: made_up_document(_ACTIVITIES, _OUTCOMES))
    hours = iter(range(1, 1_000_000))

    def save_answer() -> None:
        changes = {"one_on_one.hours.attending": str(next(hours) % 500)}
        store.change(PERSONAL, lambda document: answers.save_answers(document, _QUARTER, changes))

    return lambda: wall_time(save_answer)


def _insert_cost(database: sqlite3.Connection) -> Callable[[], float]:
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, quarter TEXT, key TEXT, answer TEXT)")
    insert = "INSERT INTO answers (quarter, key, answer) VALUES (?, ?, ?)"
    row = (str(_QUARTER), "one_on_one.hours.attending", "12.5")
    database.execute("BEGIN")
    database.executemany(insert, [row] * 100)
    database.execute("COMMIT")
    return lambda: wall_time(lambda: database.execute(insert, row))
