"""The effort of an approach in a quarter, shared among the venues that it was at."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import Any, Final

from netroi_core.quarters import Quarter
from netroi_core.quiz.effort import Amounts
from netroi_core.wording.wording import quarter_name
from netroi_core.workspace.records import Activity, Cost, Hours

_CENT: Final = Decimal("0.01")


def total_title(quarter: Quarter, *, is_rest: bool) -> str:
    """Return the title of an activity that a quiz writes: all of a quarter, or the rest beside what is on record."""
    return f"{'The rest' if is_rest else 'All'} of {quarter_name(quarter)}, from its quiz"


def shares_of_hours(at_venues: Amounts, in_all: Decimal) -> dict[str, tuple[Decimal, Decimal]]:
    """Return each venue's share of all hours, as where it begins and ends with the shares in a row.

    >>> shares = shares_of_hours({"club": Decimal(1), "fair": Decimal(2)}, Decimal(4))
    >>> {venue: [*map(str, ends)] for venue, ends in shares.items()}
    {'club': ['0', '0.25'], 'fair': ['0.25', '0.75']}
    """
    whole = max(in_all, sum(at_venues.values(), Decimal(0))) or Decimal(1)
    ends = accumulate(at_venues.values(), initial=Decimal(0))
    return dict(zip(at_venues, pairwise(end / whole for end in ends), strict=True))


def by_venue(
    total: Activity,
    quarter: Quarter,
    parts: Amounts,
    unlogged: Amounts,
    shares: Mapping[str, tuple[Decimal, Decimal]],
) -> Iterator[Activity]:
    """Yield the effort of an approach as one activity for each venue with hours, and one for the rest.

    Each gets its share of the money. Talks, people and energy are known in total alone: they stay with the rest, unless
    everything was at one venue.

    Args:
        total: The effort as one activity.
        quarter: The quarter of the quiz.
        parts: The hours by part.
        unlogged: The hours at each venue.
        shares: The venues' shares of all hours, those on record included, as ``shares_of_hours`` returns them.
    """
    if list(shares.values()) == [(Decimal(0), Decimal(1))]:
        yield total.model_copy(update={"venue": next(iter(shares))})
        return
    counts: dict[str, Any] = {"people": (), "new_contacts": 0, "meaningful": 0, "energy": None}
    start, paid, rest = Decimal(0), Decimal(0), total
    for venue, share in shares.items():
        before, start, paid = start, start + unlogged[venue], share[1]
        key, title = sha256(venue.encode()).hexdigest()[:12], f"Part of {quarter_name(quarter)}, from its quiz"
        hours, costs = as_hours(_parts_between(parts, before, start)), _costs_between(total.costs, *share)
        own = {"id": f"{total.id}-{key}", "title": title, "venue": venue, "hours": hours, "costs": costs}
        if _has_content(part := total.model_copy(update=counts | own)):
            yield part
            rest = total.model_copy(update={"title": total_title(quarter, is_rest=True)})
    hours = as_hours(_parts_between(parts, start, Decimal("Infinity")))
    costs = _costs_between(total.costs, paid, Decimal(1))
    rest = rest.model_copy(update={"hours": hours, "costs": costs}) if paid else rest
    if _has_content(rest):
        yield rest


def _has_content(activity: Activity) -> bool:
    counts = (activity.hours.total, activity.costs, activity.people, activity.new_contacts, activity.meaningful)
    return any(counts) or activity.energy is not None


def as_hours(parts: Amounts) -> Hours:
    """Return hours by part as an activity has them, without parts that took none."""
    return Hours(**{part: float(hours) for part, hours in parts.items() if hours})


def _parts_between(parts: Amounts, start: Decimal, end: Decimal) -> dict[str, Decimal]:
    """Return the hours between two points of all, by part, with the parts in a row.

    >>> parts = _parts_between({"attending": Decimal(3), "travelling": Decimal(2)}, Decimal(1), Decimal(4))
    >>> {part: str(hours) for part, hours in parts.items()}
    {'attending': '2', 'travelling': '1'}
    """
    limits = pairwise(accumulate(parts.values(), initial=Decimal(0)))
    return {
        part: max(Decimal(0), min(last, end) - max(first, start))
        for part, (first, last) in zip(parts, limits, strict=True)
    }


def _costs_between(costs: tuple[Cost, ...], start: Decimal, end: Decimal) -> tuple[Cost, ...]:
    """Return the share of costs from one share of them to another, so that adjoining ones add up to the cent."""

    def between(amount: Decimal) -> Decimal:
        first, last = (amount * share if share in (0, 1) else (amount * share).quantize(_CENT, ROUND_DOWN)
                       for share in (start, end))  # fmt: skip
        return last - first

    # Rounded apart, more could be paid back of a share than it cost.
    shares = ((cost, between(cost.amount - cost.reimbursed), between(cost.reimbursed)) for cost in costs)
    return tuple(
        cost.model_copy(update={"amount": unpaid + paid, "reimbursed": paid})
        for cost, unpaid, paid in shares
        if unpaid + paid
    )
