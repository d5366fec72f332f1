"""The entry that the results still need to be complete, and where to add it."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from netroi_core.ledger.measures import Figures
from netroi_core.quarters import Quarter
from netroi_core.views.advice import Situation
from netroi_core.wording.wording import in_sentence
from netroi_core.workspace.fields import APPROACHES, Approach


@dataclass(frozen=True)
class MissingEntry:
    """A missing entry, with the label of the button that leads to it; for an effort, also the quarter to add it to."""

    kind: Literal["effort", "pay", "steps", "outcome"]
    label: str
    approach: Approach | None = None
    quarter: Quarter | None = None


def missing_entry(situation: Situation, figures: Figures) -> MissingEntry | None:
    """Return the entry that the figures of a window need most; None where nothing is missing."""
    if approach := _free_approach(figures):
        label = f"Add what you spent on {in_sentence(approach)}"
        return MissingEntry("effort", label, approach, _latest_quarter(situation, approach))
    total = figures.total
    # Whoever has entered a pay of nothing is not asked again.
    if total.hours and not total.opportunity_cost and not situation.ledger.profile.compensation:
        return MissingEntry("pay", "Add your pay")
    if situation.signals.is_unlinked:
        return MissingEntry("steps", "Add steps to your outcomes")
    if (total.total_cost or total.hours) and situation.ledger.outcomes.is_empty():
        return MissingEntry("outcome", "Log an outcome")
    return None


def _free_approach(figures: Figures) -> Approach | None:
    """Return the first approach that led to value without any hours or cost, if one did."""
    rows = ((approach, figures.approaches[approach]) for approach in APPROACHES)
    return next((name for name, row in rows if row.expected_value and not (row.total_cost or row.hours)), None)


def _latest_quarter(situation: Situation, approach: Approach) -> Quarter:
    """Return the quarter of the window in which an approach was a step for the last time, else its last quarter."""
    first, last = situation.window[0], situation.window[-1]
    steps = situation.ledger.touchpoints.filter(
        pl.col("approach") == approach, pl.col("quarter").is_between(first.ordinal, last.ordinal)
    )
    latest = steps["quarter"].max()
    return Quarter.from_ordinal(latest) if isinstance(latest, int) else last
