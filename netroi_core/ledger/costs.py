"""The costs of networking: the worth of an hour, and dues that accrue by the day."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

import polars as pl

from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import ALTERNATIVES, Alternative, Approach, Period
from netroi_core.workspace.profile import AnnualPay, Compensation, Profile
from netroi_core.workspace.records import Venue
from netroi_core.workspace.workspace import Workspace

PERIOD_QUARTERS: Final[Mapping[Period, Decimal]] = {"year": Decimal("0.25"), "quarter": Decimal(1), "month": Decimal(3)}

# Benefits as a share of base pay where they are not known. Source: US BLS, Employer Costs for Employee Compensation,
# private industry: benefits are 29.9 % of total compensation, of which 3.4 % are bonuses that pay at risk already
# holds; so 27.4 % of the rest.
EMPLOYER_BENEFITS_SHARE: Final = Decimal("0.274") / Decimal("0.726")
EMPLOYER_BENEFITS_SOURCE: Final = "US Bureau of Labor Statistics, Employer Costs for Employee Compensation"
FULL_TIME_HOURS: Final = 2080  # 52 weeks of 40 hours


def usual_benefits(base: Decimal) -> Decimal:
    """Return the usual worth of an employer's benefits a year, from base pay (see EMPLOYER_BENEFITS_SHARE).

    >>> usual_benefits(Decimal(72600))
    Decimal('27400')
    """
    return (base * EMPLOYER_BENEFITS_SHARE).quantize(Decimal(1))


def hourly_rate(pay: Compensation) -> Decimal:
    """Return the loaded hourly rate of a compensation entry, in the workspace's currency per hour.

    (base + pay at risk × attainment + benefits) / hours per year, or hourly rate × utilization. Source: US BLS,
    Employer Costs for Employee Compensation.

    >>> hourly_rate(AnnualPay(base=Decimal(90_000), pay_at_risk=Decimal(10_000), attainment=0.5, hours_per_year=1900))
    Decimal('50')
    """
    if isinstance(pay, AnnualPay):
        return (annual_pay(pay) + pay.benefits) / _exact(pay.hours_per_year)
    return pay.hourly_rate * _exact(pay.utilisation)


def annual_pay(pay: Compensation) -> Decimal:
    """Return the pay of a year, without benefits: that of the self-employed for a year of full-time work.

    >>> from netroi_core.workspace.profile import HourlyPay
    >>> annual_pay(HourlyPay(hourly_rate=Decimal(100), utilisation=0.6))
    Decimal('124800.0')
    """
    if isinstance(pay, AnnualPay):
        return pay.base + pay.pay_at_risk * _exact(pay.attainment)
    return hourly_rate(pay) * FULL_TIME_HOURS


def compensation_in_force(profile: Profile, quarter: Quarter) -> Compensation | None:
    """Return the latest entry that is in force in the quarter; before the first, the first."""
    entries = sorted(profile.compensation, key=lambda pay: _since(pay).ordinal)
    in_force = [pay for pay in entries if _since(pay) <= quarter]
    return in_force[-1] if in_force else next(iter(entries), None)


def loaded_rate(profile: Profile, quarter: Quarter) -> Decimal:
    """Return the loaded hourly rate in a quarter; 0 where no pay is known."""
    pay = compensation_in_force(profile, quarter)
    return Decimal(0) if pay is None else hourly_rate(pay)


def hour_share(profile: Profile, quarter: Quarter, use: Alternative = "paid_work") -> float:
    """Return the worth of an hour in a quarter as a multiple of the loaded rate: that chosen between jobs, else by use.

    >>> profile = Profile(compensation=(AnnualPay(base=Decimal(90_000), hour_share=0.5),))
    >>> hour_share(profile, Quarter(2026, 3)), hour_share(Profile(), Quarter(2026, 3))
    (0.5, 1.0)
    """
    pay = compensation_in_force(profile, quarter)
    chosen = pay.hour_share if isinstance(pay, AnnualPay) else None
    return float(getattr(profile.hour_worth, use)) if chosen is None else chosen


def hourly_worth(profile: Profile, quarter: Quarter, use: Alternative = "paid_work") -> float:
    """Return the worth of an hour in a quarter, in the workspace's currency; 0 where no pay is known."""
    return float(loaded_rate(profile, quarter)) * hour_share(profile, quarter, use)


def dues_owed(venue: Venue, quarter: Quarter, fiscal_year_start: int = 1) -> Decimal:
    """Return the dues of a venue that accrue in a quarter: by day of membership over the days of the quarter.

    >>> from netroi_core.workspace.records import Dues
    >>> dues = Dues(amount=Decimal(400), **{"from": date(2026, 8, 16)})
    >>> dues_owed(Venue(id="v1", name="Club", approach="group_events", dues=dues), Quarter(2026, 3))
    Decimal('50.00')
    """
    dues = venue.dues
    if dues is None:
        return Decimal(0)
    first, last = quarter.first_day(fiscal_year_start), quarter.last_day(fiscal_year_start)
    days = (min(last, dues.until or date.max) - max(first, dues.since or date.min) + timedelta(days=1)).days
    return dues.amount * PERIOD_QUARTERS[dues.per] * max(0, days) / quarter.days(fiscal_year_start)


def total_dues(workspace: Workspace, quarter: Quarter, approach: Approach | None = None) -> Decimal:
    """Return the dues that all venues owe in a quarter, or those of one approach, to the cent."""
    start = workspace.profile.fiscal_year_start
    owed = (dues_owed(venue, quarter, start) for venue in workspace.venues if approach in (None, venue.approach))
    return sum(owed, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)


# Both caches serve pages that ask again on every rerun, while venues and pay seldom change.
@lru_cache(maxsize=64)
def accrued_dues(venues: tuple[Venue, ...], quarters: tuple[Quarter, ...], fiscal_year_start: int) -> pl.DataFrame:
    """Return the dues that accrue in the quarters: quarter, approach, venue, category (dues), all, mine."""
    rows = [
        (quarter.ordinal, venue.approach, venue.id, "dues", float(owed), float(owed))
        for venue in venues
        for quarter in quarters
        if (owed := dues_owed(venue, quarter, fiscal_year_start)) > 0
    ]
    texts, amounts = (
        dict.fromkeys(("approach", "venue", "category"), pl.String),
        {"all": pl.Float64, "mine": pl.Float64},
    )
    return pl.DataFrame(rows, schema={"quarter": pl.Int64, **texts, **amounts}, orient="row")


@lru_cache(maxsize=64)
def hourly_worths(profile: Profile, quarters: tuple[Quarter, ...]) -> pl.DataFrame:
    """Return what an hour was worth: quarter, alternative (its other use), hourly_worth."""
    rows = [(quarter.ordinal, use, hourly_worth(profile, quarter, use)) for quarter in quarters for use in ALTERNATIVES]
    schema = {"quarter": pl.Int64, "alternative": pl.String, "hourly_worth": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _since(pay: Compensation) -> Quarter:
    return Quarter.parse(pay.since) if pay.since is not None else Quarter(0, 1)


def _exact(number: float) -> Decimal:
    # By its shortest text: Decimal(0.1) has 55 decimal places.
    return Decimal(repr(number))
