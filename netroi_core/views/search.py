"""The search of someone between jobs: a pace from their own records, what came of it, and whom to write to."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl

from netroi_core.ledger.counts import HAS_HAPPENED, IS_OPEN_INTERVIEW, conversations, total_counts
from netroi_core.ledger.measures import in_window
from netroi_core.planning.steps import rhythm
from netroi_core.planning.words import spelled
from netroi_core.quarters import Quarter
from netroi_core.relationships.contacts import IRRELEVANT, WEAK_QUIET_DAYS, Relationship, relationships
from netroi_core.views.advice import Situation
from netroi_core.wording.wording import Words, in_sentence, join_words, pluralize, quarter_name, tally, whole
from netroi_core.workspace.fields import APPROACHES, Approach

# The most people in a list: a longer one would be work of its own.
_MOST_PEOPLE: Final = 3
WEEKS: Final = 13  # of a quarter
_MOST_BEFORE: Final = 2
_JUST_HELPED: Final = timedelta(days=30)
# The sample size below which no rate is stated.
_FEWEST: Final = 3
_DRAWS: Final = 10_000
_UNKNOWN: Final = "To see your pace, log each conversation, or count them in your next quiz."


@dataclass(frozen=True)
class Pace:
    """The conversations of a quarter: of a typical one, and as the plan has it."""

    usual: float
    planned: float

    @property
    def weekly(self) -> int:
        """The conversations to have in a week, at least one."""
        return max(1, round(self.planned / WEEKS))


@dataclass(frozen=True)
class Elsewhere:
    """The interviews without a step in an approach with conversations.

    Attributes:
        interviews: Their number, ``of`` all that took place.
        approaches: What led to them.
        hours: All hours of these approaches.
        planned: Their hours in a quarter, as the plan has it; 0 where the search has no pace to keep.
    """

    interviews: int
    of: int
    approaches: tuple[Approach, ...]
    hours: float
    planned: float

    @property
    def name(self) -> str:
        """The approaches inside a sentence."""
        return join_words([in_sentence(approach) for approach in self.approaches])

    @property
    def is_all(self) -> bool:
        """True if no interview came of a conversation."""
        return self.interviews == self.of

    @property
    def share(self) -> str:
        """The phrase for all of the interviews."""
        if self.of == 1:
            return "your one interview"
        return f"{'both' if self.of == 2 else f'all {self.of:,}'} of your interviews"

    @property
    def weekly_hours(self) -> int:
        """The hours to give these approaches in a week, at least one; 0 without a pace."""
        return max(1, round(self.planned / WEEKS)) if self.planned else 0


@dataclass(frozen=True, eq=False)
class Search:
    """The search in a situation."""

    situation: Situation

    @cached_property
    def pace(self) -> Pace | None:
        """The pace; None while no finished quarter has a conversation, or after a pause."""
        baseline, mix = self.situation.baseline, self.situation.plan.mix
        activities = self.situation.ledger.activities.filter(in_window(baseline.quarters))
        talks = conversations(activities) / max(1, len(baseline.quarters))
        if not (talks and self._keeps_pace):
            return None
        usual_hours = baseline.mix["one_on_one"].hours
        if mix is None or not usual_hours:
            return Pace(talks, talks)
        alone = activities.filter(pl.col("approach") == "one_on_one")
        change = mix["one_on_one"].hours / usual_hours - 1
        return Pace(talks, talks + change * conversations(alone) / len(baseline.quarters))

    @cached_property
    def elsewhere(self) -> Elsewhere | None:
        """The interviews that came without a conversation; None where all came of one, or nobody knows."""
        situation, inside = self.situation, in_window(self.situation.window)
        held = situation.ledger.outcomes.filter(inside, HAS_HAPPENED, pl.col("kind") == "interview")
        by_approach = situation.ledger.activities.filter(inside).partition_by("approach", as_dict=True)
        with_talks = [name for (name,), activities in by_approach.items() if conversations(activities)]
        steps = situation.ledger.touchpoints.join(held, on="outcome", how="semi")
        by_talks = steps.filter(pl.col("approach").is_in(with_talks))
        steps = steps.join(by_talks, on="outcome", how="anti")
        if steps.is_empty():
            return None
        approaches = tuple(name for name in APPROACHES if name in set(steps["approach"]))
        mix = situation.plan.mix or situation.baseline.mix
        planned = sum(mix[name].hours for name in approaches if name in mix) if self._keeps_pace else 0.0
        hours = sum(situation.recorded.approaches[name].hours or 0.0 for name in approaches)
        return Elsewhere(steps["outcome"].n_unique(), held.height, approaches, hours, planned)

    @property
    def _keeps_pace(self) -> bool:
        """True where there is a pace to keep: not after a pause."""
        return self.situation.baseline.is_current

    @property
    def sentences(self) -> tuple[str, ...]:
        """The pace, what came of it so far, how far this quarter is, and the quarters before to compare it with."""
        return tuple(filter(None, (self._pace_sentence(), self._yield(), self._progress(), self._before())))

    @cached_property
    def to_ask(self) -> Sequence[Relationship]:
        """The people to ask for an introduction: in touch lately, those who helped before and the closest first.

        People who helped lately are left out: thank them first, and ask for more later.
        """
        today = self.situation.today
        just_helped = {contact for contact, day in self._help if today - _JUST_HELPED <= day <= today}
        return self._best(lambda row: row.days_quiet(today) < WEAK_QUIET_DAYS and row.contact.id not in just_helped)

    @cached_property
    def to_reconnect(self) -> Sequence[Relationship]:
        """The people to get in touch with again: not for a quarter, those who helped before and the closest first.

        People linked to an open outcome are not lapsed ties, even without a conversation on record.
        """
        still_open = self.situation.ledger.workspace.open_outcomes
        involved = {step.contact for outcome in still_open for step in outcome.touchpoints}
        today = self.situation.today
        return self._best(lambda row: row.days_quiet(today) >= WEAK_QUIET_DAYS and row.contact.id not in involved)

    @property
    def as_json(self) -> dict[str, Any]:
        """The search as the command line prints it."""
        return {
            "conversations": {"usual": self.pace.usual, "planned": self.pace.planned} if self.pace else None,
            "ask": [row.contact.id for row in self.to_ask],
            "reconnect": [row.contact.id for row in self.to_reconnect],
            "sentences": self.sentences,
        }

    def _pace_sentence(self) -> str:
        if self.pace is None:
            # Hours without a count are some conversations, though nobody knows how many.
            has_hours = bool(self.situation.recorded.approaches["one_on_one"].hours)
            return _UNKNOWN if has_hours and not self.situation.conversations else ""
        usual, planned = _pace_phrase(self.pace.usual), _pace_phrase(self.pace.planned)
        if usual == planned:
            return f"Your usual pace is {usual}: keep it up."
        verb = "Aim for" if self.pace.planned > self.pace.usual else "Take it down to"
        return f"Your usual pace is {usual}. {verb} {planned}."

    def _yield(self) -> str:
        """Return how many conversations an interview took so far, and what that comes to at the planned pace."""
        talks, elsewhere = self.situation.conversations, self.elsewhere
        if elsewhere and elsewhere.is_all:
            return _without_talks(elsewhere)
        interviews = self.situation.counts["interviews"] - (elsewhere.interviews if elsewhere else 0)
        if not talks or interviews > talks:
            return ""
        return self._of_talks(talks, interviews) if interviews else self._unsettled() or self._none_yet()

    def _none_yet(self) -> str:
        """Return that no interview took place yet, with those that are still open."""
        if still_open := self.situation.counts["open_interviews"]:
            verb = "is" if still_open == 1 else "are"
            return f"{pluralize(still_open, 'interview')} {verb} still open; none has taken place yet."
        return "No interview has come of your conversations yet: ask for introductions as you go."

    def _unsettled(self) -> str:
        """Return that past interviews lack a result; empty if none do."""
        inside, today = in_window(self.situation.window), self.situation.today
        past = self.situation.ledger.outcomes.filter(inside, IS_OPEN_INTERVIEW, pl.col("day") < today)
        if past.height > 1:
            return f"You haven’t noted how {past.height:,} of your interviews went."
        words = Words.of(self.situation.ledger.profile)
        return "".join(
            f"You haven’t noted how your interview on {words.short_day(day, today)} went." for day in past["day"]
        )

    def _of_talks(self, talks: int, interviews: int) -> str:
        """Return how many conversations each interview took that came of one."""
        if interviews < _FEWEST:
            return ""
        each, besides, source = round(talks / interviews), "", ""
        if elsewhere := self.elsewhere:
            besides = f", besides {spelled(elsewhere.interviews)} that came from {elsewhere.name} alone"
            source = " from conversations"
        took = f"about {each} conversations" if each > 1 else "one conversation"
        planned = self.pace.planned if self.pace else 0.0
        return f"So far, it took {took} for each interview{besides}.{_estimate(interviews, planned / talks, source)}"

    def _progress(self) -> str:
        """Return what the running quarter has brought so far."""
        start, today = self.situation.ledger.profile.fiscal_year_start, self.situation.today
        quarter = Quarter.containing(today, start)
        if not (so_far := self._built(quarter)):
            return f"Nothing is logged for {quarter_name(quarter)} yet: log each conversation as you have it."
        elapsed = (today - quarter.first_day(start)).days / quarter.days(start)
        is_on_pace = self.pace and self._talks(quarter) >= self.pace.planned * elapsed
        return f"{quarter_name(quarter)} so far: {so_far}.{' That’s on pace.' if is_on_pace else ''}"

    def _before(self) -> str:
        """Return what the latest finished quarters brought, the latest first."""
        latest = self.situation.baseline.quarters[: -_MOST_BEFORE - 1 : -1]
        return " ".join(f"{quarter_name(quarter)}: {built}." for quarter in latest if (built := self._built(quarter)))

    def _built(self, quarter: Quarter) -> str:
        counts = total_counts(self.situation.ledger, (quarter,))
        return tally((
            (self._talks(quarter), "conversation"),
            (counts["interviews"], "interview"),
            (counts["open_interviews"], "open interview"),
            (counts["referrals"], "referral"),
        ))  # fmt: skip

    def _talks(self, quarter: Quarter) -> int:
        inside = in_window((quarter,)) & (pl.col("day") <= self.situation.today)
        return conversations(self.situation.ledger.activities.filter(inside))

    def _best(self, is_wanted: Callable[[Relationship], bool]) -> list[Relationship]:
        today = self.situation.today
        rows = [
            row
            for row in relationships(self.situation.ledger, today)
            if row.contact.status != "pruned"
            and (row.contact.follow_up is None or row.contact.follow_up <= today)
            and (row.contact.relevance is None or row.contact.relevance > IRRELEVANT)
            and is_wanted(row)
        ]
        return sorted(rows, key=self._merit, reverse=True)[:_MOST_PEOPLE]

    def _merit(self, row: Relationship) -> tuple[int, int]:
        contact = row.contact
        return self._favors.get(contact.id, 0), (contact.closeness or 0) + (contact.relevance or 0)

    @cached_property
    def _favors(self) -> Mapping[str, int]:
        """How often each contact helped: by a favor, or as a step to an outcome that isn't lost."""
        return Counter(contact for contact, _ in self._help)

    @cached_property
    def _help(self) -> list[tuple[str, date]]:
        """The contacts who helped, with the day of each time."""
        workspace = self.situation.ledger.workspace
        times = [(favor.contact, favor.date) for favor in workspace.exchanges if favor.direction == "received"]
        for outcome in workspace.outcomes:
            if outcome.status != "lost":
                times += [(contact, outcome.date) for contact in {step.contact for step in outcome.touchpoints}]
        return [(contact, day) for contact, day in times if contact]


def _without_talks(elsewhere: Elsewhere) -> str:
    """Return how many hours an interview took that came without a conversation, and what the planned hours come to."""
    each = elsewhere.hours / elsewhere.interviews
    finding = f"{elsewhere.share[:1].upper()}{elsewhere.share[1:]} came from {elsewhere.name}"
    if whole(each) < 1 or elsewhere.interviews < _FEWEST:
        return f"{finding}."
    hours = f"about {pluralize(whole(each), 'hour')} there{' for each' * (elsewhere.of > 1)}"
    return f"{finding}: {hours}.{_estimate(elsewhere.interviews, elsewhere.planned / elsewhere.hours)}"


def _estimate(interviews: int, share: float, source: str = "") -> str:
    """Return the interviews that a share of the effort so far is estimated to bring, as a sentence to add.

    So many came of all of it that their rate is Gamma(interviews + ½); those of a quarter vary by Poisson on top.

    >>> _estimate(3, 0.5), _estimate(3, 0.0)
    (' Estimated at this pace: 90% likely to be between 0 and 5 interviews a quarter.', '')
    """
    if not share:
        return ""
    rng = np.random.default_rng(0)
    draws = rng.poisson(rng.gamma(interviews + 0.5, share, _DRAWS))
    low, high = np.percentile(draws, (5, 95), method="closest_observation").astype(int).tolist()
    return f" Estimated at this pace: 90% likely to be between {low} and {high} interviews a quarter{source}."


def _pace_phrase(conversations_a_quarter: float) -> str:
    """Return a pace in units of life.

    >>> _pace_phrase(14.0), _pace_phrase(26.0), _pace_phrase(18.0)
    ('about one conversation a week', 'about two conversations a week', 'about six conversations a month')
    """
    times, period = rhythm(conversations_a_quarter) or (1, "a year")
    return f"about {spelled(times)} {'conversation' if times == 1 else 'conversations'} {period}"
