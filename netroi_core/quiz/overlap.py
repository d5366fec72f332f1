"""Effort that imports record for a quarter whose quiz was submitted: it is in the quiz already, and must count once.

A quiz holds the totals of a quarter. So what is recorded later is taken off the quiz's own activities, and comes back
to them if the import is undone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain

from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import answers_of
from netroi_core.quiz.effort import SPLIT_PARTS
from netroi_core.quiz.prefill import recorded_effort, sum_effort
from netroi_core.quiz.submission import unrecorded_activities, with_more_paid_back
from netroi_core.quiz.venue_shares import total_title
from netroi_core.workspace.edits import replace_by_prefix
from netroi_core.workspace.fields import APPROACHES, HOUR_PARTS
from netroi_core.workspace.records import Activity, Hours, quiz_id_prefix, venue_hours_key
from netroi_core.workspace.workspace import Document, Workspace

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Overlap:
    """The hours and the money of a quarter that both its quiz and an import include."""

    quarter: Quarter
    hours: float
    money: Decimal


def overlaps(before: Workspace, after: Workspace) -> list[Overlap]:
    """Return the overlap of each submitted quiz with what was recorded between two versions of a workspace."""
    reductions = (
        Overlap(quarter, _hours(own) - _hours(remaining), _money(own) - _money(remaining))
        for quarter, own, remaining in _reductions(before, after)
    )
    return [overlap for overlap in reductions if overlap.hours > 0 or overlap.money > 0]


def count_once(before: Document, after: Document) -> Document:
    """Return the later version of a document, its quizzes without the effort that was recorded meanwhile."""
    document = {**after}
    for quarter, _, remaining in _reductions(Workspace(before), Workspace(after)):
        replace_by_prefix(document, "activities", quiz_id_prefix(quarter), remaining)
    return document


def count_again(before: Document, after: Document) -> Document:
    """Return the later version of a document, its quizzes with the effort that is no longer recorded, as answered."""
    earlier, later = Workspace(before), Workspace(after)
    document = {**after}
    for quarter in _submitted(later):
        recorded, answers = recorded_effort(later, quarter), answers_of(later, quarter)
        if all(recorded.get(key, Decimal(0)) >= amount for key, amount in recorded_effort(earlier, quarter).items()):
            continue
        own = _by_approach(_own(later, quarter), quarter)
        for approach, answered in _by_approach(unrecorded_activities(later, quarter, answers), quarter).items():
            # An effort that was raised since the quiz stays.
            if _is_more(answered, own.get(approach, [])):
                own[approach] = answered
        replace_by_prefix(document, "activities", quiz_id_prefix(quarter), chain.from_iterable(own.values()))
    return document


def _submitted(workspace: Workspace) -> list[Quarter]:
    return [Quarter.parse(quiz.quarter) for quiz in workspace.quizzes if quiz.submitted]


def _own(workspace: Workspace, quarter: Quarter) -> list[Activity]:
    return [activity for activity in workspace.activities if activity.id.startswith(quiz_id_prefix(quarter))]


def _by_approach(activities: Iterable[Activity], quarter: Quarter) -> dict[str, list[Activity]]:
    """Return the activities of a quiz by the approach that it asked for, whatever they were changed to since."""
    by_approach: dict[str, list[Activity]] = {}
    for activity in activities:
        approach = activity.id.removeprefix(quiz_id_prefix(quarter)).partition("-")[0]
        by_approach.setdefault(approach, []).append(activity)
    return by_approach


def _reductions(before: Workspace, after: Workspace) -> Iterator[tuple[Quarter, list[Activity], list[Activity]]]:
    """Yield each submitted quarter with the activities of its quiz, and what remains of them."""
    for quarter in _submitted(after):
        if own := _own(after, quarter):
            earlier, later = recorded_effort(before, quarter), recorded_effort(after, quarter)
            added = {key: amount - earlier.get(key, Decimal(0)) for key, amount in later.items()}
            reduced = _all_reduced(own, added, quarter)
            if reduced == own:
                continue
            yield quarter, own, [activity for activity in reduced if _is_more([activity], [])]


def _all_reduced(own: list[Activity], added: Amounts, quarter: Quarter) -> list[Activity]:
    """Return the activities of a quiz without what was added, each hour taken off one of them only.

    What was added at a venue is taken off that venue's first, and all else off what was at none.
    """
    left, reduced = dict(added), {}
    for activity in sorted(own, key=partial(_rank, added)):
        reduced[activity.id] = _reduced(activity, left, quarter)
        left = _without_taken(left, activity, reduced[activity.id])
    for approach in APPROACHES:
        paid_back = max(Decimal(0), added.get(f"{approach}.reimbursed", Decimal(0)))
        before, after = ([row for row in rows if row.approach == approach] for rows in (own, reduced.values()))
        reduced |= {row.id: row for row in _with_paid_back_kept(before, after, paid_back)}
    return [reduced[activity.id] for activity in own]


def _rank(added: Amounts, activity: Activity) -> int:
    """Return how soon an activity is reduced: at a venue with hours added, at none, then at another one."""
    if activity.venue is None:
        return 1
    return 0 if added.get(venue_hours_key(activity.approach, activity.venue), 0) > 0 else 2


def _with_paid_back_kept(before: list[Activity], after: list[Activity], recorded: Decimal) -> list[Activity]:
    """Return the activities of an approach after a reduction, with what was paid back before and isn't recorded.

    What was paid back of a cost that is recorded by now still was: unless the record says so, of other costs.
    """
    paid, rest = _paid_back(before), _paid_back(after)
    if paid - recorded < rest:
        after, rest = [_without_paid_back(row) for row in after], Decimal(0)
    changed = {row.id: row for row in with_more_paid_back(after, max(Decimal(0), paid - recorded - rest))}
    return [changed.get(row.id, row) for row in after]


def _paid_back(activities: Iterable[Activity]) -> Decimal:
    return sum((cost.reimbursed for activity in activities for cost in activity.costs), Decimal(0))


def _without_paid_back(activity: Activity) -> Activity:
    costs = tuple(cost.model_copy(update={"reimbursed": Decimal(0)}) for cost in activity.costs)
    return activity.model_copy(update={"costs": costs}) if costs else activity


def _without_taken(added: Amounts, before: Activity, after: Activity) -> dict[str, Decimal]:
    """Return what was added less what was taken off an activity; hours of one part may have been those of another."""
    taken, rest = sum_effort([before]), sum_effort([after])
    left = {key: max(Decimal(0), amount) - (taken.get(key, Decimal(0)) - rest.get(key, Decimal(0)))
            for key, amount in {**dict.fromkeys(taken, Decimal(0)), **added}.items()}  # fmt: skip
    hours = [f"{before.approach}.hours.{part}" for part in HOUR_PARTS]
    too_much = -sum((min(Decimal(0), left.get(key, Decimal(0))) for key in hours), Decimal(0))
    for key in hours:
        cut = min(too_much, max(Decimal(0), left.get(key, Decimal(0))))
        left[key] = max(Decimal(0), left.get(key, Decimal(0))) - cut
        too_much -= cut
    return left


def _reduced(activity: Activity, added: Amounts, quarter: Quarter) -> Activity:
    def rest(key: str, amount: Decimal) -> Decimal:
        return max(Decimal(0), amount - max(Decimal(0), added.get(f"{activity.approach}.{key}", Decimal(0))))

    costs = [
        cost.model_copy(update={"amount": amount, "reimbursed": min(cost.reimbursed, amount)})
        for cost in activity.costs
        if (amount := rest(f"costs.{cost.category}", cost.amount))
    ]
    counts = {name: int(rest(name, Decimal(getattr(activity, name)))) for name in ("new_contacts", "meaningful")}
    changes = {"hours": _reduced_hours(activity, added), "costs": tuple(costs), **counts}
    reduced = activity.model_copy(update=changes)
    if reduced == activity or activity.title != total_title(quarter, is_rest=False):
        return reduced
    return reduced.model_copy(update={"title": total_title(quarter, is_rest=True)})


def _reduced_hours(activity: Activity, added: Amounts) -> Hours:
    """Return hours without those added: first from the same part, and what is left over from the others."""
    hours = {part: Decimal(repr(getattr(activity.hours, part))) for part in HOUR_PARTS}
    left_over = Decimal(0)
    for part in HOUR_PARTS:
        off = max(Decimal(0), added.get(f"{activity.approach}.hours.{part}", Decimal(0)))
        taken = min(off, hours[part])
        hours[part] -= taken
        left_over += off - taken
    for part in ("attending", *SPLIT_PARTS):
        taken = min(left_over, hours[part])
        hours[part] -= taken
        left_over -= taken
    return Hours(**{part: float(amount) for part, amount in hours.items() if amount})


def _is_more(activities: list[Activity], than: list[Activity]) -> bool:
    return _sums(activities) > _sums(than)


def _sums(activities: list[Activity]) -> tuple[float, Decimal, int]:
    contacts = sum(activity.new_contacts + activity.meaningful + len(activity.people) for activity in activities)
    return _hours(activities), _money(activities), contacts


def _hours(activities: list[Activity]) -> float:
    return sum(activity.hours.total for activity in activities)


def _money(activities: list[Activity]) -> Decimal:
    return sum((cost.amount for activity in activities for cost in activity.costs), Decimal(0))
