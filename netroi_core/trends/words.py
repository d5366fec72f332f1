"""The trends as sentences: what quarters reaped and sowed, what paid back when, what is still to come."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from netroi_core.ledger.measures import View
from netroi_core.quarters import Quarter
from netroi_core.trends.payback import Payback
from netroi_core.trends.restatement import Restatement
from netroi_core.trends.ripening import FEWEST_QUARTERS, FEWEST_WINS, Ripening
from netroi_core.wording.wording import Words, counted, inside, listed, quarter_name
from netroi_core.workspace.fields import APPROACHES

DELETED: Final = "an outcome since deleted"
_STEP: Final = 10
"""Percent: from the wins of two years the share is known to some 15, so it is told no finer."""
_MOST_NAMED: Final = 3
_LONGEST: Final = 60


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
"""How the trends are figured: a name and what there is to say, for each."""


def headline(total: Payback, window: Sequence[Quarter], words: Words) -> str:
    """Where all quarters together stand."""
    net_benefit, quarters = total.net_benefit, len(window)
    amount = words.money(abs(net_benefit))
    by = f"{amount} " if words.tells_amounts else ""
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
    """How many of the quarters paid for themselves, from the net benefit of each; and what the last of them sowed."""
    ripe = ripening.quarters[max(net_benefits)]
    if not ripe.is_ripening:
        return _paid(net_benefits)
    later = "" if ripe.share_to_come is None else f": about {about(ripe.share_to_come)} usually comes later"
    return f"{_paid(net_benefits)}; what {quarter_name(max(net_benefits))} sowed is still ripening{later}"


def payback_title(paybacks: Mapping[str, Payback]) -> str:
    """Which approaches paid back, and when."""
    tried = [approach for approach in APPROACHES if paybacks[approach].invested > 0]
    unpaid = [inside(approach) for approach in tried if paybacks[approach].quarter is None]
    if not tried:
        return "Nothing was invested, so there is nothing to pay back"
    have = "have" if len(unpaid) > 1 or unpaid[:1] == ["group events"] else "has"
    if len(unpaid) == len(tried):
        return "No approach has paid back yet" if len(tried) > 1 else _capital(f"{unpaid[0]} {have} yet to pay back")
    when: dict[Quarter, list[str]] = {}
    for approach in tried:
        if (quarter := paybacks[approach].quarter) is not None:
            when.setdefault(quarter, []).append(inside(approach))
    (first, names), *others = sorted(when.items())
    parts = [f"{listed(names)} paid back in {quarter_name(first)}"]
    parts += [f"{listed(names)} in {quarter_name(quarter)}" for quarter, names in others]
    return _capital(listed(parts)) + (f"; {listed(unpaid)} {have} yet to" if unpaid else "")


def still_to_come(ripening: Ripening, window: Sequence[Quarter]) -> str | None:
    """Which quarters are still ripening, and how much usually comes later; None if all are ripe."""
    found = [(quarter, ripening.quarters[quarter]) for quarter in window if ripening.quarters[quarter].is_ripening]
    if not found:
        return None
    shares = [ripe.share_to_come for _, ripe in found if ripe.share_to_come is not None]
    is_one, are_many = len(found) == 1, len(found) > _MOST_NAMED
    names = listed([quarter_name(quarter) for quarter, _ in found])
    who = f"{quarter_name(found[0][0])} to {quarter_name(found[-1][0])}" if are_many else names
    start = f"{who} {'is' if is_one else 'are'} still ripening"
    if not shares:
        return (
            f"{start}: what you sowed there may yet pay. How much usually comes later will be said once there are "
            f"{FEWEST_WINS} wins with the steps that led to them, over {FEWEST_QUARTERS} quarters or more."
        )
    told = [about(share) for share in shares]
    how_much = f"{told[0]} to {told[-1]}" if are_many else listed(told)
    basis = f"your own {counted(ripening.wins, 'win')}"
    return f"{start}: going by {basis}, about {how_much} of what a quarter sows usually comes later."


def about(share: float) -> str:
    """A share, as a percentage no finer than it is known."""
    return f"{round(share * 100 / _STEP) * _STEP}%"


def restated(found: Restatement, titles: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """What a quarter showed and what it shows now, wherever that differs, and the outcomes that made it differ.

    Titles by the outcomes' ids.
    """
    then, now = found.then, found.now
    changes = [
        ("What it sowed", then.value("invested"), now.value("invested"), made_by(found, "invested", titles, words)),
        ("What it reaped", then.value("realised"), now.value("realised"), made_by(found, "realised", titles, words)),
        ("What you put in", then.total_cost, now.total_cost, ""),
    ]
    return tuple(
        f"{what} went from {words.money(before)} to {words.money(after)}{f' ({by})' if by else ''}."
        for what, before, after, by in changes
        if by or words.money(before) != words.money(after)
    )


def made_by(found: Restatement, view: View, titles: Mapping[str, str], words: Words) -> str:
    """The outcomes that made the difference in a view, the largest first; titles by their ids."""
    by = found.differences(view)
    named = [
        f"{_shortened(titles.get(outcome, DELETED))} {'+' if amount > 0 else '−'}{words.money(abs(amount))}"
        for outcome, amount in list(by.items())[:_MOST_NAMED]
    ]
    return "; ".join([*named, f"and {len(by) - _MOST_NAMED} more"] if len(by) > _MOST_NAMED else named)


def handed_in(submitted: str, words: Words) -> str:
    """The day of a timestamp, or the text as it is where there is none in it."""
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
        others = "the other has" if count == 2 else "the others have"
        return f"{quarter_name(paid[0])} paid for itself, {others} yet to"
    if len(paid) == count:
        return f"{'Both' if count == 2 else f'All {count}'} quarters paid for themselves"
    return f"{len(paid)} of {count} quarters paid for themselves"


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
