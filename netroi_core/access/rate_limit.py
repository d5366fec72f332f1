"""Rate limiting: a sliding window for each key, in memory."""

from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock
from time import monotonic


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
