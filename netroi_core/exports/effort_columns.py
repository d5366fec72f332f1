"""What networking took, as columns of a workbook: hours and their worth, money, and dues by the day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from netroi_core.exports.figured import (
    COUNTS,
    LABEL,
    Figured,
    found,
    numbers,
    ordinal,
    ordinal_of,
    quarter_columns,
)
from netroi_core.ledger.costs import PERIOD_QUARTERS, dues_owed, hourly_rate, loaded_rate
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import ALTERNATIVES, HOUR_PARTS
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Venue


def activities(document: Document, profile: Profile, chosen: frozenset[int]) -> list[Figured]:
    """The hours of each activity and what they would have been worth otherwise."""
    rows = document.get("activities", [])
    ordinals = [ordinal(row["date"], profile.fiscal_year_start) for row in rows]
    hours = [sum(row.get("hours", {}).get(part, 0) for part in HOUR_PARTS) for row in rows]
    rates = {each: float(loaded_rate(profile, Quarter.from_ordinal(each))) for each in set(ordinals)}
    worths = profile.hour_worth.model_dump()
    shares = [worths[row.get("alternative", "paid_work")] for row in rows]
    costs = [h * rates[each] * share for h, each, share in zip(hours, ordinals, shares, strict=True)]
    other_use = 'IF({alternative}="","paid_work",{alternative})'
    return [
        Figured("no", "count", numbers(len(rows))),
        *quarter_columns(ordinals, chosen),
        Figured("hours", "number", hours, f"SUM({{hours.{HOUR_PARTS[0]}}}:{{hours.{HOUR_PARTS[-1]}}})"),
        Figured("hourly_rate", "money", [rates[each] for each in ordinals],
                found("quarters_hourly_rate", "{quarter_no}", "quarters_quarter_no")),
        Figured("share_of_it", "number", shares, found("other_use_share", other_use, "other_use_alternative", "1")),
        Figured("opportunity_cost", "money", costs, "{hours}*{hourly_rate}*{share_of_it}"),
    ]  # fmt: skip


def costs(document: Document, profile: Profile, chosen: frozenset[int], options: Options) -> list[Figured]:
    """What each expense counts, and for which approach."""
    spent = [(place, row, cost) for place, row in enumerate(document.get("activities", []), 1)
             for cost in row.get("costs", ())]  # fmt: skip
    counts = [int(ordinal(row["date"], profile.fiscal_year_start) in chosen) for _, row, _ in spent]
    back = 1 if options.costs == "mine" else 0
    amounts = [float(cost.get("amount", 0)) - back * float(cost.get("reimbursed", 0)) for _, _, cost in spent]
    return [
        Figured("activity_no", "count", [place for place, _, _ in spent]),
        Figured("approach", "text", [row["approach"] for _, row, _ in spent],
                found("activities_approach", "{activity_no}", "activities_no", '""')),
        Figured("counts", "count", counts, found("activities_counts", "{activity_no}", "activities_no")),
        Figured("cost", "money", amounts, 'N({amount})-IF(option_costs="mine",N({reimbursed}),0)'),
    ]  # fmt: skip


def venues(all_venues: Sequence[Venue]) -> list[Figured]:
    """What a quarter of full membership costs."""
    dues = [float(venue.dues.amount * PERIOD_QUARTERS[venue.dues.per]) if venue.dues else 0.0 for venue in all_venues]
    a_quarter = 'N({dues.amount})*IF({dues.per}="month",3,IF({dues.per}="quarter",1,1/4))'
    return [
        Figured("no", "count", numbers(len(all_venues))),
        Figured("dues_a_quarter", "money", dues, a_quarter),
    ]


def dues(
    all_venues: Sequence[Venue], profile: Profile, quarters: Sequence[Quarter], chosen: frozenset[int]
) -> list[Figured]:
    """The dues of each venue that accrue in each quarter, by days of membership."""
    start = profile.fiscal_year_start
    owed = [(place, venue, quarter) for place, venue in enumerate(all_venues, 1) if venue.dues for quarter in quarters]

    def of_venue(column: str) -> str:
        return found(f"venues_{column}", "{venue_no}", "venues_no")

    def of_quarter(column: str) -> str:
        return found(f"quarters_{column}", "{quarter_no}", "quarters_quarter_no")

    accrued = [float(dues_owed(venue, quarter, start)) for _, venue, quarter in owed]
    return [
        Figured("venue", "text", [venue.id for _, venue, _ in owed]),
        Figured("venue_no", "count", [place for place, _, _ in owed]),
        Figured("quarter_no", "count", [quarter.ordinal for _, _, quarter in owed]),
        Figured("quarter", "text", [str(quarter) for _, _, quarter in owed], LABEL),
        Figured("approach", "text", [venue.approach for _, venue, _ in owed], of_venue("approach")),
        Figured("counts", "count", [int(quarter.ordinal in chosen) for _, _, quarter in owed], COUNTS),
        Figured("since", "day", [_first(venue, quarter, start) for _, venue, quarter in owed],
                f"MAX({of_quarter('first_day')},N({of_venue('dues_from')}))"),
        Figured("until", "day", [_last(venue, quarter, start) for _, venue, quarter in owed],
                f"IF(N({of_venue('dues_to')})=0,{of_quarter('last_day')},"
                f"MIN({of_quarter('last_day')},{of_venue('dues_to')}))"),
        Figured("days", "count", [max(0, (_last(venue, quarter, start) - _first(venue, quarter, start)).days + 1)
                                  for _, venue, quarter in owed], "MAX(0,{until}-{since}+1)"),
        Figured("accrued", "money", accrued, f"{of_venue('dues_a_quarter')}*{{days}}/{of_quarter('days')}"),
    ]  # fmt: skip


def pay(profile: Profile) -> list[Figured]:
    """What an hour is worth by each entry of pay."""
    entries = profile.compensation
    since = [0 if entry.since is None else Quarter.parse(entry.since).ordinal for entry in entries]
    by_year = (
        '(N({base})+N({pay_at_risk})*IF({attainment}="",1,{attainment})+N({benefits}))'
        '/IF({hours_per_year}="",2080,{hours_per_year})'
    )
    by_hour = '{hourly_rate}*IF({utilisation}="",1,{utilisation})'
    return [
        Figured("since_no", "count", since, f'IF({{from}}="",0,{ordinal_of("{from}")})'),
        Figured("rate", "money", [float(hourly_rate(entry)) for entry in entries],
                f'IF({{hourly_rate}}="",{by_year},{by_hour})'),
    ]  # fmt: skip


def quarters(profile: Profile, all_quarters: Sequence[Quarter], chosen: frozenset[int]) -> list[Figured]:
    """Each quarter with its days, and the pay in force in it: the latest entry by then, before the first the first."""
    start = profile.fiscal_year_start
    since = [_since(profile, quarter) for quarter in all_quarters]
    months = "({quarter_no}-IF(fiscal_year_start>1,4,0))*3+fiscal_year_start-1"  # since year 0
    in_force = 'IF(COUNTIF(pay_since_no,"<="&{quarter_no})=0,MIN(pay_since_no),'
    in_force += "SUMPRODUCT(MAX((pay_since_no<={quarter_no})*pay_since_no)))"
    latest, first = (
        "LOOKUP(2,1/(pay_since_no={pay_since}),pay_rate)",
        "INDEX(pay_rate,MATCH({pay_since},pay_since_no,0))",
    )
    return [
        Figured("quarter_no", "count", [quarter.ordinal for quarter in all_quarters]),
        Figured("quarter", "text", [str(quarter) for quarter in all_quarters]),
        Figured("first_day", "day", [quarter.first_day(start) for quarter in all_quarters], _month(months)),
        Figured("last_day", "day", [quarter.last_day(start) for quarter in all_quarters], f"{_month(months + '+3')}-1"),
        Figured("days", "count", [quarter.days(start) for quarter in all_quarters], "{last_day}-{first_day}+1"),
        Figured("counts", "count", [int(quarter.ordinal in chosen) for quarter in all_quarters], COUNTS),
        Figured("pay_since", "count", since, in_force),
        Figured("hourly_rate", "money", [float(loaded_rate(profile, quarter)) for quarter in all_quarters],
                f"IF(COUNT(pay_since_no)=0,0,IF({{pay_since}}>{{quarter_no}},{first},{latest}))"),
    ]  # fmt: skip


def other_uses(profile: Profile) -> list[Figured]:
    """What an hour spent otherwise is worth, as a share of an hour of pay."""
    worths: dict[str, Any] = profile.hour_worth.model_dump()
    stored = f"CHOOSE({{no}},{','.join(f'hour_worth_{name}' for name in ALTERNATIVES)})"
    return [
        Figured("alternative", "text", ALTERNATIVES),
        Figured("no", "count", numbers(len(ALTERNATIVES))),
        Figured("share", "number", [worths[name] for name in ALTERNATIVES], f'IF({stored}="",1,{stored})'),
    ]  # fmt: skip


def _month(months: str) -> str:
    return f"DATE(INT(({months})/12),MOD({months},12)+1,1)"


def _since(profile: Profile, quarter: Quarter) -> int:
    """The quarter since which the pay of a quarter is in force."""
    known = sorted(0 if entry.since is None else Quarter.parse(entry.since).ordinal for entry in profile.compensation)
    return max((each for each in known if each <= quarter.ordinal), default=known[0] if known else 0)


def _first(venue: Venue, quarter: Quarter, start: int) -> date:
    return max(quarter.first_day(start), (venue.dues and venue.dues.since) or date.min)


def _last(venue: Venue, quarter: Quarter, start: int) -> date:
    return min(quarter.last_day(start), (venue.dues and venue.dues.until) or date.max)
