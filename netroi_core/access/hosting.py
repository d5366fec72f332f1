"""For whom this server is there: its owner on this machine, guests by a link, or people who sign in; and on what.

Streamlit Community Cloud is not as other machines: its disk is as new after each restart, its proxy lets no cookie of
ours through, asks by names of its own, and shows the pages inside of a page of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from netroi_core.errors import NetROIError

Mode = Literal["personal", "guests", "accounts"]

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
MODES: Final = get_args(Mode)
OIDC: Final = ("NETROI_OIDC_URL", "NETROI_OIDC_CLIENT_ID", "NETROI_OIDC_CLIENT_SECRET")
STREAMLIT_CLOUD: Final = "streamlit-cloud"
SETTINGS: Final = ("NETROI_MODE", "NETROI_URL", *OIDC, "NETROI_PLATFORM", "NETROI_DISK")

_HERE: Final = Path(__file__).resolve().parents[2]
_REPOSITORIES: Final = Path("/mount/src")  # where Streamlit Community Cloud puts them
_CLOUDS_PAGES: Final = ".streamlit.app"


class Misconfiguration(NetROIError):
    """The server must not start like this; the text says which setting to mend."""


class EphemeralStorage(NetROIError):
    """What would be saved on this server would be gone after its next restart."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be saved here yet, because this server’s disk is emptied at each restart: whoever runs it "
            "sets NETROI_STORE to the address of a PostgreSQL database."
        )


class SignInRequired(NetROIError):
    """Nobody is known here but by signing in."""

    def __init__(self) -> None:
        super().__init__("Nothing can be saved here before you sign in, because NetROI would not know you again.")


@dataclass(frozen=True)
class Provider:
    """Who says who signed in (OpenID Connect): the address of its metadata, and what it knows this server by."""

    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Hosting:
    """mode: who may come in. host: the name that browsers know the server by, with the port unless it is the usual one.

    is_secure: whether they come by https. provider: whom people sign in with. is_streamlit_cloud: whether it runs
    there; then the name may be unknown. disk_forgets: whether its disk is as new after a restart.
    """

    mode: Mode = "personal"
    host: str | None = None
    is_secure: bool = False
    provider: Provider | None = None
    is_streamlit_cloud: bool = False
    disk_forgets: bool = False

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
        if self.is_streamlit_cloud:
            return True  # asked by names of its own; browsers come by the name that it leads to us
        if not self.is_personal:
            return host.lower() == self.host
        try:
            return urlsplit(f"//{host}").hostname in LOOPBACK
        except ValueError:
            return False

    def is_own(self, origin: str, host: str) -> bool:
        """Whether an Origin header names this server, for a request to this host."""
        name = origin.partition("://")[2].lower()
        # Nobody is known by a cookie there: in a visitor's name, another's page does nothing that it can't do alone.
        if self.is_streamlit_cloud and self.host is None and name.endswith(_CLOUDS_PAGES):
            return True
        return name == (self.host or host.lower())


def hosting_from(environment: Mapping[str, str], folder: Path = _HERE) -> Hosting:
    """What the settings say, for NetROI in this folder; Misconfigured, with the way to mend it, if they can't be so."""
    is_cloud = (_platform(environment) or _guessed(folder)) == STREAMLIT_CLOUD
    forgets = is_cloud if (disk := _disk(environment)) is None else disk == "forgets"
    mode = environment.get("NETROI_MODE") or ("guests" if is_cloud else "personal")
    if mode == "personal" and is_cloud:
        raise Misconfiguration(
            "NETROI_MODE must be guests or accounts here: Streamlit Community Cloud serves everybody."
        )
    if mode == "personal":
        return Hosting(disk_forgets=forgets)
    if mode not in ("guests", "accounts"):
        raise Misconfiguration(f"NETROI_MODE must be one of {', '.join(MODES)}, not {mode!r}.")
    if mode == "guests" and is_cloud and not environment.get("NETROI_URL"):
        return Hosting("guests", None, is_secure=True, is_streamlit_cloud=True, disk_forgets=forgets)
    address = environment.get("NETROI_URL", "")
    try:
        url = urlsplit(address)
        is_whole = bool(url.hostname) and url.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or url.path.strip("/") or url.query or url.fragment or url.username is not None:
        raise Misconfiguration(
            f"NETROI_MODE={mode} needs NETROI_URL, the server's address, like https://netroi.example."
        )
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOOPBACK):
        raise Misconfiguration(
            "NETROI_URL must begin with https://, or on this machine alone with http://localhost: else cookies could "
            "be read on the way."
        )
    is_secure = url.scheme == "https"
    host = url.netloc.lower().removesuffix(":443" if is_secure else ":80")
    provider = _provider(environment) if mode == "accounts" else None
    return Hosting("guests" if provider is None else "accounts", host, is_secure, provider, is_cloud, forgets)


def _platform(environment: Mapping[str, str]) -> str | None:
    return _one_of(environment, "NETROI_PLATFORM", STREAMLIT_CLOUD, "other")


def _disk(environment: Mapping[str, str]) -> str | None:
    return _one_of(environment, "NETROI_DISK", "forgets", "keeps")


def _guessed(folder: Path) -> str | None:
    return STREAMLIT_CLOUD if folder.is_relative_to(_REPOSITORIES) else None


def _one_of(environment: Mapping[str, str], name: str, *values: str) -> str | None:
    value = environment.get(name) or None
    if value not in (None, *values):
        raise Misconfiguration(f"{name} must be {' or '.join(values)}, not {value!r}.")
    return value


def _provider(environment: Mapping[str, str]) -> Provider:
    if missing := [name for name in OIDC if not environment.get(name)]:
        raise Misconfiguration(
            f"NETROI_MODE=accounts needs {', '.join(missing)}, as the provider to sign in with says."
        )
    url = urlsplit(environment[OIDC[0]])
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOOPBACK):
        raise Misconfiguration(
            "NETROI_OIDC_URL must begin with https://: else anybody on the way could say who signs in."
        )
    return Provider(*(environment[name] for name in OIDC))
