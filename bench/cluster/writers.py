"""People who save while the cluster breaks, and the audit of what they were told."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from random import uniform
from threading import Event
from typing import Final, Literal
from uuid import uuid4

from netroi_core.errors import Busy, NotSaved, PerhapsSaved
from netroi_core.storage import Principal, Unavailable
from netroi_core.storage.postgres.stores import PostgresEntries, PostgresStore
from netroi_core.workspace.workspace import Document

WRITERS: Final = 8
_SERVERS: Final = 2  # processes of NetROI, as far as the database can tell
_MOST_SECONDS_BETWEEN_SAVES: Final = 1.0

Outcome = Literal["acknowledged", "busy", "perhaps saved", "not saved"]


@dataclass(frozen=True)
class Save:
    """A save of one value, and what the person was told after so many seconds."""

    principal: Principal
    value: str
    outcome: Outcome
    seconds: float
    is_stale: bool = False  # if the page that followed an acknowledged save did not show it


class NetROIServer:
    """What a server has of the database."""

    def __init__(self, address: str) -> None:
        self.store, self.entries = PostgresStore(address), PostgresEntries(address)

    def save(self, principal: Principal, value: str) -> Save:
        """Save a value as a page does: ask who it is, save, and read again."""
        start, is_stale = time.monotonic(), False
        outcome: Outcome = "not saved"
        try:
            self.entries.read(principal.subject)
            self.store.change(principal, _adding(value))
            outcome = "acknowledged"
            is_stale = value not in values_of(self.store, principal)
        except Busy:
            outcome = "busy" if outcome == "not saved" else outcome
        except PerhapsSaved:
            outcome = "perhaps saved"
        except (NotSaved, Unavailable):
            pass  # not saved, or an acknowledged one that can't be shown now
        return Save(principal, value, outcome, time.monotonic() - start, is_stale)


def values_of(store: PostgresStore, principal: Principal) -> Counter[str]:
    """Return how often each value is in a workspace."""
    saved = store.read(principal)
    return Counter(contact["name"] for contact in saved.document["contacts"]) if saved else Counter()


def save_while(act: Callable[[], object], servers: Sequence[NetROIServer], label: str, at_least: int) -> list[Save]:
    """Have all writers save until the act has ended and so many saves were made; two share each workspace."""
    is_over, numbers = Event(), count(1)
    saves: list[Save] = []

    def write(writer: int) -> None:
        principal = Principal("guest", f"{label} {writer // 2}")
        while not (is_over.is_set() and len(saves) >= at_least):
            saves.append(servers[writer % len(servers)].save(principal, f"{label} {next(numbers)}"))
            time.sleep(uniform(0, _MOST_SECONDS_BETWEEN_SAVES))

    with ThreadPoolExecutor(WRITERS) as threads:
        writing = [threads.submit(write, writer) for writer in range(WRITERS)]
        try:
            act()
        finally:
            is_over.set()
    for writer in writing:
        writer.result()
    return saves


def new_servers(address: str) -> list[NetROIServer]:
    """Return the servers, each of which has reached the database once."""
    servers = [NetROIServer(address) for _ in range(_SERVERS)]
    for number, server in enumerate(servers):
        server.save(Principal("guest", f"server {number}"), "a")
    return servers


@dataclass(frozen=True)
class Audit:
    """What was stored of the saves, compared with what people were told."""

    saves: Sequence[Save]
    lost: int  # acknowledged, and not there
    doubled: int  # there more than once
    untrue: int  # "busy" or "not saved", and there
    stale: int  # acknowledged, and not on the next page

    def told(self, outcome: Outcome) -> int:
        """Return how many were told so."""
        return sum(save.outcome == outcome for save in self.saves)

    @property
    def longest_wait(self) -> float:
        """Seconds that somebody waited for an answer at most."""
        return max(save.seconds for save in self.saves)


def audit(saves: Sequence[Save], address: str) -> Audit:
    """Read all workspaces by a server that has nothing in memory, and compare."""
    store = PostgresStore(address)
    stored: Counter[str] = Counter()
    for principal in {save.principal for save in saves}:
        stored += values_of(store, principal)
    return Audit(
        saves,
        lost=sum(save.outcome == "acknowledged" and not stored[save.value] for save in saves),
        doubled=sum(times > 1 for times in stored.values()),
        untrue=sum(save.outcome in ("busy", "not saved") and stored[save.value] > 0 for save in saves),
        stale=sum(save.is_stale for save in saves),
    )


def _adding(value: str) -> Callable[[Document], Document]:
    def edit(document: Document) -> Document:
        # A new id each time that it is applied: made twice, the value is there twice.
        return {**document, "contacts": [*document["contacts"], {"id": uuid4().hex, "name": value}]}

    return edit
