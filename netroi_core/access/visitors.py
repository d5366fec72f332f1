"""Whoever is at the other end of a connection, as told by the web server to the pages behind it.

The word passes through a header, which anybody could send to pages that are served without their gate. So it is
sealed with a key that only this process has: without the gate, no page knows anybody.
"""

import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from netroi_core.errors import NetROIError

VISITOR_HEADER: Final = "x-netroi-visitor"

VisitorKind = Literal["personal", "guest", "passing"]

_KEY: Final = secrets.token_bytes(32)


class UnknownVisitor(NetROIError):
    """Nobody whom the gate let in."""

    def __init__(self) -> None:
        super().__init__("NetROI can't tell whose workspace to open. Allow cookies for this site, then reload.")


class LoggedOut(NetROIError):
    """Revoked since the page was opened."""

    def __init__(self) -> None:
        super().__init__("You were logged out here. Nothing more is shown or saved. Reload the page to go on.")


@dataclass(frozen=True)
class Visitor:
    """kind: how we know them; in passing, by nothing but this very connection. name: a guest's id.

    generation: that of the cookie that they came with. via: the connection's name, where there can be no cookie.
    """

    kind: VisitorKind
    name: str
    generation: int = 0
    via: str | None = None


OWNER: Final = Visitor("personal", "owner")


def signed(visitor: Visitor) -> str:
    """The visitor as a header's value, which only this process can make."""
    text = f"{visitor.kind}.{visitor.name}.{visitor.generation}"
    return f"{text}.{_seal('visitor', text)}"


@lru_cache(maxsize=1024)
def verified(text: str | None) -> Visitor | None:
    """The visitor that a header's value names; None unless this process made it."""
    if text is None:
        return None
    said, _, seal = text.rpartition(".")
    if not said or not hmac.compare_digest(seal.encode(), _seal("visitor", said).encode()):
        return None
    kind, name, generation = said.split(".")
    return Visitor(next(each for each in get_args(VisitorKind) if each == kind), name, int(generation))


def owner_tag(visitor: Visitor) -> str:
    """What marks a file as this visitor's: it tells nobody who that is, and nobody else can write it."""
    return _seal("file", f"{visitor.kind}.{visitor.name}")


def _seal(purpose: str, text: str) -> str:
    return hmac.new(_KEY, f"{purpose}\0{text}".encode(), "sha256").hexdigest()
