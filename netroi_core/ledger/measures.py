"""The measures: what each approach cost, what it led to, and what that returned.

*Cells* are a ledger's sums for each quarter and approach under chosen options; every figure is made from cells by the
formula of its measure, so that a sum over a window and the figures of one quarter agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from netroi_core.ledger.attribution import RULES, Attribution
from netroi_core.ledger.ledger import Ledger, dues, hourly_worths
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES, HOUR_PARTS

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


def cells(
    ledger: Ledger, quarters: Iterable[Quarter], options: Options, gained: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The sums (SUMS) for each of the quarters and approaches; unattributed value has approach null.

    ``gained`` is what ``contributions`` gives for the same options, where it is known already.
    """
    wanted = tuple(quarters)
    window = _window(wanted)
    effort = (
        ledger.activities.lazy()
        .join(hourly_worths(ledger.profile, wanted).lazy(), on=["quarter", "alternative"])
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
    value = (
        (contributions(ledger, options) if gained is None else gained)
        .lazy()
        .group_by("quarter", "approach")
        .agg(pl.col("value").sum().alias("expected_value"))
    )
    keys = ["quarter", "approach"]
    return (
        window.lazy()
        .join(effort, on=keys, how="left")
        .join(spent, on=keys, how="left")
        .join(value, on=keys, how="left", nulls_equal=True)
        .select(*keys, *(pl.col(name).cast(dtype).fill_null(0) for name, dtype in SUMS.items()))
        .sort(keys, nulls_last=True)
        .pipe(_collected)
    )


def contributions(ledger: Ledger, options: Options) -> pl.DataFrame:
    """Each outcome's value as it is credited: outcome, quarter, approach (null: nobody led to it), credit, value."""
    worth = ledger.outcomes.lazy().select(
        "outcome", pl.col("quarter").alias("realised"), pl.col(options.basis).alias("worth")
    )
    credited = ledger.touchpoints.lazy().with_columns(RULES[options.attribution].credits.alias("credit"))
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
        .pipe(_collected)
    )


def by_approach(cells: pl.DataFrame) -> pl.DataFrame:
    """All measures for each approach over all quarters of the cells; approaches in the contract's order."""
    return _approaches(cells.lazy()).select("approach", *_measures()).pipe(_collected)


def in_total(cells: pl.DataFrame) -> pl.DataFrame:
    """All measures over all approaches, value that nobody led to included: one row."""
    return _total(cells.lazy()).select(_measures()).pipe(_collected)


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
        .select("part", "approach", "hours")
        .sort("part", "approach")
    )


def figures(cells: pl.DataFrame) -> dict[str, Any]:
    """The measures as plain values, as the command line prints them: per approach, unattributed and in total."""
    sums = cells.lazy()
    rows = pl.concat([_approaches(sums), _total(sums).select(pl.lit(None, pl.String).alias("approach"), *SUMS)])
    *approaches, total = rows.select("approach", *_measures()).pipe(_collected).iter_rows(named=True)
    del total["approach"]
    return {
        "approaches": {row.pop("approach"): row for row in approaches},
        "unattributed_value": unattributed_value(cells),
        "total": total,
    }


def _approaches(cells: pl.LazyFrame) -> pl.LazyFrame:
    """The sums of each approach over all quarters."""
    sums = cells.group_by("approach").agg(pl.col(SUMS).sum())
    rows = pl.LazyFrame({"approach": APPROACHES}).join(sums, on="approach", how="left", maintain_order="left")
    return rows.with_columns(pl.col(SUMS).fill_null(0))


def _total(cells: pl.LazyFrame) -> pl.LazyFrame:
    return cells.select(pl.col(SUMS).sum())


def _measures() -> list[pl.Expr]:
    return [measure.value.alias(measure.key) for measure in MEASURES]


def _collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """As it is written: to look for a better plan, or to start the streaming engine, takes longer than all of it."""
    return frame.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())


def _window(quarters: tuple[Quarter, ...]) -> pl.DataFrame:
    rows = [(quarter.ordinal, approach) for quarter in quarters for approach in (*APPROACHES, None)]
    return pl.DataFrame(rows, schema={"quarter": pl.Int64, "approach": pl.String}, orient="row")
