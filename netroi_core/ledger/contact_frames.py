"""The people of a workspace as columns: contacts, the activities with each of them, and what was given and received.

Each frame is read from the plain records of a checked document by a declared schema.
"""

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from netroi_core.ledger.days import day_and_quarter

Rows = Iterable[dict[str, Any]]

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
_DAY_AND_QUARTER: Final = {"day": pl.Date(), "quarter": pl.Int64()}
_MEETINGS: Final = {
    **_DAY_AND_QUARTER,
    "activity": pl.Int64(),
    "contact": pl.String(),
    "approach": pl.String(),
    "venue": pl.String(),
}
_EXCHANGES: Final = {
    **_DAY_AND_QUARTER,
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
    when = day_and_quarter((how.get("date") for how in met), fiscal_year_start)
    columns = {
        "place": range(len(people)),
        **{key: [person[key] for person in people] for key in ("id", "name")},
        **{key: [person.get(key, "") for person in people] for key in ("industry", "background")},
        "expertise": [person.get("expertise", []) for person in people],
        "met": when["day"],
        "quarter": when["quarter"],
        **{key: [how.get(key) for how in met] for key in ("approach", "venue")},
        **{key: [person.get(key) for person in people] for key in ("closeness", "relevance", "cadence_days")},
        "status": [person.get("status", "active") for person in people],
        "follow_up": day_and_quarter((person.get("follow_up") for person in people), fiscal_year_start)["day"],
    }
    return pl.DataFrame(columns, schema=_CONTACTS)


def meetings(activities: Rows, fiscal_year_start: int) -> pl.DataFrame:
    """Who was there: day, quarter, activity (its place), contact, approach, venue; each person once an activity."""
    found = [
        (row["date"], place, person, row["approach"], row.get("venue"))
        for place, row in enumerate(activities)
        for person in dict.fromkeys(row.get("people", ()))
    ]
    dates, *others = zip(*found, strict=True) if found else [()] * 5
    columns = zip(("activity", "contact", "approach", "venue"), others, strict=True)
    return pl.DataFrame({**day_and_quarter(dates, fiscal_year_start), **dict(columns)}, schema=_MEETINGS)


def exchanges(rows: Rows, contacts: pl.DataFrame, fiscal_year_start: int) -> pl.DataFrame:
    """What was given and received: day, quarter, direction, kind, contact, the approach they were met by, between.

    Contact is null where nobody is named, approach where it is not known; between are both ends of an introduction.
    """
    favours = list(rows)
    met = dict(contacts.select("id", "approach").iter_rows())
    columns = {
        **day_and_quarter((row["date"] for row in favours), fiscal_year_start),
        "direction": [row["direction"] for row in favours],
        "kind": [row.get("kind", "other") for row in favours],
        "contact": [row.get("contact") for row in favours],
        "approach": [met.get(row.get("contact")) for row in favours],
        "between": [row.get("between", []) for row in favours],
    }
    return pl.DataFrame(columns, schema=_EXCHANGES)


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


def _way(way: str) -> pl.Expr:
    return pl.lit(way).alias("way")
