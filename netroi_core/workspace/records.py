"""The records of a workspace: frozen pydantic models with the keys of the document format.

They validate strictly: unknown keys and values of another type are refused, never guessed. A what-if is a changed copy.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import (
    LARGEST_TARGET,
    Alternative,
    Amount,
    Approach,
    Audience,
    Channel,
    CostCategory,
    Count,
    Day,
    ExchangeKind,
    Fraction,
    Habit,
    HourCount,
    Identifier,
    ImportKind,
    JsonValues,
    Line,
    Moment,
    Name,
    Number,
    OutcomeKind,
    Period,
    QuarterLabel,
    Rating,
    Record,
    SomeText,
    Status,
    Sum,
    Text,
)

ImportedList = Literal["venues", "activities", "outcomes", "contacts", "exchanges"]


class Dues(Record):
    """The dues of a membership or subscription, accruing daily; without a day, unbounded at that end."""

    amount: Amount = Decimal(0)
    per: Period = "year"
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")


class Venue(Record):
    """A club, association, platform or place where networking happens. ``role``: a leadership role held there."""

    id: Identifier
    name: Name
    approach: Approach
    why: Line = ""
    audience: Audience | None = None
    role: Line = ""
    dues: Dues | None = None


class Hours(Record):
    """The hours of one activity by part."""

    attending: HourCount = 0
    preparing: HourCount = 0
    travelling: HourCount = 0
    following_up: HourCount = 0

    @property
    def total(self) -> float:
        """The sum of all parts."""
        return self.attending + self.preparing + self.travelling + self.following_up


class Cost(Record):
    """One expense; ``reimbursed`` is the part that somebody else bore."""

    category: CostCategory = "other"
    amount: Amount = Decimal(0)
    reimbursed: Amount = Decimal(0)

    @model_validator(mode="after")
    def _check_reimbursed(self) -> "Cost":
        if self.reimbursed > self.amount:
            raise ValueError(f"the reimbursement ({self.reimbursed}) is more than the amount ({self.amount})")
        return self


def with_paid_back(costs: tuple[Cost, ...], amount: Decimal) -> tuple[tuple[Cost, ...], Decimal]:
    """Return costs with an amount more of them reimbursed, each by the same share, and what is left of the amount.

    >>> costs, rest = with_paid_back((Cost(amount=Decimal("9.00")), Cost(amount=Decimal("95.00"))), Decimal(52))
    >>> [str(cost.reimbursed) for cost in costs], str(rest)
    (['4.50', '47.50'], '0')
    """
    # Nobody says which of them was paid back: taken off one alone, that would look free.
    unpaid = [cost.amount - cost.reimbursed for cost in costs]
    total = sum(unpaid, Decimal(0))
    paid = min(amount, total)
    if not paid:
        return costs, amount
    # In whole units of the finest amount, so that the shares add up, and none is more than its cost.
    places = max(0, *(-int(number.as_tuple().exponent) for number in (paid, *unpaid)))
    units = [int(number.scaleb(places)) for number in (paid, total)]
    sums = [int(number.scaleb(places)) * units[0] // units[1] for number in accumulate(unpaid, initial=Decimal(0))]
    shares = [Decimal(end - start).scaleb(-places) for start, end in pairwise(sums)]
    changed = (
        cost.model_copy(update={"reimbursed": cost.reimbursed + share}) if share else cost
        for cost, share in zip(costs, shares, strict=True)
    )
    return tuple(changed), amount - paid


class Activity(Record):
    """Something done to network: a breakfast, a coffee, an evening of messages."""

    id: Identifier
    date: Day
    approach: Approach
    channel: Channel | None = None
    venue: Identifier | None = None
    title: Line = ""
    hours: Hours = Hours()
    alternative: Alternative = "paid_work"
    costs: tuple[Cost, ...] = ()
    people: tuple[Identifier, ...] = ()
    new_contacts: Count = 0
    meaningful: Count = 0
    energy: Annotated[int, Field(ge=-2, le=2)] | None = None
    evening: bool | None = None
    source: Literal["journal", "quiz", "calendar", "import"] = "journal"
    keys: tuple[Identifier, ...] = ()  # entries of imported files that were joined to it, so as not to come again


class Value(Record):
    """A three-point estimate of an outcome's value; without a low or high, that bound is the likely value."""

    low: Amount | None = None
    likely: Amount = Decimal(0)
    high: Amount | None = None

    @model_validator(mode="after")
    def _check_order(self) -> "Value":
        low = self.likely if self.low is None else self.low
        high = self.likely if self.high is None else self.high
        if not low <= self.likely <= high:
            raise ValueError(f"low ({low}), likely ({self.likely}) and high ({high}) must be in ascending order")
        return self


class Touchpoint(Record):
    """One step on the path to an outcome; ``credit`` is the user's own weight for it."""

    date: Day
    approach: Approach
    venue: Identifier | None = None
    contact: Identifier | None = None
    credit: Annotated[Number, Field(ge=0, le=1e9)] | None = None


# For a quarter after its day, an outcome that is recorded as lost was lost lately.
_RECENT: Final = timedelta(days=92)
# A job or a round of funding comes once: it says nothing about the next quarter.
ONCE_KINDS: Final = frozenset({"role", "funding"})


class StatedProbability(Record):
    """The probability that the owner stated on a day for an outcome that was open then."""

    day: Day
    probability: Fraction


class Outcome(Record):
    """A result of networking, won, open or lost."""

    id: Identifier
    date: Day  # of winning it; while it is open, and once it is lost, of recording it
    kind: OutcomeKind
    title: Line = ""
    status: Status
    value: Value | None = None
    probability: Fraction | None = None  # of an open outcome, which without one counts nothing
    margin: Fraction = 1.0  # what remains of the value after its own costs
    incrementality: Fraction = 1.0  # what would not have happened without networking
    touchpoints: tuple[Touchpoint, ...] = ()
    # A rating instead of a value in money.
    intangible: Annotated[int, Field(ge=0, le=5)] | None = None
    once: bool | None = None  # True if the like does not recur; None leaves that to the kind
    referral_request: Literal["asked", "skipped"] | None = None  # to the client; None while it may be suggested
    stated: tuple[StatedProbability, ...] = ()  # by day, while it was open; to be held against what happened
    lost_on: Day | None = None  # when one that was open fell through; None for its own date
    heard_on: Day | None = None  # of one that was open before it was won: when it was recorded; None for its own date
    declined: bool | None = None  # for lost outcomes: True if the owner said no

    @property
    def recurs(self) -> bool:
        """True if a forecast may expect more of the like."""
        return not (self.kind in ONCE_KINDS if self.once is None else self.once)

    @property
    def fell_through_on(self) -> Day:
        """The day on which a lost outcome fell through: its own, if it was never open."""
        return self.lost_on or self.date

    def with_loss(self, before: "Outcome | None", day: Day) -> "Outcome":
        """Return the outcome with the day on which one that was open ``before`` fell through, if it did.

        So does one that is new: the no came after its own day, but for one of long ago nobody knows when.
        """
        lost_on = None if before is None or self.status != "lost" else before.lost_on
        is_new = before is None and timedelta(0) < day - self.date <= _RECENT
        if self.status == "lost" and (is_new or (before is not None and before.status == "open")):
            lost_on = day
        return self if lost_on == self.lost_on else self.model_copy(update={"lost_on": lost_on})

    def with_statement(self, before: "Outcome | None", day: Day) -> "Outcome":
        """Return the outcome with the probability that its owner states on a day added to those stated so far.

        A probability is stated once it is entered, changed, or goes with an outcome that is open again; of one day the
        last counts. Nothing stated is ever lost, whatever else an edit does.

        Args:
            before: The outcome as it was stored until now; None if it is new.
            day: The owner's day.
        """
        carried = self.with_history(before)
        was_open = before is not None and before.status == "open"
        is_stated = was_open and before is not None and before.probability == self.probability
        if self.status != "open" or self.probability is None or is_stated:
            return carried
        # Sorted, since a quiz of a device with another date may have stated a later day.
        stated = {statement.day: statement for statement in carried.stated}
        stated[day] = StatedProbability(day=day, probability=self.probability)
        return carried.model_copy(update={"stated": tuple(stated[key] for key in sorted(stated))})

    def with_history(self, before: "Outcome | None") -> "Outcome":
        """Return the outcome with what another version of it knows of the time when it was open.

        That is every probability stated, its own on the same day; the one that it is settled at, if none was stated;
        and the day it was heard of, once its date is that of winning it.
        """
        if before is None:
            return self
        stated, heard_on = self._stated_since(before), before.heard_on or self.heard_on
        is_just_won = (before.status, self.status) == ("open", "won") and before.date < self.date
        history = {"stated": stated, "heard_on": before.date if is_just_won and not heard_on else heard_on}
        changes = {name: value for name, value in history.items() if value != getattr(self, name)}
        return self.model_copy(update=changes) if changes else self

    def _stated_since(self, before: "Outcome") -> tuple[StatedProbability, ...]:
        """Return every probability stated in this and an earlier version, or the one that the earlier was left at."""
        stated = {statement.day: statement for statement in (*before.stated, *self.stated)}
        is_settled = before.status == "open" != self.status
        if is_settled and not stated and before.probability is not None:
            return (StatedProbability(day=before.date, probability=before.probability),)
        return tuple(stated[key] for key in sorted(stated))


class Met(Record):
    """The first meeting with a contact."""

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
    keys: tuple[Name, ...] = ()  # ids in imported files, each a source and its own key
    distinct_from: tuple[Identifier, ...] = ()  # others of the same name
    not_in: tuple[Identifier, ...] = ()  # activities whose notes have this name, but are about somebody else


class Exchange(Record):
    """A favor given or received; the person may be unnamed. ``between``: both ends of an introduction."""

    id: Identifier
    date: Day
    contact: Identifier | None = None
    direction: Literal["given", "received"]
    kind: ExchangeKind = "other"
    between: tuple[Identifier, ...] = ()
    note: Text = ""


class Goal(Record):
    """A target for a metric in a quarter."""

    id: Identifier
    metric: Name
    target: Annotated[Number, Field(ge=-LARGEST_TARGET, le=LARGEST_TARGET)]
    quarter: QuarterLabel
    approach: Approach | None = None


class Story(Record):
    """A success story or testimonial."""

    id: Identifier
    date: Day
    contact: Identifier | None = None
    approach: Approach | None = None
    text: SomeText
    approved: bool = False


class SubmittedFigures(Record):
    """The figures of a quarter when its quiz was submitted: total cost, and by view the value of each outcome."""

    submitted: Moment
    total_cost: Sum = Decimal(0)
    realised: dict[Identifier, Sum] = Field(default_factory=dict)
    invested: dict[Identifier, Sum] = Field(default_factory=dict)


class Quiz(Record):
    """The pop quiz of a quarter: a draft until it is submitted, its answers kept for correction."""

    id: Identifier
    quarter: QuarterLabel
    submitted: Moment | None = None
    answers: JsonValues = Field(default_factory=dict)
    strain: Text = ""  # signs of too much networking, in the owner's own words
    showed: tuple[SubmittedFigures, ...] = ()  # the figures at each submission that changed them
    habits: tuple[Habit, ...] = ()

    @property
    def submitted_on(self) -> date | None:
        """The day on which it was submitted; None for a draft."""
        return date.fromisoformat(self.submitted[:10]) if self.submitted else None

    @property
    def approaches_by_venue(self) -> frozenset[str]:
        """The approaches of which its answers say how the hours are shared among venues; the rest was elsewhere."""
        return frozenset(key.partition(_HOURS_AT)[0] for key in self.answers if _HOURS_AT in key)


# In the keys of a quiz's answers, between an approach and the id of a venue.
_HOURS_AT: Final = ".hours_at."


def venue_hours_key(approach: Approach, venue: str) -> str:
    """Return the key of a quiz's answer on the hours at a venue, of those of an approach."""
    return f"{approach}{_HOURS_AT}{venue}"


_QUIZ_ID: Final = re.compile(r"quiz-([12]\d{3}-Q[1-4])-.*", re.ASCII | re.DOTALL)


def quiz_id_prefix(quarter: Quarter) -> str:
    """Return the prefix of the ids of all records that a quarter's quiz writes."""
    return f"quiz-{quarter}-"


def guessed_quarter(record_id: str, day: date, fiscal_year_start: int = 1) -> Quarter | None:
    """Return the quarter of the quiz that wrote a record, if the record's day is only a guess; else None.

    A record for which no day was stated gets the last day of its quiz's quarter. Screens show the quarter instead, and
    such a day makes no follow-up due.

    >>> guessed_quarter("quiz-2026-Q3-1", date(2026, 9, 30)), guessed_quarter("quiz-2026-Q3-1", date(2026, 9, 2))
    (Quarter(year=2026, number=3), None)
    """
    match = _QUIZ_ID.fullmatch(record_id)
    quarter = Quarter.parse(match[1]) if match else None
    return quarter if quarter and quarter.last_day(fiscal_year_start) == day else None


class RecordChange(Record):
    """A change that an import made to a record: the keys that differ, before and after.

    A new key is missing in ``before``. ``digest`` is that of the whole record afterward.
    """

    before: JsonValues = Field(default_factory=dict)
    after: JsonValues = Field(default_factory=dict)
    digest: Line = ""


class Import(Record):
    """An accepted import, by list and id of the record, so that it can be undone.

    ``added`` holds a digest of each record as it was added, which tells whether it was changed since. Of the file, only
    its name is kept.
    """

    id: Identifier
    kind: ImportKind
    at: Moment
    file_name: Line = ""
    added: dict[ImportedList, dict[Identifier, Line]] = Field(default_factory=dict)
    updated: dict[ImportedList, dict[Identifier, RecordChange]] = Field(default_factory=dict)
