"""Sign-in, recovery key and logging out, as they apply to the visitor."""

import streamlit as st

from netroi_core.wording.wording import escape_markdown
from pages.shell import identity, session, workspace

_MAX_KEY_LENGTH = 80


def show_access() -> None:
    """Show the ways in and out that the visitor has; a personal NetROI has none."""
    principal = identity.principal()
    if principal.kind == "personal":
        st.markdown("This NetROI is for personal use. It can be opened only on this machine, without signing in.")
    elif principal.kind == "account":
        _show_account()
    elif identity.must_sign_in():
        st.header("You’re not signed in")
    else:
        _show_guest()


def show_recovery_key() -> None:
    """Show the recovery key, to copy."""
    st.code(identity.recovery_key(), language=None, wrap_lines=True)
    st.caption("Anyone with this key can open your workspace. Keep it where you keep your passwords.")


def _show_account() -> None:
    st.header("You’re signed in")
    if email := identity.email():
        st.markdown(f"Signed in as {escape_markdown(email)}.")
    with st.container(horizontal=True):
        st.button("Sign out", key="sign out", icon=":material/logout:", on_click=st.logout)
        _log_out_everywhere("Signs you out of every browser, including this one.")


def _guest_sentences(*, has_begun: bool) -> str:
    """Return what opens a guest's workspace, and how it could be lost."""
    if not has_begun:
        begins = " Your first answer starts a private workspace." if identity.save_refusal() is None else ""
        return f"You don’t have any data here yet.{begins}"
    if identity.is_cookieless():
        return (
            "Your workspace stays open until you close or reload this page. After that, you need the "
            "recovery key to open it, because this site blocks the cookie that would recognize your browser."
        )
    return (
        "A cookie in this browser opens your workspace. Use the recovery key to open it in another "
        "browser, or here if the cookie is lost. If you lose both, the workspace can’t be recovered."
    )


def _show_guest() -> None:
    st.header("You’re here as a guest")
    has_begun = workspace.read() is not None
    st.markdown(_guest_sentences(has_begun=has_begun))
    if identity.hosting().mode == "accounts":
        st.button("Sign in", key="sign in", type="primary", icon=":material/login:", on_click=st.login)
        if has_begun:
            st.caption("If your account has no workspace yet, this one moves to it.")
    if has_begun:
        with st.expander("Recovery key", key="recovery key", on_change="rerun") as expander:
            if expander.open:
                show_recovery_key()
                st.button("Replace the key", key="replace key", icon=":material/autorenew:", on_click=session.attempt,
                          args=(identity.replace_key,),
                          help="The old key stops working, and every other browser is signed out.")  # fmt: skip
    # A form sends what was typed last together with the click.
    with (
        st.expander("Open a workspace with a recovery key", key="recover"),
        st.form("recovery", border=False),
    ):
        st.text_input("Recovery key", key="typed key", max_chars=_MAX_KEY_LENGTH, autocomplete="off")
        if has_begun:
            st.caption(
                "This browser will then open that workspace instead of this one. Save this workspace’s key first."
            )
        st.form_submit_button("Open workspace", on_click=_recover)
    if has_begun:
        with st.expander("Sign out of this browser", key="leave browser"):
            st.markdown(
                "Use this on a shared computer. This browser forgets your workspace, and only the recovery key "
                "opens it again."
            )
            sure = st.checkbox("I saved the recovery key", key="sure to leave")
            st.button("Sign out", key="leave", disabled=not sure, on_click=session.attempt, args=(identity.leave,))
        _log_out_everywhere("Signs out every other browser. This browser and your key keep working.")


def _log_out_everywhere(consequence: str) -> None:
    st.button("Sign out everywhere", key="log out everywhere", icon=":material/devices_off:", help=consequence,
              on_click=session.attempt, args=(identity.log_out_everywhere,))  # fmt: skip


def _recover() -> None:
    typed = str(session.widget_value("typed key") or "")
    session.attempt(lambda: identity.recover(typed))
