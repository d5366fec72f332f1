"""`python -m bench.calibration` simulates careers and shows whether the verdict's odds come true.

It ends in exit code 1 where what is required does not hold. --docs writes the tables into docs/calibration.md, too.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.calibration import ranks
from bench.calibration.careers import FAMILIES, OTHER_LEVELS, careers
from bench.calibration.scores import BINS, DRAWS, Score, Statistics, bootstrap, log_errors, naive, verdict
from bench.ratios import replace_between_markers

CAREERS: Final = 2_000
DOCS: Final = Path(__file__).parents[2] / "docs" / "calibration.md"
COVERAGE: Final = (0.85, 0.97)
LEAST_STICK: Final = 0.9
LARGEST_GAP: Final = 0.07
GEOMETRIC: Final = (0.92, 1.10)
ARITHMETIC: Final = (0.90, 1.15)
# The largest gap between the odds to pay that were given and those that came true: over all families, and in each.
PAYS_GAP, PAYS_GAP_OF_A_FAMILY = 0.05, 0.10

BUCKETS: Final = {"2–3": (2, 3), "4–6": (4, 6), "7–12": (7, 12), "13 or more": (13, 10**6)}
PAYS_BINS: Final = tuple((tenth / 10, (tenth + 2) / 10 + (tenth == 8)) for tenth in range(0, 10, 2))
# Fewer than these say nothing yet: a cell is left empty.
FEWEST_BIAS, FEWEST_PAYS = 100, 60

# The method was settled on careers of smaller seeds.
FIRST_SEED: Final = 1_000
_ALL: Final = "**all**"

Scores = dict[str, tuple[Score, Score, Score]]


def main() -> None:
    """Simulate, print the tables, and fail where what is required does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    parser.add_argument("--careers", type=int, default=CAREERS, help=f"of each family; default: {CAREERS}")
    parser.add_argument("--docs", action="store_true", help="write into docs/calibration.md between its markers")
    arguments = parser.parse_args()
    scores: Scores = {}
    for seed, family in enumerate([*FAMILIES.values(), *OTHER_LEVELS.values()], FIRST_SEED):
        simulated = [career for career in careers(family, arguments.careers, seed) if career.evidence.outcomes]
        ours, plain, highest = (Score.of(simulated, method) for method in (verdict, bootstrap, naive))
        scores[family.title] = ours, plain, highest
        print(f"{family.title}: {len(simulated)} careers with an outcome", file=sys.stderr)
    other = {family.title: scores.pop(family.title) for family in OTHER_LEVELS.values()}
    with_all = {**scores, _ALL: overall(scores)}
    distances = ranks.largest_distances()
    failed = [*failures(scores), *rank_failures(distances)]
    size = f"{arguments.careers:,} careers of each family, {DRAWS:,} draws for each; those without an outcome left out."
    parts = [
        table(with_all),
        "Estimate ÷ truth, by the number of outcomes in all: geometric mean · arithmetic mean · total ÷ total.",
        bias_table({**with_all, **other}),
        "Root mean square log error of the estimate / of the return on record, where there is one.",
        error_table({**with_all, **other}),
        "Odds to pay: said → came true.",
        pays_table({**with_all, **other}),
        rank_table(distances),
        size,
        *(failed or ["All that is required holds."]),
        *misses(scores),
    ]
    text = "\n\n".join(parts)
    print(text)
    if arguments.docs and not replace_between_markers(DOCS, text):
        print(f"{DOCS} has no markers for the tables.", file=sys.stderr)
    sys.exit(bool(failed))


def table(scores: Scores) -> str:
    """Return the scores by family, and over all, as a Markdown table."""
    rows = []
    for title, (ours, plain, highest) in scores.items():
        cells = [f"{ours.coverage:.1%}", f"{plain.coverage:.1%}"]
        cells += [_odds_cell(ours.between(*bin_)) for bin_ in BINS]
        cells += [_stick_cell(ours.stick()), _stick_cell(plain.stick())]
        cells += [f"{score.right:.0%}" for score in (ours, plain, highest)]
        rows.append([title, *cells])
    return _markdown(
        "careers | covers | by bootstrap | said 0.5–0.7 | said 0.7–0.9 | said 0.9 or more | stick "
        "| stick by bootstrap | names the best | by bootstrap | highest ROI",
        rows,
    )


def bias_table(scores: Scores) -> str:
    """Return estimate ÷ truth by family and number of outcomes, means out of bounds in bold, as a Markdown table."""
    rows = [[title, *_bias_cells(ours)] for title, (ours, _, _) in scores.items()]
    rows += [[f"{title}, shown", *_bias_cells(ours, shown_only=True)] for title, (ours, _, _) in scores.items()]
    return _markdown(f"careers | {' | '.join(BUCKETS)}", rows)


def _bias_cells(score: Score, *, shown_only: bool = False) -> Iterator[str]:
    for bucket in BUCKETS.values():
        geometric, arithmetic, total, count = score.bias(bucket, shown_only=shown_only)
        means = f"{_bounded(geometric, GEOMETRIC)} · {_bounded(arithmetic, ARITHMETIC)} · {total:.2f}"
        yield means if count >= FEWEST_BIAS else "–"


def error_table(scores: Scores) -> str:
    """Return the errors of the estimate and of the return on record, as a Markdown table."""
    rows = []
    for title, (ours, _, highest) in scores.items():
        errors = [log_errors(ours, highest, bucket) for bucket in BUCKETS.values()]
        counts = [ours.bias(bucket)[-1] for bucket in BUCKETS.values()]
        pairs = zip(errors, counts, strict=True)
        rows.append([title, *(f"{e[0]:.2f} / {e[1]:.2f}" if n >= FEWEST_BIAS else "–" for e, n in pairs)])
    return _markdown(f"careers | {' | '.join(BUCKETS)}", rows)


def pays_table(scores: Scores) -> str:
    """Return the odds to pay by family, as a Markdown table."""
    rows = [
        [title, *(_odds_cell(ours.pays_between(*bin_), FEWEST_PAYS) for bin_ in PAYS_BINS)]
        for title, (ours, _, _) in scores.items()
    ]
    names = " | ".join(f"{low:.1f}–{min(high, 1):.1f}" for low, high in PAYS_BINS)
    return _markdown(f"careers | {names}", rows)


def rank_table(distances: ranks.Floats) -> str:
    """Return how far ranks are from uniform, as a Markdown table."""
    rows = [[name, f"{distance:.3f}"] for name, distance in zip(ranks.QUANTITIES, distances, strict=True)]
    return _markdown(f"ranks over {ranks.RECORDS:,} records | distance from uniform (95 %: {ranks.band():.3f})", rows)


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
    sentences += [f"Over all families, {sentence}" for sentence in _bias_misses(ours)]
    sentences += [f"Over all families, {sentence}" for sentence in _pays_misses(ours, PAYS_GAP)]
    for title, (score, _, highest) in scores.items():
        for name, bucket in BUCKETS.items():
            estimated, recorded = log_errors(score, highest, bucket)
            if score.bias(bucket)[-1] >= FEWEST_BIAS and estimated > recorded:
                sentences.append(f"The estimates of {title} at {name} outcomes err more than the return on record.")
    return sentences


def rank_failures(distances: ranks.Floats) -> list[str]:
    """Return every quantity whose ranks are not uniform, as a sentence."""
    return [
        f"The ranks of the {name} are {distance:.3f} from uniform."
        for name, distance in zip(ranks.QUANTITIES, distances, strict=True)
        if distance > ranks.band()
    ]


def misses(scores: Scores) -> list[str]:
    """Return what is aimed at in every family, yet not required, and does not hold, as one sentence per family."""
    sentences = []
    for title, (ours, _, _) in scores.items():
        found = [*_bias_misses(ours), *_pays_misses(ours, PAYS_GAP_OF_A_FAMILY)]
        _, right, count = ours.stick()
        if count and right < LEAST_STICK:
            found.append(f"stick was right {right:.0%} of the time ({count}).")
        if found:
            sentences.append(f"Missed with {title}: {'; '.join(sentence.removesuffix('.') for sentence in found)}.")
    return sentences


def overall(scores: Scores) -> tuple[Score, Score, Score]:
    """Return the scores of the three methods over all families."""
    ours, plain, highest = (Score.over(families) for families in zip(*scores.values(), strict=True))
    return ours, plain, highest


def _bias_misses(score: Score) -> Iterator[str]:
    for name, bucket in BUCKETS.items():
        geometric, _, _, count = score.bias(bucket)
        if count >= FEWEST_BIAS and not GEOMETRIC[0] <= geometric <= GEOMETRIC[1]:
            yield f"estimate ÷ truth is {geometric:.2f} at {name} outcomes."


def _pays_misses(score: Score, largest: float) -> Iterator[str]:
    for bin_ in PAYS_BINS:
        said, paid, count = score.pays_between(*bin_)
        if count >= FEWEST_PAYS and abs(said - paid) > largest:
            yield f"odds to pay of {said:.2f} came true {paid:.2f} of the time."


def _bounded(mean: float, bounds: tuple[float, float]) -> str:
    return f"{mean:.2f}" if bounds[0] <= mean <= bounds[1] else f"**{mean:.2f}**"


def _markdown(header: str, rows: list[list[str]]) -> str:
    lines = [f"| {header} |", "|---|" + "---:|" * header.count("|")]
    return "\n".join([*lines, *(f"| {' | '.join(cells)} |" for cells in rows)])


def _odds_cell(statistics: Statistics, fewest: int = 1) -> str:
    odds, came_true, count = statistics
    return f"{odds:.2f} → {came_true:.2f} ({count})" if count >= fewest else "–"


def _stick_cell(statistics: Statistics) -> str:
    _, came_true, count = statistics
    return f"{came_true:.0%} ({count})" if count else "–"


if __name__ == "__main__":
    main()
