"""Restatements: the figures of a quarter when its quiz was submitted, those of now, and what made the difference.

The figures are the total cost and the value of each outcome, in both views and under the default options.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, get_args

import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, View
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import SubmittedFigures

VIEWS: Final[tuple[View, ...]] = get_args(View)
# No reader sees a difference below half a cent.
_INVISIBLE: Final = 0.005
_MOST_NAMED: Final = 3
_LONGEST_TITLE: Final = 60


@dataclass(frozen=True)
class QuarterSnapshot:
    """The figures of a quarter: its total cost and, in each view, the value of each outcome by id."""

    total_cost: float
    outcomes: Mapping[View, Mapping[str, float]]

    def value(self, view: View) -> float:
        """Return the value of all outcomes."""
        return sum(self.outcomes[view].values())


@dataclass(frozen=True)
class Restatement:
    """The figures of a quarter when it was submitted (a timestamp), beside those of now."""

    quarter: Quarter
    submitted: str
    then: QuarterSnapshot
    now: QuarterSnapshot

    def differences(self, view: View) -> dict[str, float]:
        """Return by how much each outcome is worth more in the quarter than then; the largest difference first."""
        then, now = self.then.outcomes[view], self.now.outcomes[view]
        changes = {outcome: now.get(outcome, 0.0) - then.get(outcome, 0.0) for outcome in {**then, **now}}
        visible = {outcome: amount for outcome, amount in changes.items() if abs(amount) >= _INVISIBLE}
        return dict(sorted(visible.items(), key=lambda change: -abs(change[1])))

    @property
    def is_changed(self) -> bool:
        """True if the figures of the quarter differ from those of then."""
        cost = self.now.total_cost - self.then.total_cost
        return abs(cost) >= _INVISIBLE or any(self.differences(view) for view in VIEWS)


def restatements(ledger: Ledger) -> list[Restatement]:
    """Return one restatement for each submission of a quiz, the earliest quarter first."""
    submissions = [
        (Quarter.parse(quiz.quarter), figures) for quiz in ledger.workspace.quizzes for figures in quiz.showed
    ]
    now = quarter_snapshots(ledger, {quarter for quarter, _ in submissions})
    return [
        Restatement(quarter, figures.submitted, _snapshot(figures), now[quarter])
        for quarter, figures in sorted(submissions, key=lambda submission: submission[0])
    ]


def quarter_snapshots(ledger: Ledger, quarters: Iterable[Quarter]) -> dict[Quarter, QuarterSnapshot]:
    """Return the figures that each of the quarters has now."""
    window = sorted(quarters)
    costs = measures.by_quarter(measures.cells(ledger, window, Options()))["total_cost"]
    values = {view: _values_by_quarter(ledger, window, view) for view in VIEWS}
    return {
        quarter: QuarterSnapshot(cost, {view: values[view].get(quarter.ordinal, {}) for view in VIEWS})
        for quarter, cost in zip(window, costs, strict=True)
    }


def with_snapshot(
    submissions: Sequence[SubmittedFigures], ledger: Ledger, quarter: Quarter, now: str
) -> tuple[SubmittedFigures, ...]:
    """Return the submissions of a quarter's quiz with its figures of now, unless the last has the same."""
    snapshot = quarter_snapshots(ledger, [quarter])[quarter]
    realised, invested = (
        {outcome: _stored(value) for outcome, value in snapshot.outcomes[view].items()} for view in VIEWS
    )
    figures = SubmittedFigures(
        submitted=now, total_cost=_stored(snapshot.total_cost), realised=realised, invested=invested
    )
    is_same = bool(submissions) and submissions[-1].model_copy(update={"submitted": now}) == figures
    return tuple(submissions) if is_same else (*submissions, figures)


def restatement_sentences(restatement: Restatement, titles: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Return the figures of then and now where they differ, with the outcomes that made the difference, by id.

    What was received or expected in the quarter is left out where it is the value of its work.
    """
    then, now = restatement.then, restatement.now
    of_work = _largest_differences(restatement, "invested", titles, words)
    received = _largest_differences(restatement, "realised", titles, words)
    changes = [
        ("The value of its work", then.value("invested"), now.value("invested"), of_work),
        ("The value received or expected in it", then.value("realised"), now.value("realised"), received),
        ("Your investment", then.total_cost, now.total_cost, ""),
    ]
    if all(snapshot.outcomes["realised"] == snapshot.outcomes["invested"] for snapshot in (then, now)):
        del changes[1]
    return tuple(
        f"{figure} went from {words.money(before)} to {words.money(after)}{f' ({outcomes})' if outcomes else ''}."
        for figure, before, after, outcomes in changes
        if outcomes or words.money(before) != words.money(after)
    )


def submission_day(submitted: str, words: Words) -> str:
    """Return the day of a timestamp."""
    return words.day(date.fromisoformat(submitted[:10]))


def _largest_differences(restatement: Restatement, view: View, titles: Mapping[str, str], words: Words) -> str:
    differences = [
        f"{_shortened(titles.get(outcome, 'an outcome since deleted'))} "
        f"{'+' if amount > 0 else '−'}{words.money(abs(amount))}"
        for outcome, amount in restatement.differences(view).items()
    ]
    more = len(differences) - _MOST_NAMED
    return "; ".join([*differences[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


def _values_by_quarter(ledger: Ledger, quarters: Sequence[Quarter], view: View) -> dict[int, dict[str, float]]:
    """Return the value of each outcome, by the quarter's ordinal and the outcome's id."""
    credited = measures.contributions(ledger, Options(view=view)).filter(
        pl.col("value") > 0, measures.in_window(quarters)
    )
    sums = credited.group_by("quarter", "outcome", maintain_order=True).agg(pl.col("value").sum())
    values: dict[int, dict[str, float]] = {}
    for quarter, outcome, value in sums.rows():
        values.setdefault(quarter, {})[ledger.workspace.outcomes[outcome].id] = value
    return values


def _snapshot(figures: SubmittedFigures) -> QuarterSnapshot:
    outcomes = {view: {key: float(value) for key, value in getattr(figures, view).items()} for view in VIEWS}
    return QuarterSnapshot(float(figures.total_cost), outcomes)


def _stored(amount: float) -> Decimal:
    # To a millionth: beyond it, sums in double precision differ by the order of their parts.
    return Decimal(f"{amount:.6f}".rstrip("0").rstrip("."))
