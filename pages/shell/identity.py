"""Who is here: asked anew at every access, of what the gate sealed, never of a page's address, widget or memory."""

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from netroi_core.access import hosting as hostings
from netroi_core.access.credentials import CredentialStore
from netroi_core.access.guests import Guests, TooManyTries
from netroi_core.access.hosting import EphemeralStorage, Hosting, SignInRequired
from netroi_core.access.visitors import LoggedOut, UnknownVisitor, Visitor, verified
from netroi_core.circles.circles import Circles
from netroi_core.errors import NetROIError, NotSaved
from netroi_core.sharing.links import Link, Links
from netroi_core.storage import PERSONAL, Principal, Store, addresses
from netroi_core.storage.entries import Entries
from netroi_core.web.invitation import INVITATION
from netroi_core.web.link_pages import LinkEntry, LinkServer
from netroi_core.web.request_info import COOKIE_PATH
from netroi_core.web.streamlit_options import VISITOR_KEY

ROOT: Final = Path(__file__).parents[2]
MIN_FREE_BYTES: Final = 256 * 1024**2  # what others on the machine need to go on


def hosting() -> Hosting:
    """For whom this server is there."""
    return _hosting(tuple(os.environ.get(name, "") for name in hostings.SETTINGS))


def store_address() -> str:
    """The address of the store, with all that lies beside the workspaces: a folder, or a database."""
    return os.environ.get("NETROI_STORE") or os.environ.get("NETROI_DATA") or str(ROOT / "data" / "workspaces")


def data_folder() -> Path | None:
    """Where files are; None where all is in a database."""
    return None if addresses.is_database(store_address()) else Path(store_address()).absolute()


def has_replicas() -> bool:
    """Whether other processes may serve the same people: only a database lets them."""
    return not hosting().is_personal and data_folder() is None


def entries() -> Entries:
    """What lies beside the workspaces: one for the whole process."""
    return _entries(store_address())


def register() -> CredentialStore:
    """What is in force on this server."""
    return CredentialStore(entries())


def guests() -> Guests:
    """The guests of this server: one for the whole process."""
    return _guests(store_address())


def links() -> Links:
    """All links that people of this server gave out."""
    return _links(store_address())


def circles() -> Circles:
    """All circles of this server."""
    return _circles(store_address())


def link_server() -> LinkServer:
    """What the pages behind links ask of this server."""
    return LinkServer(links, lambda: register().derived("shared"), hosting().is_secure)


def invitation() -> Link | None:
    """The invitation that this browser came in by, if it is still in force."""
    return LinkEntry(INVITATION, link_server()).known(cookies())[0]


def cookies() -> dict[str, str]:
    """What the browser sent when it connected."""
    return st.context.cookies.to_dict()


def visitor() -> Visitor:
    """Whoever is at the other end now. Unknown without the gate's word; LoggedOut if that was revoked."""
    found = _met()
    if found is None or (found.kind == "personal") != hosting().is_personal:
        raise UnknownVisitor
    if found.kind == "guest" and not guests().is_in_force(found):
        raise LoggedOut
    return found


def account() -> str | None:
    """Who is signed in, as the provider knows them; None if nobody is. LoggedOut if that was revoked."""
    name = account_name()
    if name is not None and int(_said().get("iat") or 0) < register().standing(name).not_before:
        raise LoggedOut
    return name


def account_name() -> str | None:
    """Who signed in with this browser, whether or not that was revoked since."""
    said = _said()
    if hosting().mode != "accounts" or not said.get("is_logged_in") or not (said.get("iss") and said.get("sub")):
        return None
    return orjson.dumps([said["iss"], said["sub"]]).decode()


def principal() -> Principal:
    """Whose workspace is open now. Unknown or LoggedOut if nobody's is."""
    who = visitor()
    if who.kind == "personal":
        return PERSONAL
    signed_in = account()
    return Principal("guest", who.name) if signed_in is None else Principal("account", signed_in)


def email() -> str | None:
    """What the provider calls who is signed in; to be shown to them, never to be known by."""
    said = _said()
    return said.get("email") or said.get("name")


def identity_key() -> tuple[Any, ...]:
    """What changes when another person takes over a session: nothing may be remembered beyond that."""
    said = _said()
    return (*(said.get(key) for key in (VISITOR_KEY, "is_logged_in", "iss", "sub")), _met())


def save_refusal() -> NetROIError | None:
    """Why nothing can be saved now, if so: it would be gone after a restart, or nobody would know whose it is."""
    if hosting().disk_forgets and not addresses.is_database(store_address()):
        return EphemeralStorage()
    return SignInRequired() if must_sign_in() else None


def must_sign_in() -> bool:
    """Whether nobody is known here but by signing in, and nobody did."""
    return hosting().is_streamlit_cloud and hosting().mode == "accounts" and account_name() is None


def is_cookieless() -> bool:
    """Whether no cookie tells whose workspace is open, but a key at most, for as long as the page is open."""
    return visitor().via is not None


def url() -> str:
    """The address that browsers open, without a slash at its end."""
    if hosting().host is not None or st.context.url is None:
        return hosting().url
    scheme, name, *_ = urlsplit(st.context.url)
    return f"{scheme}://{name}"


def check_admission(whose: Principal, store: Store) -> None:
    """Refuse to write what the server has no room for, or a workspace too many from one address."""
    if (refusal := save_refusal()) is not None:
        raise refusal
    if hosting().is_personal:
        return
    if (files := data_folder()) is not None:
        there = next(each for each in (files, *files.parents) if each.exists())
        if shutil.disk_usage(there).free < MIN_FREE_BYTES:
            raise NotSaved("this server has no room left")
    if store.read(whose) is None and not guests().may_begin(client_address()):
        raise TooManyTries


def client_address() -> str:
    """Where the connection comes from; only to count how often something is tried."""
    return st.context.ip_address or "this machine"


def log_out_everywhere() -> None:
    """Let in nobody else as this guest or account."""
    shut_out_others()
    renew_access()


def shut_out_others() -> None:
    """Revoke what lets in this guest or account; only this browser's guest gets another cookie, once it is fetched."""
    who = visitor()
    if (signed_in := account()) is not None:
        register().log_out_everywhere(signed_in, guests().now())
    elif who.kind == "guest":
        guests().log_out_everywhere(who)


def renew_access() -> None:
    """After others were shut out: let this browser's guest in again; who signed in must do so anew."""
    if account_name() is not None:
        st.logout()
    elif not hosting().is_personal:
        fetch_cookie()


def forget() -> None:
    """After a workspace was erased: this browser is nobody's any more."""
    if account_name() is not None:
        st.logout()
    elif (who := _met()) is not None and who.kind == "guest":
        guests().forget(who)
        fetch_cookie()


def fetch_cookie() -> None:
    """Send the browser to fetch the cookie that waits for it, and then to the first page; in passing, none does."""
    if (who := _met()) is not None and who.via is not None:
        if not guests().is_in_force(who):
            guests().leave(who)
        return
    # The way of st.login and st.logout: a page can't set a cookie, and a link would open another tab.
    if (context := get_script_run_ctx()) is not None:
        message = ForwardMsg()
        message.auth_redirect.url = COOKIE_PATH
        context.enqueue(message)


def recovery_key() -> str:
    """The key that opens this guest's workspace in another browser."""
    return guests().recovery_key(visitor())


def recover(key: str) -> None:
    """Open in this browser the workspace that a recovery key is for."""
    guests().recover(key, visitor(), client_address())
    fetch_cookie()


def replace_key() -> None:
    """Another recovery key; whoever else came in, by the old one or otherwise, is out."""
    guests().replace_key(visitor())
    fetch_cookie()


def leave() -> None:
    """Let this browser know nothing of the workspace any more; the recovery key brings it back."""
    guests().leave(visitor())
    fetch_cookie()


def _met() -> Visitor | None:
    """Whom the gate let in; a guest's connection in passing is whose a recovery key has made it."""
    found = verified(_said().get(VISITOR_KEY))
    return guests().met(found) if found is not None and found.kind == "passing" else found


def _said() -> dict[str, Any]:
    """What came with the connection: st.user, which looks for a file of secrets each time that it is asked."""
    context = get_script_run_ctx()
    return {} if context is None else dict(context.user_info)


@cache
def _hosting(values: tuple[str, ...]) -> Hosting:
    return hostings.hosting_from(dict(zip(hostings.SETTINGS, values, strict=True)))


@cache
def _entries(address: str) -> Entries:
    return addresses.entries(client_address)


@cache
def _guests(address: str) -> Guests:
    return Guests(CredentialStore(_entries(client_address)))


@cache
def _links(address: str) -> Links:
    return Links(_entries(client_address))


@cache
def _circles(address: str) -> Circles:
    return Circles(_entries(client_address), lambda: CredentialStore(_entries(client_address)).derived("circles"))
