"""Links that open one thing of a person's to whoever has them.

A link's address ends in a token of 256 random bits. Kept is its hash alone: who reads the store can open no link, and
its owner sees the address once. What a link opens is kept with it, so that taking it back leaves nothing.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal

from netroi_core.errors import NetROIError
from netroi_core.sharing import passphrases
from netroi_core.storage import Principal
from netroi_core.storage.entries import Entries, Entry

LinkKind = Literal["report", "preview", "feedback", "feed", "invitation"]
Content = Mapping[str, Any]

MAX_LINKS: Final[Mapping[LinkKind, int]] = {"report": 20, "preview": 1, "feedback": 5, "feed": 1, "invitation": 10}
"""How many of a kind one person may have at a time."""

_TOKEN_BYTES: Final = 32


class TooManyLinks(NetROIError):
    """More links than one person needs."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} of these links, which is the most there can be. Take one back first.")


class InvalidLink(NetROIError):
    """No link that is in force: mistyped, expired or taken back; which of them is told nobody."""

    def __init__(self) -> None:
        super().__init__("This link opens nothing any more.")


@dataclass(frozen=True)
class Link:
    """A link that is in force through the day ``until``. name: what it is known by, which opens nothing.

    passphrase: the hash of the one that is asked for, if any. views: how often it was opened.
    """

    name: str
    kind: LinkKind
    owner: Principal
    made: date
    until: date
    content: Content
    passphrase: str | None = None
    views: int = 0


class Links:
    """All links of a server."""

    def __init__(self, entries: Entries, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._entries, self._clock = entries, clock

    def give_out(
        self, owner: Principal, kind: LinkKind, days: int, content: Content, *, passphrase: str = ""
    ) -> tuple[str, Link]:
        """A new link that holds for so many days, and its token, which is kept nowhere. TooManyLinks.

        Of a kind of which there can be one alone, the one before is void.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        asked = passphrases.hash_passphrase(passphrase) if passphrase.strip() else None
        link = Link(token_hash(token), kind, owner, self.today(), self.last_day(days), content, asked)
        known = [each for each in self.of(owner) if each.kind == kind]
        if MAX_LINKS[kind] == 1:
            for each in known:
                self.revoke(owner, each.name)
        elif len(known) >= MAX_LINKS[kind]:
            raise TooManyLinks(MAX_LINKS[kind])
        # Listed first: no link is ever in force that its owner can't see and take back.
        self._entries.change(_list(owner), lambda there: _listing([*_names(there), link.name]))
        self._entries.change(_entry(link.name), lambda _: _written(link))
        return token, link

    def last_day(self, days: int) -> date:
        """The last day of a link that is given out now for so many days."""
        return self.today() + timedelta(days=days)

    def of(self, owner: Principal) -> tuple[Link, ...]:
        """The links of a person that are in force, the latest first; what has expired is forgotten."""
        # One that is listed and not there may be on its way: only what is there can have expired.
        kept = [_read(name, self._entries.read(_entry(name))) for name in _names(self._entries.read(_list(owner)))]
        own = [link for link in kept if link is not None and link.owner == owner]
        if expired := [link.name for link in own if self.today() > link.until]:
            self._forget(owner, expired)
        in_force = (link for link in reversed(own) if link.name not in expired)
        return tuple(sorted(in_force, key=lambda link: link.made, reverse=True))

    def opened_by(self, token: str) -> Link | None:
        """The link that this token opens; None if it is none, or no longer."""
        return self.named(token_hash(token))

    def named(self, name: str) -> Link | None:
        """The link of this name; None if there is none, or no longer."""
        link = _read(name, self._entries.read(_entry(name)))
        return link if link is not None and self.today() <= link.until else None

    def change(self, name: str, edit: Callable[[Link], Link]) -> Link:
        """Replace what a link has in one transaction. Void; whatever the edit raises."""

        def edited(there: Entry | None) -> Entry:
            link = _read(name, there)
            if link is None or self.today() > link.until:
                raise InvalidLink
            return _written(edit(link))

        changed = _read(name, self._entries.change(_entry(name), edited))
        assert changed is not None
        return changed

    def count_view(self, name: str) -> None:
        """Note that a link was opened once more. Void."""
        self.change(name, lambda link: replace(link, views=link.views + 1))

    def prolong(self, link: Link, days: int) -> Link:
        """Let a link hold for so many days from now, unless it holds as long already. Void."""
        until = self.last_day(days)
        return link if link.until >= until else self.change(link.name, lambda there: replace(there, until=until))

    def revoke(self, owner: Principal, name: str) -> None:
        """Make a link of this person void, at once, and keep nothing of what it opened."""
        link = self.named(name)
        if link is not None and link.owner == owner:
            self._forget(owner, [name])

    def revoke_all(self, owner: Principal) -> None:
        """Make all links of a person void."""
        self._forget(owner, _names(self._entries.read(_list(owner))))
        self._entries.erase(_list(owner))

    def hand_over(self, owner: Principal, heir: Principal) -> None:
        """Make the links of one person those of another."""
        links = self.of(owner)
        if not links:
            return
        names = [link.name for link in links]
        self._entries.change(_list(heir), lambda there: _listing([*_names(there), *names]))
        for name in names:
            self.change(name, lambda link: replace(link, owner=heir))
        self._entries.erase(_list(owner))

    def _forget(self, owner: Principal, names: list[str]) -> None:
        for name in names:
            self._entries.erase(_entry(name))
        self._entries.change(
            _list(owner), lambda there: _listing([name for name in _names(there) if name not in names])
        )

    def today(self) -> date:
        """The day (UTC) by which links expire."""
        return self._clock().date()


def token_hash(token: str) -> str:
    """The name of the link that a token opens; of 256 random bits, a plain hash tells nothing."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _entry(name: str) -> str:
    return f"link {name}"


def _list(owner: Principal) -> str:
    return f"links of {owner.kind} {owner.subject}"


def _names(entry: Entry | None) -> list[str]:
    return [] if entry is None else list(entry["links"])


def _listing(names: list[str]) -> Entry:
    return {"links": names}


def _written(link: Link) -> Entry:
    return {
        "kind": link.kind,
        "owner": [link.owner.kind, link.owner.subject],
        "made": link.made.isoformat(),
        "until": link.until.isoformat(),
        "passphrase": link.passphrase,
        "views": link.views,
        "content": dict(link.content),
    }


def _read(name: str, entry: Entry | None) -> Link | None:
    if entry is None:
        return None
    made, until = (date.fromisoformat(entry[key]) for key in ("made", "until"))
    owner = Principal(*entry["owner"])
    return Link(name, entry["kind"], owner, made, until, entry["content"], entry["passphrase"], entry["views"])
