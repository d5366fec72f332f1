"""Links that the visitor created: a new one, whose address is shown once, and the active ones, each revocable."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from netroi_core.sharing.links import Content, Link, LinkKind
from netroi_core.wording.wording import escape_markdown, pluralize
from pages.shell import identity, session
from pages.shell.layout import TEXT_WIDTH


def choose_days(key: str) -> None:
    """Show a choice of how long a new link is valid."""
    st.segmented_control("Valid for", (7, 30, 90), default=30, required=True, key=key,
                         format_func=lambda days: f"{days} days")  # fmt: skip


def create_link(
    kind: LinkKind, days: int, content: Callable[[], Content], address: Callable[[str], str], *, passphrase: str = ""
) -> None:
    """Create a link and remember its address, made from the token, while the page is open."""

    def create() -> None:
        owner = identity.principal()
        token, link = identity.services().links.create(owner, kind, days, content(), passphrase=passphrase)
        # Only a hash of the token is stored, so the address can't be shown again later.
        session.set_value(f"new {kind} link", (link.id, address(token)))

    session.attempt(create)


def new_address(kind: LinkKind) -> str | None:
    """Return the path of the link created last while this page was open, or None."""
    created: tuple[str, str] | None = session.value(f"new {kind} link")
    return None if created is None else created[1]


def show_new_link(kind: LinkKind, sentence: str, noun: str = "link") -> None:
    """Show the link created last, to copy; ``noun`` is the word for it."""
    if (address := new_address(kind)) is None:
        return
    with st.container(border=True, width=TEXT_WIDTH, key=f"the new {kind} link"):
        st.markdown(f":material/link: **Your {noun} is ready to copy.** {sentence}")
        st.code(f"{identity.url()}{address}", language=None, wrap_lines=True)
        st.caption(f"Copy it now: NetROI doesn’t store the {noun}, so it can’t show it again.")


def active_links(kind: LinkKind) -> list[Link]:
    """Return the links of a kind that are neither expired nor revoked."""
    return [link for link in identity.services().links.owned_by(identity.principal()) if link.kind == kind]


def show_links(
    links: list[Link], describe: Callable[[Link], str], revoke_link: Callable[[Link], None] | None = None
) -> None:
    """Show each link with its description (in Markdown) and a button that revokes it."""
    for link in links:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"link {link.id[:16]}"):
            st.markdown(describe(link), width="stretch")
            revoke_button(link, revoke_link)


def revoke_button(link: Link, revoke_link: Callable[[Link], None] | None = None) -> None:
    """Show a button that revokes a link, by ``revoke`` unless another way is given."""
    st.button("Revoke", key=f"take back {link.id[:16]}", icon=":material/link_off:",
              on_click=partial(_revoke, link, revoke_link or revoke))  # fmt: skip


def revoke(link: Link) -> None:
    """Revoke a link and delete everything stored with it."""
    identity.services().links.revoke(identity.principal(), link.id)


def valid_until(link: Link) -> str:
    """Return the phrase for a link's last day."""
    return f"until {escape_markdown(session.words().day(link.until))}"


def times_opened(link: Link) -> str:
    """Return the phrase for the number of times that a link was opened."""
    return f"opened {pluralize(link.views, 'time')}" if link.views else "not opened yet"


def _revoke(link: Link, revoke_link: Callable[[Link], None]) -> None:
    if not session.attempt(lambda: revoke_link(link), "Link revoked. It no longer works."):
        return
    if (session.value(f"new {link.kind} link") or ("",))[0] == link.id:
        session.set_value(f"new {link.kind} link", None)
