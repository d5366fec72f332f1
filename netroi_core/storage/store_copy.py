"""Copies of whole stores, to another store or a file, and a check of their content; for the people who run them.

A blob is the same sealed bytes in every store, so that a copy is exact to the byte and can be compared. Names reveal
nothing without the key, so the key goes along; whoever holds the same key holds the same workspaces. The entries beside
them go along too: with the copy, the same cookies, recovery keys and links let people in.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Protocol

from netroi_core.errors import Invalid, NetROIError
from netroi_core.storage import seal
from netroi_core.storage.entries import is_expired, unseal_entry
from netroi_core.storage.keys import new_key
from netroi_core.workspace import document

BlobKind = Literal["workspaces", "entries"]

_VERIFY: Final = {"workspaces": seal.verify, "entries": unseal_entry}


class NotCopied(NetROIError):
    """A store can't be copied there; what was there is untouched."""


class Unusable(NetROIError):
    """A store can't be used as a whole."""

    sentence = "The store can’t be used: {}."


@dataclass(frozen=True)
class StoredBlob:
    """A workspace or an entry as it is stored; of an entry only the latest state is."""

    states: tuple[bytes, ...]  # sealed, the latest first; one that is missing is empty bytes
    used: date | None = None  # the day (UTC) of a workspace's last use


class WholeStore(Protocol):
    """A store to copy from or to, as a whole. Every method may raise errors.NetROIError or OSError."""

    def key(self) -> bytes | None:
        """Return the key of the names, with its checksum; None if nothing was ever stored."""

    def names(self, kind: BlobKind) -> list[str]:
        """Return the names of all blobs of a kind, in order."""

    def blob(self, kind: BlobKind, name: str) -> StoredBlob | None:
        """Return a blob as it is at one moment, unchecked; None if there is none of this name."""

    def begin(self, key: bytes) -> None:
        """Use this key, unless there is one."""

    def put(self, kind: BlobKind, name: str, blob: StoredBlob) -> None:
        """Store a blob in one step, in place of an earlier state of it; backups, as many as the target keeps."""


@dataclass(frozen=True)
class CopyCounts:
    """The outcome of a copy."""

    copied: int = 0  # workspaces
    already_there: int = 0  # workspaces that the target held already
    damaged: int = 0  # workspaces and entries, which were not copied
    entries: int = 0  # that the target holds now


def copy_store(source: WholeStore, target: WholeStore) -> CopyCounts:
    """Copy everything and read it back; a copy that was interrupted is continued.

    A damaged backup is left out; where the latest state is damaged, the whole workspace is. A damaged entry arrives as
    an empty one, so that whatever it revoked stays revoked. Nothing is done where the target holds anything else.
    """
    key, entries = source.key(), source.names("entries")
    if key is None and not entries:
        raise NotCopied("There is nothing to copy: no workspace was ever stored there.")
    workspaces = source.names("workspaces")
    _refuse_other_blobs(source, target, key, workspaces)
    key = key or target.key() or new_key()  # where there are only entries, no workspace is named by it yet
    target.begin(key)
    if target.key() != key:
        raise NotCopied("Someone started to use the target during the copy. Stop NetROI, then copy to an empty target.")
    # Entries go first, so that no workspace is ever in a place that does not know what was revoked.
    from_entries = Counter(_copy_blob(source, target, "entries", name) for name in entries)
    from_workspaces = Counter(_copy_blob(source, target, "workspaces", name) for name in workspaces)
    return CopyCounts(
        from_workspaces["copied"],
        from_workspaces["already_there"],
        from_workspaces["damaged"] + from_entries["damaged"],
        from_entries["copied"] + from_entries["already_there"],
    )


def find_problems(source: WholeStore) -> Iterator[str]:
    """Yield a line for each problem in a store, naming the workspace or entry and revealing nothing of its content."""
    for name in source.names("workspaces"):
        for age, raw in enumerate(_states(source, "workspaces", name)):
            state = f"{name}: {f'backup {age}' if age else 'the latest state'}"
            try:
                document.validate(seal.to_document(seal.unseal(raw)[1]))
            except seal.Broken:
                yield f"{state} is damaged"
            except Invalid as error:
                yield f"{state} doesn’t follow the format (problems: {len(error.problems)})"
    yield from (f"{name}: the entry is damaged" for name in source.names("entries") if _entry(source, name) == b"")


def is_due(kind: BlobKind, blob: StoredBlob, day: date) -> bool:
    """Return True for a guest's workspace that was last used before this day, and an entry that expired before it."""
    if kind == "entries":
        return is_expired(blob.states[0], day)
    try:
        return blob.used is not None and blob.used < day and seal.unseal(blob.states[0])[0].kind == "guest"
    except seal.Broken:
        return False


def _refuse_other_blobs(source: WholeStore, target: WholeStore, key: bytes | None, names: list[str]) -> None:
    """Raise NotCopied unless everything that the target holds is what the source holds, or held before."""
    target_key = target.key()
    if key is not None and target_key is not None:
        target_names = target.names("workspaces")
        is_same = target_key == key and set(target_names) <= set(names)
        if not (is_same and all(_is_earlier(source, target, name) for name in target_names)):
            raise NotCopied("The target already has other workspaces, so nothing was copied. Choose an empty one.")
    if any(_entry(target, name) != _entry(source, name) for name in target.names("entries")):
        raise NotCopied("The target is already in use, so nothing was copied. Choose an unused one.")


def _is_earlier(source: WholeStore, target: WholeStore, name: str) -> bool:
    """Return True if the target's latest state was once the source's; after an interrupted copy it may be missing."""
    latest = next((raw for raw in _states(target, "workspaces", name) if raw), b"")
    return latest in (b"", *_states(source, "workspaces", name))


def _copy_blob(source: WholeStore, target: WholeStore, kind: BlobKind, name: str) -> str:
    """Copy the intact states of a blob; return the outcome: copied, already_there, damaged or erased meanwhile."""
    blob = source.blob(kind, name)
    if blob is None:
        return "erased"
    is_damaged = not _is_intact(kind, blob.states[0])
    if is_damaged and kind == "workspaces":
        return "damaged"
    states = (b"",) if is_damaged else tuple(raw for raw in blob.states if _is_intact(kind, raw))
    outcome = "already_there"
    if not _is_copy(_states(target, kind, name), states):
        outcome = "copied"
        target.put(kind, name, StoredBlob(states, blob.used))
        if not _is_copy(_states(target, kind, name), states):
            raise NotCopied("The target didn’t return what was written to it. Run the same command again.")
    return "damaged" if is_damaged else outcome


def _is_copy(states: tuple[bytes, ...], source_states: tuple[bytes, ...]) -> bool:
    """Return True if these are the states of the source; a database keeps only the latest of them."""
    return bool(states) and states == source_states[: len(states)]


def _is_intact(kind: BlobKind, raw: bytes) -> bool:
    try:
        _VERIFY[kind](raw)
    except seal.Broken:
        return False
    return True


def _entry(source: WholeStore, name: str) -> bytes | None:
    """Return the bytes of an entry, none of them if it is damaged."""
    return next((raw if _is_intact("entries", raw) else b"" for raw in _states(source, "entries", name)), None)


def _states(source: WholeStore, kind: BlobKind, name: str) -> tuple[bytes, ...]:
    blob = source.blob(kind, name)
    return () if blob is None else blob.states
