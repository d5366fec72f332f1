"""Subscriptions to reminders: their person, address and schedule.

A subscription is a link of its person (netroi_core/sharing/links.py), the one in every message that turns reminders on
or off. So it is erased with the workspace, moves to an account with it, and expires. Its address is encrypted with a
key from the server's secret, and anew once reminders are due after that was replaced. The ids of those that are on are
listed in a few entries, which the hourly run reads.

Until it is confirmed, an address gets only messages that ask to confirm it, and few of those, whoever requests them.
"""

import hmac
import logging
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final, Literal
from urllib.parse import unquote

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from itsdangerous import BadSignature, Signer

from netroi_core.access import limits
from netroi_core.access.limits import RateLimit
from netroi_core.errors import NetROIError
from netroi_core.reminding.delivery import Recipient
from netroi_core.reminding.messages import ReminderKind
from netroi_core.reminding.public_https import public_url
from netroi_core.reminding.schedule import Schedule
from netroi_core.sharing.links import Content, InvalidLink, Link, Links
from netroi_core.storage import Principal
from netroi_core.storage.entries import DamagedEntry, Entries, Entry

State = Literal["unconfirmed", "on", "refused"]

_LOGGER: Final = logging.getLogger(__name__)
_SHARDS: Final = "0123456789abcdef"  # the first digit of a link's id
_EVERYBODY: Final = "everybody"


class TooManyMessages(NetROIError):
    """An address that already got as many messages as it may."""

    sentence = "NetROI already sent several messages to this address. Use another one, or try again in a week."


class TooManyRequests(NetROIError):
    """More confirmation messages than the server sends for a visitor, for a network or in all."""

    sentence = "Too many reminders were requested just now. Try again in {} min."


class ChangedMeanwhile(NetROIError):
    """Another process or page changed the subscription first."""

    sentence = "Your reminders were changed elsewhere at the same time. Try again."


@dataclass(frozen=True)
class Retry:
    """A message to send again: of this kind, for the n-th time, not before a moment (ISO 8601, UTC)."""

    kind: ReminderKind
    attempt: int
    at: str


@dataclass(frozen=True)
class Subscription:
    """A person's reminders.

    Attributes:
        link: The link that turns them on and off.
        recipient: None once a message was refused for good: then the address is deleted.
        zone: The name of the person's time zone; empty if it is unknown.
    """

    link: Link
    recipient: Recipient | None
    state: State
    zone: str
    has_follow_ups: bool
    schedule: Schedule
    retry: Retry | None = None


class Subscriptions:
    """The subscriptions of a server.

    Args:
        secrets: Gives the secrets for this purpose, 32 bytes each as hexadecimal digits: the one in use, and those
            before it, which only decrypt.
    """

    def __init__(
        self,
        links: Links,
        entries: Entries,
        secrets: Callable[[], Sequence[str]],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._links, self._entries, self._secrets, self.clock = links, entries, secrets, clock
        self._requests = {name: RateLimit(*rate) for name, rate in limits.CONFIRMATION_RATES.items()}

    def request(
        self,
        owner: Principal,
        recipient: Recipient,
        zone: str,
        schedule: Schedule,
        *,
        has_follow_ups: bool,
        network: str | None = None,
    ) -> Subscription:
        """Store an unconfirmed subscription in place of the person's former one; the caller sends out its token.

        Raise TooManyRequests, TooManyMessages.
        """
        self._count_request(owner, network)
        self._count("confirmations", recipient, limits.CONFIRMATIONS_PER_WEEK, days=7)
        content = {
            "state": "unconfirmed",
            "sealed": self._sealed(recipient),
            "zone": zone,
            "follow_ups": has_follow_ups,
            "schedule": schedule.as_json,
            "retry": None,
        }
        _, link = self._links.create(owner, "reminders", limits.CONFIRMATION_DAYS, content)
        return self._subscription(link)

    def token(self, subscription: Subscription) -> str:
        """Return the token that turns reminders on and off; it is stored nowhere."""
        return self._signer.sign(subscription.link.id).decode()

    def by_token(self, token: str) -> Subscription:
        """Return the subscription of a token; raise InvalidLink if there is none, or not anymore."""
        link = self._link(token)
        subscription = None if link is None else self._readable(link)
        if subscription is None or subscription.recipient is None:
            raise InvalidLink
        return subscription

    def confirm(self, token: str) -> Subscription:
        """Turn reminders on; raise InvalidLink."""
        before = self.by_token(token)
        until = self._links.last_day(limits.RETENTION_DAYS)

        def confirmed(link: Link) -> Link:
            return replace(link, until=max(until, link.until), content={**link.content, "state": "on"})

        link = self._links.change(before.link.id, confirmed)
        # Listed last: what the hourly run finds listed is stored, or was erased.
        self._change_list(link.id, lambda ids: ids if link.id in ids else [*ids, link.id])
        return self._subscription(link)

    def stop(self, token: str) -> None:
        """Turn reminders off and erase the address, once or again; raise InvalidLink for a token that isn't ours."""
        if (link := self._link(token)) is not None:
            self._links.revoke(link.owner, link.id)

    def is_stoppable(self, token: str) -> bool:
        """Return True if there is anything to turn off; raise InvalidLink for a token that isn't ours."""
        return self._link(token) is not None

    def of(self, owner: Principal) -> Subscription | None:
        """Return a person's subscription, None without one."""
        own = (link for link in self._links.owned_by(owner) if link.kind == "reminders")
        return next((found for link in own if (found := self._readable(link)) is not None), None)

    def erase(self, subscription: Subscription) -> None:
        """Turn reminders off and erase the address."""
        self._links.revoke(subscription.link.owner, subscription.link.id)

    def listed(self) -> Iterator[Subscription]:
        """Yield the subscriptions that are on, and forget those that are not anymore."""
        for shard in _SHARDS:
            ended = []
            for link_id in self._ids(shard):
                try:
                    link = self._links.by_id(link_id)
                except DamagedEntry:  # which `check` names: it keeps nobody else waiting
                    continue
                subscription = None if link is None else self._readable(link)
                if subscription is not None:
                    yield subscription
                    continue
                ended.append(link_id)
                if link is not None:  # encrypted with a secret that is lost
                    self._links.revoke(link.owner, link.id)
            if ended:
                self._change_list(shard, partial(_without, ended))

    def update(self, before: Subscription, after: Subscription) -> Subscription:
        """Replace a subscription in one transaction; raise ChangedMeanwhile unless it is as it was, InvalidLink."""

        def edit(link: Link) -> Link:
            if link.content != before.link.content:
                raise ChangedMeanwhile
            return replace(link, until=after.link.until, content=self._content(after))

        return self._subscription(self._links.change(before.link.id, edit))

    def count_reminder(self, recipient: Recipient) -> None:
        """Count a message to an address, whoever it is for; raise TooManyMessages if it got enough of them today."""
        self._count("reminders", recipient, limits.REMINDERS_PER_DAY, days=1)

    def begin_run(self, now: datetime) -> bool:
        """Return True if no process has begun the run of this hour, and begin it."""
        hour, is_first = now.strftime("%Y-%m-%dT%H"), False

        def edit(entry: Entry | None) -> Entry:
            nonlocal is_first
            is_first = entry is None or entry["hour"] != hour
            return {"hour": hour}

        self._entries.change("reminders run", edit)
        return is_first

    def _content(self, subscription: Subscription) -> Content:
        retry = None if subscription.retry is None else asdict(subscription.retry)
        return {
            "state": subscription.state,
            "sealed": "" if subscription.recipient is None else self._renewed(subscription.link.content["sealed"]),
            "zone": subscription.zone,
            "follow_ups": subscription.has_follow_ups,
            "schedule": subscription.schedule.as_json,
            "retry": retry,
        }

    def _readable(self, link: Link) -> Subscription | None:
        try:
            return self._subscription(link)
        except InvalidToken:
            return None

    def _subscription(self, link: Link) -> Subscription:
        content = link.content
        return Subscription(
            link,
            self._unsealed(content["sealed"]),
            content["state"],
            content["zone"],
            content["follow_ups"],
            Schedule.from_json(content["schedule"]),
            None if content["retry"] is None else Retry(**content["retry"]),
        )

    def _sealed(self, recipient: Recipient) -> str:
        raw: bytes = self._ciphers[0].encrypt(orjson.dumps(asdict(recipient)))
        return raw.decode()

    def _renewed(self, sealed: str) -> str:
        """Return the encrypted address as it is, or encrypted anew if the secret was replaced since."""
        try:
            self._ciphers[0].decrypt(sealed)
        except InvalidToken:
            raw: bytes = MultiFernet(self._ciphers).rotate(sealed)
            return raw.decode()
        return sealed

    def _unsealed(self, sealed: str) -> Recipient | None:
        return Recipient(**orjson.loads(MultiFernet(self._ciphers).decrypt(sealed))) if sealed else None

    def _count_request(self, owner: Principal, network: str | None) -> None:
        keys = {"visitor": f"{owner.kind} {owner.subject}", "network": network, "server": _EVERYBODY}
        for name, key in keys.items():
            if not self._requests[name].allows(key):
                raise TooManyRequests(self._requests[name].wait_minutes(key))

    def _count(self, purpose: str, recipient: Recipient, amount: int, *, days: int) -> None:
        """Count a message to an address, under a keyed hash of it; raise TooManyMessages if there were enough."""
        today = self.clock().date()
        code = hmac.new(self._secrets()[0].encode(), _counted_name(recipient).encode(), "sha256").hexdigest()

        def edit(entry: Entry | None) -> Entry:
            first = today - timedelta(days=days - 1)
            recent = [day for day in (entry or {"days": []})["days"] if date.fromisoformat(day) >= first]
            if len(recent) >= amount:
                raise TooManyMessages
            return {"days": [*recent, today.isoformat()], "until": (today + timedelta(days=days)).isoformat()}

        self._entries.change(f"{purpose} to {code}", edit)

    def _ids(self, shard: str) -> list[str]:
        try:
            return list((self._entries.read(_list_name(shard)) or {"ids": []})["ids"])
        except DamagedEntry:
            _LOGGER.warning("A list of reminders is damaged: `check` names it. Nobody on it is reminded.")
            return []

    def _change_list(self, link_id: str, edit: Callable[[list[str]], list[str]]) -> None:
        self._entries.change(_list_name(link_id), lambda entry: {"ids": edit((entry or {"ids": []})["ids"])})

    def _link(self, token: str) -> Link | None:
        """Return the link of a token, None if it has ended; raise InvalidLink for a token that isn't ours."""
        try:
            link = self._links.by_id(self._signer.unsign(token).decode())
        except (BadSignature, UnicodeError):
            raise InvalidLink from None
        return link if link is not None and link.kind == "reminders" else None

    @property
    def _signer(self) -> Signer:
        return Signer(self._secrets()[0], salt="netroi.reminders")

    @property
    def _ciphers(self) -> list[Fernet]:
        return [Fernet(urlsafe_b64encode(bytes.fromhex(secret))) for secret in self._secrets()]


def _without(ended: list[str], ids: list[str]) -> list[str]:
    return [link_id for link_id in ids if link_id not in ended]


def _list_name(link_id: str) -> str:
    return f"reminders {link_id[:1]}"


def _counted_name(recipient: Recipient) -> str:
    """Return the name that messages to an address are counted by: all that reach one mailbox or topic have the same."""
    if recipient.channel == "email":
        mailbox, _, domain = recipient.address.lower().rpartition("@")
        return f"{mailbox.partition('+')[0]}@{domain}"
    url = public_url(recipient.address)
    # The query of a webhook may name the room; what follows a topic of ntfy changes nothing.
    query = url.query if recipient.channel == "webhook" else ""
    return f"{recipient.host} {unquote(url.path).strip('/')} {query}"
