"""Learning: the worth of information, against a new posterior for every simulated sample."""

from dataclasses import replace
from typing import Any

import numpy as np

from netroi_core.planning.learning import LearningOffer, best_offer, chances_to_tell, sample_information
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.posterior import CLUSTERING, sample_posterior
from tests.evidences import evidence

DRAWS = 4_000


def benefits_of(log_return: Floats, cost: Floats, most: Floats) -> Floats:
    """The net benefit of spending everything on one approach, for each approach and draw, from returns up to a cap."""
    return cost.sum() * (np.minimum(np.exp(log_return), most[:, None]) - 1)


def with_sample(records: Evidence, approach: int, cost: float, values: Floats) -> Evidence:
    """The records after more was spent on one approach, and outcomes of these values were won by it alone."""
    costs, count = records.cost.copy(), len(values)
    costs[approach] += cost
    longer: dict[str, Any] = {
        name: np.concatenate([getattr(records, name), values]) for name in ("low", "likely", "high")
    }
    return replace(
        records,
        **longer,
        cost=costs,
        outcomes=(*records.outcomes, *[-1] * count),
        probability=np.concatenate([records.probability, np.ones(count)]),
        credit=np.concatenate([records.credit, np.tile(np.eye(len(costs))[approach], (count, 1))]),
    )


def perfect_information(benefits: Floats) -> float:
    """The worth of knowing every return: the mean of the best of each draw, less the best of the means."""
    return float(benefits.max(0).mean() - benefits.mean(1).max())


def test_a_sample_is_worth_as_much_as_by_brute_force_and_never_more_than_perfect_information() -> None:
    records = evidence(
        {"group_events": [500, 900, 700], "one_on_one": [1200, 800], "social_media": [600]},
        {"group_events": 2000, "one_on_one": 1500, "social_media": 500},
    )
    posterior = sample_posterior(records, DRAWS)
    most = np.quantile(np.exp(posterior.log_return), 0.95, axis=1)
    benefits, cost = benefits_of(posterior.log_return, records.cost, most), 1000.0
    quick = sample_information(benefits, posterior, 2, cost, CLUSTERING, np.random.default_rng(1))

    # The same by brute force: from each of many true returns a sample, a new posterior, and its best choice.
    rng, gains = np.random.default_rng(2), []
    for truth in range(400):
        expected = float(np.exp(posterior.log_rate[2, truth])) * cost / CLUSTERING
        count = round(int(rng.poisson(expected)) * CLUSTERING)
        values = rng.lognormal(posterior.log_typical[2, truth], float(np.sqrt(posterior.variance[truth])), count)
        later = sample_posterior(with_sample(records, 2, cost, values), DRAWS, records.seed)
        choice = int(benefits_of(later.log_return, records.cost, most).mean(1).argmax())
        gains.append(benefits[choice, truth] - benefits[benefits.mean(1).argmax(), truth])
    error = float(np.std(gains) / np.sqrt(len(gains)))
    assert abs(quick - float(np.mean(gains))) <= 3 * error
    assert quick <= perfect_information(benefits)


def test_only_an_offer_that_is_worth_its_cost_is_made() -> None:
    offers = [LearningOffer(name, 2.0, 1, 100.0, worth) for name, worth in (("a", -5.0), ("b", 7.0), ("c", 3.0))]
    assert best_offer(offers) == offers[1]
    assert best_offer(offers[:1]) is None


def test_the_chance_to_tell_is_that_of_a_new_verdict_on_every_simulated_quarter() -> None:
    records = evidence({"group_events": [900, 700], "one_on_one": [1200, 800, 600]}, 2000, quarters=2)
    posterior, cost, odds = sample_posterior(records, DRAWS), records.cost / 2, 0.7
    quick = chances_to_tell(posterior, cost, CLUSTERING, odds, np.random.default_rng(1))
    assert list(quick) == sorted(quick)

    # The same by brute force: from each of many true returns a quarter of each approach, and a new posterior.
    rng, told = np.random.default_rng(2), 0
    for truth in range(200):
        later = records
        for approach in range(2):
            expected = float(np.exp(posterior.log_rate[approach, truth])) * cost[approach] / CLUSTERING
            count = round(int(rng.poisson(expected)) * CLUSTERING)
            deviation = float(np.sqrt(posterior.variance[truth]))
            values = rng.lognormal(posterior.log_typical[approach, truth], deviation, count)
            later = with_sample(later, approach, float(cost[approach]), values)
        best = sample_posterior(replace(later, quarters=3), 1000, records.seed).log_return.argmax(0)
        told += max(best.mean(), 1 - best.mean()) >= odds
    assert abs(quick[0] - told / 200) < 0.1


def test_what_differs_more_is_told_apart_sooner() -> None:
    def chances(better: float) -> tuple[float, ...]:
        records = evidence({"group_events": [800] * 4, "one_on_one": [800 * better] * 4}, 2000, quarters=4)
        rng = np.random.default_rng(1)
        return chances_to_tell(sample_posterior(records, 1000), records.cost / 4, CLUSTERING, 0.95, rng)

    assert chances(1)[-1] < chances(2)[-1] < chances(4)[-1]
