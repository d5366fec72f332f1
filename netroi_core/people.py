"""The people of a workspace as columns: contacts, the activities with each of them, and what was given and received.

Each frame is read from the plain records of a checked document by a declared schema.
"""

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

Rows = Iterable[dict[str, Any]]

_CONTACTS: Final = {
    "id": pl.String(),
    "name": pl.String(),
    "industry": pl.String(),
    "background": pl.String(),
    "expertise": pl.List(pl.String()),
    "date": pl.String(),
    "approach": pl.String(),
    "venue": pl.String(),
    "closeness": pl.Int64(),
    "relevance": pl.Int64(),
    "status": pl.String(),
    "follow_up": pl.String(),
    "cadence_days": pl.Int64(),
}
_MEETINGS: Final = {
    "activity": pl.Int64(),
    "contact": pl.String(),
    "date": pl.String(),
    "approach": pl.String(),
    "venue": pl.String(),
}
_EXCHANGES: Final = {
    "date": pl.String(),
    "direction": pl.String(),
    "kind": pl.String(),
    "contact": pl.String(),
    "approach": pl.String(),
    "between": pl.List(pl.String()),
}


def contacts(rows: Rows, fiscal_year_start: int) -> pl.DataFrame:
    """The contacts in their order: place, id, name, …, and how they were met: met (a day), quarter, approach, venue.

    What is not known is null; of industry, background and expertise it is empty.
    """
    people = list(rows)
    met = [person.get("met") or {} for person in people]
    columns = {
        **{key: [person[key] for person in people] for key in ("id", "name")},
        **{key: [person.get(key, "") for person in people] for key in ("industry", "background")},
        "expertise": [person.get("expertise", []) for person in people],
        **{key: [how.get(key) for how in met] for key in ("date", "approach", "venue")},
        **{key: [person.get(key) for person in people]
           for key in ("closeness", "relevance", "follow_up", "cadence_days")},
        "status": [person.get("status", "active") for person in people],
    }  # fmt: skip
    met_on, quarter = day_and_quarter(fiscal_year_start)
    return pl.DataFrame(columns, schema=_CONTACTS).select(
        pl.int_range(pl.len()).alias("place"),
        *("id", "name", "industry", "background", "expertise"),
        met_on.alias("met"),
        quarter,
        *("approach", "venue", "closeness", "relevance", "status"),
        day("follow_up").alias("follow_up"),
        "cadence_days",
    )


def meetings(activities: Rows, fiscal_year_start: int) -> pl.DataFrame:
    """Who was there: day, quarter, activity (its place), contact, approach, venue; each person once an activity."""
    rows = [
        (place, person, row["date"], row["approach"], row.get("venue"))
        for place, row in enumerate(activities)
        for person in dict.fromkeys(row.get("people", ()))
    ]
    frame = pl.DataFrame(rows, schema=_MEETINGS, orient="row")
    return frame.select(*day_and_quarter(fiscal_year_start), pl.exclude("date"))


def exchanges(rows: Rows, contacts: pl.DataFrame, fiscal_year_start: int) -> pl.DataFrame:
    """What was given and received: day, quarter, direction, kind, contact, the approach they were met by, between.

    Contact is null where nobody is named, approach where it is not known; between are both ends of an introduction.
    """
    favours = list(rows)
    met = dict(contacts.select("id", "approach").iter_rows())
    columns = {
        "date": [row["date"] for row in favours],
        "direction": [row["direction"] for row in favours],
        "kind": [row.get("kind", "other") for row in favours],
        "contact": [row.get("contact") for row in favours],
        "approach": [met.get(row.get("contact")) for row in favours],
        "between": [row.get("between", []) for row in favours],
    }
    frame = pl.DataFrame(columns, schema=_EXCHANGES)
    return frame.select(*day_and_quarter(fiscal_year_start), pl.exclude("date"))


def touches(contacts: pl.DataFrame, meetings: pl.DataFrame, exchanges: pl.DataFrame) -> pl.DataFrame:
    """When somebody was met, at an activity, or at an exchange: contact, day, quarter, way (met, activity, exchange).

    Both ends of an introduction are in touch by it, too. ``direction`` (given, received) is that of an exchange; null
    for the ends of an introduction received, who gave nothing.
    """
    columns = ("contact", "day", "quarter")
    none = pl.lit(None, pl.String).alias("direction")
    favours = exchanges.with_row_index("exchange").select("exchange", *columns, "direction", "between")
    ends = favours.drop("contact").rename({"between": "contact"}).explode("contact")
    is_given = pl.col("direction") == "given"
    sides = pl.concat(
        [favours.drop("between"), ends.with_columns(pl.when(is_given).then("direction").alias("direction"))],
        how="diagonal",
    ).unique(["exchange", "contact"], keep="first", maintain_order=True)
    return pl.concat([
        contacts.drop_nulls("met").select("quarter", contact="id", day="met").select(*columns, _way("met"), none),
        meetings.select(*columns, _way("activity"), none),
        sides.drop_nulls("contact").select(*columns, _way("exchange"), "direction"),
    ])  # fmt: skip


def day(column: str) -> pl.Expr:
    """A column of days as the document writes them, as dates."""
    return pl.col(column).str.to_date("%Y-%m-%d", strict=True)


def day_and_quarter(fiscal_year_start: int) -> tuple[pl.Expr, pl.Expr]:
    """``date`` as ``day`` and as ``quarter``, the ordinal of the quarter that it falls in."""
    on = day("date")
    months = on.dt.year().cast(pl.Int64) * 12 + on.dt.month().cast(pl.Int64) - fiscal_year_start
    return on.alias("day"), (months // 3 + (4 if fiscal_year_start > 1 else 0)).alias("quarter")


def _way(way: str) -> pl.Expr:
    return pl.lit(way).alias("way")
