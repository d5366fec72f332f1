"""The value of outcomes: a likely one from figures that a person knows, and how much of it counts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from netroi_core.ledger.formulas import counted_value
from netroi_core.ledger.purposes import COUNTED_KINDS, KINDS_BY_PURPOSE
from netroi_core.wording.wording import STATUS_NAMES, Words, join_words
from netroi_core.workspace.fields import OUTCOME_KINDS, OutcomeKind, Purpose
from netroi_core.workspace.records import Outcome

HelperFigures = Mapping[str, Decimal]


@dataclass(frozen=True)
class HelperInput:
    """A figure that a helper asks for."""

    key: str
    label: str
    unit: Literal["money", "hours", "months"]


@dataclass(frozen=True)
class ValueHelper:
    """The calculation of an outcome's likely value, and the advice that keeps it honest."""

    inputs: tuple[HelperInput, ...]
    formula: str
    advice: str
    likely: Callable[[HelperFigures], Decimal]
    asks_margin: bool = False

    @property
    def value_label(self) -> str:
        """The label of the calculated value. A margin is asked for on its own, and not taken off here."""
        return "Likely revenue" if self.asks_margin else f"Likely value ({self.formula})"


_PAY: Final = ValueHelper(
    (HelperInput("new_pay", "New pay a year", "money"), HelperInput("old_pay", "Pay a year without it", "money")),
    "difference in pay for a year",
    "Count one year: after that, the credit is for your work. In between jobs, the pay without it is what you "
    "would have found otherwise.",
    lambda figures: max(Decimal(0), figures["new_pay"] - figures["old_pay"]),
)
_FEE: Final = ValueHelper(
    (HelperInput("fee", "What it brings in", "money"),),
    "fee × margin",
    "Before your margin. Count what is agreed, or usual for a year.",
    lambda figures: figures["fee"],
    asks_margin=True,
)
_ADVICE: Final = ValueHelper(
    (
        HelperInput("hours", "Hours of advice or training", "hours"),
        HelperInput("rate", "Going rate for an hour", "money"),
    ),
    "hours × going rate",
    "What the same hours from a coach, teacher or consultant would have cost you.",
    lambda figures: figures["hours"] * figures["rate"],
)
_SAVING: Final = ValueHelper(
    (HelperInput("monthly", "Saved a month", "money"), HelperInput("months", "For how many months", "months")),
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

_COMMON_KINDS: Final[tuple[OutcomeKind, ...]] = ("client", "lead", "referral", "role", "business_project", "mentor")

# Kinds that are seldom settled when they are entered: one that counts as won at once would flatter.
OPEN_AT_FIRST: Final[frozenset[OutcomeKind]] = frozenset({"lead"})

# Nobody wins an interview or an introduction.
_COUNTED_STATUS_NAMES: Final = {**STATUS_NAMES, "won": "It took place", "lost": "It fell through"}


def kinds_for(purpose: Purpose | None) -> tuple[OutcomeKind, ...]:
    """Return all kinds of outcome, those that a purpose looks for first, then the common ones.

    >>> kinds_for("find_work")[:3]
    ('interview', 'referral', 'introduction')
    """
    first = KINDS_BY_PURPOSE[purpose] if purpose else ()
    return tuple(dict.fromkeys((*first, *_COMMON_KINDS, *OUTCOME_KINDS)))


def counts_without_value(kind: OutcomeKind, purpose: Purpose | None) -> bool:
    """Return True if an outcome is a success by itself, whatever it is worth in money.

    >>> counts_without_value("interview", None), counts_without_value("referral", "find_work")
    (True, True)
    >>> counts_without_value("referral", "win_clients")
    False
    """
    return kind in COUNTED_KINDS or (purpose == "find_work" and kind == "referral")


def status_names(kind: OutcomeKind) -> Mapping[str, str]:
    """Return the names of the statuses, as one says them of a kind of outcome.

    >>> status_names("client")["won"], status_names("interview")["won"]
    ('Won', 'It took place')
    """
    return _COUNTED_STATUS_NAMES if kind in COUNTED_KINDS else STATUS_NAMES


def explain_counted_value(outcome: Outcome, words: Words) -> str:
    """Return what an outcome counts as, and why that is not its whole value; empty where it is, or none is known.

    >>> from datetime import date
    >>> from netroi_core.workspace.records import Value
    >>> client = Outcome(id="o", date=date(2026, 9, 2), kind="client", status="won", value=Value(likely=Decimal(4000)),
    ...                  incrementality=0.8)
    >>> explain_counted_value(client, Words())
    'counts as $3,200 of $4,000, since 20% would have come anyway'
    """
    value = outcome.value
    reasons = list(_reasons_to_count_less(outcome, words))
    if value is None or not value.likely or outcome.status == "lost" or not reasons:
        return ""
    low, high = (float(value.likely if bound is None else bound) for bound in (value.low, value.high))
    counted = counted_value(low, float(value.likely), high, outcome.margin, outcome.incrementality)
    if outcome.status == "open":
        counted *= outcome.probability or 0
    return f"counts as {words.money(counted)} of {words.exact_money(value.likely)}, since {join_words(reasons)}"


def _reasons_to_count_less(outcome: Outcome, words: Words) -> Iterator[str]:
    """Yield why an outcome does not count as its likely value."""
    if outcome.margin != 1:
        yield f"your margin is {_percent(outcome.margin, words)}"
    if outcome.incrementality != 1:
        yield f"{_percent(1 - outcome.incrementality, words)} would have come anyway"
    if outcome.status == "open":
        yield f"its chance is {_percent(outcome.probability or 0, words)}"
    value = outcome.value
    if value and {value.low, value.high} - {value.likely, None}:
        yield "the average of its range counts"


def _percent(share: float, words: Words) -> str:
    percent = round(Decimal(str(share)) * 100, 1)
    return words.percent(float(percent), 0 if percent == round(percent) else 1)


def helper_value(kind: OutcomeKind, figures: HelperFigures) -> Decimal | None:
    """Return the likely value by the kind's helper; None without a helper or while an input is missing.

    >>> helper_value("mentor", {"hours": Decimal(12), "rate": Decimal(150)})
    Decimal('1800.00')
    """
    helper = HELPERS.get(kind)
    if helper is None or any(field.key not in figures for field in helper.inputs):
        return None
    return helper.likely(figures).quantize(Decimal("0.01"))
