"""Signs that networking takes too much, and that it stopped: shown on the first page, kindly, with one small step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import polars as pl

from netroi_core.ledger.counts import has_quiz_totals
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import in_window
from netroi_core.ledger.purposes import is_looking_for_work
from netroi_core.planning.energy import Tally, energies, first_recent
from netroi_core.quarters import Quarter, last_finished
from netroi_core.relationships.measures import MIN_QUARTERS, exchange_side, last_contacts, reciprocity
from netroi_core.relationships.routine import consistency, load
from netroi_core.wording.wording import ACTIVITY_NAMES, Words, pluralize
from netroi_core.workspace.fields import APPROACHES, Approach

SignKind = Literal["strain", "energy", "hours", "evenings", "gives_more", "receives_more"]
PauseKind = Literal["stopped", "after_the_job", "only_in_need"]

# The signs of a limit exceeded in the latest finished quarter, and for how long after it they are shown.
LIMITS: Final[tuple[SignKind, ...]] = ("hours", "evenings")
NEWS_OF_LIMITS: Final = timedelta(weeks=4)
# The signs of too much; the others are about give and take.
TOO_MUCH: Final[tuple[SignKind, ...]] = ("strain", "energy", *LIMITS)
# The days without any record from which on a steady time has stopped: a quarter.
PAUSE_DAYS: Final = 92
# A note of strain is one person's own words, and no measured overload: it adds one gentle line, for so long.
NEWS_OF_A_NOTE: Final = timedelta(weeks=2)
_GENTLE_LINE: Final = "In your last quiz you wrote that it gets too much. Keep one evening free this week."
# The share of a limit from which on it counts as passed: six minutes a week beyond it are no reason to rest.
CLEARLY_BEYOND: Final = 1.1
# The step back after a pause; the plan of such a quarter is this step.
EASE_BACK: Final = "Ease back in: one message to one person is enough this week."
# The share of active contacts that have gone quiet since a job was found, and their fewest number.
QUIET_SHARE, MIN_QUIET = 0.75, 4
# The first weeks in a job are for the job: nobody hears then who has gone quiet.
SETTLING_DAYS: Final = 60
# The smallest step that relieves each sign.
_STEPS: Final[Mapping[SignKind, str]] = {
    "strain": "keep one evening free this week.",
    "energy": "skip the next one, or keep it short.",
    "hours": "cancel one appointment next week.",
    "evenings": "keep one more evening free next week.",
    "gives_more": "ask one of them for a small favor.",
    "receives_more": "thank one of them, or return a favor.",
}


@dataclass(frozen=True)
class Sign:
    """One sign of overload or of one-sided exchange, as a sentence; ``approach`` is None where it is about all."""

    kind: SignKind
    approach: Approach | None
    text: str

    @property
    def step(self) -> str:
        """The smallest step that relieves it."""
        if self.kind == "energy" and self.approach:
            return f"skip the next {ACTIVITY_NAMES[self.approach]}, or keep it short."
        return _STEPS[self.kind]


@dataclass(frozen=True)
class Pause:
    """A steady time that stopped, with one small step."""

    kind: PauseKind
    finding: str
    step: str

    @property
    def text(self) -> str:
        """The finding and the step."""
        return f"{self.finding} {self.step}"


def overload_signs(ledger: Ledger, today: date) -> list[Sign]:
    """Return the signs in the quarter that ended before today, in the running one, and of the latest quiz."""
    start = ledger.profile.fiscal_year_start
    ended = last_finished(today, start)
    return [
        *_notes(ledger, today),
        # Nobody is tired today by what they left two quarters ago.
        *_energies(ledger, (ended, ended.shifted(1))),
        *_load(ledger, ended),
        *_favors(ledger),
    ]


def pause(ledger: Ledger, today: date) -> Pause | None:
    """Return what stopped, if anything did; the most recent news first."""
    return next(_pauses(ledger, today), None)


def _notes(ledger: Ledger, today: date) -> Iterator[Sign]:
    submitted_on = ledger.strain.submitted_on if ledger.strain else None
    if submitted_on and today - submitted_on <= NEWS_OF_A_NOTE:
        yield Sign("strain", None, _GENTLE_LINE)


def _months(quarter: Quarter, start: int) -> str:
    """Return a quarter as its months, because not everybody's quarters begin in January."""
    return f"{quarter.first_day(start):%B} to {quarter.last_day(start):%B %Y}"


def _energies(ledger: Ledger, window: tuple[Quarter, ...]) -> Iterator[Sign]:
    active = set(ledger.activities.filter(in_window(window))["approach"])
    tallies = energies(ledger, ledger.quarters)
    for approach in APPROACHES:
        if approach in active and approach in tallies and tallies[approach].drains:
            yield Sign("energy", approach, _felt(ledger, approach, tallies[approach]))


def _felt(ledger: Ledger, approach: Approach, tally: Tally) -> str:
    """Return how often the person felt tired or drained among the occasions they rated, and since when."""
    you = "You"
    own = ledger.activities.filter(pl.col("approach") == approach, pl.col("energy").is_not_null())
    if tally.has_changed:
        first = first_recent(ledger)
        own = own.filter(pl.col("quarter") >= first.ordinal)
        you = f"Since {first.first_day(ledger.profile.fiscal_year_start):%B %Y}, you"
    levels = set(own.filter(pl.col("energy") < 0)["energy"])
    felt = " or ".join(word for energy, word in ((-1, "tired"), (-2, "drained")) if energy in levels)
    # The total of a quarter, rated in a quiz, is no event: the two are counted apart.
    name, is_total = ACTIVITY_NAMES[approach], (pl.col("source") == "quiz").fill_null(False)
    totals, single = own.filter(is_total), own.filter(~is_total)
    parts = [f"{name}s in {_share(totals, 'quarter')}"] if totals.height else []
    parts += [f"{_share(single, name)} that you rated"] if single.height else []
    return f"{you} felt {felt} after {', and after '.join(parts)}."


def _share(rated: pl.DataFrame, noun: str) -> str:
    """Return how many of some rated rows drained."""
    low, count = rated.filter(pl.col("energy") < 0).height, rated.height
    if not low:
        return f"none of the {noun}s"
    if low < count:
        return f"{low} of the {pluralize(count, noun)}"
    return {1: f"the one {noun}", 2: f"both {noun}s"}.get(count, f"all {pluralize(count, noun)}")


def _load(ledger: Ledger, ended: Quarter) -> Iterator[Sign]:
    figures, when = load(ledger, (ended,)), f"From {_months(ended, ledger.profile.fiscal_year_start)}"
    words, per_week = Words.of(ledger.profile), figures.hours_per_week or 0
    # Nobody exceeds a limit that they never set.
    if figures.is_own_cap and per_week > CLEARLY_BEYOND * figures.hours_cap:
        hours = f"{words.number(per_week, 1)} hours a week"
        limit = f"your limit of {words.number(figures.hours_cap, 1)}"
        yield Sign("hours", None, f"{when}, you spent {hours} on networking, more than {limit}.")
    if figures.evenings_cap is not None and (figures.evenings_per_week or 0) > CLEARLY_BEYOND * figures.evenings_cap:
        limit = words.number(figures.evenings_cap, 1)
        text = f"{when}, you spent more evenings a week on networking than your limit of {limit}."
        yield Sign("evenings", None, text)


def _favors(ledger: Ledger) -> Iterator[Sign]:
    favors = reciprocity(ledger, ledger.quarters)
    side = exchange_side(favors.given, favors.received)
    if side is None or len(ledger.quarters) < MIN_QUARTERS:
        return
    counts = favor_counts(favors.given, favors.received)
    if side == "given":
        yield Sign("gives_more", None, f"{counts} It’s OK to ask for one, and it’s OK to say no.")
    else:
        yield Sign("receives_more", None, f"{counts} A thank-you counts, too.")


def favor_counts(given: int, received: int) -> str:
    """Return one-sided favors as a sentence, the larger number first.

    >>> favor_counts(1, 12), favor_counts(10, 0)
    ('You’ve received 12 favors and done 1.', 'You’ve done 10 favors and received none.')
    """
    sides = sorted(((given, "done"), (received, "received")), reverse=True)
    (most, first), (least, second) = sides
    return f"You’ve {first} {pluralize(most, 'favor')} and {second} {f'{least:,}' if least else 'none'}."


def _pauses(ledger: Ledger, today: date) -> Iterator[Pause]:
    days = [activity.date for activity in ledger.workspace.activities if activity.date <= today]
    if not days:
        return
    last = max(days)
    quiet_days = (today - last).days
    before = Quarter.containing(last, ledger.profile.fiscal_year_start)
    latest, active = (before.shifted(-1), before), set(ledger.activities["quarter"])
    is_steady = active.issuperset(quarter.ordinal for quarter in latest)
    since_the_job = _after_the_job(ledger, today)
    if quiet_days >= PAUSE_DAYS and is_steady and not has_quiz_totals(ledger, latest):
        # A favor or an outcome may be newer: only activities take time, and only they have stopped.
        stopped = f"You haven’t logged an activity in {pluralize(quiet_days // 7, 'week')}."
        yield Pause("stopped", f"{stopped} {since_the_job or 'Before that, you networked regularly.'}", EASE_BACK)
    if since_the_job:
        yield Pause("after_the_job", since_the_job, "Start with one short message.")
    if _is_only_in_need(ledger, today):
        yield Pause(
            "only_in_need",
            "You network mostly while you look for work.",
            "A short hello in good times makes the next search easier.",
        )


def _is_only_in_need(ledger: Ledger, today: date) -> bool:
    # While a search goes on, the good times are no advice to act on.
    if is_looking_for_work(ledger.workspace, today) or ledger.profile.purpose == "find_work":
        return False
    return bool(ledger.quarters) and consistency(ledger, ledger.quarters, today).hours.is_only_in_need


def _after_the_job(ledger: Ledger, today: date) -> str | None:
    """Return that most ties went quiet since a job was found; None if they did not."""
    outcomes = ledger.workspace.outcomes
    jobs = [row.date for row in outcomes if row.kind == "role" and row.status == "won" and row.date <= today]
    found = max(jobs, default=None)
    if found is None or today - found > timedelta(days=365):
        return None
    contacts = last_contacts(ledger, today).filter(pl.col("status") == "active", pl.col("last").is_not_null())
    quiet = contacts.filter(pl.col("last") <= found).height
    if quiet < MIN_QUIET or quiet < QUIET_SHARE * contacts.height or (today - found).days < SETTLING_DAYS:
        return None
    everybody = pluralize(contacts.height, "contact")
    whom = f"{quiet:,} of your {everybody}" if quiet < contacts.height else f"your {everybody}"
    return f"Nothing is on record with {whom} since you got the job: they’ll be glad to hear how it’s going."
