"""Entries: small named JSON objects beside the workspaces, each read, replaced and erased as a whole.

They hold sessions, revocations and shared links: data of the server, or data that must be found without a principal. An
entry is stored under a hash of its name, which reveals nobody, behind a checksum over everything that follows it:

    {"checksum":"…","entry":{…}}

Earlier NetROIs stored the object alone: it can still be read, and its next change seals it. An entry with a day under
"until" ("2027-11-09") may be removed when that day is over.
"""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, Final, Protocol

import orjson

from netroi_core.storage import Unavailable
from netroi_core.storage.seal import CHECKSUM_BYTES, Broken

Entry = Mapping[str, Any]
EntryEdit = Callable[[Entry | None], Entry]

_OPENING: Final = b'{"checksum":"'
_END: Final = len(_OPENING) + 2 * CHECKSUM_BYTES
_BODY: Final = b'","entry":'


class DamagedEntry(Unavailable):
    """An entry that was read, but is not as it was written."""


class Entries(Protocol):
    """A store of entries. All methods raise errors.NetROIError subclasses, whose text can be shown."""

    def read(self, name: str) -> Entry | None:
        """Return an entry, None if there is none; raise Unavailable, DamagedEntry."""

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace an entry in one transaction and return what is stored now; raise as Store.change() does.

        The edit takes a private copy of the entry (None if there is none) and returns the next one; it is called again
        where another change came first, and must not use these entries itself. If it raises, nothing changes.
        """

    def erase(self, name: str) -> None:
        """Remove an entry; raise NotErased or Busy if it may still be there."""


def stored_name(name: str) -> str:
    """Return the name that an entry is stored under: 40 hexadecimal digits."""
    return blake2b(name.encode(), digest_size=20, person=b"access").hexdigest()


def edit_entry(before: bytes | None, edit: EntryEdit) -> bytes:
    """Return the bytes to store after an edit; the same ones if the entry stays the same. Raises DamagedEntry."""
    return seal_entry(edit(parse_entry(before)))


def parse_entry(raw: bytes | None) -> Entry | None:
    """Return the entry in stored bytes, None if there are none; raise DamagedEntry."""
    try:
        return None if raw is None else unseal_entry(raw)
    except Broken:
        raise DamagedEntry("the data stored beside the workspaces is damaged") from None


def seal_entry(entry: Entry) -> bytes:
    """Return the bytes to store."""
    rest = _BODY + orjson.dumps(dict(entry)) + b"}"
    return _OPENING + _digest(rest) + rest


def unseal_entry(raw: bytes) -> Entry:
    """Return the entry in stored bytes; raise Broken unless every byte is as it was written."""
    is_sealed = raw.startswith(_OPENING)
    if is_sealed and raw[len(_OPENING) : _END] != _digest(raw[_END:]):
        raise Broken
    try:
        entry = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Broken from None
    if not isinstance(entry, dict) or ("entry" in entry) != is_sealed:  # or else its checksum was cut off
        raise Broken
    return entry["entry"] if is_sealed else entry


def is_expired(raw: bytes, today: date) -> bool:
    """Return True if the entry in stored bytes has a day under "until", and that day is over."""
    try:
        until = unseal_entry(raw).get("until")
        return isinstance(until, str) and date.fromisoformat(until) < today
    except (Broken, ValueError):
        return False


def _digest(rest: bytes) -> bytes:
    return blake2b(rest, digest_size=CHECKSUM_BYTES, person=b"entry").hexdigest().encode()
