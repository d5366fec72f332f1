"""Every limit that a server sets its visitors: lifetimes of cookies and links, sizes of uploads, rates of attempts.

Circles have theirs beside their rules (netroi_core/circles), and so do links (netroi_core/sharing/links.py).
A rate is (times, seconds): at most so many attempts within so many seconds, for each key of a RateLimit.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Final

# Cookies. Browsers keep none for longer than 400 days (RFC 6265bis).
GUEST_COOKIE_LIFETIME: Final = timedelta(days=400)
# For how long a browser is recognized by the link that it opened; within it, a form must be sent, too.
LINK_COOKIE_LIFETIME: Final = timedelta(hours=24)
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
MAX_OPEN_PAGES_PER_NETWORK: Final = 50

# Retention.
# After how many days without use a guest's workspace is removed: no cookie opens it anymore by then.
RETENTION_DAYS: Final = GUEST_COOKIE_LIFETIME.days
REMINDER_DAYS: Final = 90  # after how many days away a guest is reminded of that
FEED_DAYS: Final = 400  # for how long a calendar's address holds from the day on which its owner last looked after it

# Rates.
RECOVERY_KEY_RATE: Final = (10, 600)
NEW_WORKSPACE_RATE: Final = (20, 3600)
LINK_TOKEN_RATE: Final = (300, 600)
PASSPHRASE_RATE: Final = (10, 600)
PASSPHRASE_RATE_PER_LINK: Final = (100, 3600)
ANSWER_RATE: Final = (30, 600)
ANSWER_RATE_PER_LINK: Final = (60, 600)


class RateLimit:
    """A limit of ``times`` attempts within ``seconds`` for each key; beyond ``capacity`` it drops the oldest key."""

    def __init__(
        self, times: int, seconds: float, *, capacity: int = 10_000, clock: Callable[[], float] = monotonic
    ) -> None:
        self._times, self._seconds, self._capacity, self._clock = times, seconds, capacity, clock
        self._attempts: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Return True if this key may try once more, and count the attempt."""
        now = self._clock()
        with self._lock:
            attempts = self._attempts.setdefault(key, deque())
            self._attempts.move_to_end(key)
            while attempts and attempts[0] <= now - self._seconds:
                attempts.popleft()
            if len(attempts) >= self._times:
                return False
            attempts.append(now)
            # Bounded, so that no number of addresses fills the memory.
            if len(self._attempts) > self._capacity:
                self._attempts.popitem(last=False)
            return True
