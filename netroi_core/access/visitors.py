"""The visitor at the other end of a connection, passed from the web server to the pages in a signed header.

Anybody could send such a header to pages that are served without the access middleware. So it is signed with a key that
only this process has: without the middleware, every page refuses everybody.
"""

import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

from netroi_core.errors import NetROIError

VISITOR_HEADER: Final = "x-netroi-visitor"

VisitorKind = Literal["personal", "guest", "cookieless"]

_KEY: Final = secrets.token_bytes(32)


class UnknownVisitor(NetROIError):
    """A visitor whom the access middleware did not let in."""

    def __init__(self) -> None:
        super().__init__("NetROI can't tell whose workspace to open. Allow cookies for this site, then reload.")


class LoggedOut(NetROIError):
    """A session that was revoked after the page was opened."""

    def __init__(self) -> None:
        super().__init__("You were logged out here. Nothing more is shown or saved. Reload the page to go on.")


@dataclass(frozen=True)
class Visitor:
    """A visitor as the access middleware knows them.

    Attributes:
        kind: the machine's owner, a guest with a cookie, or a guest known by this connection alone.
        name: a guest's id.
        generation: the generation of their cookie.
        connection: the name of the connection that identifies a guest where no cookie comes back.
    """

    kind: VisitorKind
    name: str
    generation: int = 0
    connection: str | None = None


OWNER: Final = Visitor("personal", "owner")


def signed(visitor: Visitor) -> str:
    """Return the visitor as a header's value, signed with this process's key."""
    text = f"{visitor.kind}.{visitor.name}.{visitor.generation}"
    return f"{text}.{_signature('visitor', text)}"


@lru_cache(maxsize=1024)
def verified(header: str | None) -> Visitor | None:
    """Return the visitor that a header's value names; None unless this process signed it."""
    if header is None:
        return None
    text, _, signature = header.rpartition(".")
    if not text or not hmac.compare_digest(signature.encode(), _signature("visitor", text).encode()):
        return None
    kind, name, generation = text.split(".")
    return Visitor(cast(VisitorKind, kind), name, int(generation))


def owner_tag(visitor: Visitor) -> str:
    """Return the tag that marks a file as this visitor's: it identifies nobody and can't be forged."""
    return _signature("file", f"{visitor.kind}.{visitor.name}")


def _signature(purpose: str, text: str) -> str:
    return hmac.new(_KEY, f"{purpose}\0{text}".encode(), "sha256").hexdigest()
