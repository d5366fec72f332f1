"""Names of workspaces: a keyed hash of the principal, so that a listing reveals nobody.

Nothing stored is found without the key of its store: so it carries a checksum.
"""

import secrets
from hashlib import blake2b
from typing import Final

from netroi_core.storage import Principal

_KEY_BYTES: Final = 32
_NAME_BYTES: Final = 20


def new_key() -> bytes:
    """Return a new key with its checksum."""
    key = secrets.token_bytes(_KEY_BYTES)
    return key + _checksum(key)


def is_intact_key(raw: bytes) -> bool:
    """Return True if these bytes are a key with its checksum."""
    return len(raw) == 2 * _KEY_BYTES and raw[_KEY_BYTES:] == _checksum(raw[:_KEY_BYTES])


def workspace_name(raw: bytes, principal: Principal) -> str:
    """Return the name of a principal's workspace, 40 hexadecimal digits, under a key given with its checksum."""
    # The kind has no NUL in it, so no two principals are written the same way; a subject may be any text.
    text = f"{principal.kind}\0{principal.subject}".encode("utf-8", "surrogatepass")
    return blake2b(text, key=raw[:_KEY_BYTES], digest_size=_NAME_BYTES, person=b"workspace").hexdigest()


def _checksum(key: bytes) -> bytes:
    return blake2b(key, digest_size=_KEY_BYTES, person=b"key").digest()
