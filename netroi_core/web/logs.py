"""Structured, redacted logging of a hosted server: one JSON object per line on standard error.

It names no visitor and holds nothing that a visitor typed: left out are the texts of errors, recovery keys, cookies,
tokens, sessions, queries, network and e-mail addresses.

Each line has time (UTC), level, logger and event; an error its traceback; a request its method, path without query and
tokens, status, and milliseconds until the last byte, which for a websocket is the time that it was open.
"""

import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from ipaddress import ip_address
from time import perf_counter
from types import TracebackType
from typing import Any, Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netroi_core.web.availability import LIVE, READY

_LOGGER: Final = logging.getLogger(__name__)
_MESSAGES_WITH_STATUS: Final = ("http.response.start", "websocket.http.response.start")
_IMPLIED_STATUS: Final = {"websocket.accept": 101, "websocket.close": 403}  # a close counts only before an accept
_MAX_PATH_LENGTH: Final = 200
_MAX_MESSAGE_LENGTH: Final = 4_000

LEFT_OUT: Final = "[left out]"

# Each repetition is bounded or can start at one place only, so that matching takes linear time whatever the text is.
_HEX: Final = "[0-9a-fA-F]"
_SECRETS: Final = re.compile(
    r"\b[A-Z2-7]{5}(?:-[A-Z2-7]{5}){7}\b"  # recovery keys
    r"|[\w-]{40,}"  # cookies, tokens, names of files
    rf"|\b{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}\b"  # sessions
    r"|(?<=\?)[^\s\"']+"  # queries
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"  # e-mail addresses, as long as RFC 5321 lets them be
)
_ADDRESSES: Final = re.compile(rf"(?<![\w.])\d+(?:\.\d+){{3}}(?!\.?\w)|(?<![\w.]){_HEX}*:{_HEX}*:[0-9a-fA-F:.]*(?!\w)")


def redacted(text: str) -> str:
    """Return the text without secrets, queries and addresses.

    >>> redacted("GET /people?name=Ann from 203.0.113.7 at 12:30:45")
    'GET /people?[left out] from [left out] at 12:30:45'
    """
    return _ADDRESSES.sub(_redacted_address, _SECRETS.sub(LEFT_OUT, text))


def cut_and_redacted(text: str, length: int) -> str:
    """Return so much of the text at most, without secrets: cut first, so that no text takes long."""
    # Cut generously, then exactly: a secret at the end must be long enough to be recognized.
    return redacted(text[: 2 * length])[:length]


def install_redaction() -> None:
    """Redact every log record from now on, of every logger."""
    usual_factory = logging.getLogRecordFactory()

    def redacting_factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = usual_factory(*args, **kwargs)
        values = record.args.values() if isinstance(record.args, dict) else record.args or ()
        message = record.getMessage()
        # An error's text may repeat what a person typed.
        for error_text in {str(value) for value in values if isinstance(value, BaseException)} - {""}:
            message = message.replace(error_text, LEFT_OUT)
        record.msg, record.args = cut_and_redacted(message, _MAX_MESSAGE_LENGTH), ()
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            record.exc_text = "".join(traceback.format_tb(trace)) + f"{kind.__qualname__} [its text is left out]"
            record.exc_info = None
        return record

    logging.setLogRecordFactory(redacting_factory)


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
    install_redaction()
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
    path = cut_and_redacted(scope["path"], _MAX_PATH_LENGTH)
    request = {"method": scope.get("method", "GET"), "path": path, "status": status}
    _LOGGER.info("request", extra={"request": {**request, "milliseconds": round(seconds * 1000, 1)}})


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _LOGGER.critical("ended by an error", exc_info=(kind, error, trace))


def _redacted_address(match: re.Match[str]) -> str:
    """Leave out an address; keep text that only looks like one, such as a time of day."""
    text = match[0]
    for address in (text, text.rstrip(".:")):  # it may end a sentence
        try:
            ip_address(address)
        except ValueError:
            continue
        return LEFT_OUT + text[len(address) :]
    return text
