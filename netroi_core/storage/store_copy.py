"""Copies of whole stores, to another store or a file, and a check of their content; for the people who run them.

A workspace is the same sealed bytes in every store, so that a copy is exact to the byte and can be compared. Names
reveal nothing without the key, so the key goes along; whoever holds the same key holds the same workspaces. The entries
beside them go along too: with the copy, the same cookies, recovery keys and links let people in.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from netroi_core.errors import Invalid, NetROIError
from netroi_core.storage import seal
from netroi_core.storage.entries import is_intact
from netroi_core.storage.keys import new_key
from netroi_core.storage.tables import to_document
from netroi_core.workspace import document

_READ_BACK_DIFFERS: Final = "The target did not return what was written to it. Run the same command again."


class NotCopied(NetROIError):
    """A store can't be copied there; what was there is untouched."""


class Unusable(NetROIError):
    """A store can't be used as a whole."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The store can't be used: {reason}.")


@dataclass(frozen=True)
class StoredWorkspace:
    """A workspace as it is stored: its sealed states, the latest first, and the day (UTC) of its last use."""

    states: tuple[bytes, ...]
    used: date


class StoreSource(Protocol):
    """A store to copy from, as a whole. Every method may raise errors.NetROIError or OSError."""

    def key(self) -> bytes | None:
        """Return the key of the names, with its checksum; None if nothing was ever stored."""

    def names(self) -> list[str]:
        """Return the names of all workspaces, in order."""

    def workspace(self, name: str) -> StoredWorkspace | None:
        """Return a workspace as it is at one moment, unchecked; None if there is none of this name."""

    def entries(self) -> list[str]:
        """Return the names that entries are stored under, in order."""

    def entry(self, name: str) -> bytes | None:
        """Return the bytes of an entry, unchecked; None if there is none of this name."""


class StoreTarget(StoreSource, Protocol):
    """A store to copy to."""

    def begin(self, key: bytes) -> None:
        """Use this key, unless there is one."""

    def put_workspace(self, name: str, workspace: StoredWorkspace) -> None:
        """Store a workspace in one step, in place of an earlier state of it; backups, as many as the target keeps."""

    def put_entry(self, name: str, raw: bytes) -> None:
        """Store an entry as it is, in one step."""


@dataclass(frozen=True)
class CopyCounts:
    """The outcome of a copy.

    Attributes:
        copied: Workspaces that were copied.
        already_there: Workspaces that the target held already.
        damaged: Workspaces and entries that are damaged, and were not copied.
        entries: Entries that the target holds now.
    """

    copied: int = 0
    already_there: int = 0
    damaged: int = 0
    entries: int = 0


def copy_store(source: StoreSource, target: StoreTarget) -> CopyCounts:
    """Copy everything and read it back; a copy that was interrupted is continued.

    A damaged backup is left out; where the latest state is damaged, the whole workspace is. A damaged entry arrives as
    an empty one, which counts as damaged too, so that whatever it revoked stays revoked.

    Raises:
        NotCopied: The target holds anything else; nothing was done.
    """
    key = source.key()
    entries = source.entries()
    if key is None and not entries:
        raise NotCopied("There is nothing to copy: no workspace was ever stored there.")
    names = source.names()
    if key is not None:
        _refuse_other_workspaces(source, target, key, names)
    _refuse_other_entries(source, target)
    key = key or target.key() or new_key()  # where there are only entries, no workspace is named by it yet
    target.begin(key)
    if target.key() != key:
        raise NotCopied("Someone else began to use the target while it was copied to.")
    # Entries go first, so that no workspace is ever in a place that does not know what was revoked.
    intact_entries, damaged_entries = _copy_entries(source, target, entries)
    workspaces = Counter(_copy_workspace(source, target, name) for name in names)
    return CopyCounts(
        workspaces["copied"], workspaces["already_there"], workspaces["damaged"] + damaged_entries, intact_entries
    )


def find_problems(source: StoreSource) -> Iterator[str]:
    """Yield a line for each problem in a store, naming the workspace or entry and revealing nothing of its content."""
    for name in source.names():
        for age, raw in enumerate(_states(source, name)):
            state = f"{name}: {f'backup {age}' if age else 'the latest state'}"
            try:
                document.validate(to_document(seal.unseal(raw)[1]))
            except seal.Broken:
                yield f"{state} is damaged"
            except Invalid as error:
                yield f"{state} breaks the format ({len(error.problems)})"
    for name in source.entries():
        raw_entry = source.entry(name)
        if raw_entry is not None and not is_intact(raw_entry):
            yield f"{name}: the entry is damaged"


def is_unused_guest(workspace: StoredWorkspace, before: date) -> bool:
    """Return True if a workspace is known to be a guest's, and was not used since that day."""
    try:
        return workspace.used < before and seal.unseal(workspace.states[0])[0].kind == "guest"
    except seal.Broken:
        return False


def _refuse_other_workspaces(source: StoreSource, target: StoreTarget, key: bytes, names: list[str]) -> None:
    """Raise NotCopied unless everything that the target holds is what the source holds, or held before."""
    target_key = target.key()
    if target_key is None:
        return
    target_names = target.names()
    is_same = target_key == key and set(target_names) <= set(names)
    if not (is_same and all(_is_earlier(_states(target, name), _states(source, name)) for name in target_names)):
        raise NotCopied("The target holds other workspaces already, so nothing was copied: give an empty one.")


def _refuse_other_entries(source: StoreSource, target: StoreTarget) -> None:
    """Raise NotCopied unless every entry that the target holds is one of the source's."""
    if any(_entry(target, name) != _entry(source, name) for name in target.entries()):
        raise NotCopied("The target was in use already, so nothing was copied: give one that was not.")


def _copy_workspace(source: StoreSource, target: StoreTarget, name: str) -> str:
    """Copy the intact states of a workspace; return the outcome: copied, already_there, damaged or erased meanwhile."""
    workspace = source.workspace(name)
    if workspace is None:
        return "erased"
    if not seal.is_intact(workspace.states[0]):
        return "damaged"
    states = tuple(raw for raw in workspace.states if seal.is_intact(raw))
    if _is_copy(_states(target, name), states):
        return "already_there"
    target.put_workspace(name, StoredWorkspace(states, workspace.used))
    if not _is_copy(_states(target, name), states):
        raise NotCopied(_READ_BACK_DIFFERS)
    return "copied"


def _copy_entries(source: StoreSource, target: StoreTarget, names: list[str]) -> tuple[int, int]:
    """Copy these entries; return how many the target holds now, and how many are damaged."""
    intact, damaged = 0, 0
    for name in names:
        raw = _entry(source, name)
        if raw is None:  # erased meanwhile
            continue
        if _entry(target, name) != raw:
            target.put_entry(name, raw)
            if _entry(target, name) != raw:
                raise NotCopied(_READ_BACK_DIFFERS)
        intact, damaged = (intact + 1, damaged) if raw else (intact, damaged + 1)
    return intact, damaged


def _entry(source: StoreSource, name: str) -> bytes | None:
    """Return the bytes of an entry, none of them if it is damaged."""
    raw = source.entry(name)
    return raw if raw is None or is_intact(raw) else b""


def _is_copy(states: tuple[bytes, ...], source_states: tuple[bytes, ...]) -> bool:
    """Return True if these are the states of the source; a database keeps only the latest of them."""
    return bool(states) and states == source_states[: len(states)]


def _is_earlier(states: tuple[bytes, ...], source_states: tuple[bytes, ...]) -> bool:
    """Return True if the latest of these states was the source's once; after an interrupted copy it may be missing."""
    return next((raw for raw in states if raw), b"") in (b"", *source_states)


def _states(source: StoreSource, name: str) -> tuple[bytes, ...]:
    workspace = source.workspace(name)
    return () if workspace is None else workspace.states
