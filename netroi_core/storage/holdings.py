"""All that a store holds, for those who run it: copied whole to another store or a file, and checked.

What a store keeps of a workspace is the same sealed bytes in all of them, so that a copy is one to the byte, and can be
compared. Names tell nothing without the key, so the key goes along; who holds the same key holds the same workspaces.
What lies beside them, entries, goes along to the byte, too: with it the same cookies, recovery keys and links let in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from netroi_core.errors import Invalid, NetROIError
from netroi_core.storage import seal
from netroi_core.storage.entries import is_whole
from netroi_core.storage.keys import fresh
from netroi_core.storage.tables import whole
from netroi_core.workspace import document

_NOT_AS_IT_WAS: Final = "What was written to the target was not read back as it was. Run the same again."


class NotCopied(NetROIError):
    """A store can't be copied there; what was there is untouched."""


class Unusable(NetROIError):
    """A store can't be used as a whole."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The store can't be used: {reason}.")


@dataclass(frozen=True)
class Holding:
    """What is kept of one workspace: its sealed states, the latest first, and the day (UTC) of its last use."""

    states: tuple[bytes, ...]
    used: date


class Source(Protocol):
    """A store as a whole. All that is asked here may raise errors.NetROIError or OSError."""

    def key(self) -> bytes | None:
        """The key of the names, with its checksum; None if nothing was ever stored."""

    def names(self) -> list[str]:
        """The names of all workspaces, in order."""

    def holding(self, name: str) -> Holding | None:
        """What is kept of one, taken at one moment, unchecked; None if there is none of this name."""

    def entries(self) -> list[str]:
        """The names that entries are stored under, in order."""

    def entry(self, name: str) -> bytes | None:
        """What is stored of one, unchecked; None if there is none of this name."""


class Target(Source, Protocol):
    """Where all of it can be put."""

    def begin(self, key: bytes) -> None:
        """Use this key, where there is none yet."""

    def put(self, name: str, holding: Holding) -> None:
        """Store a workspace as it is, in one step, in place of an earlier state of it."""

    def put_entry(self, name: str, raw: bytes) -> None:
        """Store an entry as it is, in one step."""


@dataclass(frozen=True)
class Copied:
    """How many workspaces were copied, and were there already; how many entries are there now.

    damaged: how many of both were not, because they are.
    """

    copied: int = 0
    already_there: int = 0
    damaged: int = 0
    entries: int = 0


def copied(source: Source, target: Target) -> Copied:
    """Copy everything, and read it back; what a copy that was interrupted left is gone on with.

    NotCopied, and nothing done, if the target holds anything else. A damaged state is left out; where it is the latest,
    all of the workspace is. A damaged entry arrives empty, which is damaged, too: what it revoked stays so. Entries go
    first, so that no workspace is ever where what was revoked is not.
    """
    key = source.key()
    entries = source.entries()
    if key is None and not entries:
        raise NotCopied("There is nothing to copy: no workspace was ever stored there.")
    names = source.names()
    if key is not None:
        _refuse_others(source, target, key, names)
    _refuse_other_entries(source, target)
    key = key or target.key() or fresh()  # where there are entries alone, it names nothing yet
    target.begin(key)
    if target.key() != key:
        raise NotCopied("The target was begun by another at this moment.")
    beside, damaged = _copied_entries(source, target, entries)
    count, already_there = 0, 0
    for name in names:
        given = source.holding(name)
        if given is None:  # erased meanwhile
            continue
        sound = Holding(tuple(raw for raw in given.states if _is_sound(raw)), given.used)
        if not sound.states or sound.states[0] != given.states[0]:
            damaged += 1
        elif _states(target, name) == sound.states:
            already_there += 1
        else:
            target.put(name, sound)
            if _states(target, name) != sound.states:
                raise NotCopied(_NOT_AS_IT_WAS)
            count += 1
    return Copied(count, already_there, damaged, beside)


def problems(source: Source) -> Iterator[str]:
    """What is wrong with what a store holds, each in one line that names a workspace, and nothing of what is in it."""
    for name in source.names():
        holding = source.holding(name)
        for age, raw in enumerate(() if holding is None else holding.states):
            which = f"{name}: {f'backup {age}' if age else 'the latest state'}"
            try:
                document.validate(whole(seal.unsealed(raw)[1]))
            except seal.Broken:
                yield f"{which} is damaged"
            except Invalid as error:
                yield f"{which} breaks the format ({len(error.problems)})"
    for name in source.entries():
        stored = source.entry(name)
        if stored is not None and not is_whole(stored):
            yield f"{name}: the entry is damaged"


def is_unused_guest(holding: Holding, before: date) -> bool:
    """Whether a workspace is known to be a guest's, and was not used since that day."""
    try:
        return holding.used < before and seal.unsealed(holding.states[0])[0].kind == "guest"
    except seal.Broken:
        return False


def _refuse_others(source: Source, target: Target, key: bytes, names: list[str]) -> None:
    """NotCopied unless all that the target holds is what the source holds, or held before."""
    there = target.key()
    if there is None:
        return
    held = target.names()
    is_same = there == key and set(held) <= set(names)
    if not (is_same and all(_is_from(_states(source, name), _states(target, name)) for name in held)):
        raise NotCopied("The target holds other workspaces already, so nothing was copied: give an empty one.")


def _refuse_other_entries(source: Source, target: Target) -> None:
    """NotCopied unless every entry that the target holds is one of the source's."""
    if any(_entry(target, name) != _entry(source, name) for name in target.entries()):
        raise NotCopied("The target was in use already, so nothing was copied: give one that was not.")


def _copied_entries(source: Source, target: Target, names: list[str]) -> tuple[int, int]:
    """Copy these entries; how many are there now, and how many are damaged."""
    sound, damaged = 0, 0
    for name in names:
        raw = _entry(source, name)
        if raw is None:  # erased meanwhile
            continue
        if _entry(target, name) != raw:
            target.put_entry(name, raw)
            if _entry(target, name) != raw:
                raise NotCopied(_NOT_AS_IT_WAS)
        sound, damaged = (sound + 1, damaged) if raw else (sound, damaged + 1)
    return sound, damaged


def _entry(source: Source, name: str) -> bytes | None:
    """What is stored of an entry; nothing but that it is there, if it is damaged."""
    raw = source.entry(name)
    return raw if raw is None or is_whole(raw) else b""


def _is_from(ours: tuple[bytes, ...], theirs: tuple[bytes, ...]) -> bool:
    """Whether the latest of their states was ours once; where a copy was interrupted, it may be missing still."""
    return next((raw for raw in theirs if raw), b"") in (b"", *ours)


def _states(source: Source, name: str) -> tuple[bytes, ...]:
    holding = source.holding(name)
    return () if holding is None else holding.states


def _is_sound(raw: bytes) -> bool:
    try:
        seal.check(raw)
    except seal.Broken:
        return False
    return True
