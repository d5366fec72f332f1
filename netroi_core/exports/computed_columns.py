"""Computed columns of a workbook: each with its formula and the values that NetROI computes itself.

In a formula, braces name cells of the same row (``{date}``), and names such as ``steps_credit`` whole columns: the
prefix of a sheet and the name of its column. The rules are those of ``netroi_core.ledger``; a test compares the two.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import product
from typing import Any, Final, Literal, NamedTuple

import polars as pl

from netroi_core.exports.schema import CellKind
from netroi_core.ledger.attribution import ATTRIBUTIONS, HALF_LIFE_DAYS, POSITION_ENDS, RULES, Attribution
from netroi_core.ledger.costs import (
    PERIOD_QUARTERS,
    compensation_in_force,
    dues_owed,
    hour_share,
    hourly_rate,
    loaded_rate,
)
from netroi_core.ledger.formulas import pert_mean
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import ALTERNATIVES, APPROACHES, HOUR_PARTS, KINDS_WITHOUT_GAIN
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


# An empty text in a formula.
_BLANK: Final = '""'
# The name of a column, its unit, and its formula.
_Heading = tuple[str, CellKind | ValueUnit, str]
# The index of an outcome, the outcome, and one of its steps.
_Step = tuple[int, Outcome, Touchpoint]

# The ordinal of the quarter of a row's date, its label, and 1 for a row in the window of the results, else 0.
_QUARTER_NO: Final = "INT((YEAR({date})*12+MONTH({date})-fiscal_year_start)/3)+IF(fiscal_year_start>1,4,0)"
_QUARTER: Final = 'INT({quarter_no}/4)&"-Q"&(MOD({quarter_no},4)+1)'
_COUNTS: Final = "IF(AND({quarter_no}>=first_quarter_no,{quarter_no}<=last_quarter_no),1,0)"
_NUMBER: Final[_Heading] = ("no", "count", "")
_QUARTER_HEADINGS: Final[Sequence[_Heading]] = (
    ("quarter_no", "count", _QUARTER_NO), ("quarter", "text", _QUARTER), ("counts", "count", _COUNTS)
)  # fmt: skip
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
# Money raised is no gain of the person.
_RAISED: Final = ",".join(f'{{kind}}="{kind}"' for kind in sorted(KINDS_WITHOUT_GAIN))
_AVERAGE: Final = f"IF(OR({_RAISED},COUNT({{value.low}},{{value.likely}},{{value.high}})=0),0,{_PERT})"
_CHANCE: Final = 'IF({status}="won",1,IF(AND({status}="open",option_basis="expected"),N({probability}),0))'
_OWN_SHARE: Final = 'IF({margin}="",1,{margin})*IF({incrementality}="",1,{incrementality})'


def ordinal_formula(label: str) -> str:
    """Return the formula for the ordinal of a quarter from its label, like 2026-Q3."""
    return f"VALUE(LEFT({label},4))*4+VALUE(RIGHT({label},1))-1"


def activity_columns(ledger: Ledger, window: frozenset[int]) -> list[WorkbookColumn]:
    """Return the hours of each activity and their worth in their alternative use."""
    rows = []
    rate = cache(lambda ordinal: float(loaded_rate(ledger.profile, Quarter.from_ordinal(ordinal))))
    share_of = cache(lambda ordinal, use: hour_share(ledger.profile, Quarter.from_ordinal(ordinal), use))
    activities = ledger.activities.select("quarter", "hours", "alternative").rows()
    for number, (ordinal, hours, alternative) in enumerate(activities, 1):
        share = share_of(ordinal, alternative)
        cost = hours * rate(ordinal) * share
        rows.append((number, *_quarter_cells(ordinal, window), hours, rate(ordinal), share, cost))
    chosen = _of("quarters", "hour_share", "-1")
    return _columns(
        rows,
        _NUMBER,
        *_QUARTER_HEADINGS,
        ("hours", "number", f"SUM({{hours.{HOUR_PARTS[0]}}}:{{hours.{HOUR_PARTS[-1]}}})"),
        ("hourly_rate", "money", _of("quarters", "hourly_rate")),
        ("share_of_it", "number", f"IF({chosen}<0,{_of('other_use', 'share', '1')},{chosen})"),
        ("opportunity_cost", "money", "{hours}*{hourly_rate}*{share_of_it}"),
    )


def cost_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the approach of each expense and the part of it that counts."""
    numbers = [number for number, activity in enumerate(ledger.workspace.activities, 1) for _ in activity.costs]
    expenses = ledger.expenses.select("approach", "quarter", options.costs).rows()
    return _columns(
        [
            (number, approach, int(ordinal in window), amount)
            for number, (approach, ordinal, amount) in zip(numbers, expenses, strict=True)
        ],
        ("activity_no", "count", ""),
        ("approach", "text", _of("activities", "approach", _BLANK)),
        ("counts", "count", _of("activities", "counts")),
        ("cost", "money", 'N({amount})-IF(option_costs="mine",N({reimbursed}),0)'),
    )


def venue_columns(venues: Sequence[Venue]) -> list[WorkbookColumn]:
    """Return the dues of each venue for a whole quarter."""
    dues = [float(venue.dues.amount * PERIOD_QUARTERS[venue.dues.per]) if venue.dues else 0.0 for venue in venues]
    return _columns(enumerate(dues, 1), _NUMBER, ("dues_a_quarter", "money", _DUES_A_QUARTER))


def due_columns(
    venues: Sequence[Venue], profile: Profile, quarters: Sequence[Quarter], window: frozenset[int]
) -> list[WorkbookColumn]:
    """Return the dues of each venue that accrue in each quarter, by days of membership."""
    rows, start = [], profile.fiscal_year_start
    members = [(number, venue, venue.dues) for number, venue in enumerate(venues, 1) if venue.dues]
    for (number, venue, dues), quarter in product(members, quarters):
        first = max(quarter.first_day(start), dues.since or date.min)
        last = min(quarter.last_day(start), dues.until or date.max)
        venue_cells = venue.id, number, quarter.ordinal, str(quarter), venue.approach, int(quarter.ordinal in window)
        owed = float(dues_owed(venue, quarter, start))
        rows.append((*venue_cells, first, last, max(0, (last - first).days + 1), owed))
    first_day, last_day, days = (_of("quarters", column) for column in ("first_day", "last_day", "days"))
    since, until, a_quarter = (_of("venues", column) for column in ("dues_from", "dues_to", "dues_a_quarter"))
    return _columns(
        rows,
        ("venue", "text", ""),
        ("venue_no", "count", ""),
        ("quarter_no", "count", ""),
        ("quarter", "text", _QUARTER),
        ("approach", "text", _of("venues", "approach")),
        ("counts", "count", _COUNTS),
        ("since", "day", f"MAX({first_day},N({since}))"),
        ("until", "day", f"IF(N({until})=0,{last_day},MIN({last_day},{until}))"),
        ("days", "count", "MAX(0,{until}-{since}+1)"),
        ("accrued", "money", f"{a_quarter}*{{days}}/{days}"),
    )


def pay_columns(profile: Profile) -> list[WorkbookColumn]:
    """Return the loaded hourly rate of each compensation entry."""
    return _columns(
        [(_since_ordinal(entry), float(hourly_rate(entry)), _chosen_share(entry)) for entry in profile.compensation],
        ("since_no", "count", f'IF({{from}}="",0,{ordinal_formula("{from}")})'),
        ("rate", "money", f'IF({{hourly_rate}}="",{_ANNUAL_RATE},{_BILLED_RATE})'),
        ("share", "number", 'IF({hour_share}="",-1,{hour_share})'),
    )


def all_quarter_columns(profile: Profile, quarters: Sequence[Quarter], window: frozenset[int]) -> list[WorkbookColumn]:
    """Return each quarter with its days and the pay in force: the latest entry by then, before the first the first."""
    rows, start = [], profile.fiscal_year_start
    for quarter in quarters:
        days = quarter.first_day(start), quarter.last_day(start), quarter.days(start)
        pay = compensation_in_force(profile, quarter)
        cells = _since_ordinal(pay), float(loaded_rate(profile, quarter)), _chosen_share(pay)
        rows.append((quarter.ordinal, str(quarter), *days, int(quarter.ordinal in window), *cells))
    months = "({quarter_no}-IF(fiscal_year_start>1,4,0))*3+fiscal_year_start-1"  # since year 0
    since = 'IF(COUNTIF(pay_since_no,"<="&{quarter_no})=0,MIN(pay_since_no),'
    since += "SUMPRODUCT(MAX((pay_since_no<={quarter_no})*pay_since_no)))"
    return _columns(
        rows,
        ("quarter_no", "count", ""),
        ("quarter", "text", ""),
        ("first_day", "day", _month_start(months)),
        ("last_day", "day", f"{_month_start(months + '+3')}-1"),
        ("days", "count", "{last_day}-{first_day}+1"),
        ("counts", "count", _COUNTS),
        ("pay_since", "count", since),
        ("hourly_rate", "money", _of_pay_in_force("pay_rate", 0)),
        ("hour_share", "number", _of_pay_in_force("pay_share", -1)),
    )


def _of_pay_in_force(column: str, default: int) -> str:
    """Return the formula for a column of the pay in force in a row's quarter."""
    latest = f"LOOKUP(2,1/(pay_since_no={{pay_since}}),{column})"
    first = f"INDEX({column},MATCH({{pay_since}},pay_since_no,0))"
    return f"IF(COUNT(pay_since_no)=0,{default},IF({{pay_since}}>{{quarter_no}},{first},{latest}))"


def _chosen_share(pay: Compensation | None) -> float:
    """Return the worth of an hour that was chosen with the pay, as a share of it; -1 without one."""
    share = getattr(pay, "hour_share", None)
    return -1.0 if share is None else float(share)


def hour_worth_columns(profile: Profile) -> list[WorkbookColumn]:
    """Return the worth of an hour in each alternative use, as a share of the hourly rate."""
    stored = f"CHOOSE({{no}},{','.join(f'hour_worth_{name}' for name in ALTERNATIVES)})"
    return _columns(
        [(name, number, getattr(profile.hour_worth, name)) for number, name in enumerate(ALTERNATIVES, 1)],
        ("alternative", "text", ""),
        _NUMBER,
        ("share", "number", f'IF({stored}="",1,{stored})'),
    )


def outcome_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the worth of each outcome, and what counts in the total alone because no step led to it."""
    average = pert_mean(pl.col("low"), pl.col("likely"), pl.col("high")).fill_null(0.0)
    is_open = (pl.col("status") == "open") & (options.basis == "expected")
    chance = pl.when(pl.col("status") == "won").then(1.0).when(is_open).then("probability").otherwise(0.0)
    values = ledger.outcomes.select("quarter", average.alias("average"), chance.alias("chance"), options.basis)
    rows, leading = [], Counter(ledger.touchpoints["outcome"])
    for index, (ordinal, *value) in enumerate(values.iter_rows()):
        alone = 0.0 if leading[index] or ordinal not in window else value[-1]
        rows.append((index + 1, *_quarter_cells(ordinal, window), *value, leading[index], alone))
    return _columns(
        rows,
        _NUMBER,
        *_QUARTER_HEADINGS,
        ("average", "money", _AVERAGE),
        ("chance", "number", _CHANCE),
        ("worth", "money", f"{{average}}*{_OWN_SHARE}*{{chance}}"),
        ("steps", "count", "COUNTIFS(steps_outcome_no,{no},steps_leads,1)"),
        ("without_a_step", "money", "IF({steps}=0,{worth}*{counts},0)"),
    )


def step_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the place of each step on the path to its outcome, its credits, and its value under the chosen rule.

    A step counts by its own quarter or its outcome's.
    """
    rows, leading = [], Counter(ledger.touchpoints["outcome"])
    values = ledger.outcomes.select("quarter", options.basis).rows()
    for (index, outcome, step), credit in _credits(ledger):
        own = Quarter.containing(step.date, ledger.profile.fiscal_year_start).ordinal
        realised, worth = values[index]
        counts = int((own if options.view == "invested" else realised) in window)
        days_before, share = (outcome.date - step.date).days, credit[options.attribution]
        path = credit["leads"], days_before, credit["place"], leading[index], int(credit["last"] == 1), credit["fading"]
        shares = *(credit[name] for name in ATTRIBUTIONS), share
        value = share * worth * counts
        won = value if outcome.status == "won" else 0.0
        rows.append((index + 1, outcome.date, *path, *shares, *_quarter_cells(own, window)[:2], counts, value, won))
    last_day = f"SUMIFS(steps_days_before,{_STEPS_OF_IT},steps_last_step,1)"
    return _columns(
        rows,
        ("outcome_no", "count", ""),
        ("outcome_date", "day", _of("outcomes", "date")),
        ("leads", "count", "IF({date}<={outcome_date},1,0)"),
        ("days_before", "count", "{outcome_date}-{date}"),
        ("place", "count", f"IF({{leads}}=1,{_EARLIER},0)"),
        ("steps", "count", f"COUNTIFS({_STEPS_OF_IT})"),
        ("last_step", "count", "IF(AND({leads}=1,{place}={steps}),1,0)"),
        ("fading", "number", f"IF({{leads}}=1,2^(-({{days_before}}-{last_day})/{HALF_LIFE_DAYS}),0)"),
        *((name, "number", _CREDITS[name]) for name in ATTRIBUTIONS),
        ("share", "number", f"INDEX({{{ATTRIBUTIONS[0]}}}:{{{ATTRIBUTIONS[-1]}}},1,attribution_no)"),
        *_QUARTER_HEADINGS[:2],
        ("counts", "count", f'IF(option_view="invested",{_COUNTS},{_of("outcomes", "counts")})'),
        ("value", "money", f"{{share}}*{_of('outcomes', 'worth')}*{{counts}}"),
        ("won", "money", f'IF({_of("outcomes", "status", _BLANK)}="won",{{value}},0)'),
    )


def _columns(rows: Iterable[Sequence[Any]], *headings: _Heading) -> list[WorkbookColumn]:
    cells = list(rows)
    return [
        WorkbookColumn(name, unit, [row[index] for row in cells], formula)
        for index, (name, unit, formula) in enumerate(headings)
    ]


def _of(sheet: str, column: str, default: str = "0") -> str:
    """Return the formula for the value of another sheet's column in the row that this row names."""
    key, keys = _REFERENCES[sheet]
    return f"IFERROR(INDEX({sheet}_{column},MATCH({key},{keys},0)),{default})"


def _quarter_cells(ordinal: int, window: frozenset[int]) -> tuple[int, str, int]:
    """Return the quarter of a row's date, its label, and 1 if it is in the window."""
    return ordinal, str(Quarter.from_ordinal(ordinal)), int(ordinal in window)


def _credits(ledger: Ledger) -> list[tuple[_Step, Mapping[str, Any]]]:
    """Return each step with its place on the path and its credits; all 0 for those later than their outcome."""
    steps = [(index, outcome, step) for index, outcome in enumerate(ledger.workspace.outcomes)
             for step in outcome.touchpoints]  # fmt: skip
    in_order = sorted((index, step.date, number) for number, (index, outcome, step) in enumerate(steps)
                      if step.date <= outcome.date)  # fmt: skip
    days_before = pl.col("days_before")
    rows = ledger.touchpoints.select(
        pl.lit(1).alias("leads"),
        pl.int_range(1, pl.len() + 1).over("outcome").alias("place"),
        (0.5 ** ((days_before - days_before.min().over("outcome")) / HALF_LIFE_DAYS)).alias("fading"),
        *(rule.credits.alias(name) for name, rule in RULES.items()),
    )
    by_number = {number: row for (*_, number), row in zip(in_order, rows.iter_rows(named=True), strict=True)}
    none = dict.fromkeys(rows.columns, 0)
    return [(step, by_number.get(number, none)) for number, step in enumerate(steps)]


def _month_start(months: str) -> str:
    return f"DATE(INT(({months})/12),MOD({months},12)+1,1)"


def _since_ordinal(pay: Compensation | None) -> int:
    return 0 if pay is None or pay.since is None else Quarter.parse(pay.since).ordinal
