"""The effort for an approach: its usual costs, and its hours in the quiz, one total with a split that is optional.

A total without a split counts as time spent attending. Older quizzes asked for each part instead; their answers still
count, and their sum is the total.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from netroi_core.wording.wording import ALTERNATIVE_NAMES, Words
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    COST_CATEGORIES,
    HOUR_PARTS,
    Alternative,
    Approach,
    CostCategory,
)
from netroi_core.workspace.records import Outcome, venue_hours_key

Amounts = Mapping[str, Decimal]
T = TypeVar("T")

# What an approach usually costs, the most usual first.
USUAL_COSTS: Final[Mapping[Approach, tuple[CostCategory, ...]]] = {
    "group_events": ("event_fee", "travel", "drinks", "parking"),
    "one_on_one": ("coffee", "lunch", "travel", "parking"),
    "social_media": ("subscription", "gift", "other"),
}
SPLIT_PARTS: Final[tuple[str, ...]] = tuple(part for part in HOUR_PARTS if part != "attending")


def total_key(approach: Approach) -> str:
    """Return the key of the answer that asks for all hours of an approach."""
    return f"{approach}.hours.total"


def costs_in_sight(approach: Approach, used: Collection[CostCategory]) -> list[CostCategory]:
    """Return the costs of an approach to ask for at once: the usual ones, then those used so far.

    A cost that was in sight once stays, in the same order: people find it where it was.

    >>> costs_in_sight("one_on_one", {"lodging", "lunch"})
    ['coffee', 'lunch', 'travel', 'parking', 'lodging']
    """
    return [*USUAL_COSTS[approach], *(c for c in COST_CATEGORIES if c in used and c not in USUAL_COSTS[approach])]


def alternative_names(*, is_between_jobs: bool) -> Mapping[Alternative, str]:
    """Return the names of the uses of time to choose from, in their order.

    Between jobs, the rest of the search takes a person's free time, and stands for that use.
    """
    own: dict[Alternative, str] = {"me_time": "Applying for jobs or free time"} if is_between_jobs else {}
    return own | {use: ALTERNATIVE_NAMES[use] for use in ALTERNATIVES if use not in own}


def hours_by_part(answered: Amounts, recorded: Amounts, approach: Approach) -> dict[str, Decimal]:
    """Return the hours of an approach by part: what is answered, and for the rest what is recorded.

    Args:
        answered: The readable numbers among the answers, by key.
        recorded: The effort that activities record, by the same keys.
        approach: The approach.

    >>> hours = hours_by_part({"one_on_one.hours.total": Decimal(5)}, {"one_on_one.hours.travelling": Decimal(1)},
    ...                       "one_on_one")
    >>> str(hours["attending"]), str(hours["travelling"])
    ('4', '1')
    """
    keys = {part: f"{approach}.hours.{part}" for part in HOUR_PARTS}
    total = answered.get(total_key(approach))
    if total is None:
        return {part: answered.get(key, recorded.get(key, Decimal(0))) for part, key in keys.items()}
    hours = {part: max(answered.get(keys[part], Decimal(0)), recorded.get(keys[part], Decimal(0)))
             for part in SPLIT_PARTS}  # fmt: skip
    return {**hours, "attending": max(Decimal(0), total - sum(hours.values()))}


def with_total_hours(effort: Amounts) -> dict[str, Decimal]:
    """Return the effort with the total of its hours, by the keys of the answers that ask for it."""
    totals = {total_key(approach): _sum_of_parts(effort, approach, HOUR_PARTS) for approach in APPROACHES}
    return {**effort, **{key: total for key, total in totals.items() if total}}


def time_and_money(amounts: Mapping[str, T], approach: Approach) -> dict[str, T]:
    """Return the hours and costs of an approach among answers or an effort, and what was paid back of them.

    >>> list(time_and_money({"one_on_one.hours.total": 3, "one_on_one.meaningful": 2}, "one_on_one"))
    ['one_on_one.hours.total']
    """
    names = tuple(f"{approach}.{name}" for name in ("hours.", "hours_at.", "costs.", "reimbursed"))
    return {key: amount for key, amount in amounts.items() if key.startswith(names)}


def venue_hours(effort: Mapping[str, T], approach: Approach) -> dict[str, T]:
    """Return the hours of an approach by venue, among answers or an effort.

    >>> venue_hours({"one_on_one.hours_at.club": Decimal(3), "one_on_one.hours.total": Decimal(5)}, "one_on_one")
    {'club': Decimal('3')}
    """
    start = venue_hours_key(approach, "")
    return {key.removeprefix(start): hours for key, hours in effort.items() if key.startswith(start)}


def known_at_venues(answered: Amounts, recorded: Amounts, approach: Approach) -> dict[str, Decimal]:
    """Return the hours of an approach at each venue, answered or else recorded; none while no venue was answered."""
    stated, logged = (venue_hours(amounts, approach) for amounts in (answered, recorded))
    venues = sorted({**stated, **logged}) if stated else ()
    return {venue: max(stated.get(venue, Decimal(0)), logged.get(venue, Decimal(0))) for venue in venues}


def recorded_hours(recorded: Amounts, approach: Approach) -> Decimal:
    """Return the hours of an approach that activities record."""
    return _sum_of_parts(recorded, approach, HOUR_PARTS)


def unrecorded_at_venues(answered: Amounts, recorded: Amounts, approach: Approach) -> dict[str, Decimal]:
    """Return the hours of an approach at each venue that activities don't record; those of no venue are left out.

    >>> unrecorded_at_venues({"one_on_one.hours_at.club": Decimal(5)}, {"one_on_one.hours_at.club": Decimal(2)},
    ...                      "one_on_one")
    {'club': Decimal('3')}
    """
    logged = venue_hours(recorded, approach)
    more = {venue: hours - logged.get(venue, 0) for venue, hours in venue_hours(answered, approach).items()}
    return {venue: hours for venue, hours in more.items() if hours > 0}


def outcomes_by_approach(outcomes: Iterable[Outcome], first: date, last: date) -> Counter[Approach]:
    """Return how many outcomes each approach led to by a step between two days; lost ones aren't counted.

    >>> from netroi_core.workspace.records import Touchpoint
    >>> step = Touchpoint(date=date(2026, 9, 2), approach="one_on_one")
    >>> client = Outcome(id="o", date=date(2026, 9, 9), kind="client", status="won", touchpoints=(step, step))
    >>> outcomes_by_approach([client], date(2026, 7, 1), date(2026, 9, 30))
    Counter({'one_on_one': 1})
    """
    return Counter(
        approach
        for outcome in outcomes
        if outcome.status != "lost"
        for approach in {step.approach for step in outcome.touchpoints if first <= step.date <= last}
    )


def split_problems(answered: Amounts, words: Words) -> Iterator[tuple[str, str]]:
    """Yield each split that is longer than its total, as (key, sentence)."""
    for approach in APPROACHES:
        total, parts = answered.get(total_key(approach)), _sum_of_parts(answered, approach, SPLIT_PARTS)
        if total is not None and parts > total:
            yield (
                total_key(approach),
                f"The split adds up to {words.hours(parts)}, but the total is {words.hours(total)}.",
            )


def venue_problems(answered: Amounts, recorded: Amounts, words: Words) -> Iterator[tuple[str, str]]:
    """Yield each approach with more hours at venues than in total, as (key, sentence)."""
    for approach in APPROACHES:
        at_venues = sum(known_at_venues(answered, recorded, approach).values(), Decimal(0))
        logged = recorded_hours(recorded, approach)
        elsewhere = logged - sum(venue_hours(recorded, approach).values(), Decimal(0))
        total = max(logged, sum(hours_by_part(answered, recorded, approach).values(), Decimal(0)))
        if at_venues and at_venues + elsewhere > total:
            key = venue_hours_key(approach, next(iter(venue_hours(answered, approach))))
            yield key, _too_long(at_venues, elsewhere, total, words)


def _too_long(at_venues: Decimal, elsewhere: Decimal, total: Decimal, words: Words) -> str:
    if not total:
        return f"Your venues add up to {words.hours(at_venues)}. Enter the total, too."
    logged = f", and {words.hours(elsewhere)} of them are logged without a venue" if elsewhere else ""
    return f"Your venues add up to {words.hours(at_venues)}, but the total is {words.hours(total)}{logged}."


def _sum_of_parts(effort: Amounts, approach: Approach, parts: tuple[str, ...]) -> Decimal:
    return sum((effort.get(f"{approach}.hours.{part}", Decimal(0)) for part in parts), Decimal(0))
