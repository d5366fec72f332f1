"""Costs measured in turns, their ratios with the bounds that they must keep, and the table of them."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

START, END = "<!-- bench -->", "<!-- /bench -->"

Cost = Callable[[], float]
"""Does something once and returns the seconds that it took."""


@dataclass(frozen=True)
class BoundedRatio:
    """A measured ratio and its upper bound; the name says what is divided by what."""

    name: str
    measured: float
    bound: float

    @property
    def holds(self) -> bool:
        """True if the bound is kept."""
        return self.measured <= self.bound


def cpu_cost(act: Callable[[], object]) -> Cost:
    """Return the cost of an act in CPU seconds of this process."""
    return lambda: _measured(act, time.process_time)


def wall_cost(act: Callable[[], object]) -> Cost:
    """Return the cost of an act in seconds, including the time it waits for the disk."""
    return lambda: _measured(act, time.perf_counter)


def compare(name: str, bound: float, rounds: int, cost: Cost, reference: Cost) -> BoundedRatio:
    """Return the median ratio of a cost to a reference over some rounds."""
    return BoundedRatio(name, median_ratio(measure_in_turns(rounds, cost, reference), 1), bound)


def measure_in_turns(rounds: int, *costs: Cost) -> list[tuple[float, ...]]:
    """Return the costs of each round, a tuple of one measurement of each cost."""
    # In turns, because whatever slows the machine for a while then slows all costs. A first round warms up.
    return [tuple(cost() for cost in costs) for _ in range(rounds + 1)][1:]


def median_ratio(rounds: list[tuple[float, ...]], denominator: int) -> float:
    """Return the median over the rounds of the first cost divided by the one at this index."""
    return median(costs[0] / costs[denominator] for costs in rounds)


def markdown_table(ratios: Iterable[BoundedRatio]) -> str:
    """Return ratios as a Markdown table."""
    rows = [f"| {r.name} | {r.measured:.2f} | {r.bound:g} | {'yes' if r.holds else '**no**'} |" for r in ratios]
    return "\n".join(["| what | measured ratio | bound | holds? |", "|---|---:|---:|---|", *rows])


def replace_between_markers(file: Path, text: str) -> bool:
    """Put a text between the two markers of a Markdown file; return False if there is no such place."""
    if not file.exists():
        return False
    before, start, rest = file.read_text("utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        return False
    file.write_text(f"{before}{START}\n{text}\n{END}{after}", "utf-8")
    return True


def _measured(act: Callable[[], object], clock: Cost) -> float:
    # Without the garbage collector, as timeit does: it would run at any time, for garbage of earlier acts.
    gc.disable()
    try:
        start = clock()
        act()
        return clock() - start
    finally:
        gc.enable()
