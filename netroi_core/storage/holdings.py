"""All workspaces of a store, for those who run it: copied whole to another store or a file, and checked.

What a store keeps of a workspace is the same sealed bytes in all of them, so that a copy is one to the byte, and can be
compared. Names tell nothing without the key, so the key goes along; who holds the same key holds the same workspaces.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from netroi_core import document
from netroi_core.errors import Invalid, NetROIError
from netroi_core.storage import seal
from netroi_core.storage.tables import whole


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
    """Where workspaces are. All that is asked here may raise errors.NetROIError or OSError."""

    def key(self) -> bytes | None:
        """The key of the names, with its checksum; None if nothing was ever stored."""

    def names(self) -> list[str]:
        """The names of all workspaces, in order."""

    def holding(self, name: str) -> Holding | None:
        """What is kept of one, taken at one moment, unchecked; None if there is none of this name."""


class Target(Source, Protocol):
    """Where workspaces can be put."""

    def begin(self, key: bytes) -> None:
        """Use this key, where there is none yet."""

    def put(self, name: str, holding: Holding) -> None:
        """Store a workspace as it is, in one step, in place of an earlier state of it."""


@dataclass(frozen=True)
class Copied:
    """How many workspaces were copied, were there already, and were left out because they are damaged."""

    copied: int = 0
    already_there: int = 0
    damaged: int = 0


def copied(source: Source, target: Target) -> Copied:
    """Copy everything, and read it back; what a copy that was interrupted left is gone on with.

    NotCopied, and nothing done, if the target holds anything else. A damaged state is left out; where it is the latest,
    all of the workspace is.
    """
    key = source.key()
    if key is None:
        raise NotCopied("There is nothing to copy: no workspace was ever stored there.")
    names = source.names()
    _refuse_others(source, target, key, names)
    target.begin(key)
    if target.key() != key:
        raise NotCopied("The target was begun by another at this moment.")
    count, already_there, damaged = 0, 0, 0
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
                raise NotCopied("What was written to the target was not read back as it was. Run the same again.")
            count += 1
    return Copied(count, already_there, damaged)


def problems(source: Source) -> Iterator[str]:
    """What is wrong with what a store holds, each in one line that names a workspace, and nothing of what is in it."""
    for name in source.names():
        holding = source.holding(name)
        for age, raw in enumerate(() if holding is None else holding.states):
            which = f"{name}: {f'backup {age}' if age else 'the latest state'}"
            try:
                document.workspace(whole(seal.unsealed(raw)[1]))
            except seal.Broken:
                yield f"{which} is damaged"
            except Invalid as error:
                yield f"{which} breaks the format ({len(error.problems)})"


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
