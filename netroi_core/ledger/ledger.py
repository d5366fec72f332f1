"""The ledger: a workspace's records as columns, each with the quarter that it falls in.

Activities, expenses, outcomes and touchpoints are one polars frame each, read from a checked document by a declared
schema. Money is exact in the records and figured in double precision from here on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Final

import polars as pl

from netroi_core.ledger import contact_frames, costs
from netroi_core.ledger.days import day_and_quarter, placed
from netroi_core.quarters import Quarter, span
from netroi_core.workspace.fields import HOUR_PARTS
from netroi_core.workspace.records import Profile, Venue
from netroi_core.workspace.workspace import Workspace

_ACTIVITIES: Final = {
    "day": pl.Date,
    "quarter": pl.Int64,
    "approach": pl.String,
    "venue": pl.String,
    **dict.fromkeys(HOUR_PARTS, pl.Float64),
    "alternative": pl.String,
    "new_contacts": pl.Int64,
    "meaningful_contacts": pl.Int64,
    "energy": pl.Int64,
    "evening": pl.Boolean,
    "source": pl.String,
    "hours": pl.Float64,
}
_OUTCOMES: Final = {
    "outcome": pl.Int64,
    "day": pl.Date,
    "quarter": pl.Int64,
    "kind": pl.String,
    "status": pl.String,
    **dict.fromkeys(("low", "likely", "high", "probability", "margin", "incrementality"), pl.Float64),
}
_TOUCHPOINTS: Final = {
    "outcome": pl.Int64,
    "quarter": pl.Int64,
    "approach": pl.String,
    "venue": pl.String,
    "credit": pl.Float64,
    "days_before": pl.Int64,
}
_EXPENSES: Final = {
    "quarter": pl.Int64,
    "approach": pl.String,
    "venue": pl.String,
    "category": pl.String,
    "all": pl.Float64,
    "mine": pl.Float64,
}


@dataclass(frozen=True, eq=False)
class Ledger:
    """A checked document as frames: activities, expenses, outcomes and touchpoints, each with its quarter's ordinal.

    ``rows`` are the document's lists that the frames of people are made of when they are first asked for.
    """

    workspace: Workspace
    profile: Profile
    venues: tuple[Venue, ...]
    activities: pl.DataFrame
    expenses: pl.DataFrame
    outcomes: pl.DataFrame
    touchpoints: pl.DataFrame
    other_days: tuple[str, ...]
    rows: Mapping[str, tuple[dict[str, Any], ...]]

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter from the first dated record to the last; none if there is no record."""
        ends = [
            end
            for frame in (self.activities, self.outcomes)
            for end in (frame["quarter"].min(), frame["quarter"].max())
            if isinstance(end, int)
        ]
        ends += [placed(day, self.profile.fiscal_year_start)[1] for day in self.other_days]
        return tuple(span(Quarter.from_ordinal(min(ends)), Quarter.from_ordinal(max(ends)))) if ends else ()

    @cached_property
    def contacts(self) -> pl.DataFrame:
        """The people, as of people.contacts."""
        return contact_frames.contacts(self.rows["contacts"], self.profile.fiscal_year_start)

    @cached_property
    def meetings(self) -> pl.DataFrame:
        """The activities with each person, as of people.meetings."""
        return contact_frames.meetings(self.rows["activities"], self.profile.fiscal_year_start)

    @cached_property
    def exchanges(self) -> pl.DataFrame:
        """What was given and received, as of people.exchanges."""
        return contact_frames.exchanges(self.rows["exchanges"], self.contacts, self.profile.fiscal_year_start)

    @cached_property
    def touches(self) -> pl.DataFrame:
        """When each person was met, at an activity or at an exchange, as of people.touches."""
        return contact_frames.touches(self.contacts, self.meetings, self.exchanges)

    @cached_property
    def strains(self) -> dict[Quarter, str]:
        """What wore the person out in a quarter, in their own words; quarters of which they say nothing are absent."""
        quizzes = (quiz for quiz in self.rows["quizzes"] if quiz.get("strain", "").strip())
        return {Quarter.parse(quiz["quarter"]): quiz["strain"].strip() for quiz in quizzes}

    @classmethod
    def of(cls, workspace: Workspace) -> "Ledger":
        """Build the frames of a workspace, whose document must have been validated."""
        document, profile, venues = workspace.document, workspace.profile, workspace.venues
        start = profile.fiscal_year_start
        rows = document.get("activities", [])
        outcomes = document.get("outcomes", [])
        return cls(
            workspace,
            profile,
            venues,
            _activities(rows, start),
            _expenses(rows, start),
            _outcomes(outcomes, start),
            _touchpoints(outcomes, start),
            tuple(record["date"] for name in ("exchanges", "stories") for record in document.get(name, ())),
            {name: tuple(document.get(name, ())) for name in ("activities", "contacts", "exchanges", "quizzes")},
        )


def dues(ledger: Ledger, quarters: Iterable[Quarter]) -> pl.DataFrame:
    """Dues that accrue in the quarters, as expenses of the venue and its approach."""
    return _dues(ledger.venues, tuple(quarters), ledger.profile.fiscal_year_start)


@lru_cache(maxsize=64)  # asked for again and again, while venues seldom change
def _dues(venues: tuple[Venue, ...], quarters: tuple[Quarter, ...], fiscal_year_start: int) -> pl.DataFrame:
    rows = [
        (quarter.ordinal, venue.approach, venue.id, "dues", float(owed), float(owed))
        for venue in venues
        for quarter in quarters
        if (owed := costs.dues_owed(venue, quarter, fiscal_year_start)) > 0
    ]
    return pl.DataFrame(rows, schema=_EXPENSES, orient="row")


def hourly_worths(profile: Profile, quarters: Iterable[Quarter]) -> pl.DataFrame:
    """What an hour was worth in each of the quarters, by what else it could have been."""
    return _hourly_worths(profile, tuple(quarters))


@lru_cache(maxsize=64)
def _hourly_worths(profile: Profile, quarters: tuple[Quarter, ...]) -> pl.DataFrame:
    worths = profile.hour_worth.model_dump()
    rows = [
        (quarter.ordinal, alternative, float(rate) * multiple)
        for quarter in quarters
        for rate in [costs.loaded_rate(profile, quarter)]
        for alternative, multiple in worths.items()
    ]
    schema = {"quarter": pl.Int64, "alternative": pl.String, "hourly_worth": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _activities(rows: list[dict[str, Any]], fiscal_year_start: int) -> pl.DataFrame:
    # Column by column, which takes polars less than nested JSON does.
    hours = [row.get("hours", {}) for row in rows]
    parts = {part: [each.get(part, 0) for each in hours] for part in HOUR_PARTS}
    columns = {
        **day_and_quarter((row["date"] for row in rows), fiscal_year_start),
        "approach": [row["approach"] for row in rows],
        "venue": [row.get("venue") for row in rows],
        **parts,
        "alternative": [row.get("alternative", "paid_work") for row in rows],
        "new_contacts": [row.get("new_contacts", 0) for row in rows],
        "meaningful_contacts": [row.get("meaningful", 0) for row in rows],
        "energy": [row.get("energy") for row in rows],
        "evening": [row.get("evening") for row in rows],
        "source": [row.get("source", "journal") for row in rows],
        "hours": list(map(sum, zip(*parts.values(), strict=True))),
    }
    return pl.DataFrame(columns, schema=_ACTIVITIES)


def _expenses(rows: list[dict[str, Any]], fiscal_year_start: int) -> pl.DataFrame:
    spent = [(row, cost) for row in rows for cost in row.get("costs", ())]
    amounts = [float(cost.get("amount", 0)) for _, cost in spent]
    columns = {
        "quarter": day_and_quarter((row["date"] for row, _ in spent), fiscal_year_start)["quarter"],
        "approach": [row["approach"] for row, _ in spent],
        "venue": [row.get("venue") for row, _ in spent],
        "category": [cost.get("category", "other") for _, cost in spent],
        "all": amounts,
        "mine": [all_ - float(cost.get("reimbursed", 0)) for all_, (_, cost) in zip(amounts, spent, strict=True)],
    }
    return pl.DataFrame(columns, schema=_EXPENSES)


def _outcomes(rows: list[dict[str, Any]], fiscal_year_start: int) -> pl.DataFrame:
    """Without a value, low, likely and high are null."""
    values = [row.get("value") or {} for row in rows]
    likely = [float(value.get("likely") or 0) if value else None for value in values]
    columns = {
        "outcome": range(len(rows)),
        **day_and_quarter((row["date"] for row in rows), fiscal_year_start),
        "kind": [row["kind"] for row in rows],
        "status": [row["status"] for row in rows],
        "likely": likely,
        **{
            name: [usual if value.get(name) is None else float(value[name])
                   for value, usual in zip(values, likely, strict=True)]
            for name in ("low", "high")
        },
        "probability": [row.get("probability") or 0 for row in rows],
        **{name: [row.get(name, 1) for row in rows] for name in ("margin", "incrementality")},
    }  # fmt: skip
    return pl.DataFrame(columns, schema=_OUTCOMES).with_columns(_worths())


def _touchpoints(rows: list[dict[str, Any]], fiscal_year_start: int) -> pl.DataFrame:
    """In the order that attribution asks for, without those later than their outcome."""
    steps = []
    for place, row in enumerate(rows):
        came, _ = placed(row["date"], fiscal_year_start)
        for step in sorted(row.get("touchpoints", ()), key=itemgetter("date")):
            day, quarter = placed(step["date"], fiscal_year_start)
            if day <= came:
                steps.append((place, quarter, step["approach"], step.get("venue"), step.get("credit"), came - day))
    columns = zip(*steps, strict=True) if steps else [()] * len(_TOUCHPOINTS)
    return pl.DataFrame(dict(zip(_TOUCHPOINTS, columns, strict=True)), schema=_TOUCHPOINTS)


def _worths() -> tuple[pl.Expr, pl.Expr]:
    """What an outcome is worth in expectation, and if only what is won counts."""
    spread = (pl.col("low") + 4 * pl.col("likely") + pl.col("high")) / 6
    worth = (spread * pl.col("margin") * pl.col("incrementality")).fill_null(0)
    is_won = pl.col("status") == "won"
    happens = pl.when(is_won).then(1.0).when(pl.col("status") == "open").then(pl.col("probability"))
    return (worth * happens.otherwise(0.0)).alias("expected"), (worth * is_won.cast(pl.Float64)).alias("won")
