"""Computed columns of a workbook: each with its formula and the values that NetROI computes itself.

In a formula, braces name cells of the same row (``{date}``), and names such as ``steps_credit`` whole columns: the
prefix of a sheet and the name of its column. The rules are those of ``netroi_core.ledger``; a test compares the two.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

import polars as pl

from netroi_core.exports.schema import CellKind
from netroi_core.ledger.attribution import ATTRIBUTIONS, HALF_LIFE_DAYS, POSITION_ENDS, RULES, Attribution
from netroi_core.ledger.costs import PERIOD_QUARTERS, compensation_in_force, dues_owed, hourly_rate, loaded_rate
from netroi_core.ledger.formulas import pert_mean
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import ALTERNATIVES, APPROACHES, HOUR_PARTS
from netroi_core.workspace.profile import Compensation, Profile
from netroi_core.workspace.records import Outcome, Touchpoint, Venue

# Units of computed values, beside the kinds of cells.
ValueUnit = Literal["count", "hours", "percent"]


class WorkbookColumn(NamedTuple):
    """A column of a workbook: computed by a formula, or stored if it has none. ``values`` are those of its rows."""

    name: str
    unit: CellKind | ValueUnit
    values: Sequence[Any]
    formula: str = ""


# The number of an outcome, the outcome, and one of its steps.
_Step = tuple[int, Outcome, Touchpoint]

# The ordinal of the quarter of a row's date, its label, and 1 for a row in the window of the results, else 0.
_QUARTER_NO: Final = "INT((YEAR({date})*12+MONTH({date})-fiscal_year_start)/3)+IF(fiscal_year_start>1,4,0)"
_QUARTER: Final = 'INT({quarter_no}/4)&"-Q"&(MOD({quarter_no},4)+1)'
_COUNTS: Final = "IF(AND({quarter_no}>=first_quarter_no,{quarter_no}<=last_quarter_no),1,0)"
# Rows of different sheets refer to each other by numbers: those stay right when a sheet is sorted, and unlike texts
# are never taken for a pattern. By sheet: the cell that names a row of it, and the column to look that up in.
_REFERENCES: Final = {
    "activities": ("{activity_no}", "activities_no"),
    "outcomes": ("{outcome_no}", "outcomes_no"),
    "venues": ("{venue_no}", "venues_no"),
    "quarters": ("{quarter_no}", "quarters_quarter_no"),
    "other_use": ('IF({alternative}="","paid_work",{alternative})', "other_use_alternative"),
}
_ANNUAL_RATE: Final = (
    '(N({base})+N({pay_at_risk})*IF({attainment}="",1,{attainment})+N({benefits}))'
    '/IF({hours_per_year}="",2080,{hours_per_year})'
)
_BILLED_RATE: Final = '{hourly_rate}*IF({utilisation}="",1,{utilisation})'
_DUES_A_QUARTER: Final = 'N({dues.amount})*IF({dues.per}="month",3,IF({dues.per}="quarter",1,1/4))'
_STEPS_OF_IT: Final = "steps_outcome_no,{outcome_no},steps_leads,1"
_MIDDLE: Final = round(1 - 2 * POSITION_ENDS, 9)
_APPROACH_COUNT: Final = "+".join(f'(COUNTIFS({_STEPS_OF_IT},steps_approach,"{name}")>0)' for name in APPROACHES)
# The share of a step under each attribution rule.
_CREDITS: Final[dict[Attribution, str]] = {
    "first": "IF({place}=1,1,0)",
    "last": "{last_step}",
    "linear": "IF({leads}=1,1/{steps},0)",
    "position": f"IF({{leads}}=0,0,IF({{steps}}<=2,1/{{steps}},IF(OR({{place}}=1,{{place}}={{steps}}),"
    f"{POSITION_ENDS},{_MIDDLE}/({{steps}}-2))))",
    "decay": f"IF({{leads}}=1,{{fading}}/SUMIFS(steps_fading,{_STEPS_OF_IT}),0)",
    "custom": f'IF({{leads}}=0,0,IF(AND(COUNTIFS({_STEPS_OF_IT},steps_credit,">=0")={{steps}},'
    f"SUMIFS(steps_credit,{_STEPS_OF_IT})>0),{{credit}}/SUMIFS(steps_credit,{_STEPS_OF_IT}),{{linear}}))",
    "shapley": f"IF({{leads}}=1,1/(({_APPROACH_COUNT})*COUNTIFS({_STEPS_OF_IT},steps_approach,{{approach}})),0)",
}
_EARLIER: Final = (
    f'COUNTIFS({_STEPS_OF_IT},steps_date,"<"&{{date}})+COUNTIFS({_STEPS_OF_IT},steps_date,{{date}},'
    'steps_number,"<="&{number})'
)
_LIKELY: Final = "N({value.likely})"
_PERT: Final = (
    f'(IF({{value.low}}="",{_LIKELY},{{value.low}})+4*{_LIKELY}+IF({{value.high}}="",{_LIKELY},{{value.high}}))/6'
)
_CHANCE: Final = 'IF({status}="won",1,IF(AND({status}="open",option_basis="expected"),N({probability}),0))'
_OWN_SHARE: Final = 'IF({margin}="",1,{margin})*IF({incrementality}="",1,{incrementality})'


def ordinal_formula(label: str) -> str:
    """Return the formula for the ordinal of a quarter from its label, like 2026-Q3."""
    return f"VALUE(LEFT({label},4))*4+VALUE(RIGHT({label},1))-1"


def activity_columns(ledger: Ledger, window: frozenset[int]) -> list[WorkbookColumn]:
    """Return the hours of each activity and their worth in their alternative use."""
    profile, activities = ledger.profile, ledger.activities
    ordinals, hours = activities["quarter"].to_list(), activities["hours"].to_list()
    rates = {ordinal: float(loaded_rate(profile, Quarter.from_ordinal(ordinal))) for ordinal in set(ordinals)}
    shares = [getattr(profile.hour_worth, alternative) for alternative in activities["alternative"]]
    costs = [h * rates[ordinal] * share for h, ordinal, share in zip(hours, ordinals, shares, strict=True)]
    return [
        WorkbookColumn("no", "count", range(1, len(hours) + 1)),
        *_quarter_columns(ordinals, window),
        WorkbookColumn("hours", "number", hours, f"SUM({{hours.{HOUR_PARTS[0]}}}:{{hours.{HOUR_PARTS[-1]}}})"),
        WorkbookColumn(
            "hourly_rate", "money", [rates[ordinal] for ordinal in ordinals], _of("quarters", "hourly_rate")
        ),
        WorkbookColumn("share_of_it", "number", shares, _of("other_use", "share", "1")),
        WorkbookColumn("opportunity_cost", "money", costs, "{hours}*{hourly_rate}*{share_of_it}"),
    ]


def cost_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the approach of each expense and the part of it that counts."""
    activities, expenses = ledger.workspace.activities, ledger.expenses
    numbers = [number for number, activity in enumerate(activities, 1) for _ in activity.costs]
    amount = 'N({amount})-IF(option_costs="mine",N({reimbursed}),0)'
    return [
        WorkbookColumn("activity_no", "count", numbers),
        WorkbookColumn("approach", "text", expenses["approach"].to_list(), _of("activities", "approach", '""')),
        WorkbookColumn("counts", "count", _counts(expenses["quarter"], window), _of("activities", "counts")),
        WorkbookColumn("cost", "money", expenses[options.costs].to_list(), amount),
    ]


def venue_columns(venues: Sequence[Venue]) -> list[WorkbookColumn]:
    """Return the dues of each venue for a whole quarter."""
    dues = [float(venue.dues.amount * PERIOD_QUARTERS[venue.dues.per]) if venue.dues else 0.0 for venue in venues]
    return [
        WorkbookColumn("no", "count", range(1, len(venues) + 1)),
        WorkbookColumn("dues_a_quarter", "money", dues, _DUES_A_QUARTER),
    ]


def due_columns(
    venues: Sequence[Venue], profile: Profile, quarters: Sequence[Quarter], window: frozenset[int]
) -> list[WorkbookColumn]:
    """Return the dues of each venue that accrue in each quarter, by days of membership."""
    start = profile.fiscal_year_start
    rows = [(number, venue, quarter) for number, venue in enumerate(venues, 1) if venue.dues for quarter in quarters]
    ordinals = [quarter.ordinal for _, _, quarter in rows]
    spans = [_membership(venue, quarter, start) for _, venue, quarter in rows]
    owed = [float(dues_owed(venue, quarter, start)) for _, venue, quarter in rows]
    first_day, last_day = _of("quarters", "first_day"), _of("quarters", "last_day")
    since, until, a_quarter = (_of("venues", column) for column in ("dues_from", "dues_to", "dues_a_quarter"))
    return [
        WorkbookColumn("venue", "text", [venue.id for _, venue, _ in rows]),
        WorkbookColumn("venue_no", "count", [number for number, _, _ in rows]),
        WorkbookColumn("quarter_no", "count", ordinals),
        WorkbookColumn("quarter", "text", [str(quarter) for _, _, quarter in rows], _QUARTER),
        WorkbookColumn("approach", "text", [venue.approach for _, venue, _ in rows], _of("venues", "approach")),
        WorkbookColumn("counts", "count", _counts(ordinals, window), _COUNTS),
        WorkbookColumn("since", "day", [first for first, _ in spans], f"MAX({first_day},N({since}))"),
        WorkbookColumn("until", "day", [last for _, last in spans],
                       f"IF(N({until})=0,{last_day},MIN({last_day},{until}))"),
        WorkbookColumn("days", "count", [max(0, (last - first).days + 1) for first, last in spans],
                       "MAX(0,{until}-{since}+1)"),
        WorkbookColumn("accrued", "money", owed, f"{a_quarter}*{{days}}/{_of('quarters', 'days')}"),
    ]  # fmt: skip


def pay_columns(profile: Profile) -> list[WorkbookColumn]:
    """Return the loaded hourly rate of each compensation entry."""
    entries = profile.compensation
    since, rates = map(_since_ordinal, entries), [float(hourly_rate(entry)) for entry in entries]
    return [
        WorkbookColumn("since_no", "count", list(since), f'IF({{from}}="",0,{ordinal_formula("{from}")})'),
        WorkbookColumn("rate", "money", rates, f'IF({{hourly_rate}}="",{_ANNUAL_RATE},{_BILLED_RATE})'),
    ]


def all_quarter_columns(profile: Profile, quarters: Sequence[Quarter], window: frozenset[int]) -> list[WorkbookColumn]:
    """Return each quarter with its days and the pay in force: the latest entry by then, before the first the first."""
    start, ordinals = profile.fiscal_year_start, [quarter.ordinal for quarter in quarters]
    since_numbers = [_since_ordinal(compensation_in_force(profile, quarter)) for quarter in quarters]
    months = "({quarter_no}-IF(fiscal_year_start>1,4,0))*3+fiscal_year_start-1"  # since year 0
    since = 'IF(COUNTIF(pay_since_no,"<="&{quarter_no})=0,MIN(pay_since_no),'
    since += "SUMPRODUCT(MAX((pay_since_no<={quarter_no})*pay_since_no)))"
    latest = "LOOKUP(2,1/(pay_since_no={pay_since}),pay_rate)"
    first = "INDEX(pay_rate,MATCH({pay_since},pay_since_no,0))"
    return [
        WorkbookColumn("quarter_no", "count", ordinals),
        WorkbookColumn("quarter", "text", [str(quarter) for quarter in quarters]),
        WorkbookColumn("first_day", "day", [quarter.first_day(start) for quarter in quarters], _month_start(months)),
        WorkbookColumn("last_day", "day", [quarter.last_day(start) for quarter in quarters],
                       f"{_month_start(months + '+3')}-1"),
        WorkbookColumn("days", "count", [quarter.days(start) for quarter in quarters], "{last_day}-{first_day}+1"),
        WorkbookColumn("counts", "count", _counts(ordinals, window), _COUNTS),
        WorkbookColumn("pay_since", "count", since_numbers, since),
        WorkbookColumn("hourly_rate", "money", [float(loaded_rate(profile, quarter)) for quarter in quarters],
                       f"IF(COUNT(pay_since_no)=0,0,IF({{pay_since}}>{{quarter_no}},{first},{latest}))"),
    ]  # fmt: skip


def hour_worth_columns(profile: Profile) -> list[WorkbookColumn]:
    """Return the worth of an hour in each alternative use, as a share of the hourly rate."""
    worths = [getattr(profile.hour_worth, name) for name in ALTERNATIVES]
    stored = f"CHOOSE({{no}},{','.join(f'hour_worth_{name}' for name in ALTERNATIVES)})"
    return [
        WorkbookColumn("alternative", "text", ALTERNATIVES),
        WorkbookColumn("no", "count", range(1, len(ALTERNATIVES) + 1)),
        WorkbookColumn("share", "number", worths, f'IF({stored}="",1,{stored})'),
    ]


def outcome_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the worth of each outcome, and what counts in the total alone because no step led to it."""
    outcomes = ledger.outcomes
    worth, ordinals = outcomes[options.basis].to_list(), outcomes["quarter"].to_list()
    leading = Counter(ledger.touchpoints["outcome"])
    steps = [leading[number] for number in range(len(worth))]
    rows = zip(worth, steps, _counts(ordinals, window), strict=True)
    average = pert_mean(pl.col("low"), pl.col("likely"), pl.col("high")).fill_null(0.0)
    is_open = (pl.col("status") == "open") & (options.basis == "expected")
    chance = pl.when(pl.col("status") == "won").then(1.0).when(is_open).then("probability").otherwise(0.0)
    values = outcomes.select(average=average, chance=chance)
    no_value = "COUNT({value.low},{value.likely},{value.high})=0"
    return [
        WorkbookColumn("no", "count", range(1, len(worth) + 1)),
        *_quarter_columns(ordinals, window),
        WorkbookColumn("average", "money", values["average"].to_list(), f"IF({no_value},0,{_PERT})"),
        WorkbookColumn("chance", "number", values["chance"].to_list(), _CHANCE),
        WorkbookColumn("worth", "money", worth, f"{{average}}*{_OWN_SHARE}*{{chance}}"),
        WorkbookColumn("steps", "count", steps, "COUNTIFS(steps_outcome_no,{no},steps_leads,1)"),
        WorkbookColumn("without_a_step", "money", [0.0 if count else value * counts for value, count, counts in rows],
                       "IF({steps}=0,{worth}*{counts},0)"),
    ]  # fmt: skip


def step_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the place of each step on the path to its outcome, its credits, and its value under the chosen rule.

    A step counts by its own quarter or its outcome's.
    """
    steps = [(index, outcome, step) for index, outcome in enumerate(ledger.workspace.outcomes)
             for step in outcome.touchpoints]  # fmt: skip
    by_step, leading = _credits(steps, ledger), Counter(ledger.touchpoints["outcome"])
    shares, start = _column(by_step, options.attribution), ledger.profile.fiscal_year_start
    own = [Quarter.containing(step.date, start).ordinal for _, _, step in steps]
    realised, worth = ledger.outcomes["quarter"].to_list(), ledger.outcomes[options.basis].to_list()
    counts = _counts(own if options.view == "invested" else [realised[index] for index, _, _ in steps], window)
    values = [share * worth[index] * count for share, (index, _, _), count in zip(shares, steps, counts, strict=True)]
    last_day = f"SUMIFS(steps_days_before,{_STEPS_OF_IT},steps_last_step,1)"
    return [
        WorkbookColumn("outcome_no", "count", [index + 1 for index, _, _ in steps]),
        WorkbookColumn("outcome_date", "day", [outcome.date for _, outcome, _ in steps], _of("outcomes", "date")),
        WorkbookColumn("leads", "count", _column(by_step, "leads"), "IF({date}<={outcome_date},1,0)"),
        WorkbookColumn("days_before", "count", [(outcome.date - step.date).days for _, outcome, step in steps],
                       "{outcome_date}-{date}"),
        WorkbookColumn("place", "count", _column(by_step, "place"), f"IF({{leads}}=1,{_EARLIER},0)"),
        WorkbookColumn("steps", "count", [leading[index] for index, _, _ in steps], f"COUNTIFS({_STEPS_OF_IT})"),
        WorkbookColumn("last_step", "count", [int(credit == 1) for credit in _column(by_step, "last")],
                       "IF(AND({leads}=1,{place}={steps}),1,0)"),
        WorkbookColumn("fading", "number", _column(by_step, "fading"),
                       f"IF({{leads}}=1,2^(-({{days_before}}-{last_day})/{HALF_LIFE_DAYS}),0)"),
        *(WorkbookColumn(name, "number", _column(by_step, name), _CREDITS[name]) for name in ATTRIBUTIONS),
        WorkbookColumn("share", "number", shares,
                       f"INDEX({{{ATTRIBUTIONS[0]}}}:{{{ATTRIBUTIONS[-1]}}},1,attribution_no)"),
        *_quarter_columns(own, window)[:2],
        WorkbookColumn("counts", "count", counts, f'IF(option_view="invested",{_COUNTS},{_of("outcomes", "counts")})'),
        WorkbookColumn("value", "money", values, f"{{share}}*{_of('outcomes', 'worth')}*{{counts}}"),
    ]  # fmt: skip


def _of(sheet: str, column: str, default: str = "0") -> str:
    """Return the formula for the value of another sheet's column in the row that this row names."""
    key, keys = _REFERENCES[sheet]
    return f"IFERROR(INDEX({sheet}_{column},MATCH({key},{keys},0)),{default})"


def _quarter_columns(ordinals: Sequence[int], window: frozenset[int]) -> list[WorkbookColumn]:
    """Return the columns of the quarter of each row's date, and whether it is in the window."""
    labels = [str(Quarter.from_ordinal(ordinal)) for ordinal in ordinals]
    return [
        WorkbookColumn("quarter_no", "count", ordinals, _QUARTER_NO),
        WorkbookColumn("quarter", "text", labels, _QUARTER),
        WorkbookColumn("counts", "count", _counts(ordinals, window), _COUNTS),
    ]


def _counts(ordinals: Sequence[int] | pl.Series, window: frozenset[int]) -> list[int]:
    return [int(ordinal in window) for ordinal in ordinals]


def _credits(steps: Sequence[_Step], ledger: Ledger) -> list[dict[str, Any]]:
    """Return for each step its place on the path and its credits; empty for those later than their outcome."""
    by_step: list[dict[str, Any]] = [{} for _ in steps]
    in_order = sorted(
        (index, step.date, number) for number, (index, outcome, step) in enumerate(steps) if step.date <= outcome.date
    )
    days_before = pl.col("days_before")
    rows = ledger.touchpoints.select(
        pl.int_range(1, pl.len() + 1).over("outcome").alias("place"),
        (0.5 ** ((days_before - days_before.min().over("outcome")) / HALF_LIFE_DAYS)).alias("fading"),
        *(rule.credits.alias(name) for name, rule in RULES.items()),
    )
    for (_, _, number), row in zip(in_order, rows.iter_rows(named=True), strict=True):
        by_step[number] = {"leads": 1, **row}
    return by_step


def _column(by_step: Sequence[dict[str, Any]], name: str) -> list[Any]:
    return [step.get(name, 0) for step in by_step]


def _month_start(months: str) -> str:
    return f"DATE(INT(({months})/12),MOD({months},12)+1,1)"


def _since_ordinal(pay: Compensation | None) -> int:
    return 0 if pay is None or pay.since is None else Quarter.parse(pay.since).ordinal


def _membership(venue: Venue, quarter: Quarter, start: int) -> tuple[date, date]:
    """Return the first and the last day of a membership in a quarter; the last is earlier where there are none."""
    since, until = (venue.dues.since, venue.dues.until) if venue.dues else (None, None)
    return max(quarter.first_day(start), since or date.min), min(quarter.last_day(start), until or date.max)
