"""Progress of reading files, reported to a progress bar."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

# Receives a share from 0 to 1.
Listener = Callable[[float], None]

# A bar need not move more smoothly, and each report is a message to the browser.
_MOST_REPORTS: Final = 40

T = TypeVar("T")


class Progress:
    """A part of the whole progress, from one share to another. Without a listener nothing is reported."""

    def __init__(self, listener: Listener | None = None, begin: float = 0, end: float = 1) -> None:
        self._listener, self._begin, self._end = listener, begin, end

    def part(self, begin: float, end: float) -> "Progress":
        """Return a part of this part, by shares of it."""
        length = self._end - self._begin
        return Progress(self._listener, self._begin + begin * length, self._begin + end * length)

    def through(self, items: Sequence[T]) -> Iterator[T]:
        """Yield the items, reporting the share that is done."""
        step = max(len(items) // _MOST_REPORTS, 1)
        for begin in range(0, len(items), step):
            self.report(begin / len(items))
            yield from items[begin : begin + step]
        self.report(1)

    def report(self, share: float) -> None:
        """Report that this share of the part is done."""
        if self._listener is not None:
            self._listener(self._begin + share * (self._end - self._begin))
