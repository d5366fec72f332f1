"""Numbers, days and names as text, by locale and currency; and typed numbers parsed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from typing import ClassVar, Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import (
    NumberFormatError,
    NumberPattern,
    format_compact_currency,
    get_currency_name,
    get_currency_precision,
    get_currency_symbol,
    parse_decimal,
    parse_pattern,
)

from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import LARGEST_AMOUNT
from netroi_core.workspace.records import Profile

NOT_AVAILABLE: Final = "n/a"

APPROACH_NAMES: Final[Mapping[str, str]] = {
    "group_events": "Group events",
    "one_on_one": "One-on-one",
    "social_media": "Social media",
}
ACTIVITY_NAMES: Final[Mapping[str, str]] = {
    "group_events": "group event",
    "one_on_one": "one-on-one talk",
    "social_media": "social media session",
}
ALTERNATIVE_NAMES: Final[Mapping[str, str]] = {
    "paid_work": "Paid work",
    "family": "Family",
    "learning": "Learning",
    "volunteering": "Volunteering",
    "me_time": "Me time",
}
KIND_NAMES: Final[Mapping[str, str]] = {
    "role": "New role",
    "developmental_assignment": "Developmental assignment",
    "business_project": "Business project",
    "mentor": "Mentor",
    "client": "Client",
    "revenue": "Revenue",
    "cost_saving": "Cost saving",
    "partnership": "Partnership",
    "referral": "Referral",
    "lead": "Lead",
    "skill": "Skill",
    "reputation": "Reputation",
    "other": "Something else",
}
CATEGORY_NAMES: Final[Mapping[str, str]] = {
    "breakfast": "Breakfast",
    "coffee": "Coffee",
    "lunch": "Lunch",
    "drinks": "Drinks",
    "dinner": "Dinner",
    "fuel": "Fuel",
    "parking": "Parking",
    "event_fee": "Event fees",
    "travel": "Travel",
    "lodging": "Lodging",
    "dues": "Dues",
    "subscription": "Subscriptions",
    "gift": "Gifts",
    "other": "Other",
}
PART_NAMES: Final[Mapping[str, str]] = {
    "attending": "Attending",
    "preparing": "Preparing",
    "travelling": "Travelling",
    "following_up": "Following up",
}
AUDIENCE_NAMES: Final[Mapping[str, str]] = {"employers": "Employers", "clients": "Clients", "peers": "Peers"}
STATUS_NAMES: Final[Mapping[str, str]] = {"won": "Won", "open": "Still open", "lost": "Lost"}
EXCHANGE_NAMES: Final[Mapping[str, str]] = {
    "introduction": "Introductions",
    "referral": "Referrals",
    "advice": "Advice",
    "information": "Information",
    "endorsement": "Endorsements",
    "support": "Support",
    "other": "Other",
}
ENERGY_NAMES: Final[Mapping[int, str]] = {
    -2: "Drained me",
    -1: "Tired me",
    0: "Neutral",
    1: "Lifted me",
    2: "Energised me",
}
SOURCE_NAMES: Final[Mapping[str, str]] = {
    "calendar": "your calendar",
    "time": "your time sheet",
    "linkedin": "LinkedIn",
    "palms": "your chapter's report",
    "expense": "your card",
    "journal": "your journal",
}

_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f'’]")
# Not \s: no-break spaces keep a number together.
_BLANKS: Final = re.compile(r"[\t\n\v\f\r ]+")
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=])")
_AUTOLINKS: Final = re.compile(r"(?<=:)(?=[\w+/-]+:|//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_WORD_JOINER: Final = "\u2060"


@dataclass(frozen=True)
class Words:
    """The formats of one person: a Babel locale such as ``en_US`` and an ISO 4217 currency."""

    locale: str = "en_US"
    currency: str = "USD"
    # False in reports without amounts: sentences do without them.
    shows_amounts: ClassVar[bool] = True

    @classmethod
    def of(cls, profile: Profile) -> "Words":
        """Return the formats that a profile asks for."""
        return cls(profile.locale, profile.currency)

    @cached_property
    def symbol(self) -> str:
        """The currency's sign, like $."""
        return get_currency_symbol(self.currency, self.locale)

    @property
    def currency_name(self) -> str:
        """The currency's name, like US Dollar."""
        return get_currency_name(self.currency, locale=self.locale)

    def money(self, amount: float | Decimal | None) -> str:
        """Return an amount rounded for reading: whole from 100 on, with cents below; n/a for None."""
        if amount is None:
            return NOT_AVAILABLE
        digits = None if -100 < amount < 100 and amount else 0
        return self._currency(amount, digits)

    def whole_money(self, amount: float | Decimal) -> str:
        """Return an amount rounded to whole units."""
        return self._currency(amount, 0)

    def exact_money(self, amount: float | Decimal | None) -> str:
        """Return an amount to the cent; n/a for None."""
        return NOT_AVAILABLE if amount is None else self._currency(amount, None)

    def compact_money(self, amount: float) -> str:
        """Return an amount for an axis: $0, $250, $2K."""
        return str(format_compact_currency(amount, self.currency, locale=_parsed(self.locale), fraction_digits=1))

    def number(self, number: float | Decimal | None, digits: int = 2) -> str:
        """Return a number with at most so many decimals; n/a for None."""
        if number is None:
            return NOT_AVAILABLE
        # Adding 0 turns a rounded -0 into 0.
        rounded = round(_exact(number), digits) + 0
        return str(_number_pattern(self.locale, digits).apply(rounded, _parsed(self.locale)))

    def editable_amount(self, amount: Decimal) -> str:
        """Return an amount for a field to edit it in: without the currency, with cents where there are any."""
        is_whole = amount == amount.to_integral_value()
        return self.number(amount) if is_whole else self._currency(amount, None, bare=True)

    def hours(self, hours: float | None) -> str:
        """Return hours, like 17.75 h; n/a for None."""
        return NOT_AVAILABLE if hours is None else f"{self.number(hours)} h"

    def percent(self, percent: float | None, digits: int = 0) -> str:
        """Return a percentage, given as 0 to 100 and beyond, like 556%; n/a for None."""
        if percent is None:
            return NOT_AVAILABLE
        share = (round(_exact(percent), digits) + 0) / 100
        pattern = _percent_pattern(self.locale, digits)
        return str(pattern.apply(share, _parsed(self.locale), decimal_quantization=False))

    def measure(self, value: float | None, unit: str) -> str:
        """Return a measure's value by its unit, to the cent, hundredth of an hour or tenth of a percent."""
        match unit:
            case "money":
                return self.exact_money(value)
            case "percent":
                return self.percent(value, 1)
            case "hours":
                return self.hours(value)
        return self.number(value, 0)

    def day(self, day: date) -> str:
        """Return a day, like Jul 14, 2026."""
        return str(format_date(day, "medium", self.locale))

    def parse_amount(self, text: str) -> Decimal:
        """Return the amount or number that was typed.

        Raises:
            ValueError: It is ambiguous, no number or too large; the message is for the person.
        """
        bare = _INVISIBLE.sub("", text)
        for sign in sorted({self.symbol, self.currency, "$", "€", "£"}, key=len, reverse=True):
            bare = bare.replace(sign, "")
        # Pasted back from a page, numbers come with the unit that the page showed.
        bare = bare.strip().removesuffix("h").removesuffix("%").strip()
        grouping = _parsed(self.locale).number_symbols["latn"]["group"]
        bare = _SPACES.sub(grouping if _SPACES.match(grouping) else " ", bare)
        try:
            if not re.fullmatch(r"[\d.,\u00a0\u202f'’]+", bare):
                raise NumberFormatError("")
            # Strict: otherwise Babel reads 1,5 in English as 15.
            number = parse_decimal(bare, locale=self.locale, strict=True)
        except (NumberFormatError, InvalidOperation):
            example = self.number(Decimal("1234.5"))
            raise ValueError(f"“{text[:40]}” can't be read as a number. Write it like {example}.") from None
        if number > LARGEST_AMOUNT:
            raise ValueError(f"“{text[:40]}” is more than NetROI can handle.")
        return number

    def _currency(self, amount: float | Decimal, digits: int | None, bare: bool = False) -> str:
        exact = Decimal(repr(amount)) if isinstance(amount, float) else Decimal(amount)
        places = get_currency_precision(self.currency) if digits is None else digits
        rounded = round(exact, int(places)) + 0
        pattern = _bare_pattern(places) if bare else _money_pattern(self.locale, places)
        # Not format_currency: given the currency, Babel looks up its name each time, too.
        return str(pattern.apply(rounded, _parsed(self.locale))).replace("¤", self.symbol)


@cache
def _parsed(locale: str) -> Locale:
    return Locale.parse(locale)


@cache
def _number_pattern(locale: str, digits: int) -> NumberPattern:
    pattern = _parsed(locale).decimal_formats[None].pattern
    return parse_pattern(re.sub(r"0\.#+", f"0.{'#' * digits}" if digits else "0", pattern))


@cache
def _percent_pattern(locale: str, digits: int) -> NumberPattern:
    pattern = _parsed(locale).percent_formats[None].pattern
    return parse_pattern(pattern.replace("0", f"0.{'0' * digits}", 1) if digits else pattern)


@cache
def _money_pattern(locale: str, places: int) -> NumberPattern:
    pattern = _parsed(locale).currency_formats["standard"].pattern
    return parse_pattern(pattern.replace("0.00", f"0.{'0' * places}" if places else "0"))


@cache
def _bare_pattern(places: int) -> NumberPattern:
    return parse_pattern(f"#,##0.{'0' * places}" if places else "#,##0")


def quarter_name(quarter: Quarter) -> str:
    """Return a quarter as people write it, like Q3 2026."""
    return f"Q{quarter.number} {quarter.year}"


def in_sentence(approach: str) -> str:
    """Return an approach's name inside a sentence, like group events."""
    name = APPROACH_NAMES[approach]
    return name[:1].lower() + name[1:]


def pluralize(count: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    >>> pluralize(1, "outcome"), pluralize(1200, "activity", "activities")
    ('1 outcome', '1,200 activities')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def join_words(items: list[str]) -> str:
    """Return items as a phrase.

    >>> join_words(["calls", "coffee", "events"])
    'calls, coffee and events'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def escape_markdown(text: str) -> str:
    """Return a person's text as Markdown that shows it as it is: nothing in it is a link, an image or a formula."""
    # Streamlit looks for addresses and :material/icons: once the escapes are gone: a word joiner breaks those up.
    inert = _AUTOLINKS.sub(_WORD_JOINER, _INVISIBLE.sub("", _BLANKS.sub(" ", text).strip()))
    return _MARKDOWN.sub(r"\\\1", inert)


# By its shortest text: the exact binary value of 2.675 is a little less, and would round down.
def _exact(number: float | Decimal) -> Decimal:
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
