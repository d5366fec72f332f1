"""How far reading has come, told to whoever listens, so that a bar can move."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

Listener = Callable[[float], None]
"""Is told a share from 0 to 1."""

_STEPS: Final = 40
"""So often at most one stage is told of: a bar need not move more smoothly."""

T = TypeVar("T")


class Progress:
    """A stretch of the way, from one share of the whole to another; without a listener nobody is told."""

    def __init__(self, listener: Listener | None = None, begin: float = 0, end: float = 1) -> None:
        self._listener, self._begin, self._end = listener, begin, end

    def part(self, begin: float, end: float) -> "Progress":
        """A part of this stretch, by shares of it."""
        length = self._end - self._begin
        return Progress(self._listener, self._begin + begin * length, self._begin + end * length)

    def through(self, items: Sequence[T]) -> Iterator[T]:
        """The items, telling as they are worked off how far this stretch is done."""
        step = max(len(items) // _STEPS, 1)
        for begin in range(0, len(items), step):
            self.tell(begin / len(items))
            yield from items[begin : begin + step]
        self.tell(1)

    def tell(self, share: float) -> None:
        """Say how much of this stretch is done."""
        if self._listener is not None:
            self._listener(self._begin + share * (self._end - self._begin))
