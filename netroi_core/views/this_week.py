"""This week as data: what to do, the change of the relationship capital, and the people by closeness and relevance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final, Literal

from netroi_core.charts.chart import Chart
from netroi_core.charts.people import people_chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning import goals
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz import answers, steps
from netroi_core.quiz.habits import Challenge, HabitHistory, habit_history, weekly_challenge
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.contacts import Relationship, follow_ups, relationships, to_reconnect
from netroi_core.wording.wording import Words, pluralize, quarter_name
from netroi_core.workspace.records import Contact

MAX_TODOS: Final = 3
# Follow-ups that come before other things to do; more of them only where nothing else is.
_FIRST_FOLLOW_UPS: Final = 2
# The part of a quarter that must be over before a goal counts as behind.
_EARLY: Final = 0.25
_FOUR_WEEKS: Final = timedelta(weeks=4)

TodoKind = Literal["quiz", "follow_up", "goal", "reconnect", "challenge"]


@dataclass(frozen=True)
class Todo:
    """One thing to do, as a sentence, with the contact or the quarter that it is about, if any."""

    kind: TodoKind
    sentence: str
    contact: Contact | None = None
    quarter: Quarter | None = None


@dataclass(frozen=True, eq=False)
class ThisWeek:
    """The week at a glance: what to do, the change of the capital in sentences, and the people; None if unrated.

    ``more_follow_ups`` counts the follow-ups due besides those among the ``todos``.
    """

    headline: str
    todos: tuple[Todo, ...]
    more_follow_ups: int
    capital: tuple[str, ...]
    chart: Chart | None
    challenge: Challenge
    is_challenge_met: bool
    habits: HabitHistory


def this_week(ledger: Ledger, words: Words, today: date) -> ThisWeek:
    """Return the week of a workspace, as of today."""
    workspace = ledger.workspace
    challenge, is_met = weekly_challenge(workspace, today)
    people = relationships(ledger, today)
    due = follow_ups(people, today)
    quiet = to_reconnect(people, today)
    todos = tuple(_todos(ledger, words, today, due, quiet, None if is_met else challenge))[:MAX_TODOS]
    contacts = [contact for contact in workspace.contacts if contact.status != "pruned"]
    # The chart stands on both ratings; without any it would be empty.
    is_rated = any(contact.closeness and contact.relevance for contact in contacts)
    return ThisWeek(
        f"{pluralize(len(todos), 'thing')} to do this week" if todos else "All is done for this week",
        todos,
        len(due) - sum(todo.kind == "follow_up" for todo in todos),
        _capital(ledger, words, today),
        people_chart(contacts) if is_rated else None,
        challenge,
        is_met,
        habit_history(workspace, today),
    )


def _todos(
    ledger: Ledger,
    words: Words,
    today: date,
    due: Sequence[Relationship],
    quiet: Sequence[Relationship],
    challenge: Challenge | None,
) -> Iterator[Todo]:
    """Yield all there is to do, the most pressing first."""
    yield from _quiz(ledger, today)
    yield from (_follow_up(relationship, words, today) for relationship in due[:_FIRST_FOLLOW_UPS])
    yield from _goal(ledger, words, today)
    # One contact is asked for once: who is due already needs no reminder to reconnect.
    pending = {relationship.contact.id for relationship in due}
    yield from islice((_reconnect(row, words) for row in quiet if row.contact.id not in pending), 1)
    if challenge is not None:
        yield Todo("challenge", f"This week’s challenge: {challenge.title[:1].lower()}{challenge.title[1:]}")
    yield from (_follow_up(relationship, words, today) for relationship in due[_FIRST_FOLLOW_UPS:])


def _quiz(ledger: Ledger, today: date) -> Iterator[Todo]:
    finished, workspace = last_finished(today, ledger.profile.fiscal_year_start), ledger.workspace
    # Nobody is asked about a quarter before their first record.
    if ledger.quarters and ledger.quarters[0] <= finished and not answers.is_submitted(workspace, finished):
        minutes = steps.minutes_left(workspace, finished, steps.STEPS[0].key)
        sentence = f"{quarter_name(finished)} is over: take its quiz, about {minutes} minutes"
        yield Todo("quiz", sentence, quarter=finished)


def _follow_up(relationship: Relationship, words: Words, today: date) -> Todo:
    contact, last_contact, due = relationship.contact, relationship.last_contact, relationship.follow_up_due or today
    last = f"; last in touch {words.day(last_contact)}" if last_contact else ""
    when = "today" if due == today else f"due {'since ' if due < today else ''}{words.day(due)}"
    return Todo("follow_up", f"Follow up with {contact.name}, {when}{last}", contact)


def _goal(ledger: Ledger, words: Words, today: date) -> Iterator[Todo]:
    """Yield the first goal of the quarter that is behind, if any is."""
    quarter = Quarter.containing(today, ledger.profile.fiscal_year_start)
    for goal, progress in goals.quarter_progress(ledger, quarter, today):
        if progress.is_on_track is False and progress.elapsed >= _EARLY:
            yield Todo("goal", goals.goal_sentence(goal, progress, words), quarter=quarter)
            return


def _reconnect(relationship: Relationship, words: Words) -> Todo:
    contact, last_contact = relationship.contact, relationship.last_contact
    since = f"since {words.day(last_contact)}" if last_contact else "on record"
    sentence = f"Revive a tie: {contact.name} matters to you, and there was no contact {since}"
    return Todo("reconnect", sentence, contact)


def _capital(ledger: Ledger, words: Words, today: date) -> tuple[str, ...]:
    """Return the relationship capital now and four weeks ago, and who made the difference."""
    changes = relationship_measures.capital_changes(ledger, today - _FOUR_WEEKS, today)
    if changes.is_empty():
        return ()
    before, now = (float(changes[column].sum()) for column in ("before", "capital"))
    earlier, present = words.number(before, 1), words.number(now, 1)
    # Compared as displayed: a change that rounding hides is none to the reader.
    change = "as it was" if earlier == present else f"{'up' if now > before else 'down'} from {earlier}"
    finding = f"Relationship capital {present}, {change} four weeks ago."
    return finding, *relationship_words.capital_changes(changes)
