"""PgBouncer in transaction mode in front of a server for tests, with one session for all of its clients."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from socket import create_connection
from tempfile import mkdtemp
from threading import Event
from time import monotonic
from typing import Self

from tests.storage.server import PASSWORD, USER, Server, free_port

_SETTINGS = """
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {sessions}
logfile = {folder}/log
"""


class Pooler:
    """Runs while its context does; the schema that all of its clients share is that of ``database``."""

    def __init__(self, program: str, server: Server, database: str, sessions: int = 1) -> None:
        self._program, self._server, self._database, self._sessions = program, server, database, sessions
        self._folder = Path(mkdtemp(prefix="netroi-pgbouncer-"))
        self._port = free_port()

    def __enter__(self) -> Self:
        settings = _SETTINGS.format(
            server=self._server.port, port=self._port, folder=self._folder, sessions=self._sessions
        )
        (self._folder / "settings").write_text(settings)
        (self._folder / "users").write_text(f'"{USER}" "{PASSWORD}"\n')
        self._folder.chmod(0o777)
        user = ["--user=nobody"] if os.geteuid() == 0 else []  # it refuses to run as root
        self._process = subprocess.Popen(
            [self._program, "--quiet", *user, str(self._folder / "settings")], stderr=subprocess.DEVNULL
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)
        shutil.rmtree(self._folder)

    def address(self) -> str:
        """Return the address of the database behind the pooler."""
        return self._server.address(port=str(self._port), database=self._database)

    def emptied(self) -> str:
        """Return the address, after all tables there were removed."""
        with self._server.connection(self._server.address(database=self._database)) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return self.address()

    def _wait(self) -> None:
        deadline = monotonic() + 30
        while monotonic() < deadline and self._process.poll() is None:
            with suppress(OSError), create_connection(("127.0.0.1", self._port)):
                return
            Event().wait(0.02)
        raise RuntimeError((self._folder / "log").read_text())
