"""The sensitivity of the verdict: what is said to flip the call does flip it."""

from dataclasses import replace

import pytest

from netroi_core.verdict import sensitivity
from netroi_core.verdict.sensitivity import flips, settled_odds
from netroi_core.verdict.verdict import judge
from tests.evidences import APPROACHES, DOMINATING, evidence

HINGED = evidence(
    {"group_events": [500, 400], "one_on_one": [600, 20_000, 700], "social_media": [300]},
    cost=3000,
    probability=[1, 1, 1, 0.5, 1, 1],
)
"""Much hangs on one open outcome."""


def test_the_outcome_on_which_all_hangs_is_named_first_with_where_it_flips() -> None:
    first = flips(HINGED)[0]
    assert (first.outcome, first.variable, first.now) == (3, "probability", 0.5)
    before = judge(HINGED)
    after = judge(HINGED.with_probability(3, first.at), sensitivity.DRAWS, HINGED.seed)
    assert (after.call, after.approach) == (first.call, first.approach)
    assert (after.call, after.approach) != (before.call, before.approach)


def test_the_value_of_what_was_won_flips_where_it_is_said_to() -> None:
    all_won = replace(HINGED, probability=HINGED.probability * 0 + 1)
    for flip in flips(all_won):
        changed = all_won.with_value_times(flip.outcome, flip.at)
        after = judge(changed, sensitivity.DRAWS, all_won.seed)
        assert (after.call, after.approach) == (flip.call, flip.approach)
        assert flip.variable == "value"
        assert 0 <= flip.at <= sensitivity.LARGEST_FACTOR


def test_the_smallest_change_comes_first_and_open_outcomes_before_all_others() -> None:
    won = {"group_events": [500, 400], "one_on_one": [3000, 20_000, 2500], "social_media": [300]}
    close = evidence(won, 3000, probability=[1, 1, 1, 0.5, 1, 1])
    keys = [(flip.variable != "probability", abs(flip.at - flip.now)) for flip in flips(close)]
    assert keys == sorted(keys)
    assert len(keys) > 1


def test_one_outcome_does_not_flip_what_rests_on_many() -> None:
    assert flips(DOMINATING) == []


def test_nothing_flips_where_there_is_nothing_to_compare() -> None:
    assert flips(evidence({"one_on_one": [100]})) == []
    assert flips(evidence({approach: [] for approach in APPROACHES})) == []


def test_an_open_outcome_moves_the_odds_of_its_approach_up_if_won_and_down_if_lost() -> None:
    odds = settled_odds(HINGED, 3, "one_on_one")
    assert odds is not None
    won, lost = odds
    assert lost < judge(HINGED).probability_best["one_on_one"] < won
    others = [settled_odds(HINGED, 3, approach) for approach in ("group_events", "social_media")]
    assert [won + sum(odds[0] for odds in others if odds), lost + sum(odds[1] for odds in others if odds)] == [
        pytest.approx(1),
        pytest.approx(1),
    ]


def test_there_are_no_such_odds_without_a_comparison_or_of_what_does_not_count() -> None:
    assert settled_odds(evidence({"one_on_one": [100]}), 0, "one_on_one") is None
    assert settled_odds(HINGED, 99, "one_on_one") is None
