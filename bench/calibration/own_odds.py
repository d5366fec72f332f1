"""`python -m bench.calibration.own_odds` shows whether odds corrected by a person's own record are nearer to the truth.

Each simulated person misjudges by a constant of their own on the log-odds scale, each outcome by some more, and rounds
to 5 %. The error is that of the odds of their next outcomes: as stated, and as NetROI counts them after some settled.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netroi_core.trends.own_forecasts import own_forecasts
from netroi_core.workspace.records import Outcome, StatedProbability

PEOPLE: Final = 1_000
SETTLED: Final = (10, 20, 40)
# The mean and the standard deviation of how far people misjudge, on the log-odds scale.
MISJUDGMENTS: Final = {
    "too optimistic (by 1 on average)": (1.0, 0.5),
    "sometimes one, sometimes the other": (0.0, 1.0),
    "no bias at all": (0.0, 0.0),
}
# How far the same person misjudges one outcome and another, likewise.
_NOISE: Final = 0.4
_NEXT: Final = 20
_SEED: Final = 11
_DAY: Final = date(2026, 1, 1)


def main() -> None:
    """Simulate, and print the table."""
    print(table(PEOPLE))


def table(people: int) -> str:
    """Return the root mean square errors, stated and corrected, as a Markdown table."""
    lines = [f"| settled forecasts | {' | '.join(MISJUDGMENTS)} |", "|---:|" + "---:|" * len(MISJUDGMENTS)]
    for settled in SETTLED:
        cells = [" → ".join(f"{error:.2f}" for error in errors(name, settled, people)) for name in MISJUDGMENTS]
        lines.append(f"| {settled} | {' | '.join(cells)} |")
    return "\n".join(lines)


def errors(name: str, settled: int, people: int) -> tuple[float, float]:
    """Return the root mean square error of the next outcomes' odds: as stated, and as corrected.

    Args:
        name: How people misjudge, one of MISJUDGMENTS.
        settled: The number of forecasts that have settled.
        people: The number of people.
    """
    both = np.array(list(_squared_errors(name, settled, people)))
    stated, corrected = np.sqrt(both.mean(0)).tolist()
    return stated, corrected


def _squared_errors(name: str, settled: int, people: int) -> Iterator[tuple[float, float]]:
    rng = np.random.default_rng(_SEED)
    mean, deviation = MISJUDGMENTS[name]
    for _ in range(people):
        bias = rng.normal(mean, deviation)
        true = rng.beta(2, 2, settled + _NEXT)
        stated = _stated(true, rng.normal(bias, _NOISE, len(true)))
        won = rng.random(settled) < true[:settled]
        record = own_forecasts(_outcomes(stated[:settled], won))
        assert record is not None
        for probability, truth in zip(stated[settled:].tolist(), true[settled:].tolist(), strict=True):
            yield (probability - truth) ** 2, (record.corrected(probability) - truth) ** 2


def _stated(true: NDArray[np.float64], bias: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a person says, in steps of 5 percentage points from 5 to 95 %."""
    said = 1 / (1 + (1 - true) / true * np.exp(-bias))
    return np.clip(np.round(said * 20) / 20, 0.05, 0.95)


def _outcomes(stated: NDArray[np.float64], won: NDArray[np.bool_]) -> list[Outcome]:
    return [
        Outcome(id=f"o{index}", date=_DAY, kind="lead", status="won" if is_won else "lost",
                stated=(StatedProbability(day=_DAY, probability=probability),))
        for index, (probability, is_won) in enumerate(zip(stated.tolist(), won.tolist(), strict=True))
    ]  # fmt: skip


if __name__ == "__main__":
    main()
