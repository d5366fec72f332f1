"""Entries in the database: what a row holds, tables of every version, and damage."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from netroi_core.errors import NotSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.addresses import open_entries, open_store
from netroi_core.storage.entries import seal_entry, stored_name
from netroi_core.storage.files.entry_files import FileEntries
from netroi_core.storage.postgres.connections import Connection
from netroi_core.storage.postgres.entry_rows import PostgresEntries
from netroi_core.storage.postgres.schema import VERSION
from netroi_core.storage.postgres.workspace_rows import PostgresStore
from tests.storage.samples import ANN, adding, as_version_2, keys


def one_more(entry):
    """An edit that would be seen if it were made twice."""
    return {"count": (entry or {"count": 0})["count"] + 1}


def test_a_row_holds_to_the_byte_what_a_file_would_and_no_name(address, database):
    PostgresEntries(address).change("visitor ann", lambda _: {"z": -0.0, "a": 1e16})
    row = database.execute("SELECT name, sealed FROM netroi_entries").fetchone()
    assert row == (stored_name("visitor ann"), seal_entry({"z": -0.0, "a": 1e16}).decode())


def test_an_address_is_a_folder_unless_it_begins_like_one_of_a_database(tmp_path, address):
    assert isinstance(open_entries(address), PostgresEntries)
    assert isinstance(open_entries(str(tmp_path)), FileEntries)
    open_entries(str(tmp_path)).change("link", one_more)
    assert [path.name for path in tmp_path.iterdir()] == ["access"]


def as_version_1(database: Connection) -> None:
    """Make the tables those of the version before entries."""
    as_version_2(database)
    database.execute("DROP TABLE netroi_entries")
    database.execute("UPDATE netroi_schema SET version = 1")


def test_tables_of_version_1_are_completed_by_the_first_change_and_lose_nothing(address, database):
    PostgresStore(address).change(ANN, adding("a"))
    as_version_1(database)
    mine, store = PostgresEntries(address), PostgresStore(address)
    assert mine.read("link") is None
    assert keys(store.read(ANN).document) == ["a"]
    assert mine.change("link", one_more) == {"count": 1}
    assert keys(store.change(ANN, adding("b")).document) == ["a", "b"]
    assert database.execute("SELECT version FROM netroi_schema").fetchone() == (VERSION,) == (3,)
    assert keys(PostgresStore(address).change(ANN, adding("c")).document) == ["a", "b", "c"]
    assert PostgresEntries(address).read("link") == {"count": 1}


def test_of_many_who_complete_the_tables_at_once_each_counts(address, database):
    PostgresStore(address).change(ANN, adding("a"))
    as_version_1(database)
    together = Barrier(8)

    def begin(_: int) -> None:
        mine = PostgresEntries(address, patience=60)
        together.wait(60)
        mine.change("link", one_more)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(begin, range(8)))
    assert PostgresEntries(address).read("link") == {"count": 8}


def test_tables_of_a_newer_version_are_not_used_and_not_changed(address, database):
    PostgresEntries(address).change("link", one_more)
    database.execute("UPDATE netroi_schema SET version = 99")
    mine = PostgresEntries(address)
    for act, refusal in ((mine.read, Unavailable), (mine.erase, NotErased)):
        with pytest.raises(refusal, match="were made by a newer NetROI"):
            act("link")
    assert database.execute("SELECT count(*) FROM netroi_entries").fetchone() == (1,)
    for has_table in (True, False):
        if not has_table:
            database.execute("DROP TABLE netroi_entries")
        with pytest.raises(NotSaved, match="were made by a newer NetROI"):
            PostgresEntries(address).change("link", one_more)
    assert database.execute("SELECT version FROM netroi_schema").fetchone() == (99,)
    assert database.execute("SELECT to_regclass('netroi_entries')").fetchone() == (None,)


def test_a_damaged_row_is_refused_and_overwritten_by_nobody(address, database):
    mine = PostgresEntries(address)
    mine.change("link", one_more)
    database.execute("UPDATE netroi_entries SET sealed = replace(sealed, 'count', 'Count')")
    for act in (mine.read, lambda name: mine.change(name, one_more)):
        with pytest.raises(Unavailable, match="the data stored beside the workspaces is damaged"):
            act("link")
    mine.erase("link")
    assert mine.change("link", one_more) == {"count": 1}


def test_all_connections_of_the_store_can_wait_for_the_entries_at_once(address):
    store, mine = open_store(address), open_entries(address)
    mine.change("visitor", one_more)
    together = Barrier(8)

    def change(number: int) -> None:
        def edit(document):
            together.wait(60)
            assert mine.read("visitor") == {"count": 1}
            return adding(str(number))(document)

        store.change(type(ANN)("guest", str(number)), edit)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(change, range(8)))
