"""Links: secret addresses that open one thing of a person's to whoever has them.

A link's address ends in a token of 256 random bits. Only its hash is stored: who reads the store can open no link, and
its owner sees the address once. What a link opens is stored with it, so that revoking it leaves nothing.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import scrypt, sha256
from typing import Any, Final, Literal
from unicodedata import normalize

from netroi_core.errors import NetROIError
from netroi_core.storage import Principal
from netroi_core.storage.entries import Entries, Entry

LinkKind = Literal["report", "preview", "feedback", "feed", "invitation", "reminders"]
Content = Mapping[str, Any]

# How many links of each kind one person may have at a time.
MAX_LINKS: Final[Mapping[LinkKind, int]] = {
    "report": 20,
    "preview": 1,
    "feedback": 5,
    "feed": 1,
    "invitation": 10,
    "reminders": 1,
}

MAX_PASSPHRASE_LENGTH: Final = 200

_TOKEN_BYTES: Final = 32
_SCRYPT_COST: Final = 2**14  # with blocks of 8: 16 MB and about 50 ms for each attempt
_SCRYPT_BLOCKS: Final = 8
_SALT_BYTES: Final = 16
_NO_LINKS: Final[Entry] = {"links": []}


class TooManyLinks(NetROIError):
    """More links than one person needs."""

    sentence = "You already have {} of these links, the maximum. Revoke one first."


class InvalidLink(NetROIError):
    """A link that opens nothing: mistyped, expired or revoked."""

    # Wrong, expired and revoked read alike, so that trying tokens teaches nothing.
    sentence = "This link no longer works."


@dataclass(frozen=True)
class Link:
    """A link that is valid through the day ``until``.

    Attributes:
        id: the hash of its token, which opens nothing.
        passphrase: the hash of its passphrase, if it has one.
        views: how often it was opened.
    """

    id: str
    kind: LinkKind
    owner: Principal
    created: date
    until: date
    content: Content
    passphrase: str | None = None
    views: int = 0


class Links:
    """The links of a server."""

    def __init__(self, entries: Entries, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._entries, self._clock = entries, clock

    def create(
        self, owner: Principal, kind: LinkKind, days: int, content: Content, *, passphrase: str = ""
    ) -> tuple[str, Link]:
        """Create a link that is valid for some days, and return its token, which is stored nowhere; raise TooManyLinks.

        Where MAX_LINKS is 1, it replaces the former link of that kind.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        passphrase_hash = hash_passphrase(passphrase) if passphrase.strip() else None
        link = Link(token_hash(token), kind, owner, self.today(), self.last_day(days), content, passphrase_hash)
        existing = [link for link in self.owned_by(owner) if link.kind == kind]
        if MAX_LINKS[kind] == 1:
            for former in existing:
                self.revoke(owner, former.id)
        elif len(existing) >= MAX_LINKS[kind]:
            raise TooManyLinks(MAX_LINKS[kind])
        # Listed first, so that its owner can see and revoke every link that is valid.
        self._change_list(owner, lambda ids: [*ids, link.id])
        self._entries.change(_link_name(link.id), lambda _: _link_entry(link))
        return token, link

    def today(self) -> date:
        """Return the day (UTC) by which links expire."""
        return self._clock().date()

    def last_day(self, days: int) -> date:
        """Return the last day of a link that is created now for some days."""
        return self.today() + timedelta(days=days)

    def owned_by(self, owner: Principal) -> tuple[Link, ...]:
        """Return the valid links of a person, the latest first, and delete the expired ones."""
        # One that is listed but not stored may be about to be: only a stored link can have expired.
        stored = [self._stored(link_id) for link_id in self._listed(owner)]
        own = [link for link in stored if link is not None and link.owner == owner]
        if expired := [link.id for link in own if self.today() > link.until]:
            self._delete(owner, expired)
        valid = (link for link in reversed(own) if link.id not in expired)
        return tuple(sorted(valid, key=lambda link: link.created, reverse=True))

    def by_token(self, token: str) -> Link | None:
        """Return the link that this token opens; None if it opens nothing."""
        return self.by_id(token_hash(token))

    def by_id(self, link_id: str) -> Link | None:
        """Return the valid link with this id."""
        link = self._stored(link_id)
        return link if link is not None and self.today() <= link.until else None

    def change(self, link_id: str, edit: Callable[[Link], Link]) -> Link:
        """Replace a link in one transaction; raise InvalidLink, and whatever the edit raises."""

        def edit_entry(entry: Entry | None) -> Entry:
            link = _link(link_id, entry)
            if link is None or self.today() > link.until:
                raise InvalidLink
            return _link_entry(edit(link))

        changed = _link(link_id, self._entries.change(_link_name(link_id), edit_entry))
        assert changed is not None
        return changed

    def count_view(self, link_id: str) -> None:
        """Count one more view of a link; raise InvalidLink."""
        self.change(link_id, lambda link: replace(link, views=link.views + 1))

    def extend(self, link: Link, days: int) -> Link:
        """Make a link valid for some days from now, unless it is so already; raise InvalidLink."""
        until = self.last_day(days)
        return link if link.until >= until else self.change(link.id, lambda current: replace(current, until=until))

    def revoke(self, owner: Principal, link_id: str) -> None:
        """Delete a link of this person with what it opens."""
        link = self.by_id(link_id)
        if link is not None and link.owner == owner:
            self._delete(owner, [link_id])

    def revoke_all(self, owner: Principal) -> None:
        """Delete every link of a person."""
        self._delete(owner, self._listed(owner))
        self._entries.erase(_list_name(owner))

    def transfer(self, owner: Principal, new_owner: Principal) -> None:
        """Make the links of one person another's."""
        ids = [link.id for link in self.owned_by(owner)]
        if not ids:
            return
        self._change_list(new_owner, lambda listed: [*listed, *ids])
        for link_id in ids:
            self.change(link_id, lambda link: replace(link, owner=new_owner))
        self._entries.erase(_list_name(owner))

    def _stored(self, link_id: str) -> Link | None:
        return _link(link_id, self._entries.read(_link_name(link_id)))

    def _delete(self, owner: Principal, ids: list[str]) -> None:
        for link_id in ids:
            self._entries.erase(_link_name(link_id))
        self._change_list(owner, lambda listed: [link_id for link_id in listed if link_id not in ids])

    def _listed(self, owner: Principal) -> list[str]:
        return list((self._entries.read(_list_name(owner)) or _NO_LINKS)["links"])

    def _change_list(self, owner: Principal, edit: Callable[[list[str]], list[str]]) -> None:
        self._entries.change(_list_name(owner), lambda entry: {"links": edit((entry or _NO_LINKS)["links"])})


def token_hash(token: str) -> str:
    """Return the id of the link that a token opens."""
    # A plain hash is enough, without salt or cost: nobody can try 256 random bits.
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hash_passphrase(passphrase: str) -> str:
    """Return the salted hash of a passphrase (scrypt, RFC 7914), which is slow to compute, and so to guess."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"{salt.hex()}:{_scrypt(passphrase, salt).hex()}"


def is_passphrase_correct(passphrase: str, stored_hash: str) -> bool:
    """Return True for the passphrase that was hashed; spaces around it and Unicode composition don't matter."""
    if len(passphrase) > MAX_PASSPHRASE_LENGTH:
        return False
    salt, _, expected = stored_hash.partition(":")
    # In constant time, so that the answer's delay says nothing about the hash.
    return hmac.compare_digest(_scrypt(passphrase, bytes.fromhex(salt)).hex(), expected)


def _scrypt(passphrase: str, salt: bytes) -> bytes:
    # One person's keyboard composes an accented letter where another's types two characters.
    text = normalize("NFKC", passphrase).strip().encode("utf-8", "surrogatepass")
    return scrypt(text, salt=salt, n=_SCRYPT_COST, r=_SCRYPT_BLOCKS, p=1)


def _link_name(link_id: str) -> str:
    return f"link {link_id}"


def _list_name(owner: Principal) -> str:
    return f"links of {owner.kind} {owner.subject}"


def _link_entry(link: Link) -> Entry:
    return {
        "kind": link.kind,
        "owner": [link.owner.kind, link.owner.subject],
        "made": link.created.isoformat(),
        "until": link.until.isoformat(),
        "passphrase": link.passphrase,
        "views": link.views,
        "content": dict(link.content),
    }


def _link(link_id: str, entry: Entry | None) -> Link | None:
    if entry is None:
        return None
    created, until = (date.fromisoformat(entry[key]) for key in ("made", "until"))
    owner = Principal(*entry["owner"])
    return Link(link_id, entry["kind"], owner, created, until, entry["content"], entry["passphrase"], entry["views"])
