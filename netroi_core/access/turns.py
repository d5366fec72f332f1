"""Fair scheduling: turns, so that nobody keeps others waiting, however many pages they open or files they upload."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, local
from time import monotonic, thread_time
from typing import Final

from netroi_core.access.limits import BUSY_SECONDS, BUSY_SHARE, RUNS_AT_ONCE, RUNS_PER_NETWORK
from netroi_core.errors import StillWorking

_MOST_VISITORS: Final = 10_000


@dataclass(eq=False)
class _Turn:
    visitor: str
    network: str
    has_come: Event = field(default_factory=Event)
    began: float = 0.0  # in CPU seconds of the thread


class _Work:
    """The CPU time that visitors took lately: a leaky bucket for each."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._taken: OrderedDict[str, tuple[float, float]] = OrderedDict()  # seconds, and as of when

    def add(self, visitor: str, seconds: float) -> None:
        """Count some CPU seconds more."""
        self._taken[visitor] = self._lately(visitor) + seconds, self._clock()
        self._taken.move_to_end(visitor)
        if len(self._taken) > _MOST_VISITORS:
            self._taken.popitem(last=False)

    def is_too_much(self, visitor: str) -> bool:
        """Return True if a visitor took more than a burst, and more than their share since."""
        return self._lately(visitor) > BUSY_SECONDS

    def _lately(self, visitor: str) -> float:
        seconds, moment = self._taken.get(visitor, (0.0, 0.0))
        return max(0.0, seconds - (self._clock() - moment) * BUSY_SHARE)


class Turns:
    """A fair scheduler of threads: so many at once, fewer for one network, and one for each visitor; the others wait.

    The next turn goes to a network that has the fewest, and there to the thread that has waited longest. A visitor
    without a network is a network of their own. A visitor who kept the server busy lately gets a turn only while nobody
    else has or wants one.
    """

    def __init__(
        self,
        at_once: int,
        per_network: int,
        *,
        clock: Callable[[], float] = monotonic,
        cpu_clock: Callable[[], float] = thread_time,
    ) -> None:
        self._at_once, self._per_network = at_once, per_network
        self._work, self._cpu_clock = _Work(clock), cpu_clock
        self._taken: set[_Turn] = set()
        self._waiting: list[_Turn] = []
        self._lock = Lock()
        self._own = local()

    @contextmanager
    def turn(self, visitor: str, network: str | None, patience: float | None = None) -> Iterator[None]:
        """Wait for a turn of this thread, and hold it; raise StillWorking if none comes within ``patience`` seconds."""
        turn = _Turn(visitor, visitor if network is None else network)
        self._take(turn, patience)
        self._own.turn = turn
        try:
            yield
        finally:
            self._own.turn = None
            self._give_back(turn)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let others have the turn of this thread, if it has one, while it waits for something else."""
        turn: _Turn | None = getattr(self._own, "turn", None)
        if turn is None:
            yield
            return
        self._give_back(turn)
        try:
            yield
        finally:
            turn.has_come.clear()
            self._take(turn)

    def _take(self, turn: _Turn, patience: float | None = None) -> None:
        with self._lock:
            self._waiting.append(turn)
            self._pass_on()
        if not turn.has_come.wait(patience):
            self._give_up(turn)
        turn.began = self._cpu_clock()

    def _give_up(self, turn: _Turn) -> None:
        """Stop waiting and raise StillWorking, unless the turn has come at the last moment."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise StillWorking

    def _give_back(self, turn: _Turn) -> None:
        with self._lock:
            self._work.add(turn.visitor, self._cpu_clock() - turn.began)
            self._taken.remove(turn)
            self._pass_on()

    def _pass_on(self) -> None:
        """Give all turns that are free."""
        while len(self._taken) < self._at_once and (turn := self._next()) is not None:
            self._waiting.remove(turn)
            self._taken.add(turn)
            turn.has_come.set()

    def _next(self) -> _Turn | None:
        visitors = {turn.visitor for turn in self._taken}
        of_networks = Counter(turn.network for turn in self._taken)
        may_run = [
            turn
            for turn in self._waiting
            if turn.visitor not in visitors and of_networks[turn.network] < self._per_network
        ]
        usual = [turn for turn in may_run if not self._work.is_too_much(turn.visitor)]
        return min(usual or ([] if self._taken else may_run), key=lambda turn: of_networks[turn.network], default=None)


RUNS: Final = Turns(RUNS_AT_ONCE, RUNS_PER_NETWORK)
"""The turns of this process's pages."""
