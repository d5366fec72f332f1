"""For whom this server is there: its owner on this machine, guests by a link, or people who sign in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from netroi_core.errors import NetROIError

Mode = Literal["personal", "guests", "accounts"]

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
MODES: Final = get_args(Mode)
OIDC: Final = ("NETROI_OIDC_URL", "NETROI_OIDC_CLIENT_ID", "NETROI_OIDC_CLIENT_SECRET")
SETTINGS: Final = ("NETROI_MODE", "NETROI_URL", *OIDC)


class Misconfigured(NetROIError):
    """The server must not start like this; the text says which setting to mend."""


@dataclass(frozen=True)
class Provider:
    """Who says who signed in (OpenID Connect): the address of its metadata, and what it knows this server by."""

    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Hosting:
    """mode: who may come in. host: the name that browsers know the server by, with the port unless it is the usual one.

    is_secure: whether they come by https. provider: whom people sign in with.
    """

    mode: Mode = "personal"
    host: str | None = None
    is_secure: bool = False
    provider: Provider | None = None

    @property
    def url(self) -> str:
        """The address that browsers open, without a slash at its end."""
        return f"{'https' if self.is_secure else 'http'}://{self.host or 'localhost'}"

    @property
    def is_personal(self) -> bool:
        """Whether this machine alone is served, with the owner's one workspace."""
        return self.mode == "personal"

    def answers_to(self, host: str | None) -> bool:
        """Whether a Host header names this server; for its owner, any name of this very machine does."""
        if host is None:
            return False
        if not self.is_personal:
            return host.lower() == self.host
        try:
            return urlsplit(f"//{host}").hostname in LOOPBACK
        except ValueError:
            return False


def hosting(environment: Mapping[str, str]) -> Hosting:
    """What ``NETROI_MODE`` and ``NETROI_URL`` say; Misconfigured, with the way to mend it, if they can't be so."""
    mode = environment.get("NETROI_MODE") or "personal"
    if mode == "personal":
        return Hosting()
    if mode not in ("guests", "accounts"):
        raise Misconfigured(f"NETROI_MODE must be one of {', '.join(MODES)}, not {mode!r}.")
    address = environment.get("NETROI_URL", "")
    try:
        url = urlsplit(address)
        is_whole = bool(url.hostname) and url.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or url.path.strip("/") or url.query or url.fragment or url.username is not None:
        raise Misconfigured(f"NETROI_MODE={mode} needs NETROI_URL, the server's address, like https://netroi.example.")
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOOPBACK):
        raise Misconfigured("NETROI_URL must begin with https://: without it, cookies could be read on the way.")
    is_secure = url.scheme == "https"
    host = url.netloc.lower().removesuffix(":443" if is_secure else ":80")
    if mode == "guests":
        return Hosting("guests", host, is_secure)
    return Hosting("accounts", host, is_secure, _provider(environment))


def _provider(environment: Mapping[str, str]) -> Provider:
    if missing := [name for name in OIDC if not environment.get(name)]:
        raise Misconfigured(f"NETROI_MODE=accounts needs {', '.join(missing)}, as the provider to sign in with says.")
    url = urlsplit(environment[OIDC[0]])
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOOPBACK):
        raise Misconfigured("NETROI_OIDC_URL must begin with https://: else anybody on the way could say who signs in.")
    return Provider(*(environment[name] for name in OIDC))
