"""What lies in the database, what is fetched, who waits for whom, and what was damaged by others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from time import monotonic

import psycopg
import pytest

from netroi_core.errors import Busy, Damaged, NotSaved
from netroi_core.storage import Principal, Unavailable, rows, seal
from netroi_core.storage.place import SET_ASIDE
from netroi_core.storage.postgres import PostgresStore
from tests.storage.samples import ANN, BEN, adding, current, keys, store_of

TABLES = ("netroi_workspaces", "netroi_backups", "netroi_quarantine")


@pytest.fixture
def database(server, address):
    """The test's own view of the schema."""
    with server.connection(address) as connection:
        yield connection


def stored(address: str, *added: str) -> PostgresStore:
    """A store that has nothing in memory; what is to be added is so by another one before."""
    earlier = PostgresStore(address)
    for key in added:
        earlier.change(ANN, adding(key))
    return PostgresStore(address)


def damage(database, table: str = "netroi_workspaces") -> None:
    database.execute(f"UPDATE {table} SET sealed = replace(sealed, 'Contact', 'contact')")


def test_reading_and_erasing_make_nothing(address, database):
    store = PostgresStore(address)
    assert store.read(ANN) is None
    store.erase(ANN)
    assert database.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone() == (0,)


def test_a_row_holds_to_the_byte_what_a_file_would_and_the_document_as_jsonb(address, database, folder):
    store_of(folder, "a")
    stored(address, "a")
    (sealed,) = database.execute("SELECT sealed FROM netroi_workspaces").fetchone()
    assert sealed[150:] == current(folder).read_text()[150:]  # behind checksum and time
    asked = "SELECT document->'contacts'->'1'->>'name', document ? 'seal', kind, version FROM netroi_workspaces"
    assert database.execute(asked).fetchone() == ("Contact a", False, "account", 1)


def test_what_jsonb_would_change_comes_back_to_the_letter(address, database):
    PostgresStore(address).change(ANN, lambda given: {**given, "profile": {"weekly_hours_cap": -0.0}})
    found = PostgresStore(address).read(ANN).document["profile"]
    (as_jsonb,) = database.execute("SELECT document->'profile'->'1' FROM netroi_workspaces").fetchone()
    assert (repr(found), repr(as_jsonb)) == ("{'weekly_hours_cap': -0.0}", "{'weekly_hours_cap': 0.0}")


def test_reading_what_is_unchanged_asks_once_and_fetches_no_document(address, monkeypatch):
    store = stored(address, "a")
    store.read(ANN)
    fetched = []
    asked = psycopg.Connection.execute

    def noting(self, *given):
        answer = asked(self, *given)
        fetched.append(answer.fetchone())
        return type("Answer", (), {"fetchone": lambda self: fetched[-1]})()

    monkeypatch.setattr(psycopg.Connection, "execute", noting)
    store.read(ANN)
    ((_, version, _, sealed),) = fetched
    assert (version, sealed) == (1, None)


def test_another_store_on_the_database_is_seen_at_once(address):
    mine, other = stored(address, "a"), stored(address)
    assert keys(mine.read(ANN).document) == ["a"]
    other.change(ANN, adding("b"))
    assert mine.change(ANN, adding("c")).version == 3
    assert keys(other.read(ANN).document) == ["a", "b", "c"]


def test_eight_writers_at_once_lose_nothing_and_whoever_is_overtaken_often_stands_in_line(address, monkeypatch):
    lines, waits, together = [], [], Barrier(8)
    execute = psycopg.Connection.execute

    def noting(self, query, *given):
        lines.append("pg_advisory_xact_lock(hashtextextended" in query)
        return execute(self, query, *given)

    monkeypatch.setattr(psycopg.Connection, "execute", noting)

    def add_ten(writer: int) -> None:
        store = PostgresStore(address, patience=60)
        together.wait(20)
        for number in range(10):
            began = monotonic()
            store.change(ANN, adding(f"{writer}.{number}"))
            waits.append(monotonic() - began)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_ten, range(8)))
    found = PostgresStore(address).read(ANN)
    assert sorted(keys(found.document)) == sorted(f"{writer}.{number}" for writer in range(8) for number in range(10))
    assert found.version == 80
    assert sum(lines) > 0
    print(f"longest wait of 8 writers: {max(waits):.2f} s")


def test_who_waits_for_another_too_long_is_told_so_and_can_save_later(server, address):
    store = PostgresStore(address, patience=0.2)
    store.change(ANN, adding("a"))
    with server.connection(address) as other, other.transaction():
        other.execute("SELECT FROM netroi_workspaces FOR UPDATE")
        with pytest.raises(Busy):
            store.change(ANN, adding("b"))
        assert keys(PostgresStore(address).read(ANN).document) == ["a"]
        assert store.change(BEN, adding("c")).version == 1
    assert keys(store.change(ANN, adding("b")).document) == ["a", "b"]


def test_a_reader_does_not_wait_for_whoever_holds_the_row(server, address, monkeypatch):
    PostgresStore(address).change(ANN, adding("a"))
    store, failed = PostgresStore(address, patience=0.2), []
    use = rows.use

    def noting(*given):
        try:
            use(*given)
        except psycopg.Error as error:
            failed.append(error)

    monkeypatch.setattr(rows, "use", noting)
    with server.connection(address) as other, other.transaction():
        other.execute("UPDATE netroi_workspaces SET used = '2020-02-02'")
        assert keys(store.read(ANN).document) == ["a"]
    assert failed == []


def test_the_last_three_states_are_kept(address, database):
    stored(address, *"abcde")
    kept = database.execute("SELECT sealed FROM netroi_backups ORDER BY number DESC").fetchall()
    assert [seal.unsealed(sealed.encode())[0].version for (sealed,) in kept] == [4, 3, 2]


def test_erasing_leaves_no_row_and_touches_no_other(address, database):
    store = stored(address, "a", "b", "c")
    damage(database)
    store.read(ANN)
    store.change(BEN, adding("b"))
    store.erase(ANN)
    left = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    assert left == [1, 0, 0]
    assert keys(store.read(BEN).document) == ["b"]


@pytest.mark.parametrize("has_read", [False, True])
def test_a_damaged_row_is_set_aside_and_the_newest_good_backup_comes_back(address, database, has_read):
    store = stored(address, "a", "b", "c", "d")
    if has_read:
        store.read(ANN)
    database.execute("UPDATE netroi_workspaces SET sealed = '{}', nonce = gen_random_uuid()")
    database.execute("UPDATE netroi_backups SET sealed = '{\"seal\": 1}' WHERE sealed LIKE '%Contact c%'")
    saved = store.read(ANN)
    assert (keys(saved.document), saved.restored.version) == (["a", "b"], 2)
    assert saved.version > 4
    assert store.read(ANN) is saved
    assert PostgresStore(address).read(ANN).restored == saved.restored
    aside = database.execute("SELECT sealed FROM netroi_quarantine ORDER BY sealed").fetchall()
    assert aside == [('{"seal": 1}',), ("{}",)]
    assert store.change(ANN, adding("e")).restored is None


def test_what_is_set_aside_is_bounded_and_the_first_stay(address, database):
    store = stored(address, "a", "b")
    for number in range(SET_ASIDE + 5):
        damaged = "UPDATE netroi_workspaces SET sealed = %s, nonce = gen_random_uuid()"
        database.execute(damaged, (f'{{"damage": {number}}}',))
        store.read(ANN)
    aside = [sealed for (sealed,) in database.execute("SELECT sealed FROM netroi_quarantine ORDER BY number")]
    assert len(aside) == SET_ASIDE
    assert (aside[0], aside[-1]) == ('{"damage": 0}', '{"damage": 14}')


def test_a_change_finds_damage_too_and_says_so(address, database):
    store = stored(address, "a", "b")
    damage(database)
    saved = store.change(ANN, adding("c"))
    assert (keys(saved.document), saved.restored.version) == (["a", "c"], 1)
    assert PostgresStore(address).read(ANN).restored == saved.restored


@pytest.mark.parametrize("act", ["read", "change"])
def test_damage_without_a_backup_is_said_once_and_then_one_starts_afresh(address, database, act):
    store = stored(address, "a")
    damage(database)
    with pytest.raises(Damaged):
        store.read(ANN) if act == "read" else store.change(ANN, adding("b"))
    assert store.read(ANN) is None
    assert database.execute("SELECT count(*) FROM netroi_quarantine").fetchone() == (1,)
    assert keys(store.change(ANN, adding("b")).document) == ["b"]


def test_the_day_of_the_last_use_is_kept_and_written_once_a_day(address, database, monkeypatch):
    PostgresStore(address).change(ANN, adding("a"))
    database.execute("UPDATE netroi_workspaces SET used = '2020-02-02'")
    store, notes = PostgresStore(address), []
    use = rows.use
    monkeypatch.setattr(rows, "use", lambda *given: notes.append(use(*given)))
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
    with pytest.raises(NotSaved, match="NetROI may not make its tables"):
        reader.change(ANN, adding("b"))


def test_what_is_kept_in_memory_is_bounded(address):
    store = PostgresStore(address, recent_bytes=1500)
    people = [Principal("guest", str(number)) for number in range(10)]
    for person in people:
        store.change(person, adding(person.subject))
    assert 1 <= len(store._recent._known) <= 4
    assert [keys(store.read(person).document) for person in people] == [[person.subject] for person in people]


def test_a_database_in_whose_place_another_stands_is_not_taken_for_the_first(address, database):
    store = stored(address, "a")
    store.read(ANN)
    database.execute("TRUNCATE netroi_workspaces, netroi_key CASCADE")
    assert store.read(ANN) is None
    assert store.change(ANN, adding("b")).version == 1
    database.execute("DROP TABLE netroi_workspaces, netroi_key, netroi_schema, netroi_backups, netroi_quarantine")
    assert store.read(ANN) is None
    assert keys(store.change(ANN, adding("c")).document) == ["c"]
    database.execute("DELETE FROM netroi_key")
    with pytest.raises(Unavailable, match="the key in the database is missing"):
        store.read(ANN)
