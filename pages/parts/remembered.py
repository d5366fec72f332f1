"""What was said of imported files and holds for the next ones, in plain words, each to be forgotten."""

from collections.abc import Callable

import streamlit as st

from netroi_core.document import Document
from netroi_core.importers.words import layout_words, rule_words
from netroi_core.profile import Profile
from netroi_core.wording import plain
from pages.parts import session


def show(document: Document, profile: Profile) -> None:
    """A folded list of what is remembered."""
    rules, layouts = profile.import_rules, profile.import_layouts
    if not rules and not layouts:
        return
    venues = {venue["id"]: venue["name"] for venue in document.get("venues", ())}
    unfolded = st.expander(f"What you said before ({len(rules) + len(layouts):,})", icon=":material/school:",
                           key="see rules", on_change="rerun")  # fmt: skip
    if not unfolded.open:
        return
    with unfolded:
        st.caption("Entries with these words, and statements with these columns, are read so the next time.")
        for rule in reversed(rules):
            _row(
                rule_words(rule, venues),
                f"rule {' '.join(rule.words)}",
                _without("import_rules", rule.model_dump(mode="json")),
            )
        for layout in reversed(layouts):
            _row(
                layout_words(layout),
                f"layout {layout.header}",
                _without("import_layouts", layout.model_dump(mode="json")),
            )


def _row(sentence: str, key: str, forget: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(sentence), width="stretch")
        st.button("Forget", key=f"forget {key}", icon=":material/delete:", on_click=forget)


def _without(name: str, said: object) -> Callable[[], None]:
    """What forgets one thing that was said."""

    def forget() -> None:
        def edit(stored: Document) -> Document:
            profile = stored.get("profile", {})
            return {**stored, "profile": {**profile, name: [each for each in profile.get(name, ()) if each != said]}}

        session.save(edit, "Forgotten.")

    return forget
