"""Redaction of a hosted server's log: it names no visitor and holds nothing that a visitor typed.

Left out are the texts of errors, recovery keys, cookies, tokens, sessions, queries, network and e-mail addresses.
"""

import logging
import re
import traceback
from ipaddress import ip_address
from typing import Any, Final

LEFT_OUT: Final = "[left out]"

_HEX: Final = "[0-9a-fA-F]"
_SECRETS: Final = re.compile(
    r"\b[A-Z2-7]{5}(?:-[A-Z2-7]{5}){7}\b"  # recovery keys
    r"|[\w-]{40,}"  # cookies, tokens, names of files
    rf"|\b{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}\b"  # sessions
    r"|(?<=\?)[^\s\"']+"  # queries
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail addresses
)
_ADDRESSES: Final = re.compile(rf"(?<![\w.])\d+(?:\.\d+){{3}}(?!\.?\w)|(?<![\w.]){_HEX}*:{_HEX}*:[0-9a-fA-F:.]*(?!\w)")


def redacted(text: str) -> str:
    """Return the text without secrets, queries and addresses.

    >>> redacted("GET /people?name=Ann from 203.0.113.7 at 12:30:45")
    'GET /people?[left out] from [left out] at 12:30:45'
    """
    return _ADDRESSES.sub(_redacted_address, _SECRETS.sub(LEFT_OUT, text))


def install() -> None:
    """Redact every log record from now on, of every logger."""
    usual_factory = logging.getLogRecordFactory()

    def redacting_factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = usual_factory(*args, **kwargs)
        values = record.args.values() if isinstance(record.args, dict) else record.args or ()
        message = record.getMessage()
        # An error's text may repeat what a person typed.
        for error_text in {str(value) for value in values if isinstance(value, BaseException)} - {""}:
            message = message.replace(error_text, LEFT_OUT)
        record.msg, record.args = redacted(message), ()
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            record.exc_text = "".join(traceback.format_tb(trace)) + f"{kind.__qualname__} [its text is left out]"
            record.exc_info = None
        return record

    logging.setLogRecordFactory(redacting_factory)


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
