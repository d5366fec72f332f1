"""Relationships as sentences: kind, in plain words, and never a judgement of anybody.

Names come as they were typed; whoever shows a sentence makes it plain.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import (
    BALANCED,
    DIMENSIONS,
    DOMINANT,
    QUIET_DAYS,
    Dimension,
    Diversity,
    Engagement,
    Load,
    Reciprocity,
)
from netroi_core.relationships.routine import Consistency
from netroi_core.relationships.venues import Worth
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import Words, counted, inside, listed, quarter_name

NO_TEST: Final = "This is not a medical test. If it weighs on you, talk to somebody you trust or to a doctor."
REMEDIES: Final = (
    "Go to fewer, and to the better ones: it is fine to say no.",
    "Set a time to leave before you arrive.",
    "Keep a week without any, and rest.",
    "Lower this quarter's goals until they are easy to keep.",
)
"""What helps those whom networking wears out."""

ADVICE_NAMES: Final[Mapping[str, str]] = {
    "keep": "Keep",
    "change": "Change",
    "drop": "Drop",
    "too_early": "Too early to tell",
}
DIMENSION_NAMES: Final[Mapping[Dimension, tuple[str, str]]] = {
    "industry": ("industry", "industries"),
    "background": ("background", "backgrounds"),
    "expertise": ("area of expertise", "areas of expertise"),
}

_MOST_NAMED: Final = 3
_UNCHANGED: Final = 0.05
"""Less than this change of the capital is none that anybody would feel."""
_STEADY: Final = 0.8
"""From this share of weeks on, networking is a routine."""
_TIRING: Final = -0.1
"""From this slope down, in points a quarter, energy is falling: a whole step in two and a half years."""
_FEWEST_RATED: Final = 5
"""Fewer activities with an energy tell of a bad day, not of strain."""


def capital(amount: float, moved: pl.DataFrame, since: Quarter, words: Words) -> str:
    """How much relationship capital there is and how it moved since the end of a quarter, with ``moves``."""
    told = f"Your relationships are worth {words.number(amount, 1)} that are as close, relevant and fresh as can be"
    change = float(moved["change"].sum())
    if moved.is_empty() or abs(change) < _UNCHANGED:
        return f"{told}, about as many as at the end of {quarter_name(since)}."
    more = "more" if change > 0 else "fewer"
    return f"{told}, {words.number(abs(change), 1)} {more} than at the end of {quarter_name(since)}."


def moves(moved: pl.DataFrame) -> tuple[str, ...]:
    """Who joined, came back and went quiet, by ``relationships.moves``; what to do about those who did."""
    told = (
        ("joined", "Joined: {}."),
        ("came_back", "Back in touch after half a year or more: {}."),
        ("went_quiet", f"No contact for {QUIET_DAYS} days now: {{}}. A short message is enough to pick it up again."),
    )
    names = {move: moved.filter(pl.col("move") == move)["name"].to_list() for move, _ in told}
    return tuple(sentence.format(few(names[move])) for move, sentence in told if names[move])


def engagement(found: Engagement, words: Words) -> str:
    """How alive the contacts are."""
    if found.in_touch_share is None or found.interactions_per_contact is None:
        return "No active contact is on record yet."
    share, each = words.percent(100 * found.in_touch_share), words.number(found.interactions_per_contact, 1)
    times = "once" if each == "1" else f"{each} times"
    return f"In these quarters you were in touch with {share} of your active contacts, {times} each on average."


def diversity(found: Mapping[Dimension, Diversity], words: Words) -> str:
    """How varied the contacts are: as if they came from so many equally common categories."""
    known = [
        f"{words.number(number, 1)} {DIMENSION_NAMES[dimension][words.number(number, 1) != '1']}"
        for dimension in DIMENSIONS
        if (number := found[dimension].effective_number) is not None
    ]
    if not known:
        return "Note industry, background or expertise of your contacts, and you will see how varied they are."
    return f"As varied as if they were spread evenly over {listed(known)}."


def dominant(categories: pl.DataFrame, dimension: Dimension, words: Words) -> str | None:
    """Which category most contacts share, by ``relationships.categories``; None if none does."""
    if categories["count"].sum() < _MOST_NAMED or categories["share"][0] < DOMINANT:
        return None
    share = words.percent(100 * categories["share"][0])
    what = DIMENSION_NAMES[dimension][0]
    return f"{categories['category'][0]} is the {what} of {share}: another circle has ideas that this one can't have."


def missing(found: Mapping[Dimension, Sequence[str]]) -> str | None:
    """Whom the goals ask for and nobody is yet, by ``relationships.missing``; None if nobody is missing."""
    parts = [f"{DIMENSION_NAMES[each][len(found[each]) > 1]} {few(found[each])}" for each in DIMENSIONS if found[each]]
    return f"Whom you want to reach and don't know yet: {'; '.join(parts)}. Who could introduce you?" if parts else None


def reciprocity(found: Reciprocity, quarters: Sequence[Quarter]) -> str:
    """Where give and take stand; in balance, or what to do next."""
    if found.balance is None:
        return f"Nothing given or received is on record for {window_name(quarters)}."
    score = f"You gave {found.given} and received {found.received}"
    if abs(found.balance) <= BALANCED:
        return f"{score}: give and take are in balance."
    return f"{score}: give back next." if found.balance > 0 else f"{score}: it is fine to ask, and to accept."


def persons(found: pl.DataFrame) -> tuple[str, ...]:
    """Whom you owe and who only takes, by ``relationships.by_person``, each with a next step."""
    owed = found.filter("owed").select("name", "given", "received").iter_rows()
    takes = found.filter("takes").select("name", "given").iter_rows()
    return (
        *(f"{name} helped you {_times(received)}, and you {_helped(given)}: give back next."
          for name, given, received in owed),
        *(f"You helped {name} {_times(given)} and nothing has come back so far: ask for something small, or set a "
          "boundary." for name, given in takes),
    )  # fmt: skip


def load(found: Load, words: Words) -> str:
    """Hours and evenings a week, against the limits that were set."""
    if found.hours_per_week is None:
        return "No quarter is chosen."
    hours, cap = (words.number(each, 1) for each in (found.hours_per_week, found.hours_cap))
    side = "beyond" if found.is_beyond_hours else "within"
    told = f"{hours} hours a week, {side} the {cap} that you set yourself"
    if found.evenings_per_week is None:
        return f"{told}."
    evenings = f"{words.number(found.evenings_per_week, 1)} evenings a week"
    if found.evenings_cap is None:
        return f"{told}, and {evenings}."
    side = "beyond" if found.is_beyond_evenings else "within"
    return f"{told}, and {evenings}, {side} your {words.number(found.evenings_cap, 1)}."


def energy(found: pl.DataFrame) -> tuple[str, ...]:
    """Which approaches give more energy than they did, by ``routine.energy_by_approach``; ``strain`` tells the rest."""
    rising = found.filter(pl.col("trend") >= -_TIRING)["approach"].to_list()
    return (f"More energy from quarter to quarter from {listed([inside(each) for each in rising])}.",) if rising else ()


def strain(found: Load, energies: pl.DataFrame, strains: Mapping[Quarter, str]) -> tuple[str, ...]:
    """Signs that networking wears one out: one's own words first, then what the records show; none if there are none.

    ``energies`` are of ``routine.energy_by_approach``, ``strains`` of a ledger; with any, show REMEDIES and NO_TEST.
    """
    own = [f"{quarter_name(quarter)}, in your words: “{text}”" for quarter, text in sorted(strains.items())]
    enough = energies.filter(pl.col("activities") >= _FEWEST_RATED)
    drains = enough.filter(pl.col("energy") < 0)["approach"].to_list()
    falling = enough.filter(pl.col("energy") >= 0, pl.col("trend") <= _TIRING)["approach"].to_list()
    shown = [
        ("More hours a week than you set yourself.", found.is_beyond_hours),
        ("More evenings a week than you set yourself.", found.is_beyond_evenings),
        (f"You mostly come home tired from {listed([inside(each) for each in drains])}.", drains),
        (f"Less energy from quarter to quarter from {listed([inside(each) for each in falling])}.", falling),
    ]
    return (*own, *(sentence for sentence, is_so in shown if is_so))


def consistency(found: Consistency, words: Words) -> tuple[str, ...]:
    """Whether networking is a routine, or a matter of need."""
    told = []
    if found.weeks_with_contact is not None and found.longest_gap_days is not None:
        share = found.weeks_with_contact / found.weeks
        weeks = f"Some contact in {found.weeks_with_contact} of {counted(found.weeks, 'week')}"
        gap = f"at most {counted(found.longest_gap_days, 'day')} without"
        advice = "a routine" if share >= _STEADY else "a fixed hour a week would make it a routine"
        told.append(f"{weeks}, {gap}: {advice}.")
    if found.between_jobs is not None and found.otherwise is not None:
        hours = f"{words.number(found.between_jobs, 1)} hours a week between jobs, {words.number(found.otherwise, 1)}"
        advice = (
            "those who keep it up once the role is found are welcome when they need the next"
            if found.is_only_in_need
            else "you keep it up in good times, too"
        )
        told.append(f"{hours} otherwise{_shares(found, words)}: {advice}.")
    return tuple(told)


def venue(worth: Worth, words: Words) -> str:
    """What a venue cost and led to, what to do about it and why."""
    if not worth.quarters and not worth.value:
        return "Nothing is recorded there for these quarters."
    met = f"{counted(worth.new_contacts, 'new contact')}, {counted(worth.meaningful_contacts, 'meaningful one')}"
    role = f" Your role there, {worth.role}, adds reputation that no figure here holds." if worth.role else ""
    cost = f"{words.money(worth.actual_cost)} and {words.hours(worth.hours)} went in"
    return f"{cost}; {met}, {words.money(worth.value)} came of it. {_ADVICE[worth.advice]}{role}"


_ADVICE: Final[Mapping[str, str]] = {
    "keep": "Keep it: it is worth what it takes.",
    "change": "Change something: it takes more than it has brought. Go less often, take on a task, or stay in touch "
    "with those you talked to.",
    "drop": "Consider leaving: it has led to nothing so far, and the time may do more elsewhere.",
    "too_early": "Too early to tell: give it a second quarter.",
}


def few(names: Sequence[str]) -> str:
    """Names as a phrase, of more than three the first three and how many more."""
    more = len(names) - _MOST_NAMED
    return listed([*names[:_MOST_NAMED], f"{more} more"] if more > 0 else list(names))


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _helped(given: int) -> str:
    return f"helped {_times(given)}" if given else "have not had the chance yet"


def _shares(found: Consistency, words: Words) -> str:
    if found.between_jobs_share is None or found.quarters_share is None:
        return ""
    hours, quarters = (words.percent(100 * share) for share in (found.between_jobs_share, found.quarters_share))
    return f" ({hours} of your hours in {quarters} of the quarters)"
