"""Rows: what they hold, what is fetched, what others damaged, and tables of every version."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import psycopg
import pytest

from netroi_core.errors import NotSaved
from netroi_core.storage import NotErased, Principal, Unavailable
from netroi_core.storage.addresses import open_entries, open_store
from netroi_core.storage.entries import seal_entry, stored_name
from netroi_core.storage.files.stores import FileEntries
from netroi_core.storage.postgres import stores
from netroi_core.storage.postgres.connections import Connection
from netroi_core.storage.postgres.stores import PostgresEntries, PostgresStore
from netroi_core.storage.postgres.tables import VERSION
from tests.storage.samples import ANN, BEN, adding, as_version_2, current, keys, store_of, tables_of


def stored(address: str, *ids: str) -> PostgresStore:
    """A store that has nothing in its cache; the contacts with these ids were added by another one before."""
    earlier = PostgresStore(address)
    for contact_id in ids:
        earlier.change(ANN, adding(contact_id))
    return PostgresStore(address)


def damage(database: Connection) -> None:
    database.execute("UPDATE netroi_workspaces SET sealed = replace(sealed, 'Contact', 'contact')")


def test_a_row_holds_to_the_byte_what_a_file_would_and_the_document_as_jsonb(address, database, folder):
    store_of(folder, "a")
    stored(address, "a")
    (sealed,) = database.execute("SELECT sealed FROM netroi_workspaces").fetchone()
    assert sealed[150:] == current(folder).read_text()[150:]  # behind checksum and time
    query = "SELECT document->'contacts'->'1'->>'name', document ? 'seal', kind, version FROM netroi_workspaces"
    assert database.execute(query).fetchone() == ("Contact a", False, "account", 1)


def test_what_jsonb_would_change_comes_back_to_the_letter(address, database):
    PostgresStore(address).change(ANN, lambda document: {**document, "profile": {"weekly_hours_cap": -0.0}})
    profile = PostgresStore(address).read(ANN).document["profile"]
    (as_jsonb,) = database.execute("SELECT document->'profile'->'1' FROM netroi_workspaces").fetchone()
    assert (repr(profile), repr(as_jsonb)) == ("{'weekly_hours_cap': -0.0}", "{'weekly_hours_cap': 0.0}")


def test_reading_what_is_unchanged_asks_once_and_fetches_no_document(address, monkeypatch):
    store = stored(address, "a")
    store.read(ANN)
    rows = []
    execute = psycopg.Connection.execute

    def noting(self, *query):
        rows.append(execute(self, *query).fetchone())
        return type("Answer", (), {"fetchone": lambda self: rows[-1]})()

    monkeypatch.setattr(psycopg.Connection, "execute", noting)
    store.read(ANN)
    ((version, _, _, sealed, _),) = rows
    assert (version, sealed) == (VERSION, None)


def test_erasing_leaves_no_row_and_touches_no_other(address, database):
    store = stored(address, "a", "b")
    store.change(BEN, adding("b"))
    store.erase(ANN)
    assert database.execute("SELECT count(*) FROM netroi_workspaces").fetchone() == (1,)
    assert keys(store.read(BEN).document) == ["b"]


@pytest.mark.parametrize("has_read", [False, True])
def test_a_damaged_row_is_refused_and_left_as_it_is_until_it_is_erased(address, database, has_read):
    store = stored(address, "a", "b")
    if has_read:
        store.read(ANN)
    damage(database)
    database.execute("UPDATE netroi_workspaces SET nonce = gen_random_uuid()")
    before = database.execute("SELECT sealed FROM netroi_workspaces").fetchone()
    with pytest.raises(Unavailable, match="the stored workspace is damaged"):
        store.read(ANN)
    with pytest.raises(NotSaved, match="the stored workspace is damaged"):
        store.change(ANN, adding("c"))
    assert database.execute("SELECT sealed FROM netroi_workspaces").fetchone() == before
    store.erase(ANN)
    assert store.read(ANN) is None
    assert keys(store.change(ANN, adding("d")).document) == ["d"]


@pytest.mark.parametrize("act", ["change", "erase", "change another's"])
def test_tables_of_version_2_are_read_and_the_next_write_removes_what_was_stored_beside(address, database, act):
    store = stored(address, "a", "b")
    store.change(BEN, adding("b"))
    as_version_2(database)
    fresh = PostgresStore(address)
    assert keys(fresh.read(ANN).document) == ["a", "b"]
    assert "netroi_quarantine" in tables_of(database)
    if act == "change":
        assert keys(fresh.change(ANN, adding("c")).document) == ["a", "b", "c"]
    elif act == "erase":
        fresh.erase(ANN)
        assert fresh.read(ANN) is None
    else:
        fresh.change(BEN, adding("c"))
    expected = {"netroi_schema", "netroi_key", "netroi_workspaces", "netroi_entries"}
    assert tables_of(database) == expected
    assert database.execute("SELECT version FROM netroi_schema").fetchone() == (VERSION,)
    assert fresh.read(BEN).document["contacts"][0]["id"] == "b"


def test_a_reader_does_not_wait_for_whoever_holds_the_row(server, address, monkeypatch):
    PostgresStore(address).change(ANN, adding("a"))
    store, errors = PostgresStore(address), []
    record_use = stores.record_use

    def noting(connection, *values):
        connection.execute("SET lock_timeout = 100")
        try:
            record_use(connection, *values)
        except psycopg.Error as error:
            errors.append(error)

    monkeypatch.setattr(stores, "record_use", noting)
    with server.connection(address) as rival, rival.transaction():
        rival.execute("UPDATE netroi_workspaces SET used = '2020-02-02'")
        assert keys(store.read(ANN).document) == ["a"]
    assert errors == []


def test_the_day_of_the_last_use_is_stored_and_written_once_a_day(address, database, monkeypatch):
    PostgresStore(address).change(ANN, adding("a"))
    database.execute("UPDATE netroi_workspaces SET used = '2020-02-02'")
    store, notes = PostgresStore(address), []
    record_use = stores.record_use
    monkeypatch.setattr(stores, "record_use", lambda *values: notes.append(record_use(*values)))
    for _ in range(3):
        store.read(ANN)
    assert database.execute("SELECT used FROM netroi_workspaces").fetchone() == (datetime.now(UTC).date(),)
    assert len(notes) == 1


def test_a_database_that_can_only_be_read_is_read(address, database):
    store = stored(address, "a")
    database.execute("SELECT set_config('search_path', 'public', false)")
    role = f"reader_{id(database)}"
    database.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
    schema = address.rpartition("%3D")[2]
    database.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    database.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
    database.execute(f"UPDATE {schema}.netroi_workspaces SET used = '2020-02-02'")
    reader = PostgresStore(address.replace(address[13 : address.index("@")], f"{role}:x"))
    assert keys(reader.read(ANN).document) == keys(store.read(ANN).document) == ["a"]
    with pytest.raises(NotSaved, match="NetROI doesn’t have permission to create or use its tables"):
        reader.change(ANN, adding("b"))


def test_the_cache_is_bounded(address):
    store = PostgresStore(address, recent_bytes=1500)
    people = [Principal("guest", str(number)) for number in range(10)]
    for person in people:
        store.change(person, adding(person.subject))
    assert 1 <= len(store._cache._states) <= 4
    assert [keys(store.read(person).document) for person in people] == [[person.subject] for person in people]


def test_a_database_in_whose_place_another_stands_is_not_taken_for_the_first(address, database):
    store = stored(address, "a")
    store.read(ANN)
    database.execute("TRUNCATE netroi_workspaces, netroi_key CASCADE")
    assert store.read(ANN) is None
    assert store.change(ANN, adding("b")).version == 1
    database.execute("DROP TABLE netroi_workspaces, netroi_key, netroi_schema, netroi_entries")
    assert store.read(ANN) is None
    assert keys(store.change(ANN, adding("c")).document) == ["c"]
    database.execute("DELETE FROM netroi_key")
    with pytest.raises(Unavailable, match="the key in the database is missing"):
        store.read(ANN)


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
        with pytest.raises(refusal, match="were created by a newer version of NetROI"):
            act("link")
    assert database.execute("SELECT count(*) FROM netroi_entries").fetchone() == (1,)
    for has_table in (True, False):
        if not has_table:
            database.execute("DROP TABLE netroi_entries")
        with pytest.raises(NotSaved, match="were created by a newer version of NetROI"):
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
