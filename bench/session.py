"""One tab that runs its page again and again."""

from types import TracebackType
from typing import Self

from streamlit.proto.Delta_pb2 import Delta
from websockets.sync.client import connect

from bench import protocol

_SOON_SECONDS = 60  # what a page renews less often is no part of opening it


class Session:
    """A tab that shows one page, opened and run once: the first one, unless another is named as in the address.

    ``drawn`` lists what the last run drew: the place and the kind of each block and element, in order.
    """

    def __init__(self, url: str, page: str = "") -> None:
        self._url, self._name = url, page
        self._page = ""
        self._to_follow = ""
        self.drawn: list[tuple[tuple[int, ...], str]] = []
        self._socket = connect(protocol.address(url), **protocol.greeting(url))
        self.rerun()
        self.settle()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def rerun(self) -> None:
        """Run the page and wait until it is finished; RuntimeError if it shows an exception."""
        self._run()

    def settle(self) -> None:
        """Run what the page left to follow by itself, until nothing is."""
        while self._to_follow:
            part, self._to_follow = self._to_follow, ""
            self._run(part)

    def _run(self, part: str = "") -> None:
        self._socket.send(protocol.asked(self._url, self._page, self._name, part))
        while True:
            message = protocol.read(self._socket.recv(protocol.PATIENCE_SECONDS, decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._note(tuple(message.metadata.delta_path), message.delta)
            elif kind == "auto_rerun" and message.auto_rerun.interval < _SOON_SECONDS:
                self._to_follow = message.auto_rerun.fragment_id
            elif kind == "new_session":
                if not part:
                    self.drawn, self._to_follow = [], ""
                self._page = message.new_session.page_script_hash
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif protocol.is_end(message):
                return
            elif kind == "script_finished":
                part = ""

    def _note(self, place: tuple[int, ...], delta: Delta) -> None:
        what = delta.WhichOneof("type")
        kind = str(getattr(delta, what).WhichOneof("type"))
        if kind == "exception":
            raise RuntimeError(f"{self._url} shows: {delta.new_element.exception.message}")
        self.drawn.append((place, kind))
