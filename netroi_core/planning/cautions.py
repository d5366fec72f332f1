"""Cautions about a mix as sentences, however well it pays: what its forecast can't see, or what it asks too much of.

None forbids a mix. They are shown beside one that a person made up; the advised mix stays clear of them by itself.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.purposes import weekly_hours_cap
from netroi_core.planning.mix import Effort, Mix, total_effort
from netroi_core.planning.signals import Signals
from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import Side, exchange_side
from netroi_core.wording.wording import Words, in_sentence, join_words
from netroi_core.workspace.fields import APPROACHES, Approach

_NEGLIGIBLE: Final = 1e-6
_ONE_SIDED: Final[dict[Side, str]] = {
    "given": "Through {} you give far more than you receive: it is fine to say no.",
    "received": "Through {} you receive far more than you give: give something back first.",
}


def cautions(mix: Mix, usual: Mix, signals: Signals, ledger: Ledger, quarter: Quarter, words: Words) -> list[str]:
    """Return the cautions about a mix for a quarter, compared with the usual one."""
    grows = [name for name in APPROACHES if _hours(mix, name) > _hours(usual, name) + _NEGLIGIBLE]
    cut = [name for name in APPROACHES if _hours(mix, name) < _hours(usual, name) - _NEGLIGIBLE]
    return [
        *_assumed([name for name in cut if name in signals.unproven]),
        *_feeding([name for name in cut if name in signals.feeders]),
        *_beyond_cap(mix, ledger, quarter, words),
        *_tiring(grows, signals),
        *_one_sided(grows, ledger),
    ]


def _assumed(unproven: list[Approach]) -> Iterator[str]:
    """Yield that what a cut seems to lose is assumed, where nothing has come of an approach yet."""
    if unproven:
        yield (
            f"Nothing has come of {join_words(list(map(in_sentence, unproven)))} so far, so what a usual quarter would "
            "bring there is NetROI’s own assumption."
        )


def _feeding(feeders: list[Approach]) -> Iterator[str]:
    """Yield that a cut may cost more than its forecast says, where most of the value came by what is cut."""
    if feeders:
        yield (
            f"Most of your value came by way of {join_words(list(map(in_sentence, feeders)))}: a cut there may cost "
            "you more than the estimate says, which looks at each approach by itself."
        )


def _beyond_cap(mix: Mix, ledger: Ledger, quarter: Quarter, words: Words) -> Iterator[str]:
    profile = ledger.profile
    # Nobody has said yet whether the quarter of the plan is one between jobs.
    cap, weekly = (
        weekly_hours_cap(profile, (quarter.shifted(-1), quarter)),
        total_effort(mix).hours / (quarter.days(profile.fiscal_year_start) / 7),
    )
    if weekly > cap + _NEGLIGIBLE:
        # "You set yourself" only where that is so: the cap has a default.
        whose = "you set yourself" if "weekly_hours_cap" in profile.model_fields_set else "are the usual limit"
        yield (
            f"That is {words.number(weekly, 1)} hours a week, beyond the {words.number(cap, 1)} that {whose}: "
            "do less, and do it better."
        )


def _tiring(grows: list[Approach], signals: Signals) -> Iterator[str]:
    for approach in grows:
        if approach in signals.draining:
            yield f"This plan asks for more {in_sentence(approach)}, and you lose energy there: set a limit, and rest."
        elif approach in signals.strained:
            yield f"This plan asks for more {in_sentence(approach)}, named in your note of what’s too much."


def _one_sided(grows: list[Approach], ledger: Ledger) -> Iterator[str]:
    """Yield the approaches with one-sided exchange that a mix asks for more of, unless all exchange is on that side."""
    total = _side(ledger.exchanges)
    for approach in grows:
        side = _side(ledger.exchanges.filter(pl.col("approach") == approach))
        if side and side != total:
            yield _ONE_SIDED[side].format(in_sentence(approach))


def _side(exchanges: pl.DataFrame) -> Side | None:
    received = int((exchanges["direction"] == "received").sum())
    return exchange_side(exchanges.height - received, received)


def _hours(mix: Mix, approach: Approach) -> float:
    return mix.get(approach, Effort()).hours
