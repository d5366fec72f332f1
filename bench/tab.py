"""A browser tab without a browser: its side of Streamlit's websocket protocol."""

from collections.abc import Callable, Iterable
from typing import Any, Final, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

TIMEOUT_SECONDS: Final = 60
# A fragment that reruns by itself less often is no part of opening the page.
_SOON_SECONDS: Final = 60
Value = bool | str | tuple[str]


def socket_url(url: str) -> str:
    """Return the address of a server's websocket."""
    return f"{url.replace('http', 'ws', 1)}/_stcore/stream"


def connect_options(url: str) -> dict[str, Any]:
    """Return the keyword arguments for ``connect`` of websockets with which a browser introduces itself."""
    return {
        "subprotocols": ["streamlit", "no-token"],
        "additional_headers": {"Origin": url},
        "compression": None,
        "max_size": None,
        "proxy": None,
        "open_timeout": TIMEOUT_SECONDS,
    }


class Tab:
    """The state of a browser tab that shows one page.

    Attributes:
        drawn: The delta path and the type of each block and element that the last run drew, in order.
    """

    def __init__(self, url: str, page_name: str = "") -> None:
        """Make a tab of the page with this name in its address, by default the first page."""
        self._url, self._page_name = url, page_name
        self._page_hash, self._query = "", ""
        self._widget_ids: dict[str, str] = {}
        self._fragments: dict[str, str] = {}
        self._values: dict[str, Value] = {}
        self._running_fragment = ""
        self._pending_fragment = ""
        self.drawn: list[tuple[tuple[int, ...], str]] = []

    def rerun_message(self, fragment: str = "") -> bytes:
        """Return the message that asks for a run of the page, or of a fragment of it."""
        self._running_fragment = fragment
        message = BackMsg()
        rerun = message.rerun_script
        rerun.fragment_id, rerun.query_string = fragment, self._query
        rerun.page_script_hash, rerun.page_name = self._page_hash, self._page_name
        for widget, value in self._values.items():
            state = rerun.widget_states.widgets.add(id=widget)
            match value:
                case bool():
                    state.bool_value = value
                case str():
                    state.string_value = value
                case _:
                    state.string_array_value.data.extend(value)
        context = rerun.context_info
        context.timezone, context.timezone_offset, context.locale = "Europe/Berlin", -60, "en-US"
        context.url, context.color_scheme = self._url, "light"
        return message.SerializeToString()

    def widget_message(self, label: str, value: Value) -> bytes:
        """Return the message of an input: an expander opened or closed, or an option chosen by its text.

        The option of a segmented control comes alone in a tuple, as a browser sends it.
        """
        widget = self._widget_ids[label]
        self._values[widget] = value
        return self.rerun_message(self._fragments[widget])

    def take_pending_fragment(self) -> str:
        """Return the fragment that is about to rerun by itself, and forget it; empty if there is none."""
        fragment, self._pending_fragment = self._pending_fragment, ""
        return fragment

    def receive(self, raw: bytes) -> bool:
        """Process a message, and return True if it ends the run; raise RuntimeError if the page shows an exception."""
        message = ForwardMsg()
        message.ParseFromString(raw)
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._note_delta(tuple(message.metadata.delta_path), message.delta)
        elif kind == "auto_rerun" and message.auto_rerun.interval < _SOON_SECONDS:
            self._pending_fragment = message.auto_rerun.fragment_id
        elif kind == "new_session":
            if not self._running_fragment:
                self.drawn, self._pending_fragment = [], ""
            self._page_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "script_finished":
            self._running_fragment = ""
            # A run that is cut short is followed by another.
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _note_delta(self, path: tuple[int, ...], delta: Delta) -> None:
        field = delta.WhichOneof("type")
        kind = str(getattr(delta, field).WhichOneof("type"))
        if kind == "exception":
            raise RuntimeError(f"{self._url} shows: {delta.new_element.exception.message}")
        self.drawn.append((path, kind))
        element = getattr(getattr(delta, field), kind)
        if (widget := getattr(element, "id", "")) and (label := getattr(element, "label", "")):
            # A label may go on with what is selected, as that of the filters does.
            name = label.partition(": ")[0]
            self._widget_ids[name], self._fragments[widget] = widget, delta.fragment_id


class Session:
    """A tab that runs its page as often as it is told: the page with this name in its address, or the first one."""

    def __init__(self, url: str, page_name: str = "") -> None:
        self._tab = Tab(url, page_name)
        self._socket = connect(socket_url(url), **connect_options(url))
        self.rerun()
        self.run_pending_fragments()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def drawn(self) -> list[tuple[tuple[int, ...], str]]:
        """The delta path and the type of each block and element that the last run drew, in order."""
        return self._tab.drawn

    def rerun(self) -> None:
        """Run the page and wait until it has finished; raise RuntimeError if it shows an exception."""
        self._run(self._tab.rerun_message())

    def perform(self, actions: Iterable[Callable[[Tab], bytes]]) -> None:
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
        while not self._tab.receive(self._socket.recv(TIMEOUT_SECONDS, decode=False)):
            pass
