"""HTTPS requests to addresses that strangers enter: to public machines only, bounded in time and size.

A name is resolved once, every address that it has must be public, and the connection goes to one that was checked. So
a name that points elsewhere a moment later (DNS rebinding) leads nowhere, and neither does a redirect.
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from http.client import HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Final
from urllib.parse import SplitResult, urlsplit

MAX_URL_LENGTH: Final = 500

Resolve = Callable[[str], list[tuple[str, int]]]

_PORT: Final = 443
_TIMEOUT_SECONDS: Final = 10.0
_GLOBAL_UNICAST: Final = ip_network("2000::/3")


class NotPublic(Exception):
    """An address that is not one of HTTPS on a public machine."""


class NoAnswer(Exception):
    """A machine that can't be reached, or doesn't answer in time."""


class AnswerLost(NoAnswer):
    """A machine that was reached and doesn't answer in time: it may have taken what was posted."""


def public_url(text: str) -> SplitResult:
    """Return the parts of an https address on the usual port, with nothing secret in it; raise NotPublic."""
    try:
        url = urlsplit(text)
        is_usual = url.port in (None, _PORT)
    except ValueError:
        raise NotPublic from None
    is_clean = len(text) <= MAX_URL_LENGTH and text.isascii() and text.isprintable() and " " not in text
    if not (is_clean and is_usual and url.scheme == "https" and url.hostname and url.username is None):
        raise NotPublic
    return url


def public_addresses(host: str) -> list[tuple[str, int]]:
    """Return the addresses of a host, with the port; raise NotPublic if any isn't public, NoAnswer if there is none."""
    try:
        infos = socket.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswer from None
    addresses = [str(info[4][0]) for info in infos]
    if not all(map(is_public, addresses)):
        raise NotPublic
    return [(address, _PORT) for address in addresses]


def is_public(text: str) -> bool:
    """Return True for an address that belongs to a machine on the public internet.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_UNICAST or address.sixtofour is not None):
        return False  # also those that embed an address of IPv4, which may be private
    return address.is_global and not address.is_multicast


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    resolve: Resolve = public_addresses,
    tls: ssl.SSLContext | None = None,
    seconds: float = _TIMEOUT_SECONDS,
) -> int:
    """Post to an address and return the status of the answer, of which no more is read.

    Raise NotPublic, NoAnswer, and AnswerLost once it is connected.
    """
    parts = public_url(url)
    host = str(parts.hostname)
    target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    connection = _CheckedConnection(host, resolve(host)[0], tls or ssl.create_default_context(), seconds)
    with closing(connection):
        # The time limit of a socket is for each packet: a machine that sends one byte at a time is stopped by this.
        deadline = Timer(seconds, connection.stop)
        deadline.start()
        error: type[NoAnswer] = NoAnswer
        try:
            connection.connect()
            error = AnswerLost
            connection.request("POST", target, body, dict(headers))
            return connection.getresponse().status
        except (OSError, HTTPException, ValueError):  # ValueError: the connection was stopped while it was read
            raise error from None
        finally:
            deadline.cancel()


class _CheckedConnection(HTTPSConnection):
    """A connection to an address that was checked, to the host with this name, which its certificate must have."""

    def __init__(self, host: str, address: tuple[str, int], tls: ssl.SSLContext, seconds: float) -> None:
        super().__init__(host, timeout=seconds, context=tls)
        self._address, self._tls, self._seconds = address, tls, seconds
        self._is_stopped = False

    def connect(self) -> None:
        """Connect without asking for the name's address again."""
        self.sock = socket.create_connection(self._address, self._seconds)
        if self._is_stopped:
            raise TimeoutError
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)

    def stop(self) -> None:
        """End the connection, from another thread."""
        self._is_stopped = True
        if (sock := self.sock) is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
