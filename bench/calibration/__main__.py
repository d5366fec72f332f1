"""`python -m bench.calibration` simulates careers and shows whether the verdict's odds come true.

It ends in exit code 1 where what is required does not hold. --docs writes the table into docs/calibration.md, too.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from bench.calibration.careers import FAMILIES, careers
from bench.calibration.scores import BINS, DRAWS, Score, bootstrap, naive, verdict
from bench.ratios import replace_between_markers

CAREERS: Final = 2_000
DOCS: Final = Path(__file__).parents[2] / "docs" / "calibration.md"
COVERAGE: Final = (0.85, 0.97)
LEAST_STICK: Final = 0.9
LARGEST_GAP: Final = 0.07

# The method was settled on careers of smaller seeds.
_FIRST_SEED: Final = 1_000

Scores = dict[str, tuple[Score, Score, Score]]


def main() -> None:
    """Simulate, print the table, and fail where what is required does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    parser.add_argument("--careers", type=int, default=CAREERS, help=f"of each family; default: {CAREERS}")
    parser.add_argument("--docs", action="store_true", help="write into docs/calibration.md between its markers")
    arguments = parser.parse_args()
    scores: Scores = {}
    for seed, family in enumerate(FAMILIES.values(), _FIRST_SEED):
        simulated = [career for career in careers(family, arguments.careers, seed) if career.evidence.outcomes]
        ours, plain, highest = (Score.of(simulated, method) for method in (verdict, bootstrap, naive))
        scores[family.title] = ours, plain, highest
        print(f"{family.title}: {len(simulated)} careers with an outcome", file=sys.stderr)
    failed = failures(scores)
    size = f"{arguments.careers:,} careers of each family, {DRAWS:,} draws for each; those without an outcome left out."
    text = "\n".join([table(scores), "", size, *(failed or ["All that is required holds."])])
    print(text)
    if arguments.docs and not replace_between_markers(DOCS, text):
        print(f"{DOCS} has no markers for the table.", file=sys.stderr)
    sys.exit(bool(failed))


def table(scores: Scores) -> str:
    """Return the scores by family, and over all, as a Markdown table."""
    rows = [
        "| careers | covers | by bootstrap | said 0.5–0.7 | said 0.7–0.9 | said 0.9 or more | stick "
        "| stick by bootstrap | names the best | by bootstrap | highest ROI |",
        "|---|" + "---:|" * 10,
    ]
    for title, (ours, plain, highest) in [*scores.items(), ("**all**", overall(scores))]:
        cells = [f"{ours.coverage:.1%}", f"{plain.coverage:.1%}"]
        cells += [_odds_cell(ours.between(*bin_)) for bin_ in BINS]
        cells += [_stick_cell(ours.stick()), _stick_cell(plain.stick())]
        cells += [f"{score.right:.0%}" for score in (ours, plain, highest)]
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(rows)


def failures(scores: Scores) -> list[str]:
    """Return every requirement that does not hold, as a sentence."""
    ours, _, _ = overall(scores)
    sentences = [
        f"Intervals of {title} cover {score.coverage:.1%}, not {COVERAGE[0]:.0%} to {COVERAGE[1]:.0%}."
        for title, (score, _, _) in scores.items()
        if not COVERAGE[0] <= score.coverage <= COVERAGE[1]
    ]
    for low, high in BINS[:2]:
        odds, came_true, _ = ours.between(low, high)
        if abs(odds - came_true) > LARGEST_GAP:
            sentences.append(f"Odds of {low} to {high} came true {came_true:.1%} of the time, {odds:.1%} was said.")
    if ours.stick()[1] < LEAST_STICK:
        sentences.append(f"Stick was right {ours.stick()[1]:.1%} of the time, not {LEAST_STICK:.0%}.")
    return sentences


def overall(scores: Scores) -> tuple[Score, Score, Score]:
    """Return the scores of the three methods over all families."""
    ours, plain, highest = (Score.over(families) for families in zip(*scores.values(), strict=True))
    return ours, plain, highest


def _odds_cell(statistics: tuple[float, float, int]) -> str:
    odds, came_true, count = statistics
    return f"{odds:.2f} → {came_true:.2f} ({count})" if count else "–"


def _stick_cell(statistics: tuple[float, float, int]) -> str:
    _, came_true, count = statistics
    return f"{came_true:.0%} ({count})" if count else "–"


if __name__ == "__main__":
    main()
