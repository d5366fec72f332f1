"""Processes that share a store, and are killed: run by test_processes.py as ``python processes.py ACT ADDRESS``.

A process of its own, which forks: it has imported everything, runs no threads, and makes a hundred children cheap.
What happened is printed as JSON.
"""

import json
import os
import random
import resource
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from netroi_core.errors import Busy, NetROIError
from netroi_core.storage import Edit, Principal, Store
from netroi_core.storage.addresses import is_database
from netroi_core.storage.entries import Entries
from netroi_core.storage.files.stores import FileEntries, FileStore
from netroi_core.workspace.workspace import Document

ANN = Principal("account", "ann@example.org")
LINE = "x" * 5000
SEED = 20260714


def kills(address: str, count: int = 100) -> list[dict[str, Any]]:
    """Kill a process that saves one numbered state after another, and read what it left; again and again."""
    folder = Path(address)
    chance = random.Random(SEED)
    report = []
    number = 0
    for _ in range(count):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            save_until_killed(folder, number, writing)
        os.close(writing)
        raw = b""
        for _ in range(chance.randrange(4)):
            raw += os.read(reading, 100)
        select.select([], [], [], chance.uniform(0, 0.012))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while part := os.read(reading, 10_000):
            raw += part
        os.close(reading)
        acknowledged = [int(line) for line in raw.split()]
        drafts = len(list(folder.glob("*.tmp")))
        latest = FileStore(folder).read(ANN)
        number_read = 0 if latest is None else int(latest.document["contacts"][0]["id"])
        report.append(
            {
                "before": number,
                "acknowledged": acknowledged[-1] if acknowledged else number,
                "found": number_read,
                "left": drafts,
                "version": 0 if latest is None else latest.version,
                "restored": latest is not None and latest.restored is not None,
                "size": 0 if latest is None else latest.size_bytes,
            }
        )
        number = number_read
    FileStore(folder).change(ANN, numbered(number + 1))
    return report


def save_until_killed(folder: Path, number: int, writing: int) -> None:
    store = FileStore(folder)
    while True:
        number += 1
        store.change(ANN, numbered(number))
        os.write(writing, f"{number}\n".encode())


def numbered(number: int) -> Edit:
    """A state that tells its number, and is larger or smaller than those around it, from 100 bytes to 300 kB."""

    def edit(document: Document) -> Document:
        notes = [LINE] * (number * 37 % 60 if number % 2 else 0)
        first = {"id": str(number), "name": "N"}
        return {
            **document,
            "contacts": [first, *({"id": f"-{i}", "name": "N", "notes": n} for i, n in enumerate(notes))],
        }

    return edit


def increments(address: str, processes: int = 4, count: int = 40) -> dict[str, Any]:
    """Processes that begin at once, in a store which none of them has made, and each add so many records."""

    def add(process: int) -> None:
        store = store_at(address)
        for number in range(count):
            store.change(ANN, adding(f"{process}.{number}"))

    ends = at_once(processes, add)
    latest = store_at(address).read(ANN)
    assert latest is not None
    return {"ends": ends, "ids": [c["id"] for c in latest.document["contacts"]], "version": latest.version}


def countings(address: str, processes: int = 4, count: int = 20) -> dict[str, Any]:
    """Processes that begin at once, and each count an entry on that none of them has made."""

    def count_on(_: int) -> None:
        mine = entries_at(address)
        for _ in range(count):
            mine.change("inbox", lambda entry: {"count": (entry or {"count": 0})["count"] + 1})

    return {"ends": at_once(processes, count_on), "kept": entries_at(address).read("inbox")}


def store_at(address: str) -> Store:
    """The store at an address, patient with a slow machine."""
    if not is_database(address):
        return FileStore(Path(address), patience=60)
    from netroi_core.storage.postgres.stores import PostgresStore

    return PostgresStore(address, patience=60)


def entries_at(address: str) -> Entries:
    """The entries at an address, patient with a slow machine."""
    if not is_database(address):
        return FileEntries(Path(address) / "access", patience=60)
    from netroi_core.storage.postgres.stores import PostgresEntries

    return PostgresEntries(address, patience=60)


def at_once(processes: int, act: Callable[[int], None]) -> list[int]:
    """Run an act in processes that begin at once, each with its own number; return how they end."""
    starting, start = os.pipe()
    children = []
    for process in range(processes):
        child = os.fork()
        if child == 0:
            os.close(start)
            os.read(starting, 1)
            act(process)
            os._exit(0)
        children.append(child)
    os.close(start)
    return [os.waitpid(child, 0)[1] for child in children]


def adding(key: str) -> Edit:
    return lambda document: {**document, "contacts": [*document["contacts"], {"id": key, "name": "N"}]}


def full_disk(address: str) -> dict[str, Any]:
    """A file may not grow beyond 64 kB: what is larger is refused, what is smaller goes on."""
    folder = Path(address)
    store = FileStore(folder)
    store.change(ANN, numbered(2))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    refusals = []
    for number in (3, 7, 9):
        try:
            store.change(ANN, numbered(number))
        except NetROIError as refusal:
            refusals.append([type(refusal).__name__, str(refusal)])
    stands = [FileStore(folder).read(ANN), store.read(ANN)]
    after = store.change(ANN, numbered(4))
    return {
        "refusals": refusals,
        "stands": [state and [state.document["contacts"][0]["id"], state.version] for state in stands],
        "after": [after.document["contacts"][0]["id"], after.version],
        "files": sorted(path.suffix for path in folder.iterdir()),
    }


def a_held_lock(address: str) -> dict[str, Any]:
    """A process is in the middle of a change while another wants to make one; then the first is killed."""
    folder = Path(address)
    FileStore(folder).change(ANN, numbered(1))
    waiting, started = os.pipe()
    child = os.fork()
    if child == 0:

        def never_ending(document: Document) -> Document:
            os.write(started, b"!")
            signal.pause()
            return document

        FileStore(folder).change(ANN, never_ending)
    os.read(waiting, 1)
    store = FileStore(folder, patience=0.05)
    read = store.read(ANN)
    try:
        store.change(ANN, numbered(2))
        refusal = ""
    except Busy as busy:
        refusal = str(busy)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return {"read": read is not None, "refusal": refusal, "after": store.change(ANN, numbered(3)).version}


ACTS = {act.__name__: act for act in (kills, increments, countings, full_disk, a_held_lock)}

if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]](sys.argv[2])))
