"""A browser tab without a browser, which runs its page as often as it is told."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from websockets.sync.client import connect

from bench import protocol


class Session:
    """A tab with one page, run once: the page with this name in its address, by default the first one."""

    def __init__(self, url: str, page_name: str = "") -> None:
        self._tab = protocol.Tab(url, page_name)
        self._socket = connect(protocol.socket_url(url), **protocol.connect_options(url))
        self.rerun()
        self.run_pending_fragments()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    @property
    def drawn(self) -> list[tuple[tuple[int, ...], str]]:
        """The delta path and the type of each block and element that the last run drew, in order."""
        return self._tab.drawn

    def rerun(self) -> None:
        """Run the page and wait until it has finished; raise RuntimeError if it shows an exception."""
        self._run(self._tab.rerun_message())

    def perform(self, actions: Iterable[Callable[[protocol.Tab], bytes]]) -> None:
        """Do one action after the other, each with the fragments that follow."""
        for action in actions:
            self._run(action(self._tab))
            self.run_pending_fragments()

    def run_pending_fragments(self) -> None:
        """Run the fragments that rerun by themselves, until there are none left."""
        while fragment := self._tab.take_pending_fragment():
            self._run(self._tab.rerun_message(fragment))

    def _run(self, message: bytes) -> None:
        self._socket.send(message)
        while not self._tab.receive(self._socket.recv(protocol.TIMEOUT_SECONDS, decode=False)):
            pass
