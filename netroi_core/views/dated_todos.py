"""Candidates for the week that have a date, each kind in order of rank: leads, follow-ups, the quiz, goals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice, takewhile
from typing import Final

import polars as pl

from netroi_core.ledger.counts import conversations, dated
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning import goals
from netroi_core.planning.words import spelled
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers, steps
from netroi_core.relationships.contacts import Relationship, follow_ups, relationships
from netroi_core.views.advice import Situation
from netroi_core.views.headline import PLACES
from netroi_core.views.search import Elsewhere, Search
from netroi_core.views.todos import Todo, latest_contact, title_of
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import Words, end_sentence, join_words, open_outcome_noun, pluralize, quarter_name
from netroi_core.workspace.fields import KINDS_WITHOUT_GAIN, Approach, OutcomeKind, Purpose
from netroi_core.workspace.records import Contact, Outcome, Touchpoint, guessed_quarter

# Titles of leads and roles that are interviews by another name; a round of funding is none.
_INTERVIEW: Final = re.compile(
    r"interview|\b(first|second|third|final|last|next) round\b|\bphone screen", re.IGNORECASE
)
# How long after a rejection a thank-you note is suggested.
_JUST_DECLINED: Final = timedelta(days=14)
# How long an open outcome isn't followed up on after it was recorded.
_FRESH: Final = timedelta(days=3)
# How long after a win to ask for a referral: a quarter, since a quiz dates a win on its quarter's last day.
_GLAD: Final = timedelta(days=92)
# The kinds of outcome behind which there is a client: for those who want clients, and for those who say nothing.
_CLIENTS: Final[Mapping[Purpose | None, frozenset[OutcomeKind]]] = {
    "win_clients": frozenset({"client", "business_project", "revenue", "lead"}),
    None: frozenset({"client", "lead"}),
}
# Follow-ups overdue by more weeks than this come after the others.
_LONG_DUE: Final = 8
# The part of a quarter that must be over before a goal counts as behind.
_EARLY: Final = 0.25


@dataclass(frozen=True, eq=False)
class Candidates:
    """The candidates for a week that have a date; ``blocked`` are the approaches not to suggest."""

    situation: Situation
    words: Words
    is_resting: bool
    blocked: frozenset[Approach]

    @cached_property
    def relationships(self) -> Sequence[Relationship]:
        """The contacts as of the day of the situation."""
        return relationships(self.situation.ledger, self.situation.today)

    @cached_property
    def due(self) -> Sequence[Relationship]:
        """The follow-ups that are due."""
        return follow_ups(self.relationships, self.situation.today)

    @cached_property
    def lead_contacts(self) -> frozenset[str]:
        """The contacts of the latest steps to what is followed up on, by id: one message is enough for both."""
        followed = (latest_contact(row) for row in (self._lead, *self._roles[:1]) if row)
        return frozenset(filter(None, followed))

    @cached_property
    def referral(self) -> Todo | None:
        """The client of the latest win to ask for a referral, unless they were asked, or gave one since."""
        # More clients who bring little are no help.
        if self.is_resting or self.situation.pause or self.situation.thin_margin:
            return None
        contacts = self.situation.ledger.workspace.contacts_by_id
        asked = {latest_contact(win) for win in self._recent_wins if win.referral_request}
        # Stop at the first win that was asked about: older wins had their turn.
        for win in takewhile(lambda win: not win.referral_request, self._recent_wins):
            client = contacts.get(latest_contact(win) or "")
            if client is None or not (client.id in asked or self._has_settled(client, win)):
                return self._referral(win, client)
        return None

    def _referral(self, win: Outcome, client: Contact | None) -> Todo:
        # The contact of a step may be the client, or whoever the win came through: either may know others.
        ask = f"thank {client.name}, and ask for a referral" if client else "ask the client for a referral"
        text = f"You won {title_of(win, 'a client')} {self._when(win)}: {ask}."
        return Todo("referral", text, outcome=win, contact=client)

    @cached_property
    def _recent_wins(self) -> list[Outcome]:
        """The clients won lately, the latest first."""
        today, kinds = self.situation.today, _CLIENTS.get(self.situation.purpose, frozenset())
        wins = [row for row in self.situation.ledger.workspace.outcomes if row.status == "won" and row.kind in kinds]
        recent = [row for row in wins if today - _GLAD <= row.date <= today]
        return sorted(recent, key=lambda row: row.date, reverse=True)

    def _has_settled(self, client: Contact, win: Outcome) -> bool:
        """Return True if a client gave a referral since, or is archived."""
        return client.status == "pruned" or any(
            favor.contact == client.id and favor.kind == "referral" and favor.date >= win.date
            for favor in self.situation.ledger.workspace.exchanges
            if favor.direction == "received"
        )

    def dated(self, besides: Contact | None) -> Iterator[Todo]:
        """Yield what has a date, the most pressing first; a contact who has another item is not followed up with."""
        client = self.referral.contact if self.referral else None
        others = self.lead_contacts | {contact.id for contact in (besides, client) if contact}
        rows = sorted(self.due, key=self._follow_up_rank)
        due = (self._follow_up(row) for row in rows if row.contact.id not in others)
        yield from self._open_outcomes()
        if not (self.situation.pause and besides):
            yield from islice(due, 1)
        if self.situation.pause:
            # One message is enough to come back.
            return
        if not self.is_resting:
            yield from self._declined()
            yield from self._conversations()
            yield from self._goal()
            yield from self._unlinked_wins()
        yield from due

    def _day(self, day: date) -> str:
        return self.words.short_day(day, self.situation.today)

    def _open_outcomes(self) -> Iterator[Todo]:
        """Yield the interviews, a client to ask for a referral, and the round or lead to bring forward."""
        yield from self._interviews()
        # Before the lead, which stays for months: whoever is glad today may not be then.
        if self.referral:
            yield self.referral
        if (lead := self._lead) is None:
            return
        if self._is_raising:
            text = f"Move {title_of(lead, _untitled(lead))} to the next stage: agree on a date for the next call."
            yield Todo("investor", text + self._own_odds(lead), outcome=lead)
            return
        yield Todo("lead", f"{self._follow_up_on(self._leads)}.{self._own_odds(lead)}", outcome=lead)

    def role(self) -> Iterator[Todo]:
        """Yield the role that is open longest in a search, whenever it was recorded: all the rest was for that."""
        if roles := self._roles:
            text = f"{self._follow_up_on(roles)}, or agree on the day by which you’ll decide."
            yield Todo("role", f"{text}{self._own_odds(roles[0])}", outcome=roles[0])

    def _follow_up_on(self, outcomes: Sequence[Outcome]) -> str:
        """Return to follow up on the first of some open outcomes, as a sentence without its full stop."""
        first, noun = outcomes[0], open_outcome_noun(row.kind for row in outcomes)
        rank = f", the oldest of {len(outcomes)} {noun}s" if len(outcomes) > 1 else ""
        since = f", open since {self._lead_day(first)}" if first.date <= self.situation.today else ""
        return f"Follow up on {title_of(first, _untitled(first))}{rank}{since}: ask for the next step"

    def _lead_day(self, lead: Outcome) -> str:
        quarter = self._guessed_quarter(lead)
        return quarter_name(quarter) if quarter else self._day(lead.date)

    def _when(self, win: Outcome) -> str:
        quarter = self._guessed_quarter(win)
        return f"in {quarter_name(quarter)}" if quarter else f"on {self._day(win.date)}"

    def _guessed_quarter(self, outcome: Outcome) -> Quarter | None:
        return guessed_quarter(outcome.id, outcome.date, self.situation.ledger.profile.fiscal_year_start)

    @property
    def _is_raising(self) -> bool:
        return self.situation.purpose == "raise_money"

    @cached_property
    def _lead(self) -> Outcome | None:
        """The open outcome to follow up on: for a fundraiser the latest round, else the oldest."""
        if self._is_raising:
            return max(self._leads, key=lambda lead: (lead.kind == "funding", lead.date), default=None)
        return self._leads[0] if self._leads else None

    @property
    def _leads(self) -> list[Outcome]:
        today = self.situation.today
        # Nobody asks for the next step on the day of the first: one that is dated ahead was entered before.
        is_fresh = {row.id for row in self._open if today - _FRESH < row.date <= today}
        return [
            row for row in self._open if not _is_interview(row) and row not in self._roles and row.id not in is_fresh
        ]

    @cached_property
    def _roles(self) -> list[Outcome]:
        """The open roles of a search."""
        is_looking = self.situation.purpose == "find_work"
        return [row for row in self._open if row.kind == "role" and is_looking and not _is_interview(row)]

    def _interviews(self) -> Iterator[Todo]:
        """Yield the next interview to prepare for, and the latest past one without a result."""
        today = self.situation.today
        interviews = [row for row in self._open if _is_interview(row)]
        for row in [row for row in interviews if row.date >= today][:1]:
            day = "today" if row.date == today else f"on {self._day(row.date)}"
            name = title_of(row, "your interview")
            text = f"Prepare for {name} {day}: two stories of your own, and two questions to ask.{self._own_odds(row)}"
            yield Todo("interview", text, outcome=row)
        for row in [row for row in interviews if row.date < today][-1:]:
            name = title_of(row, "your interview")
            text = f"How did {name} go? Add the result, or a new date if it hasn’t happened yet."
            yield Todo("interview", text, outcome=row)

    @property
    def _open(self) -> Sequence[Outcome]:
        return self.situation.ledger.workspace.open_outcomes

    def _own_odds(self, outcome: Outcome) -> str:
        """Return how the person's own odds of an outcome compare with how earlier ones came true, if they differ."""
        forecasts = self.situation.own_forecasts
        odds = outcome.stated[-1].probability if outcome.stated else outcome.probability
        if forecasts is None or odds is None or not forecasts.is_misjudged:
            return ""
        mine, usual, came = (self.words.percent(100 * p) for p in (odds, forecasts.stated, forecasts.came))
        return (
            f" You put it at {mine}. Your {forecasts.settled} settled forecasts averaged {usual}, "
            f"and {came} of them came true."
        )

    def _follow_up_rank(self, row: Relationship) -> tuple[bool, bool]:
        """Return the rank of a follow-up, the lowest first: whoever had a part in a win comes before the rest."""
        had_no_part = row.contact.id not in self._last_win_of
        # Others who are long overdue come last: they were shown for weeks.
        return had_no_part and self._is_long_due(row), had_no_part

    @cached_property
    def _last_win_of(self) -> Mapping[str, Outcome]:
        """The latest win in which each contact had a part, by the contact's id."""
        wins = sorted(
            (row for row in self.situation.ledger.workspace.outcomes if row.status == "won"), key=lambda row: row.date
        )
        return {step.contact: win for win in wins for step in win.touchpoints if step.contact}

    def _is_long_due(self, row: Relationship) -> bool:
        due = row.follow_up_due
        return due is not None and (self.situation.today - due).days // 7 > _LONG_DUE

    def _follow_up(self, row: Relationship) -> Todo:
        today, contact, due = self.situation.today, row.contact, row.follow_up_due or self.situation.today
        text = f"Follow up with {contact.name}"
        if (win := self._last_win_of.get(contact.id)) and win.title:
            text += f", who had a part in {title_of(win, '')}{',' if due >= today else ''}"
        if due < today:
            weeks = (today - due).days // 7
            late = f"{weeks} weeks ago: do it, or set a new date" if self._is_long_due(row) else self._day(due)
            text = f"{end_sentence(text)} It was due {late}"
        else:
            text += " today" if due == today else f" by {self._day(due)}"
        touch = ""
        if row.last_contact and not row.known_quarter:
            touch = f"; your last contact on record was {self._day(row.last_contact)}"
        return Todo("follow_up", f"{text}{touch}.", contact=contact)

    def quiz(self) -> Iterator[Todo]:
        """Yield the quiz of the finished quarter, if it is due; after a pause none of a quarter without activities."""
        ledger = self.situation.ledger
        quarter = answers.due_quarter(ledger, self.situation.today)
        if quarter is not None and not (self.situation.pause and not _has_effort(ledger, quarter)):
            time = steps.time_left(ledger.workspace, quarter, steps.STEPS[0].key)
            name = window_name((quarter,), ledger.profile.fiscal_year_start)
            text = f"{name} is over: take its quiz, {time}."
            yield Todo("quiz", text, quarter=quarter)

    def _declined(self) -> Iterator[Todo]:
        """Yield the latest interview or role that a search lost these days: whoever said no may still help."""
        today, outcomes = self.situation.today, self.situation.ledger.workspace.outcomes
        lost = [
            row
            for row in outcomes
            if row.status == "lost"
            and not row.declined
            and today - _JUST_DECLINED <= row.fell_through_on <= today
            and (row.kind == "role" or _is_interview(row))
        ]
        if lost and self.situation.purpose == "find_work":
            latest = max(lost, key=lambda row: row.fell_through_on)
            thanks = f"Thank them for {title_of(latest, 'the interview')}, and ask what would have helped"
            yield Todo("declined", f"{thanks}: two lines are enough.", outcome=latest)

    def _conversations(self) -> Iterator[Todo]:
        """Yield what a search still asks for in the week, at the pace of its records: conversations, or what works."""
        situation, today = self.situation, self.situation.today
        if situation.purpose != "find_work":
            return
        search = Search(situation)
        this_week = pl.col("day").is_between(today - timedelta(days=today.weekday()), today)
        activities = dated(situation.ledger.activities).filter(this_week)
        # One interview is no sign of where others come from.
        if search.elsewhere and search.elsewhere.is_all and search.elsewhere.interviews > 1:
            yield from self._what_works(search.elsewhere, activities)
        elif search.pace and "one_on_one" not in self.blocked:
            talks, wanted = conversations(activities), search.pace.weekly
            if talks < wanted:
                so_far = f"{spelled(talks)} so far" if talks else "none so far"
                what = "one conversation" if wanted == 1 else f"{spelled(wanted)} conversations"
                yield Todo("conversation", f"Have {what} this week: {so_far}.", "one_on_one")

    def _what_works(self, elsewhere: Elsewhere, activities: pl.DataFrame) -> Iterator[Todo]:
        """Yield the hours that this week still lacks in what led to the interviews, unless it is to be avoided."""
        if not self.blocked.isdisjoint(elsewhere.approaches):
            return
        hours = float(activities.filter(pl.col("approach").is_in(elsewhere.approaches))["hours"].sum())
        if round(hours) < elsewhere.weekly_hours:
            wanted, done = pluralize(elsewhere.weekly_hours, "hour"), round(hours)
            so_far = f"{pluralize(done, 'hour')} so far" if done else "none so far"
            reason = f"{elsewhere.share} came from there. {so_far[:1].upper()}{so_far[1:]}."
            places = join_words([PLACES[approach] for approach in elsewhere.approaches])
            text = f"Spend about {wanted} {places} this week: {reason}"
            yield Todo("conversation", text, elsewhere.approaches[0])

    def _goal(self) -> Iterator[Todo]:
        """Yield the first goal of the quarter that is behind, if any is; none asks for more of what drains."""
        ledger, today = self.situation.ledger, self.situation.today
        quarter = Quarter.containing(today, ledger.profile.fiscal_year_start)
        for goal, progress in goals.quarter_progress(ledger, quarter, today):
            is_behind = progress.is_on_track is False and progress.elapsed >= _EARLY
            if is_behind and goal.approach not in self.blocked:
                text = f"{goals.goal_sentence(goal, progress, self.words)}."
                yield Todo("goal", text, goal.approach, quarter=quarter)
                return

    def _unlinked_wins(self) -> Iterator[Todo]:
        """Yield the wins that name no activity, else those from events that name no place, if any do."""
        workspace = self.situation.ledger.workspace
        wins = sorted((row for row in workspace.outcomes if row.status == "won"), key=lambda row: row.date)[::-1]
        bare = [row for row in wins if not row.touchpoints]
        # With one place only, there is nothing to tell apart.
        has_places = sum(venue.approach == "group_events" for venue in workspace.venues) > 1
        placeless = [row for row in wins if has_places and any(map(_is_placeless, row.touchpoints))]
        if bare:
            text = f"{_subject(bare)} linked to any activity yet: add the steps that led there."
            yield Todo("link", text, outcome=bare[0])
        elif placeless:
            began = "they began" if len(placeless) > 1 else "it began"
            text = f"{_subject(placeless)} linked to a venue yet: add where {began}."
            yield Todo("link", text, outcome=placeless[0])


def _has_effort(ledger: Ledger, quarter: Quarter) -> bool:
    """Return True if a quarter has an activity or an outcome on record, so that its quiz has something to ask about."""
    return any(frame["quarter"].eq(quarter.ordinal).any() for frame in (ledger.activities, ledger.outcomes))


def _is_interview(outcome: Outcome) -> bool:
    is_funding = outcome.kind in KINDS_WITHOUT_GAIN
    return outcome.kind == "interview" or (not is_funding and _INTERVIEW.search(outcome.title) is not None)


def _is_placeless(step: Touchpoint) -> bool:
    return step.approach == "group_events" and not step.venue


def _untitled(outcome: Outcome) -> str:
    return f"your {open_outcome_noun([outcome.kind])}"


def _subject(wins: Sequence[Outcome]) -> str:
    """Return the latest wins as the subject of a sentence, with its verb.

    >>> _subject([Outcome(id="o", date="2026-01-01", kind="client", title="Fleet", status="won")])
    '“Fleet” isn’t'
    """
    first, *others = wins
    name = title_of(first, "One win")
    return f"{name} and {pluralize(len(others), 'other win')} aren’t" if others else f"{name} isn’t"
