"""A browser's part of Streamlit's websocket protocol: one tab that runs its page again and again."""

from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

_PATIENCE_SECONDS = 60


class Session:
    """A tab that shows one page, opened and run once: the first one, unless another is named as in the address.

    ``drawn`` lists what the last run drew: the place and the kind of each block and element, in order.
    """

    def __init__(self, url: str, page: str = "") -> None:
        self._url, self._name = url, page
        self._page = ""
        self._to_follow = ""
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
        self._ask(part)
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(_PATIENCE_SECONDS, decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._note(tuple(message.metadata.delta_path), message.delta)
            elif kind == "auto_rerun":
                self._to_follow = message.auto_rerun.fragment_id
            elif kind == "new_session":
                if not part:
                    self.drawn, self._to_follow = [], ""
                self._page = message.new_session.page_script_hash
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return
                part = ""

    def _ask(self, part: str) -> None:
        message = BackMsg()
        message.rerun_script.fragment_id = part
        message.rerun_script.page_script_hash, message.rerun_script.page_name = self._page, self._name
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
