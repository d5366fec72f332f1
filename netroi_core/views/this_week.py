"""This week as data: the week in lines, the change of the relationship capital, and the people who matter."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netroi_core.charts.chart import Chart
from netroi_core.charts.people import people_chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.quiz.habits import HabitHistory, habit_history
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships import words as relationship_words
from netroi_core.views.advice import Situation
from netroi_core.views.week import WeekPlan, week_plan
from netroi_core.wording.wording import Words, pluralize

_FOUR_WEEKS: Final = timedelta(weeks=4)


@dataclass(frozen=True, eq=False)
class ThisWeek:
    """The week at a glance: what to do, the change of the capital in sentences, and the people; None if unrated."""

    headline: str
    plan: WeekPlan
    capital: tuple[str, ...]
    chart: Chart | None
    habits: HabitHistory


def this_week(situation: Situation, words: Words) -> ThisWeek:
    """Return the week of a workspace, as of the day of the situation."""
    workspace, today = situation.ledger.workspace, situation.today
    contacts = [contact for contact in workspace.contacts if contact.status != "pruned"]
    # The chart stands on both ratings; without any it would be empty.
    is_rated = any(contact.closeness and contact.relevance for contact in contacts)
    plan = week_plan(situation, words)
    return ThisWeek(
        _headline(plan),
        plan,
        _capital(situation.ledger, words, today),
        people_chart(contacts) if is_rated else None,
        habit_history(workspace, today, plan.blocked),
    )


def _headline(plan: WeekPlan) -> str:
    if plan.is_resting:
        return "Rest comes first this week"
    return f"{pluralize(len(plan.items), 'thing')} to do this week" if plan.items else "All done for this week"


def _capital(ledger: Ledger, words: Words, today: date) -> tuple[str, ...]:
    """Return the relationship capital now and four weeks ago, and who made the difference."""
    changes = relationship_measures.capital_changes(ledger, today - _FOUR_WEEKS, today)
    if changes.is_empty():
        return ()
    before, now = (float(changes[column].sum()) for column in ("before", "capital"))
    earlier, present = words.number(before, 1), words.number(now, 1)
    # Compared as displayed: a change that rounding hides is none to the reader.
    change = "as it was" if earlier == present else f"{'up' if now > before else 'down'} from {earlier}"
    finding = f"Relationship strength {present}, {change} four weeks ago."
    return finding, *relationship_words.capital_changes(changes)
