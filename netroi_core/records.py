"""The records of a workspace: frozen, checked, with the names of the document format.

Amounts of money are Decimal, never negative and at most 10^11, so that sums stay exact in every later step.
Fractions run from 0 to 1, dates from 1900 to 2199. A what-if is a changed copy, never a changed record.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    Tag,
    model_validator,
)

from netroi_core.quarters import Quarter

Approach = Literal["group_events", "one_on_one", "social_media"]
Alternative = Literal["paid_work", "family", "learning", "volunteering", "me_time"]
OutcomeKind = Literal[
    "role",
    "developmental_assignment",
    "business_project",
    "mentor",
    "client",
    "revenue",
    "cost_saving",
    "partnership",
    "referral",
    "lead",
    "skill",
    "reputation",
    "other",
]
CostCategory = Literal[
    "breakfast",
    "coffee",
    "lunch",
    "drinks",
    "dinner",
    "fuel",
    "parking",
    "event_fee",
    "travel",
    "lodging",
    "dues",
    "subscription",
    "gift",
    "other",
]
ExchangeKind = Literal["introduction", "referral", "advice", "information", "endorsement", "support", "other"]
Period = Literal["year", "quarter", "month"]
Status = Literal["won", "open", "lost"]

APPROACHES: tuple[Approach, ...] = get_args(Approach)
ALTERNATIVES: tuple[Alternative, ...] = get_args(Alternative)
OUTCOME_KINDS: tuple[OutcomeKind, ...] = get_args(OutcomeKind)
COST_CATEGORIES: tuple[CostCategory, ...] = get_args(CostCategory)
EXCHANGE_KINDS: tuple[ExchangeKind, ...] = get_args(ExchangeKind)
HOUR_PARTS = ("attending", "preparing", "travelling", "following_up")

LARGEST_AMOUNT = 10**11
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,9})?", re.ASCII)
_DAY = re.compile(r"(19|2[01])\d\d-\d\d-\d\d", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def _amount(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise ValueError('must be an amount in quotes, like "12.50"')
    return Decimal(value)


def _day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("must be a day from 1900 to 2199, like 2026-07-14")


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("contains a control character; delete it")
    return text


def _quarter(label: str) -> str:
    Quarter.parse(label)
    return label


def _currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError("must be a currency code of ISO 4217, like USD")
    return code


def _locale(name: str) -> str:
    try:
        Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        raise ValueError("must name a language and country, like en_US") from None
    return name


Amount = Annotated[Decimal, BeforeValidator(_amount), Field(ge=0, le=LARGEST_AMOUNT)]
Day = Annotated[date, BeforeValidator(_day), Field(strict=False)]
Fraction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Multiple = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
HourCount = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Rating = Annotated[int, Field(ge=1, le=5)]
Identifier = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_plain)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_plain)]
Name = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_plain)]
Text = Annotated[str, Field(max_length=10_000), AfterValidator(_plain)]
QuarterLabel = Annotated[str, AfterValidator(_quarter)]


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
    hours_per_year: Annotated[float, Field(gt=0, le=8784, allow_inf_nan=False)] = 2080


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


class Profile(Record):
    """Whose workspace it is, in figures only."""

    currency: Annotated[str, AfterValidator(_currency)] = "USD"
    locale: Annotated[str, AfterValidator(_locale)] = "en_US"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    weekly_hours_cap: Annotated[float, Field(ge=0, le=168, allow_inf_nan=False)] = 6
    compensation: tuple[Compensation, ...] = ()
    hour_worth: HourWorth = HourWorth()


class Dues(Record):
    """What a membership or subscription costs per period, accruing by the day; without a day, ever since or on."""

    amount: Amount = Decimal(0)
    per: Period = "year"
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")


class Venue(Record):
    """A club, association, platform or place where networking happens, and why one goes there."""

    id: Identifier
    name: Name
    approach: Approach
    why: Line = ""
    dues: Dues | None = None


class Hours(Record):
    """Hours of one activity by what they went to."""

    attending: HourCount = 0
    preparing: HourCount = 0
    travelling: HourCount = 0
    following_up: HourCount = 0


class Cost(Record):
    """One expense; reimbursed is the part that somebody else bore."""

    category: CostCategory = "other"
    amount: Amount = Decimal(0)
    reimbursed: Amount = Decimal(0)

    @model_validator(mode="after")
    def _reimbursed_at_most_the_amount(self) -> "Cost":
        if self.reimbursed > self.amount:
            raise ValueError(f"reimbursed ({self.reimbursed}) is more than the amount ({self.amount})")
        return self


class Activity(Record):
    """Something done to network: a breakfast, a coffee, an evening of messages."""

    id: Identifier
    date: Day
    approach: Approach
    venue: Identifier | None = None
    title: Line = ""
    hours: Hours = Hours()
    alternative: Alternative = "paid_work"
    costs: tuple[Cost, ...] = ()
    people: tuple[Identifier, ...] = ()
    new_contacts: Count = 0
    meaningful: Count = 0
    energy: Annotated[int, Field(ge=-2, le=2)] | None = None
    source: Literal["journal", "quiz", "calendar", "import"] = "journal"


class Value(Record):
    """What an outcome is worth: ``likely``, and a low and a high if they differ from it."""

    low: Amount | None = None
    likely: Amount = Decimal(0)
    high: Amount | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Value":
        low = self.likely if self.low is None else self.low
        high = self.likely if self.high is None else self.high
        if not low <= self.likely <= high:
            raise ValueError(f"low ({low}), likely ({self.likely}) and high ({high}) must not fall")
        return self


class Touchpoint(Record):
    """One step on the path to an outcome; credit is the user's own weight for it."""

    date: Day
    approach: Approach
    venue: Identifier | None = None
    contact: Identifier | None = None
    credit: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)] | None = None


class Outcome(Record):
    """What networking led to. date: the day it was won; while open, the day it was recorded.

    margin turns revenue into profit; incrementality is the share that would not have happened without networking;
    an open outcome without a probability counts nothing until one is given.
    """

    id: Identifier
    date: Day
    kind: OutcomeKind
    title: Line = ""
    status: Status
    value: Value | None = None
    probability: Fraction | None = None
    margin: Fraction = 1.0
    incrementality: Fraction = 1.0
    touchpoints: tuple[Touchpoint, ...] = ()
    intangible: Annotated[int, Field(ge=0, le=5)] | None = None


class Met(Record):
    """How a contact was met."""

    date: Day
    approach: Approach | None = None
    venue: Identifier | None = None


class Contact(Record):
    """A person in the network."""

    id: Identifier
    name: Name
    organisation: Line = ""
    role: Line = ""
    industry: Line = ""
    background: Line = ""
    expertise: tuple[Line, ...] = ()
    met: Met | None = None
    closeness: Rating | None = None
    relevance: Rating | None = None
    status: Literal["active", "dormant", "pruned"] = "active"
    follow_up: Day | None = None
    cadence_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    notes: Text = ""


class Exchange(Record):
    """Something given or received; the person may be unnamed."""

    id: Identifier
    date: Day
    contact: Identifier | None = None
    direction: Literal["given", "received"]
    kind: ExchangeKind = "other"
    note: Text = ""


class Goal(Record):
    """A target for a metric in a quarter."""

    id: Identifier
    metric: Name
    target: Annotated[float, Field(allow_inf_nan=False)]
    quarter: QuarterLabel
    approach: Approach | None = None


class Story(Record):
    """A success story or testimonial."""

    id: Identifier
    date: Day
    contact: Identifier | None = None
    approach: Approach | None = None
    text: Annotated[str, Field(min_length=1, max_length=10_000), AfterValidator(_plain)]
    approved: bool = False


class Quiz(Record):
    """The pop quiz of a quarter: a draft until it is submitted, its answers kept for correction."""

    id: Identifier
    quarter: QuarterLabel
    submitted: Line | None = None
    answers: dict[str, JsonValue] = {}


class Workspace(Record):
    """One person's whole record."""

    format: Literal["netroi-workspace"]
    version: Literal[1]
    profile: Profile = Profile()
    venues: tuple[Venue, ...] = ()
    activities: tuple[Activity, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    contacts: tuple[Contact, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    goals: tuple[Goal, ...] = ()
    stories: tuple[Story, ...] = ()
    quizzes: tuple[Quiz, ...] = ()


LISTS = tuple(name for name in Workspace.model_fields if name not in ("format", "version", "profile"))
