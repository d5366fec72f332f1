"""Turning an outcome into money honestly: one helper for each kind, from figures that a person knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from netroi_core.workspace.fields import OutcomeKind

Figures = Mapping[str, Decimal]


@dataclass(frozen=True)
class Input:
    """One figure that a helper asks for; unit is money, hours or months."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True)
class Helper:
    """How the likely value of an outcome follows from its inputs, and the advice that keeps it honest."""

    inputs: tuple[Input, ...]
    formula: str
    advice: str
    likely: Callable[[Figures], Decimal]
    asks_margin: bool = False


_PAY: Final = Helper(
    (Input("new_pay", "New pay a year", "money"), Input("old_pay", "Pay a year without it", "money")),
    "difference in pay for a year",
    "Count one year: after that, the credit is for your work. In between jobs, the pay without it is what you "
    "would have found otherwise.",
    lambda given: max(Decimal(0), given["new_pay"] - given["old_pay"]),
)
_FEE: Final = Helper(
    (Input("fee", "What it brings in", "money"),),
    "fee × margin",
    "Count what is agreed, or usual for a year, and how much of it you keep after its own costs.",
    lambda given: given["fee"],
    asks_margin=True,
)
_ADVICE: Final = Helper(
    (Input("hours", "Hours of advice or training", "hours"), Input("rate", "Going rate for an hour", "money")),
    "hours × going rate",
    "What the same hours from a coach, teacher or consultant would have cost you.",
    lambda given: given["hours"] * given["rate"],
)
_SAVING: Final = Helper(
    (Input("monthly", "Saved a month", "money"), Input("months", "For how many months", "months")),
    "saving a month × months",
    "Count at most twelve months: by then you might have found it yourself.",
    lambda given: given["monthly"] * given["months"],
)

HELPERS: Final[Mapping[OutcomeKind, Helper]] = {
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
"""Kinds without a helper (reputation, other) are valued directly, or rated 0 to 5 without money."""


def likely_value(kind: OutcomeKind, given: Figures) -> Decimal | None:
    """What a kind's helper makes of its inputs; None while one is missing or where the kind has no helper."""
    helper = HELPERS.get(kind)
    if helper is None or any(wanted.key not in given for wanted in helper.inputs):
        return None
    return helper.likely(given).quantize(Decimal("0.01"))
