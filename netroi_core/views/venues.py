"""The verdicts on venues in words: the odds that each pays for itself, and the advice with its reason."""

from collections.abc import Mapping
from typing import Final

from netroi_core.planning.venue_odds import VenueAdvice, VenueReason, VenueVerdict
from netroi_core.wording.wording import AUDIENCE_NAMES, NOT_AVAILABLE, Words, in_sentence, join_words, pluralize

ADVICE_NAMES: Final[Mapping[VenueAdvice, str]] = {
    "keep": "Keep",
    "change": "Change",
    "drop": "Drop",
    "too_early": "Too early to tell",
    "unlinked": "Not linked",
}
_NO_PRICE: Final = "No price yet"
_CHANGE: Final = "Change something{odds}: go less often, take on a task, or follow up with the people you met."
_ADVICE: Final[Mapping[tuple[VenueReason, VenueAdvice], str]] = {
    ("unlinked", "unlinked"):
        "Some of your outcomes don’t say which venue they started at. Was it here? If so, add this venue to them.",
    ("role", "keep"): "Keep it{odds}: your role there ({role}) gives you something that has no price.",
    ("rating", "keep"): "Keep it{odds}: it led to something that you rated highly and that has no price.",
    ("raised", "keep"): "Keep it{odds}: it helped you raise money.",
    ("energy", "drop"): "Consider leaving{odds}: it drains you, and has given little back.",
    ("energy", "change"): "Change something{odds}: it drains you. Go less often, or leave earlier.",
    ("energy", "keep"): "Keep it{odds}: it gives you energy, which has no price.",
    ("few_quarters", "too_early"): "Too early to tell{odds}: give it another quarter.",
    ("returned", "keep"): "Keep it{odds}: it returned more than it cost.",
    ("unpriced", "keep"):
        "Keep it for now: your hours have no price yet, so the odds that it pays for itself are not known.",
    ("unpriced", "change"): _CHANGE,
    ("nothing", "keep"): "Keep it{odds}: it has led to nothing so far, but its approach does well.",
    ("nothing", "change"): _CHANGE,
    ("nothing", "drop"):
        "Consider leaving{odds}: it has led to nothing so far, and your time may do more elsewhere.",
    ("odds", "keep"): "Keep it{odds}.",
    ("odds", "change"): _CHANGE,
}  # fmt: skip
_ABOUT_TO_RETURN: Final = "Keep it{odds}: with its open outcomes, it is expected to return more than it cost."


def venue_cells(verdict: VenueVerdict, won: float, words: Words) -> dict[str, str]:
    """Return a venue as a row of the table, by column; ``won`` is the part of its value that is no longer open."""
    row = verdict.returns
    venue = row.venue
    return {
        "Venue": venue.name,
        "Advice": ADVICE_NAMES[verdict.advice] if row.is_used else "",
        "Odds that it pays": NOT_AVAILABLE if verdict.odds is None else words.odds(verdict.odds),
        "Money": words.money(row.actual_cost),
        "Hours": words.hours(row.hours),
        "Value of your time": _NO_PRICE if _is_unpriced(verdict) else words.money(row.opportunity_cost),
        "New contacts": words.number(row.new_contacts),
        "Conversations": words.number(row.meaningful_contacts),
        "Won": words.money(won),
        "Open, expected": words.money(_still_open(verdict, won)),
        "For whom": AUDIENCE_NAMES[venue.audience] if venue.audience else "",
        "Role": venue.role,
        "Why": venue.why,
    }


def venue_sentence(verdict: VenueVerdict, won: float, words: Words, unplaced_hours: float = 0) -> str:
    """Return what a venue cost and led to, and the advice with its reason.

    ``unplaced_hours`` are those of its approach that name no venue: without any of its own, some may be its.
    """
    row = verdict.returns
    if not row.is_used:
        return "Nothing is recorded there for these quarters."
    parts = [
        _spent(verdict, words, unplaced_hours),
        _led_to(verdict, won, words),
        _built(verdict),
        _advice(verdict, won, words),
    ]
    return " ".join(part for part in parts if part)


def _spent(verdict: VenueVerdict, words: Words, unplaced_hours: float) -> str:
    row = verdict.returns
    spent = [words.money(row.actual_cost)] if row.actual_cost or not row.hours else []
    if not row.hours:
        hours = f"{words.hours(unplaced_hours)} of {in_sentence(row.venue.approach)} name no venue"
        return f"You spent {spent[0]} there{f', and no hours are linked to it: {hours}' if unplaced_hours else ''}."
    price = "have no price yet" if _is_unpriced(verdict) else f"are worth {words.money(row.opportunity_cost)}"
    return f"You spent {join_words([*spent, words.hours(row.hours)])} there; these hours {price}."


def _led_to(verdict: VenueVerdict, won: float, words: Words) -> str:
    """Return what is won and what is open, of the outcomes with a step there."""
    still_open = _still_open(verdict, won)
    if not (won or still_open):
        return ""
    if not won:
        return f"Steps there led to open outcomes: {words.money(still_open)} expected."
    more = f", plus {words.money(still_open)} expected from open outcomes" if still_open else ""
    return f"Steps there won {words.money(won)}{more}."


def _built(verdict: VenueVerdict) -> str:
    new, talks = verdict.returns.new_contacts, verdict.returns.meaningful_contacts
    parts = [pluralize(new, "person", "people")] if new else []
    if new and talks:
        return f"You met {parts[0]} and had {pluralize(talks, 'conversation')}."
    if new:
        return f"You met {parts[0]}, and no conversation went beyond small talk so far."
    return f"You had {pluralize(talks, 'conversation')}." if talks else ""


def _advice(verdict: VenueVerdict, won: float, words: Words) -> str:
    """Return the advice with its reason, and the odds where it is made by them."""
    row = verdict.returns
    sentence = _ADVICE[verdict.because, verdict.advice]
    if verdict.because == "returned" and won < row.total_cost:
        sentence = _ABOUT_TO_RETURN
    odds = "" if verdict.odds is None else f" ({words.odds(verdict.odds)} likely to pay for itself)"
    return sentence.format(odds=odds, role=row.venue.role)


def _is_unpriced(verdict: VenueVerdict) -> bool:
    return verdict.returns.hours > 0 and not verdict.returns.opportunity_cost


def _still_open(verdict: VenueVerdict, won: float) -> float:
    return max(0.0, verdict.returns.value - won)
