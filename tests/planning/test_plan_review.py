"""A plan against what happened, once its quarter is over."""

import copy
from datetime import date

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.goals import goals_from_mix, save_plan
from netroi_core.planning.mix import Effort, Mix
from netroi_core.planning.plan_review import PlanReview, latest_review, review_sentences
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, make_document, won_outcome

Q3 = Quarter(2026, 3)
OVER, RUNNING = date(2026, 10, 1), date(2026, 9, 30)
PLAN: Mix = {"group_events": Effort(0, 0), "one_on_one": Effort(12, 60), "social_media": Effort(4, 0)}
DONE = make_document(
    activities=[
        {**costly_activity("one_on_one", "100", "2026-07-02"), "hours": {"attending": 9}},
        {**costly_activity("group_events", "0", "2026-08-02"), "hours": {"attending": 2.5}},
    ],
    outcomes=[
        won_outcome("1500", "one_on_one", "2026-08-10"),
        {**won_outcome("600", "one_on_one", "2026-09-10"), "status": "open", "probability": 0.5},
    ],
)


def planned(raw: Json, *quarters: Quarter, expected: float | None = 1100.0) -> Ledger:
    raw = copy.deepcopy(raw)
    for quarter in quarters:
        raw, _ = save_plan(raw, quarter, goals_from_mix(PLAN, quarter, expected))
    return Ledger(Workspace(raw))


def sentences_of(ledger: Ledger, today: date = OVER) -> tuple[str, ...]:
    review = latest_review(ledger, today)
    assert review is not None
    return review_sentences(review, Words())


def test_a_finished_plan_is_held_against_what_happened_won_and_open_money_apart() -> None:
    assert sentences_of(planned(DONE, Q3)) == (
        "You planned 12 hours of one-on-one and did 9; 4 hours of social media and did none.",
        "You also spent 2.5 hours on group events.",
        "You planned to spend at most $60 and spent $100.",
        "After all costs you expected $1,100 and got $1,400, plus $300 expected from open outcomes.",
    )


def test_without_a_forecast_on_record_it_says_what_the_quarter_brought() -> None:
    assert sentences_of(planned(DONE, Q3, expected=None))[-1] == (
        "After all costs you got $1,400, plus $300 expected from open outcomes."
    )


def test_a_quarter_of_nothing_is_told_without_blame() -> None:
    assert sentences_of(planned(make_document(), Q3, expected=-20.0)) == (
        "You planned 12 hours of one-on-one and did none; 4 hours of social media and did none.",
        "You planned to spend at most $60 and spent $0.",
        f"After all costs you expected {Words().money(-20)} and got $0.",
    )


@pytest.mark.parametrize(
    ("quarters", "today", "reviewed"),
    [
        ((), OVER, None),
        ((Q3,), RUNNING, None),
        ((Q3,), OVER, Q3),
        ((Q3.shifted(-1), Q3, Q3.shifted(1)), OVER, Q3),
        ((Q3,), date(2027, 9, 30), Q3),
        ((Q3,), date(2027, 10, 1), None),
    ],
    ids=["no plan", "running", "over", "the latest that is over", "within a year", "too long ago"],
)
def test_the_latest_plan_that_is_over_is_reviewed_for_a_year(
    quarters: tuple[Quarter, ...], today: date, reviewed: Quarter | None
) -> None:
    review = latest_review(planned(DONE, *quarters), today)
    assert (review.quarter if review else None) == reviewed


def test_a_plan_whose_goals_were_all_deleted_is_none() -> None:
    goals = [goal for goal in goals_from_mix(PLAN, Q3, 1100.0) if goal.metric == "planned_net_benefit"]
    raw, _ = save_plan(copy.deepcopy(DONE), Q3, goals)
    assert latest_review(Ledger(Workspace(raw)), OVER) is None


def test_a_goal_that_was_set_by_hand_is_no_plan() -> None:
    raw = {**DONE, "goals": make_document(goals=[{"metric": "hours", "target": 9.0, "quarter": str(Q3)}])["goals"]}
    assert latest_review(Ledger(Workspace(raw)), OVER) is None


def test_one_hour_is_told_as_one() -> None:
    review = PlanReview(Q3, (("one_on_one", 1, 1), ("social_media", 0, 1)), None, None, 5.0, 0.0)
    assert review_sentences(review, Words())[:2] == (
        "You planned 1 hour of one-on-one and did 1.",
        "You also spent 1 hour on social media.",
    )


def test_a_plan_waits_for_the_quiz_that_says_what_its_quarter_took() -> None:
    quarters = {"2026-06-30": "2026-Q2", "2026-09-30": "2026-Q3"}
    totals = [{**costly_activity("one_on_one", "9", day), "source": "quiz"} for day in quarters]
    quizzes = [{"quarter": label, "submitted": "2026-10-03T10:00:00Z"} for label in quarters.values()]
    before = planned(make_document(activities=totals[:1], quizzes=quizzes[:1]), Q3)
    after = planned(make_document(activities=totals, quizzes=quizzes), Q3)
    assert latest_review(before, OVER) is None
    assert latest_review(after, OVER) is not None
