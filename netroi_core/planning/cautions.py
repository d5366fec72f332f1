"""Cautions about a mix as sentences, however well it pays: hours beyond the cap, loss of energy, one-sided exchange.

None forbids a mix. They are shown beside it, so that nobody is advised into wearing out or into one-sided ties.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import in_window
from netroi_core.planning.mix import Mix, total_effort
from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import ONE_SIDED, balance
from netroi_core.wording.wording import Words, in_sentence
from netroi_core.workspace.fields import APPROACHES

# The last quarters of the window, by which the balance of exchange is judged.
RECENT_QUARTERS: Final = 2
# More than MIN_EXCHANGES with a single contact: these are exchanges with everybody, or all met by one approach.
# Exchanges of those quarters below which their balance is no reason for a caution.
MIN_RECENT_EXCHANGES: Final = 4
_NEGLIGIBLE: Final = 1e-6
_ONE_SIDED: Final = {
    "given": "Lately you gave far more than you received{}: it is fine to say no, so set a boundary.",
    "received": "Lately you received far more than you gave{}: give back next.",
}


def cautions(
    mix: Mix, present: Mix, ledger: Ledger, window: Sequence[Quarter], quarter: Quarter, words: Words
) -> list[str]:
    """Return the cautions about a mix for a quarter, by a window's records."""
    cap, weeks = ledger.profile.weekly_hours_cap, quarter.days(ledger.profile.fiscal_year_start) / 7
    weekly = total_effort(mix).hours / weeks
    sentences = [*_draining(mix, present, ledger, window), *_one_sided(mix, ledger, window)]
    if weekly <= cap + _NEGLIGIBLE:
        return sentences
    hours = f"{words.number(weekly, 1)} hours a week, beyond the {words.number(cap, 1)}"
    return [f"That is {hours} that you set yourself: fewer and better.", *sentences]


def _draining(mix: Mix, present: Mix, ledger: Ledger, window: Sequence[Quarter]) -> Iterator[str]:
    rated = ledger.activities.filter(in_window(window), pl.col("energy").is_not_null())
    energy = dict(rated.group_by("approach").agg(pl.col("energy").mean()).iter_rows())
    largest = max(effort.hours for effort in mix.values())
    for approach in APPROACHES:
        hours, now = mix[approach].hours, present[approach].hours
        is_main = hours > _NEGLIGIBLE and (hours >= largest or hours > now + _NEGLIGIBLE)
        if is_main and energy.get(approach, 0.0) < 0:
            yield f"It rests on {in_sentence(approach)}, where you lose energy: set a time limit, and rest."


def _one_sided(mix: Mix, ledger: Ledger, window: Sequence[Quarter]) -> Iterator[str]:
    """Yield the caution in total, and those of approaches in the mix that differ from it."""
    recent = ledger.exchanges.filter(in_window(window[-RECENT_QUARTERS:]))
    total = _side(recent)
    if total:
        yield _ONE_SIDED[total].format("")
    for approach in APPROACHES:
        side = _side(recent.filter(pl.col("approach") == approach))
        if side and side != total and mix[approach].hours > _NEGLIGIBLE:
            yield _ONE_SIDED[side].format(f" through {in_sentence(approach)}")


def _side(exchanges: pl.DataFrame) -> str | None:
    """Return the side that exchanges are mostly on, given or received; None if neither, or if they are too few."""
    received = int((exchanges["direction"] == "received").sum())
    if exchanges.height < MIN_RECENT_EXCHANGES:
        return None
    figure = balance(float(exchanges.height - received), float(received))
    return None if abs(figure) < ONE_SIDED else "received" if figure > 0 else "given"
