"""The week as data: three things to do, how the network moved, and the people by closeness and relevance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final, Literal

from netroi_core.charts import people
from netroi_core.charts.chart import Chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning import goal_words, goals
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz import answers, steps
from netroi_core.quiz.habits import Challenge, Tally, challenge, tally
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.contacts import Tie, dormant, follow_ups
from netroi_core.wording.wording import Words, counted, quarter_name
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict

MOST_TODOS: Final = 3
_MOST_FOLLOW_UPS: Final = 2
"""So many follow-ups come before other things to do; more of them only where nothing else is."""
_EARLY: Final = 0.25
"""So much of a quarter must be over before a goal counts as behind."""
_FOUR_WEEKS: Final = timedelta(weeks=4)

Kind = Literal["quiz", "follow_up", "goal", "revive", "challenge"]


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, as a sentence; the contact or the quarter that it is about, if it is about one."""

    kind: Kind
    sentence: str
    contact: RecordDict | None = None
    quarter: Quarter | None = None


@dataclass(frozen=True, eq=False)
class Overview:
    """What a person would open on a Monday.

    ``further`` counts the follow-ups that are due besides those among the ``todos``; ``moved`` tells how the network
    moved, the finding first; the picture is None while nobody is rated; ``is_met`` tells of the week's challenge.
    """

    headline: str
    todos: tuple[Todo, ...]
    further: int
    moved: tuple[str, ...]
    picture: Chart | None
    challenge: Challenge
    is_met: bool
    tally: Tally


def overview(document: Document, ledger: Ledger, words: Words, today: date) -> Overview:
    """The week of a checked document and its ledger, as of today."""
    asked, is_met = challenge(document, today)
    waiting = follow_ups(document, today)
    due = [*waiting.overdue, *waiting.due]
    todos = tuple(_todos(document, ledger, words, today, due, None if is_met else asked))[:MOST_TODOS]
    told = sum(todo.kind == "follow_up" for todo in todos)
    placed = people.placed(document)
    kept = sum(contact.get("status") != "pruned" for contact in document.get("contacts", ()))
    return Overview(
        f"{counted(len(todos), 'thing')} to do this week" if todos else "All is done for this week",
        todos,
        len(due) - told,
        _moved(ledger, words, today),
        people.by_closeness_and_relevance(placed, kept - len(placed)) if placed else None,
        asked,
        is_met,
        tally(document, today),
    )


def _todos(
    document: Document, ledger: Ledger, words: Words, today: date, due: Sequence[Tie], asked: Challenge | None
) -> Iterator[Todo]:
    """All there is to do, the most pressing first."""
    finished = last_finished(today, ledger.profile.fiscal_year_start)
    if ledger.quarters and ledger.quarters[0] <= finished and not answers.is_submitted(document, finished):
        minutes = steps.minutes_left(document, finished, answers.STEPS[0].key)
        name = quarter_name(finished)
        yield Todo("quiz", f"{name} is over: take its quiz, about {minutes} minutes", quarter=finished)
    follow = [Todo("follow_up", _follow_up(tie, words, today), tie.contact) for tie in due]
    yield from follow[:_MOST_FOLLOW_UPS]
    now = Quarter.containing(today, ledger.profile.fiscal_year_start)
    for goal in goals.goals_of(document, now):
        progress = goals.progress(goal, ledger, today)
        if progress.is_on_track is False and progress.elapsed >= _EARLY:
            yield Todo("goal", goal_words.sentence(goal, progress, words), quarter=now)
            break
    waiting = {tie.contact["id"] for tie in due}
    quiet = (tie for tie in dormant(document, today) if tie.contact["id"] not in waiting)
    for tie in islice(quiet, 1):
        since = f"since {words.day(tie.last)}" if tie.last else "on record"
        yield Todo(
            "revive", f"Revive a tie: {_name(tie)} matters to you, and there was no contact {since}", tie.contact
        )
    if asked is not None:
        yield Todo("challenge", f"This week’s challenge: {asked.title[:1].lower()}{asked.title[1:]}")
    yield from follow[_MOST_FOLLOW_UPS:]


def _follow_up(tie: Tie, words: Words, today: date) -> str:
    last = f"; last in touch {words.day(tie.last)}" if tie.last else ""
    if tie.due is None or tie.due == today:
        when = "today"
    else:
        when = f"due since {words.day(tie.due)}" if tie.due < today else f"due {words.day(tie.due)}"
    return f"Follow up with {_name(tie)}, {when}{last}"


def _moved(ledger: Ledger, words: Words, today: date) -> tuple[str, ...]:
    """How the network moved in four weeks: its capital then and now, and who made the difference."""
    moves = relationship_measures.moves(ledger, today - _FOUR_WEEKS, today)
    if moves.is_empty():
        return ()
    before, now = (float(moves[column].sum()) for column in ("before", "capital"))
    then, present = words.number(before, 1), words.number(now, 1)
    change = "as it was" if then == present else f"{'up' if now > before else 'down'} from {then}"
    return f"Relationship capital {present}, {change} four weeks ago.", *relationship_words.moves(moves)


def _name(tie: Tie) -> str:
    return str(tie.contact["name"])
