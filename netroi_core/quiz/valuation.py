"""The value of outcomes: a likely one from figures that a person knows, and how much of it counts."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import Final, Literal

from netroi_core.ledger.formulas import counted_value
from netroi_core.ledger.purposes import KINDS_BY_PURPOSE
from netroi_core.wording.wording import Words, join_words, status_name
from netroi_core.workspace.fields import COUNTED_KINDS, KINDS_WITHOUT_GAIN, OUTCOME_KINDS, OutcomeKind, Purpose, Status
from netroi_core.workspace.profile import Compensation, HourlyPay
from netroi_core.workspace.records import Outcome

HelperFigures = Mapping[str, Decimal]
WithoutRole = Literal["search", "job"]

PAY_WITHOUT_ROLE: Final = "old_pay"
"""The input of a role's helper that is filled in from the owner's pay."""

FINAL_VALUE: Final = "What did it come to?"
"""The question for the value of an outcome that was open and is won: until then, it was an estimate."""


@dataclass(frozen=True)
class ShareQuestion:
    """The question for the share of revenue that the owner keeps; ``blank`` says what counts without an answer."""

    label: str
    note: str
    blank: str


@dataclass(frozen=True)
class HelperInput:
    """A figure that a helper asks for; ``name`` is what it is called inside a sentence."""

    key: str
    label: str
    unit: Literal["money", "hours", "months"]
    name: str


@dataclass(frozen=True)
class ValueHelper:
    """The calculation of an outcome's likely value, and the advice that keeps it honest."""

    inputs: tuple[HelperInput, ...]
    formula: str
    advice: str
    likely: Callable[[HelperFigures], Decimal]
    asks_margin: bool = False

    def value_label(self, status: Status) -> str:
        """Return the label of the calculated value. A margin is asked for on its own, and not taken off here.

        >>> HELPERS["client"].value_label("won"), HELPERS["client"].value_label("open")
        ('Revenue', 'Likely revenue')
        """
        return value_label(status, "Revenue" if self.asks_margin else f"Value ({self.formula})")


_PAY: Final = ValueHelper(
    (
        HelperInput("new_pay", "New pay a year", "money", "the new pay"),
        HelperInput(PAY_WITHOUT_ROLE, "Pay a year without it", "money", "your pay without it"),
    ),
    "difference in pay for a year",
    "Count one year: after that, the credit is for your work.",
    lambda figures: max(Decimal(0), figures["new_pay"] - figures[PAY_WITHOUT_ROLE]),
)
# Without a job there is no pay to compare with: what a job brings is that the search is over sooner.
PAY_SOONER: Final = ValueHelper(
    (
        HelperInput("new_pay", "New pay a year", "money", "the new pay"),
        HelperInput("months_sooner", "How many months sooner?", "months", "the months of search that it saved"),
    ),
    "pay for the months it saved",
    "Count at most twelve months: after that, the credit is for your work.",
    lambda figures: figures["new_pay"] * figures["months_sooner"] / 12,
)
_FEE: Final = ValueHelper(
    (HelperInput("fee", "What it brings in", "money", "what it brings in"),),
    "fee × margin",
    "All of it, before your share. Count what is agreed, or usual for a year.",
    lambda figures: figures["fee"],
    asks_margin=True,
)
_ADVICE: Final = ValueHelper(
    (
        HelperInput("hours", "Hours of advice or training", "hours", "the hours"),
        HelperInput("rate", "Going rate for an hour", "money", "the going rate"),
    ),
    "hours × going rate",
    "What the same hours from a coach, teacher or consultant would have cost you.",
    lambda figures: figures["hours"] * figures["rate"],
)
_SAVING: Final = ValueHelper(
    (
        HelperInput("monthly", "Saved a month", "money", "what you save a month"),
        HelperInput("months", "For how many months", "months", "the number of months"),
    ),
    "saving a month × months",
    "Count at most twelve months: by then you might have found it yourself.",
    lambda figures: figures["monthly"] * figures["months"],
)

# Kinds without a helper (reputation, other) are valued directly, or rated 0 to 5 without money.
HELPERS: Final[Mapping[OutcomeKind, ValueHelper]] = {
    "role": _PAY,
    "developmental_assignment": _ADVICE,
    "business_project": _FEE,
    "mentor": _ADVICE,
    "client": _FEE,
    "revenue": _FEE,
    "cost_saving": _SAVING,
    "partnership": _FEE,
    "referral": _FEE,
    "lead": _FEE,
    "skill": _ADVICE,
}

KINDS_WITH_MARGIN: Final = frozenset(kind for kind, helper in HELPERS.items() if helper.asks_margin)

WITHOUT_ROLE: Final[Mapping[WithoutRole, str]] = {"search": "Kept searching", "job": "Had other pay"}
"""The names of what the owner would have done without a new role."""
WITHOUT_ROLE_QUESTION: Final = "Without it, what would you have done?"
FILLED_IN_PAY: Final = "Filled in from your pay: change it if needed."
FILLED_IN_MARGIN: Final = "Your margin is filled in from your last outcome: change it if needed."

_COMMON_KINDS: Final[tuple[OutcomeKind, ...]] = ("client", "lead", "referral", "role", "business_project", "mentor")
_KINDS_IN_SIGHT: Final = 6  # of each purpose

_MARGIN: Final = ShareQuestion(
    "Your margin, %",
    "The share of the revenue that you keep after paying for materials, travel, subcontractors and the like. If a "
    "quarter of the revenue goes to them, enter 75. Your own time isn’t such a cost: NetROI counts the hours that you "
    "spend networking, not those of the work that it brings in.",
    "Without a margin, all of it counts as yours.",
)
_COMMISSION: Final = ShareQuestion(
    "Commission or margin, %",
    "Your share of the revenue: the commission you are paid, or for a client of your own what is left after costs.",
    "Without a share, all of it counts as yours. Do you only know what it earned you? Then enter that as the revenue.",
)

# Kinds that are seldom settled when they are entered: one that counts as won at once would flatter.
OPEN_AT_FIRST: Final[frozenset[OutcomeKind]] = frozenset({"lead"})

ANYWAY_CHOICES: Final = (0.0, 25.0, 50.0, 75.0)
"""The choices for the share that would have happened without networking, in percent."""
ANYWAY_UNANSWERED: Final = "If you leave this open, all of it counts."

_ANYWAY_NAMES: Final = {0.0: "No", 25.0: "Unlikely ({})", 50.0: "50/50", 75.0: "Probably ({})"}
_ANYWAY_REASONS: Final = {
    25.0: "it was unlikely to come anyway ({})",
    50.0: "it was 50/50 whether it would come anyway",
    75.0: "it would probably have come anyway ({})",
}
# An open outcome hasn't come yet.
_OPEN_ANYWAY_REASONS: Final = {
    25.0: "it’s unlikely to come anyway ({})",
    50.0: "it’s 50/50 whether it comes anyway",
    75.0: "it will probably come anyway ({})",
}

# Definitions of the kinds of outcome that are easily confused.
_KIND_HINTS: Final[Mapping[OutcomeKind, str]] = {
    "lead": "A lead may still become a client.",
    "client": "A client is someone new who buys from you.",
    "business_project": "A business project is one for someone who bought from you before.",
    "revenue": "Revenue is any other income, such as a commission or a fee.",
    "referral": "A referral is one that you received; those you gave are favors.",
}
_JOB_HINTS: Final[Mapping[OutcomeKind, str]] = {
    "lead": "A lead is an opening that you heard of.",
    "business_project": "A business project is one that you were asked to join.",
    "referral": "A referral is somebody who recommends you; those you gave are favors.",
}
WHO_SAID_NO: Final = "Who said no? (optional)"
WHO_DECLINED: Final = {False: "They did", True: "I did"}
"""The names of who ended a lost outcome, by its key ``declined``."""

# Outcomes that are counted however they ended: that they came about is the point.
_COUNTED_ANYHOW: Final[Mapping[OutcomeKind, str]] = {
    "interview": "an interview",
    "lead": "a lead",
    "referral": "a referral",
}


def kinds_in_sight(purposes: Sequence[Purpose], recorded: Collection[OutcomeKind] = ()) -> tuple[OutcomeKind, ...]:
    """Return the kinds of outcome to offer at once: those that each purpose looks for, in order, then those recorded.

    Without a purpose, the common ones come first.

    >>> kinds_in_sight(["find_work", "learn"], ["funding"])[5:]
    ('mentor', 'skill', 'developmental_assignment', 'reputation', 'funding')
    """
    sought = [KINDS_BY_PURPOSE[purpose][:_KINDS_IN_SIGHT] for purpose in purposes] or [_COMMON_KINDS]
    return tuple(dict.fromkeys((*chain(*sought), *(kind for kind in OUTCOME_KINDS if kind in recorded))))


def kind_hints(kinds: Collection[OutcomeKind], purposes: Collection[Purpose]) -> Iterator[str]:
    """Yield what kinds of outcome mean for these purposes, of those that are easily taken for each other.

    >>> list(kind_hints(["lead", "role"], ["find_work"])), list(kind_hints(["lead"], ["find_work", "win_clients"]))
    (['A lead is an opening that you heard of.'], ['A lead may still become a client.'])
    """
    if not purposes or "win_clients" in purposes:
        hints = _KIND_HINTS
    elif {"find_work", "advance"}.isdisjoint(purposes):
        hints = {"referral": _KIND_HINTS["referral"]}
    else:
        hints = _JOB_HINTS
    return (hints[kind] for kind in kinds if kind in hints)


def ordered_kinds(in_sight: Sequence[OutcomeKind]) -> tuple[OutcomeKind, ...]:
    """Return all kinds of outcome: those in sight, then the common ones."""
    return tuple(dict.fromkeys((*in_sight, *_COMMON_KINDS, *OUTCOME_KINDS)))


def counts_without_value(kind: OutcomeKind, purposes: Collection[Purpose]) -> bool:
    """Return True if an outcome is a success by itself, whatever it is worth in money.

    >>> counts_without_value("interview", []), counts_without_value("referral", ["find_work"])
    (True, True)
    >>> counts_without_value("lead", ["find_work", "win_clients"])
    False
    """
    is_search = "find_work" in purposes and "win_clients" not in purposes
    return kind in COUNTED_KINDS or (is_search and kind in ("lead", "referral"))


def share_question(pay: Compensation | None) -> ShareQuestion:
    """Return how to ask for the share of revenue that is kept: the self-employed know it as their margin.

    Whoever has an employer may earn a commission, or have clients of their own as well.
    """
    return _MARGIN if isinstance(pay, HourlyPay) else _COMMISSION


def value_label(status: Status, name: str = "Value") -> str:
    """Return the label of an outcome's value: what is won is known, and the rest is an estimate."""
    return name if status == "won" else f"Likely {name[:1].lower()}{name[1:]}"


def status_phrase(outcome: Outcome, purposes: Collection[Purpose], words: Words) -> str:
    """Return the status of an outcome inside a sentence, of one that fell through with its day.

    >>> from datetime import date
    >>> day = date(2026, 9, 2)
    >>> status_phrase(Outcome(id="o", date=day, kind="client", status="lost", lost_on=day), [], Words())
    'lost on Sep 2, 2026'
    >>> status_phrase(Outcome(id="o", date=day, kind="role", status="lost", declined=True), [], Words())
    'you said no'
    """
    day = f" on {words.day(outcome.lost_on)}" if outcome.status == "lost" and outcome.lost_on else ""
    return f"{status_name(outcome, purposes).lower()}{day}"


def lost_note(kind: OutcomeKind, quarter: str = "") -> str:
    """Return what a lost outcome still counts as, in a quarter if one is named.

    >>> lost_note("interview"), lost_note("client", "Q4 2026")
    ('it still counts as an interview', 'it stays on record in Q4 2026, without a value')
    """
    when = f" in {quarter}" if quarter else ""
    counted = _COUNTED_ANYHOW.get(kind)
    return f"it still counts as {counted}{when}" if counted else f"it stays on record{when}, without a value"


def explain_counted_value(outcome: Outcome, words: Words) -> str:
    """Return what an outcome counts as, and why that is not its whole value; empty where it is, or none is known.

    >>> from datetime import date
    >>> from netroi_core.workspace.records import Value
    >>> client = Outcome(id="o", date=date(2026, 9, 2), kind="client", status="won", value=Value(likely=Decimal(4000)),
    ...                  incrementality=0.8)
    >>> explain_counted_value(client, Words())
    'counts as $3,200 of $4,000, since 20% would have come anyway'
    """
    counted = counted_value_phrase(outcome, words)
    if outcome.value is None or not counted:
        return ""
    reasons = join_words(list(_reasons_to_count_less(outcome, words)))
    return f"{counted} of {words.exact_money(outcome.value.likely)}, since {reasons}"


def counted_value_phrase(outcome: Outcome, words: Words) -> str:
    """Return what an outcome counts as, like “counts as $3,200”; empty for its whole value, or without one."""
    value = outcome.value
    if value is None or not value.likely or outcome.status == "lost" or outcome.kind in KINDS_WITHOUT_GAIN:
        return ""
    if not any(_reasons_to_count_less(outcome, words)):
        return ""
    return f"counts as {words.money(counted_amount(outcome))}"


def counted_amount(outcome: Outcome) -> float:
    """Return what an outcome that isn't lost counts as: an open one weighted by its chance; 0 without a value."""
    value = outcome.value
    if value is None or outcome.kind in KINDS_WITHOUT_GAIN:
        return 0
    low, high = (float(value.likely if bound is None else bound) for bound in (value.low, value.high))
    counted = counted_value(low, float(value.likely), high, outcome.margin, outcome.incrementality)
    return counted * (outcome.probability or 0) if outcome.status == "open" else counted


def _reasons_to_count_less(outcome: Outcome, words: Words) -> Iterator[str]:
    """Yield why an outcome does not count as its likely value."""
    if outcome.margin != 1:
        yield f"you keep {words.share(outcome.margin)}"
    if outcome.incrementality != 1:
        yield _anyway_reason(outcome, words)
    if outcome.status == "open":
        yield f"its chance is {words.share(outcome.probability or 0)}"
    value = outcome.value
    if value and {value.low, value.high} - {value.likely, None}:
        yield "the average of its range counts"


def anyway_question(status: Status) -> str:
    """Return the question for how likely an outcome is without networking.

    >>> anyway_question("won"), anyway_question("open")
    ('Would this have happened without networking?', 'Would this come without networking?')
    """
    return f"Would this {'come' if status == 'open' else 'have happened'} without networking?"


def anyway_name(percent: float, words: Words) -> str:
    """Return the name of a share in percent that would have happened without networking.

    >>> anyway_name(25, Words()), anyway_name(20, Words())
    ('Unlikely (25%)', '20%')
    """
    return _ANYWAY_NAMES.get(percent, "{}").format(words.share(percent / 100))


def _anyway_reason(outcome: Outcome, words: Words) -> str:
    """Return how much would have come anyway, in the words of the choice if it was one."""
    percent = float(100 - 100 * Decimal(str(outcome.incrementality)))
    if outcome.status == "open":
        reason = _OPEN_ANYWAY_REASONS.get(percent, "{} would come anyway")
    else:
        reason = _ANYWAY_REASONS.get(percent, "{} would have come anyway")
    return reason.format(words.share(percent / 100))


def value_helper(kind: OutcomeKind, without_role: WithoutRole = "job") -> ValueHelper | None:
    """Return the helper of a kind; a role's depends on what the owner would have done without it.

    >>> value_helper("role", "search").value_label("won")
    'Value (pay for the months it saved)'
    """
    return PAY_SOONER if kind == "role" and without_role == "search" else HELPERS.get(kind)


def final_label(helper: ValueHelper | None) -> str:
    """Return the question for the value of what was open and is won: a job's is that of an open one, no year's pay.

    >>> final_label(HELPERS["client"]), final_label(value_helper("role", "search"))
    ('What did it come to?', 'Value (pay for the months it saved)')
    """
    return helper.value_label("won") if helper and helper in (PAY_SOONER, _PAY) else FINAL_VALUE


def missing_figure(helper: ValueHelper | None, figures: HelperFigures) -> str:
    """Return the name of the figure that a helper lacks beside those given; empty with all, or before any is given.

    The pay without a role may be filled in before anything is typed.

    >>> missing_figure(HELPERS["role"], {"new_pay": Decimal(95000)}), missing_figure(HELPERS["role"], {})
    ('your pay without it', '')
    """
    inputs = helper.inputs if helper and figures.keys() - {PAY_WITHOUT_ROLE} else ()
    return next((field.name for field in inputs if field.key not in figures), "")


def input_hint(helper: ValueHelper, given: Collection[str]) -> str:
    """Return how to find the figure of a helper that is hardest to tell; empty where it is given, or none is."""
    if helper is PAY_SOONER and "months_sooner" not in given:
        # Of people out of work in the US, half have been looking for ten weeks or more: no news for who looks longer.
        return (
            "How many more months might the search have taken without this job? If you can’t tell, 2 or 3 are typical."
        )
    if helper is HELPERS["role"] and PAY_WITHOUT_ROLE not in given:
        return "Pay without it: what you would have earned otherwise, such as your last pay; 0 if nothing."
    return ""


def helper_value(helper: ValueHelper | None, figures: HelperFigures) -> Decimal | None:
    """Return the likely value by a helper; None without one or while an input is missing.

    >>> helper_value(HELPERS["mentor"], {"hours": Decimal(12), "rate": Decimal(150)})
    Decimal('1800.00')
    >>> helper_value(value_helper("role", "search"), {"new_pay": Decimal(120000), "months_sooner": Decimal("2.5")})
    Decimal('25000.00')
    """
    if helper is None or any(field.key not in figures for field in helper.inputs):
        return None
    return helper.likely(figures).quantize(Decimal("0.01"), ROUND_HALF_UP)
