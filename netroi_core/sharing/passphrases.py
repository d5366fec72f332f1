"""Passphrases: kept as a salted hash (scrypt, RFC 7914) that takes long to make, so that guessing does, too."""

import hmac
import secrets
from hashlib import scrypt
from typing import Final
from unicodedata import normalize

_COST: Final = 2**14  # with blocks of 8: 16 MB and about 50 ms for each try
_BLOCKS: Final = 8
_SALT_BYTES: Final = 16
MAX_LENGTH: Final = 200


def hash_passphrase(passphrase: str) -> str:
    """The hash of a passphrase with a salt of its own."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"{salt.hex()}:{_hash(passphrase, salt).hex()}"


def is_correct(passphrase: str, kept: str) -> bool:
    """Whether this is the passphrase that was hashed; spaces around it and how its letters are composed are free."""
    if len(passphrase) > MAX_LENGTH:
        return False
    salt, _, expected = kept.partition(":")
    return hmac.compare_digest(_hash(passphrase, bytes.fromhex(salt)).hex(), expected)


def _hash(passphrase: str, salt: bytes) -> bytes:
    text = normalize("NFKC", passphrase).strip().encode("utf-8", "surrogatepass")
    return scrypt(text, salt=salt, n=_COST, r=_BLOCKS, p=1)
