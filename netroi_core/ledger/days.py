"""Days as a document writes them, as columns. Each is read once, since many records share a day."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import polars as pl

from netroi_core.quarters import Quarter

_EPOCH = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=2**15)  # as many days as a lifetime has
def placed(day: str, fiscal_year_start: int) -> tuple[int, int]:
    """A day, counted from 1970 on, and the ordinal of the quarter that it falls in."""
    on = date.fromisoformat(day)
    return on.toordinal() - _EPOCH, Quarter.containing(on, fiscal_year_start).ordinal


def day_and_quarter(days: Iterable[str | None], fiscal_year_start: int) -> dict[str, pl.Series]:
    """``day``, and ``quarter`` as its ordinal; null where no day is known."""
    known = [(None, None) if day is None else placed(day, fiscal_year_start) for day in days]
    return {
        "day": pl.Series([day for day, _ in known], dtype=pl.Int32).cast(pl.Date),
        "quarter": pl.Series([quarter for _, quarter in known], dtype=pl.Int64),
    }
