"""What is measured: the CPU time of a process, and the ratio of two costs that are taken in turns."""

import ctypes
import gc
import os
import time
from collections.abc import Callable
from statistics import median

Cost = Callable[[], float]


def cpu_seconds(pid: int) -> float:
    """The CPU time of a process, all its threads and those that ended included, to the nanosecond (Linux, BSD)."""
    clock = ctypes.c_int()
    if error := ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise OSError(error, os.strerror(error))
    return time.clock_gettime(clock.value)


def cpu(act: Callable[[], object]) -> float:
    """The CPU time of this process for doing something once."""
    return _measured(act, time.process_time)


def wall(act: Callable[[], object]) -> float:
    """How long something takes, waiting for the disk included."""
    return _measured(act, time.perf_counter)


def _measured(act: Callable[[], object], clock: Cost) -> float:
    # Without the garbage collector, as timeit does: it runs when it will, for what others left behind.
    gc.disable()
    try:
        start = clock()
        act()
        return clock() - start
    finally:
        gc.enable()


def in_turns(rounds: int, *costs: Cost) -> list[tuple[float, ...]]:
    """Each cost once a round: whatever slows the machine for a while slows all of them. A first round is dropped."""
    return [tuple(cost() for cost in costs) for _ in range(rounds + 1)][1:]


def ratio(rounds: list[tuple[float, ...]], above: int, below: int) -> float:
    """The median over the rounds of one cost divided by another, each by its place."""
    return median(costs[above] / costs[below] for costs in rounds)
