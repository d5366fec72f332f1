"""Asking contacts what they got from the connection: links to ask by, and what they answered, to keep or discard."""

from functools import partial
from typing import Final

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.relationships import stories
from netroi_core.sharing import feedback
from netroi_core.sharing.feedback import Answer
from netroi_core.sharing.links import Link, Void
from netroi_core.web.feedback import FEEDBACK
from netroi_core.wording.wording import APPROACH_NAMES, counted, plain
from netroi_core.workspace.fields import APPROACHES
from pages.shell import identity, session
from pages.widgets import links as given

_MOST: Final = 10
_DAYS: Final = (7, 30, 90)
_ASKER: Final = "feedback asker"
_FOR: Final = "feedback for"


def show() -> None:
    """A new link to ask by, those that take answers, and the answers that wait."""
    st.header("Feedback")
    if identity.hosting().is_personal:
        st.markdown("Your NetROI serves this machine alone, so nobody else could answer you here.")
        return
    if session.is_example() or session.saved() is None:
        st.markdown("Once you have entries of your own, a link asks those you know what they got from knowing you.")
        return
    st.markdown(
        "Ask those you know what they got from knowing you. They answer on a plain page within a minute, without an "
        "account; you see what they write, and keep what you like."
    )
    links = given.live("feedback")
    _waiting(links)
    given.show_new("feedback", "Whoever has it can answer; what they answer waits here for you.")
    unfolded = st.expander(
        "Make a link to ask by", icon=":material/add_link:", key="a feedback link", on_change="rerun"
    )
    if unfolded.open:
        with unfolded:
            _form()
    given.listed([link for link in links if feedback.last_day(link)], _told, _close)


def notice() -> None:
    """That answers wait, where any do, and the way there."""
    if identity.hosting().is_personal or session.is_example():
        return
    if count := sum(len(feedback.waiting(link)) for link in given.live("feedback")):
        waits = counted(count, "answer to what you asked is", "answers to what you asked are")
        st.page_link("share.py", label=f"{waits} waiting", icon=":material/rate_review:")


def _form() -> None:
    with st.form("feedback link", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("What they call you (optional)", key=_ASKER, width=260, autocomplete="off",
                          max_chars=feedback.LONGEST_NAME, help="It stands in the question on the page.")  # fmt: skip
            st.segmented_control("For how long", _DAYS, default=30, required=True, key=_FOR,
                                 format_func=lambda days: f"{days} days")  # fmt: skip
        st.form_submit_button("Make the link", type="primary", icon=":material/add_link:", on_click=_give_out)


def _give_out() -> None:
    days, asker = session.value(_FOR), str(session.value(_ASKER))
    given.give_out(
        "feedback",
        feedback.reading_days(days),
        lambda: feedback.asked(asker, identity.links().last_day(days)),
        FEEDBACK.address,
    )


def _told(link: Link) -> str:
    until = feedback.last_day(link)
    asker = link.content["asker"]
    said = [f"takes answers until {plain(session.words().day(until))}" if until else "",
            f"opened {counted(link.views, 'time')}" if link.views else "not opened yet"]  # fmt: skip
    return f"**{plain(asker) if asker else 'Without a name'}**, {', '.join(said)}"


def _close(link: Link) -> None:
    """Take no more answers by this link; with nothing left to read, nothing of it is kept."""
    if not feedback.waiting(identity.links().change(link.name, feedback.closed)):
        given.revoke(link)


def _waiting(links: list[Link]) -> None:
    """The answers that wait, the longest waiting first."""
    found = sorted(((answer, link) for link in links for answer in feedback.waiting(link)), key=lambda one: one[0].day)
    if not found:
        return
    st.subheader(f"{counted(len(found), 'answer')} to read")
    names = stories.names_of(session.opened())
    for answer, link in found[:_MOST]:
        with st.container(border=True, key=f"answer {answer.id}"):
            _answer(answer, link, names)
    if len(found) > _MOST:
        st.caption(f"{len(found) - _MOST} more, once these are seen to.")


def _answer(answer: Answer, link: Link, names: dict[str, str]) -> None:
    by = [answer.name or "Without a name", session.words().day(answer.day)]
    said = f"“{plain(answer.text)}”" if answer.text else f"{answer.got[:1].upper()}{answer.got[1:]}."
    if answer.text and answer.got:
        by.append(answer.got)
    st.markdown(f"{said}  \n:small[:gray[{plain(', '.join(by))}]]")
    known = [key for key, name in names.items() if name.casefold() == answer.name.casefold()]
    with st.grid("auto", min_column_width=200):
        st.selectbox("Who it was (optional)", list(names), key=f"from {answer.id}", format_func=names.__getitem__,
                     index=list(names).index(known[0]) if len(known) == 1 else None,
                     placeholder="Nobody in your people")  # fmt: skip
        st.selectbox("Met by (optional)", APPROACHES, index=None, key=f"by {answer.id}",
                     format_func=APPROACH_NAMES.__getitem__, placeholder="Not known")  # fmt: skip
    st.toggle("May stand in reports", key=f"approve {answer.id}")
    with st.container(horizontal=True):
        st.button("Keep as a story", key=f"keep {answer.id}", icon=":material/check:", on_click=_keep,
                  args=(answer, link))  # fmt: skip
        with st.popover("Discard", icon=":material/delete:"):
            st.markdown("It can’t be brought back.")
            st.button("Discard it", key=f"discard {answer.id}", on_click=_settle,
                      args=(answer, link, "The answer is discarded."))  # fmt: skip


def _keep(answer: Answer, link: Link) -> None:
    story = feedback.story(answer, session.value(f"from {answer.id}"), session.value(f"by {answer.id}"),
                           approved=bool(session.value(f"approve {answer.id}")))  # fmt: skip
    if session.save(lambda document: stories.with_once(document, story)):
        _settle(answer, link, "It is kept with your stories, under This week.")


def _settle(answer: Answer, link: Link, done: str) -> None:
    """Let an answer wait no more; of a link that takes none and has none left, nothing is kept."""
    try:
        left = identity.links().change(link.name, partial(feedback.settled, key=answer.id))
        if not (feedback.waiting(left) or feedback.last_day(left)):
            given.revoke(left)
    except Void:
        pass
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.notify("success", done)
