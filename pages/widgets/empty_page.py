"""Empty pages: the title, one sentence, the button that fills the page, and a pale picture of what will stand there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from re import findall
from typing import Final, Literal

import streamlit as st

from netroi_core.charts.chart import FONT, Chart
from netroi_core.charts.palette import DARK, LIGHT
from netroi_core.ledger.measures import Options
from netroi_core.relationships.contacts import ContactFilter
from netroi_core.relationships.timeline import last_contact, position
from netroi_core.views.advice import Situation
from netroi_core.views.plans import PlanRequest
from netroi_core.views.results import PATHS, SPENDING
from netroi_core.web.fonts import embedded_faces
from netroi_core.wording.wording import APPROACH_NAMES, Words, escape_markdown
from pages.shell import session
from pages.shell.figures import CachedFigures, figures_of
from pages.shell.layout import TEXT_WIDTH

Subject = Literal["results", "trends", "paths", "costs", "report", "plan", "people", "network", "follow-ups", "records"]
_ROWS: Final = 4
_IMAGE_WIDTH: Final = 400  # pixels, shrunk on a phone
_INKS: Final = f"svg{{color:{LIGHT.ink}}}@media(prefers-color-scheme:dark){{svg{{color:{DARK.ink}}}}}"


@dataclass(frozen=True)
class Fill:
    """The button that fills an empty page: its label, its icon, and the page to which it leads."""

    label: str
    icon: str
    page: str


QUIZ: Final = Fill("Start the quiz", "checklist", "quiz.py")


def show_empty_page(title: str, promise: str, subject: Subject, fill: Fill = QUIZ) -> None:
    """Show what a page will hold, the button that fills it, and a picture from the example."""
    st.title(title)
    st.markdown(promise)
    if st.button(fill.label, key="fill the page", type="primary", icon=f":material/{fill.icon}:"):
        st.switch_page(fill.page)
    show_picture(subject)


def show_picture(subject: Subject) -> None:
    """Show pale what a page will hold, drawn from the records of the example."""
    with st.container(width=TEXT_WIDTH, key="example picture"):
        st.caption("Here’s an example:")
        if subject in _LISTS:
            st.caption("\n".join(f"- {escape_markdown(row)}" for row in _example_rows(subject, session.today())))
        else:
            _draw(subject, session.today())


def show_example_chart(subject: Subject) -> None:
    """Show the chart of a page with its heading, drawn from the records of the example."""
    today = session.today()
    st.markdown(_example_chart(subject, today).heading)
    _draw(subject, today)


def _draw(subject: Subject, today: date) -> None:
    # As a still: a page that has only a picture need not fetch what draws charts, a third of all that it fetches.
    st.image(_example_image(subject, today), alt=_example_chart(subject, today).alt)


@lru_cache(16)
def _example_chart(subject: str, today: date) -> Chart:
    return _CHARTS[subject](*_example(today))


@lru_cache(16)
def _example_image(subject: str, today: date) -> str:
    """Return the chart of a page as an image, which knows the page’s color scheme but neither its ink nor its fonts."""
    picture = _example_chart(subject, today).embedded_svg(_IMAGE_WIDTH, FONT, "currentColor")
    letters = "".join(sorted({*"".join(findall(">([^<]+)<", picture))}))
    return picture.replace(">", f"><style>{_INKS}{embedded_faces(FONT, letters)}</style>", 1)


@lru_cache(16)
def _example_rows(subject: str, today: date) -> Sequence[str]:
    return _LISTS[subject](*_example(today))


def _example(today: date) -> tuple[CachedFigures, Situation]:
    figures = figures_of(session.example())
    return figures, figures.situation(figures.ledger.quarters, Options(), today)


def _people(figures: CachedFigures, situation: Situation) -> Sequence[str]:
    people = figures.people(situation.today)
    rows = [people.relationships[contact.id] for contact in people.matching(ContactFilter())[:_ROWS]]
    details = ((row.contact.name, position(row.contact), last_contact(row, people.on)) for row in rows)
    return [" · ".join(filter(None, parts)) for parts in details]


def _follow_ups(figures: CachedFigures, _: Situation) -> Sequence[str]:
    words = Words.of(figures.ledger.profile)
    due = sorted(
        ((row.follow_up, row) for row in figures.ledger.workspace.contacts if row.follow_up), key=itemgetter(0)
    )[:_ROWS]
    return [" · ".join(filter(None, (row.name, position(row), f"due {words.day(day)}"))) for day, row in due]


def _records(figures: CachedFigures, _: Situation) -> Sequence[str]:
    words = Words.of(figures.ledger.profile)
    latest = sorted(figures.ledger.workspace.activities, key=lambda activity: activity.date)[: -_ROWS - 1 : -1]
    return [
        " · ".join(filter(None, (words.day(activity.date), APPROACH_NAMES[activity.approach], activity.title)))
        for activity in latest
    ]


def _plan(figures: CachedFigures, situation: Situation) -> Chart:
    return figures.plans(situation, situation.planned_quarter, PlanRequest.usual(situation)).charts[-1]


def _returns(figures: CachedFigures, situation: Situation) -> Chart:
    return figures.results(situation.window, situation.options).invested_and_gained()


def _section(name: str) -> Callable[[CachedFigures, Situation], Chart]:
    return lambda figures, situation: figures.results(situation.window, situation.options).charts_by_section[name]()[0]


def _trends(figures: CachedFigures, situation: Situation) -> Chart:
    return next(iter(figures.trends(situation.window, situation.options).charts.values()))()[0]


_CHARTS: Final[Mapping[str, Callable[[CachedFigures, Situation], Chart]]] = {
    "results": _returns,
    "trends": _trends,
    "paths": _section(PATHS),
    "costs": _section(SPENDING),
    "report": _returns,
    "plan": _plan,
    "network": lambda figures, situation: figures.network(situation).diversity.charts[0],
}
_LISTS: Final[Mapping[str, Callable[[CachedFigures, Situation], Sequence[str]]]] = {
    "people": _people,
    "follow-ups": _follow_ups,
    "records": _records,
}
