"""The host's mail server, which NetROI sends reminders through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from typing import Final, Literal
from urllib.parse import SplitResult, unquote, urlsplit

from netroi_core.access.networks import LOOPBACK

SETTINGS: Final = ("NETROI_SMTP", "NETROI_MAIL_FROM")

Protection = Literal["tls", "starttls", "none"]

_PORTS: Final[Mapping[str, int]] = {"smtps": 465, "smtp": 587}
# The value is never repeated: it may hold a password.
_SMTP_PROBLEM: Final = (
    "NETROI_SMTP must be the address of a mail server, like smtps://user:password@mail.example or "
    "smtp://user:password@mail.example:587; write special characters in the password as %XX."
)
_FROM_PROBLEM: Final = (
    "NETROI_SMTP needs NETROI_MAIL_FROM, the sender of the messages, like NetROI <reminders@netroi.example>."
)


@dataclass(frozen=True)
class MailServer:
    """A mail server, the account there if it asks for one, and the sender of every message."""

    host: str
    port: int
    sender: str
    protection: Protection = "starttls"  # of the connection; "none" on this machine only
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """The domain of the sender."""
        return parseaddr(self.sender)[1].rpartition("@")[2]


def mail_server_from(environment: Mapping[str, str]) -> MailServer | None:
    """Return the mail server that the settings describe, None without one; raise ValueError with a sentence.

    >>> mail_server_from({"NETROI_SMTP": "smtps://a:b@mail.example", "NETROI_MAIL_FROM": "me@netroi.example"})
    MailServer(host='mail.example', port=465, sender='me@netroi.example', protection='tls', user='a')
    """
    if not (address := environment.get("NETROI_SMTP", "")):
        return None
    url = _parse(address)
    if url is None or url.hostname is None:
        raise ValueError(_SMTP_PROBLEM)
    return MailServer(
        url.hostname,
        url.port or _PORTS[url.scheme],
        _sender(environment.get("NETROI_MAIL_FROM", "")),
        _protection(url),
        unquote(url.username or ""),
        unquote(url.password or ""),
    )


def _parse(address: str) -> SplitResult | None:
    """Return the parts of an address; None if it isn't one of a mail server."""
    try:
        url = urlsplit(address)
        is_complete = bool(url.hostname) and url.port != 0
    except ValueError:
        return None
    is_bare = url.path in ("", "/") and not (url.query or url.fragment)
    has_whole_account = bool(url.username) == bool(url.password)
    return url if is_complete and is_bare and has_whole_account and url.scheme in _PORTS else None


def _protection(url: SplitResult) -> Protection:
    if url.scheme == "smtps":
        return "tls"
    return "none" if url.hostname in LOOPBACK else "starttls"


def _sender(text: str) -> str:
    name, address = parseaddr(text)
    mailbox, _, domain = address.rpartition("@")
    if not (mailbox and domain and address.isascii() and text.isprintable()):
        raise ValueError(_FROM_PROBLEM)
    return formataddr((name, address))
