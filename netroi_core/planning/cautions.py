"""Cautions about a mix, however well it pays: hours beyond the cap, loss of energy, one-sided exchange.

None forbids a mix. They are shown beside it, so that nobody is advised into wearing out or into one-sided ties.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import in_window
from netroi_core.planning.mix import Effort, Mix, total_effort
from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import ONE_SIDED, balance
from netroi_core.workspace.fields import APPROACHES, Approach

# The last quarters of the window, by which the balance of exchange is judged.
RECENT_QUARTERS: Final = 2
# More than MIN_EXCHANGES with a single contact: these are exchanges with everybody, or all met by one approach.
# Exchanges of those quarters below which their balance is no reason for a caution.
MIN_RECENT_EXCHANGES: Final = 4
_NEGLIGIBLE: Final = 1e-6

CautionKind = Literal["beyond_cap", "draining", "mostly_given", "mostly_received"]


@dataclass(frozen=True)
class Caution:
    """One caution about a mix.

    Attributes:
        approach: None where it is about the whole mix.
        figure: For ``beyond_cap`` the hours a week of the mix, for ``draining`` the mean energy of the approach (-2 to
            2), else the balance of exchange (-1 to 1).
        limit: The figure that is exceeded.
    """

    kind: CautionKind
    approach: Approach | None
    figure: float
    limit: float


def cautions(
    mix: Mix, present: Mix, ledger: Ledger, window: Sequence[Quarter], weekly_hours_cap: float, days: int
) -> list[Caution]:
    """Return the cautions about a mix for a quarter of so many days, by a window's records."""
    weekly = total_effort(mix).hours / (days / 7)
    beyond = [Caution("beyond_cap", None, weekly, weekly_hours_cap)] if weekly > weekly_hours_cap + _NEGLIGIBLE else []
    return [*beyond, *_draining(mix, present, ledger, window), *_one_sided(mix, ledger, window)]


def _draining(mix: Mix, present: Mix, ledger: Ledger, window: Sequence[Quarter]) -> Iterator[Caution]:
    rated = ledger.activities.filter(in_window(window), pl.col("energy").is_not_null())
    energy = dict(rated.group_by("approach").agg(pl.col("energy").mean()).iter_rows())
    largest = max((effort.hours for effort in mix.values()), default=0.0)
    for approach in APPROACHES:
        hours, now = mix.get(approach, Effort()).hours, present.get(approach, Effort()).hours
        is_main = hours > _NEGLIGIBLE and (hours >= largest or hours > now + _NEGLIGIBLE)
        if is_main and energy.get(approach, 0.0) < 0:
            yield Caution("draining", approach, energy[approach], 0.0)


def _one_sided(mix: Mix, ledger: Ledger, window: Sequence[Quarter]) -> Iterator[Caution]:
    """Yield the caution in total, and those of approaches in the mix that differ from it."""
    recent = ledger.exchanges.filter(in_window(window[-RECENT_QUARTERS:]))
    total = _balance_caution(recent, None)
    if total:
        yield total
    for approach in APPROACHES:
        caution = _balance_caution(recent.filter(pl.col("approach") == approach), approach)
        is_new = caution is not None and (total is None or total.kind != caution.kind)
        if caution and is_new and mix.get(approach, Effort()).hours > _NEGLIGIBLE:
            yield caution


def _balance_caution(exchanges: pl.DataFrame, approach: Approach | None) -> Caution | None:
    if exchanges.height < MIN_RECENT_EXCHANGES:
        return None
    received = int((exchanges["direction"] == "received").sum())
    figure = balance(float(exchanges.height - received), float(received))
    if abs(figure) < ONE_SIDED:
        return None
    return Caution("mostly_received" if figure > 0 else "mostly_given", approach, figure, ONE_SIDED)
