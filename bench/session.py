"""A browser's part of Streamlit's websocket protocol: one tab that runs its page again and again."""

from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

_PATIENCE_SECONDS = 60


class Session:
    """A tab that shows one page, opened and run once.

    ``drawn`` lists what the last run drew: the place and the kind of each block and element, in order.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._page = ""
        self.drawn: list[tuple[tuple[int, ...], str]] = []
        self._socket = connect(
            f"{url.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=["streamlit", "no-token"],
            additional_headers={"Origin": url},
            compression=None,
            max_size=None,
            proxy=None,
        )
        self.rerun()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def rerun(self) -> None:
        """Run the page and wait until it is finished; RuntimeError if it shows an exception."""
        self.drawn = []
        self._ask()
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(_PATIENCE_SECONDS, decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._note(tuple(message.metadata.delta_path), message.delta)
            elif kind == "new_session":
                self._page = message.new_session.page_script_hash
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def _ask(self) -> None:
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page
        context = message.rerun_script.context_info
        context.timezone, context.timezone_offset, context.locale = "Europe/Berlin", -60, "en-US"
        context.url, context.color_scheme = self._url, "light"
        self._socket.send(message.SerializeToString())

    def _note(self, place: tuple[int, ...], delta: Delta) -> None:
        what = delta.WhichOneof("type")
        kind = str(getattr(delta, what).WhichOneof("type"))
        if kind == "exception":
            raise RuntimeError(f"{self._url} shows: {delta.new_element.exception.message}")
        self.drawn.append((place, kind))
