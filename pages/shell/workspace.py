"""The visitor's own workspace in the store; the identity is checked at every read and change."""

from datetime import date
from functools import cache

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.reminding.delivery import Delivery
from netroi_core.reminding.sender import Sender
from netroi_core.storage import Edit, Principal, Saved, Store, addresses
from netroi_core.storage.changes import changed_in_memory
from netroi_core.workspace import document
from netroi_core.workspace.profile import guess_formats
from netroi_core.workspace.workspace import Document
from pages.shell import identity


def store() -> Store:
    """Return the store of all workspaces, one for the whole process."""
    return _store(identity.store_address())


def read() -> Saved | None:
    """Return the stored version; None before the first save."""
    return store().read(identity.principal())


def last_used() -> date | None:
    """Return the day (UTC) of the last use before this one; None before the first save."""
    return store().used(identity.principal())


def new() -> Document:
    """Return the document of a new workspace, with the number and date formats of the visitor's browser."""
    return {**document.empty(), "profile": guess_formats(st.context.locale, st.context.timezone)}


def change(edit: Edit) -> bool:
    """Change it; return True if this was its first save."""
    principal = identity.principal()
    stored, new_document = store().read(principal), new()
    is_first = stored is None
    identity.check_admission(is_newcomer=is_first)

    def checked_edit(before: Document) -> Document:
        identity.principal()  # raises if the visitor was logged out while waiting for the lock
        return edit(new_document if before == document.empty() else before)

    growth = None
    try:
        growth = store().change(principal, checked_edit).size_bytes - (0 if stored is None else stored.size_bytes)
    finally:
        identity.note_change(is_newcomer=is_first, growth=growth)
    return is_first


def change_example(example: Saved, edit: Edit) -> Saved:
    """Return the example after a change, which nobody stores; it counts as growth, since memory is bounded, too."""
    identity.check_growth()
    changed = changed_in_memory(example, edit)
    identity.note_change(is_newcomer=False, growth=changed.size_bytes - example.size_bytes)
    return changed


def erase() -> None:
    """Remove it with its backups, links and circle memberships."""
    principal = identity.principal()
    # Log other browsers out first, or a page open there could save the workspace again.
    identity.shut_out_others()
    try:
        identity.services().links.revoke_all(principal)
        identity.services().circles.leave_all(principal)
        store().erase(principal)
    except NetROIError:
        identity.renew_access()
        raise
    identity.forget()


def adopt_guest_workspace() -> bool:
    """Move a guest's workspace into the account they signed in to, if that has none; return True if it moved."""
    visitor, name = identity.visitor(), identity.account()
    if name is None or store().read(account := Principal("account", name)) is not None:
        return False
    guest = Principal("guest", visitor.name)
    if (stored := store().read(guest)) is None:
        return False
    # Another tab may have saved into the account meanwhile: then the guest's workspace stays where it is.
    moved = store().change(account, lambda current: stored.document if current == document.empty() else current)
    if moved.document != stored.document:
        return False
    identity.services().links.transfer(guest, account)
    identity.services().circles.transfer(guest, account)
    store().erase(guest)
    return True


def reminder_sender() -> Sender:
    """Return the sender of this server's reminders."""
    hosting = identity.hosting()
    return Sender(identity.services().reminders, store(), Delivery(hosting.mail), hosting)


@cache
def _store(address: str) -> Store:
    return addresses.open_store(address)
