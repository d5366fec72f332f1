"""Evidence that makes one point each, without a workspace around it."""

from collections.abc import Mapping, Sequence

import numpy as np

from netroi_core.verdict.evidence import Evidence

APPROACHES = ("group_events", "one_on_one", "social_media")


def evidence(
    won: Mapping[str, Sequence[float]],
    cost: float | Mapping[str, float] = 1000.0,
    *,
    probability: float | Sequence[float] = 1,
    low: float = 1,
    high: float = 1,
    quarters: int = 8,
) -> Evidence:
    """Outcomes of these likely values for each approach, which cost this much each.

    The ends of every range are multiples of the likely value, and all outcomes have the same probability, or each its
    own.
    """
    approaches = tuple(won)
    source = np.repeat(np.arange(len(approaches)), [len(values) for values in won.values()])
    likely = np.array([value for values in won.values() for value in values], np.float64)
    costs = cost if isinstance(cost, Mapping) else dict.fromkeys(approaches, cost)
    return Evidence(
        approaches,
        np.array([costs[approach] for approach in approaches], np.float64),
        tuple(range(likely.size)),
        likely * low,
        likely,
        likely * high,
        np.broadcast_to(np.array(probability, np.float64), likely.shape).copy(),
        np.eye(len(approaches))[source],
        quarters,
    )


def alike(count: int, value: float = 1000.0) -> Evidence:
    """Three approaches with the same record: so many outcomes at the same cost."""
    return evidence({approach: [value * (1 + 0.1 * n) for n in range(count)] for approach in APPROACHES})


DOMINATING = evidence(
    {"group_events": [300, 400], "one_on_one": [900, 1100, 1500, 800, 1300] * 5, "social_media": [350]},
    cost=4000,
)
"""One-on-one returned far more than it cost, with many outcomes; the others next to nothing."""
