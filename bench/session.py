"""One tab that runs its page again and again."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from websockets.sync.client import connect

from bench import protocol


class Session:
    """A tab that shows one page, opened and run once: the first one, unless another is named as in the address."""

    def __init__(self, url: str, page: str = "") -> None:
        self._tab = protocol.Tab(url, page)
        self._socket = connect(protocol.address(url), **protocol.greeting(url))
        self.rerun()
        self.settle()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    @property
    def drawn(self) -> list[tuple[tuple[int, ...], str]]:
        """What the last run of the page drew: the place and the kind of each block and element, in order."""
        return self._tab.drawn

    def rerun(self) -> None:
        """Run the page and wait until it is finished; RuntimeError if it shows an exception."""
        self._run(self._tab.asks())

    def acts(self, acts: Iterable[Callable[[protocol.Tab], bytes]]) -> None:
        """Do one after the other, with all that follows by itself."""
        for act in acts:
            self._run(act(self._tab))
            self.settle()

    def settle(self) -> None:
        """Run what the page left to follow by itself, until nothing is."""
        while part := self._tab.follows():
            self._run(self._tab.asks(part))

    def _run(self, asked: bytes) -> None:
        self._socket.send(asked)
        while not self._tab.hears(self._socket.recv(protocol.PATIENCE_SECONDS, decode=False)):
            pass
