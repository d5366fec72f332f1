"""A leader with a standby that confirms each commit: it is lost, its standby takes over, or the standby is away."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from threading import Event, Semaphore

import pytest

from netroi_core.errors import PerhapsSaved
from netroi_core.storage import Unavailable
from netroi_core.storage.postgres.stores import PostgresStore
from tests.storage.counters import KINDS, Counter, Kind
from tests.storage.proxy import Proxy
from tests.storage.samples import ANN, adding, keys
from tests.storage.server import Server, Standby


@contextmanager
def leader_and_standby() -> Iterator[tuple[Server, Standby]]:
    """A leader that acknowledges what its standby has."""
    with Server(options="-c synchronous_standby_names=*") as leader, Standby(leader) as standby:
        yield leader, standby


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Server, Standby]]:
    """One for several tests, which leave both running."""
    with leader_and_standby() as running:
        yield running


@contextmanager
def down(server: Server) -> Iterator[None]:
    """A server that crashed, until the context ends."""
    server.crash()
    try:
        yield
    finally:
        server.start()


def either(address: str, first: Server, second: Server) -> str:
    """Return an address that lists both servers."""
    return address.replace(f"127.0.0.1:{second.port}/", f"127.0.0.1:{first.port},127.0.0.1:{second.port}/")


def test_writers_follow_the_leader_from_one_server_of_their_address_to_the_other() -> None:
    stored, is_over = Semaphore(0), Event()

    def add_until_the_end(kind: Kind, address: str) -> int:
        mine, number = Counter(kind, address), 0
        while not is_over.is_set():
            mine.add()
            number += 1
            assert (mine.read() or 0) >= number
            stored.release()
        return number

    with leader_and_standby() as (leader, standby), ThreadPoolExecutor(4) as threads:
        address = either(leader.fresh(), standby, leader)
        writers = {kind: [threads.submit(add_until_the_end, kind, address) for _ in range(2)] for kind in KINDS}
        try:
            assert all(stored.acquire(timeout=60) for _ in range(40))
            with down(leader):
                standby.promote()
                assert all(stored.acquire(timeout=60) for _ in range(40))
                is_over.set()
                for kind, both in writers.items():
                    total = sum(writer.result(100) for writer in both)
                    assert Counter(kind, address).read() == total
        finally:
            is_over.set()


def test_where_only_standbys_are_left_the_database_is_called_read_only(pair: tuple[Server, Standby]) -> None:
    leader, standby = pair
    address = leader.fresh()
    Counter("workspaces", address).add()
    with down(leader):
        for servers in (f"{address}&target_session_attrs=read-write", either(address, standby, leader)):
            mine = Counter("workspaces", servers.replace(f":{leader.port}/", f":{standby.port}/"))
            with pytest.raises(Unavailable, match="the database is read-only"):
                mine.read()


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_that_no_standby_confirms_is_not_acknowledged_even_if_the_leader_shows_it(
    pair: tuple[Server, Standby], kind: Kind
) -> None:
    leader, standby = pair
    address = leader.fresh()
    Counter(kind, address).add()
    with Proxy(leader.port) as proxy, ExitStack() as until_asked:
        mine = Counter(kind, address.replace(f":{leader.port}/", f":{proxy.port}/"), patience=1)
        mine.read()

        def lose_the_standby() -> None:
            until_asked.enter_context(down(standby))
            with down(leader):
                pass

        proxy.arm(3, "after", meanwhile=lose_the_standby)
        with pytest.raises(PerhapsSaved):
            mine.add()
        assert proxy.happened
    assert Counter(kind, address).read() == 2


def test_a_reader_waits_for_no_standby(pair: tuple[Server, Standby]) -> None:
    leader, standby = pair
    address = leader.fresh()
    PostgresStore(address).change(ANN, adding("a"))
    with leader.connection(address) as database:
        database.execute("UPDATE netroi_workspaces SET used = '2020-02-02'")
        with down(standby):
            assert keys(PostgresStore(address, patience=20).read(ANN).document) == ["a"]
            assert database.execute("SELECT used FROM netroi_workspaces").fetchone() == (datetime.now(UTC).date(),)
