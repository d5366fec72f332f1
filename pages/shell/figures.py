"""Figures of the open workspace, computed once for each saved version and kept for the runs that follow."""

from functools import lru_cache, partial
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary, WeakSet

from netroi_core.circles.comparison import contribution_of
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.goals import all_progress
from netroi_core.quiz.preview import Preview
from netroi_core.storage import Saved
from netroi_core.views.advice import Situation
from netroi_core.views.first_figures import first_figures
from netroi_core.views.network import network
from netroi_core.views.people import people
from netroi_core.views.plans import plans
from netroi_core.views.results import answer, doubts, results
from netroi_core.views.this_week import this_week
from netroi_core.views.trends import revision_log, trends
from netroi_core.wording.wording import Words

# How many ranges of quarters and options are cached for each view of one version: a visitor can ask for any.
_MAX_VIEWS: Final = 16
# The memory of all figures of this process together, estimated from measurements: with workspaces of 14 kB to 4 MB, the
# frames took up to 14 bytes for each stored one, and the draws behind a view up to 350 kB.
MAX_BYTES: Final = 256 * 1024**2
_BYTES_PER_STORED_BYTE: Final = 14
_BYTES_PER_VIEW: Final = 350_000
# An answer from more outcomes takes long enough to be noticed: the page is shown first.
_MOST_OUTCOMES_AT_ONCE: Final = 100


class CachedFigures:
    """The views of one saved version, each computed when it is first asked for and kept while the version is stored.

    The attributes are the functions of ``netroi_core.views`` and their like, with the ledger and the number format
    filled in: ``results(window, options)``, ``trends(window, options)``, ``network(situation)``,
    ``situation(window, options, today)``, ``answer(situation)``, ``first_figures(situation)``,
    ``this_week(situation)``, ``people(today)``, ``goals(today)``, ``contribution(quarter)``,
    ``quiz_preview(quarter, today)``, ``revision_log()``.
    """

    def __init__(self, saved: Saved) -> None:
        self.ledger = Ledger(saved.workspace)
        words = Words.of(self.ledger.profile)
        self.results = lru_cache(_MAX_VIEWS)(partial(results, self.ledger, words=words))
        self.trends = lru_cache(_MAX_VIEWS)(partial(trends, self.ledger, words=words))
        self.network = lru_cache(_MAX_VIEWS)(partial(network, words=words))
        self.situation = lru_cache(_MAX_VIEWS)(partial(Situation, self.ledger))
        self.plans = lru_cache(_MAX_VIEWS)(plans)
        self.answer = lru_cache(_MAX_VIEWS)(partial(answer, words=words))
        self.first_figures = lru_cache(_MAX_VIEWS)(partial(first_figures, words=words))
        self.doubts = lru_cache(_MAX_VIEWS)(partial(doubts, words=words))
        self.this_week = lru_cache(4)(partial(this_week, words=words))
        self.people = lru_cache(4)(partial(people, self.ledger, words))
        self.goals = lru_cache(4)(partial(all_progress, self.ledger))
        self.contribution = lru_cache(_MAX_VIEWS)(partial(contribution_of, self.ledger))
        # One, because it holds the outcomes once more, and a quiz is answered quarter by quarter.
        self.quiz_preview = lru_cache(1)(partial(Preview, saved.workspace))
        self.revision_log = lru_cache(1)(partial(revision_log, self.ledger, words))
        self._answered: WeakSet[Situation] = WeakSet()
        self._caches = [cache for cache in vars(self).values() if hasattr(cache, "cache_info")]
        self._stored_bytes = saved.size_bytes
        self.counted_bytes = 0

    def estimated_bytes(self) -> int:
        """Return an estimate of the memory that they take now."""
        views = sum(cache.cache_info().currsize for cache in self._caches)
        return self._stored_bytes * _BYTES_PER_STORED_BYTE + views * _BYTES_PER_VIEW

    def has_answer(self, situation: Situation) -> bool:
        """Return True if the answer is known already or is computed faster than anyone notices."""
        return situation in self._answered or self.ledger.outcomes.height <= _MOST_OUTCOMES_AT_ONCE

    def compute_answer(self, situation: Situation) -> None:
        """Compute the answer, so that the next run has it."""
        self.answer(situation)
        self._answered.add(situation)


# A Saved is one version of one workspace: its figures are dropped when the store has a newer one.
_FIGURES: WeakKeyDictionary[Saved, CachedFigures] = WeakKeyDictionary()  # the least recently used first
_LOCK: Final = Lock()


def figures_of(saved: Saved) -> CachedFigures:
    """Return the figures of a saved version; those that were not used for longest are dropped if all take too much."""
    figures = _FIGURES.get(saved) or CachedFigures(saved)
    with _LOCK:
        _FIGURES[saved] = figures = _FIGURES.pop(saved, figures)
        if (size := figures.estimated_bytes()) != figures.counted_bytes:
            figures.counted_bytes = size
            _drop_the_oldest()
        return figures


def _drop_the_oldest() -> None:
    cached = list(_FIGURES.items())
    total = sum(figures.counted_bytes for _, figures in cached)
    for saved, figures in cached[:-1]:
        if total <= MAX_BYTES:
            break
        del _FIGURES[saved]
        total -= figures.counted_bytes
