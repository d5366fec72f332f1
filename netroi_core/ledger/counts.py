"""Counts of what people look for before there is money: leads, referrals, interviews, introductions, new contacts."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from datetime import date, timedelta
from itertools import chain
from operator import itemgetter
from typing import Final, Literal, NamedTuple, get_args

import polars as pl

from netroi_core.ledger.ledger import Ledger, day_and_quarter
from netroi_core.ledger.measures import Options, in_window
from netroi_core.quarters import Quarter, last_finished, span
from netroi_core.workspace.fields import KINDS_WITHOUT_GAIN
from netroi_core.workspace.records import Activity, Outcome, guessed_quarter

CountKind = Literal["new_contacts", "leads", "referrals", "interviews", "open_interviews", "introductions"]
COUNT_KINDS: Final[tuple[CountKind, ...]] = get_args(CountKind)

# An outcome of one of these kinds counts once, however it ended: that it came about is the point.
_OUTCOME_KINDS: Final[dict[str, CountKind]] = {"lead": "leads", "referral": "referrals", "interview": "interviews"}
# What counts as a client once it is won.
CLIENT_KINDS: Final = ("client", "business_project", "revenue", "lead")
# After more skipped quizzes in a row than this, a person is taken to log instead, and no quiz is awaited.
_MOST_AWAITED: Final = 2
# The days between two records of one introduction.
_SAME_INTRODUCTION: Final = timedelta(days=14)
# Of outcomes without a value, those that are counted by their kind: nobody wins an interview, and all else is a win.
_GROUPS: Final = {"interview": "interviews", "introduction": "introductions", "funding": "investments"}
# All but open interviews: those in the future, and past ones without a result.
HAS_HAPPENED: Final = (pl.col("kind") != "interview") | (pl.col("status") != "open")
# A lead or a role may be an interview by its title.
_IS_NAMED: Final = pl.col("kind").is_in(["lead", "role"]) & pl.col("title").str.contains("(?i)interview|phone screen")
IS_OPEN_INTERVIEW: Final = (pl.col("status") == "open") & ((pl.col("kind") == "interview") | _IS_NAMED)


class OutcomeTally(NamedTuple):
    """The outcomes on record, each in one group.

    Attributes:
        priced: Those that were won, with a value.
        unpriced: Those that were won, without one.
        interviews: Those that took place, however they ended, without a value of their own.
        introductions: Those that were made, without a value of their own.
        investments: Money that was raised.
    """

    priced: int = 0
    unpriced: int = 0
    interviews: int = 0
    introductions: int = 0
    investments: int = 0
    still_open: int = 0
    lost: int = 0


NO_OUTCOMES: Final = OutcomeTally()


def outcome_tally(ledger: Ledger, quarters: Sequence[Quarter], options: Options) -> OutcomeTally:
    """Return the tally of all outcomes of these quarters, whatever counts for a purpose or has a step.

    Open ones are left out where the options do so.
    """
    inside = ledger.outcomes.filter(in_window(quarters))
    tally = tally_of(ledger.workspace.outcomes[position] for position in inside["outcome"])
    return tally._replace(still_open=0) if options.basis == "won" else tally


def tally_of(outcomes: Iterable[Outcome]) -> OutcomeTally:
    """Return the tally of some outcomes."""
    groups = Counter(map(_group, outcomes))
    return OutcomeTally(*(groups[name] for name in OutcomeTally._fields))


def is_unpriced(outcome: Outcome) -> bool:
    """Return True if an outcome has no value for the person, such as funding, or none that is known."""
    value = outcome.value
    return outcome.kind in KINDS_WITHOUT_GAIN or value is None or not (value.high or value.likely)


def _group(outcome: Outcome) -> str:
    kind, status = outcome.kind, outcome.status
    if status == "open":
        return "still_open"
    if status == "lost" and kind != "interview":
        return "lost"
    # A lost outcome has no value, whatever its estimate was.
    if not is_unpriced(outcome) and status != "lost":
        return "priced"
    return _GROUPS.get(kind, "unpriced")


def counts(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    """Return the counts by quarter and approach.

    An outcome counts for the approach of its first step, an introduction that was made for the approach by which the
    person was met; both have approach null where that is not known. An interview counts once it took place; a lead or
    a referral in the quarter in which it was heard of, whenever it is won, so that a quarter keeps its count.

    Returns:
        A frame of quarter, approach, kind (a CountKind) and count, without rows of 0.
    """
    credited = _with_first_approach(ledger.outcomes.with_columns(_heard_of(ledger)), ledger)
    is_counted, one = pl.col("kind").is_in(list(_OUTCOME_KINDS)), pl.lit(1, pl.Int64).alias("count")
    quarter = pl.when(pl.col("kind") == "interview").then("quarter").otherwise("heard_of").alias("quarter")
    outcomes = credited.filter(HAS_HAPPENED, is_counted).select(
        quarter, "approach", pl.col("kind").replace(_OUTCOME_KINDS), one
    )
    still_open = credited.filter(IS_OPEN_INTERVIEW).select(
        "quarter", "approach", pl.lit("open_interviews").alias("kind"), one
    )
    made = (pl.col("direction") == "given") & (pl.col("kind") == "introduction")
    introductions = ledger.exchanges.filter(made).select(
        "quarter", "approach", pl.lit("introductions").alias("kind"), one
    )
    met = ledger.activities.select(
        "quarter", "approach", kind=pl.lit("new_contacts"), count=pl.col("new_contacts").cast(pl.Int64)
    )
    keys = ["quarter", "approach", "kind"]
    return (
        pl.concat([outcomes, still_open, introductions, met])
        .filter(in_window(quarters))
        .group_by(keys)
        .agg(pl.col("count").sum())
        .filter(pl.col("count") > 0)
        .sort(keys, nulls_last=True)
    )


def clients_won(ledger: Ledger, quarters: Sequence[Quarter], approach: str | None = None) -> int:
    """Return the number of clients and projects won, leads among them; of one approach, those that began there."""
    won = ledger.outcomes.filter(in_window(quarters), pl.col("kind").is_in(CLIENT_KINDS), status="won")
    if approach is None:
        return won.height
    return _with_first_approach(won, ledger).filter(approach=approach).height


def _with_first_approach(outcomes: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return outcomes with the approach of their first step; null without one."""
    first = ledger.touchpoints.group_by("outcome", maintain_order=True).agg(pl.col("approach").first())
    return outcomes.join(first, on="outcome", how="left")


def _heard_of(ledger: Ledger) -> pl.Series:
    """Return the quarter in which each outcome was heard of, as far as its records say; that of its date at the latest.

    Where the day wasn't kept, it is that of the first probability stated.
    """
    days = (
        min(row["date"], row.get("heard_on") or row["date"], *(statement["day"] for statement in row.get("stated", ())))
        for row in ledger.workspace.rows("outcomes")
    )
    return day_and_quarter(days, ledger.profile.fiscal_year_start)["quarter"].alias("heard_of")


def total_counts(ledger: Ledger, quarters: Sequence[Quarter], approach: str | None = None) -> dict[CountKind, int]:
    """Return each count over all quarters and approaches, or of one approach."""
    rows = counts(ledger, quarters)
    if approach is not None:
        rows = rows.filter(pl.col("approach") == approach)
    sums = dict(rows.group_by("kind").agg(pl.col("count").sum()).iter_rows())
    return {kind: int(sums.get(kind, 0)) for kind in COUNT_KINDS}


def introductions_received(ledger: Ledger, quarters: Sequence[Quarter]) -> int:
    """Return the number of introductions to the person, as outcomes or as favors.

    One that is on record as both counts once: a favor within two weeks of an outcome is the same introduction, unless
    they name different people. If a quiz dated the outcome by its quarter, a favor of that quarter is.
    """
    start, inside = ledger.profile.fiscal_year_start, set(quarters)
    favors = _introduced_by(ledger, inside)
    outcomes = [row for row in ledger.workspace.outcomes if (row.kind, row.status) == ("introduction", "won")]
    outcomes = [row for row in outcomes if Quarter.containing(row.date, start) in inside]
    people = [{step.contact for step in row.touchpoints if step.contact} for row in outcomes]
    both = len(outcomes) + sum(map(len, favors.values()))
    same = 0
    for outcome, names in zip(outcomes, people, strict=True):
        if names:
            same += _take_closest([favors[name] for name in (*names, None)], outcome, start)
    # An outcome that names nobody may be any of the favors that are left.
    unmatched = sorted(chain.from_iterable(favors.values()))
    same += sum(
        _take_closest([unmatched], row, start) for row, names in zip(outcomes, people, strict=True) if not names
    )
    return both - same


def _introduced_by(ledger: Ledger, quarters: Set[Quarter]) -> defaultdict[str | None, list[date]]:
    """Return the days of the introductions received as favors, in their order, by the contact who made them."""
    # By person, in the order of their days: thousands of both are matched in little more than one pass.
    favors: defaultdict[str | None, list[date]] = defaultdict(list)
    for favor in sorted(ledger.workspace.exchanges, key=lambda row: row.date):
        is_introduction = (favor.direction, favor.kind) == ("received", "introduction")
        if is_introduction and Quarter.containing(favor.date, ledger.profile.fiscal_year_start) in quarters:
            favors[favor.contact].append(favor.date)
    return favors


def _take_closest(favors: Sequence[list[date]], outcome: Outcome, fiscal_year_start: int) -> bool:
    """Remove the favor closest to an outcome that may be the same introduction; return False if there is none."""
    first, last = outcome.date - _SAME_INTRODUCTION, outcome.date + _SAME_INTRODUCTION
    if quarter := guessed_quarter(outcome.id, outcome.date, fiscal_year_start):
        first, last = quarter.first_day(fiscal_year_start), quarter.last_day(fiscal_year_start)
    candidates = [
        (abs(days[index] - outcome.date), days, index)
        for days in favors
        for index in range(max(0, bisect_left(days, outcome.date) - 1), len(days))[:2]
        if first <= days[index] <= last
    ]
    if not candidates:
        return False
    _, days, index = min(candidates, key=itemgetter(0))
    del days[index]
    return True


def conversations(activities: pl.DataFrame) -> int:
    """Return the conversations that are counted, and one for each one-on-one for which none are.

    A quarter's total from its quiz is hours, not one meeting. Where it counts conversations, those logged are included.
    """
    is_total = pl.col("source") == "quiz"
    # A message that took no time of its own is no conversation yet.
    is_message = ((pl.col("channel") == "text") & (pl.col("hours") == 0)).fill_null(value=False)
    is_meeting = (pl.col("approach") == "one_on_one") & ~is_total & ~is_message
    logged = pl.max_horizontal("meaningful_contacts", is_meeting.cast(pl.Int64)).filter(~is_total).sum()
    by_quarter = activities.group_by("quarter", "approach").agg(
        pl.max_horizontal(pl.col("meaningful_contacts").sum(), logged).alias("count")
    )
    return int(by_quarter["count"].sum())


def talks_of(activity: Activity) -> int:
    """Return the ``conversations`` of one activity."""
    is_message = activity.channel == "text" and not activity.hours.total
    is_meeting = activity.approach == "one_on_one" and activity.source != "quiz" and not is_message
    return max(activity.meaningful, int(is_meeting))


def dated(activities: pl.DataFrame) -> pl.DataFrame:
    """Return the activities that have a day of their own: a total from a quiz is only known to be of its quarter."""
    return activities.filter(pl.col("source") != "quiz")


def has_quiz_totals(ledger: Ledger, quarters: Sequence[Quarter]) -> bool:
    """Return True if quizzes entered what these quarters took: until the next quiz, silence says nothing."""
    return quiz_totals(ledger, quarters) > 0


def quiz_totals(ledger: Ledger, quarters: Sequence[Quarter]) -> int:
    """Return how many records of activities are totals of a quarter, as quizzes entered them."""
    return ledger.activities.filter(in_window(quarters), pl.col("source") == "quiz").height


def incomplete_quarters(ledger: Ledger, today: date) -> frozenset[Quarter]:
    """Return the quarters that are not all on record yet: the running one, and those that wait for their quiz.

    People who enter whole quarters by quiz log little in between. For people who log everything, or skipped the
    latest quizzes, no quiz is awaited.
    """
    start = ledger.profile.fiscal_year_start
    running, ended = Quarter.containing(today, start), last_finished(today, start)
    latest = max((Quarter.parse(quiz.quarter) for quiz in ledger.workspace.quizzes if quiz.submitted), default=None)
    if latest is None or latest.shifted(_MOST_AWAITED) < ended or not has_quiz_totals(ledger, [latest]):
        return frozenset({running})
    awaited = (quarter for quarter in span(latest.shifted(1), ended) if not has_quiz_totals(ledger, [quarter]))
    return frozenset({running, *awaited})
