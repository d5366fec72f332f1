"""Connections that break, servers that crash, and writers that compete: no change is lost and none is made twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, product
from threading import Barrier, Event, Semaphore
from time import monotonic

import psycopg
import pytest

from netroi_core.errors import Busy, NotSaved, PerhapsSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.postgres import compare_and_swap, connections
from netroi_core.storage.postgres.connections import Connection
from netroi_core.storage.postgres.tables import REMEMBERED, BlobTable
from tests.storage.counters import KINDS, TABLES, Counter, Kind
from tests.storage.proxy import Cut, Proxy
from tests.storage.server import Server

CUTS: tuple[Cut, ...] = ("before", "after", "late")
MakeCounter = Callable[..., Counter]
SHUT_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'NetROI'"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    kind: Kind = request.param
    return kind


@pytest.fixture
def counter(kind: Kind) -> MakeCounter:
    """Makes a counter from an address."""
    return partial(Counter, kind)


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with Proxy(server.port) as running:
        yield running


def wired(address: str, server: Server, proxy: Proxy) -> str:
    """The same address, by the proxy."""
    return address.replace(f":{server.port}/", f":{proxy.port}/")


def delays(cut: Cut) -> tuple[int, ...]:
    """Before which message a late one gets through: the first, trying again, or the two that ask if it was stored."""
    return (1, 6, 7, 8) if cut == "late" else (0,)


# --- what breaks


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_change_whose_connection_breaks_at_any_message_is_made_once(
    server: Server, proxy: Proxy, counter: MakeCounter, cut: Cut, is_first: bool
) -> None:
    address = server.fresh()
    direct, names = counter(address), count()
    direct.add("another")
    for delay in delays(cut):
        for at in count(1):
            name, mine = str(next(names)), counter(wired(address, server, proxy))
            mine.add("another" if is_first else name)
            expected = 1 if is_first else 2
            proxy.arm(at, cut, delay=delay)
            assert mine.add(name) == expected
            is_over = not proxy.happened
            proxy.disarm()
            assert direct.read(name) == mine.read(name) == expected
            if is_over:
                assert at > 2
                break


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_first_change_that_makes_the_tables_is_made_once_or_refused(server: Server, proxy: Proxy, cut: Cut) -> None:
    for at in count(1):
        address = server.fresh()
        mine = Counter("workspaces", wired(address, server, proxy))
        proxy.arm(at, cut)
        try:
            assert mine.add() == 1
            expected = 1
        except NotSaved:  # while it connects for the first time, it does not try again
            expected = 0
        is_over = not proxy.happened
        proxy.disarm()
        assert (Counter("workspaces", address).read() or 0) == expected
        assert mine.add() == expected + 1
        if is_over:
            assert at > 8
            break


@pytest.mark.parametrize("cut", ["before", "after"])
def test_reading_and_erasing_go_on_with_another_connection(
    server: Server, proxy: Proxy, counter: MakeCounter, cut: Cut
) -> None:
    address = server.fresh()
    mine = counter(wired(address, server, proxy))
    for at in (1, 2, 3):
        mine.add()
        proxy.arm(at, cut)
        assert mine.read() == 1
        mine.erase()
        proxy.disarm()
        assert counter(address).read() is None


@pytest.mark.parametrize(("kind", "cut"), [("workspaces", "before"), ("entries", "after")])
def test_a_writer_that_loses_the_server_is_told_what_is_known(
    server: Server, proxy: Proxy, counter: MakeCounter, cut: Cut
) -> None:
    address = server.fresh()
    counter(address).add()
    mine = counter(wired(address, server, proxy), patience=1)
    assert mine.read() == 1  # now it knows the server, and asks in vain for as long as its patience lasts
    # A new writer asks for the version of the tables first: so its second message reads, and its third one writes.
    proxy.arm(3, cut, meanwhile=proxy.go_down)
    with pytest.raises(PerhapsSaved):
        mine.add()
    assert proxy.happened
    with pytest.raises(Unavailable, match="can’t be reached"):
        mine.read()
    with pytest.raises(NotSaved, match="can’t be reached"):
        mine.add()
    with pytest.raises(NotErased, match="can’t be reached"):
        mine.erase()
    assert counter(address).read() == (1 if cut == "before" else 2)


def test_a_change_that_others_overtook_meanwhile_is_made_once(
    server: Server, proxy: Proxy, counter: MakeCounter
) -> None:
    address = server.fresh()
    mine, rival = counter(wired(address, server, proxy)), counter(address)
    for at, cut in product((1, 2), ("before", "after")):
        mine.add()
        proxy.arm(at, cut, meanwhile=lambda: [rival.add() for _ in range(5)])
        mine.add()
        assert proxy.happened
    assert rival.read() == 4 * 7


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_slow_writer_knows_its_write_however_often_another_wrote_meanwhile(
    server: Server, proxy: Proxy, counter: MakeCounter, cut: Cut, is_new: bool
) -> None:
    address = server.fresh()
    mine, rival = counter(wired(address, server, proxy)), counter(address)
    rival.add()
    mine.add("another" if is_new else "a")
    before = rival.read() or 0
    proxy.arm(2, cut, meanwhile=lambda: [rival.add() for _ in range(REMEMBERED + 10)])
    mine.add()
    assert proxy.happened
    assert rival.read() == before + REMEMBERED + 11


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_writer_knows_its_write_in_a_row_that_many_wrote_who_are_gone(
    server: Server, proxy: Proxy, kind: Kind, counter: MakeCounter, cut: Cut
) -> None:
    address = server.fresh()
    mine, rival = counter(wired(address, server, proxy)), counter(address)
    rival.add()
    mine.add()
    with server.connection(address) as database:
        database.execute(
            f"UPDATE {TABLES[kind]} SET nonces = nonces || ARRAY(SELECT gen_random_uuid() FROM generate_series(3, %s))",
            (REMEMBERED,),
        )
    proxy.arm(2, cut, meanwhile=lambda: [rival.add() for _ in range(5)])
    mine.add()
    assert proxy.happened
    assert rival.read() == 2 + 5 + 1


def test_after_more_writers_than_a_row_remembers_nothing_is_guessed(server: Server, proxy: Proxy) -> None:
    address = server.fresh()
    mine = Counter("entries", wired(address, server, proxy))
    mine.add()
    proxy.arm(2, "after", meanwhile=lambda: [Counter("entries", address).add() for _ in range(REMEMBERED)])
    with pytest.raises(PerhapsSaved):
        mine.add()
    assert Counter("entries", address).read() == REMEMBERED + 2


def test_a_row_that_was_erased_while_the_connection_was_broken_does_not_come_back(
    server: Server, proxy: Proxy, counter: MakeCounter
) -> None:
    address = server.fresh()
    mine, rival = counter(wired(address, server, proxy)), counter(address)
    mine.add()
    proxy.arm(2, "after", meanwhile=rival.erase)
    with pytest.raises(PerhapsSaved):
        mine.add()
    assert rival.read() is None


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_change_that_broke_at_one_database_is_not_called_refused_by_another_in_its_place(
    server: Server, proxy: Proxy, counter: MakeCounter, cut: Cut
) -> None:
    address = server.fresh()
    mine = counter(wired(address, server, proxy))
    mine.add()

    def replace_the_database() -> None:
        with server.connection(address) as database:
            database.execute("DROP TABLE netroi_workspaces, netroi_entries; UPDATE netroi_schema SET version = 99")

    proxy.arm(2, cut, meanwhile=replace_the_database)
    with pytest.raises(PerhapsSaved):
        mine.add()
    assert proxy.happened


def test_over_three_crashes_no_change_is_lost_none_made_twice_and_none_refused(
    server: Server, counter: MakeCounter
) -> None:
    address = server.fresh()
    stored, is_over, have_connected = Semaphore(0), Event(), Barrier(5)

    def add_until_the_end(_: int) -> int:
        mine, number = counter(address), 0
        mine.read()
        have_connected.wait(60)  # a writer that never reached the server would not wait for it
        while not is_over.is_set():
            mine.add()
            mine.read()
            number += 1
            stored.release()
        return number

    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(add_until_the_end, thread) for thread in range(4)]
        try:
            have_connected.wait(60)
            for _ in range(3):
                assert all(stored.acquire(timeout=60) for _ in range(15))
                server.crash()
                server.start()
        finally:
            is_over.set()
        total = sum(writer.result(100) for writer in writers)
    assert counter(address).read() == total
    assert total >= 45


def test_a_server_that_shuts_down_politely_is_waited_for_too(server: Server, counter: MakeCounter) -> None:
    mine = counter(server.fresh())
    mine.add()
    with server.connection() as connection:
        connection.execute(SHUT_OUT)
    assert mine.add() == 2


# --- who competes


def test_another_machine_on_the_database_is_seen_at_once(address: str, counter: MakeCounter) -> None:
    mine, rival = counter(address), counter(address)
    for number in (1, 3):
        assert mine.add() == number
        assert rival.add() == number + 1
    mine.erase()
    assert rival.read() is None


def test_eight_writers_at_once_lose_nothing_and_a_writer_often_overtaken_stands_in_line(
    address: str, counter: MakeCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_line, together = [], Barrier(8)
    execute = psycopg.Connection.execute

    def noting(self, query, *values):
        in_line.append("FOR UPDATE" in query)
        return execute(self, query, *values)

    monkeypatch.setattr(psycopg.Connection, "execute", noting)

    def add_ten(_: int) -> None:
        mine = counter(address)
        together.wait(60)
        for _ in range(10):
            mine.add()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_ten, range(8)))
    assert counter(address).read() == 80
    assert sum(in_line) > 0


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_of_150_saves_by_six_writers_none_is_refused_at_any_isolation_level(
    address: str, counter: MakeCounter, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    # PostgreSQL grants the level that NetROI asks for; other engines have but one, and end what collides with 40001.
    monkeypatch.setattr(Connection, "isolation", level)
    together = Barrier(6)

    def add_25(_: int) -> None:
        mine = counter(address, patience=20)
        together.wait(60)
        for _ in range(25):
            mine.add()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(add_25, range(6)))
    assert counter(address).read() == 150


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_transaction_that_the_engine_ends_is_repeated_until_patience_ends(
    server: Server, address: str, kind: Kind, counter: MakeCounter, state: str
) -> None:
    mine = counter(address, patience=1)
    mine.add()
    with server.connection(address) as database:
        database.execute(f"""
            CREATE SEQUENCE refusals;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('refusals') % 4 <> 0 THEN RAISE EXCEPTION USING ERRCODE = '{state}'; END IF; RETURN NEW;
            END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON {TABLES[kind]} FOR EACH ROW EXECUTE FUNCTION refuse();
        """)
        assert mine.add() == 2
        database.execute("ALTER SEQUENCE refusals CYCLE MAXVALUE 3 RESTART")  # from now on, each try is refused
        with pytest.raises(Busy):
            mine.add()
    assert counter(address).read() == 2


def test_a_leader_that_became_a_replica_is_left_and_one_that_stays_read_only_is_named(
    server: Server, counter: MakeCounter, kind: Kind
) -> None:
    name = f"leader_{kind}"
    with server.connection() as connection:
        connection.execute(f"CREATE DATABASE {name}")
        mine = counter(server.address(database=name), patience=1)
        mine.add()
        for act in (mine.add, mine.erase):
            connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            with server.connection(server.address(database=name)) as others:
                others.execute(SHUT_OUT)
            assert mine.read() is not None
            refusal = NotSaved if act == mine.add else NotErased
            with pytest.raises(refusal, match="the database is read-only"):
                act()
            assert mine.read() is not None  # by a connection that only reads
            connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
            act()
    assert mine.read() is None


def test_a_writer_that_waits_too_long_is_told_so_and_readers_never_wait(
    server: Server, address: str, kind: Kind, counter: MakeCounter
) -> None:
    patient, impatient = counter(address), counter(address, patience=0.5)
    patient.add()
    with server.connection(address) as rival, rival.transaction():
        rival.execute(f"SELECT FROM {TABLES[kind]} FOR UPDATE")
        for act in (impatient.add, impatient.erase):
            with pytest.raises(Busy):
                act()
        assert patient.read() == 1
        assert patient.add("another's") == 1
    assert patient.add() == 2


@pytest.mark.parametrize("pause", [0.3, 0.9, 1.1, 1.9, 2.5])
def test_a_writer_that_was_slow_before_it_met_a_lock_knows_that_nothing_was_saved(
    server: Server, address: str, kind: Kind, counter: MakeCounter, monkeypatch: pytest.MonkeyPatch, pause: float
) -> None:
    slow, seconds_lost = counter(address, patience=0.5), 0.0
    latest = BlobTable.latest

    def read_slowly(*arguments):
        nonlocal seconds_lost
        row = latest(*arguments)
        seconds_lost += pause * 0.5
        return row

    slow.add()
    with server.connection(address) as rival, rival.transaction():
        rival.execute(f"SELECT FROM {TABLES[kind]} FOR UPDATE")
        for module in (connections, compare_and_swap):
            monkeypatch.setattr(module, "monotonic", lambda: monotonic() + seconds_lost)
        monkeypatch.setattr(BlobTable, "latest", read_slowly)
        with pytest.raises(Busy):
            slow.add()
        monkeypatch.undo()
    assert slow.add() == 2
