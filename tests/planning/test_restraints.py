"""Restraints: the bounds of each approach, above all those by evenings and by parts that drain."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from netroi_core.planning.baseline import Baseline, Evenings
from netroi_core.planning.energy import Part
from netroi_core.planning.mix import Effort, Limits
from netroi_core.planning.restraints import SMALLEST_RAMP, evening_ceilings, restraints
from netroi_core.planning.signals import Signals
from netroi_core.workspace.fields import APPROACHES, Approach

CALM = Signals(frozenset(), frozenset(), {}, frozenset(), None)
DINNERS = Part("one_on_one", "evening", "evening", 36.0, 12.0, 12.0)
Three = tuple[float, float, float]


def baseline_of(hours: Three, evenings: Three) -> Baseline:
    """A usual quarter with so many evenings of each approach, of two hours each."""
    late = {name: Evenings(count, 2 * count) for name, count in zip(APPROACHES, evenings, strict=True) if count}
    mix = {name: Effort(number) for name, number in zip(APPROACHES, hours, strict=True)}
    return Baseline((), mix, True, pl.DataFrame(), late)


def test_the_evenings_of_all_give_way_alike_where_the_limit_is_passed() -> None:
    ceilings = evening_ceilings(baseline_of((20, 10, 5), (10, 5, 0)), CALM, 12)
    assert [ceilings[name] for name in APPROACHES[:2]] == pytest.approx([16, 8])
    assert ceilings["social_media"] == float("inf")


def test_what_drains_makes_room_for_the_evenings_of_the_rest() -> None:
    tired = replace(CALM, draining=frozenset({"group_events"}))
    ceilings = evening_ceilings(baseline_of((20, 10, 5), (10, 5, 0)), tired, 12)
    assert (ceilings["group_events"], ceilings["one_on_one"]) == (10, 10)


def test_within_the_limit_evenings_grow_by_what_it_leaves_room_for() -> None:
    ceilings = evening_ceilings(baseline_of((20, 10, 5), (6, 4, 0)), CALM, 12)
    assert [ceilings[name] for name in APPROACHES[:2]] == pytest.approx([24, 12])


def test_a_part_that_drains_is_halved_and_the_rest_keeps_its_hours() -> None:
    noticed = replace(CALM, parts={"one_on_one": DINNERS}, cherished="one_on_one")
    bound = restraints(baseline_of((0, 47, 0), (0, 12, 0)), noticed, Limits(100, 0))["one_on_one"]
    assert (bound.ceiling, bound.limits) == (47 - 18, "energy")
    assert bound.floor <= bound.ceiling


def test_only_an_estimate_speaks_for_more_of_what_led_to_nothing() -> None:
    noticed = replace(CALM, unproven=frozenset({"one_on_one"}))
    bounds = restraints(baseline_of((10, 10, 10), (0, 0, 0)), noticed, Limits(100, 0))
    assert [bounds[name].ceiling for name in APPROACHES] == [10 + 5, 10, 10 + 5]


counts = st.floats(0, 60)
threes = st.tuples(counts, counts, counts)
some = st.frozensets(st.sampled_from(APPROACHES))


@over(threes, threes, st.floats(0, 80), some, some, st.sampled_from((None, *APPROACHES)))
def test_whatever_the_records_the_evenings_stay_within_the_limit(
    extra: Three, evenings: Three, most: float, draining: frozenset[Approach], feeders: frozenset[Approach],
    cherished: Approach | None,
) -> None:  # fmt: skip
    hours = tuple(2 * count + more for count, more in zip(evenings, extra, strict=True))
    baseline = baseline_of(hours, evenings)  # type: ignore[arg-type]  # three of three
    noticed = replace(CALM, draining=draining, feeders=feeders, cherished=cherished)
    bounds = restraints(baseline, noticed, Limits(1000, 0, evenings=most))
    left = 0.0
    for name, count, number in zip(APPROACHES, evenings, hours, strict=True):
        bound = bounds[name]
        assert 0 <= bound.floor <= bound.ceiling + 1e-6
        assert bound.ceiling <= number + max(0.5 * number, SMALLEST_RAMP) + 1e-6
        if number:
            # What drains is halved evenly; any further cut takes evenings of two hours, and growth adds them evenly.
            share = 0.5 if name in draining else 1.0
            start, usual = share * number, share * count
            grown = usual * bound.ceiling / start
            left += grown if bound.ceiling > start else usual - (start - bound.ceiling) / 2
    assert left <= max(most, 0) + 1e-6 or left <= sum(evenings) / 2 + 1e-6
