"""The content of a report: sentences, charts and figures taken from the views of the pages.

All texts are as they were typed: renderers pass them on as data, never as markup. Nobody is named but in approved
stories, and no pay is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from netroi_core.charts import returns
from netroi_core.charts.chart import Chart, PlainTable
from netroi_core.errors import NothingToReport
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.planning import goals
from netroi_core.planning.goals import GoalProgress
from netroi_core.quarters import Quarter
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.stories import Quote
from netroi_core.verdict.verdict import STICK_BEST, STICK_PAYS
from netroi_core.views.advice import Situation
from netroi_core.views.network import Network, network
from netroi_core.views.plans import PlanRequest, Plans, plans
from netroi_core.views.results import PATHS, Answer, Results, answer, opening, results
from netroi_core.views.trends import BY_QUARTER, Trends, trends
from netroi_core.wording.explanations import option_descriptions
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import PURPOSE_NAMES, Words, pluralize
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace

# Of more quarters there is no table: it would push all else aside.
_MOST_QUARTERS: Final = 8
# A report is one to three pages: longer lists belong to the app, and each cut says how many are left out.
_MOST_PATHS: Final = 4
_MOST_GOALS: Final = 4
_MOST_STORIES: Final = 2
_MOST_VENUES: Final = 3
_MOST_TREND_CHARTS: Final = 2
# Shorter than on the page, so that a quarter fits on a line.
_QUARTER_HEADER: Final = ("Quarter", "Invested", "Won", "Open", "Won by its work", "Open by its work", "Later")
NOTHING_YET: Final = "There is nothing to report yet: take the pop quiz or log an activity first."
_EXPLAINED: Final = ("opportunity_cost", "expected_value", "roi_percent")


@dataclass(frozen=True, eq=False)
class PageViews:
    """The views of the pages for a window of quarters of a ledger: all that a report is made from."""

    ledger: Ledger
    results: Results
    answer: Answer
    trends: Trends
    network: Network
    goals: Sequence[tuple[Goal, GoalProgress]]
    plans: Plans | None

    @property
    def path_charts(self) -> tuple[Chart, ...]:
        """The charts of paths, if there are any."""
        return self.results.charts_by_section.get(PATHS, tuple)()


@dataclass(frozen=True, eq=False)
class Section:
    """A part of the report, left out if it has no content.

    Attributes:
        finding: Its one-sentence result.
        wordy: How many columns of the table, from the left, hold words; the others hold numbers.
    """

    name: str
    finding: str = ""
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    table: PlainTable | None = None
    wordy: int = 1
    notes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def has_content(self) -> bool:
        """True if the section has more than its name, finding and notes."""
        return bool(self.sentences or self.charts or self.table or self.items or self.quotes)


@dataclass(frozen=True, eq=False)
class Report:
    """A report, ready to be rendered.

    Attributes:
        day: The day it was made.
        words: The language and currency of its owner.
        headline: The verdict.
        method: A name and a sentence for each choice behind the figures.
    """

    title: str
    window: tuple[Quarter, ...]
    day: date
    words: Words
    headline: str
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    method: tuple[tuple[str, str], ...]

    @property
    def span(self) -> str:
        """The quarters from first to last."""
        return window_name(self.window)

    @property
    def as_of(self) -> str:
        """The formatted day it was made."""
        return self.words.day(self.day)


def page_views(workspace: Workspace, quarters: tuple[Quarter, ...] | None, options: Options, today: date) -> PageViews:
    """Return the views of these quarters, or of all if None; raise NothingToReport if not all of them are on record."""
    ledger = Ledger(workspace)
    words, recorded = Words.of(ledger.profile), ledger.quarters
    if not recorded:
        raise NothingToReport(NOTHING_YET)
    window = quarters or recorded
    # An empty quarter in a report would read as one in which networking returned nothing.
    if window[0] < recorded[0] or window[-1] > recorded[-1]:
        raise NothingToReport(f"On record is {window_name(recorded)}: ask for quarters among these.")
    return PageViews(
        ledger,
        results(ledger, window, options, words),
        answer(Situation(ledger, window, options, today), words),
        trends(ledger, window, options, words),
        network(Situation(ledger, window, options, today), words),
        goals.all_progress(ledger, today),
        usual_plans(Situation(ledger, window, options, today)),
    )


def usual_plans(situation: Situation) -> Plans | None:
    """Return the plans for the next quarter under the usual request; None if the window is past."""
    if situation.window[-1] != situation.ledger.quarters[-1]:
        return None
    # What a slider of the page would gain has no place where there are none.
    return replace(plans(situation, situation.planned_quarter, PlanRequest.usual(situation)), held_back="")


def missing_figures(results: Results) -> str | None:
    """Return why there is nothing to report of these quarters; None if there is something."""
    total = results.figures.total
    if total.total_cost or total.expected_value:
        return None
    return f"{results.findings.headline()} Choose others, or enter what they cost and led to."


def file_name(window: Sequence[Quarter], suffix: str, with_amounts: bool = False) -> str:
    """Return the name of the file of a report; one with amounts says so, so that it isn't shared by mistake.

    >>> file_name([Quarter(2026, 3)], "pdf", with_amounts=True)
    'netroi-2026-Q3-with-amounts.pdf'
    """
    quarters = "-to-".join(dict.fromkeys(map(str, (window[0], window[-1]))))
    return f"netroi-{quarters}{'-with-amounts' if with_amounts else ''}.{suffix}"


def full_report(views: PageViews, quotes: Sequence[Quote], options: Options, day: date) -> Report:
    """Return the report with amounts and these stories; raise NothingToReport if the quarters have no figures."""
    makers = (
        *(next_section, purpose_section, unpriced_section, returns_section, venues_section, _measures_section),
        *(quarters_section, _paths_section, relationships_section),
    )
    sections = [*(make(views) for make in makers), stories_section(quotes)]
    return compose(views, sections, method(views, options, _EXPLAINED), day)


def compose(views: PageViews, sections: Iterable[Section], method: tuple[tuple[str, str], ...], day: date) -> Report:
    """Return a report of the sections that have content; raise NothingToReport if the quarters have no figures."""
    findings = views.results.findings
    if reason := missing_figures(views.results):
        raise NothingToReport(reason)
    headline, sentences = opening(views.results, views.answer)
    return Report(
        f"Return on networking, {window_name(findings.window)}",
        tuple(findings.window),
        day,
        findings.words,
        headline,
        tuple(filter(None, (*sentences, findings.caution()))),
        tuple(section for section in sections if section.has_content),
        method,
    )


def returns_section(views: PageViews) -> Section:
    """Return the charts of what each approach returned."""
    charts = tuple(filter(None, (views.answer.chart, views.results.invested_and_gained())))
    notes = tuple(filter(None, (views.results.counted, *views.results.findings.notes())))
    return Section("What it returned", charts=charts, notes=notes)


def venues_section(views: PageViews) -> Section:
    """Return what the venues cost and led to, if any have dues or led to something."""
    venues = views.answer.venues
    more = len(venues.lines) + venues.more - _MOST_VENUES
    notes = (venues.note, f"{pluralize(more, 'more venue')} not shown." if more > 0 else "")
    return Section(
        "Your venues",
        items=tuple(f"{name}: {line}" for name, line in venues.lines[:_MOST_VENUES]),
        notes=tuple(filter(None, notes)),
    )


def _measures_section(views: PageViews) -> Section:
    """Return the table of all measures, one a row."""
    _, format_table = returns.measures_table(views.results.findings, [measure.key for measure in MEASURES])
    header, rows = format_table()
    names, *columns = zip(header, *rows, strict=True)
    return Section("In figures", table=(tuple(map(str, names)), tuple(columns)))


def quarters_section(views: PageViews) -> Section:
    """Return the trends, or what is still to come if there is one quarter only."""
    trends, window = views.trends, views.results.findings.window
    if len(window) == 1:
        return Section("Still to come", sentences=(trends.still_to_come,) if trends.still_to_come else ())
    # The first two lead with what the person is after.
    charts = tuple(chart for draw in [*trends.charts.values()][:_MOST_TREND_CHARTS] for chart in draw())
    has_table = BY_QUARTER in trends.charts and len(window) <= _MOST_QUARTERS
    table = (_QUARTER_HEADER, trends.charts[BY_QUARTER]()[0].table[1]) if has_table else None
    return Section("Quarter by quarter", trends.headline, trends.sentences, charts, table)


def _paths_section(views: PageViews) -> Section:
    charts = views.path_charts
    if not charts:
        return Section(PATHS)
    (path_title, outcomes_title, _, *value_titles, led_to_title), rows = charts[0].table
    words_first = tuple((path, led_to, outcomes, *values) for path, outcomes, _, *values, led_to in rows)
    header = (path_title, led_to_title, outcomes_title, *value_titles)
    return paths_section(charts, charts[0].title, (header, words_first))


def paths_section(charts: Sequence[Chart], finding: str, table: PlainTable) -> Section:
    """Return the paths, if there are several; the first two columns of the table are a path and its outcomes."""
    header, rows = table
    if len(rows) < 2:
        return Section(PATHS)
    more = len(rows) - _MOST_PATHS
    return Section(
        PATHS,
        finding,
        tuple(f"{chart.title}." for chart in charts if chart.key == "combinations"),
        table=(header, rows[:_MOST_PATHS]),
        wordy=2,
        notes=(f"{pluralize(more, 'more path')} led to no more than these.",) if more > 0 else (),
    )


def relationships_section(views: PageViews) -> Section:
    """Return how the relationships stand."""
    return Section("Relationships", views.network.headline, views.network.summary)


def next_section(views: PageViews) -> Section:
    """Return the advice for the next quarter, if there is any, and the goals from the end of the window on."""
    findings = views.results.findings
    advised = views.plans if views.plans and views.plans.advice.baseline.quarters else None
    ahead = [pair for pair in views.goals if Quarter.parse(pair[0].quarter) >= findings.window[-1]]
    more = len(ahead) - _MOST_GOALS
    return Section(
        "What is next",
        advised.headline if advised else "",
        tuple(filter(None, (advised.sentence, *advised.reasons, _test(advised.test)))) if advised else (),
        items=tuple(goals.goal_sentence(*pair, findings.words) for pair in ahead[:_MOST_GOALS]),
        notes=(f"{pluralize(more, 'more goal')} not shown.",) if more > 0 else (),
    )


def _test(test: str) -> str:
    return f"What would change this? {test}" if test else ""


def purpose_section(views: PageViews) -> Section:
    """Return the figures that the person's purpose puts first, if they have one."""
    rows = tuple((figure.name, figure.meaning, figure.value) for figure in views.answer.first_figures)
    purposes = views.answer.advice_words.situation.purposes
    table = (("Figure", "What it counts", ""), rows) if rows else None
    return Section("What counts most", "; ".join(PURPOSE_NAMES[purpose] for purpose in purposes), table=table, wordy=2)


def unpriced_section(views: PageViews) -> Section:
    """Return the outcomes without a price by their path, if there are any."""
    return Section("Outcomes without a money value", items=views.answer.unpriced)


def stories_section(quotes: Sequence[Quote]) -> Section:
    """Return the latest of the stories."""
    more = len(quotes) - _MOST_STORIES
    return Section(
        "In their words",
        quotes=tuple(quotes[:_MOST_STORIES]),
        notes=(f"The latest {_MOST_STORIES} of {len(quotes)}.",) if more > 0 else (),
    )


def method(views: PageViews, options: Options, explained: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return a name and a sentence for each choice behind the figures, and for the measures with these keys."""
    findings, relationship_capital = views.results.findings, relationship_words.METHOD[0]
    currency = f" Amounts are in {findings.words.currency_name}." if findings.words.shows_amounts else ""
    return (
        ("Quarters", f"{window_name(findings.window, views.ledger.profile.fiscal_year_start)}.{currency}"),
        *option_descriptions(options),
        *((measure.title, measure.sentence) for measure in MEASURES if measure.key in explained),
        ("How sure it is", _how_sure(findings.words)),
        *([relationship_capital] if views.network.summary else []),
    )


def _how_sure(words: Words) -> str:
    best, pays = (words.odds(odds).removeprefix("about ") for odds in (STICK_BEST, STICK_PAYS))
    return (
        "Odds come from a simulation that allows for how few outcomes there are. “Stick with” requires odds of "
        f"{best} that an approach returns the most and {pays} that it pays."
    )
