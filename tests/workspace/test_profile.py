"""The profile: what is missing has a meaning, and what is beyond its bounds is refused."""

from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from netroi_core.workspace.profile import Profile


def read(raw: dict[str, Any]) -> Profile:
    return Profile.model_validate_json(orjson.dumps(raw))


def test_an_empty_profile_reaches_for_nobody_was_never_between_jobs_and_limits_no_evenings() -> None:
    profile = read({})
    audience = profile.target_audience
    assert audience.industries == audience.backgrounds == audience.expertise == profile.between_jobs == ()
    assert profile.weekly_evenings_cap is None


def test_whom_one_means_to_reach_is_kept_as_it_is_written() -> None:
    profile = read({"target_audience": {"industries": ["Health care"]}, "between_jobs": ["2026-Q1"]})
    assert profile.target_audience.industries == ("Health care",)
    assert profile.between_jobs == ("2026-Q1",)


@pytest.mark.parametrize(
    "raw",
    [{"weekly_evenings_cap": 8}, {"weekly_evenings_cap": -1}, {"between_jobs": ["2026"]}, {"target_audience": None}],
)
def test_a_week_has_seven_evenings_and_a_quarter_is_written_as_one(raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read(raw)
