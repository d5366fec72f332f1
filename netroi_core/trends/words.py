"""The trends as sentences: gains by quarter, payback, value still to come, restatements."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from netroi_core.ledger.measures import View
from netroi_core.quarters import Quarter
from netroi_core.trends.payback import Payback
from netroi_core.trends.restatement import Restatement
from netroi_core.trends.ripening import FEWEST_QUARTERS, FEWEST_WINS, Ripening
from netroi_core.wording.wording import Words, in_sentence, join_words, pluralize, quarter_name
from netroi_core.workspace.fields import APPROACHES

DELETED: Final = "an outcome since deleted"
# Percent: from the wins of two years the share is known to some 15, so it is told no finer.
_STEP: Final = 10
_MOST_NAMED: Final = 3
_LONGEST: Final = 60
_VIEWS: Final[tuple[View, View]] = ("invested", "realised")


# The methods behind the trends: a name and a paragraph each.
METHOD: Final = (
    (
        "Reaped and sown",
        "A quarter reaped the outcomes that are dated in it. It sowed those that its steps led to, whenever they came: "
        "of each, the share of the credit that goes to its steps. Over all quarters both come to the same.",
    ),
    (
        "Still ripening",
        "Learnt from your own wins and the steps that led to them: of all that had come so many quarters after it was "
        "sown, how much came only then? Taken together, that is the share that comes later. Insurers reckon so with "
        "claims that are still to come: the chain ladder (Mack, Distribution-free Calculation of the Standard Error of "
        f"Chain Ladder Reserve Estimates, 1993). With fewer than {FEWEST_WINS} wins or {FEWEST_QUARTERS} quarters, no "
        "share is named and the last two quarters are marked.",
    ),
    (
        "Paid back",
        "Gained less invested, added up from the first of the quarters chosen: paid back is the first quarter since "
        "which the sum never fell below zero again.",
    ),
    (
        "Handed in",
        "When you hand in a quiz, what its quarter shows is kept as it is. It is compared with what the quarter shows "
        "today, both with credit shared equally, open outcomes by their odds and the costs you paid yourself.",
    ),
)


def headline(total: Payback, window: Sequence[Quarter], words: Words) -> str:
    """Return the balance of all quarters together."""
    net_benefit, quarters = total.net_benefit, len(window)
    amount = words.money(abs(net_benefit))
    by = f"{amount} " if words.shows_amounts else ""
    over = f"In {quarter_name(window[0])}" if quarters == 1 else f"After {quarters} quarters"
    if not total.is_tried:
        return "Nothing is recorded for these quarters."
    if not total.invested:
        return f"{over} {by or 'something '}came of it, and no cost is recorded."
    if total.quarter is None:
        return f"{over} you are {by}short of what you put in."
    if amount == words.money(0):
        return f"{over} you are even."
    since = f", and have been since {quarter_name(total.quarter)}" if total.quarter != window[-1] else ""
    return f"{over} you are {by}ahead{since}."


def paid_title(net_benefits: Mapping[Quarter, float], ripening: Ripening) -> str:
    """Return how many quarters paid for themselves, by the net benefit of each, and if the last is still ripening."""
    ripe = ripening.quarters[max(net_benefits)]
    if not ripe.is_ripening:
        return _paid(net_benefits)
    later = "" if ripe.share_to_come is None else f": about {rounded_share(ripe.share_to_come)} usually comes later"
    return f"{_paid(net_benefits)}; what {quarter_name(max(net_benefits))} sowed is still ripening{later}"


def payback_title(paybacks: Mapping[str, Payback]) -> str:
    """Return which approaches paid back, and when."""
    tried = [approach for approach in APPROACHES if paybacks[approach].invested > 0]
    unpaid = [in_sentence(approach) for approach in tried if paybacks[approach].quarter is None]
    if not tried:
        return "Nothing was invested, so there is nothing to pay back"
    have = "have" if len(unpaid) > 1 or unpaid[:1] == ["group events"] else "has"
    if len(unpaid) == len(tried):
        return "No approach has paid back yet" if len(tried) > 1 else _capital(f"{unpaid[0]} {have} yet to pay back")
    names_by_quarter: dict[Quarter, list[str]] = {}
    for approach in tried:
        if (quarter := paybacks[approach].quarter) is not None:
            names_by_quarter.setdefault(quarter, []).append(in_sentence(approach))
    (first, names), *later = sorted(names_by_quarter.items())
    parts = [f"{join_words(names)} paid back in {quarter_name(first)}"]
    parts += [f"{join_words(names)} in {quarter_name(quarter)}" for quarter, names in later]
    return _capital(join_words(parts)) + (f"; {join_words(unpaid)} {have} yet to" if unpaid else "")


def still_to_come(ripening: Ripening, window: Sequence[Quarter]) -> str | None:
    """Return which quarters are still ripening, and how much usually comes later; None if all are ripe."""
    ripe_by_quarter = {
        quarter: ripening.quarters[quarter] for quarter in window if ripening.quarters[quarter].is_ripening
    }
    if not ripe_by_quarter:
        return None
    names = [quarter_name(quarter) for quarter in ripe_by_quarter]
    are_many = len(names) > _MOST_NAMED
    subject = f"{names[0]} to {names[-1]}" if are_many else join_words(names)
    start = f"{subject} {'is' if len(names) == 1 else 'are'} still ripening"
    shares = [rounded_share(ripe.share_to_come) for ripe in ripe_by_quarter.values() if ripe.share_to_come is not None]
    if not shares:
        return (
            f"{start}: what you sowed there may yet pay. How much usually comes later will be said once there are "
            f"{FEWEST_WINS} wins with the steps that led to them, over {FEWEST_QUARTERS} quarters or more."
        )
    how_much = f"{shares[0]} to {shares[-1]}" if are_many else join_words(shares)
    basis = f"your own {pluralize(ripening.wins, 'win')}"
    return f"{start}: going by {basis}, about {how_much} of what a quarter sows usually comes later."


def rounded_share(share: float) -> str:
    """Return a share as a percentage no finer than it is known.

    >>> rounded_share(0.37)
    '40%'
    """
    return f"{round(share * 100 / _STEP) * _STEP}%"


def restatement_sentences(restatement: Restatement, titles: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Return the figures of then and now, wherever they differ, with the outcomes that made the difference.

    Titles are by the outcomes' ids.
    """
    then, now = restatement.then, restatement.now
    sowed, reaped = (largest_differences(restatement, view, titles, words) for view in _VIEWS)
    changes = [
        ("What it sowed", then.value("invested"), now.value("invested"), sowed),
        ("What it reaped", then.value("realised"), now.value("realised"), reaped),
        ("What you put in", then.total_cost, now.total_cost, ""),
    ]
    return tuple(
        f"{figure} went from {words.money(before)} to {words.money(after)}{f' ({outcomes})' if outcomes else ''}."
        for figure, before, after, outcomes in changes
        if outcomes or words.money(before) != words.money(after)
    )


def largest_differences(restatement: Restatement, view: View, titles: Mapping[str, str], words: Words) -> str:
    """Return the outcomes that made the difference in a view, the largest first; titles are by their ids."""
    differences = list(restatement.differences(view).items())
    parts = [
        f"{_shortened(titles.get(outcome, DELETED))} {'+' if amount > 0 else '−'}{words.money(abs(amount))}"
        for outcome, amount in differences[:_MOST_NAMED]
    ]
    return "; ".join(
        [*parts, f"and {len(differences) - _MOST_NAMED} more"] if len(differences) > _MOST_NAMED else parts
    )


def submission_day(submitted: str, words: Words) -> str:
    """Return the day of a timestamp, or the text as it is where there is none in it."""
    try:
        return words.day(date.fromisoformat(submitted[:10]))
    except ValueError:
        return submitted


def _paid(net_benefits: Mapping[Quarter, float]) -> str:
    paid = [quarter for quarter, benefit in net_benefits.items() if benefit > 0]
    count = len(net_benefits)
    if count == 1:
        name = quarter_name(max(net_benefits))
        return f"{name} paid for itself" if paid else f"{name} has not paid for itself yet"
    if not paid:
        return "No quarter has paid for itself yet"
    if len(paid) == 1:
        rest = "the other has" if count == 2 else "the others have"
        return f"{quarter_name(paid[0])} paid for itself, {rest} yet to"
    if len(paid) == count:
        return f"{'Both' if count == 2 else f'All {count}'} quarters paid for themselves"
    return f"{len(paid)} of {count} quarters paid for themselves"


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
