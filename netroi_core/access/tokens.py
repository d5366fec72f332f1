"""What a guest is known by: a cookie's token, and the key that brings the workspace to another browser.

Both are made of the guest's id and a message authentication code (HMAC-SHA-256) under the server's secret, so that
only what this server gave out is accepted, and nothing has to be stored before there is something to keep. Each names
a generation: raising it, in the register, revokes all that were given out before.
"""

import hmac
import secrets
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LIFE: Final = timedelta(days=400)  # the longest that browsers keep a cookie

_ID_BYTES: Final = 10
_CODE_BYTES: Final = 32
_KEY_CODE_BYTES: Final = 15  # 120 bits: guessed online only, and few guesses are allowed
_TOKEN_BYTES: Final = _ID_BYTES + 4 + 4 + _CODE_BYTES
_GROUP: Final = 5
_MEANT: Final = str.maketrans("08", "OB")  # digits that base32 has not: so these are read as they are meant


@dataclass(frozen=True)
class Token:
    """A guest (id, hexadecimal), the generation that it was given out in, and the day."""

    guest: str
    generation: int
    issued: date

    def is_alive(self, today: date) -> bool:
        """Whether it has not expired; a day ahead is granted to clocks."""
        return self.issued - timedelta(days=1) <= today < self.issued + LIFE


def new_guest_id() -> str:
    """The id of a guest who was never here before."""
    return secrets.token_bytes(_ID_BYTES).hex()


class TokenSigner:
    """Gives out tokens and recovery keys under one secret, and knows its own."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def token(self, token: Token) -> str:
        """The token as a cookie's value."""
        numbers = (token.generation, token.issued.toordinal())
        body = bytes.fromhex(token.guest) + b"".join(number.to_bytes(4, "big") for number in numbers)
        return urlsafe_b64encode(body + self._code("token", body)).rstrip(b"=").decode()

    def read(self, text: str) -> Token | None:
        """What a cookie's value says; None unless it was given out here, to the letter."""
        try:
            raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            return None
        body, code = raw[:-_CODE_BYTES], raw[-_CODE_BYTES:]
        if len(raw) != _TOKEN_BYTES or not hmac.compare_digest(code, self._code("token", body)):
            return None
        issued = date.fromordinal(int.from_bytes(body[-4:], "big"))
        token = Token(body[:_ID_BYTES].hex(), int.from_bytes(body[_ID_BYTES:-4], "big"), issued)
        return token if self.token(token) == text else None  # one writing each: no two cookies are the same token

    def recovery_key(self, guest: str, generation: int) -> str:
        """The key that opens a guest's workspace in another browser, in groups of five letters and digits."""
        body = bytes.fromhex(guest)
        text = b32encode(body + self._key_code(body, generation)).decode()
        return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))

    def owner(self, key: str) -> str | None:
        """Whom a recovery key would be for, if it is one; whether it is must be asked with the generation in force."""
        text = _bare(key)
        if len(text) != (_ID_BYTES + _KEY_CODE_BYTES) * 8 // 5:
            return None
        try:
            return b32decode(text)[:_ID_BYTES].hex()
        except ValueError:
            return None

    def is_key(self, key: str, guest: str, generation: int) -> bool:
        """Whether this is the guest's recovery key of this generation; case, spaces and dashes are free."""
        return hmac.compare_digest(_bare(key), _bare(self.recovery_key(guest, generation)))

    def _key_code(self, body: bytes, generation: int) -> bytes:
        return self._code("recovery", body + generation.to_bytes(4, "big"))[:_KEY_CODE_BYTES]

    def _code(self, purpose: str, body: bytes) -> bytes:
        return hmac.digest(self._secret, purpose.encode() + b"\0" + body, "sha256")


def _bare(key: str) -> str:
    return "".join(letter for letter in key if letter.isascii() and letter.isalnum()).upper().translate(_MEANT)
