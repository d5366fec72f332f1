"""The key and the secret of a store, without which nothing stored opens for anybody.

The key gives workspaces their names; the secret signs cookies, recovery keys and links. Both are kept twice, each with
a checksum, and a damaged one is read from its copy. Only a command ever replaces either: a new one, made silently,
would lock everybody out. A database keeps one key: its own backups protect that.

A replaced secret is kept beside its successor, under "former", the latest first: it signs nothing anymore, but still
decrypts what it encrypted, and gives the members of circles the pseudonyms that are stored.
"""

import secrets
from collections.abc import Iterator
from typing import Final, Protocol

from netroi_core.errors import NetROIError
from netroi_core.storage import seal
from netroi_core.storage.entries import Entry, seal_entry, stored_name, unseal_entry
from netroi_core.storage.keys import is_intact_key
from netroi_core.storage.store_copy import StoredBlob, WholeStore

SECRET: Final = "secret"  # the name of its entry
SECRET_COPY: Final = "secret copy"
_ENTRIES: Final = (stored_name(SECRET), stored_name(SECRET_COPY))

_KINDS: Final = ("guest", "account")

_States = tuple[bytes | None, bytes | None]  # of the original and of its copy, as they are stored


class NotRepaired(NetROIError):
    """A store whose key or secret can't be restored or replaced like this; nothing was changed."""


class Repairable(WholeStore, Protocol):
    """A whole store whose key can be replaced."""

    def key_states(self) -> _States:
        """Return the key and its copy, unchecked; None for one that is missing."""

    def restore_key(self, raw: bytes) -> None:
        """Replace the key and its copy."""


def serves_visitors(store: WholeStore) -> bool:
    """Return True if anybody but the owner of the machine has a workspace here: then there was a secret."""
    return any(_kind(store.blob("workspaces", name)) in _KINDS for name in store.names("workspaces"))


def count_guests(store: WholeStore) -> int:
    """Return how many workspaces are known by a cookie and a recovery key alone."""
    return sum(_kind(store.blob("workspaces", name)) == "guest" for name in store.names("workspaces"))


def new_secret() -> str:
    """Return a new secret."""
    return secrets.token_hex(32)


def find_lost(store: Repairable) -> Iterator[str]:
    """Yield a line for each of the key, the secret and their copies that is damaged or missing."""
    key = store.key_states()
    yield from _problems("key", key, _sound_keys(key), is_needed=bool(store.names("workspaces")))
    secret = _secret_states(store)
    yield from _problems("secret", secret, _sound_secrets(secret), is_needed=serves_visitors(store))


def repair(store: Repairable, backup: WholeStore | None = None, *, make_secret: bool = False) -> list[str]:
    """Restore the key and the secret from their copies, else from a backup; return what was repaired.

    Args:
        store: The store; what is intact in it stays as it is.
        backup: A backup of the same store, made since its secret was replaced, if that ever was.
        make_secret: Make a new secret if the old one can't be restored, although that signs everybody out.

    Raises:
        NotRepaired: Nothing was changed.
    """
    key, secret = _key_to_restore(store, backup), _secret_to_restore(store, backup, make_secret=make_secret)
    if key is not None:
        store.restore_key(key)
    if secret is not None:
        _put_secret(store, secret)
    return [title for title, raw in (("key", key), ("secret", secret)) if raw is not None]


def replace_secret(store: Repairable) -> None:
    """Replace an intact secret, which others may know; raise NotRepaired if it is lost, or there is none yet.

    After an interruption the store has the new secret or the former one, and works with either.
    """
    sound = _sound_secrets(_secret_states(store))
    if not sound:
        raise NotRepaired("There is no intact secret to replace: run `check` on this store.")
    former = unseal_entry(_only("secret", sound))
    _put_secret(store, seal_entry({"secret": new_secret(), "former": [former["secret"], *former.get("former", ())]}))


def _put_secret(store: Repairable, raw: bytes) -> None:
    # The original goes first: an intact one is read before its copy, and tells that the copy is outdated.
    for name in _ENTRIES:
        store.put("entries", name, StoredBlob((raw,)))


def _problems(title: str, states: _States, sound: set[bytes], *, is_needed: bool) -> Iterator[str]:
    original, copy = states
    if len(sound) > 1:
        yield f"the {title} and its copy differ"
    elif original not in sound and (is_needed or any(states)):
        state = "missing" if original is None else "damaged"
        yield f"the {title} is {state}" + ("; run `repair`" if sound else ", and so is its copy; run `repair --from`")
    elif copy is not None and copy not in sound:
        # Only a secret can be outdated: its replacement was interrupted.
        yield f"the copy of the {title} is {'outdated' if _secret_entry(copy) else 'damaged'}; run `repair`"


def _key_to_restore(store: Repairable, backup: WholeStore | None) -> bytes | None:
    """Return the key to put in place of both, None if they are as they should be."""
    states = store.key_states()
    sound, names = _sound_keys(states), set(store.names("workspaces"))
    if _is_well(states, sound) or not (sound or names):
        return None
    if sound:
        return _only("key", sound)
    if backup is None:
        raise NotRepaired("The key and its copy are lost. Name a backup of this store with --from.")
    if names.isdisjoint(backup.names("workspaces")):
        raise NotRepaired("This is the backup of another store: they have no workspace in common.")
    key = backup.key()
    if key is None:
        raise NotRepaired("The backup holds no key.")
    return key


def _secret_to_restore(store: Repairable, backup: WholeStore | None, *, make_secret: bool) -> bytes | None:
    """Return the entry to put in place of both, None if they are as they should be."""
    states = _secret_states(store)
    sound = _sound_secrets(states)
    if _is_well(states, sound) or not (any(states) or serves_visitors(store)):
        return None
    sound = sound or (set() if backup is None else _sound_secrets(_secret_states(backup)))
    if sound:
        return _only("secret", sound)
    if not make_secret:
        raise NotRepaired(
            "The secret and its copy are lost. Name a backup of this store with --from, or add --new-secret: then "
            "everyone is signed out, and guests can’t open their workspaces anymore."
        )
    return seal_entry({"secret": new_secret()})


def _is_well(states: _States, sound: set[bytes]) -> bool:
    """Return True for an intact original; the copy may still have to be made, by a store's next change."""
    original, copy = states
    return len(sound) == 1 and original in sound and (copy is None or copy in sound)


def _only(title: str, sound: set[bytes]) -> bytes:
    if len(sound) > 1:
        raise NotRepaired(f"The {title} and its copy are both intact, but differ: remove the wrong one.")
    return next(iter(sound))


def _sound_keys(states: _States) -> set[bytes]:
    return {raw for raw in states if raw is not None and is_intact_key(raw)}


def _secret_states(store: WholeStore) -> _States:
    original, copy = (store.blob("entries", name) for name in _ENTRIES)
    return None if original is None else original.states[0], None if copy is None else copy.states[0]


def _sound_secrets(states: _States) -> set[bytes]:
    """Return the intact entries, without one whose secret the other replaced."""
    entries = {raw: entry for raw in states if raw is not None and (entry := _secret_entry(raw))}
    former = {secret for entry in entries.values() for secret in entry.get("former", ())}
    return {raw for raw, entry in entries.items() if entry["secret"] not in former}


def _secret_entry(raw: bytes) -> Entry | None:
    try:
        entry = unseal_entry(raw)
    except seal.Broken:
        return None
    return entry if entry.get("secret") else None


def _kind(blob: StoredBlob | None) -> str | None:
    try:
        return None if blob is None else seal.unseal(blob.states[0])[0].kind
    except seal.Broken:
        return None
