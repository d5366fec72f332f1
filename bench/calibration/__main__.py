"""`python -m bench.calibration` simulates careers and shows whether the verdict's odds come true.

It ends in exit code 1 where what is required does not hold. --docs writes the table into docs/calibration.md, too.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from bench.bounds import replace_between_markers
from bench.calibration.careers import FAMILIES, careers
from bench.calibration.scores import BINS, DRAWS, Score, bootstrap, naive, verdict

CAREERS: Final = 2_000
DOCS: Final = Path(__file__).parents[2] / "docs" / "calibration.md"
COVERAGE: Final = (0.85, 0.97)
LEAST_STICK: Final = 0.9
LARGEST_GAP: Final = 0.07

_FIRST_SEED: Final = 1_000  # the method was settled on careers of smaller seeds

Scores = dict[str, tuple[Score, Score, Score]]


def main() -> None:
    """Simulate, print the table, and fail where what is required does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    parser.add_argument("--careers", type=int, default=CAREERS, help=f"of each family; default: {CAREERS}")
    parser.add_argument("--docs", action="store_true", help="write into docs/calibration.md between its markers")
    asked = parser.parse_args()
    scores: Scores = {}
    for place, family in enumerate(FAMILIES.values()):
        simulated = [
            career for career in careers(family, asked.careers, _FIRST_SEED + place) if career.evidence.outcomes
        ]
        ours, plain, highest = (Score.of(simulated, method) for method in (verdict, bootstrap, naive))
        scores[family.title] = ours, plain, highest
        print(f"{family.title}: {len(simulated)} careers with an outcome", file=sys.stderr)
    failed = failures(scores)
    size = f"{asked.careers:,} careers of each family, {DRAWS:,} draws for each; those without an outcome left out."
    text = "\n".join([table(scores), "", size, *(failed or ["All that is required holds."])])
    print(text)
    if asked.docs and not replace_between_markers(DOCS, text):
        print(f"{DOCS} has no place for the table.", file=sys.stderr)
    sys.exit(bool(failed))


def table(scores: Scores) -> str:
    """The scores by family, and over all, as a Markdown table."""
    rows = [
        "| careers | covers | by bootstrap | said 0.5–0.7 | said 0.7–0.9 | said 0.9 or more | stick "
        "| stick by bootstrap | names the best | by bootstrap | highest ROI |",
        "|---|" + "---:|" * 10,
    ]
    for title, (ours, plain, highest) in [*scores.items(), ("**all**", overall(scores))]:
        cells = [f"{ours.coverage:.1%}", f"{plain.coverage:.1%}"]
        cells += [_said(ours.between(*bin_)) for bin_ in BINS]
        cells += [_true(ours.stick()), _true(plain.stick())]
        cells += [f"{score.right:.0%}" for score in (ours, plain, highest)]
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(rows)


def failures(scores: Scores) -> list[str]:
    """Every requirement that does not hold, as a sentence."""
    ours, _, _ = overall(scores)
    found = [
        f"Intervals of {title} cover {score.coverage:.1%}, not {COVERAGE[0]:.0%} to {COVERAGE[1]:.0%}."
        for title, (score, _, _) in scores.items()
        if not COVERAGE[0] <= score.coverage <= COVERAGE[1]
    ]
    for low, high in BINS[:2]:
        said, came_true, _ = ours.between(low, high)
        if abs(said - came_true) > LARGEST_GAP:
            found.append(f"Odds of {low} to {high} came true {came_true:.1%} of the time, {said:.1%} was said.")
    if ours.stick()[1] < LEAST_STICK:
        found.append(f"Stick was right {ours.stick()[1]:.1%} of the time, not {LEAST_STICK:.0%}.")
    return found


def overall(scores: Scores) -> tuple[Score, Score, Score]:
    """The scores of the three methods over all families."""
    ours, plain, highest = (Score.over(each) for each in zip(*scores.values(), strict=True))
    return ours, plain, highest


def _said(among: tuple[float, float, int]) -> str:
    said, came_true, count = among
    return f"{said:.2f} → {came_true:.2f} ({count})" if count else "–"


def _true(among: tuple[float, float, int]) -> str:
    _, came_true, count = among
    return f"{came_true:.0%} ({count})" if count else "–"


if __name__ == "__main__":
    main()
