"""Relationship measures as sentences, headlines and the method behind them.

Names are as they were typed; whoever displays a sentence escapes it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import (
    BALANCED,
    DOMINANT,
    HALF_LIFE_DAYS,
    MIN_EXCHANGES,
    MIN_QUARTERS,
    QUIET_DAYS,
    Dimension,
    Diversity,
    Engagement,
    Reciprocity,
)
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import Words, join_words, pluralize, quarter_name

DIMENSION_NAMES: Final[Mapping[Dimension, tuple[str, str]]] = {
    "industry": ("industry", "industries"),
    "background": ("background", "backgrounds"),
    "expertise": ("area of expertise", "areas of expertise"),
}
# The method behind the network's figures: a name and an explanation each.
METHOD: Final = (
    (
        "Relationship strength",
        "For everybody who is active: closeness (1 to 5) ÷ 5 × relevance (1 to 5) ÷ 5, and half of it is left "
        f"{HALF_LIFE_DAYS} days after the last contact. Someone as close, relevant and current as can be counts 1. "
        "Closeness and relevance are those of today.",
    ),
    ("Gone quiet", f"Active, and no contact for {QUIET_DAYS} days or more: no meeting, no activity, no favor."),
    (
        "Give and take",
        "Favors given and received, each counted once for each person; an introduction that you gave counts for both "
        f"ends. Nobody is said to owe or to take before {MIN_EXCHANGES} favors over {MIN_QUARTERS} quarters: "
        "they come back late.",
    ),
    (
        "Like so many groups",
        "So many equally large groups would be as varied: exp(−sum of share × ln share) (Hill, Diversity and Evenness, "
        "1973). Ten people, five in each of two industries, are like 2 groups; nine and one are like 1.4.",
    ),
    (
        "Energy an hour",
        "The energy of the activities that say how they felt, from −2 (drained me) to 2 (energized me), divided by "
        "their hours.",
    ),
    (
        "Odds that a place pays",
        "The probability that it returns more than it costs, dues and the price of your time included. A place with "
        "few outcomes is judged by the record of its approach: its rate of outcomes is shrunk towards that rate. Its "
        "costs count as far as they have had the time to lead to something. Under two quarters it is not judged. Three "
        "quarters that led to nothing, at odds under 15%, speak for leaving.",
    ),
    (
        "In person, by phone, online",
        "By the channel of your activities; video and text are online. A step to an outcome has the channel of the "
        "activity on its day, else the only channel that its approach had in that quarter.",
    ),
)

_CAPITAL_CHANGES: Final[Mapping[str, str]] = {
    "joined": "Joined: {}.",
    "came_back": "Back in touch after half a year or more: {}.",
    "went_quiet": f"No contact for {QUIET_DAYS} days now: {{}}. A short message is enough to get back in touch.",
}
_MAX_NAMES: Final = 3
# The change of the capital below which nobody would feel it.
_MIN_CHANGE: Final = 0.05
# The share of the capital from which on an industry is named.
_MIN_INDUSTRY_SHARE: Final = 0.25


def network_headline(industries: pl.DataFrame, balance: float | None, active: int, quiet: int) -> str:
    """Return where the network is worth most, else how exchange stands, and how many active contacts went quiet.

    ``industries`` are category and share (0 to 1) of the capital, the largest first.
    """
    if not active:
        return "Name the people you meet, and you will see how strong your network is."
    shares = industries["share"].to_list()
    if len(shares) > 1 and shares[0] >= _MIN_INDUSTRY_SHARE and shares[0] > shares[1]:
        finding = f"Your strongest ties are in {industries['category'][0]}"
    else:
        finding = _balance(balance)
    people = pluralize(active, "person", "people")
    count = f"{quiet:,}" if quiet else "nobody" if finding else "Nobody"
    silent = f"{count} of {people} {'have' if quiet > 1 else 'has'} gone quiet"
    return f"{finding}; {silent}" if finding else silent


def gone_quiet(names: Sequence[str]) -> str | None:
    """Return the contacts that went quiet, given those with the most capital first, and the next step; None if none."""
    if not names:
        return None
    return f"No contact for {QUIET_DAYS} days or more: {shortlist(names)}. A short message is enough."


def diversity_title(categories: Mapping[Dimension, pl.DataFrame]) -> str:
    """Return which dimensions one category dominates, from ``measures.categories`` by dimension."""
    largest = {name: frame["share"][0] for name, frame in categories.items() if not frame.is_empty()}
    shared: list[str] = [name for name, share in largest.items() if share >= DOMINANT]
    if shared:
        return f"Half of your people or more share one {join_words(shared)}"
    return f"No {join_words(list(largest)).replace(' and ', ' or ')} dominates your network"


def capital(amount: float, changes: pl.DataFrame, since: Quarter, words: Words) -> str:
    """Return the relationship capital and its change since the end of a quarter, by ``measures.capital_changes``."""
    level = f"Relationship strength {words.number(amount, 1)}: {_close_contacts(amount)}"
    change = float(changes["change"].sum())
    if changes.is_empty() or abs(change) < _MIN_CHANGE:
        return f"{level}. That is about the same as at the end of {quarter_name(since)}."
    more = "more" if change > 0 else "less"
    return f"{level}. That is {words.number(abs(change), 1)} {more} than at the end of {quarter_name(since)}."


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
    numbers = {dimension: diversity.effective_number for dimension, diversity in diversities.items()}
    counts = [effective_count(number, dimension, words) for dimension, number in numbers.items() if number is not None]
    if not counts:
        return "Note industry, background or expertise of your contacts, and you will see how varied they are."
    return f"As varied as equal groups from {join_words(counts)}."


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
    return f"{category} is the {noun} of {share}: people elsewhere have ideas that these can't have."


def missing_audience(missing: Mapping[Dimension, Sequence[str]]) -> str | None:
    """Return the categories of the target audience that nobody has, by ``measures.missing_audience``; None if none."""
    parts = [
        f"{DIMENSION_NAMES[dimension][len(names) > 1]} {shortlist(names)}"
        for dimension, names in missing.items()
        if names
    ]
    return f"You want to reach and know nobody yet: {'; '.join(parts)}. Who could introduce you?" if parts else None


def reciprocity(reciprocity: Reciprocity, quarters: Sequence[Quarter], is_looking: bool = False) -> str:
    """Return the favors given and received, and the next step where they are out of balance.

    Whoever ``is_looking`` for work receives more than they give, and is not asked to give back at once.
    """
    if reciprocity.balance is None:
        return f"Nothing given or received is on record for {window_name(quarters)}."
    counts = f"You gave {reciprocity.given} and received {reciprocity.received}"
    if abs(reciprocity.balance) <= BALANCED:
        return f"{counts}: give and take are in balance."
    if reciprocity.balance < 0:
        return f"{counts}: it is fine to ask, and to accept."
    return f"{counts}: that is normal while you look for work." if is_looking else f"{counts}: give back next."


def one_sided_contacts(exchanges: pl.DataFrame, is_looking: bool = False) -> tuple[str, ...]:
    """Return a next step for each contact who is owed or only takes, by ``measures.exchanges_by_contact``."""
    next_step = "a thank-you is enough for now" if is_looking else "give back next"
    owed = exchanges.filter("owed").select("name", "given", "received").iter_rows()
    takes = exchanges.filter("takes").select("name", "given").iter_rows()
    return (
        *(f"{name} helped you {times(received)}, and you "
          f"{f'helped {times(given)}' if given else 'have not had the chance yet'}: {next_step}."
          for name, given, received in owed),
        *(f"You helped {name} {times(given)} and nothing has come back so far: ask for something small, or set a "
          "boundary." for name, given in takes),
    )  # fmt: skip


def shortlist(names: Sequence[str]) -> str:
    """Return names as a phrase: the first three, and how many more.

    >>> shortlist(["Ann", "Bo", "Cy", "Di"])
    'Ann, Bo, Cy and 1 more'
    """
    more = len(names) - _MAX_NAMES
    return join_words([*names[:_MAX_NAMES], f"{more} more"] if more > 0 else list(names))


def times(count: int) -> str:
    """Return a number of times in words."""
    return ("nothing", "once", "twice")[count] if count < 3 else f"{count} times"


def _close_contacts(amount: float) -> str:
    """Return an amount of relationship strength as contacts that are as close, relevant and current as can be."""
    count = round(amount)
    return f"as much as about {pluralize(count, 'close, current contact')}" if count else "less than one close contact"


def _balance(balance: float | None) -> str:
    if balance is None:
        return ""
    if abs(balance) <= BALANCED:
        return "Give and take are in balance"
    return "You received more than you gave" if balance > 0 else "You gave more than you received"
