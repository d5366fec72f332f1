"""Passphrases of links, stored as a salted hash (scrypt, RFC 7914) that is slow to compute, and so to guess."""

import hmac
import secrets
from hashlib import scrypt
from typing import Final
from unicodedata import normalize

_COST: Final = 2**14  # with blocks of 8: 16 MB and about 50 ms for each attempt
_BLOCKS: Final = 8
_SALT_BYTES: Final = 16
MAX_LENGTH: Final = 200


def hash_passphrase(passphrase: str) -> str:
    """Return the hash of a passphrase, with a salt of its own."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"{salt.hex()}:{_scrypt(passphrase, salt).hex()}"


def is_correct(passphrase: str, stored_hash: str) -> bool:
    """Return True for the passphrase that was hashed; spaces around it and Unicode composition don't matter."""
    if len(passphrase) > MAX_LENGTH:
        return False
    salt, _, expected = stored_hash.partition(":")
    # In constant time, so that the answer's delay says nothing about the hash.
    return hmac.compare_digest(_scrypt(passphrase, bytes.fromhex(salt)).hex(), expected)


def _scrypt(passphrase: str, salt: bytes) -> bytes:
    # One person's keyboard composes an accented letter where another's types two characters.
    text = normalize("NFKC", passphrase).strip().encode("utf-8", "surrogatepass")
    return scrypt(text, salt=salt, n=_COST, r=_BLOCKS, p=1)
