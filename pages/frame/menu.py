"""The places of the app with their pages, and the menu that links to them."""

from collections.abc import Mapping
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.quarters import last_finished
from netroi_core.quiz import answers
from pages.shell import session

_STYLE: Final = Path(__file__).with_name("style.css")
_HOME: Final = "home.py"
_QUIZ: Final = "quiz.py"


@dataclass(frozen=True)
class Place:
    """A place of the app: one entry of the menu, and the titles of its pages by file, the first one opened by it."""

    name: str
    icon: str
    help: str
    titles: Mapping[str, str]
    unlisted: Mapping[str, str] = field(default_factory=dict)  # pages that only other pages link to


PLACES: Final = (
    Place("Home", "home", "What to do this week", {_HOME: "Home"}),
    Place(
        "Results",
        "monitoring",
        "What your networking returned",
        {
            "results.py": "Overview",
            "trends.py": "Trends",
            "paths.py": "Paths",
            "costs.py": "Costs",
            "report.py": "Report",
        },
    ),
    Place("Plan", "explore", "Your next quarter and your goals", {"plan.py": "Plan"}),
    Place(
        "People",
        "group",
        "Your contacts, and how strong your network is",
        {"people.py": "Contacts", "network.py": "Network", "follow_ups.py": "Follow-ups"},
        {"person.py": "Contact"},
    ),
    Place(
        "Log",
        "edit_note",
        "Add an activity or an outcome",
        {"log.py": "Activity", "log_outcome.py": "Outcome", "records.py": "All records"},
    ),
)
QUIZ: Final = Place("Quiz", _QUIZ, "The pop quiz of a quarter", {_QUIZ: "Pop quiz"})
ACCOUNT: Final = Place(
    "Account",
    "account_circle",
    "Import, sharing, settings and privacy",
    {
        "imports.py": "Import",
        "share.py": "Share",
        "circles.py": "Circles",
        "settings.py": "Settings",
        "privacy.py": "Privacy and access",
    },
)
_ICONS: Final = {
    "imports.py": "upload_file",
    "share.py": "share",
    "circles.py": "groups",
    "settings.py": "settings",
    "privacy.py": "shield",
}


def open_page() -> st.Page:
    """Register every page and return the one of the address, with its title for the browser's tab."""
    # Copies, because Streamlit marks the page of a run on the object itself.
    page = st.navigation(list(map(copy, _pages())), position="hidden")
    st.set_page_config(page_title=f"{page.title} · NetROI", page_icon=ICON, layout="wide")
    return page


def show_menu(page: st.Page) -> None:
    """Show the places, the quiz and the account in one line, and below it the pages of the open place."""
    st.html(_STYLE)
    open_place = next(
        place for place in (*PLACES, QUIZ, ACCOUNT) if page.title in {**place.titles, **place.unlisted}.values()
    )
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall", key="menu"):
        with st.container(width="content", key="wordmark"):
            st.page_link(_HOME, label="NetROI")
        for place in PLACES:
            # Streamlit marks the link to the open page alone; the style marks the place of any of its pages.
            with st.container(width="content", key="open place") if place is open_place else nullcontext():
                st.page_link(
                    next(iter(place.titles)), label=place.name, icon=f":material/{place.icon}:", help=place.help
                )
        st.space("stretch")
        _show_quiz_button(is_open=open_place is QUIZ)
        _show_account()
    if len(open_place.titles) > 1 and open_place is not ACCOUNT:
        with st.container(horizontal=True, gap="small", key="pages"):
            for file, title in open_place.titles.items():
                with st.container(width="content", key="open page") if title == page.title else nullcontext():
                    st.page_link(file, label=title)


def _show_quiz_button(is_open: bool) -> None:
    kind: Literal["primary", "tertiary"] = "primary" if not is_open and _is_due() else "tertiary"
    if st.button("Quiz", key="menu quiz", icon=":material/checklist:", type=kind, help=QUIZ.help):
        st.switch_page(_QUIZ)


def _show_account() -> None:
    with st.popover("Account", icon=f":material/{ACCOUNT.icon}:", type="tertiary", help=ACCOUNT.help, key="account"):
        for file, title in ACCOUNT.titles.items():
            st.page_link(file, label=title, icon=f":material/{_ICONS[file]}:")
        if not session.is_example():
            st.button("Open the example", key="example from the menu", icon=":material/visibility:", type="tertiary",
                      on_click=session.open_example)  # fmt: skip


def _is_due() -> bool:
    try:
        saved = session.saved()
    except NetROIError:  # shown by the notices
        return False
    if saved is None:
        return True
    profile = saved.workspace.profile
    return not answers.is_submitted(saved.workspace, last_finished(session.today(), profile.fiscal_year_start))


@cache
def _pages() -> tuple[st.Page, ...]:
    # Cached: each st.Page looks for its file, which costs as much as drawing half a dozen elements.
    return tuple(
        st.Page(file, title=title, default=file == _HOME)
        for place in (*PLACES, QUIZ, ACCOUNT)
        for file, title in {**place.titles, **place.unlisted}.items()
    )


ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<path d="M1.5 12.5 6 7.5l3 3L14.5 4M10 3.5h4.5V8" fill="none" stroke="#456de6" stroke-width="2"/></svg>"""
