"""Structured logging of a hosted server: one redacted JSON object per line on standard error.

Each has time (UTC), level, logger and event; an error its traceback; a request its method, path without query and
tokens, status, and milliseconds until the last byte, which for a websocket is the time that it was open.
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
_MESSAGES_WITH_STATUS: Final = ("http.response.start", "websocket.http.response.start")
_IMPLIED_STATUS: Final = {"websocket.accept": 101, "websocket.close": 403}  # a close counts only before an accept
_MAX_PATH_LENGTH: Final = 200


class JsonFormatter(logging.Formatter):
    """A formatter of JSON lines, with the fields of ``extra={"request": …}`` beside the event."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
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


class _RootLogger(logging.Logger):
    """A logger that writes to the root's handlers only, whatever handlers a library adds."""

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        logging.root.callHandlers(record)


def install() -> None:
    """Make every logger, present and future, write redacted JSON lines; log uncaught exceptions, too."""
    redaction.install()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], force=True)
    logging.setLoggerClass(_RootLogger)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).__class__ = _RootLogger
    logging.getLogger("netroi_core").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)  # below, it logs each websocket's address and query
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda uncaught: _log_uncaught(
        uncaught.exc_type, uncaught.exc_value or uncaught.exc_type(), uncaught.exc_traceback
    )


class RequestLog:
    """The outermost ASGI middleware: logs each request and its response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log it; a health probe only if it fails."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        start, status = perf_counter(), 0

        async def send_and_note_status(message: Message) -> None:
            nonlocal status
            if message["type"] in _MESSAGES_WITH_STATUS:
                status = message["status"]
            else:
                status = status or _IMPLIED_STATUS.get(message["type"], 0)
            await send(message)

        try:
            await self._app(scope, receive, send_and_note_status)
        finally:
            _log_request(scope, status or 500, perf_counter() - start)


def _log_request(scope: Scope, status: int, seconds: float) -> None:
    if scope["path"] in (LIVE, READY) and status < 400:
        return
    path = redaction.redacted(scope["path"])[:_MAX_PATH_LENGTH]
    request = {"method": scope.get("method", "GET"), "path": path, "status": status}
    _LOGGER.info("request", extra={"request": {**request, "milliseconds": round(seconds * 1000, 1)}})


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _LOGGER.critical("ended by an error", exc_info=(kind, error, trace))
