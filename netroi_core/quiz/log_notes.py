"""Sentences on a record that was just logged: its figures, and what they change."""

from decimal import Decimal

from netroi_core.ledger.costs import total_dues
from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import is_submitted
from netroi_core.quiz.prefill import net_costs, total_effort
from netroi_core.quiz.valuation import counts_without_value, explain_counted_value, lost_note
from netroi_core.wording.wording import CATEGORY_NAMES, Words, in_sentence, join_words, quarter_name, status_name
from netroi_core.workspace.fields import APPROACHES, KINDS_WITHOUT_GAIN
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Activity, Outcome
from netroi_core.workspace.workspace import Workspace


def activity_note(before: Workspace, activity: Activity, words: Words) -> str:
    """Return what a new activity adds, and what its quarter comes to with it; ``before`` is without it."""
    quarter = Quarter.containing(activity.date, before.profile.fiscal_year_start)
    effort = total_effort(before, quarter)
    hours = Decimal(repr(activity.hours.total))
    money = sum((cost.amount - cost.reimbursed for cost in activity.costs), Decimal(0))
    all_hours = hours + sum((amount for key, amount in effort.items() if ".hours." in key), Decimal(0))
    all_money = money + sum((net_costs(effort, approach) for approach in APPROACHES), Decimal(0))
    # The form puts the money down as what it usually is, unless it is told.
    kinds = {CATEGORY_NAMES[cost.category].lower() for cost in activity.costs}
    added, total = _amounts(hours, money, words, *sorted(kinds)), _amounts(all_hours, all_money, words)
    total += ", dues aside" if total_dues(before, quarter) else ""
    name = quarter_name(quarter)
    if not added:
        return ""
    if is_submitted(before, quarter):
        return f"{added} on top of your quiz: {name} is now at {total}."
    return f"{added} on {in_sentence(activity.approach)}: {name} is now at {total}, and its quiz starts from there."


def outcome_note(profile: Profile, outcome: Outcome, words: Words) -> str:
    """Return what a new outcome counts as, in which quarter, and which approaches get the credit."""
    quarter = quarter_name(Quarter.containing(outcome.date, profile.fiscal_year_start))
    status = status_name(outcome, profile.purposes)
    if outcome.status == "lost":
        return f"{status}: {lost_note(outcome.kind, quarter)}."
    approaches = list(dict.fromkeys(in_sentence(step.approach) for step in outcome.touchpoints))
    credit = f"The credit goes to {join_words(approaches)}."
    if not approaches:
        credit = "No approach gets credit until you add what led to it."
    return f"{status} in {quarter}: {_value(profile, outcome, words)}. {credit}"


def _value(profile: Profile, outcome: Outcome, words: Words) -> str:
    if outcome.kind in KINDS_WITHOUT_GAIN:
        return "shown separately, since it isn’t your own gain"
    if outcome.value is not None:
        return explain_counted_value(outcome, words) or f"counts as {words.exact_money(outcome.value.likely)}"
    if counts_without_value(outcome.kind, profile.purposes):
        return "counts without a value"
    return "no money value yet"


def _amounts(hours: Decimal, money: Decimal, words: Words, *kinds: str) -> str:
    parts = [words.hours(hours)] if hours else []
    parts += [f"{words.exact_money(money)}{f' ({join_words(list(kinds))})' if kinds else ''}"] if money else []
    return join_words(parts)
