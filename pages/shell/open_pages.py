"""Open pages in Streamlit's runtime: their visitors and uploads, the messages they may send, and turns at running."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from netroi_core.access.hosting import Hosting
from netroi_core.access.turns import RUNS
from netroi_core.access.visitors import VISITOR_HEADER, Visitor, verified
from netroi_core.web.streamlit_server import VISITOR_KEY
from netroi_core.web.uploads import Upload
from pages.shell import identity

# Messages that none of our pages send: clearing everybody's caches, and developer tools.
_UNKNOWN: Final = frozenset(
    {"clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime"}
)
_MAX_FILES: Final = 100  # for which a browser may request addresses at once


def page_owner(session_id: str) -> Visitor | None:
    """Return the visitor of the open page with this session id; None if there is no such page."""
    client = Runtime.instance().get_client(session_id) if Runtime.exists() else None
    headers = {} if client is None else dict(client.client_context.headers)
    return verified(headers.get(VISITOR_HEADER))


def held_uploads(hosting: Hosting) -> Iterator[Upload]:
    """Yield for each session the files that it holds; of one whose page was left, nobody knows whose they are."""
    runtime = Runtime.instance()
    # A copy, as pages drop files in their own threads meanwhile.
    for session_id, files in list(getattr(runtime.uploaded_file_mgr, "file_storage", {}).items()):
        client = runtime.get_client(session_id)
        address = None if client is None else client.client_context.remote_ip
        network = None if address is None else hosting.counted_network(address)
        yield Upload(page_owner(session_id), network, sum(len(file.data) for file in list(files.values())))


class KnownMessages:
    """The ASGI middleware that drops messages that none of our pages send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; of a websocket's messages, those that are known."""

        async def receive_known() -> Message:
            message = await receive()
            while not _is_known(message):
                message = await receive()
            return message

        await self._app(scope, receive_known if scope["type"] == "websocket" else receive, send)


def run_in_turns() -> None:
    """Let pages, fragments and callbacks run only when it is their visitor's turn, from now on."""
    # Streamlit offers no hook around a run: every one of them goes through this method, on a thread of its own.
    run_script: Callable[..., None] = ScriptRunner._run_script

    @wraps(run_script)
    def run_in_turn(runner: ScriptRunner, *args: Any) -> None:
        with RUNS.turn(_visitor_key(runner), identity.network()):
            run_script(runner, *args)

    ScriptRunner._run_script = run_in_turn  # type: ignore[method-assign]


def _visitor_key(runner: ScriptRunner) -> str:
    visitor = verified(runner._user_info.get(VISITOR_KEY))
    return runner._session_id if visitor is None else f"{visitor.kind} {visitor.name}"


def _is_known(message: Message) -> bool:
    if message["type"] != "websocket.receive":
        return True
    sent = BackMsg()
    try:
        sent.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return True  # Streamlit ends the connection
    kind = sent.WhichOneof("type")
    return kind not in _UNKNOWN and len(sent.file_urls_request.file_names) <= _MAX_FILES
