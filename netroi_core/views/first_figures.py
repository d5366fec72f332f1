"""The first figures of a page, by what the person networks for: what counts for them, before the money."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import polars as pl

from netroi_core.ledger.counts import HAS_HAPPENED, CountKind, clients_won
from netroi_core.ledger.measures import in_window
from netroi_core.relationships.measures import QUIET_DAYS, last_contacts
from netroi_core.views.advice import Situation
from netroi_core.wording.wording import NOT_AVAILABLE, Words
from netroi_core.workspace.fields import Purpose

_MOST: Final = 4
# "Not rated yet" is wider than a key figure.
_UNRATED: Final = "None yet"
_NOTHING: Final = frozenset({"0", NOT_AVAILABLE, _UNRATED})
# A tie is warm from this closeness (1 to 5) on, while the last contact is less than QUIET_DAYS ago.
WARM: Final = 3


class FirstFigure(NamedTuple):
    """One figure with its name, and what it counts."""

    name: str
    value: str
    meaning: str


def first_figures(situation: Situation, words: Words) -> tuple[FirstFigure, ...]:
    """Return the figures that the purpose puts first, and one of the second purpose; none without a purpose.

    A figure that isn't known is left out, and one of 0 gives way to what came instead. As long as all of them are 0, as
    on the first days of a purpose, there are those that aren't.
    """
    if situation.purpose is None:
        return ()
    names = dict.fromkeys((*_BY_PURPOSE[situation.purpose], *(_AIMS[purpose] for purpose in situation.purposes[1:])))
    values = {name: _FIGURES[name][1](situation, words) for name in (*names, *_INSTEAD.values())}
    if {values[name] for name in names} <= _NOTHING:
        values = {name: figure(situation, words) for name, (_, figure) in _FIGURES.items()}
        names = _with_something(values) or names
    shown = dict.fromkeys(_or_instead(name, values) for name in names)
    return tuple(FirstFigure(name, values[name], _FIGURES[name][0]) for name in shown if values[name] != NOT_AVAILABLE)


def _or_instead(name: str, values: Mapping[str, str]) -> str:
    """Return a figure, or that which came instead where there is none of it."""
    instead = _INSTEAD.get(name, name)
    return instead if values[name] == "0" != values[instead] else name


def _with_something(values: Mapping[str, str]) -> dict[str, None]:
    """Return the names of the first figures that are not nothing."""
    return dict.fromkeys([name for name, value in values.items() if value not in _NOTHING][:_MOST])


def warm_ties(situation: Situation) -> int:
    """Return the number of active contacts who are close and were in touch lately."""
    ledger = situation.ledger
    close = ledger.contacts.filter(pl.col("closeness") >= WARM).select("id")
    return _in_touch(situation).join(close, on="id", how="semi").height


def _in_touch(situation: Situation) -> pl.DataFrame:
    """Return the active contacts who were in touch lately."""
    contacts = last_contacts(situation.ledger, situation.today)
    return contacts.filter(pl.col("status") == "active", pl.col("days") < QUIET_DAYS)


def _count(kind: CountKind) -> Callable[[Situation, Words], str]:
    def count(situation: Situation, _: Words) -> str:
        return f"{situation.counts[kind]:,}"

    return count


def _interviews(situation: Situation, _: Words) -> str:
    held, still_open = situation.counts["interviews"], situation.counts["open_interviews"]
    if not still_open:
        return f"{held:,}"
    return f"{held:,} + {still_open:,} open" if held else f"{still_open:,} open"


def _outcomes(*kinds: str) -> Callable[[Situation, Words], str]:
    def count(situation: Situation, _: Words) -> str:
        inside = situation.ledger.outcomes.filter(in_window(situation.window), pl.col("status") == "won")
        return f"{inside.filter(pl.col('kind').is_in(kinds)).height:,}"

    return count


def _open_outcomes(situation: Situation, _: Words) -> str:
    inside = situation.ledger.outcomes.filter(in_window(situation.window))
    return f"{inside.filter(pl.col('status') == 'open').height:,}"


def _favors(direction: str) -> Callable[[Situation, Words], str]:
    def count(situation: Situation, _: Words) -> str:
        favors = situation.ledger.exchanges.filter(in_window(situation.window), pl.col("direction") == direction)
        return f"{favors.height:,}"

    return count


def _conversations(situation: Situation, _: Words) -> str:
    # Hours of one-on-ones without a count are some conversations, though nobody knows how many.
    is_uncounted = not situation.conversations and bool(situation.recorded.approaches["one_on_one"].hours)
    return NOT_AVAILABLE if is_uncounted else f"{situation.conversations:,}"


def _warm_ties(situation: Situation, _: Words) -> str:
    count, ledger = warm_ties(situation), situation.ledger
    # Nobody is called cold whose closeness isn't rated: of those in touch, or of all.
    unrated = ledger.contacts.filter(pl.col("closeness").is_null()).select("id")
    in_touch = _in_touch(situation).join(unrated, on="id", how="semi")
    is_known = count or (unrated.height < ledger.contacts.height and not in_touch.height)
    return f"{count:,}" if is_known else NOT_AVAILABLE


def _ratings(situation: Situation) -> list[int | None]:
    """Return the rating of what came about: also of an interview that was lost, as in the list of outcomes."""
    came = HAS_HAPPENED & ((pl.col("status") == "won") | (pl.col("kind") == "interview"))
    positions = situation.ledger.outcomes.filter(in_window(situation.window), came)["outcome"]
    return [situation.ledger.workspace.outcomes[position].intangible for position in positions]


def _rated(situation: Situation) -> list[int]:
    return [rating for rating in _ratings(situation) if rating is not None]


def _rated_outcomes(situation: Situation, _: Words) -> str:
    # Beside what came about and nobody rated, 0 would be a verdict.
    is_unrated = _ratings(situation) and not _rated(situation)
    return _UNRATED if is_unrated else f"{len(_rated(situation)):,}"


def _mean_rating(situation: Situation, words: Words) -> str:
    ratings = _rated(situation)
    return f"{words.number(sum(ratings) / len(ratings), 1)} of 5" if ratings else NOT_AVAILABLE


def _funding(situation: Situation, words: Words) -> str:
    rounds = _outcomes("funding")(situation, words)
    has_amount = situation.raised and words.shows_amounts
    return f"{rounds} ({words.money(situation.raised)})" if has_amount else rounds


_BY_DAY: Final = "by the day you heard of them, whatever became of them."
_FIGURES: Final[Mapping[str, tuple[str, Callable[[Situation, Words], str]]]] = {
    "Conversations": ("Those that you counted, and every one-on-one that you logged.", _conversations),
    "Interviews": ("Interviews that took place, plus those that are still open.", _interviews),
    "Referrals": (f"Referrals, {_BY_DAY}", _count("referrals")),
    "New leads": (f"Leads, {_BY_DAY}", _count("leads")),
    "Warm ties": (f"Contacts in touch in the last {QUIET_DAYS} days whose closeness you rated {WARM} or more, on their "
                  "page under People.", _warm_ties),
    "New contacts": ("New people that you counted with your activities or in a quiz.", _count("new_contacts")),
    "Introductions to you": ("People who were introduced to you.",
                             lambda situation, _: f"{situation.introductions_received:,}"),
    "Introductions made": ("People whom you introduced to each other.", _count("introductions")),
    "Clients won": ("Clients and projects won, and leads that became clients.",
                    lambda situation, _: f"{clients_won(situation.ledger, situation.window):,}"),
    "Open outcomes": ("Leads, clients and anything else that is neither won nor lost yet.", _open_outcomes),
    "Funding rounds": ("Funding won, and the money raised, which isn’t your income.", _funding),
    "Roles and projects": ("Roles, assignments and projects won.",
                           _outcomes("role", "developmental_assignment", "business_project")),
    "Mentors": ("Mentors whom you found.", _outcomes("mentor")),
    "Rated outcomes": ("Outcomes that you rated.", _rated_outcomes),
    "Mean rating": ("How you rated your outcomes, from 0 to 5.", _mean_rating),
    "Favors given": ("Favors that you did for others.", _favors("given")),
    "Favors received": ("Favors that others did for you.", _favors("received")),
}  # fmt: skip
_BY_PURPOSE: Final[Mapping[Purpose, tuple[str, ...]]] = {
    "find_work": ("Conversations", "Interviews", "Referrals", "Warm ties"),
    "win_clients": ("New leads", "Referrals", "Open outcomes", "Clients won"),
    "raise_money": ("Conversations", "Introductions to you", "Open outcomes", "Funding rounds"),
    "advance": ("Roles and projects", "Rated outcomes", "Mentors", "Warm ties"),
    "learn": ("Rated outcomes", "Mean rating", "Mentors", "New contacts"),
    "belong": ("Favors given", "Favors received", "Introductions made", "Warm ties"),
}
# What stands for a figure of which there is none.
_INSTEAD: Final[Mapping[str, str]] = {"Referrals": "Introductions to you"}
# What a purpose is after: the one figure of a second purpose. All of them would bury those of the first.
_AIMS: Final[Mapping[Purpose, str]] = {
    "find_work": "Interviews",
    "win_clients": "Clients won",
    "raise_money": "Funding rounds",
    "advance": "Roles and projects",
    "learn": "Rated outcomes",
    "belong": "Favors given",
}
