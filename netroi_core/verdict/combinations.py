"""Paths: by which approaches an outcome came, one after the other, and whether together they lead to more than alone.

The path of an outcome is its touchpoints in the order that attribution asks for, the same approach several times in a
row counted once; a combination is the set of its approaches. Outcomes count whole. What an outcome cost can't be told
apart by path, so combinations are compared by what one outcome is worth, not by what it returns.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS, Attribution
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.posterior import LARGEST_VARIANCE, outcome_sums, typical_values
from netroi_core.workspace.fields import APPROACHES, Approach

DRAWS: Final = 20_000

Steps = tuple[str, ...]
Points = tuple[float, float, float]


@dataclass(frozen=True)
class Led:
    """What one path, or one combination, led to.

    ``steps`` are its approaches: of a path in the order they were taken, of a combination in the contract's. ``won``
    counts those of the outcomes that are won, ``value`` is their expected value in all, ``kinds`` their number by kind,
    the most frequent first.
    """

    steps: Steps
    outcomes: int
    won: int
    value: float
    kinds: Mapping[str, int]


@dataclass(frozen=True)
class Combination:
    """What a combination led to, and how that compares with its parts.

    ``worth`` holds the 5, 50 and 95 % points of what one of its outcomes is worth in the mean if it happens, None where
    none has a value in money. ``parts`` are those of its approaches that led to an outcome of worth alone, and ``odds``
    the probability that one outcome of the combination is worth more than one of the best of them; None where there is
    nothing to compare.
    """

    led: Led
    worth: Points | None
    parts: Steps
    odds: float | None


def paths(ledger: Ledger, window: Sequence[Quarter], options: Options) -> list[Led]:
    """What each path led to, the most value first.

    An outcome counts if it is won or of worth, and if a step to it has credit in the window; those that no step led to
    are left out.
    """
    return _led(_outcomes(ledger, window, options), "path")


def combinations(ledger: Ledger, window: Sequence[Quarter], options: Options, draws: int = DRAWS) -> list[Combination]:
    """What each set of approaches led to, the most value first: single ones, and combinations with their odds.

    Deterministic, as the verdict is. How far sets may be apart, and how much values scatter, is as in ``posterior``:
    one outcome decides little.
    """
    outcomes = _outcomes(ledger, window, options)
    log_worth = _log_worth(_evidence(outcomes), draws)
    return [_compared(led, log_worth) for led in _led(outcomes, "combination")]


def credit(ledger: Ledger, window: Sequence[Quarter], options: Options) -> dict[Attribution, dict[Approach, float]]:
    """Under each attribution model, the value that each approach gets credit for in the window."""
    inside = pl.col("quarter").is_in([quarter.ordinal for quarter in window])
    credited = {}
    for attribution in ATTRIBUTIONS:
        gained = measures.contributions(ledger, replace(options, attribution=attribution)).filter(inside)
        sums = dict(gained.drop_nulls("approach").group_by("approach").agg(pl.col("value").sum()).iter_rows())
        credited[attribution] = {approach: float(sums.get(approach, 0.0)) for approach in APPROACHES}
    return credited


def _outcomes(ledger: Ledger, window: Sequence[Quarter], options: Options) -> pl.DataFrame:
    """The outcomes that count, a row each, with their path and combination as approaches parted by spaces."""
    credited = measures.contributions(ledger, options).filter(
        pl.col("quarter").is_in([quarter.ordinal for quarter in window]), pl.col("credit") > 0
    )
    previous = pl.col("approach").shift().over("outcome")
    steps = (
        ledger.touchpoints.filter(previous.is_null() | (pl.col("approach") != previous))
        .group_by("outcome", maintain_order=True)
        .agg(
            pl.col("approach").str.join(" ").alias("path"),
            pl.col("approach").unique().sort().str.join(" ").alias("combination"),
        )
    )
    is_won = pl.col("status") == "won"
    share = pl.col("margin") * pl.col("incrementality")
    return (
        ledger.outcomes.filter(is_won | (pl.col(options.basis) > 0))
        .join(credited, on="outcome", how="semi")
        .join(steps, on="outcome")
        .sort("outcome")
        .select(
            "outcome",
            "path",
            "combination",
            "kind",
            is_won.alias("is_won"),
            pl.col(options.basis).alias("value"),
            pl.when(is_won).then(1.0).otherwise("probability").alias("probability"),
            *((pl.col(name) * share).alias(name) for name in ("low", "likely", "high")),
        )
    )


def _led(outcomes: pl.DataFrame, by: str) -> list[Led]:
    """What each path or combination led to."""
    rows = (
        outcomes.group_by(by)
        .agg(pl.len(), pl.col("is_won").sum(), pl.col("value").sum(), pl.col("kind"))
        .sort(["value", "len", by], descending=[True, True, False])
    )
    return [
        Led(tuple(steps.split()), count, won, value, dict(Counter(kinds).most_common()))
        for steps, count, won, value, kinds in rows.iter_rows()
    ]


def _compared(led: Led, log_worth: Mapping[Steps, Floats]) -> Combination:
    """What a set of approaches led to, with what one outcome is worth and how that compares with its parts."""
    if led.steps not in log_worth:
        return Combination(led, None, (), None)
    low, middle, high = np.exp(np.quantile(log_worth[led.steps], (0.05, 0.5, 0.95))).tolist()
    parts = tuple(part for part in led.steps if (part,) in log_worth) if len(led.steps) > 1 else ()
    if not parts:
        return Combination(led, (low, middle, high), parts, None)
    best = np.maximum.reduce([log_worth[part,] for part in parts])
    return Combination(led, (low, middle, high), parts, float((log_worth[led.steps] > best).mean()))


def _evidence(outcomes: pl.DataFrame) -> Evidence:
    """The outcomes of worth as evidence in which each set of approaches stands for itself; costs say nothing here."""
    of_worth = outcomes.filter(pl.col("value") > 0)
    sets = sorted(of_worth["combination"].unique())
    return Evidence(
        tuple(sets),
        np.ones(len(sets)),
        tuple(of_worth["outcome"]),
        low=of_worth["low"].to_numpy(),
        likely=of_worth["likely"].to_numpy(),
        high=of_worth["high"].to_numpy(),
        probability=of_worth["probability"].to_numpy(),
        credit=np.array([of_worth["combination"] == each for each in sets], np.float64)
        .reshape(len(sets), of_worth.height)
        .T,
        quarters=1,
    )


def _log_worth(evidence: Evidence, draws: int) -> dict[Steps, Floats]:
    """For each set, draws of the log of what one of its outcomes is worth in the mean; empty without an outcome."""
    if not evidence.outcomes:
        return {}
    chances = np.random.SeedSequence(evidence.seed).spawn(2)
    happening, much = (np.random.Generator(np.random.SFC64(chance)) for chance in chances)
    typical, variance = typical_values(outcome_sums(evidence, draws, happening), draws, much)
    log_mean = typical + np.minimum(variance, LARGEST_VARIANCE) / 2
    return dict(zip((tuple(name.split()) for name in evidence.approaches), log_mean, strict=True))
