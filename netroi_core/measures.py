"""The measures: what each approach cost, what it led to, and what that returned.

A *ledger* holds a document's records as polars frames; *cells* are its sums for each quarter and approach under
chosen options; every figure is made from cells by the formula of its measure, so that a sum over a window and the
figures of one quarter agree. Money is exact in the records and figured in double precision here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

import orjson
import polars as pl

from netroi_core import costs, records
from netroi_core.attribution import RULES, Attribution
from netroi_core.document import Document
from netroi_core.quarters import Quarter, span
from netroi_core.records import APPROACHES, HOUR_PARTS, Profile, Venue

View = Literal["realised", "invested"]
Basis = Literal["expected", "won"]
CostShare = Literal["mine", "all"]


@dataclass(frozen=True)
class Options:
    """How figures are made: by which rule credit is shared, when and which outcomes count, whose costs."""

    attribution: Attribution = "linear"
    view: View = "realised"
    basis: Basis = "expected"
    costs: CostShare = "mine"


@dataclass(frozen=True)
class Measure:
    """One figure: its name, how it reads, and the one definition that page, docs and frames are made from.

    ``formula`` names other measures in braces; ``value`` is the same over a frame of sums. ``unit`` is count, hours,
    money or percent.
    """

    key: str
    title: str
    unit: Literal["count", "hours", "money", "percent"]
    sentence: str
    formula: str
    source: str
    value: pl.Expr


def _ratio(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    return pl.when(below != 0).then(above / below)


_PHILLIPS = "Phillips, Return on Investment in Training and Performance Improvement Programs"
_BLS = "Loaded rate: pay at risk and benefits as in US BLS, Employer Costs for Employee Compensation"
_PERT = "Malcolm et al., Application of a Technique for R&D Program Evaluation (PERT), 1959"
_OWN = "Your records"

_value, _cost = pl.col("expected_value"), pl.col("actual_cost") + pl.col("opportunity_cost")

MEASURES: Final = (
    Measure(
        "activities", "Activities", "count", "What you did to network.", "number of activities", _OWN,
        pl.col("activities"),
    ),
    Measure(
        "hours", "Hours", "hours", "All hours: attending, preparing, travelling, following up.",
        "sum of all hours", _OWN, pl.col("hours"),
    ),
    Measure(
        "actual_cost", "Money spent", "money", "What you paid and nobody gave back, with dues by the day.",
        "sum of (amount − reimbursed) + dues accrued", _OWN, pl.col("actual_cost"),
    ),
    Measure(
        "opportunity_cost", "Worth of your time", "money",
        "What the same hours would have been worth to you, spent otherwise.",
        "sum of (hours × your hourly rate × worth of that other use)", _BLS, pl.col("opportunity_cost"),
    ),
    Measure(
        "total_cost", "Invested", "money", "Money and time together.", "{actual_cost} + {opportunity_cost}",
        _PHILLIPS, _cost,
    ),
    Measure(
        "expected_value", "Gained", "money",
        "What your outcomes are worth; an open one counts by how likely it is.",
        "sum of (probability × margin × share due to networking × (low + 4 × likely + high) ÷ 6)", _PERT, _value,
    ),
    Measure(
        "net_benefit", "Net benefit", "money", "What is left of the gain after all costs.",
        "{expected_value} − {total_cost}", _PHILLIPS, _value - _cost,
    ),
    Measure(
        "roi_percent", "ROI", "percent", "Net benefit for each 100 invested; not defined where nothing was invested.",
        "{net_benefit} ÷ {total_cost} × 100", _PHILLIPS, _ratio((_value - _cost) * 100, _cost),
    ),
    Measure(
        "value_per_hour", "Gained per hour", "money", "What an hour of networking led to.",
        "{expected_value} ÷ {hours}", _PHILLIPS, _ratio(_value, pl.col("hours")),
    ),
    Measure(
        "new_contacts", "New contacts", "count", "People you met for the first time.", "number of new contacts",
        _OWN, pl.col("new_contacts"),
    ),
    Measure(
        "meaningful_contacts", "Meaningful contacts", "count", "Talks that went beyond small talk.",
        "number of meaningful contacts", _OWN, pl.col("meaningful_contacts"),
    ),
    Measure(
        "cost_per_new_contact", "Cost per new contact", "money", "Money and time for each new contact.",
        "{total_cost} ÷ {new_contacts}", _PHILLIPS, _ratio(_cost, pl.col("new_contacts")),
    ),
    Measure(
        "cost_per_meaningful_contact", "Cost per meaningful contact", "money",
        "Money and time for each meaningful contact.", "{total_cost} ÷ {meaningful_contacts}", _PHILLIPS,
        _ratio(_cost, pl.col("meaningful_contacts")),
    ),
)  # fmt: skip

SUMS: Final[Mapping[str, pl.DataType]] = {
    "activities": pl.Int64(),
    "hours": pl.Float64(),
    "actual_cost": pl.Float64(),
    "opportunity_cost": pl.Float64(),
    "expected_value": pl.Float64(),
    "new_contacts": pl.Int64(),
    "meaningful_contacts": pl.Int64(),
}
"""The columns of cells beside quarter and approach; all other measures follow from them."""

_ACTIVITIES: Final = {
    "date": pl.String,
    "approach": pl.String,
    "venue": pl.String,
    "hours": pl.Struct(dict.fromkeys(HOUR_PARTS, pl.Float64)),
    "alternative": pl.String,
    "costs": pl.List(pl.Struct({"category": pl.String, "amount": pl.String, "reimbursed": pl.String})),
    "new_contacts": pl.Int64,
    "meaningful": pl.Int64,
}
_OUTCOMES: Final = {
    "date": pl.String,
    "status": pl.String,
    "value": pl.Struct({"low": pl.String, "likely": pl.String, "high": pl.String}),
    "probability": pl.Float64,
    "margin": pl.Float64,
    "incrementality": pl.Float64,
    "touchpoints": pl.List(pl.Struct({"date": pl.String, "approach": pl.String, "credit": pl.Float64})),
}


@dataclass(frozen=True, eq=False)
class Ledger:
    """A checked document as frames: activities, expenses, outcomes and touchpoints, each with its quarter's ordinal."""

    profile: Profile
    venues: tuple[Venue, ...]
    activities: pl.DataFrame
    expenses: pl.DataFrame
    outcomes: pl.DataFrame
    touchpoints: pl.DataFrame
    other_days: tuple[str, ...]

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter from the first dated record to the last; none if there is no record."""
        ends = [
            end
            for frame in (self.activities, self.outcomes)
            for end in (frame["quarter"].min(), frame["quarter"].max())
            if isinstance(end, int)
        ]
        start = self.profile.fiscal_year_start
        ends += [Quarter.containing(date.fromisoformat(day), start).ordinal for day in self.other_days]
        return tuple(span(Quarter.from_ordinal(min(ends)), Quarter.from_ordinal(max(ends)))) if ends else ()


def ledger(document: Document) -> Ledger:
    """The frames of a document that was checked by ``document.workspace``."""
    profile = records.Profile.model_validate_json(orjson.dumps(document.get("profile", {})))
    venues = tuple(records.Venue.model_validate_json(orjson.dumps(venue)) for venue in document.get("venues", ()))
    start = profile.fiscal_year_start
    activities = (
        _frame(document.get("activities", []), _ACTIVITIES)
        .with_columns(
            pl.int_range(pl.len()).alias("activity"),
            *_day_and_quarter(start),
            *(pl.col("hours").struct.field(part).fill_null(0).alias(part) for part in HOUR_PARTS),
            pl.col("alternative").fill_null("paid_work"),
            pl.col("new_contacts").fill_null(0),
            pl.col("meaningful").fill_null(0).alias("meaningful_contacts"),
        )
        .with_columns(pl.sum_horizontal(HOUR_PARTS).alias("hours"))
    )
    expenses = (
        activities.select("quarter", "approach", "costs")
        .explode("costs", empty_as_null=False, keep_nulls=False)
        .unnest("costs")
        .select(
            "quarter",
            "approach",
            pl.col("category").fill_null("other"),
            _money("amount").alias("all"),
            (_money("amount") - _money("reimbursed")).alias("mine"),
        )
    )
    outcomes = _frame(document.get("outcomes", []), _OUTCOMES).with_columns(
        pl.int_range(pl.len()).alias("outcome"), *_day_and_quarter(start), *_worths()
    )
    touchpoints = (
        outcomes.select("outcome", pl.col("day").alias("outcome_day"), "touchpoints")
        .explode("touchpoints", empty_as_null=False, keep_nulls=False)
        .unnest("touchpoints")
        .with_columns(_day_and_quarter(start))
        .filter(pl.col("day") <= pl.col("outcome_day"))
        .sort("outcome", "day", maintain_order=True)
        .select(
            "outcome",
            "quarter",
            "approach",
            "credit",
            (pl.col("outcome_day") - pl.col("day")).dt.total_days().alias("days_before"),
        )
    )
    other_days = tuple(record["date"] for name in ("exchanges", "stories") for record in document.get(name, ()))
    return Ledger(
        profile, venues, activities.drop("costs"), expenses, outcomes.drop("touchpoints"), touchpoints, other_days
    )


def cells(ledger: Ledger, quarters: Iterable[Quarter], options: Options) -> pl.DataFrame:
    """The sums (SUMS) for each of the quarters and approaches; unattributed value has approach null."""
    wanted = tuple(quarters)
    window = _window(wanted)
    effort = (
        ledger.activities.lazy()
        .join(_hourly_worths(ledger.profile, wanted).lazy(), on=["quarter", "alternative"])
        .group_by("quarter", "approach")
        .agg(
            pl.len().cast(pl.Int64).alias("activities"),
            pl.col("hours").sum(),
            (pl.col("hours") * pl.col("hourly_worth")).sum().alias("opportunity_cost"),
            pl.col("new_contacts", "meaningful_contacts").sum(),
        )
    )
    spent = (
        pl.concat([ledger.expenses, dues(ledger, wanted)])
        .lazy()
        .group_by("quarter", "approach")
        .agg(pl.col(options.costs).sum().alias("actual_cost"))
    )
    gained = (
        contributions(ledger, options)
        .lazy()
        .group_by("quarter", "approach")
        .agg(pl.col("value").sum().alias("expected_value"))
    )
    keys = ["quarter", "approach"]
    return (
        window.lazy()
        .join(effort, on=keys, how="left")
        .join(spent, on=keys, how="left")
        .join(gained, on=keys, how="left", nulls_equal=True)
        .select(*keys, *(pl.col(name).cast(dtype).fill_null(0) for name, dtype in SUMS.items()))
        .sort(keys, nulls_last=True)
        .collect()
    )


def contributions(ledger: Ledger, options: Options) -> pl.DataFrame:
    """Each outcome's value as it is credited: outcome, quarter, approach (null: nobody led to it), credit, value."""
    worth = ledger.outcomes.select("outcome", pl.col("quarter").alias("realised"), pl.col(options.basis).alias("worth"))
    credited = ledger.touchpoints.with_columns(RULES[options.attribution].credits.alias("credit"))
    when = "quarter" if options.view == "invested" else "realised"
    return (
        worth.join(credited, on="outcome", how="left")
        .select(
            "outcome",
            pl.coalesce(when, "realised").alias("quarter"),
            "approach",
            pl.col("credit").fill_null(1.0),
            (pl.col("credit").fill_null(1.0) * pl.col("worth")).alias("value"),
        )
        .sort("outcome", maintain_order=True)
    )


def by_approach(cells: pl.DataFrame) -> pl.DataFrame:
    """All measures for each approach over all quarters of the cells; approaches in the contract's order."""
    sums = cells.drop_nulls("approach").group_by("approach", maintain_order=True).agg(pl.col(SUMS).sum())
    return sums.select("approach", *_measures())


def in_total(cells: pl.DataFrame) -> pl.DataFrame:
    """All measures over all approaches, value that nobody led to included: one row."""
    return cells.select(pl.col(SUMS).sum()).select(_measures())


def by_quarter(cells: pl.DataFrame) -> pl.DataFrame:
    """All measures for each quarter over all approaches."""
    sums = cells.group_by("quarter", maintain_order=True).agg(pl.col(SUMS).sum())
    return sums.select("quarter", *_measures())


def by_quarter_and_approach(cells: pl.DataFrame) -> pl.DataFrame:
    """All measures for each quarter and approach."""
    return cells.drop_nulls("approach").select("quarter", "approach", *_measures())


def unattributed_value(cells: pl.DataFrame) -> float:
    """The value of outcomes that no touchpoint led to."""
    return float(cells.filter(pl.col("approach").is_null())["expected_value"].sum())


def spending(ledger: Ledger, quarters: Iterable[Quarter], options: Options) -> pl.DataFrame:
    """Where the money went: category, approach, amount; dues of venues among the category dues."""
    wanted = tuple(quarters)
    return (
        pl.concat([ledger.expenses, dues(ledger, wanted)])
        .filter(pl.col("quarter").is_in([quarter.ordinal for quarter in wanted]))
        .group_by("category", "approach")
        .agg(pl.col(options.costs).sum().alias("amount"))
        .filter(pl.col("amount") > 0)
        .sort("category", "approach")
    )


def hours_by_part(ledger: Ledger, quarters: Iterable[Quarter]) -> pl.DataFrame:
    """Where the hours went: part (attending, …), approach, hours."""
    return (
        ledger.activities.filter(pl.col("quarter").is_in([quarter.ordinal for quarter in quarters]))
        .group_by("approach")
        .agg(pl.col(HOUR_PARTS).sum())
        .unpivot(index="approach", variable_name="part", value_name="hours")
        .filter(pl.col("hours") > 0)
        .sort("part", "approach")
    )


def figures(document_ledger: Ledger, quarters: Iterable[Quarter], options: Options) -> dict[str, Any]:
    """The measures as plain values, as the command line prints them: per approach, unattributed and in total."""
    wanted = cells(document_ledger, quarters, options)
    return {
        "approaches": {row.pop("approach"): row for row in by_approach(wanted).iter_rows(named=True)},
        "unattributed_value": unattributed_value(wanted),
        "total": in_total(wanted).row(0, named=True),
    }


def dues(ledger: Ledger, quarters: Iterable[Quarter]) -> pl.DataFrame:
    """Dues that accrue in the quarters, as expenses of the venue's approach."""
    start = ledger.profile.fiscal_year_start
    rows = [
        (quarter.ordinal, venue.approach, "dues", float(owed), float(owed))
        for venue in ledger.venues
        for quarter in quarters
        if (owed := costs.dues_owed(venue, quarter, start)) > 0
    ]
    return pl.DataFrame(rows, schema=ledger.expenses.schema, orient="row")


def _measures() -> list[pl.Expr]:
    return [measure.value.alias(measure.key) for measure in MEASURES]


def _frame(rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=dict(schema))
    return pl.read_json(orjson.dumps(rows), schema=dict(schema))


def _money(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64, strict=True).fill_null(0)


def _day_and_quarter(fiscal_year_start: int) -> tuple[pl.Expr, pl.Expr]:
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=True)
    months = day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - fiscal_year_start
    return day.alias("day"), (months // 3 + (4 if fiscal_year_start > 1 else 0)).alias("quarter")


def _worths() -> tuple[pl.Expr, pl.Expr]:
    """What an outcome is worth in expectation, and if only what is won counts."""
    likely, low, high = (
        pl.col("value").struct.field(name).cast(pl.Float64, strict=True) for name in ("likely", "low", "high")
    )
    spread = (low.fill_null(likely) + 4 * likely + high.fill_null(likely)) / 6
    worth = (spread * pl.col("margin").fill_null(1) * pl.col("incrementality").fill_null(1)).fill_null(0)
    is_won = pl.col("status") == "won"
    happens = pl.when(is_won).then(1.0).when(pl.col("status") == "open").then(pl.col("probability").fill_null(0))
    return (worth * happens.otherwise(0.0)).alias("expected"), (worth * is_won.cast(pl.Float64)).alias("won")


def _window(quarters: tuple[Quarter, ...]) -> pl.DataFrame:
    rows = [(quarter.ordinal, approach) for quarter in quarters for approach in (*APPROACHES, None)]
    return pl.DataFrame(rows, schema={"quarter": pl.Int64, "approach": pl.String}, orient="row")


def _hourly_worths(profile: Profile, quarters: Iterable[Quarter]) -> pl.DataFrame:
    worths = profile.hour_worth.model_dump()
    rows = [
        (quarter.ordinal, alternative, float(rate) * multiple)
        for quarter in quarters
        for rate in [costs.loaded_rate(profile, quarter)]
        for alternative, multiple in worths.items()
    ]
    schema = {"quarter": pl.Int64, "alternative": pl.String, "hourly_worth": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
