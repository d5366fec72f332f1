"""A saved answer of the pop quiz beside one INSERT of SQLite, both safe from a power cut, on the same file system."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.bounds import Bounded
from bench.clocks import in_turns, ratio, wall
from bench.workspaces import made
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.storage import PERSONAL
from netroi_core.storage.file import FileStore

_ROUNDS = 100
_ACTIVITIES, _OUTCOMES = 66, 22  # with the venues a hundred records
_QUARTER = Quarter(2024, 4)


def answer(folder: Path) -> list[Bounded]:
    """The time of a saved answer beside that of an INSERT."""
    with closing(sqlite3.connect(folder / "rows.db", isolation_level=None)) as database:
        rounds = in_turns(_ROUNDS, _answering(folder), _inserting(database))
    return [Bounded("time of a saved answer : one INSERT of SQLite, synchronous=FULL", ratio(rounds, 0, 1), 4)]


def _answering(folder: Path) -> Callable[[], float]:
    store = FileStore(folder / "workspaces")
    store.change(PERSONAL, lambda _: made(_ACTIVITIES, _OUTCOMES))
    hours = iter(range(1, 1_000_000))

    def answered() -> None:
        changes = {"one_on_one.hours.attending": str(next(hours) % 500)}
        store.change(PERSONAL, lambda document: answers.answered(document, _QUARTER, changes))

    return lambda: wall(answered)


def _inserting(database: sqlite3.Connection) -> Callable[[], float]:
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, quarter TEXT, key TEXT, answer TEXT)")
    insert = "INSERT INTO answers (quarter, key, answer) VALUES (?, ?, ?)"
    row = (str(_QUARTER), "one_on_one.hours.attending", "12.5")
    database.execute("BEGIN")
    database.executemany(insert, [row] * 100)
    database.execute("COMMIT")
    return lambda: wall(lambda: database.execute(insert, row))
