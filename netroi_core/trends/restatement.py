"""Restatements: what a quarter showed when its quiz was handed in, what it shows now, and what made the difference.

What a quarter shows is its total cost and the value of each outcome in it, in both views, under the usual options; so
a lead of then and the win that it became can be told apart. A quiz keeps it, written, in its ``showed``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, View
from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.workspace import Workspace

VIEWS: Final[tuple[View, ...]] = get_args(View)
_UNSEEN: Final = 0.005
"""No reader sees a difference below half a cent."""


@dataclass(frozen=True)
class Shown:
    """What a quarter shows: its total cost and, in each view, the value of each outcome by id; in money."""

    total_cost: float
    outcomes: Mapping[View, Mapping[str, float]]

    def value(self, view: View) -> float:
        """All value of the quarter."""
        return sum(self.outcomes[view].values())


@dataclass(frozen=True)
class Restatement:
    """A quarter as it was handed in at a moment (a timestamp), beside what it shows now."""

    quarter: Quarter
    submitted: str
    then: Shown
    now: Shown

    def differences(self, view: View) -> dict[str, float]:
        """By how much each outcome is worth more (less, if negative) in the quarter than then; the largest first."""
        then, now = self.then.outcomes[view], self.now.outcomes[view]
        by = {outcome: now.get(outcome, 0.0) - then.get(outcome, 0.0) for outcome in {**then, **now}}
        seen = {outcome: amount for outcome, amount in by.items() if abs(amount) >= _UNSEEN}
        return dict(sorted(seen.items(), key=lambda each: -abs(each[1])))

    @property
    def is_changed(self) -> bool:
        """Whether the quarter shows something else now."""
        cost = self.now.total_cost - self.then.total_cost
        return abs(cost) >= _UNSEEN or any(self.differences(view) for view in VIEWS)


def restatements(document: Document, ledger: Ledger) -> list[Restatement]:
    """One for each note of a quiz, the earliest quarter first; the ledger is that of the document."""
    notes = [(Quarter.parse(quiz["quarter"]), note) for quiz in document.get("quizzes", ())
             for note in quiz.get("showed", ())]  # fmt: skip
    now = shown(document, ledger, {quarter for quarter, _ in notes})
    return [
        Restatement(quarter, note["submitted"], _read(note), now[quarter])
        for quarter, note in sorted(notes, key=lambda each: each[0])
    ]


def shown(document: Document, ledger: Ledger, quarters: Iterable[Quarter]) -> dict[Quarter, Shown]:
    """What each of the quarters shows; the ledger is that of the document."""
    wanted = sorted(quarters)
    names = [outcome["id"] for outcome in document.get("outcomes", ())]
    costs = measures.by_quarter(measures.cells(ledger, wanted, Options()))["total_cost"]
    values = {view: _by_outcome(ledger, wanted, view) for view in VIEWS}

    def outcomes(quarter: Quarter, view: View) -> dict[str, float]:
        return {names[place]: value for of, place, value in values[view] if of == quarter.ordinal}

    return {
        quarter: Shown(cost, {view: outcomes(quarter, view) for view in VIEWS})
        for quarter, cost in zip(wanted, costs, strict=True)
    }


def noted(notes: Sequence[RecordDict], document: Document, quarter: Quarter, now: str) -> list[RecordDict]:
    """The notes of a quiz with what its quarter shows now; as they are if that is what the last one says."""
    found = shown(document, Ledger.of(Workspace(document)), [quarter])[quarter]
    note: RecordDict = {
        "submitted": now,
        "total_cost": _written(found.total_cost),
        **{view: {outcome: _written(value) for outcome, value in found.outcomes[view].items()} for view in VIEWS},
    }
    is_known = bool(notes) and {**notes[-1], "submitted": now} == note
    return [*notes] if is_known else [*notes, note]


def _by_outcome(ledger: Ledger, quarters: Sequence[Quarter], view: View) -> list[tuple[int, int, float]]:
    """The quarter, the outcome's place in the document, and its value there."""
    credited = measures.contributions(ledger, Options(view=view)).filter(
        pl.col("value") > 0, pl.col("quarter").is_in([quarter.ordinal for quarter in quarters])
    )
    return credited.group_by("quarter", "outcome", maintain_order=True).agg(pl.col("value").sum()).rows()


def _read(note: RecordDict) -> Shown:
    outcomes = {view: {key: float(value) for key, value in note.get(view, {}).items()} for view in VIEWS}
    return Shown(float(note.get("total_cost", 0)), outcomes)


def _written(amount: float) -> str:
    """To a millionth: beyond it, sums in double precision differ by the order of their parts."""
    return f"{amount:.6f}".rstrip("0").rstrip(".")
