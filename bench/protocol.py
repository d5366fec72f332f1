"""A browser's part of Streamlit's websocket protocol: what it asks for, and what the answers tell."""

from typing import Any, Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_SECONDS: Final = 60
_SOON_SECONDS: Final = 60  # what a page renews less often is no part of opening it


def address(url: str) -> str:
    """Where the socket of a server is."""
    return f"{url.replace('http', 'ws', 1)}/_stcore/stream"


def greeting(url: str) -> dict[str, Any]:
    """How a browser introduces itself, as keywords of ``websockets``' connect."""
    return {
        "subprotocols": ["streamlit", "no-token"],
        "additional_headers": {"Origin": url},
        "compression": None,
        "max_size": None,
        "proxy": None,
    }


class Tab:
    """What a browser knows of a page that it shows, of the first one unless another is named as in the address.

    ``drawn`` lists what the last run of the page drew: the place and the kind of each block and element, in order.
    """

    def __init__(self, url: str, name: str = "") -> None:
        self._url, self._name = url, name
        self._page, self._query = "", ""
        self._ids: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._given: dict[str, bool | str] = {}
        self._asked_for = ""
        self._follows = ""
        self.drawn: list[tuple[tuple[int, ...], str]] = []

    def asks(self, part: str = "") -> bytes:
        """The message that asks for a run of the page, or of a part of it."""
        self._asked_for = part
        message = BackMsg()
        asked = message.rerun_script
        asked.fragment_id, asked.query_string = part, self._query
        asked.page_script_hash, asked.page_name = self._page, self._name
        for widget, value in self._given.items():
            state = asked.widget_states.widgets.add(id=widget)
            if isinstance(value, bool):
                state.bool_value = value
            else:
                state.string_value = value
        context = asked.context_info
        context.timezone, context.timezone_offset, context.locale = "Europe/Berlin", -60, "en-US"
        context.url, context.color_scheme = self._url, "light"
        return message.SerializeToString()

    def gives(self, label: str, value: bool | str) -> bytes:
        """The message that tells what was entered: a fold opened or closed, or an option chosen by its words."""
        widget = self._ids[label]
        self._given[widget] = value
        return self.asks(self._parts[widget])

    def follows(self) -> str:
        """The part that the page leaves to follow by itself, asked for once; none if it is empty."""
        part, self._follows = self._follows, ""
        return part

    def hears(self, raw: bytes) -> bool:
        """Take in a message; whether with it the run is over. RuntimeError if it shows an exception."""
        message = ForwardMsg()
        message.ParseFromString(raw)
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._note(tuple(message.metadata.delta_path), message.delta)
        elif kind == "auto_rerun" and message.auto_rerun.interval < _SOON_SECONDS:
            self._follows = message.auto_rerun.fragment_id
        elif kind == "new_session":
            if not self._asked_for:
                self.drawn, self._follows = [], ""
            self._page = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "script_finished":
            self._asked_for = ""
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN  # else another follows by itself
        return False

    def _note(self, place: tuple[int, ...], delta: Delta) -> None:
        what = delta.WhichOneof("type")
        kind = str(getattr(delta, what).WhichOneof("type"))
        if kind == "exception":
            raise RuntimeError(f"{self._url} shows: {delta.new_element.exception.message}")
        self.drawn.append((place, kind))
        shown = getattr(getattr(delta, what), kind)
        if (widget := getattr(shown, "id", "")) and (label := getattr(shown, "label", "")):
            self._ids[label], self._parts[widget] = widget, delta.fragment_id
