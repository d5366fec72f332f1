"""Membership in a circle: invitations to one, opening, inviting to, leaving and closing it."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from netroi_core.circles.circle import JoinRequest
from netroi_core.circles.circles import MAX_MEMBER_NAME_LENGTH, MAX_NAME_LENGTH, Membership
from netroi_core.circles.comparison import MEMBER_FACTS
from netroi_core.sharing.links import Link
from netroi_core.web.link_pages import INVITATION
from netroi_core.wording.wording import escape_markdown, join_words, pluralize
from pages.shell import identity, session, workspace
from pages.shell.layout import TEXT_WIDTH
from pages.widgets import shared_links

MEMBER_FACTS_TITLE: Final = "How a circle works"
_DECLINED: Final = "declined invitation"
_FOR: Final = "invitation for"
_JOINS_AS: Final = "name to join by"
_INVITED_TO: Final = "newest invitation is to"
_NAME: Final = "circle name"
_OPENING: Final = "open a circle"


def pending_invitation(memberships: Sequence[Membership]) -> tuple[Link, str] | None:
    """Return the invitation that waits for an answer, with the circle's name; None if there is none."""
    link = identity.invitation()
    if link is None or session.value(_DECLINED) == link.id:
        return None
    circle = link.content["circle"]
    is_member = any(membership.id == circle for membership in memberships)
    name = None if is_member else identity.services().circles.name(circle)
    return None if name is None else (link, name)


def show_invitation(link: Link, name: str) -> None:
    """Ask the visitor whether to join, and say what to know first."""
    st.title(f"Join the circle “{escape_markdown(name)}”?")
    st.markdown(
        "Joining doesn’t share anything yet. Each quarter, you choose whether to take part and see "
        "exactly which rounded figures you’d share. Then you see how you compare with the others. "
        "Join only if you trust the lead."
    )
    # First what to do: the facts below it are longer than a phone's screen.
    if workspace.read() is None:
        st.markdown(
            "You need figures of your own first: one quiz is enough. The invitation stays under *Circles* "
            "for a day, and its link works until it expires."
        )
        _offer_quiz()
    else:
        _show_request(link)
    st.subheader(MEMBER_FACTS_TITLE)
    show_member_facts()


def _show_request(link: Link) -> None:
    st.text_input("Your name", key=_JOINS_AS, max_chars=MAX_MEMBER_NAME_LENGTH, autocomplete="name", width=320,
                  help="Only the lead sees it, and it’s deleted once the lead decides.")  # fmt: skip
    with st.container(horizontal=True):
        st.button("Ask to join", type="primary", icon=":material/group_add:", on_click=_ask_to_join, args=(link,))
        st.button("Not now", on_click=decline_invitation)


def decline_invitation() -> None:
    """Don't ask about this browser's invitation again while the app is open."""
    if (link := identity.invitation()) is not None:
        session.set_value(_DECLINED, link.id)


def show_waiting(memberships: Sequence[Membership]) -> None:
    """Show the circles whose leads have not accepted the visitor yet."""
    for membership in memberships:
        with st.container(
            border=True,
            horizontal=True,
            vertical_alignment="center",
            width=TEXT_WIDTH,
            key=f"waiting {membership.id}",
        ):
            st.markdown(
                f"You asked to join **{escape_markdown(membership.name)}**. You’re in once its lead accepts you.",
                width="stretch",
            )
            st.button("Withdraw request", key=f"withdraw {membership.id}", on_click=_leave,
                      args=(membership, "You withdrew your request to join."))  # fmt: skip


def show_requests(circle: Membership) -> None:
    """Show the lead the requests to join, with buttons to accept or decline them."""
    requests = identity.services().circles.requests(identity.principal(), circle.id)
    if not requests:
        return
    with st.container(border=True, width=TEXT_WIDTH, key=f"requests {circle.id}"):
        people = pluralize(len(requests), "person asks", "people ask")
        st.markdown(
            f"**{people} to join “{escape_markdown(circle.name)}”.** Accept only people you know, and each of them "
            "once: someone who gets in several times could work out another member’s figures."
        )
        for request in requests:
            with st.container(horizontal=True, vertical_alignment="center", key=f"request {request.member}"):
                st.markdown(escape_markdown(request.name), width="stretch")
                st.button("Accept", key=f"accept {request.member}", icon=":material/check:", on_click=_accept,
                          args=(circle, [request]))  # fmt: skip
                st.button("Decline", key=f"decline {request.member}", type="tertiary", on_click=_decline,
                          args=(circle, request))  # fmt: skip
        if len(requests) > 1:
            st.button(f"Accept all {len(requests)}", key=f"accept all {circle.id}", icon=":material/done_all:",
                      on_click=_accept, args=(circle, requests))  # fmt: skip


def show_member_facts() -> None:
    """Show what a circle shares, and what it never does."""
    for question, answer in MEMBER_FACTS:
        st.markdown(f"**{question}.** {answer}")


def offer_circles() -> None:
    """Show a link to the circles page."""
    st.header("Circles")
    st.markdown(
        "Compare your networking with your chapter, course or clients. Everyone sees ranges for at least "
        "five members, and nobody sees a name or an amount."
    )
    st.page_link("circles.py", label="Go to Circles", icon=":material/groups:")


def offer_new_circle() -> None:
    """Show the form that opens a circle."""
    if workspace.read() is None:
        st.markdown(
            "To create a circle, you need a workspace of your own. Answer one question in the quiz to start one."
        )
        _offer_quiz()
        return
    with st.expander("Create a circle", key=_OPENING, on_change="rerun", width=TEXT_WIDTH) as expander:
        if expander.open:
            _show_opening()


def _show_opening() -> None:
    with st.form("new circle", border=False, clear_on_submit=True):
        st.markdown("For people who trust you: your chapter, your course, your clients. You see no more than they do.")
        st.text_input("Name", key=_NAME, max_chars=MAX_NAME_LENGTH, autocomplete="off",
                      help="Everyone you invite sees it.")  # fmt: skip
        st.form_submit_button("Create circle", type="primary", on_click=_open)


def show_membership(circle: Membership) -> None:
    """Show the acts open to the visitor: the lead can invite and close, a member can leave."""
    if circle.is_lead:
        _show_invitations(circle)
        _show_ending(
            circle,
            "Close this circle",
            "This closes the circle for everyone and deletes all figures in it right away.",
            "Circle closed.",
        )
    else:
        _show_ending(circle, "Leave this circle", "Your figures in it are deleted right away.", "You left the circle.")


def _show_invitations(circle: Membership) -> None:
    links = _invitations(circle)
    if session.value(_INVITED_TO) == circle.id:
        shared_links.show_new_link(
            "invitation", "Send it to the people you want in the circle. You’ll accept each of them here."
        )
    is_new = circle.members == 1
    with st.expander("Invite members", key="invite members", expanded=is_new, width=TEXT_WIDTH):
        st.markdown(
            "Anyone with the link can ask to join, and you accept each person by name; people new to NetROI take "
            "the quiz first. A new link replaces the previous one, and members stay. Once people are in, nobody sees "
            "who is in the circle, not even you."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            shared_links.choose_days(_FOR)
            st.button("Create a link", type="primary", icon=":material/add_link:", on_click=_invite,
                      args=(circle, links))  # fmt: skip
        shared_links.show_links(
            links, lambda link: f"**Invitation**, {shared_links.valid_until(link)}, {shared_links.times_opened(link)}"
        )


def _show_ending(circle: Membership, label: str, consequence: str, done: str) -> None:
    with st.expander(label, key="end membership"):
        remains = "" if circle.is_lead else " Ranges shown before don’t identify anyone."
        st.markdown(f"{consequence}{remains}")
        # A box and not an undo: the figures are deleted at once and can't be restored.
        sure = st.checkbox("I’m sure", key=f"sure to end {circle.id}")
        st.button(label, key="end it", disabled=not sure, on_click=_end, args=(circle, done))


def _offer_quiz() -> None:
    if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
        st.switch_page("quiz.py")


def _ask_to_join(link: Link) -> None:
    name = str(session.widget_value(_JOINS_AS) or "")
    session.attempt(
        lambda: identity.services().circles.ask_to_join(identity.principal(), link.content["circle"], name),
        "You asked to join. Once the lead accepts you, you can choose a quarter to take part in.",
    )


def _accept(circle: Membership, requests: Sequence[JoinRequest]) -> None:
    names = join_words([request.name for request in requests[:3]]) if len(requests) <= 3 else f"{len(requests)} people"
    session.attempt(
        lambda: identity.services().circles.accept(identity.principal(), circle.id, requests),
        f"Accepted {names}.",
    )


def _decline(circle: Membership, request: JoinRequest) -> None:
    session.attempt(
        lambda: identity.services().circles.decline(identity.principal(), circle.id, request),
        f"Declined {request.name}.",
    )


def _leave(circle: Membership, done: str) -> None:
    def leave() -> None:
        identity.services().circles.leave(identity.principal(), circle.id)
        decline_invitation()  # otherwise, the page would offer it again

    session.attempt(leave, done)


def _open() -> None:
    name = str(session.widget_value(_NAME) or "")
    if session.attempt(
        lambda: identity.services().circles.open(identity.principal(), name),
        "Circle created. Invite its members.",
    ):
        session.set_widget_value(_OPENING, False)


def _invite(circle: Membership, earlier_links: list[Link]) -> None:
    # A new link makes the one before void, so that one that went astray ends with it.
    for link in earlier_links:
        shared_links.revoke(link)
    shared_links.create_link(
        "invitation", session.widget_value(_FOR), lambda: {"circle": circle.id}, INVITATION.address
    )
    session.set_value(_INVITED_TO, circle.id)


def _end(circle: Membership, done: str) -> None:
    def end() -> None:
        if circle.is_lead:
            # Links first: if closing fails then, nobody new has come in, and it can be tried again.
            for link in _invitations(circle):
                shared_links.revoke(link)
        identity.services().circles.leave(identity.principal(), circle.id)
        decline_invitation()  # the one by which they came in

    session.attempt(end, done)


def _invitations(circle: Membership) -> list[Link]:
    return [link for link in shared_links.active_links("invitation") if link.content["circle"] == circle.id]
