"""Payback: the cumulative net benefit of networking and the quarter since which it has paid back, with sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import polars as pl

from netroi_core.ledger import measures
from netroi_core.quarters import Quarter
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import Words, in_sentence, join_words, quarter_name
from netroi_core.workspace.fields import APPROACHES, Approach

TOTAL: Final = "total"
# Less than half a cent is the rounding of sums, no debt.
_ROUNDING: Final = 0.005


@dataclass(frozen=True)
class Payback:
    """The payback of a window: the cumulative net benefit at the end of each quarter.

    ``quarter`` is the first since which it never fell below zero again; None where it ends below zero or nothing was
    invested. ``fell_behind`` is the quarter since which it is below zero again after it had paid back, if it is.
    """

    invested: float
    net_benefits: tuple[float, ...]
    quarter: Quarter | None
    fell_behind: Quarter | None = None

    @property
    def net_benefit(self) -> float:
        """The net benefit of the whole window."""
        return self.net_benefits[-1]

    @property
    def is_tried(self) -> bool:
        """True if anything was invested or gained."""
        return self.invested > 0 or any(self.net_benefits)


def paybacks(cells: pl.DataFrame) -> dict[str, Payback]:
    """Return the payback of each approach and in total (TOTAL), from cells of at least one quarter."""
    rows = measures.by_quarter_and_approach(cells)
    by_approach = {str(approach): payback(rows.filter(pl.col("approach") == approach)) for approach in APPROACHES}
    return {**by_approach, TOTAL: payback(measures.by_quarter(cells))}


def payback(rows: pl.DataFrame) -> Payback:
    """Return the payback of quarters in their order, one a row: quarter, total_cost, net_benefit."""
    costs = rows["total_cost"].to_list()
    sums = tuple(accumulate(rows["net_benefit"].to_list()))
    since, behind = (
        None if index is None else Quarter.from_ordinal(rows["quarter"][index])
        for index in (paid_back_at(costs, sums), fell_behind_at(costs, sums))
    )
    return Payback(sum(costs), sums, since, behind)


def paid_back_at(costs: Sequence[float], net_benefits: Sequence[float]) -> int | None:
    """Return the index of the first quarter since which the cumulative net benefit never fell below zero again.

    >>> paid_back_at([100, 0, 100, 0], [-50, 20, -10, 40])
    3
    """
    # Not the first quarter in which the sum reaches zero, the usual payback period: a later cost may undo that.
    begun = next((index for index, cost in enumerate(costs) if cost > 0), None)
    if begun is None or net_benefits[-1] < -_ROUNDING:
        return None
    below = [index for index, net_benefit in enumerate(net_benefits) if net_benefit < -_ROUNDING]
    return max(begun, below[-1] + 1) if below else begun


def fell_behind_at(costs: Sequence[float], net_benefits: Sequence[float]) -> int | None:
    """Return the index of the quarter since which the cumulative net benefit is below zero again.

    None if it isn't below zero, or was all the time since the first cost.

    >>> fell_behind_at([100, 0, 100], [-50, 20, -10]), fell_behind_at([100, 0], [-50, -50])
    (2, None)
    """
    if not net_benefits or net_benefits[-1] >= -_ROUNDING:
        return None
    begun = next((index for index, cost in enumerate(costs) if cost > 0), len(costs))
    ahead = [index for index, net_benefit in enumerate(net_benefits) if net_benefit >= -_ROUNDING and index >= begun]
    return ahead[-1] + 1 if ahead else None


def balance_headline(total: Payback, window: Sequence[Quarter], words: Words) -> str:
    """Return the balance of all quarters together, of money that is won."""
    net_benefit = total.net_benefit
    amount = words.money(abs(net_benefit))
    by = f"{amount} " if words.shows_amounts else ""
    # The last one may have just begun: a count would call it a quarter like the others.
    over = f"{'From' if len(window) > 1 else 'In'} {window_name(window)}"
    if not total.is_tried:
        return "Nothing is recorded for these quarters."
    if not total.invested:
        return f"{over} you won {amount if words.shows_amounts else 'something'}, and no cost is recorded."
    if total.quarter is None:
        before = f"; you were ahead until {quarter_name(total.fell_behind.shifted(-1))}" if total.fell_behind else ""
        return f"{over} you are {by}short of what you put in{before}."
    if amount == words.money(0):
        return f"{over} you are even."
    since = f", and have been since {quarter_name(total.quarter)}" if total.quarter != window[-1] else ""
    return f"{over} you are {by}ahead{since}."


def payback_title(paybacks: Mapping[str, Payback]) -> str:
    """Return which approaches paid back, and when, and which of them fell behind again."""
    invested = {approach: paybacks[approach] for approach in APPROACHES if paybacks[approach].invested > 0}
    unpaid = [in_sentence(name) for name, row in invested.items() if row.quarter is None and row.fell_behind is None]
    if not invested:
        return "Nothing was invested, so there is nothing to pay back"
    if len(unpaid) == len(invested) > 1:
        return "No approach has paid back yet"
    paid = _by_quarter({name: row.quarter for name, row in invested.items()}, "paid back")
    lost = _by_quarter({name: row.fell_behind for name, row in invested.items()}, "paid back, then fell behind again")
    # Right after “paid back in Q4”, it is clear what they have yet to do.
    rest = _yet_to(unpaid, "" if paid and not lost else " pay back")
    title = "; ".join(filter(None, (paid, lost, rest)))
    return title[:1].upper() + title[1:]


def _yet_to(names: Sequence[str], do: str) -> str:
    """Return what approaches have yet to do; empty without any."""
    have = "have" if len(names) > 1 or names == ["group events"] else "has"
    return f"{join_words(list(names))} {have} yet to{do}" if names else ""


def _by_quarter(quarters: Mapping[Approach, Quarter | None], happened: str) -> str:
    """Return what happened to approaches in which quarters as a clause; empty where it happened to none."""
    names_by_quarter: dict[Quarter, list[str]] = {}
    for approach, quarter in quarters.items():
        if quarter is not None:
            names_by_quarter.setdefault(quarter, []).append(in_sentence(approach))
    parts = [f"{join_words(names)} in {quarter_name(quarter)}" for quarter, names in sorted(names_by_quarter.items())]
    return join_words(parts).replace(" in ", f" {happened} in ", 1)
