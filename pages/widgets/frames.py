"""The frames of tables that are edited: as long as one is shown it stays the same, and what is entered lies over it.

To a browser, other data under an edited table is another table: it would take back what was entered, and say so.
"""

from collections.abc import Callable
from typing import Any

import polars as pl


def begin(visit: dict[str, Any]) -> None:
    """Before the tables of a run."""
    visit["frames before"], visit["frames"] = visit.get("frames", {}), {}


def steady(visit: dict[str, Any], name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """The frame of the table of this name: the one of the run before, if it was shown there, else a new one."""
    before = visit.get("frames before", {})
    frame: pl.DataFrame = before[name] if name in before else make()
    visit["frames"][name] = frame
    return frame
