"""Guests: recognized by a cookie, brought back by a recovery key, logged out everywhere.

The server's secret and the valid generations of each visitor's cookies and recovery keys are entries beside the
workspaces. A visitor who never revoked anything has none.

A page can't set a cookie. So a new cookie waits, for a minute at most, until the browser that asked for it fetches it
from COOKIE_PATH (netroi_core/web/headers.py); no secret is ever part of an address. Where no cookie would
come back, each connection is a guest of its own, until a recovery key makes it another's.
"""

import hmac
import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from threading import Lock
from typing import Final

from netroi_core.access import limits
from netroi_core.access.limits import VISITORS_PER_NETWORK, RateLimit
from netroi_core.access.visitors import Token, TokenSigner, Visitor, new_guest_id
from netroi_core.errors import NetROIError
from netroi_core.storage import Unavailable
from netroi_core.storage.entries import DamagedEntry, Entries, Entry
from netroi_core.storage.safekeeping import SECRET, SECRET_COPY, new_secret

_LOGGER: Final = logging.getLogger(__name__)
_MAX_PENDING_COOKIES: Final = 10_000
_MAX_CONNECTIONS: Final = 100_000


class WrongRecoveryKey(NetROIError):
    """A recovery key that opens nothing; the message never tells why, as that would help to guess one."""

    sentence = "This recovery key doesn’t open a workspace here. Check it against the key you saved."


class TooManyTries(NetROIError):
    """More recovery keys than the people on one network would try."""

    sentence = "Too many recovery keys were tried from your internet connection. Wait {} min, then try again."


class TooManyNewcomers(NetROIError):
    """More first saves from one network than the server allows."""

    sentence = (
        "Too many people on your internet connection started using NetROI within the last hour. What you entered is "
        "still here: save it again in {} min, or use another connection, such as mobile data."
    )


class TooMuchGrowth(NetROIError):
    """More growth of the workspaces of one network than the server allows."""

    sentence = (
        f"People on your internet connection have saved {limits.GROWTH_RATE[0] // 1024**2} MB within the last hour, "
        "the most that this server allows. What you entered is still here: save it again in {} min."
    )


@dataclass(frozen=True)
class Validity:
    """The generations that are valid for one guest or account."""

    sessions: int = 0  # of the cookies that are let in
    keys: int = 0  # of the recovery key that opens the workspace
    not_before: int = 0  # only sign-ins later than this are let in, in seconds since 1970


class CredentialStore:
    """The secret that everything is signed with, and revocations.

    Args:
        entries: Hold both; the secret is kept twice (netroi_core/storage/safekeeping.py).
        had_secret: Returns True if the store shows that there was a secret: then no new one is made.
    """

    def __init__(self, entries: Entries, had_secret: Callable[[], bool] = lambda: False) -> None:
        self._entries, self._had_secret = entries, had_secret
        self._has_copy = self._has_warned = False
        self._first: str | None = None  # the secret that was read first

    def secret(self) -> bytes:
        """Return the server's secret, created when it is first read; raise Unavailable if it is lost or damaged."""
        return bytes.fromhex(self._secret_entry()["secret"])

    def is_replaced(self) -> bool:
        """Return True if the secret isn't the one that this process read first; raise Unavailable."""
        return self._first is not None and self._secret_entry()["secret"] != self._first

    def _secret_entry(self) -> Entry:
        entry = self._stored_secret()
        if entry is None:
            if self._had_secret():
                raise Unavailable("the server’s secret is missing (its administrator can restore it with `repair`)")
            entry = self._entries.change(SECRET, lambda entry: entry or {"secret": new_secret()})
        if not self._has_copy:
            with suppress(NetROIError):  # whoever has the secret is let in, also where the disk is full
                self._entries.change(SECRET_COPY, lambda copy: copy or entry)
                self._has_copy = True
        self._first = self._first or entry["secret"]
        return entry

    def _stored_secret(self) -> Entry | None:
        """Return the secret's entry, or its copy if that is damaged or missing; None if there is neither."""
        damage = None
        try:
            if (entry := self._entries.read(SECRET)) is not None:
                return entry
        except DamagedEntry as error:
            damage = error
        copy = self._entries.read(SECRET_COPY)
        if copy is None and damage is not None:
            raise damage
        if copy is not None:
            self._has_copy = True
            if not self._has_warned:
                _LOGGER.warning("The secret is damaged or missing; its copy is used until you run the command repair.")
                self._has_warned = True
        return copy

    def derived_secret(self, purpose: str) -> str:
        """Return a secret for one purpose, from which the server's own can't be computed."""
        return self.derived_secrets(purpose)[0]

    def derived_secrets(self, purpose: str) -> list[str]:
        """Return the secret for one purpose and, the latest first, those before it, which sign nothing anymore."""
        entry = self._secret_entry()
        all_secrets = (entry["secret"], *entry.get("former", ()))
        return [hmac.new(bytes.fromhex(each), purpose.encode(), "sha256").hexdigest() for each in all_secrets]

    def validity(self, name: str) -> Validity:
        """Return what is valid for a guest or account."""
        return Validity(**(self._entries.read(f"visitor {name}") or {}))

    def log_out_everywhere(self, name: str, now: int) -> Validity:
        """Revoke every session that began by now; the recovery key stays valid."""
        return self._revoke(name, now, keys=0)

    def replace_key(self, name: str, now: int) -> Validity:
        """Revoke the recovery key and every session that began by now."""
        return self._revoke(name, now, keys=1)

    def _revoke(self, name: str, now: int, keys: int) -> Validity:
        def edit(entry: Entry | None) -> Entry:
            before = Validity(**(entry or {}))
            return asdict(Validity(before.sessions + 1, before.keys + keys, now))

        return Validity(**self._entries.change(f"visitor {name}", edit))


class Guests:
    """The guests of a server."""

    def __init__(
        self,
        credentials: CredentialStore,
        visitors_per_network: int = VISITORS_PER_NETWORK,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._credentials, self._clock = credentials, clock
        self._recoveries = RateLimit(visitors_per_network, limits.RECOVERY_KEY_SECONDS)
        self._newcomers = RateLimit(visitors_per_network, limits.NEW_WORKSPACE_SECONDS)
        self._growth = RateLimit(*limits.GROWTH_RATE)
        self._pending: OrderedDict[tuple[str, int], tuple[Token, datetime]] = OrderedDict()
        self._connections: OrderedDict[str, Token] = OrderedDict()
        self._lock = Lock()

    def cookie(self, guest: str | None = None) -> str:
        """Return a cookie issued today for a guest, a new one by default."""
        name = guest or new_guest_id()
        return self._signer.sign(self._token(name, self._credentials.validity(name).sessions))

    def visitor(self, cookie: str | None) -> Visitor | None:
        """Return the visitor with this cookie; None if it is not ours, expired or revoked."""
        token = self._verified(cookie)
        if token is None or token.generation != self._credentials.validity(token.guest).sessions:
            return None
        return Visitor("guest", token.guest, token.generation)

    def guest_of_connection(self, visitor: Visitor) -> Visitor:
        """Return the guest whom a visitor without a cookie is now."""
        with self._lock:
            if visitor.name not in self._connections:
                return Visitor("guest", visitor.name, 0, visitor.name)
            self._connections.move_to_end(visitor.name)  # the least recently used are dropped
            token = self._connections[visitor.name]
        return Visitor("guest", token.guest, token.generation, visitor.name)

    def needs_renewal(self, cookie: str) -> bool:
        """Return True if a cookie was issued before today, so that a new one lasts longer."""
        token = self._verified(cookie)
        return token is None or token.issued < self._today()

    def is_logged_in(self, visitor: Visitor) -> bool:
        """Return True unless the visitor was logged out; checked at every access, as pages stay open for long."""
        return visitor.generation == self._credentials.validity(visitor.name).sessions

    def admit(self, network: str | None, *, is_newcomer: bool) -> None:
        """Let somebody on a network save, and count a newcomer; raise TooManyNewcomers, TooMuchGrowth."""
        if not self._growth.allows(network, 0):
            raise TooMuchGrowth(self._growth.wait_minutes(network))
        if is_newcomer and not self._newcomers.allows(network):
            raise TooManyNewcomers(self._newcomers.wait_minutes(network))
        if is_newcomer:
            self._credentials.secret()  # before the first workspace, so that any workspace proves there was one

    def forgive_newcomer(self, network: str | None) -> None:
        """Uncount the latest newcomer, since nothing was saved."""
        self._newcomers.forgive(network)

    def count_growth(self, network: str | None, size_bytes: int) -> None:
        """Count the bytes by which a workspace grew."""
        self._growth.allows(network, max(0, size_bytes))

    def recovery_key(self, visitor: Visitor) -> str:
        """Return the key that opens this guest's workspace in another browser."""
        return self._signer.recovery_key(visitor.name, self._credentials.validity(visitor.name).keys)

    def recover(self, key: str, visitor: Visitor, network: str | None) -> None:
        """Make this visitor's browser the guest's whose recovery key this is; raise WrongRecoveryKey, TooManyTries."""
        if not self._recoveries.allows(network):
            raise TooManyTries(self._recoveries.wait_minutes(network))
        guest = self._signer.guest_of_key(key)
        validity = Validity() if guest is None else self._credentials.validity(guest)
        if guest is None or not self._signer.is_recovery_key(key, guest, validity.keys):
            raise WrongRecoveryKey
        self._issue(visitor, self._token(guest, validity.sessions))

    def log_out_everywhere(self, visitor: Visitor) -> None:
        """Log out every browser of this guest but the one that asks."""
        validity = self._credentials.log_out_everywhere(visitor.name, self.now())
        self._issue(visitor, self._token(visitor.name, validity.sessions))

    def replace_key(self, visitor: Visitor) -> None:
        """Make a new recovery key and log out every browser of this guest but the one that asks."""
        validity = self._credentials.replace_key(visitor.name, self.now())
        self._issue(visitor, self._token(visitor.name, validity.sessions))

    def leave(self, visitor: Visitor) -> None:
        """Make this visitor's browser a new guest's."""
        self._issue(visitor, self._token(new_guest_id(), 0))

    def forget(self, visitor: Visitor) -> None:
        """Revoke every cookie and key of this guest, and make the browser that asks a new guest's."""
        self._credentials.replace_key(visitor.name, self.now())
        self.leave(visitor)

    def take_pending_cookie(self, cookie: str | None) -> str | None:
        """Return the cookie that waits for the browser with this one, once."""
        token = self._verified(cookie)
        if token is None:
            return None
        with self._lock:
            next_token, expires = self._pending.pop((token.guest, token.generation), (None, datetime.min))
        return None if next_token is None or expires < self._clock() else self._signer.sign(next_token)

    def now(self) -> int:
        """Return the current time in seconds since 1970."""
        return int(self._clock().timestamp())

    def _issue(self, visitor: Visitor, token: Token) -> None:
        with self._lock:
            if visitor.connection is not None:
                self._connections[visitor.connection] = token
            else:
                expires = self._clock() + limits.PENDING_COOKIE_LIFETIME
                self._pending[visitor.name, visitor.generation] = token, expires
            if len(self._connections) > _MAX_CONNECTIONS:
                self._connections.popitem(last=False)
            if len(self._pending) > _MAX_PENDING_COOKIES:
                self._pending.popitem(last=False)

    def _verified(self, cookie: str | None) -> Token | None:
        token = None if cookie is None else self._signer.verify(cookie)
        return token if token is not None and token.is_valid(self._today()) else None

    def _token(self, guest: str, generation: int) -> Token:
        return Token(guest, generation, self._today())

    @property
    def _signer(self) -> TokenSigner:
        # Not cached: a cookie signed with a secret that was replaced meanwhile would open nothing.
        return TokenSigner(self._credentials.secret())

    def _today(self) -> date:
        return self._clock().date()
