"""Titles about paths and combinations: by which steps value came, whether together beats alone, how credit moves."""

from collections.abc import Mapping, Sequence
from typing import Final

from netroi_core.ledger.attribution import Attribution
from netroi_core.verdict.combinations import ApproachPath, Combination, PathOutcomes
from netroi_core.verdict.verdict import LEAN_BEST, STICK_BEST
from netroi_core.wording.wording import APPROACH_NAMES, Words, in_sentence, join_words, pluralize
from netroi_core.workspace.fields import APPROACHES, Approach

# A path of more steps is named by its ends.
_MOST_STEPS: Final = 3
# Credit that changes by fewer percentage points than this hardly moves.
_LEAST_MOVE_PERCENT: Final = 10


def _priced_outcomes(path: PathOutcomes) -> str:
    """Return how many outcomes a path has, and how many of them have money to tell of."""
    outcomes = pluralize(path.outcomes, "outcome")
    return f"{path.priced:,} of the {outcomes} that came this way" if 0 < path.priced < path.outcomes else outcomes


def paths_title(paths: Sequence[PathOutcomes], words: Words) -> str:
    """Return the path by which most value came: what is won comes first, as in the order of these paths."""
    first = paths[0]
    if not first.value:
        outcomes = pluralize(sum(path.outcomes for path in paths), "outcome")
        return f"{outcomes} by {pluralize(len(paths), 'path')}, none with a value in money yet"
    amount = words.money(first.value)
    level = sum((words.money(path.value), path.won_value > 0) == (amount, first.won_value > 0) for path in paths)
    if level > 1:
        return f"{level} paths led to the same{f': {amount} each' if words.shows_amounts else ' value'}"
    outcomes = _priced_outcomes(first)
    value = f"{value_phrase(first, words)}, from {outcomes}" if words.shows_amounts else outcomes
    path = _path_phrase(first.steps)
    if len(paths) == 1:
        return f"All value came from {path}: {value}"
    return f"{path[0].upper()}{path[1:]}{',' * (', ' in path)} led to {_most(paths)}: {value}"


def _most(paths: Sequence[PathOutcomes]) -> str:
    """Return how much of the value the first path led to."""
    first = paths[0]
    if first.value < max(path.value for path in paths):
        # More is still open elsewhere.
        is_most = 2 * first.won_value > sum(path.won_value for path in paths)
        return f"{'most' if is_most else 'more than any other path'} of the value won so far"
    is_most = 2 * first.value > sum(path.value for path in paths)
    return "most of the value" if is_most else "more than any other path"


def value_phrase(path: PathOutcomes, words: Words) -> str:
    """Return what a path led to: what is won, and what is open: “$9,500 won, plus $1,377 open”."""
    still_open = path.value - path.won_value
    won = f"{words.money(path.won_value)} won" if path.won_value or still_open <= 0 else ""
    open_part = f"{words.money(still_open)} open" if still_open > 0 else ""
    return ", plus ".join(part for part in (won, open_part) if part)


def combinations_title(combinations: Sequence[Combination], words: Words) -> str:
    """Return the combination that most surely beats its parts or falls behind them, or why none does."""
    together = [item for item in combinations if item.mean_value and len(item.totals.steps) > 1]
    if not together:
        return "No outcome with a value has come from several approaches together yet"
    compared = [item for item in together if item.has_range]
    if not compared:
        return "Too few outcomes took several approaches to compare them with a single one"
    odds = sorted(
        (item.probability_better, index) for index, item in enumerate(compared) if item.probability_better is not None
    )
    if not odds:
        return "No part of a combination led to an outcome alone, so there is nothing to compare"
    (low, worst), (high, best) = odds[0], odds[-1]
    if high >= LEAN_BEST:
        return f"{_together(compared[best])}: {beats_parts(compared[best], high, words)}"
    if low <= 1 - STICK_BEST:
        return f"{_together(compared[worst])}: {_trails_parts(compared[worst], 1 - low, words)}"
    return f"Combining approaches may not beat using one: {words.odds(high)} likely at best"


def credit_title(values: Mapping[Attribution, Mapping[Approach, float]], words: Words) -> str:
    """Return how far the credit of an approach depends on the attribution rule."""
    totals = {rule: sum(by_approach.values()) for rule, by_approach in values.items()}
    shares = {
        approach: [100 * values[rule][approach] / total for rule, total in totals.items() if total]
        for approach in APPROACHES
    }
    least, most = ({approach: end(shares[approach]) for approach in APPROACHES} for end in (min, max))
    mover = max(APPROACHES, key=lambda approach: (most[approach] - least[approach], most[approach]))
    is_moving = most[mover] - least[mover] >= _LEAST_MOVE_PERCENT
    named = mover if is_moving else max(APPROACHES, key=most.__getitem__)
    low, high = words.percent(least[named]), words.percent(most[named])
    if is_moving:
        return f"{APPROACH_NAMES[named]}: {low} to {high} of the credit, depending on how it is shared"
    if low == high:
        return f"However credit is shared, {high} of it goes to {in_sentence(named)}"
    return f"However credit is shared, it hardly moves: {low} to {high} of it goes to {in_sentence(named)}"


def combination_name(steps: ApproachPath) -> str:
    """Return a combination by its approaches, as in “Group events + one-on-one”."""
    first, *more = steps
    return " + ".join([APPROACH_NAMES[first], *map(in_sentence, more)]) if more else f"{APPROACH_NAMES[first]} alone"


def beats_parts(combination: Combination, odds: float, words: Words) -> str:
    """Return with which odds a combination is worth more than those of its parts that led to something alone."""
    parts = combination.parts
    if parts == combination.totals.steps:
        alone = "either alone" if len(parts) == 2 else "any of them alone"
    else:
        alone = f"{' or '.join(map(in_sentence, parts))} alone"
    return f"{words.odds(odds)} likely to be worth more than {alone}"


def _trails_parts(combination: Combination, odds: float, words: Words) -> str:
    """Return with which odds a combination is worth less than the best of its parts."""
    first, *others = combination.parts
    alone = "the best of its parts alone" if others else f"{in_sentence(first)} alone"
    return f"{words.odds(odds)} likely to be worth less than {alone}"


def _path_phrase(steps: ApproachPath) -> str:
    if len(steps) == 1:
        return f"{in_sentence(steps[0])} alone"
    if len(steps) > _MOST_STEPS:
        return f"{len(steps)} steps from {in_sentence(steps[0])} to {in_sentence(steps[-1])}"
    return ", then ".join(map(in_sentence, steps))


def _together(combination: Combination) -> str:
    first, *more = combination.totals.steps
    return f"{join_words([APPROACH_NAMES[first], *map(in_sentence, more)])} together"
