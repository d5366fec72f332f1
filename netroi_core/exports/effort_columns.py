"""Computed columns of a workbook about effort: hours and their worth, money, and dues by the day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from netroi_core.exports.formulas import (
    COUNTS,
    QUARTER,
    WorkbookColumn,
    lookup,
    number_column,
    ordinal_formula,
    quarter_columns,
    quarter_ordinal,
)
from netroi_core.ledger.costs import PERIOD_QUARTERS, compensation_in_force, dues_owed, hourly_rate, loaded_rate
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import ALTERNATIVES, HOUR_PARTS
from netroi_core.workspace.profile import Compensation, Profile
from netroi_core.workspace.records import Venue
from netroi_core.workspace.workspace import Workspace

_ANNUAL_RATE: Final = (
    '(N({base})+N({pay_at_risk})*IF({attainment}="",1,{attainment})+N({benefits}))'
    '/IF({hours_per_year}="",2080,{hours_per_year})'
)
_BILLED_RATE: Final = '{hourly_rate}*IF({utilisation}="",1,{utilisation})'
_DUES_A_QUARTER: Final = 'N({dues.amount})*IF({dues.per}="month",3,IF({dues.per}="quarter",1,1/4))'


def activity_columns(workspace: Workspace, window: frozenset[int]) -> list[WorkbookColumn]:
    """Return the hours of each activity and their worth in their alternative use."""
    activities, profile = workspace.activities, workspace.profile
    ordinals = [quarter_ordinal(activity.date, profile.fiscal_year_start) for activity in activities]
    rates = {ordinal: float(loaded_rate(profile, Quarter.from_ordinal(ordinal))) for ordinal in set(ordinals)}
    hours = [sum(getattr(activity.hours, part) for part in HOUR_PARTS) for activity in activities]
    shares = [getattr(profile.hour_worth, activity.alternative) for activity in activities]
    costs = [h * rates[ordinal] * share for h, ordinal, share in zip(hours, ordinals, shares, strict=True)]
    alternative = 'IF({alternative}="","paid_work",{alternative})'
    return [
        number_column("no", len(activities)),
        *quarter_columns(ordinals, window),
        WorkbookColumn("hours", "number", hours, f"SUM({{hours.{HOUR_PARTS[0]}}}:{{hours.{HOUR_PARTS[-1]}}})"),
        WorkbookColumn("hourly_rate", "money", [rates[ordinal] for ordinal in ordinals],
                       lookup("quarters_hourly_rate", "{quarter_no}", "quarters_quarter_no")),
        WorkbookColumn("share_of_it", "number", shares,
                       lookup("other_use_share", alternative, "other_use_alternative", "1")),
        WorkbookColumn("opportunity_cost", "money", costs, "{hours}*{hourly_rate}*{share_of_it}"),
    ]  # fmt: skip


def cost_columns(workspace: Workspace, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the approach of each expense and the part of it that counts."""
    start = workspace.profile.fiscal_year_start
    rows = [(number, activity, cost) for number, activity in enumerate(workspace.activities, 1)
            for cost in activity.costs]  # fmt: skip
    counts = [int(quarter_ordinal(activity.date, start) in window) for _, activity, _ in rows]
    is_mine = options.costs == "mine"
    amounts = [float(cost.amount) - (float(cost.reimbursed) if is_mine else 0.0) for _, _, cost in rows]
    return [
        WorkbookColumn("activity_no", "count", [number for number, _, _ in rows]),
        WorkbookColumn("approach", "text", [activity.approach for _, activity, _ in rows],
                       lookup("activities_approach", "{activity_no}", "activities_no", '""')),
        WorkbookColumn("counts", "count", counts, lookup("activities_counts", "{activity_no}", "activities_no")),
        WorkbookColumn("cost", "money", amounts, 'N({amount})-IF(option_costs="mine",N({reimbursed}),0)'),
    ]  # fmt: skip


def venue_columns(venues: Sequence[Venue]) -> list[WorkbookColumn]:
    """Return the dues of each venue for a whole quarter."""
    dues = [float(venue.dues.amount * PERIOD_QUARTERS[venue.dues.per]) if venue.dues else 0.0 for venue in venues]
    return [number_column("no", len(venues)), WorkbookColumn("dues_a_quarter", "money", dues, _DUES_A_QUARTER)]


def due_columns(
    venues: Sequence[Venue], profile: Profile, quarters: Sequence[Quarter], window: frozenset[int]
) -> list[WorkbookColumn]:
    """Return the dues of each venue that accrue in each quarter, by days of membership."""
    start = profile.fiscal_year_start
    rows = [(number, venue, quarter) for number, venue in enumerate(venues, 1) if venue.dues for quarter in quarters]
    spans = [_membership(venue, quarter, start) for _, venue, quarter in rows]

    def of_venue(column: str) -> str:
        return lookup(f"venues_{column}", "{venue_no}", "venues_no")

    def of_quarter(column: str) -> str:
        return lookup(f"quarters_{column}", "{quarter_no}", "quarters_quarter_no")

    return [
        WorkbookColumn("venue", "text", [venue.id for _, venue, _ in rows]),
        WorkbookColumn("venue_no", "count", [number for number, _, _ in rows]),
        WorkbookColumn("quarter_no", "count", [quarter.ordinal for _, _, quarter in rows]),
        WorkbookColumn("quarter", "text", [str(quarter) for _, _, quarter in rows], QUARTER),
        WorkbookColumn("approach", "text", [venue.approach for _, venue, _ in rows], of_venue("approach")),
        WorkbookColumn("counts", "count", [int(quarter.ordinal in window) for _, _, quarter in rows], COUNTS),
        WorkbookColumn("since", "day", [first for first, _ in spans],
                       f"MAX({of_quarter('first_day')},N({of_venue('dues_from')}))"),
        WorkbookColumn("until", "day", [last for _, last in spans],
                       f"IF(N({of_venue('dues_to')})=0,{of_quarter('last_day')},"
                       f"MIN({of_quarter('last_day')},{of_venue('dues_to')}))"),
        WorkbookColumn("days", "count", [max(0, (last - first).days + 1) for first, last in spans],
                       "MAX(0,{until}-{since}+1)"),
        WorkbookColumn("accrued", "money", [float(dues_owed(venue, quarter, start)) for _, venue, quarter in rows],
                       f"{of_venue('dues_a_quarter')}*{{days}}/{of_quarter('days')}"),
    ]  # fmt: skip


def pay_columns(profile: Profile) -> list[WorkbookColumn]:
    """Return the loaded hourly rate of each compensation entry."""
    entries = profile.compensation
    return [
        WorkbookColumn("since_no", "count", [_since_ordinal(entry) for entry in entries],
                       f'IF({{from}}="",0,{ordinal_formula("{from}")})'),
        WorkbookColumn("rate", "money", [float(hourly_rate(entry)) for entry in entries],
                       f'IF({{hourly_rate}}="",{_ANNUAL_RATE},{_BILLED_RATE})'),
    ]  # fmt: skip


def all_quarter_columns(profile: Profile, quarters: Sequence[Quarter], window: frozenset[int]) -> list[WorkbookColumn]:
    """Return each quarter with its days and the pay in force: the latest entry by then, before the first the first."""
    start = profile.fiscal_year_start
    in_force = [compensation_in_force(profile, quarter) for quarter in quarters]
    months = "({quarter_no}-IF(fiscal_year_start>1,4,0))*3+fiscal_year_start-1"  # since year 0
    since = 'IF(COUNTIF(pay_since_no,"<="&{quarter_no})=0,MIN(pay_since_no),'
    since += "SUMPRODUCT(MAX((pay_since_no<={quarter_no})*pay_since_no)))"
    latest = "LOOKUP(2,1/(pay_since_no={pay_since}),pay_rate)"
    first = "INDEX(pay_rate,MATCH({pay_since},pay_since_no,0))"
    return [
        WorkbookColumn("quarter_no", "count", [quarter.ordinal for quarter in quarters]),
        WorkbookColumn("quarter", "text", [str(quarter) for quarter in quarters]),
        WorkbookColumn("first_day", "day", [quarter.first_day(start) for quarter in quarters], _month_start(months)),
        WorkbookColumn("last_day", "day", [quarter.last_day(start) for quarter in quarters],
                       f"{_month_start(months + '+3')}-1"),
        WorkbookColumn("days", "count", [quarter.days(start) for quarter in quarters], "{last_day}-{first_day}+1"),
        WorkbookColumn("counts", "count", [int(quarter.ordinal in window) for quarter in quarters], COUNTS),
        WorkbookColumn("pay_since", "count", [_since_ordinal(entry) if entry else 0 for entry in in_force], since),
        WorkbookColumn("hourly_rate", "money", [float(loaded_rate(profile, quarter)) for quarter in quarters],
                       f"IF(COUNT(pay_since_no)=0,0,IF({{pay_since}}>{{quarter_no}},{first},{latest}))"),
    ]  # fmt: skip


def hour_worth_columns(profile: Profile) -> list[WorkbookColumn]:
    """Return the worth of an hour in each alternative use, as a share of the hourly rate."""
    worths: dict[str, Any] = profile.hour_worth.model_dump()
    stored = f"CHOOSE({{no}},{','.join(f'hour_worth_{name}' for name in ALTERNATIVES)})"
    return [
        WorkbookColumn("alternative", "text", ALTERNATIVES),
        number_column("no", len(ALTERNATIVES)),
        WorkbookColumn("share", "number", [worths[name] for name in ALTERNATIVES], f'IF({stored}="",1,{stored})'),
    ]


def _month_start(months: str) -> str:
    return f"DATE(INT(({months})/12),MOD({months},12)+1,1)"


def _since_ordinal(pay: Compensation) -> int:
    return 0 if pay.since is None else Quarter.parse(pay.since).ordinal


def _membership(venue: Venue, quarter: Quarter, start: int) -> tuple[date, date]:
    """Return the first and the last day of a membership in a quarter; the last is earlier where there are none."""
    since, until = (venue.dues.since, venue.dues.until) if venue.dues else (None, None)
    return max(quarter.first_day(start), since or date.min), min(quarter.last_day(start), until or date.max)
