"""Connections to PostgreSQL: a few, kept open, replaced where they break; its refusals are told in plain words.

Not psycopg_pool: it connects in the background, and why it can't is told in its log alone, with the address. What
psycopg itself says of an error names the host, the user or what was stored, so none of it is ever passed on.
"""

import logging
import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from random import uniform
from threading import BoundedSemaphore, Event
from time import monotonic
from typing import Any, Final, LiteralString, TypeVar
from weakref import finalize

import certifi
import psycopg
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from netroi_core.errors import Busy, NetROIError

T = TypeVar("T")

logging.getLogger("psycopg").setLevel(logging.CRITICAL + 1)  # with DEBUG it names the host at each connection

_RETRY_SECONDS: Final = 0.05
_AUTHORITIES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # by which an administrator tells OpenSSL where they are
_KEEPALIVE: Final = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}  # seconds, seconds, times
_UNREACHABLE: Final = "the database can’t be reached"
_LOGIN_REFUSED: Final = "the database rejects the user name or password that NetROI was given, or has another name"
_TOO_MANY_CONNECTIONS: Final = "the database accepts no more connections"
_NOT_AN_ADDRESS: Final = "the address of the database isn’t a valid PostgreSQL address"
_PARAMETER_REFUSED: Final = (
    "the database, or the pooler in front of it, rejects the start-up parameter {} in its address (remove it there, "
    "and set it for the database role instead)"
)
_NOT_ENCRYPTED: Final = (
    "the connection to the database isn’t encrypted (add sslmode=verify-full to its address, or sslmode=disable if "
    "you trust the network)"
)
_NOT_TRUSTED: Final = (
    "the database’s certificate can’t be verified (in the address, sslrootcert must name the file with the certificate "
    "that signed it, or be system for a public authority, and the host must be one that the certificate names)"
)
# Of PgBouncer, of PgBouncer from 1.20 on, and of PostgreSQL; the name is a word, so it holds no part of an address.
_PARAMETER: Final = re.compile(
    r"(?:unsupported startup parameter(?: in options)?: |unrecognized configuration parameter )\"?([a-zA-Z_.]+)"
)
# Why a server that accepted the login can't be used: in the words of libpq, and of PostgreSQL.
_REPLICA: Final = re.compile(r"session is read-only|server is in hot standby mode")
_CERTIFICATE: Final = re.compile(r"root certificate|certificate verify failed|server certificate")
_TOO_MANY: Final = re.compile(r"too many (clients|connections)|connection slots are reserved|no more connections")
_BREAKING: Final = {"57P01", "57P02", "57P03", "57P05", "25P03", "40003"}  # shut down, crashed, starting, idle, unknown
_TIMEOUTS: Final = {"55P03", "57014"}  # of locks and of statements
# Serialization failure and deadlock: how engines without our isolation level, and poolers, report that others won.
# Duplicates: another process makes the same table at this moment, as CREATE TABLE IF NOT EXISTS takes no lock.
_CONFLICTS: Final = {"40001", "40P01", "23505", "42710", "42P07"}
_READ_ONLY: Final = "25006"  # the answer of a primary that became a replica
_REASONS: Final = {
    _READ_ONLY: "the database is read-only",
    "3F000": "the schema that NetROI was given isn’t in the database",
    "42501": "NetROI doesn’t have permission to create or use its tables in the database",
    "53100": "the disk of the database is full",
    "53200": "the database is out of memory",
    "XX001": "the database reports damage",
    "XX002": "the database reports damage",
}
# Every setting ends with its transaction, since a pooler may lend the same session to others in the next moment.
# A commit that is acknowledged must be safe from a crash, whatever the server's own setting is.
_BEGIN: Final = """
    BEGIN ISOLATION LEVEL {isolation};
    SELECT set_config('lock_timeout', %(lock_timeout)s, true), set_config('statement_timeout', %(timeout)s, true),
           set_config('idle_in_transaction_session_timeout', %(timeout)s, true),
           set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true);
"""


class DatabaseRefused(Exception):
    """The database can't be used; the text says why, without the address."""

    def __init__(self, reason: str = _UNREACHABLE) -> None:
        super().__init__(reason)


class NoTables(Exception):
    """There are no tables of NetROI in this schema, or nothing was ever stored in them."""


class TryAgain(Exception):
    """A request that changed nothing and may succeed if repeated; ``refusal`` is to be raised once patience ends."""

    def __init__(self, refusal: Busy | DatabaseRefused) -> None:
        super().__init__()
        self.refusal = refusal


class ConnectionLost(TryAgain):
    """A connection that broke: what was under way was done, or not, or will be yet."""

    def __init__(self) -> None:
        super().__init__(DatabaseRefused())


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection in autocommit mode, which sets nothing for its session.

    A change waits for locks until its deadline, its statements end half a patience later, and the client waits for an
    answer half a patience more: a server that froze answers nothing and breaks nothing. The server must give up first,
    because then nothing was saved; a client that gives up can't tell. With durations in place of moments, a change that
    was slow before it met a lock was given up by the client.
    """

    # At this level, a statement that waited for another change continues with its result instead of failing.
    isolation: LiteralString = "READ COMMITTED"
    patience: float = 10  # seconds until the deadline, and again from there until no answer is waited for
    deadline: float | None = None  # on the monotonic clock

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for the server as psycopg does, for a patience beyond the deadline; then raise OperationalError."""
        if timeout is None and self.deadline is not None:
            timeout = max(0.0, self.deadline + self.patience - monotonic())
        return super().wait(gen, interval, timeout)

    def change(self, statement: LiteralString, values: Mapping[str, object] | None = None) -> int:
        """Run a statement and return how many rows it changed: in the open transaction, or else in its own.

        That one is a single message, so that its answer is the commit's.
        """
        if self.info.transaction_status == TransactionStatus.INTRANS:
            return self.execute(statement, values).rowcount
        with self._rolled_back():
            cursor = self._execute_together(f"{_BEGIN} {statement}; COMMIT", values or {})
        counts = [cursor.rowcount]
        while cursor.nextset():
            counts.append(cursor.rowcount)
        return counts[-2]

    @contextmanager
    def limited_transaction(self) -> Iterator[None]:
        """Run the body of the ``with`` in one transaction, with the limits of a change."""
        with self._rolled_back():
            self._execute_together(_BEGIN, {})
            yield
            self.execute("COMMIT")

    @contextmanager
    def _rolled_back(self) -> Iterator[None]:
        """Roll back the transaction if anything is raised, and close the connection to a read-only server."""
        try:
            yield
        except BaseException as error:
            if isinstance(error, psycopg.Error) and error.sqlstate == _READ_ONLY:
                self.close()
            elif self.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
                with suppress(psycopg.Error):
                    self.rollback()
            raise

    def _execute_together(self, statements: str, values: Mapping[str, object]) -> psycopg.ClientCursor[tuple[Any, ...]]:
        until_deadline = self.patience if self.deadline is None else self.deadline - monotonic()
        left = until_deadline + self.patience / 2
        if left <= 0:
            raise psycopg.errors.LockNotAvailable  # as the server would, but nothing was sent
        limits = {"lock_timeout": _milliseconds(until_deadline), "timeout": _milliseconds(left)}
        # The values become part of the text: only so one message can hold several statements.
        return psycopg.ClientCursor(self).execute(
            statements.replace("{isolation}", self.isolation), {**values, **limits}
        )


class Connections:
    """Connections to one address, which is not tried before it is needed, and never more than ``most`` at a time."""

    def __init__(self, address: str, patience: float, most: int = 8) -> None:
        self._address, self._patience = address, patience
        self._slots = BoundedSemaphore(most)
        self._idle: deque[Connection] = deque()
        self._has_worked = False
        finalize(self, _close_all, self._idle)

    def ask(self, act: Callable[[Connection], T], refusal: Callable[[str], NetROIError]) -> T | None:
        """Return the result of an act that can be repeated, None where nothing was ever stored; raise the refusal."""
        try:
            return self.repeat(act, monotonic() + self._patience)
        except NoTables:
            return None
        except DatabaseRefused as error:
            raise refusal(str(error)) from None

    def repeat(self, act: Callable[[Connection], T], deadline: float) -> T:
        """Return the result of an act, retried until the deadline where a connection breaks or another change wins."""
        while True:
            try:
                with self.borrow(deadline) as connection:
                    return act(connection)
            except TryAgain as failure:
                wait_or_refuse(deadline, failure.refusal)

    @contextmanager
    def borrow(self, deadline: float) -> Iterator[Connection]:
        """Lend a connection; raise Busy, DatabaseRefused, NoTables, ConnectionLost, TryAgain."""
        if not self._slots.acquire(timeout=max(0.0, deadline - monotonic())):
            raise Busy
        try:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect(deadline)
            connection.deadline = deadline
            try:
                yield connection
            except psycopg.Error as error:
                raise self._translate(connection, error) from None
            finally:
                if connection.info.transaction_status == TransactionStatus.IDLE:
                    self._idle.append(connection)
                else:
                    connection.close()
        finally:
            self._slots.release()

    def _connect(self, deadline: float) -> Connection:
        """Open a connection; wait for a server that worked before, because it may be starting again."""
        while True:
            try:
                return self._connect_once()
            except psycopg.ProgrammingError:
                raise DatabaseRefused(_NOT_AN_ADDRESS) from None
            except psycopg.Error as error:
                reason = _connection_refusal(error)
            if not self._has_worked or monotonic() + _RETRY_SECONDS > deadline:
                raise DatabaseRefused(reason)
            Event().wait(_RETRY_SECONDS)

    def _connect_once(self) -> Connection:
        defaults = {"application_name": "NetROI", "connect_timeout": 3, "tcp_user_timeout": 10_000, **_KEEPALIVE}
        parameters: dict[str, Any] = {**defaults, **conninfo_to_dict(self._address), "client_encoding": "utf8"}
        if "," in f"{parameters.get('host', '')}{parameters.get('hostaddr', '')}":
            # Of several servers one can be written to; the others are behind it, and would show what was before.
            parameters.setdefault("target_session_attrs", "read-write")
        if _lacks_authorities(parameters):
            parameters.update(sslrootcert=certifi.where(), sslmode="verify-full")
        # Nothing is prepared: where a pooler stands between, the next statement may reach another session.
        connection = Connection.connect(**parameters, autocommit=True, prepare_threshold=None)
        if _is_plain_text(connection):
            connection.close()
            raise DatabaseRefused(_NOT_ENCRYPTED)
        connection.patience = self._patience
        self._has_worked = True
        return connection

    def _translate(self, connection: Connection, error: psycopg.Error) -> Exception:
        state = error.sqlstate
        if state == "42P01":
            return NoTables()
        if state in _TIMEOUTS:
            return Busy()
        if state in _CONFLICTS:
            return TryAgain(Busy())
        if state == _READ_ONLY:
            _close_all(self._idle)  # they lead to the same server, which may be replaced by now
            return TryAgain(DatabaseRefused(_REASONS[state]))
        if connection.closed or state is None or state in _BREAKING or state.startswith("08"):
            _close_all(self._idle)  # they broke with this one, or will be replaced at little cost
            return ConnectionLost()
        return DatabaseRefused(_REASONS.get(state, "the database refused the request"))


def _milliseconds(seconds: float) -> str:
    return str(max(1, int(seconds * 1000)))


def wait_or_refuse(deadline: float, refusal: Exception) -> None:
    """Wait for a moment before the next try, or raise the refusal once the deadline has passed."""
    if monotonic() > deadline:
        raise refusal from None
    Event().wait(uniform(0, _RETRY_SECONDS))  # jitter: without it, writers that collided would collide again


def _connection_refusal(error: psycopg.Error) -> str:
    """Return why no connection was made, without anything of its address."""
    if match := _PARAMETER.search(str(error)):
        return _PARAMETER_REFUSED.format(match[1])
    if _CERTIFICATE.search(str(error)):
        return _NOT_TRUSTED
    if _REPLICA.search(str(error)):
        return _REASONS[_READ_ONLY]
    if _TOO_MANY.search(str(error)):
        return _TOO_MANY_CONNECTIONS
    was_answered = error.pgconn is not None and (error.pgconn.used_password or error.pgconn.needs_password)
    return _LOGIN_REFUSED if was_answered else _UNREACHABLE


def _lacks_authorities(parameters: Mapping[str, Any]) -> bool:
    """Return True if the address asks for the system's authorities, and libpq would find none.

    Since 3.3.8, the OpenSSL in psycopg's wheel looks for them in a folder that no system has. A weaker sslmode is left
    to libpq, which refuses it.
    """
    is_asked = parameters.get("sslrootcert") == "system" and parameters.get("sslmode") in (None, "verify-full")
    return is_asked and psycopg.pq.__impl__ == "binary" and os.environ.keys().isdisjoint(_AUTHORITIES)


def _is_plain_text(connection: Connection) -> bool:
    """Return True for a connection to another machine that is not encrypted, unless its address asks for that."""
    options = {option.keyword: option.val for option in connection.pgconn.info}
    is_allowed = options.get(b"sslmode") == b"disable"
    return not (is_allowed or connection.pgconn.ssl_in_use or is_this_machine(connection.info.hostaddr))


def is_this_machine(address: str) -> bool:
    """Return True for the loopback interface, and for a Unix socket, which has no IP address."""
    return not address or ip_address(address.partition("%")[0]).is_loopback


def _close_all(connections: deque[Connection]) -> None:
    while connections:
        connections.pop().close()
