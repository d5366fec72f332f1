"""The notices above a page: refusals, what was just done with its undo, restored backups, a long absence."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from netroi_core.access.limits import REMINDER_DAYS, RETENTION_DAYS
from netroi_core.access.privacy_facts import retained_until
from netroi_core.access.visitors import LoggedOut
from netroi_core.errors import NetROIError
from netroi_core.storage import LIMIT_BYTES, WARN_BYTES, Saved
from netroi_core.views import tables
from netroi_core.wording.wording import end_sentence, escape_markdown, pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.edits import Stale
from netroi_core.workspace.fields import Record
from pages.settings import access
from pages.shell import identity, session, workspace
from pages.shell.layout import PAGE_WIDTH
from pages.shell.session import Notice

_ABSENCE = "absence"
_QUIZ = "Pop quiz"  # its first answer is saved while one types, and a box above would push the fields away


def show_below(page: str) -> None:
    """Show below the page of this title what would be in the way above it."""
    if page == _QUIZ:
        _show_recovery_key(page)


def show_notices(page: str) -> bool:
    """Show the notices on the page of this title; return True if the page itself can be shown below them."""
    try:
        _record_last_visit()
        if workspace.adopt_guest_workspace():
            session.notify("success", "Moved your workspace into your account.")
        saved = session.saved()
    except NetROIError as refusal:
        _show_refusal(refusal)
        return False
    pending = session.pending_notices(page)
    if pending.is_example:
        _show_example()
    elif (refusal := identity.save_refusal()) is not None:
        _show_save_refusal(refusal)
    if saved is not None:
        _show_condition(saved)
        _show_welcome_back()
    if page != _QUIZ:
        _show_recovery_key(page)
    if pending.notices:
        _show_messages(pending.notices)
    if pending.conflict is not None:
        _show_conflict(pending.conflict)
    return True


def _record_last_visit() -> None:
    # Before anything is read, because reading counts as use.
    state = session.page_state().of(_ABSENCE)
    if "since" not in state:
        state["since"] = workspace.last_used() if identity.principal().kind == "guest" else None


def _show_welcome_back() -> None:
    """Say for how long a guest who comes back was away, and for how long the workspace is kept."""
    since: date | None = session.page_state().of(_ABSENCE)["since"]
    if since is None or session.is_example() or (days := (session.today() - since).days) < REMINDER_DAYS:
        return
    words = session.words()
    with st.container(border=True, key=_ABSENCE):
        st.markdown(
            f":material/history: **Welcome back.** You were last here on {words.day(since)}, {pluralize(days, 'day')} "
            f"ago. A guest’s workspace is deleted after {RETENTION_DAYS} days without a visit. Yours is kept until "
            f"{words.day(retained_until(session.today()))}, and your recovery key opens it in any browser until then."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Got it", key="away no more", icon=":material/check:", on_click=_dismiss)
            st.page_link("privacy.py", label="Get your recovery key", icon=":material/key:")


def _dismiss() -> None:
    session.page_state().of(_ABSENCE)["since"] = None


def _show_refusal(refusal: NetROIError) -> None:
    st.error(escape_markdown(str(refusal)), icon=":material/error:")
    if not isinstance(refusal, LoggedOut):
        st.button("Try again", icon=":material/refresh:")
    elif identity.account_name() is not None:
        st.button("Sign in again", icon=":material/login:", on_click=st.logout)
    else:
        st.button("Reload", icon=":material/refresh:", on_click=identity.fetch_cookie)


def _show_save_refusal(refusal: NetROIError) -> None:
    st.info(escape_markdown(str(refusal)), icon=":material/info:")
    if identity.must_sign_in():
        st.button("Sign in", key="sign in first", type="primary", icon=":material/login:", on_click=st.login)


def _show_recovery_key(page: str) -> None:
    """Show a guest the key of a workspace that was first saved just now: the quiz does so below its fields."""
    if not session.pending_notices(page).is_new_workspace or identity.principal().kind != "guest":
        return
    opens = (
        "Only this key opens it again" if identity.is_cookieless() else "Save this key to open it in another browser"
    )
    with st.container(border=True, key="way back"):
        st.markdown(f":material/key: **Your private workspace is ready.** {opens}.")
        access.show_recovery_key()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("I saved it", key="kept the key", icon=":material/check:",
                      on_click=session.acknowledge_recovery_key)  # fmt: skip
            st.page_link("privacy.py", label="Find it later under *Privacy and access*")


def _show_example() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="example"):
        st.markdown(
            ":material/visibility: **This is an example.** Dana Whitfield is made up. Try anything: nothing is saved.",
            width="stretch",
        )
        st.button("Leave the example", key="leave example", type="tertiary", icon=":material/logout:",
                  on_click=session.leave_example)  # fmt: skip


def _show_condition(saved: Saved) -> None:
    if saved.restored is not None:
        st.warning(
            f"Your saved file was damaged, so its latest good backup was restored ({saved.restored.at[:16]} UTC). "
            "Please check your latest entries. The damaged file was set aside, not deleted.",
            icon=":material/settings_backup_restore:",
        )
    if saved.size_bytes > WARN_BYTES:
        with st.container(horizontal=True, vertical_alignment="center", key="size"):
            st.markdown(
                f":material/database: Your workspace uses {saved.size_bytes / 1024**2:.1f} of "
                f"{LIMIT_BYTES // 1024**2} MB.",
                width="stretch",
            )
            st.page_link("settings.py", label="Archive old years", query_params={"archive": "1"})


def _show_messages(notices: Sequence[Notice]) -> None:
    """Show the messages at the bottom of the window, in view wherever on the page the act was."""
    with st.bottom, st.container(horizontal_alignment="center"), st.container(width=PAGE_WIDTH, key="notices"):
        for notice in notices:
            with st.container(horizontal=True, vertical_alignment="center", key=f"notice {notice.key}"):
                sentence = escape_markdown(f"{end_sentence(notice.sentence.removesuffix('.'))} {notice.note}")
                # Alerts, because screen readers announce them.
                if notice.kind == "error":
                    st.error(sentence, icon=":material/error:")
                else:
                    st.success(sentence, icon=":material/check_circle:")
                if notice.undo is not None:
                    st.button(f"Undo: {escape_markdown(notice.short_act)}", key=f"undo {notice.key}",
                              icon=":material/undo:", on_click=session.undo, args=(notice,))  # fmt: skip
                st.button("Dismiss", key=f"dismiss {notice.key}", icon=":material/close:", type="tertiary",
                          on_click=session.dismiss, args=(notice,))  # fmt: skip


def _show_conflict(stale: Stale) -> None:
    with st.container(border=True, key="conflict"):
        st.warning(str(stale), icon=":material/call_split:")
        own_column, stored_column = st.columns(2)
        with own_column:
            st.markdown("**Your version**")
            _show_version(stale.mine, stale.theirs)
            st.button("Keep mine", key="keep mine", on_click=_keep, args=(stale,))
        with stored_column:
            st.markdown("**Saved version**")
            _show_version(stale.theirs, stale.mine)
            st.button("Keep the saved one", key="keep theirs", on_click=session.resolve_conflict, args=(None,))


def _show_version(record: Record | None, other: Record | None) -> None:
    """Show the fields in which a version of a record differs from the other one, all without another one."""
    if record is None:
        st.caption("Deleted")
        return
    values = tables.readable(record, session.records(), session.words())
    other_values = {} if other is None else tables.readable(other, session.records(), session.words())
    differing = [title for title in {**values, **other_values} if values.get(title) != other_values.get(title)]
    for title in differing:
        st.caption(escape_markdown(f"{title}: {values.get(title, 'blank')}"))
    if not differing:
        st.caption("The versions differ in details that aren’t listed here.")


def _keep(stale: Stale) -> None:
    # Not over what is stored by now: that may be a third version.
    session.resolve_conflict(lambda document: edits.put(document, stale.mine, stale.theirs))
