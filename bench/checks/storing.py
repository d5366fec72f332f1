"""Measure saving: an answer beside one INSERT of SQLite, and a visit among many workspaces beside one among few."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import blake2b
from itertools import count, cycle
from pathlib import Path

from bench.ratios import BoundedRatio, Cost, compare, wall_cost
from bench.workspaces import made_up_document
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.storage import PERSONAL, Principal, Store
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.postgres.stores import PostgresStore
from netroi_core.workspace.workspace import Document
from tests.storage.server import Server

_ACTIVITIES, _OUTCOMES = 66, 22  # with the venues a hundred records
_QUARTER = Quarter(2024, 4)
_FEW, _MANY = 10, 100_000
_LINKS = 10_000  # names of one file; file systems allow no more than 32,000 to 65,000
_VISITORS = [Principal("account", f"visitor {number}") for number in range(_FEW)]
_COPIES = """
    INSERT INTO netroi_workspaces (name, kind, version, nonce, nonces, used, sealed)
    SELECT other, kind, version, nonce, nonces, used, sealed FROM unnest(%s::text[]) other,
        (SELECT * FROM netroi_workspaces LIMIT 1) first
"""


def saved_answer(folder: Path) -> list[BoundedRatio]:
    """Compare the time of a saved answer of the quiz with that of an INSERT of SQLite, both safe from a power cut."""
    with closing(sqlite3.connect(folder / "rows.db", isolation_level=None)) as database:
        name = "time of a saved answer : one INSERT of SQLite, synchronous=FULL"
        return [compare(name, 4, 100, _save_cost(folder), _insert_cost(database))]


def _save_cost(folder: Path) -> Cost:
    store = FileStore(folder / "workspaces")
    store.change(PERSONAL, lambda _: made_up_document(_ACTIVITIES, _OUTCOMES))
    hours = iter(range(1, 1_000_000))

    def save_answer() -> None:
        changes = {"one_on_one.hours.attending": str(next(hours) % 500)}
        store.change(PERSONAL, lambda document: answers.save_answers(document, _QUARTER, changes))

    return wall_cost(save_answer)


def _insert_cost(database: sqlite3.Connection) -> Cost:
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, quarter TEXT, key TEXT, answer TEXT)")
    insert = "INSERT INTO answers (quarter, key, answer) VALUES (?, ?, ?)"
    row = (str(_QUARTER), "one_on_one.hours.attending", "12.5")
    database.execute("BEGIN")
    database.executemany(insert, [row] * 100)
    database.execute("COMMIT")
    return wall_cost(lambda: database.execute(insert, row))


def on_disk(folder: Path) -> list[BoundedRatio]:
    """Compare a visit to a folder with many workspaces with one to a folder with few."""
    few, many = folder / "few", folder / "many"
    visits = [_visits(FileStore(path, recent_bytes=0)) for path in (few, many)]
    raw = next(many.glob("*.json")).read_bytes()
    for number, name in enumerate(_filler_names()):
        for ending, content in ((".json", raw), (".lock", b""), (".used", b"")):
            file = many / f"{name}{ending}"
            if number % _LINKS == 0:
                file.write_bytes(content)
                first = name
            else:
                file.hardlink_to(many / f"{first}{ending}")  # a name of its own, without 100,000 times its bytes
    return [_growth("on the disk", *visits)]


def in_database(_: Path) -> list[BoundedRatio]:
    """Compare a visit to a database with many workspaces with one to a database with few, on one server."""
    with Server() as server:
        few, many = server.fresh(), server.fresh()
        visits = [_visits(PostgresStore(address, recent_bytes=0)) for address in (few, many)]
        with server.connection(many) as connection:
            connection.execute(_COPIES, (list(_filler_names()),))
            connection.execute("VACUUM ANALYZE")  # as the server does by itself some minutes later
        return [_growth("in PostgreSQL", *visits)]


def _growth(where: str, few: Cost, many: Cost) -> BoundedRatio:
    return compare(f"time of reading and saving {where}, {_MANY:,} workspaces : {_FEW}", 1.2, 300, many, few)


def _visits(store: Store) -> Cost:
    """Return the cost of one visit after another, by several visitors in turn."""
    for visitor in _VISITORS:
        store.change(visitor, lambda _: made_up_document(12, 4))
    visitors, numbers = cycle(_VISITORS), count()

    def visit() -> None:
        visitor = next(visitors)
        store.read(visitor)
        store.change(visitor, _with_another_answer(next(numbers)))

    return wall_cost(visit)


def _with_another_answer(number: int) -> Callable[[Document], Document]:
    return lambda document: {**document, "profile": {**document["profile"], "weekly_hours_cap": number % 40}}


def _filler_names() -> Iterator[str]:
    """Yield names that look like those of stored workspaces."""
    return (blake2b(str(number).encode(), digest_size=20).hexdigest() for number in range(_MANY - _FEW))
