"""Connections to PostgreSQL: a few, kept open, replaced where they break; its refusals are told in plain words.

Not psycopg_pool: it connects in the background, and why it can't is told in its log alone, with the address. What
psycopg itself says of an error names the host, the user or what was stored, so none of it is ever passed on.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Event
from time import monotonic
from typing import Any, Final, TypeVar
from weakref import finalize

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from netroi_core.errors import Busy, NetROIError

Connection = psycopg.Connection[tuple[Any, ...]]
T = TypeVar("T")

logging.getLogger("psycopg").setLevel(logging.CRITICAL + 1)  # with DEBUG it names the host at each connection

_RETRY_SECONDS: Final = 0.05
_KEEPALIVE: Final = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}  # seconds, seconds, times
_UNREACHABLE: Final = "the database can’t be reached"
_LOGIN_REFUSED: Final = "the database rejects the user name or password that NetROI was given, or has another name"
_NOT_AN_ADDRESS: Final = "the address of the database isn’t a valid PostgreSQL address"
_BREAKING: Final = {"57P01", "57P02", "57P03", "57P05", "25P03"}  # shut down, crashed, starting, left idle
_TIMEOUTS: Final = {"55P03", "57014", "40001", "40P01"}  # lock and statement timeouts, serialization, deadlock
_REASONS: Final = {
    "25006": "the database is read-only",
    "3F000": "the schema that NetROI was given isn’t in the database",
    "42501": "NetROI doesn’t have permission to create or use its tables in the database",
    "53100": "the disk of the database is full",
    "53200": "the database is out of memory",
    "XX001": "the database reports damage",
    "XX002": "the database reports damage",
}
# A commit that is acknowledged must be safe from a crash, whatever the server's own setting is.
_SETTINGS: Final = """
    SELECT set_config('statement_timeout', %(statement)s, false), set_config('lock_timeout', %(lock)s, false),
           set_config('idle_in_transaction_session_timeout', %(statement)s, false),
           set_config('default_transaction_isolation', 'read committed', false),
           set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), false)
"""


class ConnectionLost(Exception):
    """The connection broke: what was under way was done, or not, or will be yet."""


class DatabaseRefused(Exception):
    """The database can't be used; the text says why, without the address."""

    def __init__(self, reason: str = _UNREACHABLE) -> None:
        super().__init__(reason)


class NoTables(Exception):
    """There are no tables of NetROI in this schema, or nothing was ever stored in them."""


class Connections:
    """Connections to one address, which is not tried before it is needed, and never more than ``most`` at a time.

    A statement may wait for locks for ``patience`` seconds, and take twice as long.
    """

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
        """Return the result of an act; where a connection breaks before the deadline, it is repeated on a new one."""
        while True:
            try:
                with self.borrow(deadline) as connection:
                    return act(connection)
            except ConnectionLost:
                if monotonic() > deadline:
                    raise DatabaseRefused from None

    @contextmanager
    def borrow(self, deadline: float) -> Iterator[Connection]:
        """Lend a connection in autocommit mode; raise Busy, DatabaseRefused, NoTables, ConnectionLost."""
        if not self._slots.acquire(timeout=max(0.0, deadline - monotonic())):
            raise Busy
        try:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect(deadline)
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
                was_answered = error.pgconn is not None and (error.pgconn.used_password or error.pgconn.needs_password)
                reason = _LOGIN_REFUSED if was_answered else _UNREACHABLE
            if not self._has_worked or monotonic() + _RETRY_SECONDS > deadline:
                raise DatabaseRefused(reason)
            Event().wait(_RETRY_SECONDS)

    def _connect_once(self) -> Connection:
        defaults = {"application_name": "NetROI", "connect_timeout": 3, "tcp_user_timeout": 10_000, **_KEEPALIVE}
        parameters: dict[str, Any] = {**defaults, **conninfo_to_dict(self._address), "client_encoding": "utf8"}
        # Nothing is prepared: where a pooler stands between, the next statement may reach another session.
        connection = psycopg.connect(**parameters, autocommit=True, prepare_threshold=None)
        milliseconds = max(1, int(self._patience * 1000))
        try:
            connection.execute(_SETTINGS, {"statement": str(2 * milliseconds), "lock": str(milliseconds)})
        except psycopg.Error:
            connection.close()
            raise
        self._has_worked = True
        return connection

    def _translate(self, connection: Connection, error: psycopg.Error) -> Exception:
        state = error.sqlstate
        if state == "42P01":
            return NoTables()
        if state in _TIMEOUTS:
            return Busy()
        if connection.closed or state is None or state in _BREAKING or state.startswith("08"):
            _close_all(self._idle)  # they broke with this one, or will be replaced at little cost
            return ConnectionLost()
        return DatabaseRefused(_REASONS.get(state, "the database refused the request"))


def _close_all(connections: deque[Connection]) -> None:
    while connections:
        connections.pop().close()
