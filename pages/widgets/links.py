"""Links that this person gave out: the new one, shown once, and those in force, each with a way to take it back."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.sharing.links import Content, Kind, Link
from netroi_core.wording.wording import counted, plain
from pages.shell import identity, session


def give_out(
    kind: Kind, days: int, content: Callable[[], Content], address: Callable[[str], str], *, passphrase: str = ""
) -> None:
    """Make a link, and remember its address as long as the page is open: it is kept nowhere else."""
    try:
        token, link = identity.links().give_out(identity.principal(), kind, days, content(), passphrase=passphrase)
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.try_out(f"new {kind} link", (link.name, address(token)))


def new(kind: Kind) -> str | None:
    """The address of the link that was made last while this page was open, from the server's root on."""
    made: tuple[str, str] | None = session.tried(f"new {kind} link", None)
    return None if made is None else made[1]


def show_new(kind: Kind, said: str, what: str = "link") -> None:
    """The link that was made last, to copy. what: what it is called."""
    if (address := new(kind)) is None:
        return
    with st.container(border=True, key=f"the new {kind} link"):
        st.markdown(f":material/link: **Your {what} is ready.** {said}")
        st.code(f"{identity.url()}{address}", language=None, wrap_lines=True)
        st.caption(f"Copy it now: NetROI keeps no {what} that opens something, so it can't show it again.")


def live(kind: Kind) -> list[Link]:
    """The links of a kind that are in force."""
    return [link for link in identity.links().of(identity.principal()) if link.kind == kind]


def listed(links: list[Link], told: Callable[[Link], str], by: Callable[[Link], None] | None = None) -> None:
    """Each link with what there is to tell of it, in Markdown, and a button that takes it back."""
    for link in links:
        with st.container(horizontal=True, vertical_alignment="center", key=f"link {link.name[:16]}"):
            st.markdown(told(link), width="stretch")
            take_back(link, by)


def take_back(link: Link, by: Callable[[Link], None] | None = None) -> None:
    """A button that takes a link back: whole, unless another way is given."""
    st.button("Take back", key=f"take back {link.name[:16]}", icon=":material/link_off:",
              on_click=partial(_taken_back, link, by or revoke))  # fmt: skip


def revoke(link: Link) -> None:
    """Make a link void, with all that is kept of it."""
    identity.links().revoke(identity.principal(), link.name)


def held(link: Link) -> str:
    """Until when a link is in force, as a sentence's part."""
    return f"until {plain(session.words().day(link.until))}"


def opened(link: Link) -> str:
    """How often a link was opened, as a sentence's part."""
    return f"opened {counted(link.views, 'time')}" if link.views else "not opened yet"


def _taken_back(link: Link, by: Callable[[Link], None]) -> None:
    try:
        by(link)
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    if (session.tried(f"new {link.kind} link", None) or ("",))[0] == link.name:
        session.try_out(f"new {link.kind} link", None)
    session.notify("success", "The link is taken back: it opens nothing any more.")
