"""Success stories and testimonials: the latest, each with whether a report may show it, and a form for another."""

from datetime import date
from typing import Final

import streamlit as st

from netroi_core.relationships import stories
from netroi_core.wording.wording import APPROACH_NAMES, Words, counted, plain
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import APPROACHES
from pages.shell import session

_MOST: Final = 20
_FORM: Final = "new story"


def show(document: Document, words: Words) -> None:
    """The latest stories, and a form for another."""
    st.subheader("Stories")
    found = stories.latest(document)
    if not found:
        st.markdown(
            "Figures say how much; a story says why. Keep what somebody thanked you for, or what came of a talk: who, "
            "when, in their words."
        )
    names = stories.names_of(document)
    for story in found[:1]:
        _story(story, names, words)
    if older := found[1:]:
        _older(older, names, words)
    unfolded = st.expander("Add a story", icon=":material/add:", key=session.fresh("add a story"), on_change="rerun")
    if unfolded.open:
        with unfolded:
            _form(names)


def _older(older: list[RecordDict], names: dict[str, str], words: Words) -> None:
    approved = sum(bool(story.get("approved")) for story in older)
    label = f"{counted(len(older), 'older story', 'older stories')}, {approved} for reports"
    unfolded = st.expander(session.steady("older stories", label), icon=":material/format_quote:", key="older stories",
                           on_change="rerun")  # fmt: skip
    if unfolded.open:
        with unfolded:
            for story in older[:_MOST]:
                _story(story, names, words)
            if len(older) > _MOST:
                st.caption("The rest are in the journal.")


def _story(story: RecordDict, names: dict[str, str], words: Words) -> None:
    quote = stories.quote(story, names, words)
    st.markdown(f"“{plain(quote.text)}”  \n:small[:gray[{plain(quote.by)}]]")
    key = session.seeded(f"approved {story['id']}", bool(story.get("approved")))
    st.toggle("May stand in reports", key=key,
              on_change=session.kept(key, lambda approved: _approve(story, approved)))  # fmt: skip


def _approve(story: RecordDict, approved: bool) -> bool:
    return session.save(lambda document: edits.put(document, "stories", {**story, "approved": approved}, story))


def _form(names: dict[str, str]) -> None:
    with st.form(session.fresh(_FORM), border=False):
        text = st.text_area("What happened, or what they said", max_chars=2000,
                            placeholder="Knew nobody there; a month later we ran it together.")  # fmt: skip
        with st.grid("auto", min_column_width=140):
            contact = st.selectbox("Who (optional)", list(names), index=None, format_func=names.__getitem__,
                                   placeholder="Nobody named")  # fmt: skip
            approach = st.selectbox("Met by (optional)", APPROACHES, index=None,
                                    format_func=APPROACH_NAMES.__getitem__, placeholder="Not known")  # fmt: skip
            day = st.date_input("Day", session.today(), min_value=date(1900, 1, 1))
        if st.form_submit_button("Keep this story", type="primary"):
            if text.strip():
                _keep({"id": session.new_id("s"), "date": (day or session.today()).isoformat(), "contact": contact,
                       "approach": approach, "text": text.strip(), "approved": False})  # fmt: skip
            else:
                st.error("Write what happened first.")


def _keep(story: RecordDict) -> None:
    if session.save(lambda document: edits.put(document, "stories", story), "The story is kept.",
                    undo=lambda document: edits.remove(document, "stories", [story["id"]])[0]):  # fmt: skip
        session.begin_anew(_FORM)
        session.begin_anew("add a story")
    st.rerun()
