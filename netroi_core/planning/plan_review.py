"""The review of a plan: what was planned and expected of a quarter that is over, against what happened."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from netroi_core.ledger import measures
from netroi_core.ledger.counts import incomplete_quarters
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.goals import EXPECTED_BENEFIT, MOST_HOURS, is_of_plan
from netroi_core.quarters import Quarter, last_finished
from netroi_core.wording.wording import Words, in_sentence, pluralize, whole
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Goal

# The quarters that a plan is looked back on: what is older says little about the next.
_QUARTERS_BACK: Final = 4
# Hours of an approach outside of the plan that are worth a word.
_NOTICED_HOURS: Final = 1.0


@dataclass(frozen=True)
class PlanReview:
    """A plan of a finished quarter beside what happened.

    Attributes:
        hours: The planned and the actual hours of each approach that either has any of.
        money: The most money to spend, and what was spent; None where the plan set none.
        expected: The net benefit that was expected; None where it is not on record.
        won: The net benefit of what was won.
        still_open: The value expected of the quarter's open outcomes.
    """

    quarter: Quarter
    hours: tuple[tuple[Approach, float, float], ...]
    money: tuple[float, float] | None
    expected: float | None
    won: float
    still_open: float


def latest_review(ledger: Ledger, today: date) -> PlanReview | None:
    """Return the review of the latest plan whose quarter is over and on record; None without one in the last year."""
    ended, incomplete = last_finished(today, ledger.profile.fiscal_year_start), incomplete_quarters(ledger, today)
    plans: dict[Quarter, list[Goal]] = {}
    for goal in filter(is_of_plan, ledger.workspace.goals):
        plans.setdefault(Quarter.parse(goal.quarter), []).append(goal)
    # Where all goals of a plan were deleted, what was expected of it says nothing anymore.
    set_plans = [quarter for quarter, goals in plans.items() if {goal.metric for goal in goals} != {EXPECTED_BENEFIT}]
    quarter = max((quarter for quarter in set_plans if quarter <= ended and quarter not in incomplete), default=None)
    if quarter is None or quarter <= ended.shifted(-_QUARTERS_BACK):
        return None
    return _review(ledger, quarter, plans[quarter])


def _review(ledger: Ledger, quarter: Quarter, goals: list[Goal]) -> PlanReview:
    won, everything = (
        measures.figures(measures.cells(ledger, (quarter,), Options(basis=basis))) for basis in ("won", "expected")
    )
    targets = {(goal.metric, goal.approach): goal.target for goal in goals}
    planned = {name: targets.get((MOST_HOURS, name), targets.get(("hours", name), 0.0)) for name in APPROACHES}
    hours = ((name, planned[name], won.approaches[name].hours or 0.0) for name in APPROACHES)
    most = targets.get(("actual_cost", None))
    return PlanReview(
        quarter,
        tuple(row for row in hours if any(row[1:])),
        None if most is None else (most, won.total.actual_cost or 0.0),
        targets.get((EXPECTED_BENEFIT, None)),
        won.total.net_benefit or 0.0,
        max(0.0, everything.total.expected_value - won.total.expected_value),
    )


def review_sentences(review: PlanReview, words: Words) -> tuple[str, ...]:
    """Return the review: hours, money, net benefit, and hours that were not planned; won and open money apart."""
    planned = [row for row in review.hours if row[1]]
    parts = [
        f"{pluralize(whole(hours), 'hour')} of {in_sentence(approach)} and did {_hours(done, words)}"
        for approach, hours, done in planned
    ]
    sentences = [f"You planned {'; '.join(parts)}."] if parts else []
    sentences += [
        f"You also spent {_hours(done, words)} {'hour' if done == 1 else 'hours'} on {in_sentence(approach)}."
        for approach, hours, done in review.hours
        if not hours and done >= _NOTICED_HOURS
    ]
    if review.money:
        most, spent = map(words.money, review.money)
        sentences.append(f"You planned to spend at most {most} and spent {spent}.")
    got = f"got {words.money(review.won)}"
    if review.still_open:
        got += f", plus {words.money(review.still_open)} expected from open outcomes"
    if review.expected is None:
        sentences.append(f"After all costs you {got}.")
    else:
        sentences.append(f"After all costs you expected {words.money(review.expected)} and {got}.")
    return tuple(sentences)


def _hours(hours: float, words: Words) -> str:
    return words.number(hours, 1) if hours >= 0.05 else "none"
