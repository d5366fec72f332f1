"""Connections to PostgreSQL: a few, kept open, replaced where they break; and what it refuses, in plain words.

Not psycopg_pool, which connects in the background: why it can't, is told in its log alone, and with the address. What
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

from netroi_core.errors import Busy

Connection = psycopg.Connection[tuple[Any, ...]]
T = TypeVar("T")

logging.getLogger("psycopg").setLevel(logging.CRITICAL + 1)  # names the host, with DEBUG at each connection

_PAUSE: Final = 0.05
_ALIVE: Final = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}  # seconds, seconds, times
UNREACHABLE: Final = "the database can't be reached"
_REFUSES_US: Final = "the database refuses the name or the password that NetROI was given, or has another name"
_NOT_AN_ADDRESS: Final = "the address of the database is not written as addresses of PostgreSQL are"
_BREAKS: Final = {"57P01", "57P02", "57P03", "57P05", "25P03"}  # shut down, crashed, starting, left idle
_WAITED: Final = {"55P03", "57014", "40001", "40P01"}  # lock and statement timeouts, serialisation, deadlock
_REASONS: Final = {
    "25006": "the database can only be read",
    "3F000": "the schema that NetROI was given is not in the database",
    "42501": "NetROI may not make its tables in the database, or not use them",
    "53100": "the disk of the database is full",
    "53200": "the database is out of memory",
    "XX001": "the database reports damage",
    "XX002": "the database reports damage",
}
# Acknowledged means safe from a crash, whatever the server's own setting is.
_SETTINGS: Final = """
    SELECT set_config('statement_timeout', %(statement)s, false), set_config('lock_timeout', %(lock)s, false),
           set_config('idle_in_transaction_session_timeout', %(statement)s, false),
           set_config('default_transaction_isolation', 'read committed', false),
           set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), false)
"""


class Lost(Exception):
    """The connection broke: what was under way was done, or not, or will be yet."""


class Refused(Exception):
    """The database can't be used; the text says why, without the address."""


class NoTables(Exception):
    """There are no tables of NetROI in this schema, or nothing was ever stored in them."""


class Connections:
    """Connections to one address, which is not tried before it is needed.

    patience: seconds that a statement may take, and wait for locks. most: connections at a time.
    """

    def __init__(self, address: str, patience: float, most: int = 8) -> None:
        self._address = address
        self._milliseconds = max(1, int(patience * 1000))
        self._slots = BoundedSemaphore(most)
        self._idle: deque[Connection] = deque()
        self._is_known_to_work = False
        finalize(self, _close_all, self._idle)

    def done(self, act: Callable[[Connection], T], until: float) -> T:
        """What an act returns that can be repeated: it is, on a new connection, where one breaks before that time.

        Refused, Busy, NoTables.
        """
        while True:
            try:
                with self.borrowed(until) as connection:
                    return act(connection)
            except Lost:
                if monotonic() > until:
                    raise Refused(UNREACHABLE) from None

    @contextmanager
    def borrowed(self, until: float) -> Iterator[Connection]:
        """A connection in autocommit mode. Refused, Busy, NoTables, Lost."""
        if not self._slots.acquire(timeout=max(0.0, until - monotonic())):
            raise Busy
        try:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._opened(until)
            try:
                yield connection
            except psycopg.Error as error:
                raise self._explained(connection, error) from None
            finally:
                if connection.info.transaction_status == TransactionStatus.IDLE:
                    self._idle.append(connection)
                else:
                    connection.close()
        finally:
            self._slots.release()

    def _opened(self, until: float) -> Connection:
        """A new connection; one that worked before is waited for, because a server may be starting again."""
        while True:
            try:
                return self._connected()
            except psycopg.ProgrammingError:
                raise Refused(_NOT_AN_ADDRESS) from None
            except psycopg.Error as error:
                was_let_in = error.pgconn is not None and (error.pgconn.used_password or error.pgconn.needs_password)
                reason = _REFUSES_US if was_let_in else UNREACHABLE
            if not self._is_known_to_work or monotonic() + _PAUSE > until:
                raise Refused(reason)
            Event().wait(_PAUSE)

    def _connected(self) -> Connection:
        usual = {"application_name": "NetROI", "connect_timeout": 3, "tcp_user_timeout": 10_000, **_ALIVE}
        parameters: dict[str, Any] = {**usual, **conninfo_to_dict(self._address), "client_encoding": "utf8"}
        # Nothing is prepared: where a pooler stands between, the next statement may reach another session.
        connection = psycopg.connect(**parameters, autocommit=True, prepare_threshold=None)
        try:
            connection.execute(_SETTINGS, {"statement": str(2 * self._milliseconds), "lock": str(self._milliseconds)})
        except psycopg.Error:
            connection.close()
            raise
        self._is_known_to_work = True
        return connection

    def _explained(self, connection: Connection, error: psycopg.Error) -> Exception:
        state = error.sqlstate
        if state == "42P01":
            return NoTables()
        if state in _WAITED:
            return Busy()
        if connection.closed or state is None or state in _BREAKS or state.startswith("08"):
            _close_all(self._idle)  # they broke with this one, or will be replaced at little cost
            return Lost()
        return Refused(_REASONS.get(state, "the database refuses it"))


def _close_all(connections: deque[Connection]) -> None:
    while connections:
        connections.pop().close()
