"""Feedback that a person asks for with a link: answers wait with the link until its owner reads them.

They never wait in the workspace: nobody but its owner writes there. A link takes answers through a day, or until it is
closed; the answers can be read for READING_DAYS after that.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from netroi_core.errors import NetROIError
from netroi_core.relationships.timeline import EXCHANGE_PHRASES
from netroi_core.sharing.links import Content, InvalidLink, Link
from netroi_core.wording.wording import join_words
from netroi_core.workspace.fields import Approach, strip_controls
from netroi_core.workspace.records import Story

# The gains that a connection may bring: kinds of exchanges and outcomes, worded to stand in a sentence.
GAINS: Final[Mapping[str, str]] = {
    **{kind: name for kind, name in EXCHANGE_PHRASES.items() if kind != "other"},
    "role": "a new role",
    "business_project": "a project",
    "client": "a client",
    "partnership": "a partnership",
    "skill": "a skill",
    "other": "something else",
}

MAX_WAITING: Final = 50
MAX_TEXT_LENGTH: Final = 2000
MAX_NAME_LENGTH: Final = 100
# For how long answers can be read after the last day on which the link takes them.
READING_DAYS: Final = 90

# Settled answers are remembered, so that one that is sent again stays away.
_MAX_SETTLED: Final = 500


class IncompleteAnswer(NetROIError):
    """An answer that is empty or too long."""


class TooManyAnswers(NetROIError):
    """More waiting answers than one person can be asked to read."""

    sentence = "Too many answers are waiting to be read. Try again in a few days."


class FeedbackAnswer(BaseModel, frozen=True):
    """One contact's answer. ``gains`` are keys of GAINS; ``id`` also identifies the story that it becomes."""

    id: str
    day: date
    gains: tuple[str, ...]
    text: str
    name: str

    @property
    def got(self) -> str:
        """The gains as a part of a sentence; empty if none was ticked."""
        return join_words([GAINS[kind] for kind in self.gains])


def request_content(asker: str, until: date) -> Content:
    """Return the content of a link that asks for feedback through a day, signed with the asker's name."""
    return {"asker": _clean(asker)[:MAX_NAME_LENGTH], "until": until.isoformat(), "waiting": [], "settled": []}


def new_answer(answer_id: str, day: date, gains: Collection[str], text: str, name: str) -> FeedbackAnswer:
    """Return an answer with its text cleaned; raise IncompleteAnswer if it is empty or too long."""
    text, name = _clean(text), _clean(name)
    if len(text) > MAX_TEXT_LENGTH or len(name) > MAX_NAME_LENGTH:
        raise IncompleteAnswer("Your text is too long. Shorten it, then send it again.")
    kinds = tuple(kind for kind in GAINS if kind in gains)
    if not (text or kinds):
        raise IncompleteAnswer("Check what fits or write a sentence, then send it.")
    return FeedbackAnswer(id=answer_id, day=day, gains=kinds, text=text, name=" ".join(name.split()))


def last_day(link: Link) -> date | None:
    """Return the last day on which a link takes answers; None once it was closed."""
    until = link.content["until"]
    return date.fromisoformat(until) if until else None


def takes_answers(link: Link, today: date) -> bool:
    """Return True while a link takes answers."""
    until = last_day(link)
    return until is not None and today <= until


def is_full(link: Link) -> bool:
    """Return True if MAX_WAITING answers wait."""
    return len(link.content["waiting"]) >= MAX_WAITING


def waiting_answers(link: Link) -> tuple[FeedbackAnswer, ...]:
    """Return the waiting answers in the order in which they came."""
    return tuple(map(FeedbackAnswer.model_validate, link.content["waiting"]))


def with_answer(link: Link, answer: FeedbackAnswer) -> Link:
    """Return the link with one more waiting answer; raise InvalidLink, TooManyAnswers.

    A waiting answer with its id is replaced, a settled one ignored.
    """
    if not takes_answers(link, answer.day):
        raise InvalidLink
    if answer.id in link.content["settled"]:
        return link
    # An answer that is sent twice, by a double click or a reload, waits once.
    waiting = [entry for entry in link.content["waiting"] if entry["id"] != answer.id]
    if len(waiting) >= MAX_WAITING:
        raise TooManyAnswers
    return _with(link, waiting=[*waiting, answer.model_dump(mode="json")])


def without_answer(link: Link, answer_id: str) -> Link:
    """Return the link without a waiting answer, which is settled: sent again, it stays away."""
    waiting = [entry for entry in link.content["waiting"] if entry["id"] != answer_id]
    return _with(link, waiting=waiting, settled=[*link.content["settled"], answer_id][-_MAX_SETTLED:])


def closed(link: Link) -> Link:
    """Return the link such that it takes no answers anymore; those that wait stay."""
    return _with(link, until="")


def story_from(answer: FeedbackAnswer, contact: str | None, approach: Approach | None, *, approved: bool) -> Story:
    """Return an answer as a story by a contact, or if none is chosen, signed with the name in the answer."""
    parts = (
        answer.text,
        f"It led to {answer.got}." if answer.got else "",
        f"– {answer.name}" if answer.name and contact is None else "",
    )
    return Story(
        id=f"s-{answer.id}",
        date=answer.day,
        contact=contact,
        approach=approach,
        text="\n".join(part for part in parts if part),
        approved=approved,
    )


def _clean(text: str) -> str:
    # An outsider's text must fit into a document: no lone surrogates, no control characters.
    return strip_controls(text.replace("\r\n", "\n").encode("utf-8", "ignore").decode()).strip()


def _with(link: Link, **changes: Any) -> Link:
    return replace(link, content={**link.content, **changes})
