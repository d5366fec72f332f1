"""The places of the app with their pages, and the menu that links to them."""

from collections.abc import Mapping
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netroi_core.errors import NetROIError
from netroi_core.quiz.answers import due_quarter, is_submitted
from netroi_core.wording.wording import escape_markdown
from pages.quiz.navigation import current_quarter
from pages.shell import identity, session
from pages.shell.figures import figures_of
from pages.shell.links import HOME, page_of

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
    Place("Home", "home", "Your verdict, and what to do next", {HOME: "Home"}),
    Place(
        "Results",
        "monitoring",
        "What your networking returned, and which approach to stick with",
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
        {"record.py": "Record"},
    ),
)
QUIZ: Final = Place("Quiz", "checklist", "The pop quiz of a quarter", {_QUIZ: "Pop quiz"})
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
# The icon and the help of each page that shares its place with others.
_DETAILS: Final[Mapping[str, tuple[str, str]]] = {
    "results.py": ("balance", "Which approach pays best"),
    "trends.py": ("timeline", "What you spent and received, quarter by quarter"),
    "paths.py": ("route", "The steps that led to your outcomes"),
    "costs.py": ("payments", "Where your money and hours went"),
    "report.py": ("description", "A PDF or web page to share"),
    "people.py": ("contacts", "Everyone you know, with notes and favors"),
    "network.py": ("hub", "How strong and how varied your network is"),
    "follow_ups.py": ("notifications", "Who is waiting to hear from you"),
    "log.py": ("event", "Log an event, a meeting or time online"),
    "log_outcome.py": ("emoji_events", "Log a client, a job, a lead or another outcome"),
    "records.py": ("table_rows", "Search, edit and delete what you logged"),
    "imports.py": ("upload_file", "Fill in records from files that you already have"),
    "share.py": ("share", "Links to your results, and feedback"),
    "circles.py": ("groups", "Compare your figures with people you trust"),
    "settings.py": ("settings", "Pay, limits, formats and backups"),
    "privacy.py": ("shield", "What is stored, and how you get back in"),
}
# Addresses that bookmarks and calendars may still hold, with the pages that took their place.
_OLD_ADDRESSES: Final = {"this_week": HOME, "journal": "log.py"}


def open_page() -> st.Page:
    """Register every page and return the one of the address, with its title for the browser's tab."""
    # Copies, because Streamlit marks the page of a run on the object itself.
    page = st.navigation(list(map(copy, _pages())), position="hidden")
    st.set_page_config(page_title=f"{page.title} · NetROI", page_icon=ICON, layout="wide")
    return page


def show_menu(page: st.Page) -> None:
    """Show the places, the quiz and the account in one line, and below it the pages of the open place."""
    open_place = next(
        place for place in (*PLACES, QUIZ, ACCOUNT) if page.title in {**place.titles, **place.unlisted}.values()
    )
    if open_place is QUIZ:
        _show_way_out()
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall", key="menu"):
        _show_wordmark()
        for place in PLACES:
            # Streamlit marks the link to the open page alone; the style marks the place of any of its pages.
            with _marked() if place is open_place else nullcontext():
                target = page_of(next(iter(place.titles)))
                st.page_link(target, label=place.name, icon=f":material/{place.icon}:")
        st.space("stretch")
        _show_quiz_button()
        with _marked() if open_place is ACCOUNT else nullcontext():
            _show_account(page.title)
    if len(open_place.titles) > 1 and open_place is not ACCOUNT:
        with st.container(horizontal=True, gap="small", key="pages"):
            for file in open_place.titles:
                is_open = open_place.titles[file] == page.title
                with st.container(width="content", key="open page") if is_open else nullcontext():
                    _show_link(open_place, file)


def _marked() -> DeltaGenerator:
    """Return a container that marks the open place."""
    return st.container(width="content", key="open place")


def _show_way_out() -> None:
    """Show the name and a way out: nothing else distracts from the quiz."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="quiz menu"):
        _show_wordmark()
        st.space("stretch")
        label, sentence = "Save and close", "Your answers are saved. Continue whenever you like."
        if _is_submitted():
            label, sentence = "Close", "Go to Home"
        # A button, because a link would drop what was typed last.
        if st.button(label, key="save and close", icon=":material/close:", type="tertiary", help=sentence):
            st.switch_page(HOME)


def _show_wordmark() -> None:
    with st.container(width="content", key="wordmark"):
        st.page_link(page_of(HOME), label="NetROI")


def hints() -> dict[str, str]:
    """Return the help of the places and of the pages in the menu, by their labels."""
    places = (*PLACES, QUIZ, ACCOUNT)
    titles = {file: title for place in places for file, title in place.titles.items()}
    pages = {titles[file]: sentence for file, (_, sentence) in _DETAILS.items()}
    return pages | {place.name: place.help for place in places}


def _show_link(place: Place, file: str) -> None:
    icon, _ = _DETAILS[file]
    st.page_link(page_of(file), label=place.titles[file], icon=f":material/{icon}:")


def _show_quiz_button() -> None:
    kind: Literal["primary", "tertiary"] = "primary" if _is_quiz_due() else "tertiary"
    if st.button("Quiz", key="menu quiz", icon=f":material/{QUIZ.icon}:", type=kind):
        st.switch_page(_QUIZ)


def _show_account(title: str) -> None:
    # Another key is another popover, a closed one: what is chosen in it doesn't leave it open over the next page.
    key = f"account of {title}{' in the example' if session.is_example() else ''}"
    with st.popover("Account", icon=f":material/{ACCOUNT.icon}:", type="tertiary", key=key):
        st.caption(_account_sentence())
        for file in ACCOUNT.titles:
            _show_link(ACCOUNT, file)
        if session.is_example():
            st.button("Leave the example", key="leave from the menu", icon=":material/logout:", type="tertiary",
                      help="Go back to your own workspace", on_click=session.leave_example)  # fmt: skip
        else:
            st.button("Open the example", key="example from the menu", icon=":material/visibility:", type="tertiary",
                      help="Two years of a made-up person", on_click=session.open_example)  # fmt: skip


def _account_sentence() -> str:
    """Return whose workspace is open."""
    if session.is_example():
        return "You’re looking at the example."
    try:
        principal, must_sign_in = identity.principal(), identity.must_sign_in()
    except NetROIError:  # shown by the notices
        return "You’re signed out."
    if principal.kind == "personal":
        return "This workspace is on this machine. You don’t need to sign in."
    if principal.kind == "guest":
        if must_sign_in:
            return "You aren’t signed in."
        return "You’re here as a guest, without an account: your recovery key opens your workspace anywhere."
    return f"You’re signed in as {escape_markdown(identity.email() or 'yourself')}."


def _is_submitted() -> bool:
    try:
        return is_submitted(session.records(), current_quarter())
    except NetROIError:  # shown by the notices
        return False


def _is_quiz_due() -> bool:
    try:
        saved = session.saved()
    except NetROIError:  # shown by the notices
        return False
    if saved is None:
        return True
    ledger = figures_of(saved).ledger
    return not ledger.quarters or due_quarter(ledger, session.today()) is not None


@cache
def _pages() -> tuple[st.Page, ...]:
    # Cached: each st.Page looks for its file, which costs as much as drawing half a dozen elements.
    pages = [
        st.Page(file, title=title, default=file == HOME)
        for place in (*PLACES, QUIZ, ACCOUNT)
        for file, title in {**place.titles, **place.unlisted}.items()
    ]
    old = [
        st.Page(partial(st.switch_page, file), title=_title(file), url_path=address)
        for address, file in _OLD_ADDRESSES.items()
    ]
    return (*pages, *old)


def _title(file: str) -> str:
    return next(place.titles[file] for place in PLACES if file in place.titles)


ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<path d="M1.5 12.5 6 7.5l3 3L14.5 4M10 3.5h4.5V8" fill="none" stroke="#456de6" stroke-width="2"/></svg>"""
