"""The seal and the tables of a stored workspace: a TinyDB database behind a checksum.

A sealed workspace is a JSON object. Each list of the document is a table, each record a TinyDB document; the profile is
a table with one record, and so are the other keys (format and version), under ``document``. An empty list is an empty
table; a list that is absent has no table. The first table holds one record, and in it the checksum comes first:

    {"seal":{"1":{"checksum":"…","version":7,"written_at":"…"}},"document":{…},"profile":{…},…}

The checksum (BLAKE2b) is over all bytes behind its closing quote, so it covers the version and the note on a
restoration too; the bytes before it are fixed. Stock TinyDB can open such a file, but must not write to it: the result
has no valid seal and is set aside as damaged.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import orjson
from tinydb.storages import Storage

from netroi_core.storage import Restoration
from netroi_core.workspace.document import LISTS
from netroi_core.workspace.workspace import Document

Tables = dict[str, dict[str, dict[str, Any]]]

_HEAD: Final = "document"
_PROFILE: Final = "profile"
_ONLY: Final = "1"
_OPENING: Final = b'{"seal":{"1":{"checksum":"'
CHECKSUM_BYTES: Final = 32
_END: Final = len(_OPENING) + 2 * CHECKSUM_BYTES
START_BYTES: Final = _END + 32  # holds the checksum and the version
_VERSION: Final = re.compile(rb'","version":(\d{1,15}),')


class Broken(Exception):
    """The bytes are not as they were written."""


@dataclass(frozen=True)
class Seal:
    """The version of a stored workspace, when it was written, and whether it was restored from a backup."""

    version: int
    written_at: str
    restored: Restoration | None = None
    kind: str | None = None  # of the principal that it belongs to; files of earlier NetROIs don't tell


class SealedStorage(Storage):
    """TinyDB's storage over sealed bytes: what it reads was verified, what it writes is sealed.

    >>> from tinydb import TinyDB
    >>> database = TinyDB(storage=lambda: SealedStorage(seal=Seal(1, "2026-07-14T09:00:00+00:00")))
    >>> database.table("contacts").insert({"id": "c-1", "name": "Ann Lee"})
    1
    >>> SealedStorage(database.storage.raw).read()
    {'contacts': {'1': {'id': 'c-1', 'name': 'Ann Lee'}}}
    """

    def __init__(self, raw: bytes = b"", seal: Seal | None = None) -> None:
        self.raw = raw
        self._seal = seal

    @property
    def seal(self) -> Seal:
        """The seal; raise Broken unless every byte is as it was written."""
        return self._seal or unseal(self.raw)[0]

    def read(self) -> Tables | None:
        """Return the tables, None if there are none yet; raise Broken unless every byte is as it was written."""
        if not self.raw:
            return None
        self._seal, tables = unseal(self.raw)
        return tables

    def write(self, data: Tables) -> None:
        """Seal the tables under the same seal record as before."""
        self.raw = seal_body(self.seal, orjson.dumps(data))


def seal_body(seal: Seal, body: bytes) -> bytes:
    """Return the bytes to store: the seal, then the tables in body (a JSON object that is not empty)."""
    record = {key: value for key, value in vars(seal).items() if value is not None}
    rest = b'",' + orjson.dumps(record)[1:] + b"}," + body[1:]
    return _OPENING + _digest(rest) + rest


def unseal(raw: bytes) -> tuple[Seal, Tables]:
    """Return the seal and the tables behind it; raise Broken unless every byte is as it was written."""
    verify(raw)
    tables: Tables = orjson.loads(raw)
    record = tables.pop("seal")[_ONLY]
    restored = Restoration(**record["restored"]) if "restored" in record else None
    return Seal(record["version"], record["written_at"], restored, record.get("kind")), tables


def verify(raw: bytes) -> None:
    """Raise Broken unless every byte is as it was written."""
    if not raw.startswith(_OPENING) or raw[len(_OPENING) : _END] != _digest(memoryview(raw)[_END:]):
        raise Broken


def body(raw: bytes) -> bytes:
    """Return the tables in sealed bytes, as they were given to be sealed."""
    return b"{" + raw[_body_start(raw) :]


def body_size(raw: bytes) -> int:
    """Return the size in bytes of the tables in sealed bytes."""
    return len(raw) - _body_start(raw) + 1


def claimed_version(start: bytes) -> int:
    """Return the version in the first START_BYTES of a file, without checking the seal; 0 if there is none."""
    match = _VERSION.match(start, _END)
    return int(match[1]) if match else 0


def to_document(tables: Tables) -> Document:
    """Return the document in these tables; it shares their records."""
    document: Document = dict(tables[_HEAD][_ONLY])
    if _PROFILE in tables:
        document[_PROFILE] = tables[_PROFILE][_ONLY]
    return document | {name: list(tables[name].values()) for name in LISTS if name in tables}


def update_tables(tables: Tables, document: Document, changed_keys: Iterable[str]) -> Tables:
    """Return the tables after these top-level keys of the document changed; the other tables are shared."""
    names = {_PROFILE, *LISTS}
    after = {**tables, _HEAD: {_ONLY: {key: document[key] for key in document if key not in names}}}
    for key in names.intersection(changed_keys):
        if key in document:
            records = [document[key]] if key == _PROFILE else document[key]
            # TinyDB numbers the documents of a table from 1, and writes the numbers as text.
            after[key] = {str(number): record for number, record in enumerate(records, start=1)}
        else:
            after.pop(key, None)
    return after


def _body_start(raw: bytes) -> int:
    return raw.index(b"}},", _END) + 3


def _digest(rest: bytes | memoryview) -> bytes:
    return blake2b(rest, digest_size=CHECKSUM_BYTES).hexdigest().encode()
