"""Figures of the open workspace, computed once for each saved version and kept for the runs that follow."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from netroi_core.circles.contribution import Contribution, contribution
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning import goals
from netroi_core.planning.goals import Progress
from netroi_core.planning.outlook import Outlook, outlook
from netroi_core.quarters import Quarter
from netroi_core.report.content import Report, Shown, usual_plans
from netroi_core.report.redacted import wanted
from netroi_core.storage import Saved
from netroi_core.views.network import Network, network
from netroi_core.views.this_week import Overview, overview
from netroi_core.views.plans import Asked, Plans, plans
from netroi_core.views.results import Answer, Results, answer, doubts, results
from netroi_core.views.trends import Log, Trends, log, trends
from netroi_core.wording.wording import KIND_NAMES, Words
from netroi_core.workspace.document import Document
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace

_QUICKLY_WEIGHED: Final = 100
"""Up to so many outcomes, a verdict is weighed before the page is shown; with more, after it stands."""


class _Figures:
    def __init__(self, saved: Saved) -> None:
        self.ledger = Ledger.of(saved.workspace)
        self.words = Words.of(self.ledger.profile)
        self.results = lru_cache(maxsize=64)(partial(results, self.ledger, words=self.words))
        self.trends = lru_cache(maxsize=64)(partial(trends, self.ledger, words=self.words))
        self.log = lru_cache(maxsize=1)(partial(log, saved.document, self.ledger, self.words))
        self.answers: dict[tuple[tuple[Quarter, ...], Options], Answer] = {}
        self.outlook = lru_cache(maxsize=16)(partial(outlook, self.ledger))
        self.plans = lru_cache(maxsize=64)(partial(_plans, self.ledger, self.outlook))
        self.goals = lru_cache(maxsize=4)(partial(goals.standings, saved.document, self.ledger))
        self.network = lru_cache(maxsize=64)(partial(network, self.ledger, words=self.words))
        self.overview = lru_cache(maxsize=4)(partial(overview, saved.document, self.ledger, self.words))
        self.contribution = lru_cache(maxsize=16)(partial(contribution, self.ledger))
        self.doubts: dict[tuple[tuple[Quarter, ...], Options], list[str]] = {}


# A Saved is one version of one workspace: its figures go when the store has a newer one.
_FIGURES: WeakKeyDictionary[Saved, _Figures] = WeakKeyDictionary()


def ledger(saved: Saved) -> Ledger:
    """The ledger of a saved workspace."""
    return _of(saved).ledger


def results_of(saved: Saved, window: tuple[Quarter, ...], options: Options) -> Results:
    """The results of a window of quarters."""
    return _of(saved).results(window, options)


def answer_of(saved: Saved, window: tuple[Quarter, ...], options: Options) -> Answer:
    """The verdict on a window of quarters."""
    known, asked = _of(saved), (window, options)
    if asked not in known.answers:
        known.answers[asked] = answer(known.ledger, window, options, known.words)
    return known.answers[asked]


def is_answered(saved: Saved, window: tuple[Quarter, ...], options: Options) -> bool:
    """Whether the verdict is known, or takes no longer than anybody would notice."""
    known = _of(saved)
    return (window, options) in known.answers or known.ledger.outcomes.height <= _QUICKLY_WEIGHED


def doubts_of(saved: Saved, window: tuple[Quarter, ...], options: Options) -> list[str]:
    """What would change the verdict on a window of quarters, as sentences; it takes seconds."""
    known, asked = _of(saved), (window, options)
    if asked not in known.doubts:
        told = answer_of(saved, window, options).told
        titles = [each.get("title") or KIND_NAMES[each["kind"]] for each in saved.document.get("outcomes", ())]
        known.doubts[asked] = doubts(known.ledger, window, options, told, titles)
    return known.doubts[asked]


def outlook_of(saved: Saved, window: tuple[Quarter, ...], options: Options) -> Outlook | None:
    """What a window of quarters tells of the next one; None if it holds no outcome of worth."""
    return _of(saved).outlook(window, options)


def plans_of(
    saved: Saved, window: tuple[Quarter, ...], options: Options, quarter: Quarter, asked: Asked
) -> Plans | None:
    """The plans for a quarter, as a window of quarters lets expect them; None as for ``outlook_of``."""
    return _of(saved).plans(window, options, quarter, asked)


def trends_of(saved: Saved, window: tuple[Quarter, ...], options: Options) -> Trends:
    """The trends of a window of quarters."""
    return _of(saved).trends(window, options)


def log_of(saved: Saved) -> Log | None:
    """What changed since quizzes were handed in."""
    return _of(saved).log()


def network_of(saved: Saved, window: tuple[Quarter, ...], options: Options, today: date) -> Network:
    """The network in a window of quarters, as of today."""
    return _of(saved).network(window, options, today=today)


def overview_of(saved: Saved, today: date) -> Overview:
    """The week, as of today."""
    return _of(saved).overview(today)


def goals_of(saved: Saved, today: date) -> list[tuple[Goal, Progress]]:
    """The goals with how far each has come by today, the latest quarter first."""
    return _of(saved).goals(today)


def contribution_of(saved: Saved, quarter: Quarter) -> Contribution:
    """What can be given to a circle of a quarter of the calendar."""
    return _of(saved).contribution(quarter)


def report_of(saved: Saved, window: tuple[Quarter, ...], options: Options, today: date, with_amounts: bool) -> Report:
    """The report of a window of quarters: what the pages show of it, with the approved stories."""
    shown = Shown(
        results_of(saved, window, options),
        answer_of(saved, window, options),
        trends_of(saved, window, options),
        network_of(saved, window, options, today),
        goals_of(saved, today),
        usual_plans(ledger(saved), window, options, today),
    )
    return wanted(saved.document, shown, options, today, with_amounts)


def of(document: Document, quarter: Quarter, options: Options) -> dict[str, Any]:
    """The figures of one quarter of a document that may not be saved (a what-if)."""
    return measures.figures(measures.cells(Ledger.of(Workspace(document)), (quarter,), options))


def windows(quarters: Sequence[Quarter]) -> dict[str, tuple[Quarter, ...]]:
    """The windows to choose from, by name, the widest first."""
    every = tuple(quarters)
    named = {"All quarters": every}
    if len(every) > 4:
        named["Last 4 quarters"] = every[-4:]
    years = {quarter.year for quarter in every}
    if len(years) > 1:
        named |= {str(year): tuple(q for q in every if q.year == year) for year in sorted(years, reverse=True)}
    return named | {f"Q{quarter.number} {quarter.year}": (quarter,) for quarter in reversed(every)}


def _of(saved: Saved) -> _Figures:
    figures = _FIGURES.get(saved)
    if figures is None:
        figures = _FIGURES[saved] = _Figures(saved)
    return figures


def _plans(
    ledger: Ledger,
    outlook: Callable[[tuple[Quarter, ...], Options], Outlook | None],
    window: tuple[Quarter, ...],
    options: Options,
    quarter: Quarter,
    asked: Asked,
) -> Plans | None:
    known = outlook(window, options)
    return known and plans(ledger, window, known, quarter, asked)
