"""The verdict: which approach returns most, and how sure that is after so few outcomes.

Deterministic: the draws are seeded by the figures themselves, so the same workspace, window and options always get the
same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, evidence
from netroi_core.verdict.posterior import posterior

Call = Literal["stick", "lean", "too_close", "nothing_pays", "not_enough_data"]

DRAWS: Final = 20_000
STICK_BEST: Final = 0.9
STICK_PAYS: Final = 0.8
LEAN_BEST: Final = 0.7
LEAST_QUARTERS: Final = 2
"""One quarter alone never earns ``stick``: what it shows may be its own luck or season."""


@dataclass(frozen=True)
class Verdict:
    """Which approach to stick to, and how sure that is.

    ``approach`` is the one that ``stick`` and ``lean`` name, None for the other calls. The odds are from 0 to 1, for
    each approach that cost something: that it returns most, and that it returns more than it costs. ``roi`` holds the
    5, 50 and 95 % points of net benefit / total cost as fractions. Without an outcome of worth, nothing is known of
    any approach, and all three are empty.
    """

    call: Call
    approach: str | None
    probability_best: Mapping[str, float]
    probability_pays: Mapping[str, float]
    roi: Mapping[str, tuple[float, float, float]]

    @property
    def leader(self) -> str | None:
        """The approach that is likeliest to return most, however sure; None where nothing is known."""
        return max(self.probability_best, key=self.probability_best.__getitem__, default=None)

    @property
    def figures(self) -> dict[str, Any]:
        """The verdict as plain values, as the command line prints it."""
        return {
            "call": self.call,
            "approach": self.approach,
            "probability_best": dict(self.probability_best),
            "probability_pays": dict(self.probability_pays),
            "roi": {approach: list(points) for approach, points in self.roi.items()},
        }


def verdict(ledger: Ledger, window: Sequence[Quarter], options: Options) -> Verdict:
    """The verdict on the quarters of a window, under the chosen options."""
    return judged(evidence(ledger, window, options))


def judged(evidence: Evidence, draws: int = DRAWS, seed: int | None = None) -> Verdict:
    """The verdict on the evidence; with a seed of its own, two verdicts differ by what the evidence says alone."""
    if not evidence.outcomes:
        return Verdict("not_enough_data", None, {}, {}, {})
    log_return = posterior(evidence, draws, seed).log_return
    wins = np.bincount(log_return.argmax(0), minlength=len(log_return))
    best = _named(evidence, (wins / draws).tolist())
    pays = _named(evidence, (log_return > 0).mean(1).tolist())
    points = np.exp(np.quantile(log_return, (0.05, 0.5, 0.95), axis=1)) - 1
    roi = _named(evidence, list(zip(*points.tolist(), strict=True)))
    call = _call(evidence, best, pays)
    named = max(best, key=best.__getitem__) if call in ("stick", "lean") else None
    return Verdict(call, named, best, pays, roi)


def _call(evidence: Evidence, best: Mapping[str, float], pays: Mapping[str, float]) -> Call:
    if len(evidence.approaches) < 2:
        return "not_enough_data"
    if max(pays.values()) < 0.5:
        return "nothing_pays"
    leader = max(best, key=best.__getitem__)
    is_firm = best[leader] >= STICK_BEST and pays[leader] >= STICK_PAYS
    if is_firm and evidence.quarters >= LEAST_QUARTERS:
        return "stick"
    return "lean" if best[leader] >= LEAN_BEST else "too_close"


def _named(evidence: Evidence, figures: list[Any]) -> dict[str, Any]:
    return dict(zip(evidence.approaches, figures, strict=True))
