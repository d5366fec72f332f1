"""Guests: let in by a cookie, brought back by a recovery key, and logged out wherever they are.

What changes a guest's cookie is asked for on a page, which can't set one; so the change is kept for the browser that
asked, a minute at most, until it comes to fetch it. Nothing secret is ever part of an address. Where no cookie would
come back, a connection is a guest's of its own, until a recovery key makes it another's.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Final

from netroi_core.access.credentials import CredentialStore
from netroi_core.access.rate_limit import RateLimit
from netroi_core.access.tokens import LIFE, Token, TokenSigner, new_guest_id
from netroi_core.access.visitors import Visitor
from netroi_core.errors import NetROIError

Clock = Callable[[], datetime]

_WAITS: Final = timedelta(minutes=1)
_MOST_WAITING: Final = 10_000
_MOST_PASSING: Final = 100_000


class WrongRecoveryKey(NetROIError):
    """No recovery key that is in force; which of all that can be wrong with it is not told."""

    def __init__(self) -> None:
        super().__init__("This is no recovery key that opens a workspace here. Compare it with what you kept.")


class TooManyTries(NetROIError):
    """Tried more often than a person would."""

    def __init__(self) -> None:
        super().__init__("That was tried too often. Wait a few minutes, then try again.")


@dataclass(frozen=True)
class _Change:
    to: Token
    until: datetime


class Guests:
    """All guests of a server."""

    def __init__(
        self,
        register: CredentialStore,
        *,
        clock: Clock = lambda: datetime.now(UTC),
        recoveries: RateLimit | None = None,
        newcomers: RateLimit | None = None,
    ) -> None:
        self._register, self._clock = register, clock
        self._recoveries = recoveries or RateLimit(10, 600)
        self._newcomers = newcomers or RateLimit(20, 3600)
        self._mint: TokenSigner | None = None
        self._waiting: OrderedDict[tuple[str, int], _Change] = OrderedDict()
        self._passing: OrderedDict[str, Token] = OrderedDict()
        self._lock = Lock()

    def cookie(self, guest: str | None = None) -> str:
        """A cookie of today for a guest, a new one unless one is named."""
        name = guest or new_guest_id()
        return self._minted().token(self._token(name, self._register.standing(name).sessions))

    def visitor(self, cookie: str | None) -> Visitor | None:
        """Who comes with this cookie; None if it was not given out here, has expired or was revoked."""
        token = self._read(cookie)
        if token is None or token.generation != self._register.standing(token.guest).sessions:
            return None
        return Visitor("guest", token.guest, token.generation)

    def met(self, passing: Visitor) -> Visitor:
        """The guest whom somebody in passing is now."""
        with self._lock:
            if passing.name not in self._passing:
                return Visitor("guest", passing.name, 0, passing.name)
            self._passing.move_to_end(passing.name)  # who goes on is not forgotten
            token = self._passing[passing.name]
        return Visitor("guest", token.guest, token.generation, passing.name)

    def is_stale(self, cookie: str) -> bool:
        """Whether a cookie should be given out anew, so that it lives on from today."""
        token = self._read(cookie)
        return token is None or token.issued < self._today()

    def is_in_force(self, visitor: Visitor) -> bool:
        """Whether a visitor may still come in; asked at every access, as pages stay open for long."""
        return visitor.generation == self._register.standing(visitor.name).sessions

    def may_begin(self, address: str) -> bool:
        """Whether one more workspace may be begun from this address."""
        return self._newcomers.allows(address)

    def recovery_key(self, visitor: Visitor) -> str:
        """The key that opens this guest's workspace in another browser."""
        return self._minted().recovery_key(visitor.name, self._register.standing(visitor.name).keys)

    def recover(self, key: str, visitor: Visitor, address: str) -> None:
        """Let this visitor's browser be the guest's whose key this is. WrongKey; TooOften from this address."""
        if not self._recoveries.allows(address):
            raise TooManyTries
        guest = self._minted().owner(key)
        if guest is None:
            raise WrongRecoveryKey
        standing = self._register.standing(guest)
        if not self._minted().is_key(key, guest, standing.keys):
            raise WrongRecoveryKey
        self._keep(visitor, self._token(guest, standing.sessions))

    def log_out_everywhere(self, visitor: Visitor) -> None:
        """Let in no browser of this guest but the one that asks."""
        self._keep(
            visitor, self._token(visitor.name, self._register.log_out_everywhere(visitor.name, self.now()).sessions)
        )

    def replace_key(self, visitor: Visitor) -> None:
        """A new recovery key; the old one opens nothing, nor does any browser but the one that asks."""
        self._keep(visitor, self._token(visitor.name, self._register.replace_key(visitor.name, self.now()).sessions))

    def leave(self, visitor: Visitor) -> None:
        """Let this visitor's browser be a new guest's."""
        self._keep(visitor, self._token(new_guest_id(), 0))

    def forget(self, visitor: Visitor) -> None:
        """Make every cookie and key of this guest worthless, and let the browser that asks be a new guest's."""
        self._register.replace_key(visitor.name, self.now())
        self.leave(visitor)

    def changed_cookie(self, cookie: str | None) -> str | None:
        """The cookie that waits for the browser that comes with this one: given out once."""
        token = self._read(cookie)
        if token is None:
            return None
        with self._lock:
            change = self._waiting.pop((token.guest, token.generation), None)
        if change is None or change.until < self._clock():
            return None
        return self._minted().token(change.to)

    def _keep(self, visitor: Visitor, token: Token) -> None:
        with self._lock:
            if visitor.via is not None:
                self._passing[visitor.via] = token
                while len(self._passing) > _MOST_PASSING:
                    self._passing.popitem(last=False)
                return
            self._waiting[visitor.name, visitor.generation] = _Change(token, self._clock() + _WAITS)
            while len(self._waiting) > _MOST_WAITING:
                self._waiting.popitem(last=False)

    def _read(self, cookie: str | None) -> Token | None:
        token = None if cookie is None else self._minted().read(cookie)
        return token if token is not None and token.is_alive(self._today()) else None

    def _token(self, guest: str, generation: int) -> Token:
        return Token(guest, generation, self._today())

    def _minted(self) -> TokenSigner:
        if self._mint is None:
            self._mint = TokenSigner(self._register.secret())
        return self._mint

    def _today(self) -> date:
        return self._clock().date()

    def now(self) -> int:
        """This moment, in seconds since 1970."""
        return int(self._clock().timestamp())


COOKIE_SECONDS: Final = int(LIFE.total_seconds())
