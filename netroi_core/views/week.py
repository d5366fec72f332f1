"""The week in lines: signs of too much first, with one small step, then what there is to do, and the challenge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any, Final, Literal

import polars as pl

from netroi_core.planning import goals
from netroi_core.planning.overload import TOO_MUCH, Sign, SignKind
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz import answers, steps
from netroi_core.quiz.habits import Challenge, ChallengeFit, weekly_challenge
from netroi_core.relationships.contacts import Relationship, follow_ups, relationships, to_reconnect
from netroi_core.relationships.measures import exchanges_by_contact
from netroi_core.relationships.words import times
from netroi_core.views.advice import Situation
from netroi_core.views.todos import PurposeTodos, Todo
from netroi_core.wording.wording import Words, pluralize, quarter_name
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Contact

MAX_TODOS: Final = 4
# Follow-ups that come before other things to do; more of them only where nothing else is.
_FIRST_FOLLOW_UPS: Final = 2
_FIRST_OF_PURPOSE: Final = 2
# The part of a quarter that must be over before a goal counts as behind.
_EARLY: Final = 0.25
# Signs that ask for a rest: less in all, not only less of one approach.
_REST: Final[tuple[SignKind, ...]] = ("strain", "hours", "evenings")
# A lost lead is recent for so many days.
_LATELY: Final = timedelta(days=122)
_SKIPPED: Final[dict[Approach, str]] = {
    "group_events": "group events",
    "one_on_one": "one-on-one meetings",
    "social_media": "social media",
}
_HALF_HOUR: Final[dict[Approach, str]] = {
    "group_events": "Before the next event, set a time to leave, or stay home.",
    "one_on_one": "Say no to one meeting this week, or keep it to half an hour.",
    "social_media": "Stay off social media for two evenings this week.",
}


@dataclass(frozen=True, eq=False)
class WeekPlan:
    """The week in lines.

    Attributes:
        signs: The signs of too much, as they are on record.
        steps: One small step each: a boundary, a way back after a pause, a kind word, a favor to ask for or to return.
        todos: What to do, the most pressing first.
        more_follow_ups: The follow-ups due besides those among the ``todos``.
        blocked: The approaches that nothing asks for this week.
    """

    signs: tuple[Todo, ...]
    steps: tuple[Todo, ...]
    todos: tuple[Todo, ...]
    more_follow_ups: int
    is_resting: bool
    blocked: frozenset[Approach]
    challenge: Challenge
    is_challenge_met: bool

    @property
    def as_json(self) -> dict[str, Any]:
        """The week as the command line prints it."""
        lines = (*self.signs, *self.steps, *self.todos)
        return {
            "week": [{"kind": line.kind, "approach": line.approach, "text": line.text} for line in lines],
            "challenge": {"kind": self.challenge.kind, "approach": self.challenge.approach},
        }


def week_plan(situation: Situation, words: Words) -> WeekPlan:
    """Return the week of a situation."""
    return _WeekWriter(situation, words).plan()


@dataclass(frozen=True, eq=False)
class _WeekWriter:
    """Writes the lines of a week."""

    situation: Situation
    words: Words

    def plan(self) -> WeekPlan:
        situation = self.situation
        challenge, is_met = weekly_challenge(situation.ledger.workspace, situation.today, self._fit)
        asked = None if is_met or self._is_resting else challenge
        todos = tuple(islice(self._todos(asked), MAX_TODOS))
        return WeekPlan(
            tuple(Todo(sign.kind, sign.text, sign.approach) for sign in self._too_much),
            self._steps,
            todos,
            len(self._due) - sum(todo.contact is not None and self._is_due(todo.contact) for todo in todos),
            self._is_resting,
            self._blocked,
            challenge,
            is_met,
        )

    @cached_property
    def _too_much(self) -> Sequence[Sign]:
        return [sign for sign in self.situation.overload if sign.kind in TOO_MUCH]

    @cached_property
    def _is_resting(self) -> bool:
        return any(sign.kind in _REST for sign in self._too_much)

    @cached_property
    def _is_strained(self) -> bool:
        return any(sign.kind == "strain" for sign in self._too_much)

    @cached_property
    def _draining(self) -> frozenset[Approach]:
        """Approaches that drain or strain; a sign of the latest quarters counts even where older ones outweigh it."""
        tiring = {sign.approach for sign in self._too_much if sign.approach}
        return self.situation.signals.vetoed | tiring

    @cached_property
    def _blocked(self) -> frozenset[Approach]:
        return self._draining | set(self.situation.signals.fruitless)

    @cached_property
    def _fit(self) -> ChallengeFit:
        situation = self.situation
        verdict, sequence = situation.verdict, situation.sequence
        leader = verdict.leader if verdict.call in ("stick", "lean") else None
        favored = {
            approach for approach in APPROACHES if approach == leader or (sequence and approach in sequence.steps)
        }
        # Crowds drain, or a pause ends: then a line or a call is enough.
        is_quiet = "group_events" in self._draining or situation.pause is not None
        return ChallengeFit(self._is_resting, self._blocked, is_quiet, favored, situation.purpose)

    @cached_property
    def _people(self) -> Sequence[Relationship]:
        return relationships(self.situation.ledger, self.situation.today)

    @cached_property
    def _due(self) -> Sequence[Relationship]:
        return follow_ups(self._people, self.situation.today)

    def _is_due(self, contact: Contact) -> bool:
        return any(row.contact.id == contact.id for row in self._due)

    @cached_property
    def _steps(self) -> tuple[Todo, ...]:
        return tuple(self._write_steps())

    def _write_steps(self) -> Iterator[Todo]:
        yield from self._boundaries()
        if pause := self.situation.pause:
            yield Todo("pause", pause.text)
        yield from self._encouragement()
        for sign in self.situation.overload:
            if sign.kind == "gives_more":
                yield self._ask()
            elif sign.kind == "receives_more":
                yield self._give_back()

    def _boundaries(self) -> Iterator[Todo]:
        """Yield what to leave out: of each approach that drains or strains, else of the whole week."""
        # A note of strain that names no approach is about all that drains.
        strained = self.situation.signals.strained or self._draining if self._is_strained else frozenset()
        for approach in APPROACHES:
            if approach in strained:
                yield Todo("boundary", f"Rest comes first: skip {_SKIPPED[approach]} this week.", approach)
            elif approach in self._draining:
                yield Todo("boundary", _HALF_HOUR[approach], approach)
        if self._is_resting and not self._draining:
            yield Todo("boundary", "Keep one evening free this week, and say no to one thing.")

    def _encouragement(self) -> Iterator[Todo]:
        """Yield a kind word after leads that were lost lately."""
        today, workspace = self.situation.today, self.situation.ledger.workspace
        lost = [row.date for row in workspace.outcomes if row.status == "lost" and today - _LATELY <= row.date <= today]
        if not lost:
            return
        count = "One lead" if len(lost) == 1 else f"{len(lost):,} leads"
        talks = sum(
            row.approach == "one_on_one" or row.meaningful > 0
            for row in workspace.activities
            if max(lost) < row.date <= today
        )
        if self._is_resting:
            step = "Take the time you need before the next one."
        elif talks:
            step = f"You kept going: {pluralize(talks, 'conversation')} since then."
        else:
            step = "A line to someone who knows your work is a good next step."
        text = f"{count} fell through in the last four months. Hearing no is part of it, and rarely about you. {step}"
        yield Todo("encouragement", text)

    def _ask(self) -> Todo:
        given, received = self._favors()
        contact, count = self._most_exchanged("given")
        one = f"{contact.name}, whom you helped {times(count)}," if contact else "one person"
        counts = f"You gave {pluralize(given, 'favor')} and received {received:,}."
        if self._is_resting:
            text = f"{counts} Say no to the next request; it's also OK to ask {one} for something small."
        else:
            text = f"{counts} Ask {one} for something small this week. It's also OK to say no."
        return Todo("ask", text, contact=contact)

    def _give_back(self) -> Todo:
        given, received = self._favors()
        counts = f"You received {pluralize(received, 'favor')} and gave {given:,}."
        if self.situation.purpose == "find_work":
            return Todo("give_back", f"{counts} That is normal while you look for work: a thank-you is enough for now.")
        contact, count = self._most_exchanged("received")
        if contact is None:
            return Todo("give_back", f"{counts} Offer one person something before you ask again.")
        text = f"{counts} Offer something to {contact.name}, who helped you {times(count)}."
        return Todo("give_back", text, contact=contact)

    def _favors(self) -> tuple[int, int]:
        favors = self.situation.ledger.exchanges["direction"]
        return int((favors == "given").sum()), int((favors == "received").sum())

    def _most_exchanged(self, direction: Literal["given", "received"]) -> tuple[Contact | None, int]:
        """Return the contact with the largest surplus of favors in a direction, and their number; None if nobody is."""
        ledger = self.situation.ledger
        active = {contact.id: contact for contact in ledger.workspace.contacts if contact.status == "active"}
        other = "received" if direction == "given" else "given"
        surplus = pl.col(direction) - pl.col(other)
        rows = exchanges_by_contact(ledger, ledger.quarters).filter(pl.col("id").is_in(list(active)), surplus > 0)
        if rows.is_empty():
            return None, 0
        contact, count = rows.sort(surplus, descending=True, maintain_order=True).select("id", direction).row(0)
        return active[contact], count

    def _todos(self, challenge: Challenge | None) -> Iterator[Todo]:
        """Yield all there is to do, the most pressing first; in a week to rest only what cannot wait."""
        yield from self._quiz()
        first, later = self._purpose_todos(), list[Todo]()
        if self.situation.purpose is None and not self._is_resting:
            first, later = [], first
        named = {todo.contact.id for todo in (*first, *later) if todo.contact}
        due = [self._follow_up(row) for row in self._due if row.contact.id not in named]
        if self._is_resting:
            yield from (*first[:_FIRST_OF_PURPOSE], *due[:1])
            return
        yield from (*first[:_FIRST_OF_PURPOSE], *due[:_FIRST_FOLLOW_UPS])
        yield from self._goal()
        yield from (*later[:1], *first[_FIRST_OF_PURPOSE:])
        yield from self._reconnect(named)
        if challenge is not None:
            title = f"{challenge.title[:1].lower()}{challenge.title[1:]}"
            yield Todo("challenge", f"This week’s challenge: {title}.", challenge.approach)
        yield from due[_FIRST_FOLLOW_UPS:]

    def _purpose_todos(self) -> list[Todo]:
        # Nobody is asked for a favor who is to be given one, nor for two.
        named = {step.contact.id for step in self._steps if step.contact}
        people = [row for row in self._people if row.contact.id not in named]
        gives_more = any(sign.kind == "gives_more" for sign in self.situation.overload)
        return PurposeTodos(self.situation, self.words, people).todos(self._is_resting, gives_more)

    def _quiz(self) -> Iterator[Todo]:
        ledger, today = self.situation.ledger, self.situation.today
        finished, workspace = last_finished(today, ledger.profile.fiscal_year_start), ledger.workspace
        # Nobody is asked about a quarter before their first record.
        if ledger.quarters and ledger.quarters[0] <= finished and not answers.is_submitted(workspace, finished):
            minutes = steps.minutes_left(workspace, finished, steps.STEPS[0].key)
            text = f"{quarter_name(finished)} is over: take its quiz, about {minutes} minutes."
            yield Todo("quiz", text, quarter=finished)

    def _follow_up(self, row: Relationship) -> Todo:
        today, words = self.situation.today, self.words
        contact, last, due = row.contact, row.last_contact, row.follow_up_due or today
        late = f". It was due {words.day(due)}." if due < today else f" by {words.day(due)}."
        when = " today." if due == today else late
        touch = f" You were last in touch {words.day(last)}." if last else ""
        return Todo("follow_up", f"Follow up with {contact.name}{when}{touch}", contact=contact)

    def _goal(self) -> Iterator[Todo]:
        """Yield the first goal of the quarter that is behind, if any is; none asks for more of what drains."""
        ledger, today = self.situation.ledger, self.situation.today
        quarter = Quarter.containing(today, ledger.profile.fiscal_year_start)
        for goal, progress in goals.quarter_progress(ledger, quarter, today):
            if goal.approach in self._blocked:
                continue
            if progress.is_on_track is False and progress.elapsed >= _EARLY:
                yield Todo(
                    "goal", f"{goals.goal_sentence(goal, progress, self.words)}.", goal.approach, quarter=quarter
                )
                return

    def _reconnect(self, named: set[str]) -> Iterator[Todo]:
        # One contact is asked for once: who is due already needs no reminder to reconnect.
        pending = named | {row.contact.id for row in self._due}
        quiet = to_reconnect(self._people, self.situation.today)
        for row in islice((row for row in quiet if row.contact.id not in pending), 1):
            since = f" since {self.words.day(row.last_contact)}" if row.last_contact else " yet"
            text = f"Get in touch with {row.contact.name}, who matters to you: you haven't been in touch{since}."
            yield Todo("reconnect", text, contact=row.contact)
