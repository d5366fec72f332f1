"""The records of a workspace: frozen, checked, with the names of the document format.

A what-if is a changed copy, never a changed record.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from netroi_core.workspace.fields import (
    Alternative,
    Amount,
    Answers,
    Approach,
    Audience,
    CostCategory,
    Count,
    Day,
    ExchangeKind,
    Fraction,
    Habit,
    HourCount,
    Identifier,
    ImportKind,
    Line,
    Name,
    OutcomeKind,
    Parts,
    Period,
    QuarterLabel,
    Rating,
    SomeText,
    Status,
    Sum,
    Text,
)
from netroi_core.workspace.profile import AnnualPay as AnnualPay
from netroi_core.workspace.profile import Compensation as Compensation
from netroi_core.workspace.profile import HourlyPay as HourlyPay
from netroi_core.workspace.profile import Profile as Profile
from netroi_core.workspace.profile import Record as Record

ImportedList = Literal["venues", "activities", "outcomes", "contacts", "exchanges"]


class Dues(Record):
    """What a membership or subscription costs per period, accruing by the day; without a day, ever since or on."""

    amount: Amount = Decimal(0)
    per: Period = "year"
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")


class Venue(Record):
    """A club, association, platform or place where networking happens, and why one goes there.

    audience: for whom, in a word; role: a leadership role held there.
    """

    id: Identifier
    name: Name
    approach: Approach
    why: Line = ""
    audience: Audience | None = None
    role: Line = ""
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
    """Something done to network: a breakfast, a coffee, an evening of messages.

    keys: the entries of imported files that were joined to it, so that they are not brought in again.
    """

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
    evening: bool | None = None
    source: Literal["journal", "quiz", "calendar", "import"] = "journal"
    keys: tuple[Identifier, ...] = ()


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
    """A person in the network.

    keys: by what imported files know the person, each a source and its own key. distinct_from: others of the same name.
    """

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
    keys: tuple[Name, ...] = ()
    distinct_from: tuple[Identifier, ...] = ()


class Exchange(Record):
    """Something given or received; the person may be unnamed. between: both ends of an introduction."""

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
    target: Annotated[float, Field(allow_inf_nan=False)]
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


class Showed(Record):
    """What a quarter showed when its quiz was handed in: its total cost, and in each view the value of each outcome."""

    submitted: Line
    total_cost: Sum = Decimal(0)
    realised: dict[Identifier, Sum] = Field(default_factory=dict)
    invested: dict[Identifier, Sum] = Field(default_factory=dict)


class Quiz(Record):
    """The pop quiz of a quarter: a draft until it is submitted, its answers kept for correction.

    ``showed`` has one entry for each handing in that changed what the quarter shows; ``habits`` are those that were
    kept up in the quarter; ``strain`` is what wore the person out in it, in their own words.
    """

    id: Identifier
    quarter: QuarterLabel
    submitted: Line | None = None
    answers: Answers = Field(default_factory=dict)
    strain: Text = ""
    showed: tuple[Showed, ...] = ()
    habits: tuple[Habit, ...] = ()


class Change(Record):
    """What an import changed in a record: those of its keys that differ, as they were and as they became.

    A key that was not there before is missing in ``before``; digest: that of the whole record as it became.
    """

    before: Parts = Field(default_factory=dict)
    after: Parts = Field(default_factory=dict)
    digest: Line = ""


class Import(Record):
    """What was taken over from a file, so that it can be taken back: by list and id of the record.

    added: a digest of the record as it was added, which tells whether it was changed since. Of the file, only its
    name is kept.
    """

    id: Identifier
    kind: ImportKind
    at: Line
    file_name: Line = ""
    added: dict[ImportedList, dict[Identifier, Line]] = Field(default_factory=dict)
    updated: dict[ImportedList, dict[Identifier, Change]] = Field(default_factory=dict)


class WorkspaceDocument(Record):
    """The document of one workspace, by which the format is checked."""

    format: Literal["netroi-workspace"]
    version: Annotated[int, Field(ge=1, le=1)]
    profile: Profile = Profile()
    venues: tuple[Venue, ...] = ()
    activities: tuple[Activity, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    contacts: tuple[Contact, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    goals: tuple[Goal, ...] = ()
    stories: tuple[Story, ...] = ()
    quizzes: tuple[Quiz, ...] = ()
    imports: tuple[Import, ...] = ()


LISTS = tuple(name for name in WorkspaceDocument.model_fields if name not in ("format", "version", "profile"))
