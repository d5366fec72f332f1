"""Success stories and testimonials: the latest, each with its approval for reports, and a form to add one."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from netroi_core.relationships.stories import contact_names, latest_stories, quote
from netroi_core.wording.wording import APPROACH_NAMES, Words, escape_markdown, pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.records import Story
from netroi_core.workspace.workspace import Workspace
from pages.shell import session

_MAX_OLDER: Final = 20
_FORM: Final = "new story"


def show_stories(workspace: Workspace, words: Words) -> None:
    """Show the latest stories, and a form to add one."""
    st.header("Stories")
    stories, names = latest_stories(workspace), contact_names(workspace)
    if not stories:
        st.markdown(
            "Add a thank-you or a success in the words of the person who said it. Reports quote the ones you include."
        )
    for story in stories[:1]:
        _show_story(story, names, words)
    if older := stories[1:]:
        _show_older(older, names, words)
    # The key changes once a story is saved, which folds the form away again.
    key = session.form_key("add a story")
    with st.expander("Add a story", icon=":material/add:", key=key, on_change="rerun") as expander:
        if expander.open:
            _show_form(names)


def _show_older(older: Sequence[Story], names: dict[str, str], words: Words) -> None:
    approved = sum(story.approved for story in older)
    label = f"{pluralize(len(older), 'older story', 'older stories')}, {approved or 'none'} in reports"
    with st.expander(session.stable_label("older stories", label), icon=":material/format_quote:",
                     key="older stories", on_change="rerun") as expander:  # fmt: skip
        if not expander.open:
            return
        for story in older[:_MAX_OLDER]:
            _show_story(story, names, words)
        if len(older) > _MAX_OLDER:
            st.caption("Find the rest under Log, All records.")


def _show_story(story: Story, names: dict[str, str], words: Words) -> None:
    text = quote(story, names, words)
    st.markdown(f"“{escape_markdown(text.text)}”  \n:small[:gray[{escape_markdown(text.by)}]]")
    key = session.widget_key(f"approved {story.id}", story.approved)
    st.toggle("Include in reports", key=key,
              on_change=session.save_on_change(key, lambda approved: _approve(story, approved)))  # fmt: skip


def _approve(story: Story, approved: bool) -> bool:
    after = story.model_copy(update={"approved": approved})
    return session.save(lambda document: edits.put(document, after, story))


def _show_form(names: dict[str, str]) -> None:
    with st.form(session.form_key(_FORM), border=False):
        text = st.text_area("What happened, or what they said", max_chars=2000,
                            placeholder="Knew nobody there; a month later we ran it together.")  # fmt: skip
        with st.grid("auto", min_column_width=140):
            contact = st.selectbox("Who (optional)", list(names), index=None, format_func=names.__getitem__,
                                   placeholder="Nobody named")  # fmt: skip
            approach = st.selectbox("Met by (optional)", APPROACHES, index=None,
                                    format_func=APPROACH_NAMES.__getitem__, placeholder="Not known")  # fmt: skip
            day = st.date_input("Day", session.today(), min_value=session.EARLIEST_DAY,
                                format=session.words().date_pattern) or session.today()  # fmt: skip
        if st.form_submit_button("Save this story", type="primary"):
            if text.strip():
                key = session.new_id("s")
                _add(Story(id=key, date=day, contact=contact, approach=approach, text=text.strip(), approved=False))
            else:
                st.error("Write what happened first.")


def _add(story: Story) -> None:
    if session.add(story, "Saved a story."):
        session.reset_form(_FORM)
        session.reset_form("add a story")
    st.rerun()
