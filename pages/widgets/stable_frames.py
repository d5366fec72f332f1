"""Frames of editable tables that stay the same object from run to run while their table is shown."""

# The browser takes other data under an edited table for another table: it would drop what was entered, and say so.

from collections.abc import Callable
from typing import Any

import polars as pl


def begin_run(state: dict[str, Any]) -> None:
    """Start a run of the page, before its tables are drawn."""
    state["frames before"], state["frames"] = state.get("frames", {}), {}


def stable_frame(state: dict[str, Any], name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Return the frame of a table: the one of the run before if the table was shown then, else a new one."""
    before = state.get("frames before", {})
    frame: pl.DataFrame = before[name] if name in before else make()
    state["frames"][name] = frame
    return frame
