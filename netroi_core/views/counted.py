"""The gap between the recorded value of wins and the part that counts: margin, and what would have come anyway."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from netroi_core.ledger.formulas import pert_mean
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions, in_window
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import cached_by_parts

# Less than half a cent is the rounding of sums.
_ROUNDING: Final = 0.005


@cached_by_parts("outcomes", "profile")
def counted_note(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> str:
    """Return how much of the recorded value of the wins in a window counts, and why; empty where all of it does."""
    columns = ("outcome", "margin", "incrementality", "low", "likely", "high")
    won = ledger.outcomes.filter(pl.col("status") == "won").select(*columns).drop_nulls("likely")
    recorded = pl.col("credit") * pert_mean(pl.col("low"), pl.col("likely"), pl.col("high"))
    rows = contributions(ledger, options).filter(in_window(window)).join(won, on="outcome")
    amount, counted = float(rows.select(recorded.sum()).item()), float(rows["won"].sum())
    if amount - counted < _ROUNDING or not words.shows_amounts:
        return ""
    has_margin, has_anyway = ((rows[share] < 1).any() for share in ("margin", "incrementality"))
    if has_margin and has_anyway:
        reason = ": your share, minus what might have come anyway"
    else:
        reason = ": your share" if has_margin else "; the rest might have come anyway"
    part = words.money(counted) if counted else "None"
    return f"{part} of the {words.money(amount)} you recorded as won counts{reason if counted else ''}."
