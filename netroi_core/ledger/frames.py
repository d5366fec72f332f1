"""The frames of a ledger: one for each kind of record, with a declared schema.

Each holds ``day`` (null where unknown) and ``quarter`` (its ordinal). ``outcome`` and ``activity`` are positions in
the document's lists. Money and hours are in double precision from here on; in the records they are exact.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

import polars as pl

from netroi_core.ledger.formulas import pert_mean
from netroi_core.quarters import Quarter
from netroi_core.workspace.columns import (
    activity_columns,
    attendance_columns,
    contact_columns,
    cost_columns,
    exchange_columns,
    outcome_columns,
    touchpoint_columns,
)
from netroi_core.workspace.fields import HOUR_PARTS
from netroi_core.workspace.workspace import Workspace

_DATED: Final = {"day": pl.Date(), "quarter": pl.Int64()}
_ACTIVITIES: Final = {
    **_DATED,
    "approach": pl.String(),
    "venue": pl.String(),
    **dict.fromkeys(HOUR_PARTS, pl.Float64()),
    "alternative": pl.String(),
    "new_contacts": pl.Int64(),
    "meaningful_contacts": pl.Int64(),
    "energy": pl.Int64(),
    "evening": pl.Boolean(),
    "source": pl.String(),
    "hours": pl.Float64(),
}
_OUTCOMES: Final = {
    "outcome": pl.Int64(),
    **_DATED,
    "kind": pl.String(),
    "status": pl.String(),
    **dict.fromkeys(("low", "likely", "high", "probability", "margin", "incrementality"), pl.Float64()),
}
_TOUCHPOINTS: Final = {
    "outcome": pl.Int64(),
    "quarter": pl.Int64(),
    "approach": pl.String(),
    "venue": pl.String(),
    "credit": pl.Float64(),
}
EXPENSES: Final = {
    "quarter": pl.Int64(),
    "approach": pl.String(),
    "venue": pl.String(),
    "category": pl.String(),
    "all": pl.Float64(),
    "mine": pl.Float64(),
}
_CONTACTS: Final = {
    "place": pl.Int64(),
    "id": pl.String(),
    "name": pl.String(),
    "industry": pl.String(),
    "background": pl.String(),
    "expertise": pl.List(pl.String()),
    "met": pl.Date(),
    "quarter": pl.Int64(),
    "approach": pl.String(),
    "venue": pl.String(),
    "closeness": pl.Int64(),
    "relevance": pl.Int64(),
    "status": pl.String(),
    "follow_up": pl.Date(),
    "cadence_days": pl.Int64(),
}
_MEETINGS: Final = {
    **_DATED,
    "activity": pl.Int64(),
    "contact": pl.String(),
    "approach": pl.String(),
    "venue": pl.String(),
}
_EXCHANGES: Final = {
    **_DATED,
    "direction": pl.String(),
    "kind": pl.String(),
    "contact": pl.String(),
    "approach": pl.String(),
    "between": pl.List(pl.String()),
}
_EPOCH: Final = date(1970, 1, 1).toordinal()


def activities(workspace: Workspace) -> pl.DataFrame:
    """Return the activities: day, quarter, approach, venue, the parts of the hours and their sum, and the rest."""
    columns: dict[str, Any] = activity_columns(workspace)
    return _frame(_ACTIVITIES, columns | {
        **day_and_quarter(columns["date"], workspace.profile.fiscal_year_start),
        "meaningful_contacts": columns["meaningful"],
        "hours": list(map(sum, zip(*(columns[part] for part in HOUR_PARTS), strict=True))),
    })  # fmt: skip


def expenses(workspace: Workspace) -> pl.DataFrame:
    """Return the costs of activities: quarter, approach, venue, category, all, and mine (less what was reimbursed)."""
    columns: dict[str, Any] = cost_columns(workspace)
    costs = zip(columns["amount"], columns["reimbursed"], strict=True)
    return _frame(EXPENSES, columns | {
        **day_and_quarter(columns["date"], workspace.profile.fiscal_year_start),
        "all": columns["amount"],
        "mine": [amount - reimbursed for amount, reimbursed in costs],
    })  # fmt: skip


def outcomes(workspace: Workspace) -> pl.DataFrame:
    """Return the outcomes, with what counts of their value: expected, and won (0 unless the outcome is won).

    Low, likely and high are null where no value is known.
    """
    columns: dict[str, Any] = outcome_columns(workspace)
    frame = _frame(_OUTCOMES, columns | {
        **day_and_quarter(columns["date"], workspace.profile.fiscal_year_start),
        "outcome": range(len(columns["kind"])),
    })  # fmt: skip
    value = pert_mean(pl.col("low"), pl.col("likely"), pl.col("high")) * pl.col("margin") * pl.col("incrementality")
    is_won = pl.col("status") == "won"
    chance = pl.when(is_won).then(1.0).when(pl.col("status") == "open").then(pl.col("probability")).otherwise(0.0)
    return frame.with_columns(pl.col("probability").fill_null(0)).with_columns(
        (value.fill_null(0) * chance).alias("expected"), (value.fill_null(0) * is_won.cast(pl.Float64)).alias("won")
    )


def touchpoints(workspace: Workspace) -> pl.DataFrame:
    """Return the touchpoints in the order that attribution asks for: by outcome, day and position.

    Those later than their outcome are left out; ``days_before`` counts the days from a touchpoint to its outcome.
    """
    columns: dict[str, Any] = touchpoint_columns(workspace)
    start = workspace.profile.fiscal_year_start
    steps = _frame({**_TOUCHPOINTS, "day": pl.Date(), "outcome_day": pl.Date()}, columns | {
        **day_and_quarter(columns["date"], start),
        "outcome_day": day_and_quarter(columns["outcome_date"], start)["day"],
    })  # fmt: skip
    days_before = (pl.col("outcome_day") - pl.col("day")).dt.total_days().alias("days_before")
    # Steps after the outcome can't have led to it. The sort is stable: on one day, the order of the list counts.
    past = steps.filter(pl.col("day") <= pl.col("outcome_day")).sort("outcome", "day", maintain_order=True)
    return past.select(*_TOUCHPOINTS, days_before)


def contacts(workspace: Workspace) -> pl.DataFrame:
    """Return the contacts in their order: place, id, name, …, and how they were met: met (a day), quarter, approach.

    What is not known is null; of industry, background and expertise it is empty.
    """
    columns: dict[str, Any] = contact_columns(workspace)
    start = workspace.profile.fiscal_year_start
    met = day_and_quarter(columns["met"], start)
    return _frame(_CONTACTS, columns | {
        "place": range(len(columns["id"])),
        "met": met["day"],
        "quarter": met["quarter"],
        "follow_up": day_and_quarter(columns["follow_up"], start)["day"],
    })  # fmt: skip


def meetings(workspace: Workspace) -> pl.DataFrame:
    """Return who was at each activity: day, quarter, activity, contact, approach, venue; nobody twice."""
    columns: dict[str, Any] = attendance_columns(workspace)
    return _frame(_MEETINGS, columns | day_and_quarter(columns["date"], workspace.profile.fiscal_year_start))


def exchanges(workspace: Workspace, contacts: pl.DataFrame) -> pl.DataFrame:
    """Return the favors: day, quarter, direction, kind, contact, the approach they were met by, between.

    Contact is null where nobody is named, approach where it is not known; between are both ends of an introduction.
    """
    columns: dict[str, Any] = exchange_columns(workspace)
    approaches = dict(contacts.select("id", "approach").iter_rows())
    return _frame(_EXCHANGES, columns | {
        **day_and_quarter(columns["date"], workspace.profile.fiscal_year_start),
        "approach": [approaches.get(contact) for contact in columns["contact"]],
    })  # fmt: skip


def touches(contacts: pl.DataFrame, meetings: pl.DataFrame, exchanges: pl.DataFrame) -> pl.DataFrame:
    """Return every time a contact was met, at an activity, or part of an exchange: contact, day, quarter, way.

    The way is met, activity or exchange. Both ends of an introduction are in touch by it, too. ``direction`` (given,
    received) is that of an exchange; null for the ends of an introduction received, who gave nothing.
    """
    keys = ("contact", "day", "quarter")
    no_direction = pl.lit(None, pl.String).alias("direction")
    favors = exchanges.with_row_index("exchange").select("exchange", *keys, "direction", "between")
    ends = favors.drop("contact").rename({"between": "contact"}).explode("contact")
    is_given = pl.col("direction") == "given"
    sides = pl.concat(
        [favors.drop("between"), ends.with_columns(pl.when(is_given).then("direction").alias("direction"))],
        how="diagonal",
    ).unique(["exchange", "contact"], keep="first", maintain_order=True)
    return pl.concat([
        contacts.drop_nulls("met").select("quarter", contact="id", day="met").select(*keys, _way("met"), no_direction),
        meetings.select(*keys, _way("activity"), no_direction),
        sides.drop_nulls("contact").select(*keys, _way("exchange"), "direction"),
    ])  # fmt: skip


def day_and_quarter(days: Iterable[str | None], fiscal_year_start: int) -> dict[str, pl.Series]:
    """Return ``day``, and ``quarter`` as its ordinal; null where no day is known."""
    numbers = [(None, None) if day is None else day_and_quarter_numbers(day, fiscal_year_start) for day in days]
    return {
        "day": pl.Series([day for day, _ in numbers], dtype=pl.Int32).cast(pl.Date),
        "quarter": pl.Series([quarter for _, quarter in numbers], dtype=pl.Int64),
    }


# Each day is read once, since many records share it; the cache holds as many days as a lifetime has.
@lru_cache(maxsize=2**15)
def day_and_quarter_numbers(day: str, fiscal_year_start: int) -> tuple[int, int]:
    """Return a day, like 2026-07-14, counted from 1970 on, and the ordinal of its quarter.

    >>> day_and_quarter_numbers("1970-01-03", 1)
    (2, 7880)
    """
    parsed = date.fromisoformat(day)
    return parsed.toordinal() - _EPOCH, Quarter.containing(parsed, fiscal_year_start).ordinal


def _frame(schema: Mapping[str, pl.DataType], columns: Mapping[str, Any]) -> pl.DataFrame:
    # Never inferred: polars looks at the first 100 rows only, and a column of nulls has no type.
    return pl.DataFrame({name: columns[name] for name in schema}, schema=schema)


def _way(name: str) -> pl.Expr:
    return pl.lit(name).alias("way")
