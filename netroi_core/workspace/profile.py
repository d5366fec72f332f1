"""Whose workspace it is: pay over time, the worth of an hour, limits set to oneself and whom one means to reach.

The names are those of the document format; those beyond it are in the README.
"""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from netroi_core.workspace.fields import (
    Amount,
    Approach,
    CostCategory,
    CurrencyCode,
    DayOrder,
    DecimalMark,
    Fraction,
    Identifier,
    Line,
    LocaleName,
    Multiple,
    Name,
    QuarterLabel,
    Spent,
)


class Record(BaseModel):
    """What all records share: frozen, no unknown keys, no guessing of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AnnualPay(Record):
    """Pay by the year, in force from a quarter on. attainment: the share of pay at risk that is paid out."""

    since: QuarterLabel | None = Field(default=None, alias="from")
    base: Amount
    pay_at_risk: Amount = Decimal(0)
    attainment: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = 1.0
    benefits: Amount = Decimal(0)
    hours_per_year: Annotated[float, Field(ge=1, le=8784, allow_inf_nan=False)] = 2080


class HourlyPay(Record):
    """Self-employed pay, in force from a quarter on. utilisation: the share of working hours that can be billed."""

    since: QuarterLabel | None = Field(default=None, alias="from")
    hourly_rate: Amount
    utilisation: Fraction = 1.0


def _kind_of_pay(entry: Any) -> str:
    hourly = "hourly_rate" in entry if isinstance(entry, dict) else isinstance(entry, HourlyPay)
    return "HourlyPay" if hourly else "AnnualPay"


Compensation = Annotated[
    Annotated[AnnualPay, Tag("AnnualPay")] | Annotated[HourlyPay, Tag("HourlyPay")], Discriminator(_kind_of_pay)
]


class HourWorth(Record):
    """What an hour is worth if it would have been spent so: a multiple of the loaded hourly rate."""

    paid_work: Multiple = 1.0
    family: Multiple = 1.0
    learning: Multiple = 1.0
    volunteering: Multiple = 1.0
    me_time: Multiple = 1.0


class TargetAudience(Record):
    """Whom one means to reach: the industries, backgrounds and areas of expertise that the goals ask for."""

    industries: tuple[Line, ...] = ()
    backgrounds: tuple[Line, ...] = ()
    expertise: tuple[Line, ...] = ()


class ImportRule(Record):
    """What was said once of an imported entry and holds for all whose summary has these words.

    approach: None if such entries are no networking; venue: its id, if there is one; category: what such lines of a
    statement pay for.
    """

    words: tuple[Name, ...]
    approach: Approach | None = None
    venue: Identifier | None = None
    category: CostCategory | None = None


class ImportLayout(Record):
    """What was said once of a statement's columns: which hold what, and which sign money spent has.

    header: a fingerprint of the names of all its columns, by which such a file is known again.
    """

    header: Name
    date: Name
    description: Name
    amount: Name
    spent: Spent
    order: DayOrder = "month_first"
    decimal_mark: DecimalMark | None = None


class Profile(Record):
    """Whose workspace it is, in figures only.

    weekly_evenings_cap: how many evenings a week may go to networking, at most; between_jobs: the quarters in which
    the person was looking for work. import_rules, import_layouts: what was said of imported files; palms_member: the
    name by which a chapter's report knows the person.
    """

    currency: CurrencyCode = "USD"
    locale: LocaleName = "en_US"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    weekly_hours_cap: Annotated[float, Field(ge=0, le=168, allow_inf_nan=False)] = 6
    weekly_evenings_cap: Annotated[float, Field(ge=0, le=7, allow_inf_nan=False)] | None = None
    compensation: tuple[Compensation, ...] = ()
    hour_worth: HourWorth = HourWorth()
    target_audience: TargetAudience = TargetAudience()
    between_jobs: tuple[QuarterLabel, ...] = ()
    import_rules: tuple[ImportRule, ...] = ()
    import_layouts: tuple[ImportLayout, ...] = ()
    palms_member: Line = ""
