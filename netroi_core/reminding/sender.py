"""The hourly run, which sends the reminders that are due, each at most once.

Any number of processes may run it: the first in each hour does. Each message is claimed, by a change of its
subscription, before it is sent: a process that dies in between has lost the message, and none sends it again.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Final

from netroi_core.access import limits
from netroi_core.access.hosting import Hosting
from netroi_core.errors import NetROIError
from netroi_core.ledger.ledger import Ledger
from netroi_core.reminding.delivery import Delivery, MailDown, NotDelivered, PerhapsDelivered, Recipient, Refused
from netroi_core.reminding.messages import ReminderKind, confirmation, reminder
from netroi_core.reminding.schedule import has_work, is_daytime, next_reminder, zone_of
from netroi_core.reminding.subscriptions import (
    ChangedMeanwhile,
    Retry,
    Subscription,
    Subscriptions,
    TooManyMessages,
)
from netroi_core.sharing.links import InvalidLink
from netroi_core.storage import Store

Pause = Callable[[float], bool]
"""A function that waits so many seconds, and returns True once the server stops."""

FIRST_RUN_SECONDS: Final = 60.0  # after the start, when the first visitors come
RUN_SECONDS: Final = 3600.0
# After how many hours a message that was not delivered is sent again.
RETRY_HOURS: Final = (1, 4, 24)

_LOGGER: Final = logging.getLogger(__name__)
_PAUSE_SECONDS: Final = 0.05  # after each subscription: visitors come first
_MAX_FAILURES: Final = 10  # in a row, after which the store is down, and not one workspace damaged
_MAIL_DOWN: Final = "The mail server can’t be reached or refuses NetROI; reminders by e-mail wait for the next hour."


@dataclass
class _Run:
    """The state of a run."""

    now: datetime
    hosts: Counter[str] = field(default_factory=Counter)  # with the number of messages to each
    is_mail_down: bool = False
    failures: int = 0  # in a row

    def has_room_for(self, recipient: Recipient) -> bool:
        """Return True if one more message to this recipient stays within the limits of a run."""
        if recipient.channel == "email" and self.is_mail_down:
            return False
        is_within = self.hosts.total() < limits.REMINDERS_PER_RUN
        return is_within and self.hosts[recipient.host] < limits.REMINDERS_PER_HOST


class Sender:
    """The sender of a server's reminders, by the channels that it offers; they lead to its URL."""

    def __init__(self, subscriptions: Subscriptions, store: Store, delivery: Delivery, hosting: Hosting) -> None:
        self._subscriptions, self._store, self._delivery = subscriptions, store, delivery
        self._url, self._channels = hosting.url, hosting.reminder_channels

    def invite(self, subscription: Subscription) -> None:
        """Send the message that asks whether reminders are wanted; where it fails, erase the subscription and raise."""
        assert subscription.recipient is not None
        token = self._subscriptions.token(subscription)
        try:
            self._delivery.send(subscription.recipient, confirmation(self._url, token, limits.CONFIRMATION_DAYS))
        except PerhapsDelivered:
            raise  # its link must work if it arrived
        except NetROIError:
            self._subscriptions.erase(subscription)
            raise

    def run(self, pause: Pause = lambda _: False) -> None:
        """Send what is due, unless a process did so in this hour; raise NetROIError while the store is down."""
        run = _Run(self._subscriptions.clock())
        due = [subscription for subscription in self._subscriptions.listed() if _is_due(subscription, run.now)]
        if not due or not self._subscriptions.begin_run(run.now):
            return
        # Who waited longest comes first.
        for subscription in sorted(due, key=lambda one: (one.schedule.look, one.link.id)):
            self._handle_safely(subscription, run)
            if run.failures == _MAX_FAILURES or pause(_PAUSE_SECONDS):
                break
        if run.is_mail_down:
            _LOGGER.warning(_MAIL_DOWN)
        if run.hosts:
            _LOGGER.info("Reminders sent: %d.", run.hosts.total())

    def _handle_safely(self, subscription: Subscription, run: _Run) -> None:
        """Handle a subscription; log any error, so that one damaged workspace keeps nobody else waiting."""
        try:
            # Another process, or the person, may be faster.
            with suppress(ChangedMeanwhile, InvalidLink):
                self._handle(subscription, run)
            run.failures = 0
        except Exception:
            run.failures += 1
            _LOGGER.exception("A reminder could not be handled; the next run tries again.")

    def _handle(self, subscription: Subscription, run: _Run) -> None:
        recipient = subscription.recipient
        if recipient is None or recipient.channel not in self._channels or not run.has_room_for(recipient):
            return
        owner = subscription.link.owner
        used, saved = self._store.used(owner), self._store.read(owner, is_use=False)
        if used is None or saved is None:
            self._subscriptions.erase(subscription)  # the workspace was purged
            return
        # It ends when the workspace would be purged; a visit puts both off.
        until = max(subscription.link.until, used + timedelta(days=limits.RETENTION_DAYS))
        current = replace(subscription, link=replace(subscription.link, until=until))
        kind, attempt, claimed = _next(current, Ledger(saved.workspace), run.now)
        if kind is None:
            self._subscriptions.update(subscription, claimed)
        else:
            self._send(subscription, claimed, kind, attempt, run)

    def _send(self, before: Subscription, claimed: Subscription, kind: ReminderKind, attempt: int, run: _Run) -> None:
        """Claim a message by changing its subscription, then send it."""
        recipient = claimed.recipient
        assert recipient is not None
        message = reminder(kind, self._url, self._subscriptions.token(claimed))
        try:
            with self._delivery.open(recipient) as send:
                self._subscriptions.count_reminder(recipient)
                claimed = self._subscriptions.update(before, claimed)
                run.hosts[recipient.host] += 1
                send(message)
        except MailDown:
            run.is_mail_down = True  # nothing was claimed: it waits for the next run
        except TooManyMessages:
            pass  # nor here: it waits for tomorrow
        except NotDelivered:
            self._retry_later(claimed, kind, attempt, run.now)
        except PerhapsDelivered:
            _LOGGER.warning("A reminder may not have arrived: the connection broke while it was sent.")
        except Refused:
            _LOGGER.warning("A reminder (%s) was refused: no more are sent, its address is erased.", recipient.channel)
            self._subscriptions.update(claimed, replace(claimed, recipient=None, state="refused"))

    def _retry_later(self, claimed: Subscription, kind: ReminderKind, attempt: int, now: datetime) -> None:
        if attempt == len(RETRY_HOURS):
            _LOGGER.warning("A reminder was not delivered in %d attempts, and is given up.", attempt + 1)
            return
        at = now + timedelta(hours=RETRY_HOURS[attempt])
        self._subscriptions.update(claimed, replace(claimed, retry=Retry(kind, attempt + 1, _text(at))))


@contextmanager
def hourly(run: Callable[[Pause], None]) -> Iterator[None]:
    """Call a function each hour, in a thread, as long as the server runs."""
    stop = Event()

    def run_hourly() -> None:
        seconds = FIRST_RUN_SECONDS
        while not stop.wait(seconds):
            seconds = RUN_SECONDS
            try:
                run(stop.wait)
            except Exception:
                _LOGGER.exception("The reminders of this hour were not sent.")

    Thread(target=run_hourly, name="reminders", daemon=True).start()
    try:
        yield
    finally:
        stop.set()


def _next(subscription: Subscription, ledger: Ledger, now: datetime) -> tuple[ReminderKind | None, int, Subscription]:
    """Return the message to send, if any, how often that was tried, and the subscription that claims it."""
    today, retry = now.astimezone(zone_of(subscription.zone)).date(), subscription.retry
    if retry is not None and _is_retry_due(retry, now):
        kind = retry.kind if has_work(retry.kind, ledger, today) else None  # it may be done by now
        return kind, retry.attempt, replace(subscription, retry=None)
    kind, schedule = next_reminder(ledger, subscription.schedule, today, has_follow_ups=subscription.has_follow_ups)
    # A message that is due takes the place of one that waits to be sent again.
    return kind, 0, replace(subscription, schedule=schedule, retry=retry if kind is None else None)


def _is_due(subscription: Subscription, now: datetime) -> bool:
    if subscription.state != "on" or not is_daytime(now, subscription.zone):
        return False
    retry = subscription.retry
    return (retry is not None and _is_retry_due(retry, now)) or subscription.schedule.is_due(now, subscription.zone)


def _is_retry_due(retry: Retry, now: datetime) -> bool:
    return retry.at <= _text(now)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
