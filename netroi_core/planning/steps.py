"""Steps of a plan in units of life: activities a week or a month, half, or nothing at all.

A plan consists of the steps that its sentences name, so its hours and money follow from its words.
"""

from math import ceil, inf
from typing import Final

from netroi_core.planning.baseline import Baseline
from netroi_core.planning.energy import Part
from netroi_core.planning.mix import Effort, Restraint
from netroi_core.wording.wording import whole
from netroi_core.workspace.fields import Approach

# How often something happens: the times a quarter, from the most often down.
RHYTHMS: Final = ((13.0, "a week"), (3.0, "a month"), (1.0, "a quarter"), (0.5, "every six months"), (0.25, "a year"))
# A rate this close to once counts as once; a rate is stated in the period where rounding is off by at most this share.
# A plan is for a quarter: that rather rounds more than to speak of years.
_ONCE, _NEAR, _NEAR_A_QUARTER = 0.75, 0.25, 1 / 3
# A cut of at least this share, and at most one minus it, is rounded to half.
_HALF: Final = 0.45
# A change by less than an hour, or by less than this share of the usual hours, is none.
_SMALLEST_CHANGE: Final = 0.1
_NEGLIGIBLE: Final = 1e-6


def rhythm(times_a_quarter: float) -> tuple[int, str] | None:
    """Return a whole number of times a week, month, … that is closest; None for less than once a year.

    >>> rhythm(6.2), rhythm(2.0), rhythm(0.4), rhythm(0.1)
    ((2, 'a month'), (2, 'a quarter'), (1, 'every six months'), None)
    """
    count, times, period = _nearest(times_a_quarter, 0.0, inf)
    return (count, period) if times else None


def exact_rhythm(times_a_quarter: float) -> tuple[int, str] | None:
    """Return the rhythm that amounts to exactly so many times a quarter; the closest if none does.

    >>> exact_rhythm(12.0), rhythm(12.0)
    ((4, 'a month'), (1, 'a week'))
    """
    for times, period in RHYTHMS:
        count = round(times_a_quarter / times)
        if count and abs(count * times - times_a_quarter) <= _NEGLIGIBLE:
            return count, period
    return rhythm(times_a_quarter)


def is_half(usual: float, advised: float) -> bool:
    """Return True if the usual hours are cut in half."""
    return usual > 0 and abs(usual / 2 - advised) <= _NEGLIGIBLE


def in_steps(
    wished: float,
    approach: Approach,
    baseline: Baseline,
    part: Part | None,
    bound: Restraint,
    *,
    is_strict: bool = False,
) -> float:
    """Return the hours of the step that is closest to the wished ones, within the bounds.

    ``part`` is the one to cut, if only a part is. A change that nobody would notice is none, nor is one by less than
    half an activity; less than an hour of an approach that is cut is none of it. A ``is_strict`` step takes no more
    than the wished hours, however small it is.
    """
    usual, length = baseline.mix.get(approach, Effort()).hours, baseline.activity_hours.get(approach, 0.0)
    change = wished - usual
    if wished < 1 and wished <= usual / 2:
        return 0.0
    is_small = abs(change) < max(1.0, length / 2, _SMALLEST_CHANGE * usual) - _NEGLIGIBLE
    if is_small and not (is_strict and change < 0):
        return usual
    if change > 0:
        return usual + _in_units(change, length, 0.0, min(bound.ceiling - usual, change if is_strict else inf))
    return max(0.0, usual - _cut(-change, usual, length, part, bound, is_strict=is_strict))


def _cut(fewer: float, usual: float, length: float, part: Part | None, bound: Restraint, *, is_strict: bool) -> float:
    """Return the hours to take off the usual ones, or off a part of them."""
    if part is not None and part.hours:
        halved, length = part.hours, part.hours / part.activities
    else:
        halved = usual
    # A limit that the person set is kept, while what drains or led to nothing is cut by about as much.
    least = fewer if is_strict else usual - bound.ceiling if bound.limits == "cap" else 0.0
    if _HALF * halved <= fewer <= (1 - _HALF) * halved and least <= halved / 2 + _NEGLIGIBLE:
        return halved / 2
    return _in_units(fewer, length, least, max(usual - bound.floor, fewer))


def _in_units(change: float, length: float, least: float, most: float) -> float:
    """Return a change of hours rounded to activities of this length, or to whole hours if that isn't known."""
    if not length:
        return float(max(int(min(whole(change), most + _NEGLIGIBLE)), ceil(least - _NEGLIGIBLE)))
    count, times, _ = _nearest(change / length, least / length, most / length)
    return count * times * length


def _nearest(number: float, least: float, most: float) -> tuple[int, float, str]:
    """Return how many times a period are closest to a number a quarter, and the period; nothing where it is too few."""
    for times, period in RHYTHMS:
        rate = number / times
        count = max(int(min(round(rate), most / times + _NEGLIGIBLE)), ceil(least / times - _NEGLIGIBLE))
        near = _NEAR_A_QUARTER if times == 1 else _NEAR
        is_last_resort = least > 0 and times == RHYTHMS[-1][0]
        if count and (is_last_resort or (rate >= _ONCE and abs(count - rate) <= near * rate)):
            return count, times, period
    return 0, 0.0, ""
