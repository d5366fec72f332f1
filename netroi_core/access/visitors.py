"""Visitors, and the signed texts that tell them apart.

The web server passes the visitor of a connection to the pages in a header. It is signed with a key that only this
process has: pages that are served without the access middleware, to whom anybody could send one, refuse everybody.

A guest's cookie and recovery key is their id with a message authentication code (HMAC-SHA-256). Only what this server
signed is accepted, and nothing has to be stored before a visitor has something to keep. Each names a generation:
raising it, in netroi_core/access/guests.py, revokes all that were signed before.
"""

import hmac
import secrets
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, cast

from netroi_core.access.limits import GUEST_COOKIE_LIFETIME
from netroi_core.errors import NetROIError

VISITOR_HEADER: Final = "x-netroi-visitor"

VisitorKind = Literal["personal", "guest", "cookieless"]

_PROCESS_KEY: Final = secrets.token_bytes(32)
_ID_BYTES: Final = 10
_CODE_BYTES: Final = 32
_KEY_CODE_BYTES: Final = 15  # 120 bits: it can be guessed online only, where attempts are limited
_TOKEN_BYTES: Final = _ID_BYTES + 4 + 4 + _CODE_BYTES
_GROUP: Final = 5
_LOOKALIKES: Final = str.maketrans("08", "OB")  # base32 has neither digit, so they can only be misread letters


class UnknownVisitor(NetROIError):
    """A visitor whom the access middleware did not let in."""

    sentence = "NetROI can’t tell whose workspace to open. Allow cookies for this site, then reload."


class LoggedOut(NetROIError):
    """A session that was revoked after the page was opened."""

    sentence = "You were signed out of this browser. Nothing more is shown or saved. Reload the page to continue."


@dataclass(frozen=True)
class Visitor:
    """A visitor as the access middleware knows them: the owner, a guest with a cookie, or a connection's guest."""

    kind: VisitorKind
    name: str  # a guest's id
    generation: int = 0  # of their cookie
    connection: str | None = None  # the name of the connection that identifies a guest where no cookie comes back


OWNER: Final = Visitor("personal", "owner")


def signed(visitor: Visitor) -> str:
    """Return the visitor as a header's value, signed with this process's key."""
    text = f"{visitor.kind}.{visitor.name}.{visitor.generation}"
    return f"{text}.{_signature('visitor', text)}"


@lru_cache(maxsize=1024)
def verified(header: str | None) -> Visitor | None:
    """Return the visitor that a header's value names; None unless this process signed it."""
    text, _, signature = (header or "").rpartition(".")
    if not text or not hmac.compare_digest(signature.encode(), _signature("visitor", text).encode()):
        return None
    kind, name, generation = text.split(".")
    return Visitor(cast(VisitorKind, kind), name, int(generation))


def owner_tag(visitor: Visitor) -> str:
    """Return the tag that marks a file as this visitor's: it identifies nobody and can't be forged."""
    return _signature("file", f"{visitor.kind}.{visitor.name}")


def _signature(purpose: str, text: str) -> str:
    return hmac.new(_PROCESS_KEY, f"{purpose}\0{text}".encode(), "sha256").hexdigest()


@dataclass(frozen=True)
class Token:
    """A guest's cookie: the id (hexadecimal), the generation and the day of issue."""

    guest: str
    generation: int
    issued: date

    def is_valid(self, today: date) -> bool:
        """Return True if it has not expired; a clock may be a day behind."""
        return self.issued - timedelta(days=1) <= today < self.issued + GUEST_COOKIE_LIFETIME


def new_guest_id() -> str:
    """Return a random id for a new guest."""
    return secrets.token_bytes(_ID_BYTES).hex()


class TokenSigner:
    """Signs cookies and recovery keys with one secret, and verifies them."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign(self, token: Token) -> str:
        """Return the token as a cookie's value."""
        numbers = (token.generation, token.issued.toordinal())
        body = bytes.fromhex(token.guest) + b"".join(number.to_bytes(4, "big") for number in numbers)
        return urlsafe_b64encode(body + self._code("token", body)).rstrip(b"=").decode()

    def verify(self, text: str) -> Token | None:
        """Return the token in a cookie's value; None unless it was signed with this secret."""
        try:
            raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            return None
        body, code = raw[:-_CODE_BYTES], raw[-_CODE_BYTES:]
        if len(raw) != _TOKEN_BYTES or not hmac.compare_digest(code, self._code("token", body)):
            return None
        issued = date.fromordinal(int.from_bytes(body[-4:], "big"))
        token = Token(body[:_ID_BYTES].hex(), int.from_bytes(body[_ID_BYTES:-4], "big"), issued)
        # base64 can be written in several ways; only the canonical one counts.
        return token if self.sign(token) == text else None

    def recovery_key(self, guest: str, generation: int) -> str:
        """Return the key that opens a guest's workspace in another browser, in groups of five letters and digits."""
        body = bytes.fromhex(guest)
        code = self._code("recovery", body + generation.to_bytes(4, "big"))[:_KEY_CODE_BYTES]
        text = b32encode(body + code).decode()
        return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))

    def guest_of_key(self, key: str) -> str | None:
        """Return the guest that a recovery key names, unverified: ``is_recovery_key`` needs their valid generation."""
        text = _normalized(key)
        if len(text) != (_ID_BYTES + _KEY_CODE_BYTES) * 8 // 5:
            return None
        try:
            return b32decode(text)[:_ID_BYTES].hex()
        except ValueError:
            return None

    def is_recovery_key(self, key: str, guest: str, generation: int) -> bool:
        """Return True if this is the guest's key of this generation; case, spaces and dashes don't matter."""
        return hmac.compare_digest(_normalized(key), _normalized(self.recovery_key(guest, generation)))

    def _code(self, purpose: str, body: bytes) -> bytes:
        return hmac.digest(self._secret, purpose.encode() + b"\0" + body, "sha256")


def _normalized(key: str) -> str:
    return "".join(c for c in key if c.isascii() and c.isalnum()).upper().translate(_LOOKALIKES)
