"""A visit, which reads and saves, among ten thousand workspaces beside one among ten: on disk and in PostgreSQL."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import count, cycle
from pathlib import Path

from bench.bounds import Bounded
from bench.clocks import in_turns, ratio, wall
from bench.workspaces import made
from netroi_core.storage import Principal, Store
from netroi_core.storage.file import FileStore
from netroi_core.storage.postgres import PostgresStore
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


def on_disk(folder: Path) -> list[Bounded]:
    """The time of a visit to a folder with many workspaces beside one with few."""
    few, many = folder / "few", folder / "many"
    visits = [_visits(FileStore(place, recent_bytes=0)) for place in (few, many)]
    raw = next(many.glob("*.json")).read_bytes()
    for name in _others():
        (many / f"{name}.json").write_bytes(raw)
        for ending in (".lock", ".used"):
            (many / f"{name}{ending}").touch()
    return [_growth("on the disk", *visits)]


def in_database(_: Path) -> list[Bounded]:
    """The time of a visit to a database with many workspaces beside one with few, on one server."""
    with Server() as server:
        few, many = server.fresh(), server.fresh()
        visits = [_visits(PostgresStore(address, recent_bytes=0)) for address in (few, many)]
        with server.connection(many) as connection:
            connection.execute(_COPIES, (list(_others()),))
        return [_growth("in PostgreSQL", *visits)]


def _growth(where: str, few: Callable[[], float], many: Callable[[], float]) -> Bounded:
    rounds = in_turns(_ROUNDS, few, many)
    return Bounded(f"time of reading and saving {where}, {_MANY:,} workspaces : {_FEW}", ratio(rounds, 1, 0), 1.4)


def _visits(store: Store) -> Callable[[], float]:
    """The time of one visit after another, by turns of those who have a workspace. Little is kept in memory."""
    for visitor in _VISITORS:
        store.change(visitor, lambda _: made(12, 4))
    visitors, numbers = cycle(_VISITORS), count()

    def visit() -> None:
        visitor = next(visitors)
        store.read(visitor)
        store.change(visitor, _answered(next(numbers)))

    return lambda: wall(visit)


def _answered(number: int) -> Callable[[Document], Document]:
    return lambda document: {**document, "profile": {**document["profile"], "weekly_hours_cap": number % 40}}


def _others() -> Iterator[str]:
    """Names as those of workspaces are."""
    return (blake2b(str(number).encode(), digest_size=20).hexdigest() for number in range(_MANY - _FEW))
