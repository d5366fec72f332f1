"""Numbers, days and names as text, by locale and currency; and typed numbers parsed."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, cached_property, lru_cache
from typing import ClassVar, Final

from babel import Locale
from babel.dates import format_date, format_skeleton
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
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    AUDIENCES,
    CHANNELS,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    HOUR_PARTS,
    LARGEST_AMOUNT,
    OUTCOME_KINDS,
    OutcomeKind,
    Purpose,
    is_seldom_priced,
)
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Outcome

NOT_AVAILABLE: Final = "n/a"
NOT_RATED: Final = "not rated yet"


def _titles(keys: Iterable[str], **irregular: str) -> Mapping[str, str]:
    """Return the title of each key: its words, like Cost saving, unless it is irregular."""
    return {key: irregular.get(key, key.replace("_", " ").capitalize()) for key in keys}


APPROACH_NAMES: Final = _titles(APPROACHES, one_on_one="One-on-one")
ACTIVITY_NAMES: Final[Mapping[str, str]] = {
    "group_events": "group event",
    "one_on_one": "one-on-one",
    "social_media": "social media session",
}
ALTERNATIVE_NAMES: Final = _titles(ALTERNATIVES, family="Family time", me_time="Free time")
KIND_NAMES: Final = _titles(
    OUTCOME_KINDS, role="New role or promotion", developmental_assignment="Stretch assignment",
    introduction="Introduction to you", other="Something else",
)  # fmt: skip
# Inside a sentence; what isn't counted one by one is an outcome.
_KIND_NOUNS: Final[Mapping[str, str]] = {kind: name.lower() for kind, name in KIND_NAMES.items()} | {
    "role": "role",
    "introduction": "introduction",
    "funding": "funding round",
    **dict.fromkeys(("revenue", "skill", "reputation", "other"), "outcome"),
}
# What is called so while it is open; all else is only possible until then.
_OPEN_NOUNS: Final = frozenset({"lead", "role", "interview", "funding round", "referral", "outcome"})
CATEGORY_NAMES: Final = _titles(COST_CATEGORIES, event_fee="Event fees", subscription="Subscriptions", gift="Gifts")
PART_NAMES: Final = _titles(HOUR_PARTS, travelling="Traveling")
AUDIENCE_NAMES: Final = _titles(AUDIENCES)
STATUS_NAMES: Final = _titles(("won", "open", "lost"), open="Still open")
_COUNTED_STATUS_NAMES: Final = {**STATUS_NAMES, "won": "It took place", "lost": "It fell through"}
# Most interviews that are lost took place: a no came after them, from either side.
_INTERVIEW_STATUS_NAMES: Final = {**_COUNTED_STATUS_NAMES, "lost": "It came to a no"}
_MENTOR_STATUS_NAMES: Final = {**_COUNTED_STATUS_NAMES, "won": "Found"}
EXCHANGE_NAMES: Final = _titles(
    EXCHANGE_KINDS, introduction="Introductions", referral="Referrals", endorsement="Endorsements"
)
ENERGY_NAMES: Final[Mapping[int, str]] = {
    -2: "Drained me", -1: "Tired me", 0: "Neutral", 1: "Lifted me", 2: "Energized me",
}  # fmt: skip
CHANNEL_NAMES: Final = _titles(CHANNELS)
PURPOSE_NAMES: Final[Mapping[Purpose, str]] = {
    "find_work": "Find work",
    "win_clients": "Win clients",
    "raise_money": "Raise money",
    "advance": "Advance where I am",
    "learn": "Learn and find mentors",
    "belong": "Belong and give back",
}
SOURCE_NAMES: Final[Mapping[str, str]] = {
    "calendar": "your calendar",
    "time": "your time sheet",
    "crm": "your CRM",
    "linkedin": "LinkedIn",
    "palms": "your chapter’s report",
    "expense": "your card",
    "journal": "your log",
}

_FACTORS: Final[Mapping[str, int]] = {"k": 1000, "m": 1_000_000}
_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f'’]")
# Hours as a clock shows them, as a number with a unit, or with minutes; the units are English and German.
_DURATION: Final = re.compile(
    r"""
    (?P<clock_hours>\d{1,4})\s?[:h]\s?(?P<clock_minutes>[0-5]\d)
    |(?=.)(?:(?P<hours>[\d.,]+)\s?(?:h|hrs?|hours?|std|stunden?)\.?)?
    (?:\s?(?:and|und|,)?\s?(?P<minutes>[\d.,]+)\s?(?:m|mins?|minutes?|minuten?)\.?)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Not \s: no-break spaces keep a number together.
_FIRST_SENTENCE: Final = re.compile(r"((?:“[^”]*”|[^“])*?[.!?]) (.+)", re.DOTALL)
_BLANKS: Final = re.compile(r"[\t\n\v\f\r ]+")
# Without the joiners U+200C and U+200D, which Persian and Indic names, and emoji of families, are written with.
_INVISIBLE: Final = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=])")
_AUTOLINKS: Final = re.compile(r"(?<=:)(?=[\w+/-]+:|//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
# Where a line must not end: between a minus sign and a currency's sign, within one-on-one, and within Q3 2026.
_UNBREAKABLE: Final = re.compile(
    r"(?<=\u2212)(?=[^\d\s])|(?<=\bone-)(?=on-one)|(?<=\bone-on-)(?=one)|(?<=\bQ[1-4] )(?=\d{4}\b)", re.IGNORECASE
)
_WORD_JOINER: Final = "\u2060"
# Most locales of Babel have the hyphen instead.
_MINUS: Final = "\u2212"


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
    def _babel(self) -> Locale:
        return Locale.parse(self.locale)

    @cached_property
    def symbol(self) -> str:
        """The currency's sign, like $."""
        return get_currency_symbol(self.currency, self.locale)

    @property
    def currency_name(self) -> str:
        """The currency's name in an English sentence.

        >>> Words("de_DE", "EUR").currency_name, Words("ja_JP", "JPY").currency_name
        ('euros', 'Japanese yen')
        """
        return get_currency_name(self.currency, count=2, locale="en")

    def money(self, amount: float | Decimal | None) -> str:
        """Return an amount rounded for reading: whole from 100 on, below with its cents if it has any; n/a for None.

        >>> Words().money(119.5), Words().money(35.5), Words().money(35)
        ('$120', '$35.50', '$35')
        """
        return self.exact_money(amount) if amount is None or -100 < amount < 100 else self.whole_money(amount)

    def whole_money(self, amount: float | Decimal) -> str:
        """Return an amount rounded to whole units."""
        return self._currency(amount, 0)

    def about_money(self, amount: float) -> str:
        """Return an amount to follow "about", which more than two digits would contradict.

        >>> Words().about_money(50606), Words().about_money(37.4)
        ('$51,000', '$37')
        """
        return self.whole_money(two_digits(amount))

    @property
    def money_template(self) -> str:
        r"""The format of whole amounts of money, in the syntax of printf, as sliders take it.

        >>> Words().money_template, Words("de_DE", "EUR").money_template
        ('$%,d', "%'.,d\xa0€")
        """
        return self.whole_money(0).replace("0", _slider_digits(self.whole_money(1000)))

    @property
    def hours_template(self) -> str:
        """The format of whole hours, in the syntax of printf, as sliders take it.

        >>> Words().hours_template, Words("de_DE", "EUR").hours_template
        ('%,d h', "%'.,d h")
        """
        return f"{_slider_digits(self.number(1000))} h"

    @property
    def percent_template(self) -> str:
        r"""The format of whole percentages, in the syntax of printf, as sliders take it.

        >>> Words().percent_template, Words("de_DE", "EUR").percent_template
        ('%d%%', '%d\xa0%%')
        """
        return self.percent(0).replace("%", "%%").replace("0", "%d")

    def exact_money(self, amount: float | Decimal | None) -> str:
        """Return an amount to the cent, and whole where it has no cents; n/a for None.

        >>> Words().exact_money(Decimal("4000")), Words().exact_money(1250.5)
        ('$4,000', '$1,250.50')
        """
        return self.money_format((amount,))(amount)

    def money_format(self, amounts: Iterable[float | Decimal | None]) -> Callable[[float | Decimal | None], str]:
        """Return the format of amounts that are read together: to the cent if one of them has cents, else whole.

        >>> [*map(Words().money_format([60, 4.5]), [60, 4.5])]
        ['$60.00', '$4.50']
        """
        places = get_currency_precision(self.currency)
        has_cents = any(amount is not None and _rounded(amount, places) % 1 for amount in amounts)
        digits = places if has_cents else 0
        return lambda amount: NOT_AVAILABLE if amount is None else self._currency(amount, digits)

    def ratio(self, amount: float | None) -> str:
        """Return what one unit of money returned, with two digits even where it has none, as in yen; n/a for None."""
        return NOT_AVAILABLE if amount is None else self._currency(amount, 2)

    def compact_money(self, amount: float) -> str:
        """Return an amount for an axis: $0, $250, $2K."""
        compact = format_compact_currency(amount, self.currency, locale=self._babel, fraction_digits=1)
        # Where a locale abbreviates only from a million on, as German does, Babel leaves thousands unseparated.
        is_unseparated = abs(amount) >= 1000 and re.search(r"\d{4}", compact)
        return self.whole_money(amount) if is_unseparated else _with_minus(compact)

    def number(self, number: float | Decimal | None, digits: int = 2) -> str:
        """Return a number with at most so many decimals; n/a for None."""
        if number is None:
            return NOT_AVAILABLE
        return _formatted(_rounded(number, digits), self.locale, "number", "#" * digits)

    def editable_amount(self, amount: Decimal) -> str:
        """Return an amount for a field to edit it in: without the currency, with cents where there are any."""
        is_whole = amount == amount.to_integral_value()
        return self.number(amount) if is_whole else self._currency(amount, None, bare=True)

    def hours(self, hours: float | Decimal | None) -> str:
        """Return hours, like 17.75 h; n/a for None."""
        return NOT_AVAILABLE if hours is None else f"{self.number(hours)} h"

    def percent(self, percent: float | None, digits: int = 0) -> str:
        """Return a percentage, given as 0 to 100 and beyond, like 556%; n/a for None."""
        if percent is None:
            return NOT_AVAILABLE
        return _formatted(_rounded(percent, digits) / 100, self.locale, "percent", "0" * digits)

    def share(self, share: float | Decimal) -> str:
        """Return a share as a percentage with as many decimals as it takes to recalculate, at most two.

        >>> Words().share(0.5), Words().share(Decimal("0.375"))
        ('50%', '37.5%')
        """
        percent = round(float(share) * 100, 9)
        return self.percent(percent, next((digits for digits in (0, 1) if round(percent, digits) == percent), 2))

    def odds(self, probability: float) -> str:
        """Return a probability from 0 to 1 as a percentage, rounded to 5.

        >>> [*map(Words().odds, (0.79, 0.99, 0.01))]
        ['about 80%', 'more than 95%', 'less than 5%']
        """
        if probability > 0.95:
            return f"more than {self.percent(95)}"
        return (
            f"less than {self.percent(5)}"
            if probability < 0.05
            else f"about {self.percent(5 * round(20 * probability))}"
        )

    def measure(self, value: float | None, unit: str, beside: Iterable[float | None] = ()) -> str:
        """Return a measure's value by its unit, to the cent, hundredth of an hour or tenth of a percent.

        Amounts that are read ``beside`` it decide with it whether it has cents, as in ``money_format``.
        """
        match unit:
            case "money":
                return self.money_format((value, *beside))(value)
            case "percent":
                return self.percent(value, 1)
            case "hours":
                return self.hours(value)
        return self.number(value, 0)

    @cached_property
    def _english(self) -> str:
        """The locale of dates inside sentences, which are English: the month by its English name.

        The day comes first unless the person's own dates begin with the month.
        """
        if self._babel.language == "en":
            return self.locale
        # en_150 is English as written in Europe.
        return "en_US" if self.date_pattern.startswith("MM") else "en_150"

    def day(self, day: date) -> str:
        """Return a day for a sentence or a list.

        >>> Words().day(date(2026, 7, 14)), Words("de_DE").day(date(2026, 9, 30))
        ('Jul 14, 2026', '30 Sep 2026')
        """
        return _medium_day(day, self._english)

    def short_day(self, day: date, today: date) -> str:
        """Return a day in full, with its year only where that is not today's.

        >>> Words().short_day(date(2026, 7, 14), today=date(2026, 11, 29))
        'July 14'
        >>> Words("de_DE").short_day(date(2025, 7, 14), today=date(2026, 11, 29))
        '14 July 2025'
        """
        if day.year != today.year:
            return str(format_date(day, "long", self._english))
        return str(format_skeleton("MMMMd", day, locale=self._english))

    @cached_property
    def date_pattern(self) -> str:
        """The order of day, month and year in the fields and cells for a date, as Streamlit writes it.

        >>> Words().date_pattern, Words("de_DE").date_pattern
        ('MM/DD/YYYY', 'DD.MM.YYYY')
        """
        pattern = re.sub("'[^']*'", "", self._babel.date_formats["short"].pattern)
        parts = {"d": "DD", "M": "MM", "y": "YYYY"}
        separator = next((letter for letter in pattern if letter in "/.-"), "/")
        return separator.join(parts[letter] for letter in dict.fromkeys(pattern) if letter in parts)

    def parse_amount(self, text: str, example: str = "") -> Decimal:
        """Return the amount or number that was typed; raise ValueError with a sentence for the person if it is none.

        The sentence has the example of how to write it, by default a number in the person's locale.

        >>> [str(Words().parse_amount(text)) for text in ("1,250.50", "$52k", "1.2 M")]
        ['1250.50', '52000', '1200000.0']
        """
        bare = _INVISIBLE.sub("", text)
        for sign in sorted({self.symbol, self.currency, "$", "€", "£"}, key=len, reverse=True):
            bare = bare.replace(sign, "")
        # Pasted back from a page, numbers come with the unit that the page showed.
        bare = bare.strip().removesuffix("h").removesuffix("%").strip()
        factor = _FACTORS.get(bare[-1:].lower(), 1)
        bare = bare if factor == 1 else bare[:-1].rstrip()
        grouping = self._babel.number_symbols["latn"]["group"]
        bare = _SPACES.sub(grouping if _SPACES.match(grouping) else " ", bare)
        try:
            if not re.fullmatch(r"[\d.,\u00a0\u202f'’]+", bare):
                raise NumberFormatError("")
            # Strict: otherwise Babel reads 1,5 in English as 15.
            number = parse_decimal(bare, locale=self.locale, strict=True) * factor
        except (NumberFormatError, InvalidOperation):
            example = example or self.number(Decimal("1234.5"))
            raise ValueError(f"“{text[:40]}” can’t be read as a number. Write it like {example}.") from None
        if self._is_ambiguous(bare):
            few, many = self.number(number), self.number(number * 1000)
            raise ValueError(f"“{text[:40]}” could mean {few} or {many}. Enter one of those.")
        if number > LARGEST_AMOUNT:
            raise ValueError(f"“{text[:40]}” is more than NetROI can handle.")
        return number

    def parse_money(self, text: str, example: str = "") -> Decimal:
        """Return the amount of money that was typed; raise ValueError like ``parse_amount``, and for a percentage."""
        if text.strip().endswith("%"):
            raise ValueError(f"“{text[:40]}” is a percentage. Enter an amount of money.")
        return self.parse_amount(text, example)

    def parse_hours(self, text: str) -> Decimal:
        """Return the hours that were typed, as a number or as a duration; raise ValueError like ``parse_amount``.

        >>> words = Words()
        >>> [str(words.parse_hours(text)) for text in ("1.5", "1:30", "1h30", "90 min", "1 hour and 20 minutes")]
        ['1.5', '1.5', '1.5', '1.5', '1.3333']
        """
        example = f"{self.number(1.5)} or 1:30"
        duration = _DURATION.fullmatch(_INVISIBLE.sub("", text).strip())
        if duration is None:
            return self.parse_amount(text, example)
        hours, minutes = duration["clock_hours"] or duration["hours"], duration["clock_minutes"] or duration["minutes"]
        total = self.parse_amount(hours or "0", example) + self.parse_amount(minutes or "0", example) / 60
        return round(total, 4).normalize() + 0

    def _is_ambiguous(self, number: str) -> bool:
        """Return True if a decimal mark may be meant to separate thousands, like in 1.250 where it reads as 1.25."""
        if get_currency_precision(self.currency) == 3:
            return False
        symbols = self._babel.number_symbols["latn"]
        # Where a point separates nothing, as in French, Babel reads it as a decimal mark, too.
        marks = re.escape("".join({".", symbols["decimal"]} - {symbols["group"]}))
        return re.fullmatch(rf"[1-9]\d{{0,2}}[{marks}]\d{{3}}", number) is not None

    def _currency(self, amount: float | Decimal, digits: int | None, bare: bool = False) -> str:
        places = get_currency_precision(self.currency) if digits is None else digits
        number = _formatted(_rounded(amount, places), self.locale, "number" if bare else "money", "0" * places)
        # Not format_currency: given the currency, Babel looks up its name each time, too.
        return number.replace("¤", self.symbol)


def _slider_digits(thousand: str) -> str:
    # Sliders separate thousands by a comma, or by the character of a padding that they have no room for.
    separator = thousand.partition("1")[2].partition("000")[0]
    return "%d" if not separator else "%,d" if separator == "," else f"%'{separator},d"


def _with_minus(number: str) -> str:
    """Return a formatted number with a true minus sign, as wide as a plus."""
    return number.replace("-", _MINUS)


# Lists and choices name hundreds of days, most of them again in the next run.
@lru_cache(maxsize=2**12)
def _medium_day(day: date, locale: str) -> str:
    # British English alone has four letters for a month.
    return str(format_date(day, "medium", locale)).replace("Sept ", "Sep ")


# As with days: a choice names hundreds of amounts, and Babel takes a tenth of a millisecond for each.
@lru_cache(maxsize=2**12)
def _formatted(number: Decimal, locale: str, kind: str, decimals: str) -> str:
    """Return a rounded number in a locale's pattern with other decimals, like ## for at most two and 00 for cents."""
    pattern = _pattern(locale, kind, decimals)
    return _with_minus(pattern.apply(number, Locale.parse(locale), decimal_quantization=kind != "percent"))


@cache
def _pattern(locale: str, kind: str, decimals: str) -> NumberPattern:
    formats = Locale.parse(locale)
    templates = {
        "number": formats.decimal_formats[None].pattern,
        "percent": formats.percent_formats[None].pattern,
        "money": formats.currency_formats["standard"].pattern,
    }
    return parse_pattern(re.sub(r"0(\.[0#]+)?", f"0.{decimals}" if decimals else "0", templates[kind]))


def quarter_name(quarter: Quarter) -> str:
    """Return a quarter as people write it, like Q3 2026."""
    return f"Q{quarter.number} {quarter.year}"


def in_quarters(window: Sequence[Quarter]) -> str:
    """Return when something happened, as the first words of a sentence.

    >>> in_quarters([Quarter(2026, 3)]), in_quarters([Quarter(2026, 2), Quarter(2026, 3)])
    ('In Q3 2026', 'In these quarters')
    """
    return f"In {quarter_name(window[0])}" if len(window) == 1 else "In these quarters"


def quarter_months(quarter: Quarter, fiscal_year_start: int = 1) -> str:
    """Return the months of a quarter.

    >>> quarter_months(Quarter(2026, 3)), quarter_months(Quarter(2026, 1), fiscal_year_start=12)
    ('July to September 2026', 'December 2025 to February 2026')
    """
    return window_months((quarter,), fiscal_year_start)


def window_months(window: Sequence[Quarter], fiscal_year_start: int = 1) -> str:
    """Return the months from the first to the last of a window's quarters."""
    first, last = window[0].first_day(fiscal_year_start), window[-1].last_day(fiscal_year_start)
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first:%B}{year} to {last:%B %Y}"


def in_sentence(approach: str) -> str:
    """Return an approach's name inside a sentence, like group events."""
    name = APPROACH_NAMES[approach]
    return name[:1].lower() + name[1:]


def outcome_noun(kinds: Iterable[str]) -> str:
    """Return the noun for outcomes of these kinds: that of their kind if all have the same.

    >>> outcome_noun(["role"]), outcome_noun(["client", "client"]), outcome_noun(["client", "lead"])
    ('role', 'client', 'outcome')
    """
    nouns = {_KIND_NOUNS[kind] for kind in kinds}
    return nouns.pop() if len(nouns) == 1 else "outcome"


def open_outcome_noun(kinds: Iterable[str]) -> str:
    """Return the noun for open outcomes of these kinds: nobody has an open client, but one who may become a client.

    >>> open_outcome_noun(["client"]), open_outcome_noun(["lead", "lead"]), open_outcome_noun(["client", "lead"])
    ('possible client', 'open lead', 'open outcome')
    """
    noun = outcome_noun(kinds)
    return f"{'open' if noun in _OPEN_NOUNS else 'possible'} {noun}"


def status_names(kind: OutcomeKind, purposes: Collection[Purpose]) -> Mapping[str, str]:
    """Return the names of the statuses, as one says them of a kind of outcome to those who network for these purposes.

    >>> [status_names(kind, ["win_clients"])["won"] for kind in ("client", "referral", "introduction", "mentor")]
    ['Won', 'Won', 'It took place', 'Found']
    """
    if kind in ("interview", "mentor"):
        return _INTERVIEW_STATUS_NAMES if kind == "interview" else _MENTOR_STATUS_NAMES
    return _COUNTED_STATUS_NAMES if is_seldom_priced(kind, purposes) else STATUS_NAMES


def status_name(outcome: Outcome, purposes: Collection[Purpose]) -> str:
    """Return the status of an outcome, and of one that its owner turned down, who said no."""
    return "You said no" if outcome.declined else status_names(outcome.kind, purposes)[outcome.status]


def first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence of a text, for a title, and the rest; what stands in quotes ends no sentence.

    >>> first_sentence("Skip “Mixer Inc. on Main St.” first. That frees up 3 hours.")
    ('Skip “Mixer Inc. on Main St.” first.', 'That frees up 3 hours.')
    >>> first_sentence("Rest first")
    ('Rest first', '')
    """
    found = _FIRST_SENTENCE.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def two_digits(number: float) -> float:
    """Return a number rounded to two digits.

    >>> two_digits(23.78), two_digits(50606)
    (24.0, 51000.0)
    """
    return float(f"{number:.2g}")


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


def end_sentence(text: str) -> str:
    """Return a text as the end of a sentence: with a full stop, unless a name or title at its end brings one.

    >>> end_sentence("Lunch with T.S."), end_sentence("You won “Acme Inc.”"), end_sentence("Lunch with Ada")
    ('Lunch with T.S.', 'You won “Acme Inc.”', 'Lunch with Ada.')
    """
    return text if text.rstrip("”")[-1:] in {*".?!…"} else f"{text}."


def tally(counts: Iterable[tuple[int, str]]) -> str:
    """Return counts as a list, without zeros.

    >>> tally(((2, "conversation"), (0, "referral"), (1, "interview")))
    '2 conversations and 1 interview'
    """
    return join_words([pluralize(count, noun) for count, noun in counts if count])


def unbroken(text: str) -> str:
    """Return a text for the screen with word joiners where no line may end, such as in one-on-one.

    A hyphen that never breaks would be another character: a search in the page for the word would not find it.

    >>> unbroken("One-on-one, and line-by-line") == "One-\u2060on-\u2060one, and line-by-line"
    True
    >>> unbroken("in Q3 2026") == "in Q3 \u20602026"
    True
    """
    return _UNBREAKABLE.sub(_WORD_JOINER, text)


def escape_markdown(text: str) -> str:
    """Return a person's text as Markdown that shows it as it is: nothing in it is a link, an image or a formula."""
    # Streamlit looks for addresses and :material/icons: once the escapes are gone: a word joiner breaks those up.
    inert = _AUTOLINKS.sub(_WORD_JOINER, _INVISIBLE.sub("", _BLANKS.sub(" ", text).strip()))
    return _MARKDOWN.sub(r"\\\1", unbroken(inert))


def whole(number: float) -> int:
    """Return a number in whole units, as sentences write it: a half is rounded up.

    >>> whole(62.5), whole(61.5)
    (63, 62)
    """
    return int(_rounded(float(number), 0))


def _rounded(number: float | Decimal, digits: int) -> Decimal:
    """Return a number rounded as people do it, half up: 1250.5 is 1251, where Python's round gives 1250.

    >>> _rounded(1250.5, 0), _rounded(-0.001, 2), _rounded(3 * 1.005, 2)
    (Decimal('1251'), Decimal('0.00'), Decimal('3.02'))
    """
    # By 15 digits: a binary value may be a little less, such as that of 3 × 1.005, and would round down.
    exact = Decimal(format(number, ".15g")) if isinstance(number, float) else Decimal(number)
    # Adding 0 turns a rounded -0 into 0.
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
