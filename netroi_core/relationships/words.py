"""Relationship measures as sentences, headlines and the method behind them.

Names are as they were typed; whoever displays a sentence escapes it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
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
from netroi_core.wording.wording import Words, end_sentence, in_quarters, join_words, pluralize, quarter_name

DIMENSION_NAMES: Final[Mapping[Dimension, tuple[str, str]]] = {
    "industry": ("industry", "industries"),
    "background": ("background", "backgrounds"),
    "expertise": ("area of expertise", "areas of expertise"),
}
# The method behind the network's figures: a name and an explanation each.
METHOD: Final = (
    (
        "Relationship strength",
        "For each active contact: closeness (1 to 5) ÷ 5 × relevance (1 to 5) ÷ 5, halved every "
        f"{HALF_LIFE_DAYS} days since you were last in touch. A very close, very relevant contact you met today counts "
        "as 1. Earlier days use today’s closeness and relevance.",
    ),
    ("Gone quiet", f"An active contact with no meeting, activity or favor for {QUIET_DAYS} days or more."),
    (
        "New contacts",
        "People you met for the first time, as many as you entered with an activity or in a quiz. Adding someone under "
        "Contacts doesn’t change the number, because you may have counted them already.",
    ),
    (
        "Favors",
        "Favors given and received, counted once for each person; an introduction you made counts for both people. "
        f"One-sided relationships are pointed out after at least {MIN_EXCHANGES} favors over {MIN_QUARTERS} quarters, "
        "because favors take time to come back.",
    ),
    (
        "As varied as equal groups",
        "The number of equally large groups that would be as varied: exp(−sum of share × ln share) (Hill, Diversity "
        "and Evenness, 1973). Ten people, five in each of two industries, are as varied as 2 equal groups; nine and "
        "one are as varied as 1.4.",
    ),
    (
        "Energy",
        "How activities felt on average, from −2 (drained me) to 2 (energized me).",
    ),
    (
        "Chance that a venue pays off",
        "The probability that it returns more than it costs, including dues and the value of your time. A venue with "
        "few outcomes borrows from the record of its approach: its rate of outcomes is shrunk toward the approach’s. "
        "Recent costs count less, because they had less time to lead to something. A venue needs two quarters to be "
        "judged. Leaving is suggested after three quarters without a result, if the chance is less than 3 in 20.",
    ),
    (
        "In person, by phone, online",
        "By the channel of your activities; video and text count as online. A step toward an outcome takes the channel "
        "of the activity on its day, or else the only channel its approach used in that quarter.",
    ),
)

_CAPITAL_CHANGES: Final[Mapping[str, tuple[str, str]]] = {
    "joined": ("New: ", ""),
    "came_back": ("Back in touch after six months or more: ", ""),
    "went_quiet": (f"No contact for {QUIET_DAYS} days now: ", " A short message is enough to get back in touch."),
}
_MAX_NAMES: Final = 3
# From this strength on, it reads as 1.0.
_ONE_CONTACT: Final = 0.95
# The change of the capital below which nobody would feel it.
_MIN_CHANGE: Final = 0.05
# The share of the capital from which on an industry is named.
_MIN_INDUSTRY_SHARE: Final = 0.25


def network_headline(
    industries: pl.DataFrame, balance: float | None, active: int, quiet: int, past_day: str = ""
) -> str:
    """Return where the network is worth most, else how exchange stands, and how many active contacts went quiet.

    ``industries`` are category and share (0 to 1) of the capital, the largest first. A ``past_day`` is named;
    today isn't.
    """
    if not active:
        return "Add the people you meet to see how strong your network is"
    shares = industries["share"].to_list()
    if len(shares) > 1 and shares[0] >= _MIN_INDUSTRY_SHARE and shares[0] > shares[1]:
        finding = f"Your strongest ties are in {industries['category'][0]}"
    else:
        finding = _balance(balance)
    silent = _silence(active, quiet)
    if past_day:
        silent = f"{silent.replace(' has ', ' had ').replace(' have ', ' had ')} by {past_day}"
    return f"{finding}; {silent}" if finding else f"{silent[:1].upper()}{silent[1:]}"


def _silence(active: int, quiet: int) -> str:
    """Return how many active contacts went quiet, of at least one."""
    if not quiet:
        return f"no one has gone {QUIET_DAYS} days without contact"
    if active == 1:
        return "your only contact has gone quiet"
    if quiet == active:
        return f"{_all(active)} contacts have gone quiet"
    return f"{quiet:,} of {active:,} active contacts {'have' if quiet > 1 else 'has'} gone quiet"


def gone_quiet(names: Sequence[str]) -> str | None:
    """Return the contacts that went quiet, in the order given, and the next step; None if none."""
    if not names:
        return None
    since = f"It’s been {QUIET_DAYS} days or more since your last contact with {shortlist(names)}"
    return f"{end_sentence(since)} A short message is enough."


def diversity_title(categories: Mapping[Dimension, pl.DataFrame]) -> str:
    """Return which dimensions one category dominates, from ``measures.categories`` by dimension."""
    largest = {name: frame["share"][0] for name, frame in categories.items() if not frame.is_empty()}
    shared: list[str] = [name for name, share in largest.items() if share >= DOMINANT]
    if shared:
        whose = "All" if all(largest[name] == 1 for name in largest if name in shared) else "At least half"
        return f"{whose} of your contacts share one {join_words(shared)}"
    return f"No {join_words(list(largest)).replace(' and ', ' or ')} dominates your network"


def capital(amount: float, changes: pl.DataFrame, since: Quarter, words: Words, past_day: date | None = None) -> str:
    """Return the relationship capital and its change since the end of a quarter, by ``measures.capital_changes``.

    A ``past_day`` is named; today isn't.
    """
    on = f" on {words.day(past_day)}" if past_day else ""
    if changes.is_empty():
        return "Rate your contacts to see how strong your relationships are."
    level = f"Relationship strength {words.number(amount, 1)}{on}: {_close_contacts(amount)}"
    # Nobody was known then: that is no record, and not a strength of zero.
    if not changes["before"].sum():
        return f"{level}. There are no records for {quarter_name(since)} to compare it with."
    change = float(changes["change"].sum())
    if abs(change) < _MIN_CHANGE:
        return f"{level}. That’s about the same as at the end of {quarter_name(since)}."
    more = "more" if change > 0 else "less"
    return f"{level}. That’s {words.number(abs(change), 1)} {more} than at the end of {quarter_name(since)}."


def capital_changes(changes: pl.DataFrame) -> tuple[str, ...]:
    """Return who joined, came back and went quiet, by ``measures.capital_changes``."""
    names = {move: changes.filter(pl.col("move") == move)["name"].to_list() for move in _CAPITAL_CHANGES}
    return tuple(
        f"{end_sentence(f'{before}{shortlist(names[move])}')}{after}"
        for move, (before, after) in _CAPITAL_CHANGES.items()
        if names[move]
    )


def engagement(engagement: Engagement, window: Sequence[Quarter], words: Words) -> str:
    """Return the share of active contacts in touch in a window, and how often."""
    if engagement.in_touch_share is None or engagement.interactions_per_contact is None:
        return "You have no active contacts yet."
    share, count = engagement.in_touch_share, words.number(engagement.interactions_per_contact, 1)
    part = "none" if not share else "all" if share == 1 else words.percent(100 * share)
    if not engagement.interactions_per_contact and share:
        # Whoever was only met was in touch, without a meeting since.
        met = f"{in_quarters(window)} you met {part} of your active contacts"
        return f"{met}, and haven’t logged a conversation with them since."
    return _in_touch(part, count, window, is_met_alone=engagement.interactions_per_contact < share)


def _in_touch(part: str, count: str, window: Sequence[Quarter], *, is_met_alone: bool) -> str:
    were = "met or were" if is_met_alone else "were"
    in_touch = f"{in_quarters(window)} you {were} in touch with {part} of your active contacts"
    if count == "0" or is_met_alone:
        # Today, they may have been silent for long.
        return f"{in_touch}{'' if part == 'none' else ' at least once'}."
    # Over several quarters, that may be long ago.
    at_some_point = " at some point" if len(window) > 1 else ""
    return f"{in_touch}{at_some_point}, {'once' if count == '1' else f'{count} times'} each on average."


def diversity(diversities: Mapping[Dimension, Diversity], words: Words) -> str:
    """Return the effective number of categories by dimension."""
    numbers = {dimension: diversity.effective_number for dimension, diversity in diversities.items()}
    counts = [effective_count(number, dimension, words) for dimension, number in numbers.items() if number is not None]
    if not counts:
        return "Add your contacts’ industry, background or expertise to see how varied your network is."
    return f"Your contacts are as varied as {join_words(counts)}."


def effective_count(number: float, dimension: Dimension, words: Words) -> str:
    """Return an effective number of categories, such as 3 equal groups by industry."""
    return f"{equal_groups(number, words)} by {DIMENSION_NAMES[dimension][0]}"


def equal_groups(number: float | None, words: Words) -> str:
    """Return an effective number as groups of the same size, such as 3 equal groups."""
    # A whole number: nobody pictures a tenth of a group.
    count = words.number(number, 0)
    return "a single group" if count == "1" else f"{count} equal groups"


def dominant(categories: pl.DataFrame, dimension: Dimension, words: Words) -> str | None:
    """Return the category that at least half of the contacts share, by ``measures.categories``; None without one."""
    if categories["count"].sum() < _MAX_NAMES or categories["share"][0] < DOMINANT:
        return None
    category, share = categories["category"][0], categories["share"][0]
    whose = "All" if share == 1 else words.percent(100 * share)
    noun = DIMENSION_NAMES[dimension][0]
    return f"{whose} of your contacts share one {noun}, {category}: people from elsewhere bring other ideas."


def missing_audience(missing: Mapping[Dimension, Sequence[str]]) -> str | None:
    """Return the categories of the target audience that nobody has, by ``measures.missing_audience``; None if none."""
    parts = [f"{shortlist(names)} ({dimension})" for dimension, names in missing.items() if names]
    missed = " or ".join(parts)
    return f"You don’t have any active contacts yet in {missed}. Who could introduce you?" if parts else None


def reciprocity(reciprocity: Reciprocity, quarters: Sequence[Quarter], is_looking: bool = False) -> str:
    """Return the favors given and received, and the next step where they are out of balance.

    Whoever ``is_looking`` for work receives more than they give, and is not asked to give back at once.
    """
    if reciprocity.balance is None:
        return f"No favors are on record for {window_name(quarters)}."
    given = pluralize(reciprocity.given, "favor") if reciprocity.given else "no favors"
    counts = f"You gave {given} and received {f'{reciprocity.received:,}' if reciprocity.received else 'none'}"
    if abs(reciprocity.balance) <= BALANCED:
        return f"{counts}: about even."
    if reciprocity.balance < 0:
        return f"{counts}: it’s fine to ask for help, too."
    if is_looking:
        return f"{counts}: that’s normal while you look for work."
    return f"{counts}: look for ways to give back."


def one_sided_contacts(exchanges: pl.DataFrame, is_looking: bool = False) -> tuple[str, ...]:
    """Return a next step for the contacts who are owed or only take, by ``measures.exchanges_by_contact``."""
    next_step = "a thank-you is enough for now" if is_looking else "look for a way to give back"
    owed = exchanges.filter("owed").select("name", "given", "received").iter_rows()
    takes: dict[int, list[str]] = {}
    for name, given in exchanges.filter("takes").select("name", "given").iter_rows():
        takes.setdefault(given, []).append(name)
    return (
        *(f"{name} helped you {times(received)}, and you "
          f"{f'helped them {times(given)}' if given else 'haven’t had a chance to help yet'}: {next_step}."
          for name, given, received in owed),
        *(f"You’ve helped {shortlist(names)} {times(given)}{' each' if len(names) > 1 else ''}. "
          "It’s OK to ask them for a small favor."
          for given, names in takes.items()),
    )  # fmt: skip


def shortlist(names: Sequence[str]) -> str:
    """Return names as a phrase: the first three, and how many more.

    >>> shortlist(["Ann", "Bo", "Cy", "Di"])
    'Ann, Bo, Cy and 1 more'
    >>> shortlist(["Ann"] * 2000)
    'Ann, Ann, Ann and 1,997 more'
    """
    more = len(names) - _MAX_NAMES
    return join_words([*names[:_MAX_NAMES], f"{more:,} more"] if more > 0 else list(names))


def _all(count: int) -> str:
    return "both" if count == 2 else f"all {count:,}"


def times(count: int) -> str:
    """Return a number of times in words."""
    return ("nothing", "once", "twice")[count] if count < 3 else f"{count} times"


def _close_contacts(amount: float) -> str:
    """Return an amount of relationship strength as contacts that are as close, relevant and current as can be."""
    count = round(amount) if amount >= _ONE_CONTACT else 0
    return f"as much as about {pluralize(count, 'close, current contact')}" if count else "less than one close contact"


def _balance(balance: float | None) -> str:
    if balance is None:
        return ""
    if abs(balance) <= BALANCED:
        return "You give about as much as you receive"
    return "You received more than you gave" if balance > 0 else "You gave more than you received"
