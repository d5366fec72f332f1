"""Principals, edits, folders and damages that the storage tests share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from netroi_core.storage import Edit, Principal
from netroi_core.storage.files.disk import Disk
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.postgres.connections import Connection
from netroi_core.workspace.workspace import Document

ANN = Principal("account", "ann@example.org")
BEN = Principal("account", "ben@example.org")


class QuickDisk(Disk):
    """A disk that does not wait: for tests in which no power can fail."""

    def sync(self, descriptor: int) -> None:
        pass


def adding(key: str, **more: Any) -> Edit:
    """The edit that adds a contact."""

    def edit(document: Document) -> Document:
        document["contacts"].append({"id": key, "name": f"Contact {key}", **more})
        return document

    return edit


def putting(build: Callable[[], Document]) -> Edit:
    """The edit that puts another document in the place of what is there."""
    return lambda document: build()


def keys(document: Document) -> list[str]:
    """The ids of the contacts."""
    return [contact["id"] for contact in document["contacts"]]


def current(folder: Path) -> Path:
    """The one workspace file in a folder."""
    (file,) = [path for path in folder.glob("*.json") if ".backup" not in path.name]
    return file


def backup(folder: Path, age: int) -> Path:
    """The backup of this age of the one workspace in a folder."""
    return current_name(folder, f".backup-{age}.json")


def current_name(folder: Path, ending: str) -> Path:
    """A file of the one workspace in a folder, whether it is there or not."""
    (name,) = {path.name.split(".")[0] for path in folder.glob("*.json")}
    return folder / f"{name}{ending}"


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file."""
    raw = bytearray(path.read_bytes())
    raw[bit // 8] ^= 1 << bit % 8
    path.write_bytes(raw)


def store_of(folder: Path, *added: str) -> FileStore:
    """A store that has nothing in memory; what is to be added is so by another one before."""
    earlier = FileStore(folder, disk=QuickDisk())
    for key in added:
        earlier.change(ANN, adding(key))
    return FileStore(folder, disk=QuickDisk())


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def everything(folder: Path) -> bytes:
    return b"".join(str(path).encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


def tables_of(database: Connection) -> set[str]:
    """The names of the tables in the schema."""
    return {name for (name,) in database.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}


def as_version_2(database: Connection) -> None:
    """Make the tables those of the version that stored backups and damaged rows in tables of their own."""
    database.execute("""
        CREATE TABLE netroi_backups (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL REFERENCES netroi_workspaces ON DELETE CASCADE,
            sealed text NOT NULL
        );
        CREATE TABLE netroi_quarantine (number bigint PRIMARY KEY, name text NOT NULL, sealed text NOT NULL);
        INSERT INTO netroi_backups (name, sealed) SELECT name, sealed FROM netroi_workspaces;
        INSERT INTO netroi_quarantine SELECT 1, name, sealed FROM netroi_workspaces LIMIT 1;
        UPDATE netroi_schema SET version = 2;
    """)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def unsealed(path: Path) -> None:
    tables = orjson.loads(path.read_bytes())
    del tables["seal"]
    path.write_bytes(orjson.dumps(tables))


def flipped(path: Path) -> None:
    flip(path, path.stat().st_size * 4)


def linked(path: Path) -> None:
    target = path.with_suffix(".elsewhere")
    path.rename(target)
    path.symlink_to(target)


def missing(path: Path) -> None:
    path.unlink()


DAMAGES = [emptied, cut, zeroed, longer, unsealed, flipped, linked, missing]
