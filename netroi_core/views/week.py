"""The week as a short list: the quiz, a boundary, what has a date, one person, and the challenge; signs of overload."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Any, Final

import polars as pl

from netroi_core.ledger.counts import conversations, dated
from netroi_core.ledger.measures import in_window
from netroi_core.planning.energy import Part
from netroi_core.planning.overload import LIMITS, TOO_MUCH, Sign, SignKind
from netroi_core.planning.words import PlanWords, part_name
from netroi_core.quarters import Quarter
from netroi_core.quiz.habits import REST, Challenge, ChallengeFit, weekly_challenge
from netroi_core.relationships.contacts import Relationship
from netroi_core.views.advice import Situation
from netroi_core.views.dated_todos import Candidates
from netroi_core.views.people_todos import PeopleTodos
from netroi_core.views.todos import Todo, TodoKind
from netroi_core.wording.wording import Words, join_words, outcome_noun, pluralize, quarter_name
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Contact, Outcome

# The most items of a week, and of one to rest.
MAX_ITEMS, MAX_RESTING = 5, 3
# The most signs at once: a long list would be one more burden.
_MOST_SIGNS: Final = 3
# How long after a rejection a word of encouragement is shown.
_LATELY: Final = timedelta(days=7)
# The occasions of a quarter from which on there is one to skip in most weeks.
_WEEKLY: Final = 12
# The items that only keep a tie warm.
_TIES: Final[tuple[TodoKind, ...]] = ("warm_tie", "reconnect")
# The items that are a message, whoever it is to.
_MESSAGES: Final[tuple[TodoKind, ...]] = ("role", "lead", "investor")
# The first weeks in a job, from the day on which it is known.
_FIRST_WEEKS: Final = timedelta(weeks=4)
_MOST_NAMES: Final = 3
_SUBJECTS: Final[dict[Approach, str]] = {
    "group_events": "group events",
    "one_on_one": "one-on-one meetings",
    "social_media": "social media",
}
# What may stand in for skipping something.
_OR: Final[dict[Approach, str]] = {
    "group_events": ", or set a time to leave before you go",
    "one_on_one": ", or keep it to half an hour",
    "social_media": "",
}
_LESS: Final[dict[Approach, str]] = {
    "group_events": "Skip one group event this week, or set a time to leave before you go.",
    "one_on_one": "Say no to one meeting this week, or keep it to half an hour.",
    "social_media": "Stay off social media for two evenings this week.",
}


_COUNTS: Final = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}


@dataclass(frozen=True, eq=False)
class WeekPlan:
    """The week in lines.

    Attributes:
        signs: The signs of overload, as they are on record; a note of strain is one gentle line.
        encouragement: A word after a job was found or leads were lost; empty where there is none.
        items: What to do, in order; the challenge is last, unless it is met, a rest, or an item already.
        due_follow_ups: How many follow-ups are due.
        more_follow_ups: How many of them aren't among the ``items``; 0 in a week to rest or to come back.
        blocked: The approaches not to suggest this week.
        is_new_job: True in the first weeks after a search ended with a job.
    """

    signs: tuple[Sign, ...]
    encouragement: str
    items: tuple[Todo, ...]
    due_follow_ups: int
    more_follow_ups: int
    is_resting: bool
    blocked: frozenset[Approach]
    challenge: Challenge
    is_challenge_met: bool
    is_new_job: bool = False

    @property
    def as_json(self) -> dict[str, Any]:
        """The week as the command line prints it."""
        return {
            "week": [{"kind": item.kind, "approach": item.approach, "text": item.text} for item in self.items],
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
        candidates = Candidates(self.situation, self.words, self._is_resting, self._blocked)
        due = frozenset(row.contact.id for row in candidates.due)
        pending = due | candidates.lead_contacts
        # Who is asked for a referral is asked for nothing else, and thanked in the same breath.
        client = candidates.referral.contact if candidates.referral else None
        others = [row for row in candidates.relationships if row.contact is not client]
        people = PeopleTodos(self.situation, self.words, self._is_resting, others, pending)
        person = next(people.ranked(), None)
        challenge, is_met = weekly_challenge(self.situation.ledger.workspace, self.situation.today, self._fit(person))
        items = self._items(candidates, person, challenge, is_met=is_met)
        return WeekPlan(
            self._signs,
            self._encouragement(),
            items,
            len(due),
            # A week to rest, or to come back, is no time to hear of all that is due.
            len(due - {item.contact.id for item in items if item.contact}) if self._most == MAX_ITEMS else 0,
            self._is_resting,
            self._blocked,
            challenge,
            is_met,
            is_new_job=self._new_job is not None,
        )

    def _items(
        self, candidates: Candidates, person: Todo | None, challenge: Challenge, *, is_met: bool
    ) -> tuple[Todo, ...]:
        """Return what to do, in order."""
        first = [*candidates.role(), *candidates.quiz(), *islice(self._openings(), 1)]
        if person and person.kind in _TIES and self._is_anyone_overdue(candidates, person):
            person = None
        last = [person] if person else []
        if (first_steps := self._first_steps(candidates.relationships)) is not None:
            # That ties go quiet after a search is what they are about; a new job is enough of a challenge.
            first, last = [*(item for item in first if item.kind != "pause"), *first_steps], []
        elif not is_met and self._most == MAX_ITEMS:
            last += _challenge_items(challenge, person)
        # What has a date comes before a person where there is room for one of the two.
        room = max(self._most - len(first) - len(last), 1)
        dated = [*islice(candidates.dated(person.contact if person else None), room)]
        # A search asks for its conversations once.
        if challenge.kind in {item.kind for item in dated}:
            last = [item for item in last if item.kind != "challenge"]
        items = [*first, *dated, *last]
        return tuple(_with_one_message(items) if self.situation.pause else items)[: self._most]

    def _is_anyone_overdue(self, candidates: Candidates, person: Todo) -> bool:
        """Return True if a follow-up with somebody else is overdue: it comes before one more person."""
        overdue = (row for row in candidates.due if row.is_overdue(self.situation.today))
        return any(row.contact is not person.contact for row in overdue)

    @property
    def _most(self) -> int:
        """The most items of this week."""
        return MAX_RESTING if self._is_resting or self.situation.pause else MAX_ITEMS

    @cached_property
    def _kinds(self) -> frozenset[SignKind]:
        return frozenset(sign.kind for sign in self.situation.current_signs)

    @property
    def _signs(self) -> tuple[Sign, ...]:
        signs = [sign for sign in self.situation.current_signs if sign.kind in TOO_MUCH]
        # A week to rest asks for a free evening anyway, and what drained is over once it was cut or a job was found.
        return tuple(
            sign
            for sign in signs
            if not (self._is_resting and sign.kind == "strain")
            if not (sign.kind == "energy" and (sign.approach in self._settled or self._new_job))
        )[:_MOST_SIGNS]

    @cached_property
    def _is_resting(self) -> bool:
        """True where limits were passed: less in all, not only less of one approach."""
        return not self._kinds.isdisjoint(LIMITS)

    @cached_property
    def _draining(self) -> frozenset[Approach]:
        """Approaches that drain; a sign of the latest quarters counts even where older ones outweigh it."""
        tiring = {sign.approach for sign in self.situation.current_signs if sign.approach}
        return self.situation.signals.draining | tiring

    @cached_property
    def _blocked(self) -> frozenset[Approach]:
        """Approaches that drain, led to nothing, are named in a note of strain, or take less in the plan."""
        cut = {approach for approach in APPROACHES if self._planned_change(approach) < 0}
        signals = self.situation.signals
        return self._draining | signals.fruitless.keys() | signals.strained | cut

    def _planned_change(self, approach: Approach) -> float:
        """Return the hours that the plan adds to an approach."""
        mix, usual = self.situation.plan.mix, self.situation.baseline.mix
        return mix[approach].hours - usual[approach].hours if mix and approach in usual else 0.0

    def _fit(self, person: Todo | None) -> ChallengeFit:
        """Return the conditions of a challenge; ``person`` is the item about a person."""
        situation, signals = self.situation, self.situation.signals
        sequence = situation.sequence
        grown = {approach for approach in APPROACHES if self._planned_change(approach) > 0}
        steps = sequence.steps if sequence else ()
        closing = steps[-1:] if sequence and sequence.is_pattern else ()
        leading = {approach for approach in APPROACHES if approach in (situation.verdict.approach, *steps)}
        return ChallengeFit(
            self._is_resting,
            self._blocked,
            # Crowds drain, or a pause ends: then a line or a call is enough.
            is_quiet="group_events" in self._draining or situation.pause is not None,
            favored=grown or leading - signals.saturated,
            purpose=situation.purpose,
            # Where talks alone mostly fail, those that follow an event are asked for all the more.
            follows_events="group_events" in signals.feeders and "one_on_one" in (signals.closer, *closing),
            requested_kind=self._requested_kind(person),
        )

    def _requested_kind(self, person: Todo | None) -> str | None:
        """Return the kind of challenge that the situation itself asks for."""
        if self._is_resting:
            # A week beyond the limits has no room for any task.
            return None
        if self.situation.pause:
            return "thank_you"
        # Whoever gives far more than they receive is asked to give nothing else.
        kinds = {"give_back": "introduce", "ask": "ask"}
        return kinds.get(person.kind) if person else None

    def _openings(self) -> Iterator[Todo]:
        """Yield what stands first: what to skip of what still goes on, a way back after a pause, or a rest."""
        parts = self.situation.signals.parts
        draining = (self._draining | parts.keys()) & self._ongoing - self._settled
        for approach in sorted(APPROACHES, key=self._planned_change):
            if approach in draining:
                yield Todo("boundary", self._boundary(approach), approach)
        if self.situation.pause:
            yield Todo("pause", self.situation.pause_sentence)
        if self._is_resting:
            yield Todo("boundary", "Keep one evening free this week, and say no to one thing.")

    def _boundary(self, approach: Approach) -> str:
        """Return what to skip of an approach, as far as the plan does."""
        plan, skipped = self.situation.plan, self._skipped(approach)
        if part := self.situation.signals.parts.get(approach):
            return _less_of(part, skipped)
        if plan.mix is not None and not plan.mix[approach].hours:
            return f"Skip {_SUBJECTS[approach]} for now."
        if skipped:
            return f"Skip {skipped}{_OR[approach]}."
        return self._plan_words.change(approach) or _LESS[approach]

    def _skipped(self, approach: Approach) -> str:
        """Return the activities to skip, as often as the plan does, and in its quarter."""
        skipped, planned = self._plan_words.skipped(approach), self.situation.planned_quarter
        if planned == Quarter.containing(self.situation.today, self.situation.ledger.profile.fiscal_year_start):
            return skipped
        return skipped.replace("this quarter", f"in {quarter_name(planned)}")

    @property
    def _plan_words(self) -> PlanWords:
        return PlanWords(self.situation.plan, self.situation.signals, self.situation.purpose, self.words)

    @property
    def _settled(self) -> frozenset[Approach]:
        """The approaches that were cut already: the plan keeps them there, so there is nothing to skip."""
        cut, plan = self.situation.signals.cut_already, self.situation.plan
        return frozenset(name for name in cut if plan.mix is None or self._plan_words.is_done(name))

    @cached_property
    def _ongoing(self) -> frozenset[Approach]:
        """The approaches with a record in this quarter or the last."""
        ledger = self.situation.ledger
        now = Quarter.containing(self.situation.today, ledger.profile.fiscal_year_start)
        recent = ledger.activities.filter(in_window((now.shifted(-1), now)))
        return frozenset(recent["approach"])

    @cached_property
    def _new_job(self) -> Outcome | None:
        """The job that a search ended with these weeks."""
        job, ledger = self.situation.job_found, self.situation.ledger
        if job is None:
            return None
        # A quiz dates a job on its quarter's last day, and may tell of it months later.
        quarter = str(Quarter.containing(job.date, ledger.profile.fiscal_year_start))
        told = [quiz.submitted_on for quiz in ledger.workspace.quizzes if quiz.quarter == quarter]
        known = max(job.date, *filter(None, told), date.min)
        return job if self.situation.today - known <= _FIRST_WEEKS else None

    def _first_steps(self, relationships: Sequence[Relationship]) -> list[Todo] | None:
        """Return whom to thank for a new job, unless they heard of it since, and what keeps ties warm beside it.

        None without a new job, or where everything stopped.
        """
        job, pause = self._new_job, self.situation.pause
        if job is None or (pause and pause.kind == "stopped"):
            return None
        to_thank = [*self._helpers_to_thank(job, relationships)]
        items = [_thanks(to_thank)] if to_thank else []
        if not self._is_resting:
            items.append(Todo("warm_tie", "Keep your ties warm in the first weeks: one short message a week will do."))
        return items

    def _helpers_to_thank(self, job: Outcome, relationships: Sequence[Relationship]) -> Iterator[Contact]:
        """Yield who had a part in the job, or in introductions that are still open, and wasn't in touch since."""
        outcomes = self.situation.ledger.workspace.outcomes
        introductions = [row for row in outcomes if row.kind == "introduction" and row.status == "open"]
        helpers = {step.contact for outcome in (job, *introductions) for step in outcome.touchpoints}
        for row in relationships:
            is_told = row.last_contact is not None and row.last_contact > job.date
            is_planned = row.contact.follow_up is not None and row.contact.follow_up > self.situation.today
            if row.contact.id in helpers and row.contact.status != "pruned" and not (is_told or is_planned):
                yield row.contact

    def _encouragement(self) -> str:
        """Return encouragement after a job was found, or after a rejection in a search without good news since."""
        if self._new_job:
            return "Congratulations on your new job!"
        # Nobody who sells needs consolation: there, a no is all in a day's work.
        lost = self._lost_lately() if self.situation.purpose == "find_work" else []
        if not lost:
            return ""
        latest, outcomes = max(row.fell_through_on for row in lost), self.situation.ledger.workspace.outcomes
        if any(row.status != "lost" and row.date > latest for row in outcomes):
            return ""
        kind_word = "Hearing no is part of the process, and it’s rarely about you."
        return f"{_said_no(lost)} {kind_word} {self._step_since(latest)}"

    def _lost_lately(self) -> list[Outcome]:
        """Return the outcomes lost lately, except those that the owner declined."""
        today, outcomes = self.situation.today, self.situation.ledger.workspace.outcomes
        fallen = (row for row in outcomes if row.status == "lost" and not row.declined)
        return [row for row in fallen if today - _LATELY <= row.fell_through_on <= today]

    def _step_since(self, fell_through_on: date) -> str:
        """Return what was done since an outcome fell through, or what would be a good step."""
        if self._is_resting:
            return "Take the time you need before the next one."
        since = (pl.col("day") > fell_through_on) & (pl.col("day") <= self.situation.today)
        activities = self.situation.ledger.activities.filter(since)
        talks = conversations(dated(activities))
        if conversations(activities) > talks:
            # How many of a quarter's total came since then is not known.
            return "You kept going since then."
        if talks:
            return f"You kept going: {pluralize(talks, 'conversation')} since then."
        return "A quick note to someone who knows your work is a good next step."


def _said_no(lost: Sequence[Outcome]) -> str:
    """Return what was lost, as a sentence, by name if it has one: an interview took place, whatever came of it."""
    noun = outcome_noun(row.kind for row in lost)
    if noun == "interview":
        which = "the interview" if len(lost) == 1 else pluralize(len(lost), "interview")
        return f"They said no after {which}."
    if all(row.title for row in lost) and len(lost) <= _MOST_NAMES:
        return f"{join_words([f'“{row.title}”' for row in lost])} didn’t work out."
    count = _COUNTS.get(len(lost), f"{len(lost):,}")
    return f"{count} {noun if len(lost) == 1 else f'{noun}s'} didn’t work out in the last week."


def _with_one_message(items: Sequence[Todo]) -> list[Todo]:
    """Return items with the first message alone: it is enough to come back after a pause."""
    messages = [item for item in items if item.contact or item.kind in _MESSAGES]
    return [item for item in items if item not in messages[1:]]


def _challenge_items(challenge: Challenge, person: Todo | None) -> list[Todo]:
    """Return a challenge as an item, unless it is a rest, or what the item about a person asks for already."""
    if challenge is REST or (person and person.kind == challenge.kind):
        return []
    title = f"{challenge.title[:1].lower()}{challenge.title[1:]}"
    return [Todo("challenge", f"This week’s challenge: {title}.", challenge.approach)]


def _less_of(part: Part, skipped: str) -> str:
    """Return what to skip of the kind of occasion that drains: as much as the plan, or one."""
    instead = ", or meet in the daytime instead" if part.evenings else ""
    period = "week" if part.activities >= _WEEKLY else "month"
    return f"Skip {skipped or f'one of your {part_name(part)} this {period}'}{instead}. They drain your energy."


def _thanks(helpers: Sequence[Contact]) -> Todo:
    """Return whom to thank for help with a search."""
    names = [contact.name for contact in helpers[:_MOST_NAMES]]
    if more := len(helpers) - len(names):
        names.append(pluralize(more, "other"))
    size = "two sentences each are enough" if len(helpers) > 1 else "two sentences are enough"
    text = f"Thank {join_words(names)} for helping with your search: {size}."
    return Todo("thank_you", text, contact=helpers[0] if len(helpers) == 1 else None)
