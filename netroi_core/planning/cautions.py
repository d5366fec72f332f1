"""What speaks against a mix, however well it pays: hours beyond the cap, what drains, and give and take out of balance.

Nothing here forbids a mix. It is said beside it, so that nobody is advised into wearing out or into one-sided ties.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.mix import Effort, Mix, total_effort
from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import ONE_SIDED, balance
from netroi_core.workspace.fields import APPROACHES, Approach

LATELY: Final = 2
"""How many quarters, the last of the window, tell whether give and take are in balance."""
# More than MIN_EXCHANGES with a single contact: these are exchanges with everybody, or all met by one approach.
MIN_RECENT_EXCHANGES: Final = 4
"""Exchanges of those quarters below which their balance is no reason for a caution."""
_NEGLIGIBLE: Final = 1e-6

CautionKind = Literal["beyond_cap", "draining", "mostly_given", "mostly_received"]


@dataclass(frozen=True)
class Caution:
    """One reservation about a mix; ``approach`` is None where it is about the whole.

    ``figure`` is the hours a week of the mix for ``beyond_cap``, above the cap, ``limit``; the mean energy (-2 to 2) of
    the approach for ``draining``, below 0; for the others (received − given) / (received + given), beyond ONE_SIDED.
    """

    kind: CautionKind
    approach: Approach | None
    figure: float
    limit: float


def cautions(
    mix: Mix, present: Mix, ledger: Ledger, window: Sequence[Quarter], weekly_hours_cap: float, days: int
) -> list[Caution]:
    """What speaks against a mix for a quarter of so many days, by a window's records; ``present`` is the mix now."""
    weekly = total_effort(mix).hours / (days / 7)
    beyond = [Caution("beyond_cap", None, weekly, weekly_hours_cap)] if weekly > weekly_hours_cap + _NEGLIGIBLE else []
    return [*beyond, *_draining(mix, present, ledger, window), *_one_sided(mix, ledger, window)]


def _draining(mix: Mix, present: Mix, ledger: Ledger, window: Sequence[Quarter]) -> Iterator[Caution]:
    inside = ledger.activities.filter(_is_in(window), pl.col("energy").is_not_null())
    energy = dict(inside.group_by("approach").agg(pl.col("energy").mean()).iter_rows())
    largest = max(each.hours for each in mix.values()) if mix else 0.0
    for approach in APPROACHES:
        hours, now = mix.get(approach, Effort()).hours, present.get(approach, Effort()).hours
        rests_on_it = hours > _NEGLIGIBLE and (hours >= largest or hours > now + _NEGLIGIBLE)
        if rests_on_it and energy.get(approach, 0.0) < 0:
            yield Caution("draining", approach, energy[approach], 0.0)


def _one_sided(mix: Mix, ledger: Ledger, window: Sequence[Quarter]) -> Iterator[Caution]:
    """In total; and of the approaches in the mix, those that lean otherwise than the total does."""
    lately = ledger.exchanges.filter(_is_in(window[-LATELY:]))
    whole = _balance_mark(lately, None)
    if whole:
        yield whole
    for approach in APPROACHES:
        mark = _balance_mark(lately.filter(pl.col("approach") == approach), approach)
        is_said = whole is not None and mark is not None and whole.kind == mark.kind
        if mark and not is_said and mix.get(approach, Effort()).hours > _NEGLIGIBLE:
            yield mark


def _balance_mark(exchanges: pl.DataFrame, approach: Approach | None) -> Caution | None:
    if exchanges.height < MIN_RECENT_EXCHANGES:
        return None
    received = int((exchanges["direction"] == "received").sum())
    figure = balance(float(exchanges.height - received), float(received))
    if abs(figure) < ONE_SIDED:
        return None
    return Caution("mostly_received" if figure > 0 else "mostly_given", approach, figure, ONE_SIDED)


def _is_in(window: Sequence[Quarter]) -> pl.Expr:
    return pl.col("quarter").is_in([quarter.ordinal for quarter in window])
