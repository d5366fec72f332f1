"""Connections: what they leave to others of a pooler, what they refuse, and servers that no longer answer."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import NoReturn

import certifi
import psycopg
import pytest

from netroi_core.errors import NetROIError, NotSaved
from netroi_core.storage import Unavailable
from netroi_core.storage.postgres.connections import Connections, is_this_machine
from netroi_core.storage.postgres.stores import PostgresStore
from tests.browser.proxy import certify
from tests.storage.counters import KINDS, Counter
from tests.storage.pooler import Pooler
from tests.storage.proxy import Proxy
from tests.storage.samples import ANN, adding
from tests.storage.server import Server

# PgBouncer itself sets the name of each client that has one.
SETTINGS = "SELECT name, setting FROM pg_settings WHERE name <> 'application_name'"


def test_the_other_clients_of_a_pooler_find_every_setting_as_it_was(server: Server, pooler: Pooler) -> None:
    address = pooler.emptied()
    with server.connection(address) as other:
        before = other.execute(SETTINGS).fetchall()
    for kind in KINDS:
        mine = Counter(kind, address, patience=7.5)
        for number in (1, 2, 3):
            assert mine.add() == number
        mine.read()
        with server.connection(address) as other:
            assert other.execute(SETTINGS).fetchall() == before
            assert other.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)
        mine.erase()
    with server.connection(address) as other:
        assert other.execute(SETTINGS).fetchall() == before


def test_a_change_has_its_limits_and_is_safe_whatever_the_server_s_own_settings_are(
    server: Server, address: str
) -> None:
    connections = Connections(f"{address}%20-csynchronous_commit%3Doff", patience=7.5)
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "synchronous_commit")
    query = "SELECT " + ", ".join(f"current_setting('{name}')" for name in names)
    seconds = "SELECT " + ", ".join(
        f"extract(epoch FROM current_setting('{name}')::interval)::float8" for name in names[:3]
    )

    def settings(connection):
        outside = connection.execute(query).fetchone()
        with connection.limited_transaction():
            return outside, connection.execute(query).fetchone()[-1], connection.execute(seconds).fetchone()

    outside, commit, (lock, *others) = connections.ask(settings, Unavailable)
    assert outside == ("0", "0", "0", "off")
    assert commit == "on"
    assert 0 < lock <= 7.5
    assert others == pytest.approx([lock + 7.5 / 2] * 2, abs=0.002)  # and the client waits until 7.5 s later


@pytest.mark.parametrize(
    ("parameter", "by"), [("options", "pooler"), ("netroi.search", "pooler"), ("nonsense", "server")]
)
def test_a_start_up_parameter_that_is_refused_is_named(server: Server, pooler: Pooler, parameter: str, by: str) -> None:
    address = pooler.emptied() if by == "pooler" else server.address()
    store = PostgresStore(f"{address}?options=-c{parameter}%3Dc4n4ry")
    name = "options" if by == "pooler" else parameter
    with pytest.raises(NotSaved, match=f"rejects the start-up parameter {name} in its address") as refusal:
        store.change(ANN, adding("a"))
    assert "c4n4ry" not in str(refusal.value)


def test_a_server_without_room_for_another_connection_does_not_blame_the_password(server: Server) -> None:
    with server.connection() as connection:
        connection.execute("CREATE ROLE crowd LOGIN PASSWORD 'x' CONNECTION LIMIT 0")
    store = PostgresStore(server.address(user="crowd", password="x"))
    with pytest.raises(NotSaved, match="the database accepts no more connections"):
        store.change(ANN, adding("a"))


def test_a_server_that_froze_is_not_waited_for_longer_than_patience(server: Server) -> None:
    connections = Connections(server.address(), patience=1)
    with pytest.raises(Unavailable, match="can’t be reached"):
        connections.ask(lambda connection: connection.execute("SELECT pg_sleep(60)"), Unavailable)
    assert connections.ask(lambda connection: connection.execute("SELECT 1").fetchone(), Unavailable) == (1,)


@pytest.mark.parametrize(
    "act",
    [
        lambda address, break_it: PostgresStore(address, patience=1).change(ANN, break_it),
        lambda address, break_it: Connections(address, patience=1).ask(break_it, Unavailable),
    ],
    ids=["changing", "asking"],
)
def test_a_server_whose_connections_break_again_and_again_is_not_asked_without_a_pause(
    address: str, act: Callable[[str, Callable[[object], NoReturn]], object]
) -> None:
    tries = []

    def break_the_connection(_: object) -> NoReturn:
        tries.append(1)
        raise psycopg.OperationalError

    with pytest.raises(NetROIError, match="can’t be reached"):
        act(address, break_the_connection)
    assert 1 < len(tries) < 100  # pauses of 25 ms on average leave room for 40


def own_address() -> str | None:
    """Return an address of this machine that others use, too."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return None if is_this_machine(address) else address


def test_another_machine_s_database_is_used_without_encryption_only_if_its_address_says_so(server: Server) -> None:
    host = own_address()
    if host is None:
        pytest.skip("This machine has no network.")
    with Proxy(server.port, host) as proxy:
        address = server.fresh().replace(f"127.0.0.1:{server.port}", f"{host}:{proxy.port}")
        for mode in ("", "&sslmode=prefer", "&sslmode=allow"):
            with pytest.raises(NotSaved, match="the connection to the database isn’t encrypted"):
                PostgresStore(address + mode).change(ANN, adding("a"))
        assert PostgresStore(f"{address}&sslmode=disable").change(ANN, adding("a")).version == 1


@pytest.fixture
def database_with_tls(tmp_path: Path) -> Iterator[int]:
    """The port of a server that goes as far with a connection as its certificate, which is for localhost."""
    certify(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")

    def answer(listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, suppress(OSError):
                    connection.recv(8)  # SSLRequest
                    connection.sendall(b"S")
                    with context.wrap_socket(connection, server_side=True) as encrypted:
                        encrypted.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=answer, args=(listening,), daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("host", "roots"),
    [("localhost", "none.pem"), ("localhost", "system"), ("127.0.0.1", "certificate.pem")],
    ids=["no root certificate", "another authority", "another name"],
)
def test_a_certificate_that_can_not_be_verified_is_told_from_a_server_that_can_not_be_reached(
    database_with_tls: int, tmp_path: Path, host: str, roots: str
) -> None:
    file = roots if roots == "system" else tmp_path / roots
    address = f"postgresql://{host}:{database_with_tls}/netroi?sslmode=verify-full&sslrootcert={file}"
    with pytest.raises(NotSaved, match="the database’s certificate can’t be verified"):
        PostgresStore(address).change(ANN, adding("a"))


@pytest.mark.parametrize("mode", ["&sslmode=verify-full", ""])
@pytest.mark.parametrize("named_by", ["certifi", "SSL_CERT_FILE"])
def test_the_system_s_authorities_are_the_public_ones_or_those_that_the_administrator_names(
    database_with_tls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named_by: str, mode: str
) -> None:
    file = str(tmp_path / "certificate.pem")
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    if named_by == "certifi":
        monkeypatch.setattr(certifi, "where", lambda: file)
    else:
        monkeypatch.setenv(named_by, file)
    for host, refusal in (("localhost", "can’t be reached"), ("127.0.0.1", "certificate can’t be verified")):
        address = f"postgresql://{host}:{database_with_tls}/netroi?sslrootcert=system{mode}"
        with pytest.raises(NotSaved, match=refusal):
            PostgresStore(address).change(ANN, adding("a"))


@pytest.mark.parametrize("mode", ["require", "verify-ca"])
def test_the_system_s_authorities_verify_the_name_too_or_nothing(
    database_with_tls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(certifi, "where", lambda: str(tmp_path / "certificate.pem"))
    address = f"postgresql://127.0.0.1:{database_with_tls}/netroi?sslrootcert=system&sslmode={mode}"
    with pytest.raises(NotSaved):
        PostgresStore(address).change(ANN, adding("a"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("10.0.0.7", False),
        ("fe80::1%eth0", False),
    ],
)
def test_this_machine_is_its_loopback_or_a_socket(address: str, expected: bool) -> None:
    assert is_this_machine(address) is expected
