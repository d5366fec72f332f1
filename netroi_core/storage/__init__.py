"""Storage of workspaces: one interface that every store has, in files and in PostgreSQL.

A store is never asked for a workspace by a bare id, but by the principal that it belongs to. Reading takes no lock;
every change is one transaction on the whole document, validated before it is written.

Imports workspace only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Protocol

from netroi_core.errors import NetROIError
from netroi_core.workspace.workspace import Document, Workspace

Edit = Callable[[Document], Document]

# Sizes of a workspace without the store's own seal: a warning is shown from the first on, the second is the limit.
WARN_BYTES: Final = 2 * 1024 * 1024
LIMIT_BYTES: Final = 5 * 1024 * 1024


@dataclass(frozen=True)
class Principal:
    """The person that a workspace belongs to: how NetROI knows them, and by which name."""

    kind: Literal["personal", "guest", "account"]
    subject: str


PERSONAL = Principal("personal", "owner")


@dataclass(frozen=True)
class Restoration:
    """The replacement of a damaged file by a backup: the version of the backup, and the time (ISO 8601, UTC)."""

    version: int
    at: str


@dataclass(frozen=True, eq=False)
class Saved:
    """A stored workspace at one version; compared by identity, so that it can key a cache."""

    workspace: Workspace
    version: int
    size_bytes: int
    restored: Restoration | None = None

    @property
    def document(self) -> Document:
        """The workspace as it is stored; shared by all readers of this version: never change it."""
        return self.workspace.document


class Unavailable(NetROIError):
    """The store can't be read; that says nothing about its content."""

    sentence = "Your workspace can’t be opened right now: {}. Nothing was changed."


class NotErased(NetROIError):
    """The store refused to delete; the workspace may still be there, in part or whole."""

    sentence = "Your workspace couldn’t be deleted completely: {}. Try again."


class Store(Protocol):
    """A store of workspaces. All methods raise errors.NetROIError subclasses, whose text can be shown."""

    def read(self, principal: Principal, *, is_use: bool = True) -> Saved | None:
        """Return the latest saved state, None if nothing was ever saved; the same version is the same object.

        It counts as a use of the workspace unless ``is_use`` is False, as when no person asked for it.

        Raises:
            Unavailable: The store can't be reached, or a row of a database is damaged.
            Busy: Another process still repairs a damaged file.
            Damaged: Raised once, for a damaged file without a good backup: the next change starts afresh.
        """

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction and return what is stored now.

        The edit takes a private copy of the latest document (an empty one if there is none) and returns the next one;
        it is called again where another change came first. If it raises, nothing is written. A result equal to the
        stored document is not written and keeps its version, so that repeating a save does no harm.

        Raises:
            Busy, TooLarge, Invalid, NotSaved: Nothing changed.
            PerhapsSaved: Only reading again can tell.
        """

    def used(self, principal: Principal) -> date | None:
        """Return the day (UTC) on which the workspace was last read or changed, None if there is none.

        Asking is no use of it: to learn how long somebody was away, ask before reading. Raises Unavailable.
        """

    def erase(self, principal: Principal) -> None:
        """Remove the workspace with its backups and its quarantine; raise NotErased if some of it may be left."""
