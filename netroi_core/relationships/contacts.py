"""Contacts to follow up with, to reconnect with and to archive, as of a day; a search by words and attributes.

Records dated after the day are known by then, but count as no contact yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Final, Literal

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import is_quiet, last_contacts
from netroi_core.workspace.edits import Removal, find, put
from netroi_core.workspace.fields import normalize_text
from netroi_core.workspace.records import Activity, Contact, Exchange, guessed_quarter
from netroi_core.workspace.workspace import Document

FollowUpAction = Literal["done", "two_weeks", "next_quarter"]

# Days ahead for which follow-ups are due, so that there is time to arrange them.
DAYS_AHEAD: Final = 7
RELEVANT, WEAK, IRRELEVANT = 4, 2, 2
WEAK_QUIET_DAYS, INACTIVE_DAYS = 90, 365


@dataclass(frozen=True)
class Relationship:
    """A contact, the day of the last contact and the day when a follow-up is due; None where there is none.

    ``known_quarter`` is set if only the quarter of the last contact is known. ``is_only_met`` is True if that contact
    is their first meeting, and no quiz names another on its day.
    """

    contact: Contact
    last_contact: date | None
    follow_up_due: date | None
    known_quarter: Quarter | None = None
    is_only_met: bool = False

    @property
    def met_in(self) -> Quarter | None:
        """The quarter of the meeting that is the last contact, if only its quarter is known."""
        return self.known_quarter if self.is_only_met else None

    @property
    def is_tracked(self) -> bool:
        """True if follow-ups count: for active contacts, and dormant ones if one was planned; never for pruned ones."""
        status = self.contact.status
        return status == "active" or (status == "dormant" and self.contact.follow_up is not None)

    def days_quiet(self, on: date) -> int:
        """Return the days without contact up to a day; without any contact, those since the beginning of time."""
        return (on - (self.last_contact or date.min)).days

    def is_overdue(self, on: date) -> bool:
        """Return True if a follow-up that counts was due before a day."""
        return self.is_tracked and self.follow_up_due is not None and self.follow_up_due < on

    def is_planned(self, on: date) -> bool:
        """Return True if a follow-up is due after a day."""
        return self.follow_up_due is not None and self.follow_up_due > on


@dataclass(frozen=True)
class ContactFilter:
    """A search for contacts: words that must all occur, and the values allowed for each attribute.

    An empty tuple allows any value; without a status, pruned contacts are left out.
    """

    words: str = ""
    statuses: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    closeness: tuple[int, ...] = ()
    relevance: tuple[int, ...] = ()


def relationships(ledger: Ledger, on: date) -> list[Relationship]:
    """Return every contact with the last contact and the day when a follow-up is due, in the order of the workspace.

    A planned follow-up is done once there was contact on its day or later; then the cadence counts. It counts from the
    last contact; if only its quarter is known, from the day when the quiz that named the contact was submitted.
    """
    workspace = ledger.workspace
    submitted = {quiz.quarter: quiz.submitted_on for quiz in workspace.quizzes}
    start = workspace.profile.fiscal_year_start
    # The ledger's frames are the one definition of contact, for the measures and for follow-ups alike.
    last = dict(last_contacts(ledger, on).select("id", "last").iter_rows())
    named = _met_again_by_quiz(ledger)
    return [_relationship(contact, last.get(contact.id), named, submitted, start) for contact in workspace.contacts]


def matching_contacts(contacts: Iterable[Contact], contact_filter: ContactFilter) -> list[Contact]:
    """Return the contacts that match a filter, by name."""
    words = [normalize_text(word) for word in contact_filter.words.split()]
    matches = [c for c in contacts if _has_attributes(c, contact_filter) and _has_words(c, words)]
    return sorted(matches, key=lambda contact: normalize_text(contact.name))


def follow_ups(relationships: Iterable[Relationship], on: date) -> list[Relationship]:
    """Return the follow-ups due by a day or in the week after it, the oldest first."""
    return [row for day, row in _planned(relationships) if day < on + timedelta(days=DAYS_AHEAD)]


def later_follow_ups(relationships: Iterable[Relationship], on: date) -> list[Relationship]:
    """Return the follow-ups that are due after that week, the next one first."""
    return [row for day, row in _planned(relationships) if day >= on + timedelta(days=DAYS_AHEAD)]


def _planned(relationships: Iterable[Relationship]) -> list[tuple[date, Relationship]]:
    due = [(row.follow_up_due, row) for row in relationships if row.follow_up_due and row.is_tracked]
    return sorted(due, key=itemgetter(0))


def with_next_follow_up(contact: Contact, on: date, action: FollowUpAction, fiscal_year_start: int = 1) -> Contact:
    """Return a contact after a follow-up that was done (the next is due by the cadence, if there is one) or put off."""
    day: date | None = None
    if action == "next_quarter":
        next_quarter = Quarter.containing(on, fiscal_year_start).shifted(1).first_day(fiscal_year_start)
        # At least thirteen weeks away, or at a quarter's end the next quarter would be next week.
        day = max(on + timedelta(weeks=13), next_quarter)
    elif action == "two_weeks":
        day = on + timedelta(weeks=2)
    elif contact.cadence_days:
        day = on + timedelta(days=contact.cadence_days)
    return contact.model_copy(update={"follow_up": day})


def message_to(contact: Contact, on: date, activity_id: str) -> Activity:
    """Return the message that was sent to a contact, as an activity: it is contact, and took no time worth counting."""
    return Activity(id=activity_id, date=on, approach="one_on_one", title=f"Message to {contact.name}", channel="text",
                    people=(contact.id,))  # fmt: skip


def to_reconnect(relationships: Iterable[Relationship], on: date) -> list[Relationship]:
    """Return the contacts worth reconnecting with: relevant and quiet, with no follow-up planned.

    Quiet is marked dormant, or half a year without contact; a quarter for weak ties. Nobody vanishes for want of a
    high rating who was in touch before, or has a note, until a year is over.
    """
    return by_neglect(row for row in relationships if _is_worth_reviving(row, on))


def gone_quiet(relationships: Iterable[Relationship], on: date) -> list[Relationship]:
    """Return the active contacts who were in touch, and not for half a year, in the order of ``to_reconnect``."""
    return by_neglect(
        row
        for row in relationships
        if row.contact.status == "active" and row.last_contact and is_quiet(row.days_quiet(on))
    )


def by_neglect(relationships: Iterable[Relationship]) -> list[Relationship]:
    """Return contacts in the order to write to them: the most relevant first, then the weakest, then the quietest."""
    # Weak ties come first, and sooner: they bring what one's own circle doesn't know (Granovetter, The Strength of Weak
    # Ties, 1973).
    return sorted(
        relationships,
        key=lambda row: (-(row.contact.relevance or 0), row.contact.closeness or 0, row.last_contact or date.min),
    )


def to_archive(ledger: Ledger, relationships: Iterable[Relationship], on: date) -> list[Relationship]:
    """Return the contacts to archive, the quietest first: neither close nor relevant, and quiet for a year."""
    # Whoever had a part in an outcome is worth keeping, however long ago it was.
    helped = {step.contact for outcome in ledger.workspace.outcomes for step in outcome.touchpoints}
    inactive = [row for row in relationships if _is_inactive(row, on) and row.contact.id not in helped]
    return sorted(inactive, key=lambda row: row.last_contact or date.min)


def archive(document: Document, ids: Iterable[str]) -> tuple[Document, Removal]:
    """Archive contacts: they stay on record with the status pruned, out of the lists. ``edits.undo`` restores them."""
    changed = []
    for contact_id in ids:
        if contact := find(document, Contact, contact_id):
            archived = contact.model_copy(update={"status": "pruned"})
            changed.append((contact, archived))
            put(document, archived)
    return document, Removal((), tuple(changed))


def follow_up_rate(ledger: Ledger, since: date, until: date) -> tuple[int, int]:
    """Return how many people were met first in a period, both days included, and how many of them again later.

    Whom a quiz names for another approach too was met again, though both have the quarter's last day.
    """
    met = ledger.contacts.filter(pl.col("met").is_between(since, until)).select("id", "met")
    touches = ledger.touches.join(met, left_on="contact", right_on="id")
    later = set(touches.filter(pl.col("day") > pl.col("met"))["contact"])
    named = _met_again_by_quiz(ledger)
    return met.height, len(later | {contact for contact, day in met.iter_rows() if (contact, day) in named})


def participants(exchange: Exchange) -> set[str]:
    """Return the ids of all contacts in an exchange: who gave or received it, and both ends of an introduction."""
    return {contact for contact in (exchange.contact, *exchange.between) if contact}


def _met_again_by_quiz(ledger: Ledger) -> dict[tuple[str, date], Quarter]:
    """Return the quarter of each contact and day in the totals of a quiz, which name who was not first met by them."""
    start = ledger.profile.fiscal_year_start
    return {
        (contact, day): Quarter.containing(day, start)
        for row in ledger.workspace.rows("activities")
        if row.get("source") == "quiz"
        for day in (date.fromisoformat(row["date"]),)
        for contact in row.get("people", ())
    }


def _relationship(
    contact: Contact,
    last_contact: date | None,
    named: Mapping[tuple[str, date], Quarter],
    submitted: Mapping[str, date | None],
    fiscal_year_start: int,
) -> Relationship:
    planned, cadence = contact.follow_up, contact.cadence_days
    if last_contact is None:
        return Relationship(contact, None, planned, None, is_only_met=False)
    quarter = named.get((contact.id, last_contact))
    is_only_met = quarter is None and contact.met is not None and contact.met.date == last_contact
    if is_only_met:
        quarter = guessed_quarter(contact.id, last_contact, fiscal_year_start)
    if planned and last_contact < planned:
        return Relationship(contact, last_contact, planned, quarter, is_only_met)
    begin = submitted.get(str(quarter)) if quarter else last_contact
    due = begin + timedelta(days=cadence) if begin and cadence else None
    return Relationship(contact, last_contact, due, quarter, is_only_met)


def _is_worth_reviving(relationship: Relationship, on: date) -> bool:
    contact, days = relationship.contact, relationship.days_quiet(on)
    if contact.status == "pruned" or relationship.is_planned(on):
        return False
    if (contact.relevance or 0) < RELEVANT:
        return _is_tie(relationship) and is_quiet(days) and days <= INACTIVE_DAYS
    is_silent = days >= WEAK_QUIET_DAYS if (contact.closeness or 0) <= WEAK else is_quiet(days)
    return contact.status == "dormant" or is_silent


def _is_tie(relationship: Relationship) -> bool:
    """Return True if a contact is rated as relevant enough, or unrated with a note or a second meeting."""
    if relationship.last_contact is None:
        return False
    if relationship.contact.relevance is not None:
        return relationship.contact.relevance > IRRELEVANT
    # Most of an address book is no more than names.
    return bool(relationship.contact.notes) or not relationship.is_only_met


def _is_inactive(relationship: Relationship, on: date) -> bool:
    contact = relationship.contact
    return (
        contact.status != "pruned"
        and (contact.relevance or 0) <= IRRELEVANT
        and (contact.closeness or 0) <= WEAK
        and relationship.days_quiet(on) > INACTIVE_DAYS
        and not relationship.is_planned(on)
    )


def _has_attributes(contact: Contact, contact_filter: ContactFilter) -> bool:
    attributes: tuple[tuple[object, tuple[object, ...]], ...] = (
        (contact.status, contact_filter.statuses or ("active", "dormant")),
        (contact.met and contact.met.approach, contact_filter.approaches),
        (contact.closeness, contact_filter.closeness),
        (contact.relevance, contact_filter.relevance),
    )
    return all(not allowed or value in allowed for value, allowed in attributes)


def _has_words(contact: Contact, words: list[str]) -> bool:
    if not words:
        return True
    texts = (contact.name, contact.organisation, contact.role, contact.industry, contact.background, contact.notes)
    haystack = normalize_text("|".join((*texts, *contact.expertise)))
    return all(word in haystack for word in words)
