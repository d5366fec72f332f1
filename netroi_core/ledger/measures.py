"""The measures: what each approach cost, what it led to, and what that returned.

*Cells* are a ledger's sums for each quarter and approach under chosen options; every figure is made from cells by the
formula of its measure, so that a sum over a window and the figures of one quarter agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from netroi_core.ledger.attribution import RULES, Attribution
from netroi_core.ledger.costs import hourly_worths
from netroi_core.ledger.ledger import Ledger, collect_as_written
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES, HOUR_PARTS, Approach
from netroi_core.workspace.workspace import cached_by_parts

View = Literal["realised", "invested"]
Basis = Literal["expected", "won"]
CostShare = Literal["mine", "all"]

# The hours that were entered as a total, beside the parts of those that were split.
UNSPLIT: Final = "unsplit"


@dataclass(frozen=True)
class Options:
    """The choices that figures depend on: how credit is shared, when and which outcomes count, whose costs."""

    attribution: Attribution = "linear"
    view: View = "realised"
    basis: Basis = "expected"
    costs: CostShare = "mine"


@dataclass(frozen=True)
class Measure:
    """One figure: its name, unit, meaning and source, and its only definition, from which pages and docs are made.

    ``formula`` is for people, with other measures in braces; ``value`` is the same over a frame of sums.
    """

    key: str
    title: str
    unit: Literal["count", "hours", "money", "percent"]
    sentence: str
    formula: str
    source: str
    value: pl.Expr


@dataclass(frozen=True)
class ApproachFigures:
    """The measures of one approach, or of all together, by their keys.

    None where a ratio has nothing to divide by, or where an amount is withheld.
    """

    activities: int
    hours: float | None
    actual_cost: float | None
    opportunity_cost: float | None
    total_cost: float
    expected_value: float
    net_benefit: float | None
    roi_percent: float | None
    value_per_hour: float | None
    new_contacts: int
    meaningful_contacts: int
    cost_per_new_contact: float | None
    cost_per_meaningful_contact: float | None

    def value(self, key: str) -> float | None:
        """Return the measure of this key."""
        value: float | None = getattr(self, key)
        return value


@dataclass(frozen=True)
class Figures:
    """The figures of a window: of each approach, the value that no step led to, and in total with that value."""

    approaches: Mapping[Approach, ApproachFigures]
    unattributed_value: float
    total: ApproachFigures


def _ratio(dividend: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """Return a quotient, null where the divisor is 0.

    >>> pl.select(_ratio(pl.lit(50), pl.lit(200)).alias("some"), _ratio(pl.lit(50), pl.lit(0)).alias("none")).row(0)
    (0.25, None)
    """
    return pl.when(divisor != 0).then(dividend / divisor)


_PHILLIPS = "Phillips, Return on Investment in Training and Performance Improvement Programs"
_BLS = "An employee’s bonus, commission and benefits count as in US BLS, Employer Costs for Employee Compensation"
_PERT = "Malcolm et al., Application of a Technique for R&D Program Evaluation (PERT), 1959"
_OWN = "Your records"

_value, _cost = pl.col("expected_value"), pl.col("actual_cost") + pl.col("opportunity_cost")

MEASURES: Final = (
    Measure("activities", "Activities", "count", "Records of what you did; a quiz’s total is one per venue.",
            "number of activities", _OWN, pl.col("activities")),
    Measure("hours", "Hours", "hours", "All hours: attending, preparing, traveling, following up.",
            "sum of all hours", _OWN, pl.col("hours")),
    Measure("actual_cost", "Money spent", "money",
            "What you paid and nobody gave back, with the dues of the whole quarter.",
            "sum of (amount − reimbursed) + dues of the quarter", _OWN, pl.col("actual_cost")),
    Measure("opportunity_cost", "Worth of your time", "money",
            "What the same hours would have been worth to you, spent otherwise.",
            "sum of (hours × your hourly rate × worth of that other use)", _BLS, pl.col("opportunity_cost")),
    Measure("total_cost", "Invested", "money", "Money and time together.", "{actual_cost} + {opportunity_cost}",
            _PHILLIPS, _cost),
    Measure("expected_value", "Won and expected", "money",
            "Won outcomes, plus open ones weighted by their likelihood.",
            "sum of (probability × margin × share due to networking × (low + 4 × likely + high) ÷ 6)", _PERT, _value),
    Measure("net_benefit", "Net benefit", "money", "That value minus all costs.",
            "{expected_value} − {total_cost}", _PHILLIPS, _value - _cost),
    Measure("roi_percent", "ROI", "percent",
            "Net benefit for each 100 invested; not defined where nothing was invested.",
            "{net_benefit} ÷ {total_cost} × 100", _PHILLIPS, _ratio((_value - _cost) * 100, _cost)),
    Measure("value_per_hour", "Value per hour", "money", "The value of an hour of networking, won and expected.",
            "{expected_value} ÷ {hours}", _PHILLIPS, _ratio(_value, pl.col("hours"))),
    Measure("new_contacts", "New contacts", "count", "People you met for the first time.", "number of new contacts",
            _OWN, pl.col("new_contacts")),
    Measure("meaningful_contacts", "Conversations counted", "count",
            "Those that you counted; other pages add each one-on-one that you logged without a count.",
            "number of conversations that you counted", _OWN, pl.col("meaningful_contacts")),
    Measure("cost_per_new_contact", "Cost per new contact", "money", "Money and time for each new contact.",
            "{total_cost} ÷ {new_contacts}", _PHILLIPS, _ratio(_cost, pl.col("new_contacts"))),
    Measure("cost_per_meaningful_contact", "Cost per conversation", "money",
            "Money and time for each conversation.", "{total_cost} ÷ {meaningful_contacts}", _PHILLIPS,
            _ratio(_cost, pl.col("meaningful_contacts"))),
)  # fmt: skip

MEASURES_BY_KEY: Final = {measure.key: measure for measure in MEASURES}

# The columns of cells from which all other measures follow.
SUMS: Final[Mapping[str, pl.DataType]] = {
    "activities": pl.Int64(),
    **dict.fromkeys(("hours", "actual_cost", "opportunity_cost", "expected_value"), pl.Float64()),
    **dict.fromkeys(("new_contacts", "meaningful_contacts"), pl.Int64()),
}


def in_window(quarters: Iterable[Quarter]) -> pl.Expr:
    """Return the condition that a row's ``quarter`` is one of these."""
    return pl.col("quarter").is_in([quarter.ordinal for quarter in quarters])


def cells(ledger: Ledger, quarters: Iterable[Quarter], options: Options) -> pl.DataFrame:
    """Return the sums for each of the quarters and approaches; unattributed value has approach null.

    The columns are quarter, approach, SUMS, and ``won_value``: the part of ``expected_value`` that is won.
    """
    window, keys = tuple(quarters), ["quarter", "approach"]
    effort = (
        ledger.activities.lazy()
        .join(hourly_worths(ledger.profile, window).lazy(), on=["quarter", "alternative"])
        .select(
            *keys,
            pl.lit(1, pl.Int64).alias("activities"),
            "hours",
            (pl.col("hours") * pl.col("hourly_worth")).alias("opportunity_cost"),
            *("new_contacts", "meaningful_contacts"),
        )
    )
    spent = ledger.expenses_and_dues(window).lazy().select(*keys, pl.col(options.costs).alias("actual_cost"))
    value = (
        contributions(ledger, options).lazy().select(*keys, pl.col("value").alias("expected_value"), won_value="won")
    )
    return (
        pl.concat([_empty_cells(window), effort, spent, value], how="diagonal")
        .filter(in_window(window))
        .group_by(keys)
        .agg(pl.col(*SUMS, "won_value").sum())
        .sort(keys, nulls_last=True)
        .pipe(collect_as_written)
    )


def won_only(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells in which only what is won counts."""
    return cells.with_columns(pl.col("won_value").alias("expected_value"))


def contributions(ledger: Ledger, options: Options) -> pl.DataFrame:
    """Return each outcome's value as it is credited: outcome, quarter, approach, venue, credit, value, won.

    ``won`` is the value if the outcome is won, else 0. An outcome that no step led to has one row, with approach null.
    """
    # Costs don't affect the value.
    return _contributions(ledger, options.attribution, options.view, options.basis)


@cached_by_parts("outcomes", "profile")
def _contributions(ledger: Ledger, attribution: Attribution, view: View, basis: Basis) -> pl.DataFrame:
    worth = ledger.outcomes.lazy().select(
        "outcome", pl.col("quarter").alias("realised"), pl.col(basis).alias("value"), "won"
    )
    credited = ledger.touchpoints.lazy().with_columns(RULES[attribution].credits.alias("credit"))
    quarter = "quarter" if view == "invested" else "realised"
    credit = pl.col("credit").fill_null(1.0)
    return (
        worth.join(credited, on="outcome", how="left")
        .select(
            "outcome",
            pl.coalesce(quarter, "realised").alias("quarter"),
            "approach",
            "venue",
            credit,
            pl.col("value", "won") * credit,
        )
        .sort("outcome", maintain_order=True)
        .pipe(collect_as_written)
    )


def figures(cells: pl.DataFrame) -> Figures:
    """Return all measures of each approach and in total, over all quarters of the cells."""
    sums = cells.lazy().group_by("approach").agg(pl.col(SUMS).sum())
    by_approach = (
        pl.LazyFrame({"approach": [*APPROACHES, None]})
        .join(sums, on="approach", how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col(SUMS).fill_null(0))
    )
    total = cells.lazy().select(pl.lit(None, pl.String).alias("approach"), pl.col(SUMS).sum())
    rows = pl.concat([by_approach, total]).select(_measures()).pipe(collect_as_written).iter_rows(named=True)
    *of_approaches, unattributed, in_total = (ApproachFigures(**row) for row in rows)
    return Figures(dict(zip(APPROACHES, of_approaches, strict=True)), unattributed.expected_value, in_total)


def by_quarter(cells: pl.DataFrame) -> pl.DataFrame:
    """Return all measures for each quarter over all approaches."""
    sums = cells.group_by("quarter", maintain_order=True).agg(pl.col(SUMS).sum())
    return sums.select("quarter", *_measures())


def by_quarter_and_approach(cells: pl.DataFrame) -> pl.DataFrame:
    """Return all measures for each quarter and approach."""
    return cells.drop_nulls("approach").select("quarter", "approach", *_measures())


def spending(ledger: Ledger, quarters: Iterable[Quarter], options: Options) -> pl.DataFrame:
    """Return the money spent: category, approach, amount; dues of venues are among the category dues."""
    window = tuple(quarters)
    return (
        ledger.expenses_and_dues(window)
        .filter(in_window(window))
        .group_by("category", "approach")
        .agg(pl.col(options.costs).sum().alias("amount"))
        .filter(pl.col("amount") > 0)
        .sort("category", "approach")
    )


def hours_by_part(ledger: Ledger, quarters: Iterable[Quarter]) -> pl.DataFrame:
    """Return the hours by what they went to: part (attending, …, or ``UNSPLIT``), approach, hours."""
    # The quiz stores a total that nobody split as time spent attending.
    is_total = (pl.col("source") == "quiz") & (pl.col("hours") == pl.col("attending"))
    # Of one that is shared among venues, the parts were split together: a venue's may all be time spent attending.
    of_one = ("quarter", "approach", "source")
    is_shared = pl.col("venue").is_not_null().any().over(of_one)
    is_split = (pl.col("hours") > pl.col("attending")).any().over(of_one)
    attending = pl.col("attending")
    return (
        ledger.activities.filter(in_window(quarters))
        .with_columns(pl.when(is_total & ~(is_shared & is_split)).then(attending).otherwise(0.0).alias(UNSPLIT))
        .with_columns(attending - pl.col(UNSPLIT))
        .group_by("approach")
        .agg(pl.col(*HOUR_PARTS, UNSPLIT).sum())
        .unpivot(index="approach", variable_name="part", value_name="hours")
        .filter(pl.col("hours") > 0)
        .select("part", "approach", "hours")
        .sort("part", "approach")
    )


def _measures() -> list[pl.Expr]:
    return [measure.value.alias(measure.key) for measure in MEASURES]


def _empty_cells(window: Sequence[Quarter]) -> pl.LazyFrame:
    rows = [(quarter.ordinal, approach) for quarter in window for approach in (*APPROACHES, None)]
    return pl.LazyFrame(rows, schema={"quarter": pl.Int64, "approach": pl.String}, orient="row")
