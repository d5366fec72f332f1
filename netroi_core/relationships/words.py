"""Relationship measures as sentences, headlines and the method behind them.

Names are as they were typed; whoever displays a sentence escapes it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import (
    BALANCED,
    DIMENSIONS,
    DOMINANT,
    HALF_LIFE_DAYS,
    MIN_EXCHANGES,
    MIN_QUARTERS,
    QUIET_DAYS,
    Dimension,
    Diversity,
    Engagement,
    Load,
    Reciprocity,
)
from netroi_core.relationships.routine import Consistency, WeeklyHours
from netroi_core.relationships.venues import VenueReturn
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import Words, in_sentence, join_words, pluralize, quarter_name

NO_RETURN: Final = "Nothing was invested in these quarters, so nothing can have been returned on it"
NO_ENERGY: Final = "No activity says how it felt"
NO_TEST: Final = "This is not a medical test. If it weighs on you, talk to somebody you trust or to a doctor."
# Advice for people whom networking wears out.
REMEDIES: Final = (
    "Go to fewer, and to the better ones: it is fine to say no.",
    "Set a time to leave before you arrive.",
    "Keep a week without any, and rest.",
    "Lower this quarter's goals until they are easy to keep.",
)

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
# The method behind the network's figures: a name and an explanation each.
METHOD: Final = (
    (
        "Worth of relationships",
        "For everybody who is active: closeness (1 to 5) ÷ 5 × relevance (1 to 5) ÷ 5, and half of it is left "
        f"{HALF_LIFE_DAYS} days after the last contact. Someone as close, relevant and fresh as can be counts 1. "
        "Closeness and relevance are those of today.",
    ),
    ("Gone quiet", f"Active, and no contact for {QUIET_DAYS} days or more: no meeting, no activity, no favour."),
    (
        "Give and take",
        "Favours given and received, each counted once for each person; an introduction that you gave counts for both "
        f"ends. Nobody is said to owe or to take before {MIN_EXCHANGES} favours over {MIN_QUARTERS} quarters: "
        "they come back late.",
    ),
    (
        "Counts as so many",
        "So many equally large groups would be as varied: exp(−sum of share × ln share) (Hill, Diversity and Evenness, "
        "1973). Ten people, five in each of two industries, count as 2; nine and one count as 1.4.",
    ),
    (
        "Energy an hour",
        "The energy of the activities that say how they felt, from −2 (drained me) to 2 (energised me), divided by "
        "their hours.",
    ),
    (
        "What a place is worth",
        "Its costs with dues and the worth of your time, against the share of outcomes that goes to the steps there. "
        "Under two quarters it is not judged; three quarters without any value or meaningful contact speak for "
        "leaving.",
    ),
)

_VENUE_ADVICE: Final[Mapping[str, str]] = {
    "keep": "Keep it: it is worth what it takes.",
    "change": "Change something: it takes more than it has brought. Go less often, take on a task, or stay in touch "
    "with those you talked to.",
    "drop": "Consider leaving: it has led to nothing so far, and the time may do more elsewhere.",
    "too_early": "Too early to tell: give it a second quarter.",
}
_CAPITAL_CHANGES: Final[Mapping[str, str]] = {
    "joined": "Joined: {}.",
    "came_back": "Back in touch after half a year or more: {}.",
    "went_quiet": f"No contact for {QUIET_DAYS} days now: {{}}. A short message is enough to pick it up again.",
}
_MAX_NAMES: Final = 3
# The change of the capital below which nobody would feel it.
_MIN_CHANGE: Final = 0.05
# The share of weeks from which on networking is a routine.
_STEADY: Final = 0.8
# The slope of energy, in points a quarter, from which down it is falling: a whole step in two and a half years.
_TIRING: Final = -0.1
# Rated activities below which they tell of a bad day, not of strain.
_MIN_RATED: Final = 5
# The share of the capital from which on an industry is named.
_MIN_INDUSTRY_SHARE: Final = 0.25


def network_headline(industries: pl.DataFrame, balance: float | None, active: int, quiet: int) -> str:
    """Return where the network is worth most, else how exchange stands, and how many active contacts went quiet.

    ``industries`` are category and share (0 to 1) of the capital, the largest first.
    """
    if not active:
        return "Name the people you meet, and you will see what your network is worth."
    shares = industries["share"].to_list()
    if len(shares) > 1 and shares[0] >= _MIN_INDUSTRY_SHARE and shares[0] > shares[1]:
        finding = f"Your network is worth most in {industries['category'][0]}"
    else:
        finding = _balance(balance)
    people = pluralize(active, "person", "people")
    if quiet:
        silent = f"{quiet:,} of {people} {'has' if quiet == 1 else 'have'} gone quiet"
    else:
        silent = f"{'nobody' if finding else 'Nobody'} of {people} has gone quiet"
    return f"{finding}; {silent}" if finding else silent


def gone_quiet(names: Sequence[str]) -> str | None:
    """Return the contacts that went quiet, given those with the most capital first, and the next step; None if none."""
    if not names:
        return None
    return f"No contact for {QUIET_DAYS} days or more: {shortlist(names)}. A short message is enough to pick it up."


def diversity_title(categories: Mapping[Dimension, pl.DataFrame]) -> str:
    """Return which dimensions one category dominates, from ``measures.categories`` by dimension."""
    largest = {name: frame["share"][0] for name, frame in categories.items() if not frame.is_empty()}
    shared: list[str] = [name for name, share in largest.items() if share >= DOMINANT]
    if shared:
        return f"Half of your people or more share one {join_words(shared)}"
    *names, last = (name for name in DIMENSIONS if name in largest)
    return f"No {' or '.join([', '.join(names), last] if names else [last])} dominates your network"


def energy_title(energies: Mapping[str, float | None], returns: Mapping[str, float | None]) -> str:
    """Return which approach gives most energy an hour, and which returns most."""
    lifts, pays = _highest(energies), _highest(returns)
    if lifts is None:
        return NO_ENERGY
    name = in_sentence(lifts)
    if (energies[lifts] or 0.0) > 0:
        finding = f"{name[:1].upper()}{name[1:]} gives you most energy"
    else:
        finding = f"No approach gives you energy; {name} costs least"
    if pays is None:
        return finding
    return f"{finding}, and pays most, too" if pays == lifts else f"{finding}; {in_sentence(pays)} pays most"


def return_title(returns: Mapping[str, float | None], words: Words) -> str:
    """Return which approach returned most for each unit of money and time."""
    pays = _highest(returns)
    if pays is None:
        return NO_RETURN
    return f"Each {words.whole_money(1)} returned most with {in_sentence(pays)}: {words.money(returns[pays])}"


def capital(amount: float, changes: pl.DataFrame, since: Quarter, words: Words) -> str:
    """Return the relationship capital and its change since the end of a quarter, by ``measures.capital_changes``."""
    level = f"Your relationships are worth {words.number(amount, 1)} that are as close, relevant and fresh as can be"
    change = float(changes["change"].sum())
    if changes.is_empty() or abs(change) < _MIN_CHANGE:
        return f"{level}, about as many as at the end of {quarter_name(since)}."
    more = "more" if change > 0 else "fewer"
    return f"{level}, {words.number(abs(change), 1)} {more} than at the end of {quarter_name(since)}."


def capital_changes(changes: pl.DataFrame) -> tuple[str, ...]:
    """Return who joined, came back and went quiet, by ``measures.capital_changes``."""
    names = {move: changes.filter(pl.col("move") == move)["name"].to_list() for move in _CAPITAL_CHANGES}
    return tuple(text.format(shortlist(names[move])) for move, text in _CAPITAL_CHANGES.items() if names[move])


def engagement(engagement: Engagement, words: Words) -> str:
    """Return the share of active contacts in touch, and how often."""
    if engagement.in_touch_share is None or engagement.interactions_per_contact is None:
        return "No active contact is on record yet."
    share, count = words.percent(100 * engagement.in_touch_share), words.number(engagement.interactions_per_contact, 1)
    times = "once" if count == "1" else f"{count} times"
    return f"In these quarters you were in touch with {share} of your active contacts, {times} each on average."


def diversity(diversities: Mapping[Dimension, Diversity], words: Words) -> str:
    """Return the effective number of categories by dimension."""
    numbers = {dimension: diversities[dimension].effective_number for dimension in DIMENSIONS}
    counts = [effective_count(number, dimension, words) for dimension, number in numbers.items() if number is not None]
    if not counts:
        return "Note industry, background or expertise of your contacts, and you will see how varied they are."
    return f"As varied as if they were spread evenly over {join_words(counts)}."


def effective_count(number: float, dimension: Dimension, words: Words) -> str:
    """Return an effective number with its noun, such as 2.8 industries."""
    count = words.number(number, 1)
    return f"{count} {DIMENSION_NAMES[dimension][count != '1']}"


def dominant(categories: pl.DataFrame, dimension: Dimension, words: Words) -> str | None:
    """Return the category that at least half of the contacts share, by ``measures.categories``; None without one."""
    if categories["count"].sum() < _MAX_NAMES or categories["share"][0] < DOMINANT:
        return None
    category, share = categories["category"][0], words.percent(100 * categories["share"][0])
    noun = DIMENSION_NAMES[dimension][0]
    return f"{category} is the {noun} of {share}: another circle has ideas that this one can't have."


def missing_audience(missing: Mapping[Dimension, Sequence[str]]) -> str | None:
    """Return the categories of the target audience that nobody has, by ``measures.missing_audience``; None if none."""
    parts = [
        f"{DIMENSION_NAMES[dimension][len(missing[dimension]) > 1]} {shortlist(missing[dimension])}"
        for dimension in DIMENSIONS
        if missing[dimension]
    ]
    return f"Whom you want to reach and don't know yet: {'; '.join(parts)}. Who could introduce you?" if parts else None


def reciprocity(reciprocity: Reciprocity, quarters: Sequence[Quarter]) -> str:
    """Return the favors given and received, and the next step where they are out of balance."""
    if reciprocity.balance is None:
        return f"Nothing given or received is on record for {window_name(quarters)}."
    counts = f"You gave {reciprocity.given} and received {reciprocity.received}"
    if abs(reciprocity.balance) <= BALANCED:
        return f"{counts}: give and take are in balance."
    return f"{counts}: give back next." if reciprocity.balance > 0 else f"{counts}: it is fine to ask, and to accept."


def one_sided_contacts(exchanges: pl.DataFrame) -> tuple[str, ...]:
    """Return a next step for each contact who is owed or only takes, by ``measures.exchanges_by_contact``."""
    owed = exchanges.filter("owed").select("name", "given", "received").iter_rows()
    takes = exchanges.filter("takes").select("name", "given").iter_rows()
    return (
        *(f"{name} helped you {_times(received)}, and you {_helped(given)}: give back next."
          for name, given, received in owed),
        *(f"You helped {name} {_times(given)} and nothing has come back so far: ask for something small, or set a "
          "boundary." for name, given in takes),
    )  # fmt: skip


def load(load: Load, words: Words) -> str:
    """Return hours and evenings a week, against the person's own limits."""
    if load.hours_per_week is None:
        return "No quarter is chosen."
    side = "beyond" if load.is_beyond_hours else "within"
    hours = f"{words.number(load.hours_per_week, 1)} hours a week, {side} the {words.number(load.hours_cap, 1)}"
    if load.evenings_per_week is None:
        return f"{hours} that you set yourself."
    evenings = f"{words.number(load.evenings_per_week, 1)} evenings a week"
    if load.evenings_cap is not None:
        side = "beyond" if load.is_beyond_evenings else "within"
        evenings = f"{evenings}, {side} your {words.number(load.evenings_cap, 1)}"
    return f"{hours} that you set yourself, and {evenings}."


def energy(energies: pl.DataFrame) -> tuple[str, ...]:
    """Return the approaches that give more energy than they did, by ``routine.energy_by_approach``."""
    rising = energies.filter(pl.col("trend") >= -_TIRING)["approach"].to_list()
    return (f"More energy from quarter to quarter from {_approaches(rising)}.",) if rising else ()


def strain_signs(load: Load, energies: pl.DataFrame, strains: Mapping[Quarter, str]) -> tuple[str, ...]:
    """Return the signs that networking wears the person out: their own words first, then those in the records.

    ``energies`` are ``routine.energy_by_approach``, ``strains`` those of the ledger. With any sign, display REMEDIES
    and NO_TEST.
    """
    own = [f"{quarter_name(quarter)}, in your words: “{text}”" for quarter, text in sorted(strains.items())]
    rated = energies.filter(pl.col("activities") >= _MIN_RATED)
    draining = rated.filter(pl.col("energy") < 0)["approach"].to_list()
    falling = rated.filter(pl.col("energy") >= 0, pl.col("trend") <= _TIRING)["approach"].to_list()
    signs = [
        ("More hours a week than you set yourself.", load.is_beyond_hours),
        ("More evenings a week than you set yourself.", load.is_beyond_evenings),
        (f"You mostly come home tired from {_approaches(draining)}.", draining),
        (f"Less energy from quarter to quarter from {_approaches(falling)}.", falling),
    ]
    return (*own, *(sign for sign, is_so in signs if is_so))


def consistency(consistency: Consistency, words: Words) -> tuple[str, ...]:
    """Return whether networking is a routine, and whether it is a matter of need."""
    sentences = []
    if consistency.weeks_with_contact is not None and consistency.longest_gap_days is not None:
        weeks = f"Some contact in {consistency.weeks_with_contact} of {pluralize(consistency.weeks, 'week')}"
        gap = f"at most {pluralize(consistency.longest_gap_days, 'day')} without"
        is_steady = consistency.weeks_with_contact / consistency.weeks >= _STEADY
        advice = "a routine" if is_steady else "a fixed hour a week would make it a routine"
        sentences.append(f"{weeks}, {gap}: {advice}.")
    if need := _in_need(consistency.hours, words):
        sentences.append(need)
    return tuple(sentences)


def venue_sentence(row: VenueReturn, words: Words) -> str:
    """Return what a venue cost and led to, the advice and its reason."""
    if not row.quarters and not row.value:
        return "Nothing is recorded there for these quarters."
    met = f"{pluralize(row.new_contacts, 'new contact')}, {pluralize(row.meaningful_contacts, 'meaningful one')}"
    cost = f"{words.money(row.actual_cost)} and {words.hours(row.hours)} went in"
    role = row.venue.role
    reputation = f" Your role there, {role}, adds reputation that no figure here holds." if role else ""
    return f"{cost}; {met}, {words.money(row.value)} came of it. {_VENUE_ADVICE[row.advice]}{reputation}"


def shortlist(names: Sequence[str]) -> str:
    """Return names as a phrase: the first three, and how many more.

    >>> shortlist(["Ann", "Bo", "Cy", "Di"])
    'Ann, Bo, Cy and 1 more'
    """
    more = len(names) - _MAX_NAMES
    return join_words([*names[:_MAX_NAMES], f"{more} more"] if more > 0 else list(names))


def _balance(balance: float | None) -> str:
    if balance is None:
        return ""
    if abs(balance) <= BALANCED:
        return "Give and take are in balance"
    return "You received more than you gave" if balance > 0 else "You gave more than you received"


def _highest(by_approach: Mapping[str, float | None]) -> str | None:
    values = {approach: value for approach, value in by_approach.items() if value is not None}
    return max(values, key=lambda approach: values[approach]) if values else None


def _approaches(approaches: Sequence[str]) -> str:
    return join_words([in_sentence(approach) for approach in approaches])


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _helped(given: int) -> str:
    return f"helped {_times(given)}" if given else "have not had the chance yet"


def _in_need(hours: WeeklyHours, words: Words) -> str:
    if hours.between_jobs is None or hours.otherwise is None:
        return ""
    weekly = f"{words.number(hours.between_jobs, 1)} hours a week between jobs, {words.number(hours.otherwise, 1)}"
    if hours.between_jobs_share is not None and hours.quarters_share is not None:
        shares = [words.percent(100 * share) for share in (hours.between_jobs_share, hours.quarters_share)]
        weekly = f"{weekly} otherwise ({shares[0]} of your hours in {shares[1]} of the quarters)"
    else:
        weekly = f"{weekly} otherwise"
    if hours.is_only_in_need:
        return f"{weekly}: those who keep it up once the role is found are welcome when they need the next."
    return f"{weekly}: you keep it up in good times, too."
