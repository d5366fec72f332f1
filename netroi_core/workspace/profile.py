"""The owner's profile: pay over time, the worth of other uses of an hour, limits, settings and remembered imports."""

from decimal import Decimal
from typing import Annotated, Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies, list_currencies
from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationInfo, field_validator

from netroi_core.workspace.fields import (
    Amount,
    Approach,
    CostCategory,
    Day,
    DayOrder,
    DecimalMark,
    Fraction,
    Identifier,
    Line,
    Name,
    Number,
    Purpose,
    QuarterLabel,
    Record,
    Spent,
)


def _currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError("must be a three-letter currency code, like USD")
    return code


def _locale(name: str) -> str:
    try:
        Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        raise ValueError("must be a language and country, like en_US") from None
    return name


_Multiple = Annotated[Number, Field(ge=0, le=100)]


class AnnualPay(Record):
    """Annual pay, in force from a quarter on. ``attainment``: the fraction of pay at risk that is paid out.

    ``hour_share``: between jobs, the worth of every hour as a share of an hour's pay, instead of ``hour_worth``.
    """

    since: QuarterLabel | None = Field(default=None, alias="from")
    base: Amount
    pay_at_risk: Amount = Decimal(0)
    attainment: Annotated[Number, Field(ge=0, le=10)] = 1.0
    benefits: Amount = Decimal(0)
    hours_per_year: Annotated[Number, Field(ge=1, le=8784)] = 2080
    hour_share: _Multiple | None = None


class HourlyPay(Record):
    """Self-employed pay, in force from a quarter on. ``utilisation``: the fraction of working hours that is billed."""

    since: QuarterLabel | None = Field(default=None, alias="from")
    hourly_rate: Amount
    utilisation: Fraction = 1.0


def _pay_tag(entry: Any) -> str:
    is_hourly = "hourly_rate" in entry if isinstance(entry, dict) else isinstance(entry, HourlyPay)
    return "HourlyPay" if is_hourly else "AnnualPay"


# A union tagged by its keys, so that a problem is reported for one kind of pay instead of both.
Compensation = Annotated[
    Annotated[AnnualPay, Tag("AnnualPay")] | Annotated[HourlyPay, Tag("HourlyPay")], Discriminator(_pay_tag)
]


class HourWorth(Record):
    """The value of an hour by its alternative use, as a multiple of the loaded hourly rate."""

    paid_work: _Multiple = 1.0
    family: _Multiple = 1.0
    learning: _Multiple = 1.0
    volunteering: _Multiple = 1.0
    me_time: _Multiple = 1.0


class TargetAudience(Record):
    """The industries, backgrounds and areas of expertise that the owner's goals ask for."""

    industries: tuple[Line, ...] = ()
    backgrounds: tuple[Line, ...] = ()
    expertise: tuple[Line, ...] = ()


class ImportRule(Record):
    """A remembered correction for all imported entries whose summary has these words."""

    words: tuple[Name, ...]
    approach: Approach | None = None  # None if such entries are no networking
    venue: Identifier | None = None
    category: CostCategory | None = None  # of such lines of a statement


class ImportLayout(Record):
    """The remembered columns of a statement, and the sign that money spent has in it.

    ``header`` is a fingerprint of the names of all its columns, by which the layout is recognized.
    """

    header: Name
    date: Name
    description: Name
    amount: Name
    spent: Spent
    order: DayOrder = "month_first"
    decimal_mark: DecimalMark | None = None
    credit: Line = ""  # the column with money received
    direction: Line = ""  # the column that says whether money was spent
    spent_word: Line = ""  # its word for that
    balance: Line = ""  # the column with the balance, whose change says it
    currency: Line = ""  # the column with the currency
    currency_code: Line = ""  # the currency of all amounts
    state: Line = ""  # the column that says whether a line is pending
    has_header: bool = True


class PeopleLayout(Record):
    """The remembered columns of a table of people; without a last name, ``name`` is the whole name.

    ``header`` is a fingerprint of the names of all its columns, by which the layout is recognized.
    """

    header: Name
    name: Name
    last_name: Line = ""
    organisation: Line = ""
    role: Line = ""
    address: Line = ""


class Profile(Record):
    """The owner's pay, limits and settings."""

    currency: Annotated[str, AfterValidator(_currency)] = "USD"
    locale: Annotated[str, AfterValidator(_locale)] = "en_US"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    weekly_hours_cap: Annotated[Number, Field(ge=0, le=168)] = 6
    weekly_evenings_cap: Annotated[Number, Field(ge=0, le=7)] | None = None
    compensation: tuple[Compensation, ...] = ()
    hour_worth: HourWorth = HourWorth()
    target_audience: TargetAudience = TargetAudience()
    purpose: Purpose | None = None  # None until the owner was asked
    second_purpose: Purpose | None = None
    learning_share: Fraction = 0.1  # of a quarter's hours, for learning more about an approach
    ramp_share: _Multiple = 0.5  # the most an approach may grow in a quarter, of its usual hours
    between_jobs: tuple[QuarterLabel, ...] = ()  # when the owner was looking for work
    import_rules: tuple[ImportRule, ...] = ()
    import_layouts: tuple[ImportLayout, ...] = ()
    people_layouts: tuple[PeopleLayout, ...] = ()
    palms_member: Line = ""  # the owner's name in a chapter's report
    archived_before: Day | None = None  # records of earlier days are in a file of the owner's
    archive_end: Day | None = None  # in such a file: its records are of earlier days

    @field_validator("second_purpose")
    @classmethod
    def _check_second_purpose(cls, second: Purpose | None, info: ValidationInfo) -> Purpose | None:
        if second and info.data.get("purpose", "") in (None, second):
            raise ValueError("must come with a different purpose")
        return second

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes that the owner chose, the first one first."""
        return tuple(purpose for purpose in (self.purpose, self.second_purpose) if purpose)


def guess_formats(language: str | None, time_zone: str | None) -> dict[str, str]:
    """Return the locale and currency for a new profile, only where they differ from its defaults; nothing if unknown.

    ``language`` is a BCP 47 tag like ``de-DE``, and ``time_zone`` an IANA name, which only helps where the language
    comes without a country.

    >>> guess_formats("de-DE", "America/New_York"), guess_formats("de", "Europe/Zurich"), guess_formats("en-US", None)
    ({'locale': 'de_DE', 'currency': 'EUR'}, {'locale': 'de_CH', 'currency': 'CHF'}, {})
    """
    locale = _likely_locale(language or "", get_global("zone_territories").get(time_zone or ""))
    currencies = get_territory_currencies(locale.territory) if locale and locale.territory else []
    if locale is None or not currencies:
        return {}
    # The sentences around numbers are English: other digits, or another direction, would not fit in.
    if locale.default_numbering_system != "latn" or locale.text_direction != "ltr":
        return {}
    guess, defaults = {"locale": f"{locale.language}_{locale.territory}", "currency": currencies[0]}, Profile()
    return {name: value for name, value in guess.items() if value != getattr(defaults, name)}


def _likely_locale(language: str, time_zone_country: str | None) -> Locale | None:
    """Return the locale of a language in its country, the time zone's or the likely one, whichever is known first."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    likely = get_global("likely_subtags").get(locale.language, "").rpartition("_")[2]
    for country in (locale.territory, time_zone_country, likely):
        # Not 419, Latin America: only a country has a currency.
        if country and country.isalpha():
            try:
                return Locale.parse(f"{locale.language}_{country}")
            except (ValueError, UnknownLocaleError):
                continue
    return None
