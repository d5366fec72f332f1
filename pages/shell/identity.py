"""The visitor's identity, and the services that this server's visitors share.

A visitor is identified anew at every access, from what the access middleware signed for their connection: never from a
page's address, a widget or the session's memory.
"""

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import orjson
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from netroi_core import worker
from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.access.hosting import SETTINGS, EphemeralStorage, Hosting, SignInRequired, hosting_from
from netroi_core.access.turns import RUNS
from netroi_core.access.visitors import LoggedOut, UnknownVisitor, Visitor, verified
from netroi_core.circles.circles import Circles
from netroi_core.errors import NetROIError, NotSaved, StillWorking
from netroi_core.reminding.subscriptions import Subscriptions
from netroi_core.sharing.links import Link, Links
from netroi_core.storage import PERSONAL, Principal, addresses
from netroi_core.storage.safekeeping import serves_visitors
from netroi_core.web.headers import COOKIE_PATH
from netroi_core.web.link_pages import INVITATION, LinkEntry, LinkServer
from netroi_core.web.streamlit_server import VISITOR_KEY

R = TypeVar("R")

ROOT: Final = Path(__file__).parents[2]
MIN_FREE_BYTES: Final = 256 * 1024**2  # other programs on the machine need some, too


class Services:
    """The services beside the workspaces of one store; one for the whole process."""

    def __init__(self, address: str) -> None:
        entries = addresses.open_entries(address)
        self.credentials = CredentialStore(entries, lambda: serves_visitors(addresses.open_whole_store(address)))
        self.guests = Guests(self.credentials, hosting().visitors_per_network)
        self.links = Links(entries)
        # The pseudonyms of members are stored: a replaced secret doesn't change them.
        self.circles = Circles(entries, lambda: self.credentials.derived_secrets("circles")[-1])
        self.reminders = Subscriptions(self.links, entries, lambda: self.credentials.derived_secrets("reminders"))


def services() -> Services:
    """Return the services of this server's store."""
    return _services(store_address())


def hosting() -> Hosting:
    """Return how this server is hosted."""
    return _hosting(tuple(os.environ.get(name, "") for name in SETTINGS))


def store_address() -> str:
    """Return the address of the store: a folder, or a database's URL."""
    return os.environ.get("NETROI_STORE") or os.environ.get("NETROI_DATA") or str(ROOT / "data" / "workspaces")


def data_folder() -> Path | None:
    """Return the folder of the store; None if it is a database."""
    return None if addresses.is_database(store_address()) else Path(store_address()).absolute()


def has_replicas() -> bool:
    """Return True if other processes may serve the same visitors: only a database allows that."""
    return not hosting().is_personal and data_folder() is None


def link_server() -> LinkServer:
    """Return what the pages behind links need of this server."""
    return LinkServer(lambda: services().links, lambda: services().credentials.derived_secret("shared"), hosting())


def invitation() -> Link | None:
    """Return the valid invitation to a circle that this browser opened."""
    return LinkEntry(INVITATION, link_server()).find_link(cookies())[0]


def cookies() -> dict[str, str]:
    """Return the cookies that the browser sent when it connected."""
    return st.context.cookies.to_dict()


def visitor() -> Visitor:
    """Return the visitor.

    Raises:
        UnknownVisitor: the access middleware did not let them in.
        LoggedOut: they were logged out since.
    """
    visitor = _connected_visitor()
    if visitor is None or (visitor.kind == "personal") != hosting().is_personal:
        raise UnknownVisitor
    if visitor.kind == "guest" and not services().guests.is_logged_in(visitor):
        raise LoggedOut
    return visitor


def account() -> str | None:
    """Return the account that is signed in, None without one; raise LoggedOut if its session was revoked."""
    name = account_name()
    if name is not None and int(_user_info().get("iat") or 0) < services().credentials.validity(name).not_before:
        raise LoggedOut
    return name


def account_name() -> str | None:
    """Return the account that this browser signed in to, even if its session was revoked since."""
    user = _user_info()
    if hosting().mode != "accounts" or not user.get("is_logged_in") or not (user.get("iss") and user.get("sub")):
        return None
    return orjson.dumps([user["iss"], user["sub"]]).decode()


def principal() -> Principal:
    """Return the owner of the workspace that is open now; raise UnknownVisitor, LoggedOut."""
    current = visitor()
    if current.kind == "personal":
        return PERSONAL
    name = account()
    return Principal("guest", current.name) if name is None else Principal("account", name)


def run_limited(function: Callable[..., R], *arguments: Any, listener: Callable[[float], None] | None = None) -> R:
    """Return the result of a function of the core, run for the visitor in a process with limits.

    ``listener`` is called with the progress of a function that takes this argument. Raise Stopped, StillWorking.
    """
    owner = task_owner()
    with RUNS.paused():
        return worker.run_limited(owner, function, *arguments, network=network(), listener=listener)


def run_limited_once(results: dict[Any, Any], key: Any, function: Callable[..., R], *arguments: Any) -> R:
    """Return the result of ``run_limited``, kept in ``results`` under a key: Streamlit runs a page at every click.

    Raise its NetROIError, which is kept as well, unless the function may succeed at the next run.
    """
    if key not in results:
        try:
            results[key] = run_limited(function, *arguments)
        except StillWorking:
            raise
        except NetROIError as error:
            results[key] = error
    result: R | NetROIError = results[key]
    if isinstance(result, NetROIError):
        raise result
    return result


def task_owner() -> str:
    """Return the name under which the visitor's tasks in another process are counted."""
    owner = principal()
    return f"{owner.kind} {owner.subject}"


def email() -> str | None:
    """Return the visitor's address at the provider, to show it to them: nobody is identified by it."""
    user = _user_info()
    return user.get("email") or user.get("name")


def identity_key() -> tuple[Any, ...]:
    """Return a key that changes when another person takes over a session: nothing may be remembered beyond that."""
    user = _user_info()
    return (*(user.get(key) for key in (VISITOR_KEY, "is_logged_in", "iss", "sub")), _connected_visitor())


def save_refusal() -> NetROIError | None:
    """Return the reason why nothing can be saved now, if there is one."""
    if hosting().has_ephemeral_disk and not addresses.is_database(store_address()):
        return EphemeralStorage()
    return SignInRequired() if must_sign_in() else None


def must_sign_in() -> bool:
    """Return True if only a sign-in identifies people here, and nobody is signed in."""
    return hosting().is_streamlit_cloud and hosting().mode == "accounts" and account_name() is None


def is_cookieless() -> bool:
    """Return True if no cookie identifies the guest, but only the connection, as long as the page is open."""
    return visitor().connection is not None


def url() -> str:
    """Return the address that browsers open, without a trailing slash."""
    if hosting().host is not None or st.context.url is None:
        return hosting().url
    scheme, host, *_ = urlsplit(st.context.url)
    return f"{scheme}://{host}"


def check_admission(*, is_newcomer: bool) -> None:
    """Raise a NetROIError if the server has no room for a save, or the visitor's network has saved too much."""
    if (refusal := save_refusal()) is not None:
        raise refusal
    if hosting().is_personal:
        return
    if (folder := data_folder()) is not None:
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if shutil.disk_usage(existing).free < MIN_FREE_BYTES:
            raise NotSaved("this server has no room left")
    check_growth(is_newcomer=is_newcomer)


def check_growth(*, is_newcomer: bool = False) -> None:
    """Raise a NetROIError if the visitor's network has saved too much."""
    if not hosting().is_personal:
        services().guests.admit(network(), is_newcomer=is_newcomer)


def note_change(*, is_newcomer: bool, growth: int | None) -> None:
    """Note by how many bytes a workspace grew by the save that was let in; None if it failed."""
    if hosting().is_personal:
        return
    if growth is not None:
        services().guests.count_growth(network(), growth)
    elif is_newcomer:
        services().guests.forgive_newcomer(network())


def network() -> str | None:
    """Return the network that limits count the visitor for; None if they don't."""
    return hosting().counted_network(st.context.ip_address or "this machine")


def log_out_everywhere() -> None:
    """Log out every browser of this guest or account; a guest's own stays logged in."""
    shut_out_others()
    renew_access()


def shut_out_others() -> None:
    """Revoke every session of this guest or account; ``renew_access`` lets this browser's guest in again."""
    current = visitor()
    if (name := account()) is not None:
        services().credentials.log_out_everywhere(name, services().guests.now())
    elif current.kind == "guest":
        services().guests.log_out_everywhere(current)


def renew_access() -> None:
    """Let this browser's guest in again after ``shut_out_others``; an account must sign in anew."""
    if account_name() is not None:
        st.logout()
    elif not hosting().is_personal:
        fetch_cookie()


def forget() -> None:
    """Make this browser a new guest's, after its workspace was erased."""
    if account_name() is not None:
        st.logout()
    elif (guest := _connected_visitor()) is not None and guest.kind == "guest":
        services().guests.forget(guest)
        fetch_cookie()


def fetch_cookie() -> None:
    """Send the browser to fetch the cookie that waits for it, and then to the home page."""
    current = _connected_visitor()
    if current is not None and current.connection is not None:
        # Without cookies there is none to fetch; a guest who was logged out goes on as a new one.
        if not services().guests.is_logged_in(current):
            services().guests.leave(current)
        return
    # As st.login and st.logout do: a page can't set a cookie, and a link would open another tab.
    if (context := get_script_run_ctx()) is not None:
        message = ForwardMsg()
        message.auth_redirect.url = COOKIE_PATH
        context.enqueue(message)


def recovery_key() -> str:
    """Return the key that opens this guest's workspace in another browser."""
    return services().guests.recovery_key(visitor())


def recover(key: str) -> None:
    """Open in this browser the workspace of a recovery key; raise WrongRecoveryKey, TooManyTries."""
    services().guests.recover(key, visitor(), network())
    fetch_cookie()


def replace_key() -> None:
    """Make a new recovery key and log out every other browser."""
    services().guests.replace_key(visitor())
    fetch_cookie()


def leave() -> None:
    """Make this browser a new guest's; the recovery key brings the workspace back."""
    services().guests.leave(visitor())
    fetch_cookie()


def _connected_visitor() -> Visitor | None:
    """Return the visitor from the signed header; without cookies, the guest that the connection stands for."""
    visitor = verified(_user_info().get(VISITOR_KEY))
    if visitor is not None and visitor.kind == "cookieless":
        return services().guests.guest_of_connection(visitor)
    return visitor


def _user_info() -> dict[str, Any]:
    # Not st.user, which looks for a file of secrets each time.
    context = get_script_run_ctx()
    return {} if context is None else dict(context.user_info)


@cache
def _services(address: str) -> Services:
    return Services(address)


# Cached by the settings, as pages read it a dozen times in each run.
@cache
def _hosting(values: tuple[str, ...]) -> Hosting:
    return hosting_from(dict(zip(SETTINGS, values, strict=True)))
