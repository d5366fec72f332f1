"""Three machines on one: network namespaces with etcd, Patroni and PostgreSQL in each, as docs/cluster.md sets them up.

All of it runs in namespaces of the bench alone, which the kernel ends with everything in them when the bench ends,
however it does.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, Literal
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg

ROOT: Final = Path(__file__).parents[2]
ADDRESSES: Final = {"pg1": "10.0.0.11", "pg2": "10.0.0.12", "pg3": "10.0.0.13"}  # those of the guide
NEEDED: Final = {
    "ip": "iproute2",
    "unshare": "util-linux",
    "setpriv": "util-linux",
    "openssl": "openssl",
    "etcd": "etcd-server",
    "patroni": "patroni",
    "haproxy": "haproxy",
}
_GUIDE: Final = ROOT / "docs" / "cluster"
Role = Literal["leader", "sync_standby"]  # in Patroni's words
_USER: Final = "postgres"
_BRIDGE: Final = "lan"
_PATIENCE_SECONDS: Final = 180.0  # until a leader is there, and until all machines are whole again
_PATH: Final = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def postgres_programs() -> Path | None:
    """Return the folder of the latest PostgreSQL that Debian's packages installed."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def missing_packages() -> list[str]:
    """Return the Debian packages that are needed and not installed."""
    missing = {package for program, package in NEEDED.items() if shutil.which(program, path=_PATH) is None}
    return sorted(missing | ({"postgresql"} if postgres_programs() is None else set()))


class Machine:
    """A network namespace with its own address, and the processes in it."""

    def __init__(self, name: str, folder: Path, settings: dict[str, str]) -> None:
        self.name, self.address = name, ADDRESSES[name]
        self._folder = folder / name
        self._folder.mkdir()
        shutil.chown(self._folder, _USER, _USER)
        own = {"THIS_NAME": name, "THIS_ADDRESS": self.address}
        folders = {
            "/var/lib/postgresql/15/netroi": f"{self._folder}/data",
            "/var/run/postgresql": str(self._folder),
        }
        (self._folder / "patroni.yml").write_text(_replaced(_GUIDE / "patroni.yml", own | folders | settings))
        lines = _replaced(_GUIDE / "etcd.env", own | {"/var/lib/etcd/netroi": f"{self._folder}/etcd"}).splitlines()
        self._etcd_settings = dict(line.split("=", 1) for line in lines if not line.startswith("#"))

    def build(self) -> None:
        """Make the namespace, and connect it with the others."""
        _run("ip", "netns", "add", self.name)
        _run("ip", "link", "add", self.name, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        self.connect()
        _run("ip", "link", "set", self.name, "up")
        _run("ip", "-n", self.name, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _run("ip", "-n", self.name, "link", "set", device, "up")

    def start(self) -> None:
        """Start etcd and Patroni, which starts PostgreSQL."""
        self._start("etcd", ["etcd"], self._etcd_settings)
        self.start_patroni()

    def start_patroni(self) -> None:
        """Start Patroni, which starts PostgreSQL unless it runs still."""
        self._patroni = self._start("patroni", ["patroni", str(self._folder / "patroni.yml")], {})

    def kill_patroni(self) -> None:
        """End Patroni at once, but not PostgreSQL."""
        self._patroni.kill()

    def kill(self) -> None:
        """End every process at once, as a power failure does."""
        while pids := self._pids():
            self._signal(pids, signal.SIGKILL)

    def freeze(self) -> None:
        """Stop every process where it is; the machine's kernel still answers for them."""
        self._signal(self._pids(), signal.SIGSTOP)
        self._signal(self._pids(), signal.SIGSTOP)  # those that were just being started

    def thaw(self) -> None:
        """Continue every process."""
        self._signal(self._pids(), signal.SIGCONT)

    def disconnect(self) -> None:
        """Pull the cable: nothing gets in or out."""
        _run("ip", "link", "set", self.name, "nomaster")

    def connect(self) -> None:
        """Put the cable back in."""
        _run("ip", "link", "set", self.name, "master", _BRIDGE)

    def lose_the_others(self) -> None:
        """Lose the way to the other machines, while NetROI still reaches this one."""
        for address in self._others():
            _run("ip", "-n", self.name, "route", "add", "blackhole", address)

    def find_the_others(self) -> None:
        """Have the way to the other machines back."""
        for address in self._others():
            _run("ip", "-n", self.name, "route", "del", "blackhole", address)

    def says(self, path: str) -> Any:
        """Return the answer of Patroni, None if it gives none or says no."""
        try:
            with urlopen(f"http://{self.address}:8008{path}", timeout=2) as answer:
                return json.load(answer)
        except (OSError, HTTPError, ValueError):
            return None

    def log(self) -> str:
        """Return the last lines of Patroni's log."""
        return "\n".join((self._folder / "patroni.log").read_text().splitlines()[-30:])

    def _others(self) -> list[str]:
        return [address for address in ADDRESSES.values() if address != self.address]

    def _start(self, name: str, command: Sequence[str], settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
        environment = {"PATH": _PATH, "HOME": str(self._folder), "LC_ALL": "C.UTF-8", **settings}
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                ["ip", "netns", "exec", self.name, *_as_user(), *command], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env=environment, cwd=self._folder, start_new_session=True,
            )  # fmt: skip

    def _pids(self) -> list[int]:
        return [int(pid) for pid in _run("ip", "netns", "pids", self.name).split()]

    def _signal(self, pids: Sequence[int], number: signal.Signals) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


class Cluster:
    """Three machines with one leader, a standby that confirms each save, and HAProxy in front."""

    def __init__(self, folder: Path, *, is_synchronous: bool) -> None:
        self._folder, self._is_synchronous = folder, is_synchronous
        self._passwords = {name: token_hex(16) for name in ("POSTGRES", "REPLICATOR", "PATRONI")}
        self._password = token_hex(16)
        settings = {f"PASSWORD_OF_{name}": password for name, password in self._passwords.items()}
        settings |= {"/etc/netroi/": f"{folder}/", "/usr/lib/postgresql/15/bin": str(postgres_programs())}
        if not is_synchronous:
            settings |= {f"{key}: true": f"{key}: false" for key in ("synchronous_mode", "synchronous_mode_strict")}
        self.machines = [Machine(name, folder, settings) for name in ADDRESSES]

    def start(self) -> None:
        """Build and start everything, and make the role and the database of NetROI."""
        _run("mount", "-t", "tmpfs", "tmpfs", "/run")  # `ip netns` leaves its marks there
        _run("ip", "link", "set", "lo", "up")
        _run("ip", "link", "add", _BRIDGE, "type", "bridge")
        _run("ip", "address", "add", "10.0.0.1/24", "dev", _BRIDGE)
        _run("ip", "link", "set", _BRIDGE, "up")
        self._make_certificate()
        for machine in self.machines:
            machine.build()
            machine.start()
        self.wait_until_whole()
        with self._leader_connection() as connection:
            connection.execute(f"CREATE ROLE netroi LOGIN PASSWORD '{self._password}'")
            connection.execute("CREATE DATABASE netroi OWNER netroi")
        with (self._folder / "haproxy.log").open("ab") as log:
            command = [*_as_user(), "haproxy", "-db", "-f", str(_GUIDE / "haproxy.cfg")]
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def address(self, *, through_haproxy: bool = True) -> str:
        """Return the address that NetROI uses: that of HAProxy, or all three machines."""
        addresses = ["127.0.0.1"] if through_haproxy else list(ADDRESSES.values())
        hosts = ",".join(["netroi-db:5432"] * len(addresses))  # the name in the certificate
        return (
            f"postgresql://netroi:{self._password}@{hosts}/netroi?hostaddr={','.join(addresses)}"
            f"&sslmode=verify-full&sslrootcert={self._folder}/database.crt"
        )

    def machine(self, role: Role, *, other_than: Machine | None = None) -> Machine | None:
        """Return the machine that has a role, as it says itself or as the leader sees it."""
        others = [machine for machine in self.machines if machine is not other_than]
        if role == "leader":
            return next((machine for machine in others if machine.says("/primary")), None)
        names = {member["name"] for member in self._members() if member["role"] == role}
        return next((machine for machine in others if machine.name in names), None)

    def wait_for_another(self, role: Role, former: Machine) -> None:
        """Wait until another machine has the role."""
        self._wait_until(lambda: self.machine(role, other_than=former), f"no other machine became the {role}")

    def wait_until_whole(self) -> None:
        """Wait until all machines are back, one leads, and the others have everything that it has."""
        self._wait_until(self._is_whole, "the machines didn't all come back")

    def _is_whole(self) -> bool:
        members = self._members()
        followers = [member for member in members if member["role"] != "leader"]
        return (
            len(members) == len(self.machines)
            and all(member.get("state") in ("running", "streaming") for member in members)
            and len({member.get("timeline") for member in members}) == 1
            and len(followers) == len(members) - 1
            and all(member.get("lag") == 0 for member in followers)
            and (not self._is_synchronous or any(member["role"] == "sync_standby" for member in followers))
        )

    def _members(self) -> list[dict[str, Any]]:
        """Return the machines as the leader sees them, none if there is no leader."""
        leader = self.machine("leader")
        cluster = leader and leader.says("/cluster")
        return cluster["members"] if cluster else []

    def _wait_until(self, holds: Callable[[], object], complaint: str) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                logs = "\n\n".join(f"{machine.name}:\n{machine.log()}" for machine in self.machines)
                raise RuntimeError(f"In {_PATIENCE_SECONDS:g} s {complaint}.\n{logs}")
            time.sleep(0.2)

    def _leader_connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            host=",".join(ADDRESSES.values()), user="postgres", password=self._passwords["POSTGRES"],
            dbname="postgres", target_session_attrs="read-write", sslmode="require", autocommit=True,
        )  # fmt: skip

    def _make_certificate(self) -> None:
        key, certificate = self._folder / "database.key", self._folder / "database.crt"
        _run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "3650", "-subj", "/CN=netroi-db", "-addext", "subjectAltName=DNS:netroi-db",
             "-keyout", str(key), "-out", str(certificate))  # fmt: skip
        for file in (key, certificate):
            shutil.chown(file, _USER, _USER)


def _replaced(file: Path, values: Mapping[str, str]) -> str:
    """Return the text of a file of the guide with values in the place of others, each of which must be in it."""
    text = file.read_text("utf-8")
    for placeholder, value in values.items():
        if placeholder not in text:
            raise ValueError(f"{file} has no {placeholder}")
        text = text.replace(placeholder, value)
    return text


def _as_user() -> list[str]:
    # PostgreSQL doesn't run as root.
    return ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"]


def _run(*command: str) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PATH": _PATH})
    if ended.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {ended.stderr.strip()}")
    return ended.stdout
