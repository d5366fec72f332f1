"""`python -m bench.calibration.ahead` shows whether the odds to know the best approach by a quarter come true.

While no approach is known to be best, the pages say by when one likely will be. Careers that are too close to call
go on for as many quarters as they look ahead, and the verdict judges each of these again. --docs writes the table into
docs/verdict.md.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.calibration.careers import FAMILIES, Career, careers
from bench.calibration.scores import DRAWS
from bench.ratios import replace_between_markers
from netroi_core.planning.learning import HORIZON, chances_to_tell
from netroi_core.verdict.evidence import Floats
from netroi_core.verdict.posterior import CLUSTERING, sample_posterior
from netroi_core.verdict.verdict import LEAN_BEST, judge
from netroi_core.views.advice import LIKELY

CAREERS: Final = 100
DOCS: Final = Path(__file__).parents[2] / "docs" / "verdict.md"
BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)
# Fewer than these say nothing yet: a cell is left empty.
FEWEST: Final = 30
# Of open outcomes, the careers don't say when they are decided.
_FAMILIES: Final = tuple(family for family in FAMILIES.values() if not family.open_share)
_SEED: Final = 3_000
_ROWS: Final = ("the next quarter", "the second", "the third", "the fourth")


@dataclass(frozen=True)
class Forecast:
    """The chances of one career to know the best approach by each quarter ahead, and by which it was known."""

    said: Floats
    came: NDArray[np.bool_]

    @property
    def named(self) -> int | None:
        """The quarter that the pages name: the first that is more likely than not; None without one."""
        return next((index for index, chance in enumerate(self.said) if chance >= LIKELY), None)


def main() -> None:
    """Simulate, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration.ahead", description=__doc__)
    parser.add_argument("--careers", type=int, default=CAREERS, help=f"of each family; default: {CAREERS}")
    parser.add_argument("--docs", action="store_true", help="write into docs/verdict.md between its markers")
    arguments = parser.parse_args()
    made = list(forecasts(arguments.careers))
    of = f"{arguments.careers * len(_FAMILIES):,} in {len(_FAMILIES)} families"
    text = f"{table(made)}\n\n{len(made):,} careers too close to call, of {of}."
    print(text)
    if arguments.docs and not replace_between_markers(DOCS, text):
        print(f"{DOCS} has no markers for the table.", file=sys.stderr)


def forecasts(count: int) -> Iterator[Forecast]:
    """Yield the forecast of each career, of so many of each family, that is too close to call."""
    for seed, family in enumerate(_FAMILIES, _SEED):
        first, last = family.quarters
        for career in careers(replace(family, quarters=(first + HORIZON, last + HORIZON)), count, seed):
            if forecast := look_ahead(career):
                yield forecast


def look_ahead(career: Career) -> Forecast | None:
    """Return the forecast of a career HORIZON quarters before its end; None if it isn't too close to call then."""
    now = career.cost.shape[1] - HORIZON
    evidence = career.until(now)
    if not evidence.outcomes or judge(evidence, DRAWS).call != "too_close":
        return None
    rng = np.random.default_rng(0)
    usual = evidence.cost / evidence.quarters
    said = chances_to_tell(sample_posterior(evidence, DRAWS), usual, CLUSTERING, LEAN_BEST, rng)
    later = [judge(career.until(now + ahead), DRAWS) for ahead in range(1, HORIZON + 1)]
    is_known = [max(verdict.probability_best.values()) >= LEAN_BEST for verdict in later]
    return Forecast(np.array(said), np.logical_or.accumulate(is_known))


def table(made: list[Forecast]) -> str:
    """Return the chances that were said and how often they came true, as a Markdown table."""
    said, came = (np.array([getattr(forecast, name) for forecast in made]) for name in ("said", "came"))
    names = " | ".join(f"{low:.1f}–{min(high, 1):.1f}" for low, high in pairwise(BINS))
    lines = [f"| known by: said → came true | {names} |", "|---|" + "---:|" * (len(BINS) - 1)]
    for index, name in enumerate(_ROWS):
        lines.append(_row(name, said[:, index], came[:, index]))
    lines.append(_row("**all**", said.ravel(), came.ravel()))
    named = [(forecast, index) for forecast in made if (index := forecast.named) is not None]
    at_named = (np.array([getattr(f, name)[index] for f, index in named]) for name in ("said", "came"))
    lines.append(_row("the quarter that the pages name", *at_named))
    return "\n".join(lines)


def _row(name: str, said: Floats, came: Floats) -> str:
    cells = []
    for low, high in pairwise(BINS):
        inside = (low <= said) & (said < high)
        count = int(inside.sum())
        cells.append(f"{said[inside].mean():.2f} → {came[inside].mean():.2f} ({count})" if count >= FEWEST else "–")
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
