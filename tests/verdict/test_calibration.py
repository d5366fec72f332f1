"""The verdict against a few simulated careers: ``make calibration`` takes thousands."""

from dataclasses import replace

import numpy as np
import pytest

from bench.calibration import ranks
from bench.calibration.careers import FAMILIES, careers
from bench.calibration.scores import Score, log_errors, naive, verdict
from netroi_core.verdict import posterior
from netroi_core.verdict.posterior import LogPrior

EVERY = (2, 10**6)
"""The careers with two outcomes or more."""


def scores(family: str, count: int = 150) -> tuple[Score, Score]:
    """The scores of the verdict, and of taking what is on record for the truth."""
    simulated = [career for career in careers(FAMILIES[family], count, 7) if career.evidence.outcomes]
    return Score.of(simulated, verdict), Score.of(simulated, naive)


@pytest.mark.parametrize("family", ["first", "first_light"])
def test_the_middle_is_neither_too_high_nor_too_low_and_nearer_than_the_record(family: str) -> None:
    ours, recorded = scores(family)
    geometric, _, _, count = ours.bias(EVERY)
    assert count > 300
    assert 0.9 < geometric < 1.15
    ours_error, recorded_error = log_errors(ours, recorded, EVERY)
    assert ours_error < 0.8 * recorded_error


def test_what_is_said_to_pay_pays_as_often_as_said() -> None:
    ours = Score.over([scores("first")[0], scores("usual")[0]])
    for bin_ in [(0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 1.01)]:
        said, paid, count = ours.pays_between(*bin_)
        assert count > 50
        assert paid == pytest.approx(said, abs=0.1)


def test_without_the_priors_what_came_by_luck_is_taken_at_face_value(monkeypatch: pytest.MonkeyPatch) -> None:
    lucky = (5, 10**6)
    usual, _ = scores("few")
    for name in ("PER_QUARTER", "OVERALL_RETURN"):
        monkeypatch.setattr(posterior, name, LogPrior(1, 1000))
    unaware, _ = scores("few")
    assert 0.9 < usual.bias(lucky)[0] < 1.15
    assert unaware.bias(lucky)[0] > 1.25


def test_estimates_from_open_outcomes_that_add_up_to_less_than_half_of_one_are_not_shown() -> None:
    career = next(career for career in careers(FAMILIES["usual"], 9, 7) if len(career.evidence.outcomes) > 2)
    count = len(career.evidence.outcomes)
    unlikely = replace(career, evidence=replace(career.evidence, probability=np.full(count, 0.4 / count)))
    won, still_open = (Score.of([example], naive).is_shown for example in (career, unlikely))
    assert won.any()
    assert not still_open.any()


def test_ranks_of_parameters_from_the_prior_are_uniform() -> None:
    assert ranks.largest_distances(600).max() < ranks.band(600)


def test_ranks_tell_a_sampler_that_is_too_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = ranks.sample_posterior

    def sample_narrowly(*arguments: object) -> posterior.Posterior:
        drawn = sample(*arguments)  # type: ignore[arg-type]
        center = np.median(drawn.log_rate, axis=1, keepdims=True)
        return posterior.Posterior(center + (drawn.log_rate - center) / 2, drawn.log_typical, drawn.variance)

    monkeypatch.setattr(ranks, "sample_posterior", sample_narrowly)
    assert ranks.largest_distances(300).max() > ranks.band(300)
