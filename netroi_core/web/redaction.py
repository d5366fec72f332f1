"""What a hosted server's log leaves out: what errors say, which may be what a person typed, and who a person is.

That is keys, cookies and tokens, sessions, queries, and addresses of networks and of mail.
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
    """The text without recovery keys, tokens, queries, addresses and the like."""
    return _ADDRESSES.sub(_unless_other, _SECRETS.sub(LEFT_OUT, text))


def install() -> None:
    """Let every log record from now on be made without them, whichever logger makes it."""
    usual = logging.getLogRecordFactory()

    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        made = usual(*args, **kwargs)
        said = {str(each) for each in (made.args.values() if isinstance(made.args, dict) else made.args or ())
                if isinstance(each, BaseException)}  # fmt: skip
        text = made.getMessage()
        for each in said - {""}:
            text = text.replace(each, LEFT_OUT)
        made.msg, made.args = redacted(text), ()
        if made.exc_info and made.exc_info[0] is not None:
            kind, _, trace = made.exc_info
            made.exc_text = "".join(traceback.format_tb(trace)) + f"{kind.__qualname__} [its text is left out]"
            made.exc_info = None
        return made

    logging.setLogRecordFactory(record)


def _unless_other(found: re.Match[str]) -> str:
    """Nothing of an address; what only looks like one, a time of day for instance, as it is."""
    text = found[0]
    for address in (text, text.rstrip(".:")):  # a sentence may end with it
        try:
            ip_address(address)
        except ValueError:
            continue
        return LEFT_OUT + text[len(address) :]
    return text
