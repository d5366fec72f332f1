"""Own forecasts: the offer, and the score against always saying the base rate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.trends.own_forecasts import (
    ForecastBin,
    OwnForecasts,
    bin_sentence,
    forecasts_title,
    offered,
    own_forecasts,
    score_sentence,
    too_few_sentence,
)
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document

EN = Words()
_HUNDREDTHS = st.integers(0, 100).map(lambda percent: percent / 100)


def scored(*pairs: tuple[float, bool]) -> OwnForecasts | None:
    """Return the score of outcomes with these stated probabilities, won or lost."""
    outcomes = [
        {"date": "2026-08-01", "kind": "client", "status": "won" if is_won else "lost",
         "stated": [{"day": "2026-06-01", "probability": 0.99}, {"day": "2026-07-01", "probability": stated}]}
        for stated, is_won in pairs
    ]  # fmt: skip
    return own_forecasts(Workspace(make_document(outcomes=outcomes)).outcomes)


def score_of(low: float, high: float, base: float = 0.25) -> OwnForecasts:
    return OwnForecasts(20, (low + high) / 2, (low, high), base, (ForecastBin(20, 0.5, 0.5),), 0.0)


def test_the_last_probability_counts_and_fewer_than_ten_have_no_score() -> None:
    assert scored(*[(0.5, True)] * 9) is None
    result = scored(*[(0.5, True)] * 10)
    assert result is not None
    assert (result.settled, result.brier, result.base_brier) == (10, 0.25, 0)


def test_too_high_forecasts_get_an_offer_that_allows_for_chance() -> None:
    result = scored(*[(0.6, True)] * 9, *[(0.6, False)] * 11)
    assert result is not None
    assert forecasts_title(result, EN) == "Outcomes you called 60% likely happened 45% of the time; next time, try 50%"


def test_forecasts_that_come_true_as_often_as_stated_get_no_offer() -> None:
    result = scored(*[(0.5, True)] * 10, *[(0.5, False)] * 10)
    assert result is not None
    assert forecasts_title(result, EN) == "Your forecasts come true about as often as you say"


@given(st.integers(1, 50), st.floats(0, 1), st.floats(0, 1))
def test_an_offer_lies_between_what_was_said_and_what_came_and_is_never_certain(
    count: int, stated: float, came: float
) -> None:
    offer = offered(ForecastBin(count, stated, came))
    if offer is not None:
        assert min(stated, came) - 0.05 <= offer <= max(stated, came) + 0.05
        assert 0.05 <= offer <= 0.95
        assert abs(offer - stated) >= 0.05 - 1e-9


@given(st.lists(st.tuples(_HUNDREDTHS, st.booleans()), min_size=10, max_size=40), _HUNDREDTHS)
def test_a_corrected_probability_moves_toward_what_came_and_keeps_the_order(
    pairs: list[tuple[float, bool]], stated: float
) -> None:
    result = scored(*pairs)
    assert result is not None
    if not result.is_misjudged:
        assert result.corrected(stated) == stated
        return
    ladder = [result.corrected(step / 20) for step in range(1, 20)]
    assert ladder == sorted(ladder)
    assert all((better < step / 20) == (result.correction < 0) for step, better in enumerate(ladder, 1))
    assert 0 <= min(stated, result.corrected(stated)) <= max(stated, result.corrected(stated)) <= 1
    assert (result.corrected(stated) <= stated) == (result.correction < 0) or stated in (0, 1)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.1, 0.2, "so yours are likely better."),
        (0.3, 0.4, "so yours are likely worse."),
        (0.2, 0.3, "too close to say which is better."),
    ],
)
def test_the_score_is_compared_with_the_base_rate_by_its_interval(low: float, high: float, verdict: str) -> None:
    sentence = score_sentence(score_of(low, high), EN)
    assert sentence.startswith("Your 20 settled forecasts score 0.")
    assert sentence.endswith(f"Always saying 50%, the share that came true, would score 0.25, {verdict}")


def test_counts_of_forecasts_are_in_the_right_number() -> None:
    assert too_few_sentence(1).endswith("1 forecast is settled so far.")
    assert bin_sentence(ForecastBin(1, 0.2, 1.0), EN) == "1 forecast of about 20%: 100% happened"
