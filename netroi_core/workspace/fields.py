"""The base of the records and their field types: values allowed for a choice, validated amounts, days and texts.

Fractions run from 0 to 1, days from 1900 to 2199.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    ValidationInfo,
)

from netroi_core.quarters import Quarter

Approach = Literal["group_events", "one_on_one", "social_media"]
Alternative = Literal["paid_work", "family", "learning", "volunteering", "me_time"]
OutcomeKind = Literal[
    "role", "developmental_assignment", "business_project", "mentor", "client", "revenue", "cost_saving", "partnership",
    "referral", "lead", "skill", "reputation", "interview", "introduction", "funding", "other",
]  # fmt: skip
Purpose = Literal["find_work", "win_clients", "raise_money", "advance", "learn", "belong"]
Channel = Literal["in_person", "phone", "video", "text"]
CostCategory = Literal[
    "breakfast", "coffee", "lunch", "drinks", "dinner", "fuel", "parking", "event_fee", "travel", "lodging", "dues",
    "subscription", "gift", "other",
]  # fmt: skip
ExchangeKind = Literal["introduction", "referral", "advice", "information", "endorsement", "support", "other"]
Period = Literal["year", "quarter", "month"]
Status = Literal["won", "open", "lost"]
Audience = Literal["employers", "clients", "peers"]
ImportKind = Literal["linkedin", "calendar", "contacts", "crm", "expenses", "palms", "time", "several"]
DayOrder = Literal["month_first", "day_first"]
DecimalMark = Literal[".", ","]
Spent = Literal["negative", "positive"]
Habit = Literal["profile", "posts", "endorsements", "groups", "birthdays", "sharing"]

APPROACHES: tuple[Approach, ...] = get_args(Approach)
ALTERNATIVES: tuple[Alternative, ...] = get_args(Alternative)
OUTCOME_KINDS: tuple[OutcomeKind, ...] = get_args(OutcomeKind)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
COST_CATEGORIES: tuple[CostCategory, ...] = get_args(CostCategory)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
EXCHANGE_KINDS: tuple[ExchangeKind, ...] = get_args(ExchangeKind)
HABITS: tuple[Habit, ...] = get_args(Habit)
# Money raised belongs to the venture or the project, and investors expect a return: it isn't the person's gain.
KINDS_WITHOUT_GAIN: frozenset[OutcomeKind] = frozenset({"funding"})
# The kinds that people count rather than price.
COUNTED_KINDS: frozenset[OutcomeKind] = frozenset({"interview", "introduction"})
_SELDOM_PRICED: frozenset[OutcomeKind] = COUNTED_KINDS | {"mentor", "referral"}
HOUR_PARTS = ("attending", "preparing", "travelling", "following_up")

# Bounded, so that sums of amounts stay exact in every later step. A Sum of many of them may be larger.
LARGEST_AMOUNT = 10**11
LARGEST_SUM = 10**17
LARGEST_TARGET = 10**12
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,9})?", re.ASCII)
_SUM = re.compile(r"\d{1,18}(\.\d{1,9})?", re.ASCII)
_DAY = re.compile(r"(19|2[01])\d\d-\d\d-\d\d", re.ASCII)
_LONGEST_MOMENT = 40
# In characters.
LONGEST_LINE = 300
LONGEST_TEXT = 10_000
# No calculation gets near it, and products of what is smaller turn into zero, by which figures and scales divide.
_SMALLEST_NUMBER = 1e-100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class Record(BaseModel):
    """The base of all records: frozen, and strict, so that unknown keys and values of another type are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def is_seldom_priced(kind: OutcomeKind, purposes: Collection[Purpose]) -> bool:
    """Return True if outcomes of a kind rarely have a price: nobody wins one, it takes place.

    To those who win clients, a referral is revenue.

    >>> is_seldom_priced("referral", ["belong"]), is_seldom_priced("referral", ["belong", "win_clients"])
    (True, False)
    """
    return kind in _SELDOM_PRICED and (kind != "referral" or "win_clients" not in purposes)


def _decimal(pattern: re.Pattern[str], value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError('must be an amount in quotes, like "12.50"')
    return Decimal(value)


def format_amount(amount: Decimal) -> str:
    """Return an amount as the document holds it: digits and a point, never an exponent.

    >>> format_amount(Decimal("1E+3"))
    '1000'
    """
    return f"{amount:f}"


def _day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("must be a date from 1900 to 2199, like 2026-07-14")


def _not_tiny(number: float) -> float:
    if 0 < abs(number) < _SMALLEST_NUMBER:
        raise ValueError("is too close to zero; write 0")
    return number


def _moment(text: str) -> str:
    try:
        if _DAY.fullmatch(text[:10]) and len(text) <= _LONGEST_MOMENT:
            datetime.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise ValueError("must be a date and time, like 2026-07-14T18:30:00+00:00")


def _no_controls(text: str, info: ValidationInfo) -> str:
    # A document is refused. A record that is made of what a person typed or pasted does without them.
    return strip_controls(text) if info.mode == "python" else _refuse_controls(text)


def _refuse_controls(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("contains an invisible control character; delete it")
    return text


def strip_controls(text: str) -> str:
    """Return a text without the characters that no field may hold."""
    return _CONTROL.sub("", text)


def normalize_text(text: str) -> str:
    """Return a text for comparison, without case, spaces and accents.

    >>> normalize_text("Zoë Ålund")
    'zoealund'
    """
    if text.isascii():
        return "".join(text.casefold().split())
    # Accents go first, too: Unicode sorts a run of them in quadratic time.
    letters = "".join(c for c in text.casefold() if not unicodedata.combining(c))
    characters = unicodedata.normalize("NFKD", letters)
    return "".join(c for c in characters if not unicodedata.combining(c) and not c.isspace())


def _no_controls_inside(value: JsonValue) -> JsonValue:
    match value:
        case str():
            _refuse_controls(value)
        case list():
            for part in value:
                _no_controls_inside(part)
        case dict():
            for key, part in value.items():
                _refuse_controls(key)
                _no_controls_inside(part)
    return value


def _quarter(label: str) -> str:
    Quarter.parse(label)
    return label


_AS_TEXT = PlainSerializer(format_amount, when_used="json")
Amount = Annotated[Decimal, BeforeValidator(partial(_decimal, _AMOUNT)), Field(ge=0, le=LARGEST_AMOUNT), _AS_TEXT]
Sum = Annotated[Decimal, BeforeValidator(partial(_decimal, _SUM)), Field(ge=0, le=LARGEST_SUM), _AS_TEXT]
Day = Annotated[date, BeforeValidator(_day), Field(strict=False)]
Moment = Annotated[str, AfterValidator(_moment)]
Number = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_not_tiny)]
Fraction = Annotated[Number, Field(ge=0, le=1)]
HourCount = Annotated[Number, Field(ge=0, le=10_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Rating = Annotated[int, Field(ge=1, le=5)]
Identifier = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_no_controls)]
Line = Annotated[str, Field(max_length=LONGEST_LINE), AfterValidator(_no_controls)]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_LINE), AfterValidator(_no_controls)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_controls)]
SomeText = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_no_controls)]
QuarterLabel = Annotated[str, AfterValidator(_quarter)]
JsonValues = Annotated[dict[str, JsonValue], AfterValidator(_no_controls_inside)]
