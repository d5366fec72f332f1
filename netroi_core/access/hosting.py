"""Hosting: whom this server serves (its owner, guests with a link, people who sign in) and on which platform.

Streamlit Community Cloud differs from other machines: its disk is emptied at each restart, its proxy drops our cookies
and uses host names of its own, and it shows the pages in a frame.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, cast, get_args
from urllib.parse import SplitResult, urlsplit

from netroi_core.access.limits import VISITORS_PER_NETWORK
from netroi_core.access.mail_server import SETTINGS as MAIL_SETTINGS
from netroi_core.access.mail_server import MailServer, mail_server_from
from netroi_core.access.networks import LOOPBACK, Network, is_in, network_of, parse_networks
from netroi_core.errors import NetROIError

Mode = Literal["personal", "guests", "accounts"]
ReminderChannel = Literal["email", "ntfy", "webhook"]

MODES: Final = get_args(Mode)
OIDC: Final = ("NETROI_OIDC_URL", "NETROI_OIDC_CLIENT_ID", "NETROI_OIDC_CLIENT_SECRET")
SETTINGS: Final = (
    *("NETROI_MODE", "NETROI_URL", *OIDC, "NETROI_PLATFORM", "NETROI_DISK"),
    *("NETROI_VISITORS_PER_NETWORK", "NETROI_UNLIMITED_NETWORKS"),
    *(*MAIL_SETTINGS, "NETROI_WEBHOOKS"),
)

_APP_FOLDER: Final = Path(__file__).resolve().parents[2]
_CLOUD_REPOSITORIES: Final = Path("/mount/src")  # where Streamlit Community Cloud clones them
_CLOUD_DOMAIN: Final = ".streamlit.app"


class Misconfiguration(NetROIError):
    """Settings with which the server must not start; the message names the one to correct."""


class EphemeralStorage(NetROIError):
    """A save refused because the server's disk is emptied at its next restart."""

    sentence = (
        "Nothing can be saved here yet, because this server erases its disk at each restart. Its "
        "administrator needs to set NETROI_STORE to the address of a PostgreSQL database."
    )


class SignInRequired(NetROIError):
    """A save refused because nobody is signed in where only a sign-in identifies people."""

    sentence = "Sign in to save: without signing in, NetROI can’t recognize you when you come back."


@dataclass(frozen=True)
class Provider:
    """The OpenID Connect provider: the address of its metadata, and this server's client there."""

    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Hosting:
    """The way in which this server is hosted."""

    mode: Mode = "personal"  # who may come in
    host: str | None = None  # that browsers use, with the port unless it is the default; None if it is unknown
    is_secure: bool = False  # if browsers come by https
    provider: Provider | None = None  # that people sign in with
    is_streamlit_cloud: bool = False
    has_ephemeral_disk: bool = False  # if the disk is emptied at each restart
    visitors_per_network: int = VISITORS_PER_NETWORK  # how many people one network address may bring
    unlimited_networks: tuple[Network, ...] = ()  # whose visitors have no limits of their own
    mail: MailServer | None = None  # that reminders are sent through
    has_webhooks: bool = True  # if reminders may be posted to addresses that visitors enter

    @property
    def url(self) -> str:
        """The address that browsers open, without a trailing slash."""
        return f"{'https' if self.is_secure else 'http'}://{self.host or 'localhost'}"

    @property
    def is_personal(self) -> bool:
        """True if only this machine is served, with the owner's one workspace."""
        return self.mode == "personal"

    @property
    def reminder_channels(self) -> tuple[ReminderChannel, ...]:
        """The ways in which reminders can be sent; none if there is none."""
        # Streamlit Community Cloud puts an app to sleep that nobody has open: nothing would be sent in time.
        if self.is_personal or self.is_streamlit_cloud:
            return ()
        by_mail: tuple[ReminderChannel, ...] = () if self.mail is None else ("email",)
        return (*by_mail, "ntfy", "webhook") if self.has_webhooks else by_mail

    def counted_network(self, address: str) -> str | None:
        """Return the network that limits count a visitor at this address for; None if they don't."""
        # On Streamlit Community Cloud all requests come from the proxy's address.
        if self.is_personal or self.is_streamlit_cloud or is_in(address, self.unlimited_networks):
            return None
        return network_of(address)

    def is_own_host(self, host: str | None) -> bool:
        """Return True if a Host header names this server; a personal one answers to every name of its machine."""
        if host is None:
            return False
        if self.is_streamlit_cloud:
            return True  # its health checks use internal names; browsers only come by the public one
        if not self.is_personal:
            return host.lower() == self.host
        try:
            return urlsplit(f"//{host}").hostname in LOOPBACK
        except ValueError:
            return False

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Return True if an Origin header names this server, for a request to this host."""
        scheme, _, name = origin.lower().partition("://")
        # A page that came without https can be from anybody between the browser and the server.
        if scheme not in ({"http", "https"} if self.is_personal else {"https" if self.is_secure else "http"}):
            return False
        # No cookie identifies visitors there, so a forged request can do nothing that its sender could not do anyway.
        if self.is_streamlit_cloud and self.host is None and name.endswith(_CLOUD_DOMAIN):
            return True
        return name == (self.host or host.lower())


def hosting_from(environment: Mapping[str, str], folder: Path = _APP_FOLDER) -> Hosting:
    """Return the hosting that the settings describe, for NetROI in this folder; raise Misconfiguration."""
    is_mounted = folder.is_relative_to(_CLOUD_REPOSITORIES)
    is_cloud = _is_first(environment, "NETROI_PLATFORM", ("streamlit-cloud", "other"), default=is_mounted)
    is_ephemeral = _is_first(environment, "NETROI_DISK", ("forgets", "keeps"), default=is_cloud)
    mode = _mode(environment, is_cloud=is_cloud)
    if mode == "personal":
        return Hosting(has_ephemeral_disk=is_ephemeral)
    if mode == "guests" and is_cloud and not environment.get("NETROI_URL"):
        return Hosting("guests", None, is_secure=True, is_streamlit_cloud=True, has_ephemeral_disk=is_ephemeral)
    visitors, unlimited = _visitors_per_network(environment), _unlimited_networks(environment)
    url = _public_url(environment.get("NETROI_URL", ""), mode)
    is_secure = url.scheme == "https"
    host = url.netloc.lower().removesuffix(":443" if is_secure else ":80")
    provider = _provider(environment) if mode == "accounts" else None
    mail = _mail_server(environment)
    has_webhooks = _is_first(environment, "NETROI_WEBHOOKS", ("on", "off"), default=True)
    return Hosting(mode, host, is_secure, provider, is_cloud, is_ephemeral, visitors, unlimited, mail, has_webhooks)


def _mail_server(environment: Mapping[str, str]) -> MailServer | None:
    try:
        return mail_server_from(environment)
    except ValueError as error:
        raise Misconfiguration(str(error)) from None


def _visitors_per_network(environment: Mapping[str, str]) -> int:
    text = environment.get("NETROI_VISITORS_PER_NETWORK") or str(VISITORS_PER_NETWORK)
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise Misconfiguration(
            f"NETROI_VISITORS_PER_NETWORK must be a number of people, like {VISITORS_PER_NETWORK}, not {text!r}."
        )
    return int(text[:9])


def _unlimited_networks(environment: Mapping[str, str]) -> tuple[Network, ...]:
    text = environment.get("NETROI_UNLIMITED_NETWORKS", "")
    try:
        return parse_networks(text)
    except ValueError as error:
        raise Misconfiguration(
            f"NETROI_UNLIMITED_NETWORKS must be networks separated by commas, like 203.0.113.0/24: {error}."
        ) from None


def _mode(environment: Mapping[str, str], *, is_cloud: bool) -> Mode:
    mode = environment.get("NETROI_MODE") or ("guests" if is_cloud else "personal")
    if mode not in MODES:
        raise Misconfiguration(f"NETROI_MODE must be one of {', '.join(MODES)}, not {mode!r}.")
    if mode == "personal" and is_cloud:
        raise Misconfiguration(
            "NETROI_MODE must be guests or accounts here: Streamlit Community Cloud is open to everyone."
        )
    return cast(Mode, mode)


def _public_url(address: str, mode: str) -> SplitResult:
    problem = Misconfiguration(
        f"NETROI_MODE={mode} needs NETROI_URL, the server’s address, like https://netroi.example."
    )
    try:
        url = urlsplit(address)
        is_complete = bool(url.hostname) and url.port != 0
    except ValueError:
        raise problem from None
    if not is_complete or url.path.strip("/") or url.query or url.fragment or url.username is not None:
        raise problem
    if not _is_protected(url):
        raise Misconfiguration(
            "NETROI_URL must start with https://, or with http://localhost on this machine only: otherwise "
            "cookies could be intercepted."
        )
    return url


def _is_protected(url: SplitResult) -> bool:
    return url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)


def _is_first(environment: Mapping[str, str], name: str, values: tuple[str, str], *, default: bool) -> bool:
    value = environment.get(name) or values[not default]
    if value not in values:
        raise Misconfiguration(f"{name} must be {' or '.join(values)}, not {value!r}.")
    return value == values[0]


def _provider(environment: Mapping[str, str]) -> Provider:
    if missing := [name for name in OIDC if not environment.get(name)]:
        raise Misconfiguration(f"NETROI_MODE=accounts needs {', '.join(missing)} from your sign-in provider.")
    if not _is_protected(urlsplit(environment[OIDC[0]])):
        raise Misconfiguration(
            "NETROI_OIDC_URL must start with https://: otherwise someone on the network could sign in as anyone."
        )
    return Provider(*(environment[name] for name in OIDC))
