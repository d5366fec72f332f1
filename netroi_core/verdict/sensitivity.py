"""The sensitivity of the verdict to one outcome.

Verdicts here take fewer draws, all with the same seed, so
that two of them differ by their evidence and hardly by chance.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from netroi_core.verdict.evidence import Evidence
from netroi_core.verdict.verdict import Call, Verdict, judge

DRAWS: Final = 4_000
# The number of outcomes, by the value at stake, that are tried for a flip of the call.
WEIGHTIEST: Final = 6
LARGEST_FACTOR: Final = 3.0
_HALVINGS: Final = 6


@dataclass(frozen=True)
class Flip:
    """One outcome that would change the call, alone.

    Attributes:
        outcome: Its position in the workspace.
        variable: Its probability, from 0 to 1, or its value as a multiple of the one on record.
        now: The variable on record.
        at: The variable from which on the call is another; at 0 it is as if the outcome were lost.
        call: The call from there on.
        approach: The approach that it names.
    """

    outcome: int
    variable: Literal["probability", "value"]
    now: float
    at: float
    call: Call
    approach: str | None

    @property
    def is_gain(self) -> bool:
        """True if an outcome that is won would have to be worth more than on record."""
        return self.variable == "value" and self.at > self.now


def flips(evidence: Evidence) -> list[Flip]:
    """Return the outcomes that would change the call, the smallest change first; open ones before all others.

    Of an open outcome, its probability is moved as far as 0 and 1; of one that was won, its value down to nothing and
    up to LARGEST_FACTOR times.
    """
    if len(evidence.approaches) < 2 or not evidence.outcomes:
        return []
    weightiest = np.argsort(-(evidence.value * evidence.credit.sum(1)), kind="stable")[:WEIGHTIEST]
    now = judge(evidence)
    candidates = [
        _flip(evidence, index, end, now)
        for index in weightiest.tolist()
        for end in ((0.0, 1.0) if evidence.probability[index] < 1 else (0.0, LARGEST_FACTOR))
    ]
    changing = [flip for flip in candidates if flip]
    return sorted(changing, key=lambda flip: (flip.variable != "probability", abs(flip.at - flip.now)))


def settled_odds(evidence: Evidence, outcome: int, approach: str) -> tuple[float, float] | None:
    """Return the odds that an approach is best once an open outcome is won, and once it is lost.

    ``outcome`` is its position in the workspace; None where there is nothing to compare, or where it doesn't count.
    """
    if len(evidence.approaches) < 2 or outcome not in evidence.outcomes:
        return None
    index = evidence.outcomes.index(outcome)
    # As many draws as the verdict itself: the odds stand beside its own.
    won, lost = (judge(evidence.with_probability(index, end), seed=evidence.seed) for end in (1.0, 0.0))
    return won.probability_best.get(approach, 0.0), lost.probability_best.get(approach, 0.0)


def _flip(evidence: Evidence, index: int, end: float, now: Verdict) -> Flip | None:
    """Return where, on the way to this end, the call becomes another, by bisection; None if it is the same there."""
    seed, is_open = evidence.seed, bool(evidence.probability[index] < 1)
    change = evidence.with_probability if is_open else evidence.with_value_times
    start = float(evidence.probability[index]) if is_open else 1.0

    def flipped(point: float) -> Verdict | None:
        verdict = judge(change(index, point), DRAWS, seed)
        return None if (verdict.call, verdict.approach) == (now.call, now.approach) else verdict

    verdict = flipped(end)
    if verdict is None:
        return None
    unchanged, changed = start, end
    for _ in range(_HALVINGS):
        middle = (unchanged + changed) / 2
        if closer := flipped(middle):
            changed, verdict = middle, closer
        else:
            unchanged = middle
    variable: Literal["probability", "value"] = "probability" if is_open else "value"
    return Flip(evidence.outcomes[index], variable, start, changed, verdict.call, verdict.approach)
