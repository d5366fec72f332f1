"""Measure a visit, which reads and saves, among 10,000 workspaces and among 10: on disk and in PostgreSQL."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import count, cycle
from pathlib import Path

from bench.bounds import BoundedRatio
from bench.clocks import measure_in_turns, median_ratio, wall_time
from bench.workspaces import made_up_document
from netroi_core.storage import Principal, Store
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.postgres.stores import PostgresStore
from netroi_core.workspace.document import Document
from tests.storage.server import Server

_FEW, _MANY = 10, 10_000
_ROUNDS = 300
_VISITORS = [Principal("account", f"visitor {number}") for number in range(_FEW)]
_COPIES = """
    INSERT INTO netroi_workspaces (name, kind, version, nonce, nonces, used, sealed)
    SELECT other, kind, version, nonce, nonces, used, sealed FROM unnest(%s::text[]) other,
        (SELECT * FROM netroi_workspaces LIMIT 1) first
"""


def on_disk(folder: Path) -> list[BoundedRatio]:
    """Compare a visit to a folder with many workspaces with one to a folder with few."""
    few, many = folder / "few", folder / "many"
    visits = [_visits(FileStore(path, recent_bytes=0)) for path in (few, many)]
    raw = next(many.glob("*.json")).read_bytes()
    for name in _filler_names():
        (many / f"{name}.json").write_bytes(raw)
        for ending in (".lock", ".used"):
            (many / f"{name}{ending}").touch()
    return [_growth("on the disk", *visits)]


def in_database(_: Path) -> list[BoundedRatio]:
    """Compare a visit to a database with many workspaces with one to a database with few, on one server."""
    with Server() as server:
        few, many = server.fresh(), server.fresh()
        visits = [_visits(PostgresStore(address, recent_bytes=0)) for address in (few, many)]
        with server.connection(many) as connection:
            connection.execute(_COPIES, (list(_filler_names()),))
        return [_growth("in PostgreSQL", *visits)]


def _growth(where: str, few: Callable[[], float], many: Callable[[], float]) -> BoundedRatio:
    rounds = measure_in_turns(_ROUNDS, few, many)
    return BoundedRatio(
        f"time of reading and saving {where}, {_MANY:,} workspaces : {_FEW}", median_ratio(rounds, 1, 0), 1.4
    )


def _visits(store: Store) -> Callable[[], float]:
    """Return the cost of one visit after another, by several visitors in turn."""
    for visitor in _VISITORS:
        store.change(visitor, lambda _: made_up_document(12, 4))
    visitors, numbers = cycle(_VISITORS), count()

    def visit() -> None:
        visitor = next(visitors)
        store.read(visitor)
        store.change(visitor, _with_another_answer(next(numbers)))

    return lambda: wall_time(visit)


def _with_another_answer(number: int) -> Callable[[Document], Document]:
    return lambda document: {**document, "profile": {**document["profile"], "weekly_hours_cap": number % 40}}


def _filler_names() -> Iterator[str]:
    """Yield names that look like those of stored workspaces."""
    return (blake2b(str(number).encode(), digest_size=20).hexdigest() for number in range(_MANY - _FEW))
