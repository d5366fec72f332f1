"""Goals in words: what is to be reached, and how far it has come."""

from typing import Any

import pytest

from netroi_core.ledger.measures import MEASURES_BY_KEY
from netroi_core.planning.goal_words import goal_name, goal_sentence, progress_phrase
from netroi_core.planning.goals import Progress
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Goal

EN = Words()


def goal(metric: str, target: float, approach: Any = None) -> Goal:
    return Goal(id="g", metric=metric, target=target, quarter="2026-Q4", approach=approach)


HOURS, MONEY, ROI = goal("hours", 20, "one_on_one"), goal("actual_cost", 400), goal("roi_percent", 60)


@pytest.mark.parametrize(
    ("target", "reached", "words"),
    [
        (HOURS, Progress(12, 20, 0.6, "under_way", 0.5, True), "12 of 20 so far, on track"),
        (HOURS, Progress(7.25, 20, 0.36, "under_way", 0.5, False), "7.25 of 20 so far, behind"),
        (HOURS, Progress(0, 20, 0, "under_way", 0, None), "20, not begun yet"),
        (HOURS, Progress(22, 20, 1.1, "met"), "22 of 20, met"),
        (HOURS, Progress(12, 20, 0.6, "missed"), "12 of 20, missed"),
        (MONEY, Progress(120, 400, 0.3, "under_way", 0.5, True), "$120 of at most $400 so far, on track"),
        (
            MONEY,
            Progress(320, 400, 0.8, "under_way", 0.5, False),
            "$320 of at most $400 so far, more than is due by now",
        ),
        (MONEY, Progress(0, 400, 0, "under_way", 0, None), "at most $400, not begun yet"),
        (ROI, Progress(-100, 60, -1.7, "under_way", 0.5, False), "-100% against 60% so far, behind"),
        (ROI, Progress(None, 60, None, "not_figured", 0.5), "60%, nothing to figure it from"),
        (goal("talks held", 3), Progress(None, 3, None, "not_figured"), "3, not among what NetROI figures"),
    ],
)
def test_how_far_a_goal_has_come_is_told_with_its_target(target: Goal, reached: Progress, words: str) -> None:
    assert progress_phrase(target, reached, EN) == words


def test_a_goal_is_told_with_its_quarter() -> None:
    sentence = goal_sentence(HOURS, Progress(12, 20, 0.6, "under_way", 0.5, True), EN)
    assert sentence == "Hours of one-on-one in Q4 2026: 12 of 20 so far, on track"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (goal("hours", 1), "Hours"),
        (goal("actual_cost", 1, "group_events"), "Money spent on group events"),
        (goal("total_cost", 1, "social_media"), "Invested in social media"),
        (goal("expected_value", 1, "one_on_one"), "Gained by one-on-one"),
        (goal("roi_percent", 1, "one_on_one"), "ROI of one-on-one"),
        (goal("talks held", 1, "one_on_one"), "talks held of one-on-one"),
    ],
)
def test_a_goal_is_named_by_its_measure_and_approach(target: Goal, words: str) -> None:
    assert goal_name(target) == words


@pytest.mark.parametrize("metric", MEASURES_BY_KEY)
def test_whatever_can_be_measured_can_be_told_in_each_state(metric: str) -> None:
    for reached in (Progress(5, 10, 0.5, "missed"), Progress(5, 10, 0.5, "under_way", 0.5, True)):
        assert MEASURES_BY_KEY[metric].title in goal_sentence(
            goal(metric, 10, "group_events"), reached, Words("de_DE", "EUR")
        )
