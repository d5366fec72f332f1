"""The first use of a database: by many at once, with few rights, and at an address that nobody ever gets to see."""

import logging
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from netroi_core.errors import NetROIError, NotSaved
from netroi_core.storage import NotErased, Principal, Unavailable
from netroi_core.storage.addresses import open_store
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.postgres.stores import PostgresStore
from tests.storage.counters import KINDS, Counter
from tests.storage.samples import ANN, adding, keys, tables_of
from tests.storage.server import PASSWORD, USER

ROOT = Path(__file__).parents[3]
CANARY = "c4n4ry"


@pytest.mark.parametrize("kind", KINDS)
def test_reading_and_erasing_make_nothing(address, database, kind):
    mine = Counter(kind, address)
    assert mine.read() is None
    mine.erase()
    assert tables_of(database) == set()


def test_tables_and_key_are_made_once_however_many_begin_at_once(server, address):
    together = Barrier(8)

    def begin(number: int) -> int:
        store = PostgresStore(address, patience=60)
        together.wait(60)
        return store.change(Principal("guest", str(number)), adding("a")).version

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(begin, range(8))) == [1] * 8
    with server.connection(address) as database:
        counts = "SELECT (SELECT count(*) FROM netroi_key), (SELECT count(*) FROM netroi_workspaces)"
        assert database.execute(counts).fetchone() == (1, 8)
    store = PostgresStore(address)
    assert all(keys(store.read(Principal("guest", str(number))).document) == ["a"] for number in range(8))


def test_the_right_to_create_in_its_schema_is_enough(server, address):
    schema = address.rpartition("%3D")[2]
    with server.connection() as database:
        database.execute("CREATE ROLE tenant LOGIN PASSWORD 'x'")
        database.execute(f"GRANT USAGE, CREATE ON SCHEMA {schema} TO tenant")
    store = PostgresStore(address.replace(f"{USER}:{PASSWORD}", "tenant:x"))
    store.change(ANN, adding("a"))
    assert keys(store.change(ANN, adding("b")).document) == ["a", "b"]
    store.erase(ANN)
    assert store.read(ANN) is None


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("UPDATE netroi_schema SET version = 99", "were created by a newer version of NetROI"),
        ("UPDATE netroi_key SET key = '\\x00'", "the key in the database is damaged"),
        ("DELETE FROM netroi_key", "the key in the database is missing"),
    ],
)
def test_without_its_key_or_of_a_newer_version_the_database_is_not_used_and_not_changed(
    server, address, spoilt, reason
):
    PostgresStore(address).change(ANN, adding("a"))
    with server.connection(address) as database:
        database.execute(spoilt)
    store = PostgresStore(address)
    with pytest.raises(Unavailable, match=reason):
        store.read(ANN)
    with pytest.raises(NotSaved, match=reason):
        store.change(ANN, adding("b"))
    with server.connection(address) as database:
        assert database.execute("SELECT count(*), max(version) FROM netroi_workspaces").fetchone() == (1, 1)


def test_a_schema_that_is_not_there_is_named_as_the_reason(server):
    with pytest.raises(NotSaved, match="the schema that NetROI was given isn’t in the database"):
        PostgresStore(server.address(schema="nowhere")).change(ANN, adding("a"))


def test_a_database_that_can_not_hold_every_letter_is_refused(server):
    with server.connection() as database:
        database.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
    with pytest.raises(NotSaved, match="must be encoded as UTF-8"):
        PostgresStore(server.address(database="ascii")).change(ANN, adding("a"))


ADDRESSES = {
    "a wrong password": (
        lambda server: server.address(password=f"{CANARY}-wrong"),
        "rejects the user name or password",
    ),
    "no password": (lambda server: server.address().replace(f":{PASSWORD}@", "@"), "rejects the user name or password"),
    "another name": (lambda server: server.address(user=f"{CANARY}-name"), "rejects the user name or password"),
    "no such database": (lambda server: server.address(database=CANARY), "rejects the user name or password"),
    "no server": (lambda server: server.address(port="1"), "can’t be reached"),
    "no host": (lambda server: server.address().replace("127.0.0.1", f"{CANARY}.invalid"), "can’t be reached"),
    "no port": (lambda server: server.address(port=CANARY), "can’t be reached"),
    "no address": (lambda server: f"postgresql://[{CANARY}", "isn’t a valid PostgreSQL address"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", ADDRESSES)
def test_an_address_that_does_not_work_is_told_in_one_sentence_without_it(server, caplog, case, kind):
    caplog.set_level(logging.DEBUG)
    make_address, reason = ADDRESSES[case]
    address = make_address(server)
    mine = Counter(kind, address)
    for refusal_class, act in {Unavailable: mine.read, NotSaved: mine.add, NotErased: mine.erase}.items():
        with pytest.raises(refusal_class, match=reason) as refusal:
            act()
        text = "".join(traceback.format_exception(refusal.value)) + str(refusal.value) + repr(refusal.value)
        lines = [line for line in text.splitlines() if not line.startswith("    ")]  # without the code itself
        assert not any(secret in "\n".join(lines) for secret in (CANARY, PASSWORD, USER, address))
        assert str(refusal.value).count("\n") == 0
    assert CANARY not in caplog.text + repr(mine.store) + repr(mine.store._connections)


def test_nothing_of_the_address_is_logged_while_all_goes_well_or_breaks(server, address, caplog):
    caplog.set_level(logging.DEBUG)
    patient, impatient = PostgresStore(address), PostgresStore(address, patience=0.5)
    patient.change(ANN, adding("a"))
    impatient.read(ANN)
    server.crash()
    try:
        for act in (impatient.read, impatient.erase):
            with pytest.raises(NetROIError):
                act(ANN)
    finally:
        server.start()
    assert keys(patient.read(ANN).document) == ["a"]
    assert not any(secret in caplog.text for secret in (CANARY, PASSWORD, USER))


def test_an_address_is_a_folder_unless_it_begins_like_one_of_a_database(folder, address):
    assert isinstance(open_store(str(folder)), FileStore)
    for database_address in (address, address.replace("postgresql:", "postgres:")):
        store = open_store(database_address)
        assert isinstance(store, PostgresStore)
        store.change(ANN, adding(str(len(database_address))))
    assert len(keys(open_store(address).read(ANN).document)) == 2


def test_who_stores_in_files_needs_no_psycopg(folder):
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from netroi_core.storage import PERSONAL\n"
        "from netroi_core.storage.addresses import open_store\n"
        "import netroi_core.__main__, pages.shell.session\n"
        "open_store(sys.argv[1]).change(PERSONAL, lambda document: document)\n"
    )
    subprocess.run([sys.executable, "-c", program, folder], cwd=ROOT, check=True, capture_output=True)
    assert open_store(str(folder)).read(Principal("personal", "owner")).version == 1
