"""Sign-in, recovery key and logging out, as they apply to the visitor."""

import streamlit as st

from netroi_core.wording.wording import escape_markdown
from pages.shell import identity, session, workspace

_MAX_KEY_LENGTH = 80


def show_access() -> None:
    """Show the ways in and out that the visitor has; a personal NetROI has none."""
    principal = identity.principal()
    if principal.kind == "personal":
        st.markdown("This NetROI is personal: it serves this machine only, without a login.")
    elif principal.kind == "account":
        _show_account()
    elif identity.must_sign_in():
        st.header("You are not signed in")
    else:
        _show_guest()


def show_recovery_key() -> None:
    """Show the recovery key, to copy."""
    st.code(identity.recovery_key(), language=None, wrap_lines=True)
    st.caption("Whoever has this key can open your workspace: keep it where you keep passwords.")


def _show_account() -> None:
    st.header("You are signed in")
    if email := identity.email():
        st.markdown(f"As {escape_markdown(email)}, by your provider.")
    with st.container(horizontal=True):
        st.button("Sign out", key="sign out", icon=":material/logout:", on_click=st.logout)
        _log_out_everywhere("Every browser is signed out, this one, too.")


def _show_guest() -> None:
    st.header("You are a guest")
    has_begun = workspace.read() is not None
    if has_begun and identity.is_cookieless():
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
        begins = " With your first answer a private workspace begins." if identity.save_refusal() is None else ""
        st.markdown(f"Nothing of yours is stored yet.{begins}")
    if identity.hosting().mode == "accounts":
        st.button("Sign in", key="sign in", type="primary", icon=":material/login:", on_click=st.login)
        st.caption("Your workspace comes along into your account, if that has none yet.")
    if has_begun:
        with st.expander("Recovery key", icon=":material/key:", key="recovery key", on_change="rerun") as expander:
            if expander.open:
                show_recovery_key()
                st.button("Replace the key", key="replace key", icon=":material/autorenew:", on_click=session.attempt,
                          args=(identity.replace_key,),
                          help="The old key opens nothing any more; every other browser is logged out.")  # fmt: skip
    # A form sends what was typed last together with the click.
    with (
        st.expander("Open a workspace by its recovery key", icon=":material/lock_open:", key="recover"),
        st.form("recovery", border=False),
    ):
        st.text_input("Recovery key", key="typed key", max_chars=_MAX_KEY_LENGTH, autocomplete="off")
        if has_begun:
            st.caption("This browser will open that workspace instead of this one. Keep this one’s key first.")
        st.form_submit_button("Open it", on_click=_recover)
    if has_begun:
        with st.container(horizontal=True):
            _log_out_everywhere("Every other browser is logged out. This one stays, and so does your key.")
        with st.expander("Leave this browser", icon=":material/logout:", key="leave browser"):
            st.markdown("On a computer that others use: this browser forgets your workspace. Only the key opens it.")
            sure = st.checkbox("I have kept the recovery key.", key="sure to leave")
            st.button("Leave", key="leave", disabled=not sure, on_click=session.attempt, args=(identity.leave,))


def _log_out_everywhere(consequence: str) -> None:
    st.button("Log out everywhere", key="log out everywhere", icon=":material/devices_off:", help=consequence,
              on_click=session.attempt, args=(identity.log_out_everywhere,))  # fmt: skip


def _recover() -> None:
    typed = str(session.widget_value("typed key") or "")
    session.attempt(lambda: identity.recover(typed))
