"""Outcomes that count for a purpose, and the yardstick that weighs them: by price, by rating, or by number.

A search is measured by its interviews, a mentorship by how it was rated; money is the yardstick of those who sell.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import inf
from typing import Final, Literal, assert_never

import polars as pl

from netroi_core.ledger.costs import hourly_worth
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions, in_window
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import COUNTED_KINDS, KINDS_WITHOUT_GAIN, OutcomeKind, Purpose
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Workspace, cached_by_parts

Yardstick = Literal["price", "rating", "count"]

# The kinds that each purpose looks for, the most frequent first.
KINDS_BY_PURPOSE: Final[Mapping[Purpose, tuple[OutcomeKind, ...]]] = {
    "find_work": ("interview", "referral", "introduction", "lead", "role", "mentor"),
    "win_clients": ("lead", "client", "referral", "introduction", "revenue", "business_project", "partnership"),
    "raise_money": ("introduction", "lead", "funding", "partnership", "mentor", "referral"),
    "advance": ("role", "developmental_assignment", "business_project", "mentor", "skill", "reputation", "interview"),
    "learn": ("mentor", "skill", "developmental_assignment", "introduction", "reputation"),
    "belong": ("introduction", "referral", "mentor", "reputation", "partnership"),
}
# The titles of money that was raised, whatever kind of outcome they are logged as.
_RAISED: Final = re.compile(
    r"\bangel (che(que|ck)|ticket|round|money|invest\w+)|\b(pre-?)?seed (che(que|ck)|round|money|funding|invest\w+)"
    r"|\bseries [a-e] (round|funding)|\bventure capital\b",
    re.IGNORECASE,
)
_WEEK_HOURS: Final = 40
_USUAL_YARDSTICKS: Final[Mapping[Purpose, Yardstick]] = {
    "find_work": "count",
    "raise_money": "count",
    "win_clients": "price",
    "advance": "rating",
    "learn": "rating",
    "belong": "rating",
}


def usual_purposes(profile: Profile, *, is_between_jobs: bool) -> tuple[Purpose, ...]:
    """Return the purposes that the owner chose, the first one first; else between jobs it is to find work.

    >>> usual_purposes(Profile(), is_between_jobs=True), usual_purposes(Profile(purpose="learn"), is_between_jobs=True)
    (('find_work',), ('learn',))
    """
    return profile.purposes or (("find_work",) if is_between_jobs else ())


def usual_purpose(profile: Profile, *, is_between_jobs: bool) -> Purpose | None:
    """Return the first of the ``usual_purposes``: it decides what counts and what is advised. None without any."""
    return next(iter(usual_purposes(profile, is_between_jobs=is_between_jobs)), None)


def is_looking_for_work(workspace: Workspace, today: date) -> bool:
    """Return True if the owner was between jobs when last asked, and hasn't found one since that quarter began.

    Nobody has asked about this quarter yet, nor about the last one while its quiz isn't submitted.
    """
    profile = workspace.profile
    now = Quarter.containing(today, profile.fiscal_year_start)
    last, before_last = now.shifted(-1), now.shifted(-2)
    submitted = {quiz.quarter for quiz in workspace.quizzes if quiz.submitted}
    recent = [now, last]
    if str(before_last) in submitted and str(last) not in submitted:
        recent.append(before_last)
    marked = [quarter for quarter in recent if str(quarter) in profile.between_jobs]
    return bool(marked) and not has_found_work(workspace, marked[0].first_day(profile.fiscal_year_start), today)


def has_found_work(workspace: Workspace, since: date, until: date) -> bool:
    """Return True if a job was won between two days."""
    return any(
        outcome.kind == "role" and outcome.status == "won" and since <= outcome.date <= until
        for outcome in workspace.outcomes
    )


def ends_search(profile: Profile, day: date) -> bool:
    """Return True if a job won on a day ends a time between jobs: that of its quarter, or of the one before.

    >>> profile = Profile(between_jobs=("2026-Q3",))
    >>> [ends_search(profile, date(2026, month, 1)) for month in (6, 9, 10)], ends_search(profile, date(2027, 1, 1))
    ([False, True, True], False)
    """
    quarter = Quarter.containing(day, profile.fiscal_year_start)
    return not {str(quarter), str(quarter.shifted(-1))}.isdisjoint(profile.between_jobs)


def weekly_hours_cap(profile: Profile, quarters: Iterable[Quarter]) -> float:
    """Return the most hours a week in these quarters: between jobs, only a limit of one's own, as a search is the job.

    >>> searching = Profile(between_jobs=("2026-Q3",))
    >>> [weekly_hours_cap(searching, [Quarter.parse(name)]) for name in ("2026-Q3", "2026-Q4")]
    [inf, 6]
    """
    is_own = "weekly_hours_cap" in profile.model_fields_set
    is_search = any(str(quarter) in profile.between_jobs for quarter in quarters)
    return inf if is_search and not is_own else profile.weekly_hours_cap


@cached_by_parts("outcomes", "profile")
def yardstick(ledger: Ledger, purpose: Purpose | None) -> Yardstick:
    """Return how outcomes are weighed for a purpose, given the records of won ones.

    Without a purpose: by rating if most of them have a rating and no price, and the others are worth little. Without
    any rating: by price. Without any price either, they are counted.
    """
    won = _rated(ledger).filter("is_won")
    priced, rated = won["is_priced"].sum(), (won["rating"].is_not_null() & ~won["is_priced"]).sum()
    is_rated = 2 * rated > won.height and not _is_worth_much(won, ledger.profile)
    usual: Yardstick = _USUAL_YARDSTICKS[purpose] if purpose else "rating" if is_rated else "price"
    if usual == "rating" and not won["rating"].count():
        usual = "price"
    return "count" if usual == "price" and won.height and not priced else usual


def _is_worth_much(won: pl.DataFrame, profile: Profile) -> bool:
    """Return True if won outcomes bring more than a week's pay, as far as that is known."""
    priced = won.filter("is_priced")
    if priced.is_empty():
        return False
    week = _WEEK_HOURS * hourly_worth(profile, Quarter.from_ordinal(priced["quarter"].max()))  # type: ignore[arg-type]
    return bool(week) and float(priced["won"].sum()) > week


def outcomes_that_count(ledger: Ledger, purpose: Purpose | None) -> pl.DataFrame:
    """Return the outcomes that count for a purpose, and have not been lost.

    Returns:
        Their rows of ``ledger.outcomes`` with is_won, is_priced (never true of funding), rating (null without one), and
        weight: by the yardstick of the purpose the expected value, the rating, or 1.
    """
    alive = _rated(ledger).filter(pl.col("status") != "lost")
    by = yardstick(ledger, purpose)
    match by:
        case "price":
            # An interview is a step toward a client, not a client.
            return alive.filter(pl.col("is_priced") | ~pl.col("kind").is_in(list(COUNTED_KINDS))).with_columns(
                weight=pl.when("is_priced").then("expected").otherwise(0.0)
            )
        case "rating":
            return alive.filter(pl.col("rating").is_not_null() | ~pl.col("is_won")).with_columns(
                weight=pl.col("rating").fill_null(0).cast(pl.Float64)
            )
        case "count":
            kinds = KINDS_BY_PURPOSE.get(purpose, ()) if purpose else ()
            counted = alive.filter(pl.col("kind").is_in(list(kinds))) if kinds else alive
            return counted.with_columns(weight=pl.lit(1.0))
    assert_never(by)


@cached_by_parts("outcomes", "profile")
def money_raised(ledger: Ledger, window: Sequence[Quarter], options: Options) -> Mapping[str | None, float]:
    """Return the money raised in a window, which is no gain of the person, by approach (None where it has no step)."""
    raised = ledger.outcomes.filter(pl.col("raised") > 0).select("outcome", "raised")
    credited = contributions(ledger, options).filter(in_window(window), pl.col("credit") > 0).join(raised, on="outcome")
    amount = (pl.col("credit") * pl.col("raised")).sum()
    return dict(credited.group_by("approach").agg(amount).iter_rows())


def may_be_raised(outcome: Outcome) -> bool:
    """Return True if an outcome that counts as a gain is, by its title, money raised.

    >>> outcome = Outcome(id="o", date="2026-01-01", kind="partnership", title="Angel check", status="won")
    >>> may_be_raised(outcome), may_be_raised(outcome.model_copy(update={"kind": "funding"}))
    (True, False)
    """
    return outcome.kind not in KINDS_WITHOUT_GAIN and _RAISED.search(outcome.title) is not None


@cached_by_parts("outcomes", "profile")
def _rated(ledger: Ledger) -> pl.DataFrame:
    ratings = [outcome.intangible for outcome in ledger.workspace.outcomes]
    return ledger.outcomes.with_columns(
        (pl.col("status") == "won").alias("is_won"),
        ((pl.col("high").fill_null(0) > 0) | (pl.col("likely").fill_null(0) > 0)).alias("is_priced"),
        pl.Series("rating", ratings, pl.Int64),
    )
