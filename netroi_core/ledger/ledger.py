"""The ledger: a workspace's records as polars frames, one for each kind of record, each row with its quarter.

Frames hold ``day`` (null where unknown) and ``quarter`` (its ordinal). ``outcome`` and ``activity`` are positions in
the document's lists. Money and hours are in double precision from here on; in the records they are exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import polars as pl

from netroi_core.ledger.costs import accrued_dues
from netroi_core.ledger.formulas import counted_value, pert_mean
from netroi_core.quarters import Quarter, span
from netroi_core.workspace import records
from netroi_core.workspace.fields import HOUR_PARTS, KINDS_WITHOUT_GAIN, Record
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.workspace import Derived, Workspace, derived_from

_Row = Mapping[str, Any]
_Columns = dict[str, Any]

_INTEGERS: Final = (
    *("quarter", "outcome", "activity", "place", "energy", "new_contacts", "meaningful", "closeness", "relevance"),
    "cadence_days",
)
_FLOATS: Final = (
    *(*HOUR_PARTS, "hours", "all", "mine", "low", "likely", "high", "probability", "margin", "incrementality"),
    *("credit", "raised"),
)
# By the name of the column; all others are texts.
_TYPES: Final = {
    **dict.fromkeys(("day", "outcome_day", "met", "follow_up"), pl.Date()),
    **dict.fromkeys(_INTEGERS, pl.Int64()),
    **dict.fromkeys(_FLOATS, pl.Float64()),
    **dict.fromkeys(("expertise", "between"), pl.List(pl.String())),
    "evening": pl.Boolean(),
}
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class Ledger:
    """The frames of a workspace, each built when it is first read, and once for all versions that share its lists.

    Columns come straight from the document's rows: measured, that takes less time than nested JSON in polars, and than
    typed records.
    """

    workspace: Workspace

    @property
    def derived(self) -> dict[Derived[Any], Any]:
        """The frames built so far, kept with the workspace."""
        return self.workspace.derived

    @property
    def profile(self) -> Profile:
        """The profile of the workspace."""
        return self.workspace.profile

    @derived_from("activities", "profile")
    def activities(self) -> pl.DataFrame:
        """The activities: day, quarter, approach, venue, the parts of the hours and their sum, and the rest."""
        rows = self.workspace.rows("activities")
        names = (
            *("approach", "venue", "alternative", "new_contacts", "meaningful", "energy", "evening", "source"),
            *("channel", "title"),
        )
        parts = _columns(records.Hours, HOUR_PARTS, [row.get("hours", {}) for row in rows])
        hours = list(map(sum, zip(*parts.values(), strict=True)))
        frame = _frame({**self._days(rows), **_columns(records.Activity, names, rows), **parts, "hours": hours})
        return frame.rename({"meaningful": "meaningful_contacts"})

    @derived_from("activities", "profile")
    def expenses(self) -> pl.DataFrame:
        """The costs of activities, without dues: quarter, approach, venue, category, all, mine (less reimbursed)."""
        positions, costs = _flattened(self.workspace.rows("activities"), "costs")
        amounts = _columns(records.Cost, ("category", "amount", "reimbursed"), costs)
        everything, reimbursed = (list(map(float, amounts[name])) for name in ("amount", "reimbursed"))
        return _frame({
            **{name: self.activities[name].gather(positions) for name in ("quarter", "approach", "venue")},
            "category": amounts["category"],
            "all": everything,
            "mine": [amount - refund for amount, refund in zip(everything, reimbursed, strict=True)],
        })  # fmt: skip

    def expenses_and_dues(self, quarters: tuple[Quarter, ...]) -> pl.DataFrame:
        """Return ``expenses``, with the dues of venues that accrue in the quarters."""
        dues = accrued_dues(self.workspace.venues, quarters, self.profile.fiscal_year_start)
        return pl.concat([self.expenses, dues])

    @derived_from("outcomes", "profile")
    def outcomes(self) -> pl.DataFrame:
        """The outcomes, with what counts of their value: expected, and won (0 unless the outcome is won).

        Low, likely and high are null where no value is known; without a low or high, it is the likely value. Of money
        raised, which is no gain of the person, they are null, too; ``raised`` is that money, 0 unless it is won.
        """
        rows = self.workspace.rows("outcomes")
        values = [{} if row["kind"] in KINDS_WITHOUT_GAIN else row.get("value") or {} for row in rows]
        likely = [float(value.get("likely", 0)) if value else None for value in values]
        frame = _frame({
            "outcome": range(len(rows)),
            **self._days(rows),
            **_columns(records.Outcome, ("kind", "status", "title"), rows),
            "low": _bound("low", values, likely),
            "likely": likely,
            "high": _bound("high", values, likely),
            **_columns(records.Outcome, ("probability", "margin", "incrementality"), rows),
            "raised": list(map(_raised, rows)),
        })  # fmt: skip
        value = counted_value(*map(pl.col, ("low", "likely", "high", "margin", "incrementality")))
        is_won = pl.col("status") == "won"
        chance = pl.when(is_won).then(1.0).when(pl.col("status") == "open").then(pl.col("probability")).otherwise(0.0)
        return collect_as_written(
            frame.lazy()
            .with_columns(pl.col("probability").fill_null(0))
            .with_columns(
                (value.fill_null(0) * chance).alias("expected"),
                (value.fill_null(0) * is_won.cast(pl.Float64)).alias("won"),
            )
        )

    @derived_from("outcomes", "profile")
    def touchpoints(self) -> pl.DataFrame:
        """The steps that led to outcomes, in the order that attribution asks for: by outcome, day and position.

        Those later than their outcome are left out; ``days_before`` counts the days from a touchpoint to its outcome.
        """
        positions, steps = _flattened(self.workspace.rows("outcomes"), "touchpoints")
        frame = _frame({
            "outcome": positions,
            "outcome_day": self.outcomes["day"].gather(positions),
            **self._days(steps),
            **_columns(records.Touchpoint, ("approach", "venue", "credit"), steps),
        })  # fmt: skip
        days_before = (pl.col("outcome_day") - pl.col("day")).dt.total_days().alias("days_before")
        # Steps after the outcome can't have led to it. The sort is stable: on one day, the order of the list counts.
        past = frame.lazy().filter(pl.col("day") <= pl.col("outcome_day")).sort("outcome", "day", maintain_order=True)
        return collect_as_written(past.select("outcome", "quarter", "approach", "venue", "credit", days_before))

    @derived_from("contacts", "profile")
    def contacts(self) -> pl.DataFrame:
        """The contacts in their order: place, id, name, …, and how they were met: met (a day), quarter, approach.

        What is not known is null; of industry, background and expertise it is empty.
        """
        rows = self.workspace.rows("contacts")
        meetings = [row.get("met") or {} for row in rows]
        met = self._days(meetings)
        names = (
            *("id", "name", "industry", "background", "expertise", "closeness", "relevance", "status"),
            "cadence_days",
        )
        return _frame({
            "place": range(len(rows)),
            **_columns(records.Contact, names, rows),
            "met": met["day"],
            "quarter": met["quarter"],
            **_columns(records.Met, ("approach", "venue"), meetings),
            "follow_up": self._days(rows, "follow_up")["day"],
        })  # fmt: skip

    @derived_from("activities", "profile")
    def meetings(self) -> pl.DataFrame:
        """The contacts at each activity: day, quarter, activity, contact, approach, venue; nobody twice."""
        attendance = [
            (position, contact, row)
            for position, row in enumerate(self.workspace.rows("activities"))
            for contact in dict.fromkeys(row.get("people", ()))
        ]
        activities = [row for _, _, row in attendance]
        return _frame({
            **self._days(activities),
            "activity": [position for position, _, _ in attendance],
            "contact": [contact for _, contact, _ in attendance],
            **_columns(records.Activity, ("approach", "venue"), activities),
        })  # fmt: skip

    @derived_from("exchanges", "contacts", "profile")
    def exchanges(self) -> pl.DataFrame:
        """The favors: day, quarter, direction, kind, contact, the approach they were met by, between.

        Contact is null where nobody is named, approach where it is not known; between are both ends of an introduction.
        """
        rows = self.workspace.rows("exchanges")
        columns = _columns(records.Exchange, ("direction", "kind", "contact", "between"), rows)
        approaches = dict(self.contacts.select("id", "approach").iter_rows())
        approach = [approaches.get(contact) for contact in columns["contact"]]
        return _frame({**self._days(rows), **columns, "approach": approach})

    @derived_from("exchanges", "contacts", "activities", "profile")
    def touches(self) -> pl.DataFrame:
        """Every time a contact was met, at an activity, or part of an exchange: contact, day, quarter, way.

        The way is met, activity or exchange. Both ends of an introduction are in touch by it, too. ``direction``
        (given, received) is that of an exchange; null for the ends of an introduction received, who gave nothing.
        """
        keys = ("contact", "day", "quarter")
        no_direction = pl.lit(None, pl.String).alias("direction")
        favors = self.exchanges.with_row_index("exchange").select("exchange", *keys, "direction", "between")
        ends = favors.drop("contact").rename({"between": "contact"}).explode("contact")
        is_given = pl.col("direction") == "given"
        sides = pl.concat(
            [favors.drop("between"), ends.with_columns(pl.when(is_given).then("direction").alias("direction"))],
            how="diagonal",
        ).unique(["exchange", "contact"], keep="first", maintain_order=True)
        met = self.contacts.drop_nulls("met").select("quarter", contact="id", day="met")
        return pl.concat([
            met.select(*keys, pl.lit("met").alias("way"), no_direction),
            self.meetings.select(*keys, pl.lit("activity").alias("way"), no_direction),
            sides.drop_nulls("contact").select(*keys, pl.lit("exchange").alias("way"), "direction"),
        ])  # fmt: skip

    @derived_from("activities", "outcomes", "exchanges", "stories", "profile")
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter from the first dated record to the last that isn't archived; none if there is no record."""
        dated = ("activities", "outcomes", "exchanges", "stories")
        days = [row["date"] for name in dated for row in self.workspace.rows(name)]
        if begin := self.profile.archived_before:
            days = [day for day in days if day >= begin.isoformat()]
        if not days:
            return ()
        # As texts, since ISO 8601 sorts like the days.
        ends = (
            Quarter.containing(date.fromisoformat(day), self.profile.fiscal_year_start)
            for day in (min(days), max(days))
        )
        return tuple(span(*ends))

    @derived_from("quizzes")
    def strain(self) -> records.Quiz | None:
        """The latest submitted quiz, if the person noted strain in it; a later quiz without a note ends it."""
        submitted = (quiz for quiz in self.workspace.quizzes if quiz.submitted)
        latest = max(submitted, key=lambda quiz: quiz.quarter, default=None)
        return latest if latest and latest.strain.strip() else None

    def _days(self, rows: Iterable[_Row], key: str = "date") -> dict[str, pl.Series]:
        return day_and_quarter((row.get(key) for row in rows), self.profile.fiscal_year_start)


def collect_as_written(frame: pl.LazyFrame) -> pl.DataFrame:
    """Return the rows of a query without optimizing it: a better plan takes longer to find than it saves."""
    # In memory, since the streaming engine takes longer to start.
    return frame.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())


def day_and_quarter(days: Iterable[str | None], fiscal_year_start: int) -> dict[str, pl.Series]:
    """Return ``day``, and ``quarter`` as its ordinal; null where no day is known."""
    numbers = [(None, None) if day is None else _day_and_quarter(day, fiscal_year_start) for day in days]
    return {
        "day": pl.Series([day for day, _ in numbers], dtype=pl.Int32).cast(pl.Date),
        "quarter": pl.Series([quarter for _, quarter in numbers], dtype=pl.Int64),
    }


# Each day is read once, since many records share it; the cache holds as many days as a lifetime has.
@lru_cache(maxsize=2**15)
def _day_and_quarter(day: str, fiscal_year_start: int) -> tuple[int, int]:
    parsed = date.fromisoformat(day)
    return parsed.toordinal() - _EPOCH, Quarter.containing(parsed, fiscal_year_start).ordinal


def _columns(record: type[Record], names: Iterable[str], rows: Sequence[_Row]) -> _Columns:
    """Return fields of validated rows by name, with the defaults of their record."""
    defaults = {name: record.model_fields[name].get_default() for name in names}
    return {name: [row.get(name, default) for row in rows] for name, default in defaults.items()}


def _flattened(rows: Sequence[_Row], name: str) -> tuple[list[int], list[Any]]:
    """Return the position of the row that each item of these lists is in, and the items."""
    items = [(position, item) for position, row in enumerate(rows) for item in row.get(name, ())]
    return [position for position, _ in items], [item for _, item in items]


def _raised(row: _Row) -> float:
    """Return the money raised by an outcome; 0 if it isn't funding, isn't won, or has no value."""
    value = row.get("value")
    if not value or row["kind"] not in KINDS_WITHOUT_GAIN or row["status"] != "won":
        return 0.0
    likely = float(value.get("likely", 0))
    low, high = (likely if value.get(end) is None else float(value[end]) for end in ("low", "high"))
    return pert_mean(low, likely, high)


def _bound(name: str, values: Sequence[_Row], likely: Sequence[float | None]) -> list[float | None]:
    return [
        middle if value.get(name) is None else float(value[name]) for value, middle in zip(values, likely, strict=True)
    ]


def _frame(columns: Mapping[str, Any]) -> pl.DataFrame:
    # Never inferred: polars looks at the first 100 rows only, and a column of nulls has no type.
    return pl.DataFrame(columns, schema={name: _TYPES.get(name, pl.String()) for name in columns})
