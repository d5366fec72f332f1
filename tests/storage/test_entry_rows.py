"""Entries in the database: tables of every version, connections that break, addresses that nobody gets to see."""

import logging
import traceback
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier, Event, Semaphore

import psycopg
import pytest

from netroi_core.errors import Busy, NotSaved, PerhapsSaved
from netroi_core.storage import NotErased, Unavailable, schema
from netroi_core.storage.addresses import entries, opened
from netroi_core.storage.entries import hashed, sealed
from netroi_core.storage.entry_files import FileEntries
from netroi_core.storage.entry_rows import PostgresEntries
from netroi_core.storage.postgres import PostgresStore
from netroi_core.storage.swaps import REMEMBERED
from tests.storage.samples import ANN, adding, keys
from tests.storage.server import PASSWORD, USER
from tests.storage.test_postgres_beginning import ADDRESSES, CANARY
from tests.storage.test_postgres_faults import CUTS, delays, proxy, wired  # noqa: F401

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"


@pytest.fixture
def database(server, address):
    """The test's own view of the schema."""
    with server.connection(address) as connection:
        yield connection


def one_more(there):
    """An edit that would be seen if it were made twice."""
    return {"count": (there or {"count": 0})["count"] + 1}


def test_reading_and_erasing_make_nothing(address, database):
    mine = PostgresEntries(address)
    assert mine.read("link") is None
    mine.erase("link")
    assert database.execute(TABLES).fetchone() == (0,)


def test_a_row_holds_to_the_byte_what_a_file_would_and_says_no_name(address, database):
    PostgresEntries(address).change("visitor ann", lambda _: {"z": -0.0, "a": 1e16})
    row = database.execute("SELECT name, sealed FROM netroi_entries").fetchone()
    assert row == (hashed("visitor ann"), sealed({"z": -0.0, "a": 1e16}).decode())


def test_an_address_is_a_folder_unless_it_begins_like_one_of_a_database(tmp_path, address):
    assert isinstance(entries(address), PostgresEntries)
    assert isinstance(entries(str(tmp_path)), FileEntries)
    entries(str(tmp_path)).change("link", one_more)
    assert [path.name for path in tmp_path.iterdir()] == ["access"]


# --- tables


def as_version_1(database) -> None:
    """Make the tables what the version before entries left."""
    database.execute("DROP TABLE netroi_entries")
    database.execute("UPDATE netroi_schema SET version = 1")


def test_tables_of_version_1_are_completed_by_the_first_change_and_lose_nothing(address, database):
    PostgresStore(address).change(ANN, adding("a"))
    as_version_1(database)
    mine = PostgresEntries(address)
    assert mine.read("link") is None
    mine.erase("link")
    store = PostgresStore(address)
    assert keys(store.read(ANN).document) == ["a"]
    assert keys(store.change(ANN, adding("b")).document) == ["a", "b"]
    assert mine.change("link", one_more) == {"count": 1}
    assert database.execute("SELECT version FROM netroi_schema").fetchone() == (schema.VERSION,) == (2,)
    assert keys(PostgresStore(address).change(ANN, adding("c")).document) == ["a", "b", "c"]
    assert PostgresEntries(address).read("link") == {"count": 1}


def test_of_many_who_complete_the_tables_at_once_each_counts(address, database):
    PostgresStore(address).change(ANN, adding("a"))
    as_version_1(database)
    together = Barrier(8)

    def begin(_: int) -> None:
        mine = PostgresEntries(address)
        together.wait(20)
        mine.change("link", one_more)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(begin, range(8)))
    assert PostgresEntries(address).read("link") == {"count": 8}


def test_tables_of_a_newer_version_are_not_used_and_not_changed(address, database):
    PostgresEntries(address).change("link", one_more)
    database.execute("UPDATE netroi_schema SET version = 99")
    for has_table in (True, False):
        if not has_table:
            database.execute("DROP TABLE netroi_entries")
        mine = PostgresEntries(address)
        with pytest.raises(NotSaved, match="were made by a newer NetROI"):
            mine.change("link", one_more)
    assert database.execute("SELECT version FROM netroi_schema").fetchone() == (99,)
    assert database.execute("SELECT to_regclass('netroi_entries')").fetchone() == (None,)


def test_a_newer_version_is_said_to_readers_and_to_who_erases(address, database):
    PostgresEntries(address).change("link", one_more)
    database.execute("UPDATE netroi_schema SET version = 99")
    mine = PostgresEntries(address)
    for act, refusal in ((mine.read, Unavailable), (mine.erase, NotErased)):
        with pytest.raises(refusal, match="were made by a newer NetROI"):
            act("link")
    assert database.execute("SELECT count(*) FROM netroi_entries").fetchone() == (1,)


def test_a_damaged_row_is_said_to_be_so_and_written_over_by_nobody(address, database):
    mine = PostgresEntries(address)
    mine.change("link", one_more)
    database.execute("UPDATE netroi_entries SET sealed = replace(sealed, 'count', 'Count')")
    for act in (mine.read, lambda name: mine.change(name, one_more)):
        with pytest.raises(Unavailable, match="what is kept beside the workspaces is damaged"):
            act("link")
    mine.erase("link")
    assert mine.change("link", one_more) == {"count": 1}


# --- others


def test_another_machine_on_the_database_is_seen_at_once(address):
    mine, other = PostgresEntries(address), PostgresEntries(address)
    for number in (1, 3):
        assert mine.change("link", one_more) == {"count": number}
        assert other.change("link", one_more) == {"count": number + 1}
    mine.erase("link")
    assert other.read("link") is None


def test_eight_machines_that_write_at_once_lose_nothing_and_stand_in_line(address, monkeypatch):
    lines, together = [], Barrier(8)
    execute = psycopg.Connection.execute

    def noting(self, query, *given):
        lines.append("pg_advisory_xact_lock(hashtextextended" in query)
        return execute(self, query, *given)

    monkeypatch.setattr(psycopg.Connection, "execute", noting)

    def count_ten(_: int) -> None:
        mine = PostgresEntries(address, patience=60)
        together.wait(20)
        for _ in range(10):
            mine.change("inbox", one_more)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count_ten, range(8)))
    assert PostgresEntries(address).read("inbox") == {"count": 80}
    assert sum(lines) > 0


def test_who_waits_for_another_too_long_is_told_so_and_readers_never_wait(server, address):
    mine = PostgresEntries(address, patience=0.2)
    mine.change("link", one_more)
    with server.connection(address) as other, other.transaction():
        other.execute("SELECT FROM netroi_entries FOR UPDATE")
        for act in (lambda: mine.change("link", one_more), lambda: mine.erase("link")):
            with pytest.raises(Busy):
                act()
        assert mine.read("link") == {"count": 1}
    assert mine.change("link", one_more) == {"count": 2}


def test_all_connections_of_the_store_can_wait_for_who_is_let_in_at_once(address):
    store, mine = opened(address), entries(address)
    mine.change("visitor", one_more)
    together = Barrier(8)

    def change(number: int) -> None:
        def edit(document):
            together.wait(20)
            assert mine.read("visitor") == {"count": 1}
            return adding(str(number))(document)

        store.change(type(ANN)("guest", str(number)), edit)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(change, range(8)))


# --- what breaks


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_change_whose_connection_breaks_at_any_message_is_made_once(server, proxy, cut, is_first):  # noqa: F811
    for delay in delays(cut):
        for at in count(1):
            address = server.fresh()
            mine = PostgresEntries(wired(address, server, proxy))
            mine.change("other" if is_first else "link", one_more)
            proxy.arm(at, cut, delay=delay)
            expected = {"count": 1 if is_first else 2}
            assert mine.change("link", one_more) == expected
            is_over = not proxy.happened
            proxy.disarm()
            assert PostgresEntries(address).read("link") == mine.read("link") == expected
            if is_over:
                assert at > 2
                break


@pytest.mark.parametrize("cut", ["before", "after"])
def test_reading_and_erasing_go_on_with_another_connection(server, proxy, cut):  # noqa: F811
    address = server.fresh()
    mine = PostgresEntries(wired(address, server, proxy))
    for at in (1, 2, 3):
        mine.change("link", one_more)
        proxy.arm(at, cut)
        assert mine.read("link") == {"count": 1}
        mine.erase("link")
        proxy.disarm()
        assert PostgresEntries(address).read("link") is None


@pytest.mark.parametrize("cut", ["before", "after"])
def test_who_loses_the_server_while_saving_is_told_what_is_known(server, proxy, cut):  # noqa: F811
    address = server.fresh()
    mine = PostgresEntries(wired(address, server, proxy), patience=0.3)
    mine.change("link", one_more)
    proxy.arm(2, cut, meanwhile=proxy.go_down)
    with pytest.raises(PerhapsSaved):
        mine.change("link", one_more)
    with pytest.raises(Unavailable, match="can't be reached"):
        mine.read("link")
    with pytest.raises(NotSaved, match="can't be reached"):
        mine.change("link", one_more)
    with pytest.raises(NotErased, match="can't be reached"):
        mine.erase("link")
    assert PostgresEntries(address).read("link") == {"count": 1 if cut == "before" else 2}


def test_where_more_others_wrote_than_the_row_remembers_nothing_is_guessed(server, proxy):  # noqa: F811
    address = server.fresh()
    mine, other = PostgresEntries(wired(address, server, proxy)), PostgresEntries(address)
    mine.change("link", one_more)
    proxy.arm(2, "after", meanwhile=lambda: [other.change("link", one_more) for _ in range(REMEMBERED)])
    with pytest.raises(PerhapsSaved):
        mine.change("link", one_more)
    assert other.read("link") == {"count": REMEMBERED + 2}


def test_an_entry_erased_while_the_connection_was_broken_does_not_come_back(server, proxy):  # noqa: F811
    address = server.fresh()
    mine, other = PostgresEntries(wired(address, server, proxy)), PostgresEntries(address)
    mine.change("link", one_more)
    proxy.arm(2, "after", meanwhile=lambda: other.erase("link"))
    with pytest.raises(PerhapsSaved):
        mine.change("link", one_more)
    assert other.read("link") is None


def test_over_two_crashes_no_change_is_lost_none_made_twice_and_none_refused(server):
    address = server.fresh()
    made, is_over, all_know_it = Semaphore(0), Event(), Barrier(4)  # who never reached the server does not wait

    def count_on(_: int) -> int:
        mine, number = PostgresEntries(address, patience=60), 0
        mine.read("inbox")
        all_know_it.wait(60)
        while not is_over.is_set():
            mine.change("inbox", one_more)
            number += 1
            made.release()
        return number

    with ThreadPoolExecutor(3) as threads:
        running = [threads.submit(count_on, thread) for thread in range(3)]
        try:
            all_know_it.wait(60)
            for _ in range(2):
                assert all(made.acquire(timeout=60) for _ in range(15))
                server.crash()
                server.start()
        finally:
            is_over.set()
        total = sum(each.result(100) for each in running)
    assert PostgresEntries(address).read("inbox") == {"count": total}
    assert total >= 30


@pytest.mark.parametrize("case", ADDRESSES)
def test_an_address_that_does_not_work_is_told_in_one_sentence_without_it(server, caplog, case):
    caplog.set_level(logging.DEBUG)
    made, reason = ADDRESSES[case]
    address = made(server)
    mine = PostgresEntries(address)
    acts = {
        Unavailable: lambda: mine.read("link"),
        NotSaved: lambda: mine.change("link", one_more),
        NotErased: lambda: mine.erase("link"),
    }
    for kind, act in acts.items():
        with pytest.raises(kind, match=reason) as refusal:
            act()
        told = "".join(traceback.format_exception(refusal.value)) + str(refusal.value) + repr(refusal.value)
        shown = [line for line in told.splitlines() if not line.startswith("    ")]  # the code itself aside
        assert not any(secret in "\n".join(shown) for secret in (CANARY, PASSWORD, USER, address))
        assert str(refusal.value).count("\n") == 0
    assert CANARY not in caplog.text + repr(mine) + repr(mine._connections)
