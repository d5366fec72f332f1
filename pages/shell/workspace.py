"""The visitor's own workspace in the store: whose it is, is asked anew each time that it is read or changed."""

from datetime import date
from functools import cache

from netroi_core.errors import NetROIError
from netroi_core.storage import Edit, Principal, Saved, Store, addresses
from netroi_core.workspace import document
from netroi_core.workspace.document import Document
from pages.shell import identity


def store() -> Store:
    """Where all workspaces are: one store for the whole process."""
    return _store(identity.place())


def read() -> Saved | None:
    """What is stored of it; None before the first save."""
    return store().read(identity.principal())


def used() -> date | None:
    """The day (UTC) on which it was last used, if it was not read since; None before the first save."""
    return store().used(identity.principal())


def change(edit: Edit) -> bool:
    """Change it; whether it began with this. Who is logged out before it is written changes nothing."""
    principal = identity.principal()
    identity.admit(principal, store())
    begins = store().read(principal) is None

    def minded(before: Document) -> Document:
        identity.principal()
        return edit(before)

    store().change(principal, minded)
    return begins


def erase() -> None:
    """Remove it with its backups, links and places in circles; hosted, no page open elsewhere can bring it back."""
    principal = identity.principal()
    identity.shut_out_others()
    try:
        identity.links().revoke_all(principal)
        identity.circles().leave_all(principal)
        store().erase(principal)
    except NetROIError:
        identity.stay()
        raise
    identity.forget()


def take_along() -> bool:
    """Make a guest's workspace that of the account that they signed in to, if that has none; whether it was so."""
    who, name = identity.visitor(), identity.account()
    if name is None or store().read(mine := Principal("account", name)) is not None:
        return False
    guest = Principal("guest", who.name)
    if (brought := store().read(guest)) is None:
        return False
    if store().change(mine, lambda there: brought.document if there == document.empty() else there).document != (
        brought.document
    ):
        return False
    identity.links().hand_over(guest, mine)
    identity.circles().hand_over(guest, mine)
    store().erase(guest)
    return True


@cache
def _store(address: str) -> Store:
    return addresses.opened(address)
