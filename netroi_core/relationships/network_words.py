"""The network as sentences: what it is worth, what it takes, and how that is figured.

Names come as they were typed; whoever shows a sentence makes it plain.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from netroi_core.relationships.measures import (
    BALANCED,
    DIMENSIONS,
    DOMINANT,
    FEWEST_EXCHANGES,
    FEWEST_QUARTERS,
    HALF_LIFE_DAYS,
    QUIET_DAYS,
    Dimension,
)
from netroi_core.wording.wording import Words, counted, inside, listed

NO_RETURN: Final = "Nothing was invested in these quarters, so nothing can have been returned on it"
NO_ENERGY: Final = "No activity says how it felt"

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
        f"ends. Nobody is said to owe or to take before {FEWEST_EXCHANGES} favours over {FEWEST_QUARTERS} quarters: "
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
"""How the network is figured: a name and what there is to say, for each."""

_STRONG: Final = 0.25
"""From this share of the worth on, an industry is named."""
_MOST_NAMED: Final = 3


def headline(worths: pl.DataFrame, balance: float | None, active: int, quiet: int) -> str:
    """Where the network is worth most, else how give and take stand, and how many of the active people went quiet.

    ``worths`` are by industry, the largest first: category, share (0 to 1); ``balance`` is that of a Reciprocity.
    """
    if not active:
        return "Name the people you meet, and you will see what your network is worth."
    shares = worths["share"].to_list()
    if len(shares) > 1 and shares[0] >= _STRONG and shares[0] > shares[1]:
        found = f"Your network is worth most in {worths['category'][0]}"
    else:
        found = _exchange(balance)
    of_all = counted(active, "person", "people")
    silent = f"{quiet:,} of {of_all} {'has' if quiet == 1 else 'have'} gone quiet" if quiet else ""
    silent = silent or f"{'nobody' if found else 'Nobody'} of {of_all} has gone quiet"
    return f"{found}; {silent}" if found else silent


def gone_quiet(names: Sequence[str]) -> str | None:
    """Who went quiet, those who are worth most first, and what to do about it; None if nobody did."""
    more = len(names) - _MOST_NAMED
    shown = [*names[:_MOST_NAMED], f"{more} more"] if more > 0 else list(names)
    sentence = f"No contact for {QUIET_DAYS} days or more: {listed(shown)}. A short message is enough to pick it up."
    return sentence if names else None


def varied_title(categories: Mapping[Dimension, pl.DataFrame]) -> str:
    """Whether one category dominates, by dimension, each as of ``relationships.categories``."""
    largest = {name: found["share"][0] for name, found in categories.items() if not found.is_empty()}
    shared: list[str] = [name for name, share in largest.items() if share >= DOMINANT]
    if shared:
        return f"Half of your people or more share one {listed(shared)}"
    named = [name for name in DIMENSIONS if name in largest]
    return f"No {' or '.join([', '.join(named[:-1]), named[-1]] if named[:-1] else named)} dominates your network"


def energy_title(energies: Mapping[str, float | None], returns: Mapping[str, float | None]) -> str:
    """Which approach gives most energy an hour, and whether that is the one that pays most, too."""
    lifts = _most(energies)
    if lifts is None:
        return NO_ENERGY
    pays, energy = _most(returns), energies[lifts] or 0.0
    name = _capital(inside(lifts))
    finding = (
        f"{name} gives you most energy" if energy > 0 else f"No approach gives you energy; {inside(lifts)} costs least"
    )
    if pays is None:
        return finding
    return f"{finding}, and pays most, too" if pays == lifts else f"{finding}; {inside(pays)} pays most"


def return_title(returns: Mapping[str, float | None], words: Words) -> str:
    """Which approach returned most for each unit of money and time."""
    pays = _most(returns)
    if pays is None:
        return NO_RETURN
    return f"Each {words.whole_money(1)} returned most with {inside(pays)}: {words.money(returns[pays])}"


def _exchange(balance: float | None) -> str:
    if balance is None:
        return ""
    if abs(balance) <= BALANCED:
        return "Give and take are in balance"
    return "You received more than you gave" if balance > 0 else "You gave more than you received"


def _most(by_approach: Mapping[str, float | None]) -> str | None:
    known = {approach: value for approach, value in by_approach.items() if value is not None}
    return max(known, key=lambda approach: known[approach]) if known else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
