"""Who you are here, how you come back, and how you shut others out."""

from collections.abc import Callable

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.wording.wording import plain
from pages.shell import identity, session, workspace

LONGEST_KEY = 80


def show() -> None:
    """What makes sense for whoever is here; on a personal NetROI there is nothing to log in to."""
    whose = identity.principal()
    if whose.kind == "personal":
        st.markdown("This NetROI is personal: it serves this machine only, without a login.")
    elif whose.kind == "account":
        _account()
    elif identity.must_sign_in():
        st.header("You are not signed in")
    else:
        _guest()


def key() -> None:
    """The recovery key, to be copied."""
    st.code(identity.recovery_key(), language=None, wrap_lines=True)
    st.caption("Whoever has this key can open your workspace: keep it where you keep passwords.")


def _account() -> None:
    st.header("You are signed in")
    if email := identity.email():
        st.markdown(f"As {plain(email)}, by your provider.")
    with st.container(horizontal=True):
        st.button("Sign out", key="sign out", icon=":material/logout:", on_click=st.logout)
        _log_out_everywhere("Every browser is signed out, this one, too.")


def _guest() -> None:
    st.header("You are a guest")
    has_begun = workspace.read() is not None
    if has_begun and identity.is_passing():
        st.markdown(
            "Your workspace is open until you close or reload this page. Then only the recovery key opens it again, "
            "here and elsewhere: this site lets no cookie through by which NetROI could know your browser."
        )
    elif has_begun:
        st.markdown(
            "A cookie in this browser opens your workspace. With the recovery key you open it in another browser, or "
            "here again if the cookie is lost. Without either, there is no way back to it."
        )
    else:
        begins = " With your first answer a private workspace begins." if identity.hindrance() is None else ""
        st.markdown(f"Nothing of yours is stored yet.{begins}")
    if identity.hosting().mode == "accounts":
        st.button("Sign in", key="sign in", type="primary", icon=":material/login:", on_click=st.login)
        st.caption("Your workspace comes along into your account, if that has none yet.")
    if has_begun:
        shown = st.expander("Recovery key", icon=":material/key:", key="recovery key", on_change="rerun")
        if shown.open:
            with shown:
                key()
                st.button("Replace the key", key="replace key", icon=":material/autorenew:", on_click=_done,
                          args=(identity.replace_key,),
                          help="The old key opens nothing any more; every other browser is logged out.")  # fmt: skip
    with (
        st.expander("Open a workspace by its recovery key", icon=":material/lock_open:", key="recover"),
        st.form("recovery", border=False),
    ):
        st.text_input("Recovery key", key="typed key", max_chars=LONGEST_KEY, autocomplete="off")
        if has_begun:
            st.caption("This browser will open that workspace instead of this one. Keep this one’s key first.")
        st.form_submit_button("Open it", on_click=_recover)
    if has_begun:
        with st.container(horizontal=True):
            _log_out_everywhere("Every other browser is logged out. This one stays, and so does your key.")
        with st.expander("Leave this browser", icon=":material/logout:", key="leave browser"):
            st.markdown("On a computer that others use: this browser forgets your workspace. Only the key opens it.")
            sure = st.checkbox("I have kept the recovery key.", key="sure to leave")
            st.button("Leave", key="leave", disabled=not sure, on_click=_done, args=(identity.leave,))


def _log_out_everywhere(what: str) -> None:
    st.button("Log out everywhere", key="log out everywhere", icon=":material/devices_off:", help=what,
              on_click=_done, args=(identity.log_out_everywhere,))  # fmt: skip


def _recover() -> None:
    typed = str(session.value("typed key") or "")
    _done(lambda: identity.recover(typed))


def _done(act: Callable[[], None]) -> None:
    try:
        act()
    except NetROIError as refusal:
        session.notify("error", str(refusal))
