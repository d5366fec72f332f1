"""The verdicts on venues in words: the odds that each pays for itself, and the advice with its reason."""

from collections.abc import Mapping
from typing import Final

from netroi_core.planning.venue_odds import VenueAdvice, VenueVerdict
from netroi_core.verdict.words import odds_phrase
from netroi_core.wording.wording import APPROACH_NAMES, AUDIENCE_NAMES, NOT_AVAILABLE, Words, join_words, pluralize

ADVICE_NAMES: Final[Mapping[VenueAdvice, str]] = {
    "keep": "Keep",
    "change": "Change",
    "drop": "Drop",
    "too_early": "Too early to tell",
    "unlinked": "Not linked",
}
_NO_PRICE: Final = "No price yet"


def venue_cells(verdict: VenueVerdict, won: float, words: Words) -> dict[str, str]:
    """Return a venue as a row of the table, by column; ``won`` is the part of its value that is no longer open."""
    row = verdict.returns
    venue = row.venue
    return {
        "Venue": venue.name,
        "Advice": ADVICE_NAMES[verdict.advice] if row.is_used else "",
        "Odds that it pays": NOT_AVAILABLE if verdict.odds is None else odds_phrase(verdict.odds),
        "Money": words.money(row.actual_cost),
        "Hours": words.hours(row.hours),
        "Value of your time": _NO_PRICE if _is_unpriced(verdict) else words.money(row.opportunity_cost),
        "New contacts": words.number(row.new_contacts),
        "Meaningful": words.number(row.meaningful_contacts),
        "Won": words.money(won),
        "Open, expected": words.money(_still_open(verdict, won)),
        "For whom": AUDIENCE_NAMES[venue.audience] if venue.audience else "",
        "Role": venue.role,
        "Why": venue.why,
    }


def venue_sentence(verdict: VenueVerdict, won: float, words: Words) -> str:
    """Return what a venue cost and led to, and the advice with its reason."""
    row = verdict.returns
    if not row.is_used:
        return "Nothing is recorded there for these quarters."
    parts = [_spent(verdict, words), _led_to(verdict, won, words), _built(verdict), _advice(verdict, won)]
    return " ".join(part for part in parts if part)


def _spent(verdict: VenueVerdict, words: Words) -> str:
    row = verdict.returns
    spent = [words.money(row.actual_cost)] if row.actual_cost or not row.hours else []
    if not row.hours:
        return f"You spent {spent[0]} there."
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
        return f"You met {parts[0]} and had {pluralize(talks, 'meaningful conversation')}."
    if new:
        return f"You met {parts[0]}, without a meaningful conversation so far."
    return f"You had {pluralize(talks, 'meaningful conversation')}." if talks else ""


def _advice(verdict: VenueVerdict, won: float) -> str:
    """Return the advice with its reason, and the odds where it is made by them."""
    likely = "" if verdict.odds is None else f"{odds_phrase(verdict.odds)} likely to pay for itself"
    in_brackets = f" ({likely})" if likely else ""
    match verdict.because:
        case "unlinked":
            name = APPROACH_NAMES[verdict.returns.venue.approach]
            return f"{name} led to outcomes. We don't know which venue brought them: add it to the outcome."
        case "role":
            role = verdict.returns.venue.role
            return f"Keep it{in_brackets}: your role there ({role}) gives you something that has no price."
        case "rating":
            return f"Keep it{in_brackets}: it led to something that you rated highly and that has no price."
        case "strain" if verdict.advice == "drop":
            return f"Consider leaving{in_brackets}: you wrote that it weighs on you."
        case "strain":
            return f"Change something{in_brackets}: you wrote that it weighs on you. Go less often, or leave earlier."
        case "energy" if verdict.advice == "drop":
            return f"Consider leaving{in_brackets}: it drains you, and has given little back."
        case "energy":
            return f"Keep it{in_brackets}: it gives you energy, which has no price."
        case "few_quarters":
            return f"Too early to tell{in_brackets}: give it another quarter."
        case "returned" if won < verdict.returns.total_cost:
            return f"Keep it{in_brackets}: with its open outcomes, it is expected to return more than it cost."
        case "returned":
            return f"Keep it{in_brackets}: it returned more than it cost."
        case "unpriced" if verdict.advice == "keep":
            return "Keep it for now: your hours have no price yet, so the odds that it pays for itself are not known."
    return _by_odds(verdict.advice, in_brackets, has_led_to_nothing=verdict.because in ("nothing", "unpriced"))


def _by_odds(advice: VenueAdvice, in_brackets: str, has_led_to_nothing: bool) -> str:
    if advice == "keep":
        more = ": it has led to nothing so far, but its approach does well" if has_led_to_nothing else ""
        return f"Keep it{in_brackets}{more}."
    if advice == "drop":
        return f"Consider leaving{in_brackets}: it has led to nothing so far, and your time may do more elsewhere."
    return f"Change something{in_brackets}: go less often, take on a task, or follow up with the people you met."


def _is_unpriced(verdict: VenueVerdict) -> bool:
    return verdict.returns.hours > 0 and not verdict.returns.opportunity_cost


def _still_open(verdict: VenueVerdict, won: float) -> float:
    return max(0.0, verdict.returns.value - won)
