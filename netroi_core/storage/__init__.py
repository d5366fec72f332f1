"""Where workspaces live: one small interface, asked by principal, behind which any engine can stand.

A store is never asked for a workspace by a bare id: whoever asks names the principal whose it is. Reading takes no
lock; every change is one transaction on the whole document, checked before it is written.

A workspace warns from WARN_BYTES on and can't grow beyond LIMIT_BYTES; bytes are counted without the store's own seal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal, Protocol

from netroi_core.errors import NetROIError
from netroi_core.workspace.document import Document
from netroi_core.workspace.workspace import Workspace

Edit = Callable[[Document], Document]

WARN_BYTES: Final = 2 * 1024 * 1024
LIMIT_BYTES: Final = 5 * 1024 * 1024


@dataclass(frozen=True)
class Principal:
    """On whose behalf a store is asked: how we know them, and the name that we know them by."""

    kind: Literal["personal", "guest", "account", "example"]
    subject: str


PERSONAL = Principal("personal", "owner")


@dataclass(frozen=True)
class Restoration:
    """That a damaged file was replaced by a backup: which version came back, and when (ISO timestamp, UTC)."""

    version: int
    at: str


@dataclass(frozen=True, eq=False)
class Saved:
    """A stored document at one version; compared by identity, so that it can key a cache.

    The document is shared by all readers of this version: read it, never change it.
    """

    document: Document
    version: int
    size_bytes: int
    restored: Restoration | None = None

    @cached_property
    def workspace(self) -> Workspace:
        """The document as records, each list read when it is first asked for."""
        return Workspace(self.document)


class Unavailable(NetROIError):
    """The store can't be reached to read; it says nothing about what is in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Your workspace can't be opened now: {reason}. Nothing was changed.")


class NotErased(NetROIError):
    """The disk refused; the workspace may be there still, in part or whole."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Your workspace could not be deleted completely: {reason}. Try again.")


class Store(Protocol):
    """What every store can do. All raise errors.NetROIError subclasses, whose text can be shown."""

    def read(self, principal: Principal) -> Saved | None:
        """The latest saved state, or None if nothing was ever saved. The same version is the same object.

        Unavailable if the store can't be reached; Busy if another still repairs it; Damaged, once, if what was stored
        is beyond repair: from then on nothing is stored, and the next change starts afresh.
        """

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction and return what is stored now.

        The edit gets a private copy of the latest document (an empty one if there is none) and returns the next one.
        Where another change came first, it is called again with what is stored then.
        If it raises, or the result breaks the format, nothing is written. A result equal to what is stored
        already is not written again and keeps its version, so that repeating a save does no harm.

        Busy, TooLarge, Invalid, NotSaved: nothing changed. PerhapsSaved: only reading again can tell.
        """

    def used(self, principal: Principal) -> date | None:
        """The day (UTC) on which the workspace was last read or changed, None if there is none; asking is no use of it.

        So who wants to know how long somebody was away asks before reading. Unavailable.
        """

    def erase(self, principal: Principal) -> None:
        """Remove the workspace with all its backups and whatever was set aside; NotErased if some may be left."""
