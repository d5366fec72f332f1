"""What a hosted server's log leaves out: what errors say, which may be what a person typed, and keys and cookies."""

import logging
import re
import traceback
from typing import Any, Final

_KEYS: Final = re.compile(r"\b[A-Z2-7]{5}(?:-[A-Z2-7]{5}){7}\b|[\w-]{40,}")


def redacted(text: str) -> str:
    """The text without recovery keys, tokens and the like."""
    return _KEYS.sub("[left out]", text)


def install() -> None:
    """Let every log record from now on be made without them, whichever logger makes it."""
    usual = logging.getLogRecordFactory()

    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        made = usual(*args, **kwargs)
        said = {str(each) for each in (made.args.values() if isinstance(made.args, dict) else made.args or ())
                if isinstance(each, BaseException)}  # fmt: skip
        text = made.getMessage()
        for each in said - {""}:
            text = text.replace(each, "[left out]")
        made.msg, made.args = redacted(text), ()
        if made.exc_info and made.exc_info[0] is not None:
            kind, _, trace = made.exc_info
            made.exc_text = "".join(traceback.format_tb(trace)) + f"{kind.__qualname__} [its text is left out]"
            made.exc_info = None
        return made

    logging.setLogRecordFactory(record)
