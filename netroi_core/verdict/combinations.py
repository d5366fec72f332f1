"""Paths to outcomes, and whether approaches together lead to more valuable outcomes than alone.

The path of an outcome is its touchpoints in the order that attribution asks for, the same approach several times in a
row counted once; a combination is the set of its approaches. Outcomes count whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS, Attribution
from netroi_core.ledger.counts import HAS_HAPPENED
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.ledger.purposes import outcomes_that_count, yardstick
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.posterior import (
    DRAWS,
    LARGEST_VARIANCE,
    QUANTILES,
    Interval,
    outcome_sums,
    sample_typical_values,
)
from netroi_core.workspace.fields import APPROACHES, Approach, Purpose

ApproachPath = tuple[str, ...]


@dataclass(frozen=True)
class PathOutcomes:
    """The outcomes of one path, or of one combination.

    Attributes:
        steps: The approaches; of a path in the order they were taken, of a combination in the contract's.
        outcomes: The number of outcomes.
        won: The number of those that are won.
        value: Their expected value in all.
        kinds: Their number by kind, the most frequent first.
        won_value: The part of the value that is won.
        priced: The number of outcomes with a value.
        still_open: The number of those that are open.
    """

    steps: ApproachPath
    outcomes: int
    won: int
    value: float
    kinds: Mapping[str, int]
    won_value: float
    priced: int
    still_open: int = 0


@dataclass(frozen=True)
class Combination:
    """The outcomes of a combination, compared with those of its parts.

    What an outcome cost can't be told apart by path, so outcomes are compared by their value, not by their return.

    Attributes:
        totals: The outcomes.
        mean_value: The mean value of one of them if it happens; None where none has a value in money.
        parts: The approaches of the combination that led to an outcome with a value alone.
        probability_better: The probability that the mean value is above that of the best part; None without parts.
    """

    totals: PathOutcomes
    mean_value: Interval | None
    parts: ApproachPath
    probability_better: float | None

    @property
    def has_range(self) -> bool:
        """True from PATTERN_WINS outcomes with a value on: the interval of fewer is too wide to read."""
        return self.mean_value is not None and self.totals.priced >= PATTERN_WINS


@dataclass(frozen=True)
class SequenceShare:
    """The sequence of approaches that led to half or more of what counts for the purpose.

    Attributes:
        steps: The approaches in order, at least two.
        wins, of: The number of won outcomes that came this way, of how many that any step led to.
        still_open: The number of open outcomes that come this way.
        share: The share of what those wins weigh in all (0.5 to 1): of their value, their ratings, or their number.
        is_priced: True if the share is one of money.
        weight: What the wins that came this way weigh.
        largest: The position of the win among them that weighs most.
        share_without: The share of the others in what all wins but that one weigh.
        mean_rating: The mean rating of the wins that came this way; None where none is rated.
        parts: The approaches of the sequence that led to an outcome with a value alone.
        probability_better: The odds that one of them is worth more than one by the best part alone; None without parts.
    """

    steps: ApproachPath
    wins: int
    of: int
    still_open: int
    share: float
    is_priced: bool
    weight: float
    largest: int
    share_without: float
    mean_rating: float | None
    parts: ApproachPath
    probability_better: float | None

    @property
    def is_pattern(self) -> bool:
        """True from PATTERN_WINS on; fewer wins are reported, but not recommended."""
        return self.wins >= PATTERN_WINS

    @property
    def rests_on_one(self) -> bool:
        """True if this sequence doesn't lead without the win that is worth most."""
        return self.is_priced and self.wins < self.of and self.share_without < LEADING_SHARE

    @property
    def is_no_better(self) -> bool:
        """True if an outcome by a part of the sequence alone is likely worth as much."""
        return self.probability_better is not None and self.probability_better < LEADING_SHARE


# The share of what counts from which on a sequence leads.
LEADING_SHARE: Final = 0.5
# One or two wins may have come that way by chance.
PATTERN_WINS: Final = 3
# The candidate spreads of the typical values between sets, on a log scale. Approaches may lie further apart; with so
# few outcomes of each set, that would let a single large one settle the comparison.
_SPREADS: Final = (0.1, 0.6)


def leading_sequence(
    ledger: Ledger, window: Sequence[Quarter], options: Options, purpose: Purpose | None = None
) -> SequenceShare | None:
    """Return the sequence of several approaches that led to half or more of what counts; None if none did.

    Wins decide. Open ones are counted apart, unless the options leave them out.
    """
    counted = _with_paths(ledger, window, options, outcomes_that_count(ledger, purpose))
    won = counted.filter("is_won")
    rows = won.group_by("path").agg(pl.len(), pl.col("weight").sum()).sort(
        ["weight", "len", "path"], descending=[True, True, False]
    )  # fmt: skip
    whole = float(won["weight"].sum())
    if not whole:
        return None
    path, wins, weight = rows.row(0)
    steps = tuple(path.split())
    if len(steps) < 2 or weight < LEADING_SHARE * whole:
        return None
    same = counted.filter(pl.col("path") == path)
    yard = yardstick(ledger, purpose)
    compared = _compared_in_money(ledger, window, options, steps) if yard == "price" else None
    of_path = same.filter("is_won").sort("weight", descending=True)
    mean_rating, heaviest = of_path["rating"].mean(), float(of_path["weight"][0])
    return SequenceShare(
        steps,
        wins,
        won.height,
        0 if options.basis == "won" else int((~same["is_won"]).sum()),
        weight / whole,
        yard == "price",
        weight,
        int(of_path["outcome"][0]),
        (weight - heaviest) / (whole - heaviest) if whole > heaviest else 0.0,
        float(mean_rating) if isinstance(mean_rating, int | float) else None,
        compared.parts if compared else (),
        compared.probability_better if compared else None,
    )


def _compared_in_money(ledger: Ledger, window: Sequence[Quarter], options: Options, steps: ApproachPath) -> Combination:
    """Return the outcomes by the approaches of a sequence, compared with those of its parts."""
    counted = _counted_outcomes(ledger, window, options)
    log_means = _sample_log_means(_evidence_by_set(counted), DRAWS)
    together = tuple(sorted(set(steps)))
    totals = next(row for row in _totals(counted, "combination") if row.steps == together)
    return _compared(totals, log_means)


def paths(ledger: Ledger, window: Sequence[Quarter], options: Options) -> list[PathOutcomes]:
    """Return the outcomes of each path, the most value won first, and where none is, the most value.

    An outcome counts if it is won or has a value, and if a step to it has credit in the window; those without a step
    are left out.
    """
    totals = _totals(_counted_outcomes(ledger, window, options), "path")
    return sorted(totals, key=lambda path: -path.won_value)


def combinations(ledger: Ledger, window: Sequence[Quarter], options: Options, draws: int = DRAWS) -> list[Combination]:
    """Return the outcomes of each set of approaches, the most value first, compared with its parts.

    Deterministic, as the verdict is. The spread of values is as in ``posterior``: one outcome decides little.
    """
    outcomes = _counted_outcomes(ledger, window, options)
    log_means = _sample_log_means(_evidence_by_set(outcomes), draws)
    return [_compared(totals, log_means) for totals in _totals(outcomes, "combination")]


def value_by_rule(
    ledger: Ledger, window: Sequence[Quarter], options: Options
) -> dict[Attribution, dict[Approach, float]]:
    """Return the value that each approach gets credit for in the window, under each attribution rule."""
    values: dict[Attribution, dict[Approach, float]] = {}
    for attribution in ATTRIBUTIONS:
        credited = measures.contributions(ledger, replace(options, attribution=attribution))
        inside = credited.filter(measures.in_window(window)).drop_nulls("approach")
        sums = dict(inside.group_by("approach").agg(pl.col("value").sum()).iter_rows())
        values[attribution] = {approach: float(sums.get(approach, 0.0)) for approach in APPROACHES}
    return values


def _counted_outcomes(ledger: Ledger, window: Sequence[Quarter], options: Options) -> pl.DataFrame:
    """Return the outcomes that are won or have a value, a row each, with their path and combination."""
    is_won = pl.col("status") == "won"
    share = pl.col("margin") * pl.col("incrementality")
    # An interview that took place came about, however it ended.
    is_held = HAS_HAPPENED & (pl.col("kind") == "interview")
    outcomes = ledger.outcomes.filter(is_won | is_held | (pl.col(options.basis) > 0))
    return _with_paths(ledger, window, options, outcomes).select(
        "outcome",
        "path",
        "combination",
        "kind",
        is_won.alias("is_won"),
        (pl.col("status") == "open").alias("is_open"),
        pl.col(options.basis).alias("value"),
        pl.when(is_won).then(1.0).otherwise("probability").alias("probability"),
        *((pl.col(name) * share).alias(name) for name in ("low", "likely", "high")),
    )


def _with_paths(ledger: Ledger, window: Sequence[Quarter], options: Options, outcomes: pl.DataFrame) -> pl.DataFrame:
    """Return those of the outcomes that a step in the window has credit for.

    With their path and combination, as approaches joined by spaces.
    """
    credited = measures.contributions(ledger, options).filter(measures.in_window(window), pl.col("credit") > 0)
    previous = pl.col("approach").shift().over("outcome")
    steps = (
        ledger.touchpoints.filter(previous.is_null() | (pl.col("approach") != previous))
        .group_by("outcome", maintain_order=True)
        .agg(
            pl.col("approach").str.join(" ").alias("path"),
            pl.col("approach").unique().sort().str.join(" ").alias("combination"),
        )
    )
    return outcomes.join(credited, on="outcome", how="semi").join(steps, on="outcome").sort("outcome")


def _totals(outcomes: pl.DataFrame, by: str) -> list[PathOutcomes]:
    rows = (
        outcomes.group_by(by)
        .agg(
            pl.len(),
            pl.col("is_won").sum(),
            pl.col("value").sum(),
            pl.col("kind"),
            pl.col("value").filter("is_won").sum().alias("won_value"),
            (pl.col("value") > 0).sum().alias("priced"),
            pl.col("is_open").sum().alias("still_open"),
        )
        .sort(["value", "len", by], descending=[True, True, False])
    )
    return [
        PathOutcomes(tuple(steps.split()), count, won, value, dict(Counter(kinds).most_common()), *priced)
        for steps, count, won, value, kinds, *priced in rows.iter_rows()
    ]


def _compared(totals: PathOutcomes, log_means: Mapping[ApproachPath, Floats]) -> Combination:
    if totals.steps not in log_means:
        return Combination(totals, None, (), None)
    low, middle, high = np.exp(np.quantile(log_means[totals.steps], QUANTILES)).tolist()
    parts = tuple(part for part in totals.steps if (part,) in log_means) if len(totals.steps) > 1 else ()
    if not parts:
        return Combination(totals, (low, middle, high), parts, None)
    best = np.maximum.reduce([log_means[part,] for part in parts])
    return Combination(totals, (low, middle, high), parts, float((log_means[totals.steps] > best).mean()))


def _evidence_by_set(outcomes: pl.DataFrame) -> Evidence:
    """Return the outcomes with a value as evidence in which each set of approaches is an approach of its own."""
    of_worth = outcomes.filter(pl.col("value") > 0)
    sets = sorted(of_worth["combination"].unique())
    return Evidence(
        tuple(sets),
        # Costs play no part here.
        np.ones(len(sets)),
        tuple(of_worth["outcome"]),
        low=of_worth["low"].to_numpy(),
        likely=of_worth["likely"].to_numpy(),
        high=of_worth["high"].to_numpy(),
        probability=of_worth["probability"].to_numpy(),
        credit=of_worth.select(
            (pl.col("combination") == name).cast(pl.Float64).alias(name) for name in sets
        ).to_numpy(),
        quarters=1,
    )


def _sample_log_means(evidence: Evidence, draws: int) -> dict[ApproachPath, Floats]:
    """Return draws of the log of the mean value of one outcome, by set; empty without an outcome."""
    if not evidence.outcomes:
        return {}
    outcome_rng, value_rng = (
        np.random.Generator(np.random.SFC64(child)) for child in np.random.SeedSequence(evidence.seed).spawn(2)
    )
    sums = outcome_sums(evidence, draws, outcome_rng)
    typical, variance = sample_typical_values(sums, draws, value_rng, candidates=_SPREADS)
    log_means = typical + np.minimum(variance, LARGEST_VARIANCE) / 2
    return dict(zip((tuple(name.split()) for name in evidence.approaches), log_means, strict=True))
