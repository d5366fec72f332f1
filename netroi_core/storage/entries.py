"""What lies beside the workspaces: small named objects, each read, replaced and erased as a whole.

Who is let in, what was revoked, what is shared: what belongs to the server, or must be found without a principal. An
entry is a JSON object. It is stored under a hash of its name, which tells nobody whose it is, behind a checksum over
all that follows it:

    {"checksum":"…","entry":{…}}

Earlier NetROIs stored the object alone: so it is read still, and sealed by its next change. One that says "until" which
day it is kept ("2027-11-09") may be removed when that day is over.
"""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import blake2b
from threading import Lock
from typing import Any, Final, Protocol

import orjson

from netroi_core.storage import Unavailable
from netroi_core.storage.seal import Broken

Entry = Mapping[str, Any]
EntryEdit = Callable[[Entry | None], Entry]

_CHECKSUM_BYTES: Final = 32
_OPENING: Final = b'{"checksum":"'
_END: Final = len(_OPENING) + 2 * _CHECKSUM_BYTES
_BODY: Final = b'","entry":'


class Entries(Protocol):
    """Small named objects that are kept. All raise errors.NetROIError subclasses, whose text can be shown."""

    def read(self, name: str) -> Entry | None:
        """What is kept under this name, None if nothing is; Unavailable if it can't be told, or is damaged."""

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace it in one transaction and return what is kept now.

        The edit gets a private copy of what is kept (None if nothing is), and asks nothing of these entries itself;
        where another change came first, it is called again. If it raises, nothing has changed.

        Busy, NotSaved, Unavailable: nothing changed. PerhapsSaved: only reading again can tell.
        """

    def erase(self, name: str) -> None:
        """Keep it no longer; NotErased or Busy if it may be there still."""


class MemoryEntries:
    """Entries that live as long as the process: for trying out, and the rule that others follow."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._changing = Lock()

    def read(self, name: str) -> Entry | None:
        """What is kept under this name."""
        return opened(self._kept.get(name))

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace it, one at a time."""
        with self._changing:
            raw = self._kept[name] = edited(self._kept.get(name), edit)
        return unsealed(raw)

    def erase(self, name: str) -> None:
        """Keep it no longer."""
        with self._changing:
            self._kept.pop(name, None)


def hashed(name: str) -> str:
    """The name that an entry is stored under: 40 hexadecimal digits."""
    return blake2b(name.encode(), digest_size=20, person=b"access").hexdigest()


def edited(before: bytes | None, edit: EntryEdit) -> bytes:
    """What to store after an edit of what is stored; the same bytes where it says the same. Unavailable."""
    return sealed(edit(opened(before)))


def opened(raw: bytes | None) -> Entry | None:
    """What stored bytes say, None if there are none; Unavailable if they are damaged."""
    try:
        return None if raw is None else unsealed(raw)
    except Broken:
        raise Unavailable("what is kept beside the workspaces is damaged") from None


def sealed(entry: Entry) -> bytes:
    """The bytes to store."""
    rest = _BODY + orjson.dumps(dict(entry)) + b"}"
    return _OPENING + _digest(rest) + rest


def unsealed(raw: bytes) -> Entry:
    """What stored bytes say; Broken unless every byte is as it was written."""
    is_sealed = raw.startswith(_OPENING)
    if is_sealed and raw[len(_OPENING) : _END] != _digest(raw[_END:]):
        raise Broken
    try:
        entry = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Broken from None
    if not isinstance(entry, dict) or ("entry" in entry) != is_sealed:  # else it was sealed once
        raise Broken
    return entry["entry"] if is_sealed else entry


def is_whole(raw: bytes) -> bool:
    """Whether stored bytes are as they were written."""
    try:
        unsealed(raw)
    except Broken:
        return False
    return True


def is_past(raw: bytes, today: date) -> bool:
    """Whether stored bytes say "until" which day they are kept, and that day is over."""
    try:
        until = unsealed(raw).get("until")
        return isinstance(until, str) and date.fromisoformat(until) < today
    except (Broken, ValueError):
        return False


def _digest(rest: bytes) -> bytes:
    return blake2b(rest, digest_size=_CHECKSUM_BYTES, person=b"entry").hexdigest().encode()
