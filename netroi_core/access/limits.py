"""Every limit that a server sets its visitors: lifetimes of cookies and links, sizes of uploads, rates of attempts.

Circles have theirs beside their rules (netroi_core/circles), and so do links (netroi_core/sharing/links.py).
A rate is (amount, seconds): at most so much within so many seconds, for each key of a RateLimit.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from threading import Lock
from time import monotonic
from typing import Final

# Cookies. Browsers keep none for longer than 400 days (RFC 6265bis).
GUEST_COOKIE_LIFETIME: Final = timedelta(days=400)
# For how long a browser is recognized by the link that it opened; within it, a form must be sent, too.
LINK_SIGNATURE_LIFETIME: Final = timedelta(hours=24)
PENDING_COOKIE_LIFETIME: Final = timedelta(minutes=1)  # for how long a cookie that a page asked for waits to be fetched

# Sizes. Streamlit's own are compared with .streamlit/config.toml at the start.
MAX_UPLOAD_MEGABYTES: Final = 16
MAX_WIDGET_STATE_MEGABYTES: Final = 2
MAX_MESSAGE_MEGABYTES: Final = 16
MAX_FORM_BYTES: Final = 32 * 1024  # a text of 2,000 letters takes up to nine bytes for each
MAX_ADDRESS_BYTES: Final = 8 * 1024  # of a request: its path and query, as they were sent
MAX_HEADER_BYTES: Final = 32 * 1024  # of a request, all together; a sign-in's cookies take most of them

# Open pages, each with its websocket.
MAX_OPEN_PAGES: Final = 1000

# Messages of one open page: a person's clicks pass at once, a flood waits.
MESSAGES_PER_SECOND: Final = 10
MESSAGE_BURST: Final = 60
MESSAGE_BYTES: Final = 64 * 1024  # a message counts as one more for each of these
# Runs of pages: more at once would only share one interpreter. A visitor has one, a network half of all.
RUNS_AT_ONCE: Final = 8
RUNS_PER_NETWORK: Final = 4
# After so many CPU seconds, less this share of the time since, a visitor's pages run while nobody else's do.
BUSY_SECONDS: Final = 5.0
BUSY_SHARE: Final = 0.1

# Uploaded files that are not removed yet, and uploads on their way.
MAX_UPLOADED_BYTES_PER_VISITOR: Final = 64 * 1024**2
MAX_UPLOADED_BYTES_PER_NETWORK: Final = 256 * 1024**2
MAX_UPLOADED_BYTES: Final = 512 * 1024**2

# Connections, open pages or not.
MAX_CONNECTIONS_PER_VISITOR: Final = 8  # a browser opens six at a time, and one for each page
REQUEST_SECONDS: Final = 15  # within which a request's address and headers have to arrive
BODY_SECONDS: Final = 300  # within which its body has to arrive: 16 MB over a slow line

# Retention.
# After how many days without use a guest's workspace is removed: no cookie opens it anymore by then.
RETENTION_DAYS: Final = GUEST_COOKIE_LIFETIME.days
REMINDER_DAYS: Final = 180  # after how many days away a guest is reminded of that: a quiz a quarter is no absence
FEED_DAYS: Final = 400  # for how long a calendar's address holds from the day on which its owner last looked after it

# How many people one network address may bring (Hosting.visitors_per_network): a lecture hall on one Wi-Fi. They may
# have as many pages open, and each of the following happen as many times within its seconds.
VISITORS_PER_NETWORK: Final = 300
NEW_WORKSPACE_SECONDS: Final = 3600
RECOVERY_KEY_SECONDS: Final = 600  # keys have 120 bits: nobody guesses one, however often they may try
LINK_TOKEN_SECONDS: Final = 600
ANSWER_SECONDS: Final = 600

# Reminders, and the messages that ask to confirm an address.
CONFIRMATION_DAYS: Final = 7  # for how long the link in such a message works
CONFIRMATIONS_PER_WEEK: Final = 3  # to one address, whoever requests them
REMINDERS_PER_DAY: Final = 3  # to one address, whoever they are for
REMINDERS_PER_RUN: Final = 200  # each hour
REMINDERS_PER_HOST: Final = 100  # in a run, to one machine or domain
CONFIRMATION_RATES: Final = {"visitor": (5, 3600), "network": (60, 3600), "server": (200, 3600)}

# Rates.
GROWTH_RATE: Final = (128 * 1024**2, 3600)  # bytes by which the workspaces and the examples of one network grow
# Of wrong passphrases only, from one network and for one link: a whole class may enter the right one at once.
PASSPHRASE_RATE: Final = (30, 600)
PASSPHRASE_RATE_PER_LINK: Final = (100, 3600)


class RateLimit:
    """A limit of an ``amount`` within ``seconds`` for each key; beyond ``capacity`` it drops the oldest key.

    A key of None has no limit.
    """

    def __init__(
        self, amount: int, seconds: float, *, capacity: int = 10_000, clock: Callable[[], float] = monotonic
    ) -> None:
        self.amount = amount
        self._seconds, self._capacity, self._clock = seconds, capacity, clock
        self._uses: OrderedDict[str, _Uses] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str | None, amount: int = 1) -> bool:
        """Return True if this key has used less than it may, and count one use more, of this amount."""
        if key is None:
            return True
        with self._lock:
            uses = self._recent(key)
            if uses.total >= self.amount:
                return False
            uses.append(self._clock(), amount)
            return True

    def forgive(self, key: str | None) -> None:
        """Uncount the latest use of a key: nothing came of it, or it was legitimate."""
        with self._lock:
            if key is not None and (uses := self._uses.get(key)) is not None:
                uses.pop()

    def wait_minutes(self, key: str | None) -> int:
        """Return in how many minutes at most this key may try again."""
        with self._lock:
            uses = None if key is None else self._uses.get(key)
            if uses is None or uses.first is None:
                return 0
            return max(1, ceil((uses.first + self._seconds - self._clock()) / 60))

    def _recent(self, key: str) -> "_Uses":
        uses = self._uses.setdefault(key, _Uses())
        self._uses.move_to_end(key)
        uses.drop_until(self._clock() - self._seconds)
        # Bounded, so that no number of addresses fills the memory.
        if len(self._uses) > self._capacity:
            self._uses.popitem(last=False)
        return uses


class _Uses:
    """The uses of one key, the oldest first, with their amounts."""

    def __init__(self) -> None:
        self.total = 0
        self._uses: deque[tuple[float, int]] = deque()

    @property
    def first(self) -> float | None:
        """The time of the oldest use."""
        return self._uses[0][0] if self._uses else None

    def append(self, moment: float, amount: int) -> None:
        """Add a use; one of nothing isn't remembered."""
        if amount:
            self._uses.append((moment, amount))
            self.total += amount

    def pop(self) -> None:
        """Remove the latest use."""
        if self._uses:
            self.total -= self._uses.pop()[1]

    def drop_until(self, moment: float) -> None:
        """Remove the uses of this moment and before."""
        while self._uses and self._uses[0][0] <= moment:
            self.total -= self._uses.popleft()[1]
