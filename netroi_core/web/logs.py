"""A hosted server's log: one JSON object a line on standard error, without anything of the people who visit it.

Each has time (UTC), level, logger and event; an error also its trace; a request its method, path without query and
tokens, status, and milliseconds until the last byte: of a websocket, how long it was open.
"""

import logging
import sys
import threading
from datetime import UTC, datetime
from time import perf_counter
from types import TracebackType
from typing import Any, Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.web import redaction
from netroi_core.web.health import LIVE, READY

_LOGGER: Final = logging.getLogger(__name__)
_SAY_THEIR_STATUS: Final = ("http.response.start", "websocket.http.response.start")
_STAND_FOR: Final = {"websocket.accept": 101, "websocket.close": 403}  # the latter unless it was accepted before
_LONGEST_PATH: Final = 200


class JsonFormatter(logging.Formatter):
    """A record as one line; what a logger adds as ``extra={"request": …}`` stands beside its event."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "request", {}),
        }
        if record.exc_text:
            line["trace"] = record.exc_text
        return orjson.dumps(line, default=str).decode()


class _Logger(logging.Logger):
    """Writes where all others do, whatever handlers a library gives it."""

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        logging.root.callHandlers(record)


def install() -> None:
    """Let all loggers, those that are made later too, write such lines; and whatever ends with an error unseen."""
    redaction.install()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], force=True)
    logging.setLoggerClass(_Logger)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).__class__ = _Logger
    logging.getLogger("netroi_core").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)  # else each websocket with its address and query
    logging.captureWarnings(True)
    sys.excepthook = _log_end
    threading.excepthook = lambda unseen: _log_end(
        unseen.exc_type, unseen.exc_value or unseen.exc_type(), unseen.exc_traceback
    )


class RequestLog:
    """An ASGI middleware around all others that logs what was asked, and how it was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer; a probe is worth a line only if it fails."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] in _SAY_THEIR_STATUS:
                status = message["status"]
            else:
                status = status or _STAND_FOR.get(message["type"], 0)
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            status = status or 500
            if scope["path"] not in (LIVE, READY) or status >= 400:
                path = redaction.redacted(scope["path"])[:_LONGEST_PATH]
                asked = {"method": scope.get("method", "GET"), "path": path, "status": status}
                lasted = {"milliseconds": round((perf_counter() - began) * 1000, 1)}
                _LOGGER.info("request", extra={"request": asked | lasted})


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _LOGGER.critical("ended by an error", exc_info=(kind, error, trace))
