"""How often something may be tried from one place: kept in memory, for a bounded number of places."""

from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock
from time import monotonic


class RateLimit:
    """At most ``times`` within ``seconds`` for each key; beyond ``capacity`` keys the longest unused is dropped."""

    def __init__(
        self, times: int, seconds: float, *, capacity: int = 10_000, clock: Callable[[], float] = monotonic
    ) -> None:
        self._times, self._seconds, self._capacity, self._clock = times, seconds, capacity, clock
        self._tried: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Whether this key may try once more; if so, it is counted."""
        now = self._clock()
        with self._lock:
            tried = self._tried.setdefault(key, deque())
            self._tried.move_to_end(key)
            while tried and tried[0] <= now - self._seconds:
                tried.popleft()
            if len(tried) >= self._times:
                return False
            tried.append(now)
            if len(self._tried) > self._capacity:
                self._tried.popitem(last=False)
            return True
