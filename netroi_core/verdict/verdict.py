"""The verdict: which approach returns most, and how sure that is after so few outcomes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import numpy as np

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, gather_evidence
from netroi_core.verdict.posterior import DRAWS, QUANTILES, Interval, sample_posterior

Call = Literal["stick", "lean", "too_close", "nothing_pays", "not_enough_data"]

STICK_BEST: Final = 0.95
STICK_PAYS: Final = 0.8
LEAN_BEST: Final = 0.7
# The least odds of the best approach to state instead of saying that it is too early to tell.
TELLING_ODDS: Final = 0.6
# One quarter alone never earns `stick`: what it shows may be its own luck or season.
MIN_QUARTERS: Final = 2

# The return per unit of cost above which an estimate is too implausible to show.
BEYOND: Final = 100

T = TypeVar("T")


@dataclass(frozen=True)
class Verdict:
    """The approach to stick to, and how sure that is.

    The probabilities and ROI are by approach, of those that cost something; empty without an outcome with a value.

    Attributes:
        approach: The one that ``stick`` and ``lean`` name; None for the other calls.
        probability_best: The probability that it returns most.
        probability_pays: The probability that it returns more than it costs.
        roi: Net benefit / total cost, as fractions.
    """

    call: Call
    approach: str | None
    probability_best: Mapping[str, float]
    probability_pays: Mapping[str, float]
    roi: Mapping[str, Interval]

    @property
    def leader(self) -> str | None:
        """The approach that most likely returns most of those with an estimate, however sure.

        None without any, and if its estimate is too implausible to show.
        """
        leader = max(self.roi, key=self.probability_best.__getitem__, default=None)
        return leader if leader is not None and self.is_known(leader) else None

    def is_known(self, approach: str) -> bool:
        """Return True if an approach has an estimate that is plausible enough to show."""
        return approach in self.roi and 1 + self.roi[approach][1] < BEYOND


def reach_verdict(
    ledger: Ledger, window: Sequence[Quarter], options: Options, incomplete: Collection[Quarter] = ()
) -> Verdict:
    """Return the verdict on the quarters of a window under the chosen options, some of which may be incomplete.

    It is deterministic: the evidence seeds the draws, so that the same figures always get the same answer.
    """
    return judge(gather_evidence(ledger, window, options, incomplete))


def judge(evidence: Evidence, draws: int = DRAWS, seed: int | None = None) -> Verdict:
    """Return the verdict on the evidence; with the same seed, two verdicts differ by their evidence alone."""
    if not evidence.outcomes:
        return Verdict("not_enough_data", None, {}, {}, {})
    log_return = sample_posterior(evidence, draws, seed).log_return
    wins = np.bincount(log_return.argmax(0), minlength=len(log_return))
    best = _by_approach(evidence, (wins / draws).tolist())
    pays = _by_approach(evidence, (log_return > 0).mean(1).tolist())
    # Quantiles of the log: exp is monotonic, so it takes them to those of the return.
    points = np.exp(np.quantile(log_return, QUANTILES, axis=1)) - 1
    roi: dict[str, Interval] = _by_approach(evidence, zip(*points.tolist(), strict=True))
    call = _call(evidence, best, pays)
    approach = max(best, key=best.__getitem__) if call in ("stick", "lean") else None
    return Verdict(call, approach, best, pays, roi)


def _call(evidence: Evidence, best: Mapping[str, float], pays: Mapping[str, float]) -> Call:
    if len(evidence.approaches) < 2:
        return "not_enough_data"
    if max(pays.values()) < 0.5:
        return "nothing_pays"
    leader = max(best, key=best.__getitem__)
    is_firm = best[leader] >= STICK_BEST and pays[leader] >= STICK_PAYS
    if is_firm and evidence.quarters >= MIN_QUARTERS:
        return "stick"
    return "lean" if best[leader] >= LEAN_BEST else "too_close"


def _by_approach(evidence: Evidence, values: Iterable[T]) -> dict[str, T]:
    return dict(zip(evidence.approaches, values, strict=True))
