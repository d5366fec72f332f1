"""Routine: the hours, evenings and energy that networking takes, and how evenly it goes on; also as sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite
from typing import Final

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import in_window
from netroi_core.ledger.purposes import weekly_hours_cap
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, in_quarters, in_sentence, join_words, pluralize
from netroi_core.workspace.fields import APPROACHES

# The ratio of weekly hours between jobs to those at work from which on networking is a matter of need.
IN_NEED: Final = 3.0
# The share of weeks from which on networking is a routine.
_STEADY: Final = 0.8
# The slope of energy, in points a quarter, from which on it is rising: a whole step in two and a half years.
_RISING: Final = 0.1
TALK: Final = "If it weighs on you, talk to someone you trust."
# Advice for people whom networking wears out.
REMEDIES: Final = (
    "Do less of what drains you, and pick the better occasions. It’s OK to say no.",
    "Set a time to leave before you arrive.",
    "Keep a week free of networking, and rest.",
    "Lower this quarter’s goals until they are easy to keep.",
)


@dataclass(frozen=True)
class Load:
    """Hours and evenings a week (days with an activity in the evening) against limits, and mean energy (-2 to 2)."""

    hours_per_week: float | None
    evenings_per_week: float | None
    energy: float | None
    hours_cap: float
    evenings_cap: float | None
    # The limit of hours has a default, except between jobs; that of evenings is set by the person or missing.
    is_own_cap: bool = True

    @property
    def is_beyond_hours(self) -> bool:
        """True if networking takes more hours a week than the limit."""
        return (self.hours_per_week or 0) > self.hours_cap

    @property
    def is_beyond_evenings(self) -> bool:
        """True if networking takes more evenings a week than the limit, if there is one."""
        return self.evenings_cap is not None and (self.evenings_per_week or 0) > self.evenings_cap


@dataclass(frozen=True)
class WeeklyHours:
    """Hours a week in quarters between jobs, and in others; None where there are none."""

    between_jobs: float | None
    otherwise: float | None

    @property
    def is_only_in_need(self) -> bool:
        """True if an average week between jobs takes IN_NEED times the hours of one at work, or more."""
        if not self.between_jobs or self.otherwise is None:
            return False
        return self.between_jobs >= IN_NEED * self.otherwise


@dataclass(frozen=True)
class Consistency:
    """The weeks (Monday to Sunday) with any contact, the longest gap between two days of contact, and hours a week.

    Weeks with contact and gap are None where an activity has no day of its own.
    """

    weeks: int
    weeks_with_contact: int | None
    longest_gap_days: int | None
    hours: WeeklyHours


def load(ledger: Ledger, quarters: Sequence[Quarter], on: date = date.max) -> Load:
    """Return the load of the quarters: hours and evenings over their weeks, and the mean energy of rated activities.

    Of a quarter that runs, only the weeks up to a day count.
    """
    activities = ledger.activities.filter(in_window(quarters))
    weeks = weeks_until(quarters, on, ledger.profile.fiscal_year_start)
    evenings = activities.filter(pl.col("evening"))["day"].n_unique()
    energy = activities["energy"].mean()
    return Load(
        float(activities["hours"].sum()) / weeks if weeks else None,
        evenings / weeks if weeks and activities["evening"].is_not_null().any() else None,
        energy if isinstance(energy, float) else None,
        weekly_hours_cap(ledger.profile, quarters),
        ledger.profile.weekly_evenings_cap,
        "weekly_hours_cap" in ledger.profile.model_fields_set,
    )


def weeks_until(quarters: Iterable[Quarter], on: date, fiscal_year_start: int) -> float:
    """Return the weeks of quarters up to a day, that day included."""
    ends = ((quarter.first_day(fiscal_year_start), quarter.last_day(fiscal_year_start)) for quarter in quarters)
    return sum(max(0, (min(on, last) - first).days + 1) for first, last in ends) / 7


def consistency(ledger: Ledger, quarters: Sequence[Quarter], on: date) -> Consistency:
    """Return how evenly networking goes on in successive quarters, at least one, up to a day.

    Contact is any activity, exchange or first meeting. The time up to the first contact is a gap, too, if there was one
    before the first quarter; so is the time after the last.
    """
    start = ledger.profile.fiscal_year_start
    # A quarter that has just begun would look like one without networking.
    hours = _weekly_hours(ledger, [quarter for quarter in quarters if quarter.last_day(start) <= on])
    first, end = quarters[0].first_day(start), quarters[-1].last_day(start)
    last = min(on, end)
    weeks = max(0, (_monday(last) - _monday(first)).days // 7 + 1)
    # A quiz sums a quarter's activities up on its last day, which says nothing about weeks and gaps.
    is_total = pl.col("source") == "quiz"
    own, totals = ledger.activities.filter(~is_total)["day"], ledger.activities.filter(is_total, in_window(quarters))
    if totals.height or not own.is_between(first, last).any():
        return Consistency(weeks, None, None, hours)
    contacts = {*own.to_list(), *ledger.exchanges["day"].to_list(), *ledger.touches["day"].to_list()}
    days = sorted(day for day in contacts if first <= day <= last)
    # The time before the very first contact is no gap: networking had not begun.
    edges = [first] if min(contacts) < first else []
    gap = max((later - earlier).days for earlier, later in pairwise([*edges, *days, last]))
    return Consistency(weeks, len({_monday(day) for day in days}), gap, hours)


def energy_by_approach(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    """Return the energy of each approach with rated activities, in the contract's order.

    Returns:
        A frame of approach, activities, energy (mean, -2 to 2) and trend: the least-squares slope of energy by
        quarter, in points a quarter; null within one quarter.
    """
    variance = pl.col("quarter").cast(pl.Float64).var()
    sums = (
        ledger.activities.filter(in_window(quarters), pl.col("energy").is_not_null())
        .group_by("approach")
        .agg(
            pl.len().cast(pl.Int64).alias("activities"),
            pl.col("energy").mean(),
            pl.when(variance > 0).then(pl.cov("energy", "quarter") / variance).alias("trend"),
        )
    )
    return pl.DataFrame({"approach": APPROACHES}).join(sums, on="approach", maintain_order="left")


def per_week(amount: float | None, unit: str, words: Words) -> str:
    """Return an amount a week with its unit, such as 1 hour a week.

    >>> per_week(1.0, "hour", Words()), per_week(1.54, "evening", Words())
    ('1 hour a week', '1.5 evenings a week')
    """
    number = words.number(amount, 1)
    return f"{number} {unit if number == '1' else f'{unit}s'} a week"


def load_sentence(load: Load, window: Sequence[Quarter], words: Words) -> str:
    """Return the mean hours and evenings a week of a window, against the person's own limits."""
    whose = "your" if load.is_own_cap else "the usual"
    sentence = f"{in_quarters(window)}, you spent {per_week(load.hours_per_week, 'hour', words)} on average"
    if isfinite(load.hours_cap):
        sentence += f", {_side(load.is_beyond_hours, whose, load.hours_cap, words)}"
    if load.evenings_per_week is not None:
        sentence += f", and {per_week(load.evenings_per_week, 'evening', words)}"
        if load.evenings_cap is not None:
            sentence += f", {_side(load.is_beyond_evenings, 'your', load.evenings_cap, words)}"
    return f"{sentence}."


def consistency_sentences(consistency: Consistency, words: Words) -> tuple[str, ...]:
    """Return whether networking is a routine, and whether it is a matter of need."""
    sentences = []
    if consistency.weeks_with_contact is not None and consistency.longest_gap_days is not None:
        weeks = f"{consistency.weeks_with_contact} of {pluralize(consistency.weeks, 'week')}"
        gap = f"with at most {pluralize(consistency.longest_gap_days, 'day')} in between"
        is_steady = consistency.weeks_with_contact / consistency.weeks >= _STEADY
        advice = "That’s a routine." if is_steady else "A fixed hour a week would make it a routine."
        sentences.append(f"You were in touch with someone in {weeks}, {gap}. {advice}")
    hours = consistency.hours
    if hours.between_jobs is not None and hours.otherwise is not None:
        between, otherwise = per_week(hours.between_jobs, "hour", words), words.number(hours.otherwise, 1)
        is_needy = hours.is_only_in_need
        advice = (
            "Staying in touch in good times makes the next search easier."
            if is_needy
            else "You keep it up in good times, too."
        )
        sentences.append(f"You spent {between} between jobs and {otherwise} otherwise. {advice}")
    return tuple(sentences)


def rising_energy(energies: pl.DataFrame) -> tuple[str, ...]:
    """Return the approaches that give more energy than they did, as a sentence, by ``energy_by_approach``."""
    rising = energies.filter(pl.col("trend") >= _RISING, pl.col("energy") > 0)["approach"].to_list()
    names = join_words([in_sentence(approach) for approach in rising])
    return (f"You get more energy from {names} than you did in earlier quarters.",) if rising else ()


def energy_title(energies: Mapping[str, float | None], returns: Mapping[str, float | None]) -> str:
    """Return which approach gives most energy, and which returned most for each unit of cost."""
    lifts, pays = _highest(energies), _highest({name: value for name, value in returns.items() if value})
    if lifts is None:
        return "You haven’t rated the energy of any activity yet"
    name = in_sentence(lifts)
    if sum(value is not None for value in energies.values()) == 1:
        return f"{_energy_with(name, energies[lifts] or 0.0)}; the others aren’t rated yet"
    if (energies[lifts] or 0.0) > 0:
        finding = f"You get the most energy from {name}"
    else:
        finding = f"No approach gives you energy; you lose least with {name}"
    if pays is None:
        return finding
    return (
        f"{finding}, which also returned most"
        if pays == lifts
        else f"{finding}; the best return came from {in_sentence(pays)}"
    )


def _energy_with(name: str, felt: float) -> str:
    if felt > 0:
        return f"You get energy from {name}"
    return f"You lose energy with {name}" if felt < 0 else f"You neither gain nor lose energy with {name}"


def return_title(returns: Mapping[str, float | None], words: Words) -> str:
    """Return which approach returned most for each unit of money and time; at least one cost something."""
    pays = max(returns, key=lambda approach: returns[approach] or 0)
    if not returns[pays]:
        return f"No {words.whole_money(1)} has returned anything yet"
    return f"Each {words.whole_money(1)} returned most with {in_sentence(pays)}: {words.ratio(returns[pays] or 0)}"


def _side(is_beyond: bool, whose: str, limit: float, words: Words) -> str:
    return f"{'above' if is_beyond else 'within'} {whose} limit of {words.number(limit, 1)}"


def _weekly_hours(ledger: Ledger, quarters: Sequence[Quarter]) -> WeeklyHours:
    by_quarter = dict(ledger.activities.group_by("quarter").agg(pl.col("hours").sum()).iter_rows())
    between = [quarter for quarter in quarters if str(quarter) in ledger.profile.between_jobs]
    rates = []
    for part in (between, [quarter for quarter in quarters if quarter not in between]):
        days = sum(quarter.days(ledger.profile.fiscal_year_start) for quarter in part)
        hours = sum(by_quarter.get(quarter.ordinal, 0.0) for quarter in part)
        rates.append(hours / (days / 7) if days else None)
    return WeeklyHours(*rates)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _highest(by_approach: Mapping[str, float | None]) -> str | None:
    values = {approach: value for approach, value in by_approach.items() if value is not None}
    return max(values, key=values.__getitem__, default=None)
