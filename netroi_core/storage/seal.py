"""The seal on a stored file: by it every flipped bit, cut end and emptied file is told from what was written.

A sealed file is a JSON object whose first table holds one record, and in it the checksum comes first:

    {"seal":{"1":{"checksum":"…","version":7,"written_at":"…"}},"document":{…},"profile":{…},…}

The checksum (BLAKE2b) is over all bytes behind its closing quote, so it covers the version and the note on a
restoration too; the bytes before it have no freedom. Stock TinyDB can open the file, but must not write to it: what it
writes has no valid seal and is set aside as damaged.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import orjson

from netroi_core.storage import Restoration
from netroi_core.storage.tables import Tables

TABLE: Final = "seal"
_OPENING: Final = b'{"seal":{"1":{"checksum":"'
_CHECKSUM_BYTES: Final = 32
_END: Final = len(_OPENING) + 2 * _CHECKSUM_BYTES
START_BYTES: Final = _END + 32  # holds the checksum and the version
_VERSION: Final = re.compile(rb'","version":(\d{1,15}),')


class Broken(Exception):
    """The bytes are not what was written."""


@dataclass(frozen=True)
class Seal:
    """Which version of a workspace this is, when it was written, whether it came back from a backup, and whose it is.

    kind: the kind of principal; files of earlier NetROIs don't tell.
    """

    version: int
    written_at: str
    restored: Restoration | None = None
    kind: str | None = None


def sealed(seal: Seal, body: bytes) -> bytes:
    """The bytes to store: the seal, then the tables in body (a JSON object that is not empty)."""
    record: dict[str, Any] = {"version": seal.version, "written_at": seal.written_at}
    if seal.restored is not None:
        record["restored"] = {"version": seal.restored.version, "at": seal.restored.at}
    if seal.kind is not None:
        record["kind"] = seal.kind
    rest = b'",' + orjson.dumps(record)[1:] + b"}," + body[1:]
    return _OPENING + _digest(rest) + rest


def unsealed(raw: bytes) -> tuple[Seal, Tables]:
    """The seal and the tables behind it; Broken unless every byte is as it was written."""
    check(raw)
    tables: Tables = orjson.loads(raw)
    record = tables.pop(TABLE)["1"]
    restored = record.get("restored")
    return (
        Seal(
            record["version"],
            record["written_at"],
            None if restored is None else Restoration(**restored),
            record.get("kind"),
        ),
        tables,
    )


def check(raw: bytes) -> None:
    """Broken unless every byte is as it was written."""
    if not raw.startswith(_OPENING) or raw[len(_OPENING) : _END] != _digest(memoryview(raw)[_END:]):
        raise Broken


def body(raw: bytes) -> bytes:
    """The tables in sealed bytes, as they were given to be sealed."""
    return b"{" + raw[_body_at(raw) :]


def body_bytes(raw: bytes) -> int:
    """How much of sealed bytes is the tables: their size without the seal."""
    return len(raw) - _body_at(raw) + 1


def claimed_version(start: bytes) -> int:
    """The version that the first START_BYTES of a file name, unchecked; 0 if there is none."""
    found = _VERSION.match(start, _END)
    return int(found[1]) if found else 0


def _body_at(raw: bytes) -> int:
    return raw.index(b"}},", _END) + 3


def _digest(rest: bytes | memoryview) -> bytes:
    return blake2b(rest, digest_size=_CHECKSUM_BYTES).hexdigest().encode()
