"""The verdicts on venues in words: the odds that each pays for itself, and the advice with its reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from netroi_core.planning.venue_odds import VenueAdvice, VenueReason, VenueVerdict
from netroi_core.quarters import Quarter
from netroi_core.relationships.venues import Unassigned, unassigned, venue_returns
from netroi_core.views.advice import Situation
from netroi_core.wording.wording import (
    AUDIENCE_NAMES,
    NOT_AVAILABLE,
    Words,
    in_sentence,
    join_words,
    pluralize,
    quarter_name,
)
from netroi_core.workspace.fields import Approach

ADVICE_NAMES: Final[Mapping[VenueAdvice, str]] = {
    "keep": "Keep",
    "change": "Change",
    "drop": "Drop",
    "too_early": "Too early to tell",
    "unlinked": "Not linked",
}
_MOST_LINES: Final = 4
_WHERE_TO_ASSIGN: Final = "Assign them in the quiz, under “Where the time went”."
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
    ("few_quarters", "too_early"): "Too early to tell: give it another quarter.",
    ("unassigned", "too_early"): "Too early to tell.",
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
_STILL_OPEN: Final = "Keep it for now: what began there is still open."
_NOT_YET: Final = "Keep it for now{odds}: it returned less than it cost so far, so decide after another quarter."
_AFTER_MORE: Final = "Keep it: what it led to is what you’re after."
# What speaks for a venue besides money: no reason is needed where it returned more than it cost.
_BESIDES_MONEY: Final[frozenset[VenueReason]] = frozenset({"role", "rating", "raised"})
_ABOUT_TO_RETURN: Final = "Keep it{odds}: with its open outcomes, it is expected to return more than it cost."


def venue_cells(verdict: VenueVerdict, won: float, words: Words) -> dict[str, str]:
    """Return a venue as a row of the table, by column; ``won`` is the part of its value that is no longer open."""
    row = verdict.returns
    venue = row.venue
    return {
        "Venue": venue.name,
        "Advice": ADVICE_NAMES[verdict.advice] if row.is_used else "",
        # Three columns fit on a phone.
        "Odds": NOT_AVAILABLE if verdict.odds is None else words.odds(verdict.odds).removeprefix("about "),
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


def venue_sentence(verdict: VenueVerdict, won: float, words: Words, *, is_about_money: bool = True) -> str:
    """Return what a venue cost and led to, and the advice with its reason."""
    row = verdict.returns
    if not row.is_used:
        return "Nothing is recorded there for these quarters."
    advice = _advice(verdict, won, words, is_about_money=is_about_money)
    parts = [_spent(verdict, words), _led_to(verdict, won, words), _built(verdict), advice]
    return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class VenueSummary:
    """The venues with a cost or a result in a few lines, by name as typed, the most expensive first.

    Attributes:
        note: What is missing before venues can be judged.
        more: How many venues the lines leave out.
        unassigned: The latest quarter with hours or money of no venue; None where the note asks for nothing.
    """

    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""
    more: int = 0
    unassigned: Quarter | None = None


def verdicts_with_won(situation: Situation) -> list[tuple[VenueVerdict, float]]:
    """Return the verdict on each venue with what was won there, the most expensive first."""
    returns = venue_returns(situation.ledger, situation.window, replace(situation.options, basis="won"))
    won = {row.venue.id: row.value for row in returns}
    verdicts = sorted(situation.venues, key=lambda verdict: -verdict.returns.total_cost)
    return [(verdict, won[verdict.returns.venue.id]) for verdict in verdicts]


def venue_summary(situation: Situation, words: Words) -> VenueSummary:
    """Return a line on each of the venues with money or a result, the first few of them, and what is missing."""
    if not situation.ledger.workspace.venues:
        return VenueSummary()
    rows = [(verdict, won) for verdict, won in verdicts_with_won(situation)
            if verdict.returns.actual_cost or verdict.returns.value]  # fmt: skip
    lines = tuple(
        (verdict.returns.venue.name, _line(verdict, won, words, is_about_money=situation.is_about_money))
        for verdict, won in rows[:_MOST_LINES]
    )
    approaches = {verdict.returns.venue.approach for verdict, _ in rows}
    note = unassigned_note(situation, words, approaches)
    latest = max((row.quarters[-1] for row in _unassigned_rows(situation, approaches).values()), default=None)
    return VenueSummary(lines, note, max(0, len(rows) - _MOST_LINES), latest)


def unassigned_note(situation: Situation, words: Words, approaches: Collection[Approach]) -> str:
    """Return of which of these approaches too little is assigned to a venue to judge them; empty without any."""
    notes = [_unassigned(approach, row, words) for approach, row in _unassigned_rows(situation, approaches).items()]
    return " ".join([*notes, _WHERE_TO_ASSIGN]) if notes else ""


def _unassigned_rows(situation: Situation, approaches: Collection[Approach]) -> dict[Approach, Unassigned]:
    rows = unassigned(situation.ledger, situation.window, situation.options)
    return {approach: row for approach, row in rows.items() if approach in approaches}


def _unassigned(approach: Approach, row: Unassigned, words: Words) -> str:
    parts = ((row.hours, words.hours), (row.money, words.money))
    spent = join_words([format_amount(amount) for amount, format_amount in parts if amount])
    verb = "isn’t" if spent == words.hours(1) or not row.hours else "aren’t"
    which = "each" if row.venues > 1 else "it"
    return (
        f"{spent} of your {in_sentence(approach)} in {_listed(row.quarters)} {verb} assigned to a venue, so it’s too "
        f"early to say whether {which} pays."
    )


def _listed(quarters: Sequence[Quarter]) -> str:
    first, *others = map(quarter_name, quarters)
    return f"{first} and {len(others)} later quarters" if len(others) > 1 else join_words([first, *others])


def _line(verdict: VenueVerdict, won: float, words: Words, *, is_about_money: bool) -> str:
    """Return what a venue cost and won, and the advice with its reason."""
    row, still_open = verdict.returns, _still_open(verdict, won)
    money = [words.money(row.actual_cost)] if row.actual_cost or not row.hours else []
    worth = f" worth {words.money(row.opportunity_cost)}" if row.opportunity_cost and is_about_money else ""
    spent = f"{join_words([*money, *([f'{words.hours(row.hours)}{worth}'] if row.hours else [])])} spent"
    led_to = f", {words.money(won)} won" if won else ", nothing won yet" if is_about_money else ""
    more = f", {words.money(still_open)} expected from open outcomes" if still_open else ""
    return f"{spent}{led_to}{more}. {_advice(verdict, won, words, is_about_money=is_about_money)}"


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
        return f"You met {parts[0]} and had {pluralize(talks, 'conversation')}."
    if new:
        return f"You met {parts[0]}, and no conversation went beyond small talk so far."
    return f"You had {pluralize(talks, 'conversation')}." if talks else ""


def _advice(verdict: VenueVerdict, won: float, words: Words, *, is_about_money: bool) -> str:
    """Return the advice with its reason, and the odds where it is made by them."""
    row = verdict.returns
    has_paid = won >= row.total_cost > 0 and not _is_unpriced(verdict)
    because = "returned" if has_paid and verdict.because in _BESIDES_MONEY else verdict.because
    sentence = _ADVICE[because, verdict.advice]
    if because == "returned" and won < row.total_cost:
        sentence = _ABOUT_TO_RETURN
    if (because, verdict.advice) == ("odds", "keep"):
        sentence = _STILL_OPEN if verdict.odds is None else _NOT_YET if is_about_money else _AFTER_MORE
    odds = "" if verdict.odds is None else f" ({words.odds(verdict.odds)} likely to pay for itself)"
    return sentence.format(odds=odds, role=row.venue.role)


def _is_unpriced(verdict: VenueVerdict) -> bool:
    return verdict.returns.hours > 0 and not verdict.returns.opportunity_cost


def _still_open(verdict: VenueVerdict, won: float) -> float:
    return max(0.0, verdict.returns.value - won)
