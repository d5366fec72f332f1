"""A browser's part of Streamlit's websocket protocol: what it asks for, and what the answers tell."""

from typing import Any, Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_SECONDS: Final = 60


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


def asked(url: str, page: str, name: str, part: str = "") -> bytes:
    """The message that asks for a run of a page by its hash and name, or of a part of it."""
    message = BackMsg()
    message.rerun_script.fragment_id = part
    message.rerun_script.page_script_hash, message.rerun_script.page_name = page, name
    context = message.rerun_script.context_info
    context.timezone, context.timezone_offset, context.locale = "Europe/Berlin", -60, "en-US"
    context.url, context.color_scheme = url, "light"
    return message.SerializeToString()


def read(raw: bytes) -> ForwardMsg:
    """A message of the server."""
    message = ForwardMsg()
    message.ParseFromString(raw)
    return message


def is_end(message: ForwardMsg) -> bool:
    """Whether with this a run is over, and no other follows by itself."""
    kind = message.WhichOneof("type")
    return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
