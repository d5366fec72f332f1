"""What a report says, ready to be set: the sentences, charts and figures of the pages, and nothing figured anew.

All texts come as they were typed; whoever sets them passes them on as data, never as markup. Nobody is named but by the
stories that their owner approved, and nobody's pay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from netroi_core.charts import approaches
from netroi_core.charts.chart import Chart, Table
from netroi_core.errors import NothingToReport
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.planning import goal_words, goals
from netroi_core.planning.goals import Progress
from netroi_core.planning.outlook import outlook
from netroi_core.quarters import Quarter
from netroi_core.relationships import network_words
from netroi_core.relationships.stories import Quote
from netroi_core.verdict.verdict import STICK_BEST, STICK_PAYS
from netroi_core.verdict.words import odds
from netroi_core.views.network import Network, network
from netroi_core.views.plans import Asked, Plans, plans
from netroi_core.views.plans import ahead as quarter_ahead
from netroi_core.views.results import LED, Answer, Results, answer, opening, results
from netroi_core.views.trends import Trends, trends
from netroi_core.wording import options as option_words
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import Words, counted
from netroi_core.workspace.document import Document
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace

_MOST_QUARTERS: Final = 12
"""Of more quarters the picture alone is shown: a table of them would push all else aside."""
_MOST_PATHS: Final = 5
_MOST_GOALS: Final = 4
_MOST_STORIES: Final = 3
NOTHING_YET: Final = "There is nothing to report yet: take the pop quiz or log an activity first."
_SURE: Final = (
    "Odds are reckoned by simulation from all that so few outcomes leave possible. “Stick to” takes odds of "
    f"{odds(STICK_BEST).removeprefix('about ')} that an approach returns most and "
    f"{odds(STICK_PAYS).removeprefix('about ')} that it pays."
)
_EXPLAINED: Final = ("opportunity_cost", "expected_value", "roi_percent")


@dataclass(frozen=True, eq=False)
class Shown:
    """What the pages show of a window of quarters."""

    results: Results
    answer: Answer
    trends: Trends
    network: Network
    goals: Sequence[tuple[Goal, Progress]]
    plans: Plans | None


@dataclass(frozen=True, eq=False)
class Section:
    """A part of the report: what it is about, its finding, and what there is to it. What is empty is not shown.

    The first columns of the table hold words, as many as ``wordy``; all others hold numbers.
    """

    name: str
    finding: str = ""
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    wordy: int = 1
    notes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def has_content(self) -> bool:
        """Whether there is anything to it but its name and finding."""
        return bool(self.sentences or self.charts or self.table or self.items or self.quotes)


@dataclass(frozen=True, eq=False)
class Report:
    """A report: the verdict first, then what it rests on.

    ``headline`` is the verdict in one sentence, ``sentences`` follow it; ``method`` says how all of it is figured, a
    name and a sentence for each choice. ``words`` are those of its owner, ``day`` is that on which it was made.
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
        """The day on which it was made."""
        return self.words.day(self.day)


def shown(document: Document, quarters: tuple[Quarter, ...] | None, options: Options, today: date) -> Shown:
    """What the pages show of quarters of a checked document, all unless told; NothingToReport if not on record."""
    ledger = Ledger.of(Workspace(document))
    words, known = Words.of(ledger.profile), ledger.quarters
    if not known:
        raise NothingToReport(NOTHING_YET)
    window = quarters or known
    if window[0] < known[0] or window[-1] > known[-1]:
        raise NothingToReport(f"On record is {window_name(known)}: ask for quarters among these.")
    return Shown(
        results(ledger, window, options, words),
        answer(ledger, window, options, words),
        trends(ledger, window, options, words),
        network(ledger, window, options, words, today),
        goals.standings(document, ledger, today),
        usual_plans(ledger, window, options, today),
    )


def usual_plans(ledger: Ledger, window: tuple[Quarter, ...], options: Options, today: date) -> Plans | None:
    """The plans for the quarter ahead with nothing tried out; None where nothing is known or the window is past."""
    known = outlook(ledger, window, options) if window[-1] == ledger.quarters[-1] else None
    if known is None:
        return None
    quarter = quarter_ahead(ledger, today)
    return plans(ledger, window, known, quarter, Asked.usual(known, quarter, ledger.profile))


def missing(results: Results) -> str | None:
    """What is missing for a report of these quarters; None if nothing is."""
    total = results.figures["total"]
    if total["total_cost"] or total["expected_value"]:
        return None
    return f"{results.findings.headline()} Choose others, or enter what they cost and led to."


def file_name(window: Sequence[Quarter], kind: str, with_amounts: bool = False) -> str:
    """What a file with the report of a window is called, by the ending of its kind: netroi-2026-Q3.pdf.

    One with amounts says so, lest it is the one that is handed on.
    """
    quarters = "-to-".join(dict.fromkeys(map(str, (window[0], window[-1]))))
    return f"netroi-{quarters}{'-with-amounts' if with_amounts else ''}.{kind}"


def report(shown: Shown, quotes: Sequence[Quote], options: Options, day: date) -> Report:
    """The report of what the pages show, with the approved stories; NothingToReport of quarters without any figure."""
    sections = (
        returned(shown),
        _by_approach(shown),
        ahead(shown),
        by_quarter(shown),
        _paths(shown),
        relationships(shown),
        stories(quotes),
    )
    return composed(shown, sections, method(shown, options, _EXPLAINED), day)


def composed(shown: Shown, sections: Iterable[Section], how: tuple[tuple[str, str], ...], day: date) -> Report:
    """A report of these sections, those without content left out; NothingToReport of quarters without any figure."""
    findings = shown.results.findings
    if reason := missing(shown.results):
        raise NothingToReport(reason)
    headline, rests_on = opening(shown.results, shown.answer)
    return Report(
        f"Return on networking, {window_name(findings.window)}",
        tuple(findings.window),
        day,
        findings.words,
        headline,
        tuple(filter(None, (rests_on, findings.caution()))),
        tuple(section for section in sections if section.has_content),
        how,
    )


def returned(shown: Shown) -> Section:
    """What each approach returned, as pictures."""
    findings, picture = shown.results.findings, shown.answer.picture
    charts = (*((picture,) if picture else ()), shown.results.in_and_out())
    return Section("What it returned", charts=charts, notes=findings.notes())


def _by_approach(shown: Shown) -> Section:
    """All measures, one a row."""
    _, as_read = approaches.tables(shown.results.findings, [measure.key for measure in MEASURES])
    header, rows = as_read()
    first, *others = zip(header, *rows, strict=True)
    return Section("In figures", table=(tuple(map(str, first)), tuple(others)))


def by_quarter(shown: Shown) -> Section:
    """How it went, where there is more than one quarter."""
    found, charts = shown.trends, [chart for together in shown.trends.charts.values() for chart in together()]
    window = shown.results.findings.window
    ripening = (found.still_to_come,) if found.still_to_come else ()
    if len(window) == 1:
        return Section("Still to come", sentences=ripening)
    table = charts[0].table if charts and len(window) <= _MOST_QUARTERS else None
    return Section(
        "Quarter by quarter",
        found.headline,
        (found.still_to_come,) if found.still_to_come else (),
        tuple(charts),
        table,
    )


def _paths(shown: Shown) -> Section:
    charts = shown.results.folded[LED]() if LED in shown.results.folded else ()
    if not charts:
        return Section(LED)
    (header, rows), compared = charts[0].table, charts[1:2]
    table = (*header[:1], *header[-1:], *header[1:-1]), tuple((path, to, *numbers) for path, *numbers, to in rows)
    return paths(charts[0].title, [chart.title for chart in compared], table)


def paths(finding: str, compared: Iterable[str], table: Table) -> Section:
    """By which paths outcomes came, where there are several; the table begins with a path and what it led to."""
    header, rows = table
    if len(rows) < 2:
        return Section(LED)
    more = len(rows) - _MOST_PATHS
    return Section(
        LED,
        finding,
        tuple(f"{title}." for title in compared),
        table=(header, rows[:_MOST_PATHS]),
        wordy=2,
        notes=(f"{counted(more, 'more path')} led to no more than these.",) if more > 0 else (),
    )


def relationships(shown: Shown) -> Section:
    """How the relationships stand."""
    return Section("Relationships", shown.network.headline, shown.network.gist)


def ahead(shown: Shown) -> Section:
    """What is advised for the quarter ahead, if anything is, and the goals from the last quarter of the window on."""
    plans, findings = shown.plans, shown.results.findings
    is_advised = plans is not None and plans.advice.reason is None
    wanted = [each for each in shown.goals if Quarter.parse(each[0].quarter) >= findings.window[-1]]
    more = len(wanted) - _MOST_GOALS
    return Section(
        "What is next",
        plans.headline if plans and is_advised else "",
        (plans.sentence,) if plans and is_advised else (),
        items=tuple(goal_words.sentence(*each, findings.words) for each in wanted[:_MOST_GOALS]),
        notes=(f"{counted(more, 'more goal')} not shown.",) if more > 0 else (),
    )


def stories(quotes: Sequence[Quote]) -> Section:
    """The latest of the stories."""
    more = len(quotes) - _MOST_STORIES
    return Section(
        "In their words",
        quotes=tuple(quotes[:_MOST_STORIES]),
        notes=(f"The latest {_MOST_STORIES} of {len(quotes)}.",) if more > 0 else (),
    )


def method(shown: Shown, options: Options, explained: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """How all of it is figured, with the measures of these keys: a name and a sentence for each."""
    findings, people = shown.results.findings, network_words.METHOD[0]
    currency = f" Amounts are in {findings.words.currency_name}." if findings.words.tells_amounts else ""
    return (
        ("Quarters", f"{window_name(findings.window)}.{currency}"),
        *option_words.method(options),
        *((measure.title, measure.sentence) for measure in MEASURES if measure.key in explained),
        ("How sure it is", _SURE),
        *([people] if shown.network.gist else []),
    )
