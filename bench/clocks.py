"""Measure CPU and wall-clock time, and compare costs whose measurements are interleaved."""

import ctypes
import gc
import os
import time
from collections.abc import Callable
from statistics import median

Cost = Callable[[], float]
"""Does something once and returns the seconds that it took."""


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process, including all its threads, to the nanosecond (Linux, BSD)."""
    clock = ctypes.c_int()
    if error := ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise OSError(error, os.strerror(error))
    return time.clock_gettime(clock.value)


def cpu_time(act: Callable[[], object]) -> float:
    """Return the CPU seconds that this process takes for an act."""
    return _measured(act, time.process_time)


def wall_time(act: Callable[[], object]) -> float:
    """Return the seconds that an act takes, including the time it waits for the disk."""
    return _measured(act, time.perf_counter)


def _measured(act: Callable[[], object], clock: Cost) -> float:
    # Without the garbage collector, as timeit does: it would run at any time, for garbage of earlier acts.
    gc.disable()
    try:
        start = clock()
        act()
        return clock() - start
    finally:
        gc.enable()


def measure_in_turns(rounds: int, *costs: Cost) -> list[tuple[float, ...]]:
    """Return the costs of each round, a tuple of one measurement of each cost."""
    # In turns, because whatever slows the machine for a while then slows all costs. A first round warms up.
    return [tuple(cost() for cost in costs) for _ in range(rounds + 1)][1:]


def median_ratio(rounds: list[tuple[float, ...]], numerator: int, denominator: int) -> float:
    """Return the median over the rounds of one cost divided by another, each given by its index."""
    return median(costs[numerator] / costs[denominator] for costs in rounds)
