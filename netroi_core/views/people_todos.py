"""Candidates for the week that are about people: whom to thank, to ask or to write to."""

import calendar
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, Literal

import polars as pl

from netroi_core.planning.overload import favor_counts
from netroi_core.relationships.contacts import Relationship, to_reconnect
from netroi_core.relationships.measures import Reciprocity, exchanges_by_contact, is_quiet, reciprocity
from netroi_core.relationships.words import times
from netroi_core.views.advice import Situation
from netroi_core.views.search import Search
from netroi_core.views.todos import Todo, TodoKind, latest_contact, title_of
from netroi_core.wording.wording import Words, end_sentence, quarter_name
from netroi_core.workspace.fields import Purpose, normalize_text
from netroi_core.workspace.records import Activity, Contact, Met, Outcome, Touchpoint

# A favor asks for thanks for so many days, a job for a year.
_GRATEFUL, _GRATEFUL_FOR_JOB = timedelta(days=180), timedelta(days=365)
# People met at an event are worth a line for so many days.
_EVENT_DAYS: Final = timedelta(days=180)
# A tie is worth a line after a month without contact, before it goes quiet, and one that just began after a day.
_WARM_DAYS, _NEW_DAYS = 30, 1
# The closeness from which on a tie is warm, and one may ask for something.
_WARM: Final = 3
# The rank of reasons for thanks.
_FAVOR, _OUTCOME, _JOB = range(3)
_WORD: Final = re.compile(r"\w+")
# Words with a capital that are first names, too: May and June, at least.
_OF_CALENDAR: Final = frozenset((*calendar.month_name, *calendar.day_name))
# What a purpose asks of an ally, and of whom where there is none.
_ASKS: Final[Mapping[Purpose | None, tuple[TodoKind, str, str]]] = {
    "raise_money":
        ("introduction", "Ask {} for a warm introduction to one investor.", "one person you know well"),
    "learn":
        ("feedback", "Ask {} for feedback on one thing you did this month.", "someone whose work you admire"),
    "advance":
        ("sponsor", "Tell {} about one result of yours, and ask what would help next.",
         "one person who decides about your work"),
}  # fmt: skip

# The rank of a reason for thanks, the day of the help, the day from which thanks are due, a contact's id, the reason.
_Reason = tuple[int, date, date, str, str]


@dataclass(frozen=True, eq=False)
class PeopleTodos:
    """The candidates for a week among the contacts; whoever is ``pending``, by id, has another item anyway."""

    situation: Situation
    words: Words
    is_resting: bool
    relationships: Sequence[Relationship]
    pending: frozenset[str]

    def ranked(self) -> Iterator[Todo]:
        """Yield whom to thank, to ask or to write to; the first is the one for this week."""
        signs = {sign.kind for sign in self.situation.overload}
        thanks = sorted(self._reasons_for_thanks(), reverse=True)
        if "gives_more" in signs:
            yield self._ask()
        yield from self._thanks(reason for reason in thanks if reason[0] == _JOB)
        # One kind of request for one imbalance: whoever is to give back is asked for nothing else.
        if "receives_more" in signs:
            yield self._give_back()
            return
        yield from self._thanks(thanks)
        if not self.is_resting:
            yield from self._ties(self._event_tie)
            # Whoever comes back after a pause starts with a message, not with a favor.
            if not self.situation.pause:
                yield from self._of_purposes(self.situation.purposes[:1])
            yield from self._ties(self._close_tie)
            yield from self._reconnect()
            if not self.situation.pause:
                if self.situation.purpose == "find_work":
                    yield from self._of_search()
                yield from self._of_purposes(self.situation.purposes[1:])

    def _day(self, day: date) -> str:
        return self.words.short_day(day, self.situation.today)

    def _ask(self) -> Todo:
        favors = self._favors
        contact, count = self._most_exchanged("given")
        one = f"{contact.name}, whom you helped {times(count)}," if contact else "one person"
        text = f"{favor_counts(favors.given, favors.received)} "
        if self.is_resting:
            text += f"Say no to the next request; it’s also OK to ask {one} for something small."
        else:
            text += f"Ask {one} for something small this week. And it’s OK to turn down the next request."
        return Todo("ask", text, contact=contact)

    def _give_back(self) -> Todo:
        favors = self._favors
        contact, count = self._most_exchanged("received")
        one = f"{contact.name}, who helped you {times(count)}" if contact else "one person who helped you"
        if self.situation.purpose == "find_work" or self.is_resting or self.situation.pause:
            return Todo("thank_you", f"Thank {one}: two sentences are enough.", contact=contact)
        counts = favor_counts(favors.given, favors.received)
        return Todo("give_back", end_sentence(f"{counts} Offer something to {one}"), contact=contact)

    @property
    def _favors(self) -> Reciprocity:
        return reciprocity(self.situation.ledger, self.situation.ledger.quarters)

    def _most_exchanged(self, direction: Literal["given", "received"]) -> tuple[Contact | None, int]:
        """Return the contact with the largest surplus of favors in a direction, and their number; None if nobody is."""
        ledger, people = self.situation.ledger, self._open_people
        surplus = pl.col(direction) - pl.col("received" if direction == "given" else "given")
        rows = exchanges_by_contact(ledger, ledger.quarters).filter(pl.col("id").is_in(list(people)), surplus > 0)
        if rows.is_empty():
            return None, 0
        contact, count = rows.sort(surplus, descending=True, maintain_order=True).select("id", direction).row(0)
        return people[contact].contact, count

    @cached_property
    def _open_people(self) -> dict[str, Relationship]:
        """The active contacts by id, besides those with a follow-up on a day to come."""
        today = self.situation.today
        return {
            row.contact.id: row
            for row in self.relationships
            if row.contact.status == "active" and (row.contact.follow_up is None or row.contact.follow_up <= today)
        }

    def _thanks(self, reasons: Iterable[_Reason]) -> Iterator[Todo]:
        """Yield thanks to whoever helped and was not in touch since."""
        today = self.situation.today
        for rank, _, day, contact, reason in reasons:
            row = self._open_people.get(contact)
            if row is None or not today - (_GRATEFUL_FOR_JOB if rank == _JOB else _GRATEFUL) <= day <= today:
                continue
            if row.last_contact is None or row.last_contact <= day:
                text = f"Thank {row.contact.name} {reason}: two sentences are enough."
                yield Todo("thank_you", text, contact=row.contact)

    def _reasons_for_thanks(self) -> Iterator[_Reason]:
        workspace = self.situation.ledger.workspace
        for favor in workspace.exchanges:
            if favor.direction == "received" and favor.contact:
                reason = f"for the {'favor' if favor.kind == 'other' else favor.kind}"
                yield _FAVOR, favor.date, favor.date, favor.contact, reason
        for outcome in workspace.outcomes:
            if outcome.status == "won":
                yield from _reasons_of_win(outcome)

    def _ties(self, text_of: Callable[[Relationship, date], str]) -> Iterator[Todo]:
        """Yield whoever was not in touch for a month, before they go quiet, and for whom there is a text."""
        today = self.situation.today
        ties = [
            row
            for row in self._open_people.values()
            if (_is_cooling(row, today) or self._is_new(row)) and not self._is_dealt_with(row)
        ]
        ties.sort(key=lambda row: (row.last_contact == self._met(row)[0], row.contact.relevance or 0), reverse=True)
        for row in ties:
            if text := text_of(row, row.last_contact or today):
                yield Todo("warm_tie", text, contact=row.contact)

    def _is_dealt_with(self, row: Relationship) -> bool:
        """Return True if a contact has another item, or if a later note or outcome names them."""
        first_name = _first_name(row.contact)
        named = self._named_on.get(first_name) if self._first_names[first_name] == 1 else None
        return row.contact.id in self.pending or (named is not None and named > (row.last_contact or named))

    @cached_property
    def _named_on(self) -> dict[str, date]:
        """The latest day of a note or an outcome with each word: most people are named there, and linked nowhere."""
        workspace = self.situation.ledger.workspace
        # An outcome that a quiz dated came after the meetings of its quarter.
        days = [(row.date, row.title) for row in workspace.activities]
        days += [(row.date + timedelta(days=1), row.title) for row in workspace.outcomes]
        return {
            normalize_text(word): day
            for day, title in sorted(days)
            for word in _WORD.findall(title)
            if word[0].isupper() and word not in _OF_CALENDAR
        }

    @cached_property
    def _first_names(self) -> Counter[str]:
        """How many contacts have each first name: one that several share names nobody."""
        return Counter(_first_name(row.contact) for row in self.relationships)

    def _event_tie(self, row: Relationship, last: date) -> str:
        """Return what to do for whoever was met at an event lately, and not contacted since; empty for anyone else."""
        met, venue = self._met(row)
        is_followed_up = last != met or (row.known_quarter and not row.is_only_met)
        if is_followed_up or met < self.situation.today - _EVENT_DAYS:
            return ""
        where = f"at “{venue}”" if venue else "at an event"
        when = f"in {quarter_name(row.known_quarter)}" if row.known_quarter else f"on {self._day(met)}"
        saw = "met" if self._first_meetings[row.contact.id] == met else "last saw"
        return f"Write to {row.contact.name}, whom you {saw} {where} {when}: nothing is on record since."

    def _close_tie(self, row: Relationship, last: date) -> str:
        """Return what to do for whoever is close enough; empty for anyone else."""
        if (row.contact.closeness or 0) < _WARM:
            return ""
        # Most one-on-ones are logged without a name, so there may have been a later contact.
        when = f"in {quarter_name(row.known_quarter)}" if row.known_quarter else self._day(last)
        return f"Stay in touch with {row.contact.name}: send a quick note. Your last contact on record was {when}."

    def _is_new(self, row: Relationship) -> bool:
        """Return True if someone was first met at an event on an earlier day, and not contacted since."""
        met = row.contact.met.date if row.contact.met else None
        is_first = met == row.last_contact == self._met(row)[0]
        return is_first and row.is_only_met and _NEW_DAYS <= row.days_quiet(self.situation.today) < _WARM_DAYS

    def _met(self, row: Relationship) -> tuple[date, str]:
        """Return the latest event at which a contact was met, and the name of its place."""
        return self._encounters.get(row.contact.id, (date.min, ""))

    @cached_property
    def _encounters(self) -> dict[str, tuple[date, str]]:
        """The latest event up to today, and the name of its place, of everybody who is on record as met at one."""
        workspace = self.situation.ledger.workspace
        names: dict[str | None, str] = {venue.id: venue.name for venue in workspace.venues}
        events = sorted(
            (row.date, names.get(row.venue, ""), person)
            for row, person in self._meetings
            if row.approach == "group_events" and row.date <= self.situation.today
        )
        return {person: (day, name) for day, name, person in events}

    @cached_property
    def _first_meetings(self) -> dict[str, date]:
        """The first day on record with each contact."""
        latest_first = sorted(((row.date, person) for row, person in self._meetings), reverse=True)
        return {person: day for day, person in latest_first}

    @cached_property
    def _meetings(self) -> list[tuple[Activity | Touchpoint | Met, str]]:
        """The meetings on record, each with the contact who was met."""
        workspace = self.situation.ledger.workspace
        meetings: list[tuple[Activity | Touchpoint | Met, str]]
        meetings = [(row, person) for row in workspace.activities for person in row.people]
        meetings += [(step, step.contact) for row in workspace.outcomes for step in row.touchpoints if step.contact]
        return [*meetings, *((contact.met, contact.id) for contact in workspace.contacts if contact.met)]

    def _of_purposes(self, purposes: Sequence[Purpose]) -> Iterator[Todo]:
        """Yield what each purpose asks of an ally, or of anyone where there is no ally."""
        for purpose in purposes:
            if purpose == "belong":
                yield Todo("give", "Give something: introduce two people to each other, or pass on something useful.")
            if purpose in _ASKS:
                kind, text, anyone = _ASKS[purpose]
                allies = [row.contact for row in self._open_people.values() if (row.contact.closeness or 0) >= _WARM]
                ally = max(allies, key=lambda ally: (ally.relevance or 0) + (ally.closeness or 0), default=None)
                yield Todo(kind, text.format(ally.name if ally else anyone), contact=ally)

    def _of_search(self) -> Iterator[Todo]:
        """Yield quiet contacts to reconnect with, rated or not, and whom to ask for an introduction."""
        search = Search(self.situation)
        for row in search.to_reconnect:
            if row.contact.id not in self.pending:
                text = f"Say hello to {row.contact.name}: ask how they are, and tell them what you’re looking for."
                yield Todo("reconnect", text, contact=row.contact)
        ally = next((row.contact for row in search.to_ask if row.contact.id not in self.pending), None)
        whom = ally.name if ally else "one person you know well"
        yield Todo("introduction", f"Ask {whom} who else you should talk to, and for an introduction.", contact=ally)

    def _reconnect(self) -> Iterator[Todo]:
        for row in to_reconnect(self.relationships, self.situation.today):
            if row.contact.id in self.pending:
                continue
            since = f" since {self._day(row.last_contact)}" if row.last_contact else " yet"
            since = f" since {quarter_name(row.known_quarter)}" if row.known_quarter else since
            since = " since you met" if row.met_in else since
            matters = ", who matters to you" if row.contact.relevance else ""
            text = f"Get in touch with {row.contact.name}{matters}: nothing is on record{since}."
            yield Todo("reconnect", text, contact=row.contact)


def _first_name(contact: Contact) -> str:
    return normalize_text(next(iter(contact.name.split()), ""))


def _reasons_of_win(outcome: Outcome) -> Iterator[_Reason]:
    # Whoever was asked for a referral was thanked in the same breath.
    thanked = latest_contact(outcome) if outcome.referral_request else None
    is_job = outcome.kind == "role"
    reason = f"for helping {title_of(outcome, 'you', 'with ')}"
    for step in outcome.touchpoints:
        if step.contact and step.contact != thanked:
            # For a job, thanks are due once it is found.
            due = outcome.date if is_job else step.date
            yield _JOB if is_job else _OUTCOME, step.date, due, step.contact, reason


def _is_cooling(row: Relationship, today: date) -> bool:
    return row.last_contact is not None and row.days_quiet(today) >= _WARM_DAYS and not is_quiet(row.days_quiet(today))
