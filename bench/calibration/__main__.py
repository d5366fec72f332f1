"""`python -m bench.calibration` simulates careers and shows whether the verdict's odds come true.

It ends in exit code 1 where what is required does not hold. --docs writes docs/calibration.md, too.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from bench.calibration.careers import FAMILIES, careers
from bench.calibration.scores import BINS, DRAWS, Score, bootstrap, naive, verdict

CAREERS: Final = 2_000
DOCS: Final = Path(__file__).parents[2] / "docs" / "calibration.md"
COVERAGE: Final = (0.85, 0.97)
LEAST_STICK: Final = 0.9
LARGEST_GAP: Final = 0.07

Scores = dict[str, tuple[Score, Score, Score]]

_HEAD: Final = """# Do the verdict's odds come true?

`make calibration` simulates careers whose truth is known and lets the verdict judge each of them. The careers come from
a model that is not the verdict's own (`bench/calibration/careers.py`): clustered counts with rates that drift from
quarter to quarter; gamma, lognormal, Pareto and mixed values; half of the values written down as a range around a guess
that is off by some 15 %. Unless a family says otherwise: three approaches, four to eight quarters, three to ten
outcomes a year. The truth is what an approach returns in expectation over those quarters.

- *Covers*: how often a 90 % interval of ROI holds the truth.
- *Said 0.5–0.7*, and so on: of those verdicts that give their favourite such odds, how often it truly is the best,
  after the mean of the odds, and how many they are.
- *Stick*: how often what the verdict says to stick to truly is the best; for the bootstrap, whenever it gives 0.9.
- *Names the best*: how often the favourite is the best; beside it plainly naming the highest ROI.
"""


def main() -> None:
    """Simulate, print the table, and fail where what is required does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    parser.add_argument("--careers", type=int, default=CAREERS, help=f"of each family; default: {CAREERS}")
    parser.add_argument("--docs", action="store_true", help="write docs/calibration.md")
    asked = parser.parse_args()
    scores: Scores = {}
    for place, family in enumerate(FAMILIES.values()):
        simulated = [career for career in careers(family, asked.careers, place) if career.evidence.outcomes]
        scores[family.title] = tuple(Score.of(simulated, method) for method in (verdict, bootstrap, naive))  # type: ignore[assignment]
        print(f"{family.title}: {len(simulated)} careers with an outcome", file=sys.stderr)
    failed = failures(scores)
    text = "\n".join([table(scores), "", *(failed or ["All that is required holds."])])
    print(text)
    if asked.docs:
        how_many = (
            f"{asked.careers:,} careers of each family, {DRAWS:,} draws for each; those without an outcome left out."
        )
        DOCS.write_text(f"{_HEAD}\n{how_many}\n\n{text}\n", "utf-8")
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
