"""Dues: charges that a venue's dues already count, day by day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from netroi_core.importers.matching.activity_matching import Charge, SourceEntry
from netroi_core.importers.rules import significant_words
from netroi_core.ledger.costs import PERIOD_QUARTERS
from netroi_core.workspace.records import Dues, Venue

_CATEGORIES: Final = ("dues", "subscription")
# Words of charges that name no venue.
_COMMON_WORDS: Final = frozenset(
    [
        "dues",
        "fee",
        "fees",
        "member",
        "members",
        "membership",
        "subscription",
        "premium",
        "annual",
        "monthly",
        "quarterly",
        "renewal",
        "payment",
    ]
)
_YEARLY_PAYMENTS: Final = (1, 2, 4, 12)


def accruing_venue(entry: SourceEntry, venues: Sequence[Venue]) -> Venue | None:
    """Return the venue whose dues of that day a charge pays: by its name, or by the approach and the amount."""
    charge = entry.charge
    if charge is None or charge.category not in _CATEGORIES:
        return None
    accruing = [(venue, venue.dues) for venue in venues if venue.dues and _accrue_on(venue.dues, entry.day)]
    named = (venue for venue, _ in accruing if venue.id == entry.venue or _names(entry.title, venue))
    equal = (venue for venue, dues in accruing if venue.approach == entry.approach and _is_payment(charge, dues))
    return next(named, None) or next(equal, None)


def _accrue_on(dues: Dues, day: date) -> bool:
    return dues.amount > 0 and (dues.since or date.min) <= day <= (dues.until or date.max)


def _names(title: str, venue: Venue) -> bool:
    words, name = ({*significant_words(text)} - _COMMON_WORDS for text in (title, venue.name))
    return bool(words and name) and (words <= name or name <= words)


def _is_payment(charge: Charge, dues: Dues) -> bool:
    """Return True if a charge pays the dues once, twice, four or twelve times a year."""
    yearly = 4 * dues.amount * PERIOD_QUARTERS[dues.per]
    return any(abs(charge.amount * payments - yearly) <= Decimal("0.01") * payments for payments in _YEARLY_PAYMENTS)
