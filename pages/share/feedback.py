"""Feedback from contacts: links that ask for it, and the answers, each to keep as a story or discard."""

from contextlib import suppress
from functools import partial
from typing import Final

import streamlit as st

from netroi_core.relationships import stories
from netroi_core.sharing import feedback
from netroi_core.sharing.feedback import FeedbackAnswer
from netroi_core.sharing.links import InvalidLink, Link
from netroi_core.web.link_pages import FEEDBACK
from netroi_core.wording.wording import APPROACH_NAMES, escape_markdown, pluralize
from netroi_core.workspace.fields import APPROACHES
from pages.shell import identity, session
from pages.widgets import shared_links

_MOST_SHOWN: Final = 10
_ASKER_KEY: Final = "feedback asker"
_DAYS_KEY: Final = "feedback for"


def show_feedback() -> None:
    """Show the answers to read, a form for a new link, and the links that still take answers."""
    st.header("Ask for feedback")
    if session.is_example() or session.saved() is None:
        st.markdown(
            "Once you have records of your own, you can send a link that asks your contacts how knowing you "
            "has helped them."
        )
        return
    st.markdown(
        "Ask your contacts how knowing you has helped them. They answer on a simple page in about a "
        "minute, without an account. You read the answers here and keep the ones you like as stories."
    )
    links = shared_links.active_links("feedback")
    _show_answers(links)
    shared_links.show_new_link("feedback", "Anyone with the link can answer. You’ll find the answers here.")
    with st.expander("Create a feedback link", key="a feedback link", on_change="rerun") as expander:
        if expander.open:
            _show_form()
    shared_links.show_links([link for link in links if feedback.last_day(link)], _describe, _close)


def show_waiting_answers() -> None:
    """Show a link to the answers that wait to be read, if there are any."""
    if identity.hosting().is_personal or session.is_example():
        return
    if count := sum(len(feedback.waiting_answers(link)) for link in shared_links.active_links("feedback")):
        waits = pluralize(count, "feedback answer is", "feedback answers are")
        st.page_link("share.py", label=f"{waits} waiting to be read", icon=":material/rate_review:")


def _show_form() -> None:
    with st.form("feedback link", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                "The name they know you by (optional)",
                key=_ASKER_KEY,
                width=260,
                autocomplete="off",
                max_chars=feedback.MAX_NAME_LENGTH,
                help="Shown in the question on the page.",
            )
            shared_links.choose_days(_DAYS_KEY)
        st.form_submit_button("Create a link", type="primary", icon=":material/add_link:", on_click=_create_link)


def _create_link() -> None:
    days, asker = session.widget_value(_DAYS_KEY), str(session.widget_value(_ASKER_KEY))
    shared_links.create_link(
        "feedback",
        days + feedback.READING_DAYS,
        lambda: feedback.request_content(asker, identity.services().links.last_day(days)),
        FEEDBACK.address,
    )


def _describe(link: Link) -> str:
    until = feedback.last_day(link)
    takes_answers = f"open until {escape_markdown(session.words().day(until))}" if until else ""
    asker = escape_markdown(link.content["asker"]) or "Feedback"
    return f"**{asker}**, {takes_answers}, {shared_links.times_opened(link)}"


def _close(link: Link) -> None:
    """Close a link to further answers, and delete it if it has none left to read."""
    if not feedback.waiting_answers(identity.services().links.change(link.id, feedback.closed)):
        shared_links.revoke(link)


def _show_answers(links: list[Link]) -> None:
    """Show the answers to read, the oldest first."""
    answers = sorted(
        ((answer, link) for link in links for answer in feedback.waiting_answers(link)), key=lambda pair: pair[0].day
    )
    if not answers:
        return
    st.subheader(f"{pluralize(len(answers), 'answer')} to read")
    names = stories.contact_names(session.records())
    for answer, link in answers[:_MOST_SHOWN]:
        with st.container(border=True, key=f"answer {answer.id}"):
            _show_answer(answer, link, names)
    if len(answers) > _MOST_SHOWN:
        st.caption(f"{len(answers) - _MOST_SHOWN} more will appear once you’ve kept or discarded these.")


def _show_answer(answer: FeedbackAnswer, link: Link, names: dict[str, str]) -> None:
    details = [answer.name or "No name", session.words().day(answer.day)]
    text = f"“{escape_markdown(answer.text)}”" if answer.text else f"{answer.got[:1].upper()}{answer.got[1:]}."
    if answer.text and answer.got:
        details.append(answer.got)
    st.markdown(f"{text}  \n:small[:gray[{escape_markdown(', '.join(details))}]]")
    # Preselected only if exactly one contact has the name: the writer of a story must not be guessed.
    namesakes = [key for key, name in names.items() if name.casefold() == answer.name.casefold()]
    with st.grid(2, min_column_width=200):
        st.selectbox("Contact (optional)", list(names), key=f"from {answer.id}", format_func=names.__getitem__,
                     index=list(names).index(namesakes[0]) if len(namesakes) == 1 else None,
                     placeholder="Not one of your contacts")  # fmt: skip
        st.selectbox("You met through (optional)", APPROACHES, index=None, key=f"by {answer.id}",
                     format_func=APPROACH_NAMES.__getitem__, placeholder="Not sure")  # fmt: skip
    st.toggle("Include in reports", key=f"approve {answer.id}")
    with st.container(horizontal=True):
        st.button("Keep as a story", key=f"keep {answer.id}", icon=":material/check:", on_click=_keep,
                  args=(answer, link))  # fmt: skip
        with st.popover("Discard", icon=":material/delete:"):
            st.markdown("This can’t be undone.")
            st.button("Discard answer", key=f"discard {answer.id}", on_click=_remove,
                      args=(answer, link, "Answer discarded."))  # fmt: skip


def _keep(answer: FeedbackAnswer, link: Link) -> None:
    story = feedback.story_from(
        answer,
        session.widget_value(f"from {answer.id}"),
        session.widget_value(f"by {answer.id}"),
        approved=bool(session.widget_value(f"approve {answer.id}")),
    )
    # Saved before it is removed, and adding is idempotent: a failure between the two repeats harmlessly.
    if session.save(lambda document: stories.add_once(document, story)):
        _remove(answer, link, "Saved to your stories, on the Report page.")


def _remove(answer: FeedbackAnswer, link: Link, done: str) -> None:
    """Remove an answer that was read, and its link if that is closed and has none left."""

    def remove() -> None:
        with suppress(InvalidLink):  # it expired meanwhile: nothing is left to remove
            remaining = identity.services().links.change(link.id, partial(feedback.without_answer, answer_id=answer.id))
            if not (feedback.waiting_answers(remaining) or feedback.last_day(remaining)):
                shared_links.revoke(remaining)

    session.attempt(remove, done)
