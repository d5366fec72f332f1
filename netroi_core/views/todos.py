"""To-dos of a purpose: the next small steps that the records offer to whoever networks for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from netroi_core.planning.overload import SignKind
from netroi_core.quarters import Quarter
from netroi_core.relationships.contacts import Relationship
from netroi_core.relationships.measures import is_quiet
from netroi_core.views.advice import Situation
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import Approach
from netroi_core.workspace.records import Contact, Outcome

TodoKind = Literal[
    SignKind, "boundary", "pause", "encouragement", "ask", "give_back", "quiz", "follow_up", "goal", "reconnect",
    "challenge", "interview", "thank", "warm_tie", "investor", "introduction", "lead", "feedback", "give", "sponsor",
]  # fmt: skip

# A favor asks for thanks for so many days.
_GRATEFUL_DAYS: Final = timedelta(days=180)
# A tie is worth a line after a month without contact, before it goes quiet.
_WARM_DAYS: Final = 30
# The closeness from which on a tie is warm, and one may ask for something.
_WARM: Final = 3


@dataclass(frozen=True)
class Todo:
    """One line of the week, with the approach, the contact or the quarter that it is about, if any."""

    kind: TodoKind
    text: str
    approach: Approach | None = None
    contact: Contact | None = None
    quarter: Quarter | None = None


@dataclass(frozen=True, eq=False)
class PurposeTodos:
    """The to-dos of the purpose of a situation; ``people`` are its contacts as of its day."""

    situation: Situation
    words: Words
    people: Sequence[Relationship]

    def todos(self, is_resting: bool, gives_more: bool = False) -> list[Todo]:
        """Return what the purpose asks for, the most pressing first; while resting, only what can't wait.

        Whoever ``gives_more`` than they receive is not asked to give.
        """
        after_job = self.situation.pause is not None and self.situation.pause.kind == "after_the_job"
        match self.situation.purpose:
            case "find_work":
                thanks = list(self._thank())
                ties = () if is_resting else self._warm_tie({todo.contact.id for todo in thanks if todo.contact})
                return [*self._interview(), *thanks, *ties, *self._lead()]
            case "raise_money":
                return [*self._investor(), self._introduction()]
            case "learn":
                return [self._feedback()]
            case "belong" if is_resting or gives_more:
                return list(self._thank())
            case "belong":
                return [
                    Todo("give", "Give something: introduce two people to each other, or pass on something useful.")
                ]
            case "advance":
                return [self._sponsor(), *self._thank()]
        return [*(self._thank() if after_job else ()), *self._lead()]

    def _interview(self) -> Iterator[Todo]:
        for outcome in self._open_outcomes():
            if _is_interview(outcome):
                what = f"“{outcome.title}”" if outcome.title else "your open interview"
                yield Todo("interview", f"Prepare for {what}: two stories of your own, and two questions to ask.")
                return

    def _thank(self) -> Iterator[Todo]:
        """Yield thanks to whoever opened a door and was not in touch since; those who led to an outcome come first."""
        today = self.situation.today
        people = {row.contact.id: row for row in self.people if row.contact.status == "active"}
        for _, day, contact, reason in sorted(self._reasons_for_thanks(), reverse=True):
            row = people.get(contact)
            if row is None or row.is_planned(today) or not today - _GRATEFUL_DAYS <= day <= today:
                continue
            if row.last_contact is None or row.last_contact <= day:
                text = f"Thank {row.contact.name} {reason}: two sentences are enough."
                yield Todo("thank", text, contact=row.contact)
                return

    def _reasons_for_thanks(self) -> Iterator[tuple[bool, date, str, str]]:
        """Yield whether there is an outcome, the day, a contact's id, and what the thanks are for."""
        workspace = self.situation.ledger.workspace
        for favor in workspace.exchanges:
            if favor.direction == "received" and favor.contact:
                yield False, favor.date, favor.contact, f"for the {'favor' if favor.kind == 'other' else favor.kind}"
        for outcome in workspace.outcomes:
            if outcome.status != "lost":
                title = f"with “{outcome.title}”" if outcome.title else "you"
                for step in outcome.touchpoints:
                    if step.contact:
                        yield True, step.date, step.contact, f"for helping {title}"

    def _warm_tie(self, thanked: set[str]) -> Iterator[Todo]:
        today = self.situation.today
        ties = [
            row
            for row in self.people
            if row.contact.status == "active"
            and row.contact.id not in thanked
            and (row.contact.closeness or 0) >= _WARM
            and row.last_contact
            and row.days_quiet(today) >= _WARM_DAYS
            and not is_quiet(row.days_quiet(today))
            and not row.is_planned(today)
        ]
        for row in sorted(ties, key=lambda row: -(row.contact.relevance or 0))[:1]:
            last = self.words.day(row.last_contact or today)
            text = f"Stay in touch with {row.contact.name}: send a quick note. You were last in touch {last}."
            yield Todo("warm_tie", text, contact=row.contact)

    def _lead(self) -> Iterator[Todo]:
        leads = [
            outcome for outcome in self._open_outcomes() if "interview" not in (outcome.kind, outcome.title.lower())
        ]
        if not leads:
            return
        oldest = leads[0]
        what = f"“{oldest.title}”" if oldest.title else "your open lead"
        age = f"open since {self.words.day(oldest.date)}"
        rank = f"the oldest of {len(leads)} open leads, " if len(leads) > 1 else ""
        yield Todo("lead", f"Follow up on {what}, {rank}{age}: ask for the next step.")

    def _investor(self) -> Iterator[Todo]:
        rounds = self._open_outcomes()
        if rounds:
            chosen = max(rounds, key=lambda outcome: (outcome.kind == "funding", outcome.date))
            what = f"“{chosen.title}”" if chosen.title else "your open round"
            yield Todo("investor", f"Bring {what} to the next stage: agree on the next call and its date.")

    def _introduction(self) -> Todo:
        return self._ask(
            "introduction",
            "Ask {} for a warm introduction to one investor.",
            "Ask one person you know well for a warm introduction to an investor.",
        )

    def _feedback(self) -> Todo:
        return self._ask(
            "feedback",
            "Ask {} for feedback on one thing you did this month.",
            "Ask someone whose work you admire for feedback on one thing you did.",
        )

    def _sponsor(self) -> Todo:
        return self._ask(
            "sponsor",
            "Tell {} about one result of yours, and ask what would help next.",
            "Tell one person who decides about your work what you achieved this month.",
        )

    def _ask(self, kind: TodoKind, of_ally: str, of_anyone: str) -> Todo:
        """Return what to ask of an ally, with the name in place of {}, or of anyone where there is no ally."""
        row = self._ally()
        if row is None:
            return Todo(kind, of_anyone)
        return Todo(kind, of_ally.format(row.contact.name), contact=row.contact)

    def _ally(self) -> Relationship | None:
        """Return whom to ask: close enough, relevant, and not planned for another day; None if nobody is."""
        today = self.situation.today
        allies = [
            row
            for row in self.people
            if row.contact.status == "active" and (row.contact.closeness or 0) >= _WARM and not row.is_planned(today)
        ]
        return max(allies, key=lambda row: (row.contact.relevance or 0) + (row.contact.closeness or 0), default=None)

    def _open_outcomes(self) -> list[Outcome]:
        """Return the open outcomes, the oldest first."""
        outcomes = self.situation.ledger.workspace.outcomes
        return sorted((outcome for outcome in outcomes if outcome.status == "open"), key=lambda outcome: outcome.date)


def _is_interview(outcome: Outcome) -> bool:
    return outcome.kind == "interview" or "interview" in outcome.title.lower()
