"""Feedback that a person asks for by a link: what others got from the connection, waiting until it is looked at.

Answers wait with the link, never in the workspace: nobody but its owner writes there. A link takes answers through a
day, or until it is closed; what waits stays to be read for some time after.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from netroi_core.errors import NetROIError
from netroi_core.relationships.timeline import EXCHANGE_PHRASES
from netroi_core.sharing.links import Content, InvalidLink, Link
from netroi_core.wording.wording import join_words
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import Approach, strip_controls

GAINS: Final[Mapping[str, str]] = {
    **{kind: name for kind, name in EXCHANGE_PHRASES.items() if kind != "other"},
    "role": "a new role",
    "business_project": "a project",
    "client": "a client",
    "partnership": "a partnership",
    "skill": "a skill",
    "other": "something else",
}
"""What a connection may bring: kinds of exchange and of outcome, as they are called inside a sentence."""

MAX_WAITING: Final = 50
MAX_TEXT_LENGTH: Final = 2000
MAX_NAME_LENGTH: Final = 100
READING_DAYS: Final = 90
"""How long what waits can be read after the last day on which answers are taken."""

_MOST_SETTLED: Final = 500


class IncompleteAnswer(NetROIError):
    """An answer that says nothing, or too much."""


class TooManyAnswers(NetROIError):
    """As many answers wait as one person can be asked to read."""

    def __init__(self) -> None:
        super().__init__("So many answers are waiting to be read that no more fit in for now. Try again in a few days.")


@dataclass(frozen=True)
class Answer:
    """What one contact says that they got. gains: kinds, of GAINS. id: also that of the story it becomes."""

    id: str
    day: date
    gains: tuple[str, ...]
    text: str
    name: str

    @property
    def got(self) -> str:
        """The kinds as a part of a sentence; empty if none was ticked."""
        return join_words([GAINS[kind] for kind in self.gains])


def request_content(asker: str, until: date) -> Content:
    """What a link holds that asks for feedback through a day. asker: what the one who asks calls themselves."""
    return {"asker": cleaned(asker)[:MAX_NAME_LENGTH], "until": until.isoformat(), "waiting": [], "settled": []}


def new_answer(key: str, day: date, gains: Collection[str], text: str, name: str) -> Answer:
    """An answer of what somebody typed, without what no text may hold; Incomplete if there is nothing to it."""
    said, called = cleaned(text), cleaned(name)
    if len(said) > MAX_TEXT_LENGTH or len(called) > MAX_NAME_LENGTH:
        raise IncompleteAnswer("That is more than fits. Shorten it, then send it again.")
    chosen = tuple(kind for kind in GAINS if kind in gains)
    if not (said or chosen):
        raise IncompleteAnswer("Tick what fits or write a sentence, then send it.")
    return Answer(key, day, chosen, said, " ".join(called.split()))


def cleaned(text: str) -> str:
    """A text of an outsider as a document may hold it: of its letters only those that can be written and seen."""
    written = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode()
    return strip_controls(written).strip()


def last_day(link: Link) -> date | None:
    """The last day on which a link takes answers; None once it was closed."""
    until = link.content["until"]
    return date.fromisoformat(until) if until else None


def takes_answers(link: Link, today: date) -> bool:
    """Whether a link still takes answers."""
    until = last_day(link)
    return until is not None and today <= until


def is_full(link: Link) -> bool:
    """Whether as many answers wait as there may be."""
    return len(link.content["waiting"]) >= MAX_WAITING


def waiting_answers(link: Link) -> tuple[Answer, ...]:
    """The answers that wait, the first to come first."""
    return tuple(_read(entry) for entry in link.content["waiting"])


def with_answer(link: Link, given: Answer) -> Link:
    """The link with one more answer waiting. Void if it takes none; Full.

    The same answer once more takes the place of itself while it waits, and does nothing after that.
    """
    if not takes_answers(link, given.day):
        raise InvalidLink
    if given.id in link.content["settled"]:
        return link
    others = [entry for entry in link.content["waiting"] if entry["id"] != given.id]
    if len(others) >= MAX_WAITING:
        raise TooManyAnswers
    return _with(link, waiting=[*others, _written(given)])


def without_answer(link: Link, key: str) -> Link:
    """The link with this answer waiting no more, and not coming back."""
    left = [entry for entry in link.content["waiting"] if entry["id"] != key]
    return _with(link, waiting=left, settled=[*link.content["settled"], key][-_MOST_SETTLED:])


def closed(link: Link) -> Link:
    """The link such that it takes no answers any more, with those that wait."""
    return _with(link, until="")


def link_days(days: int) -> int:
    """How many days a link is kept that takes answers for so many."""
    return days + READING_DAYS


def story_from(given: Answer, contact: str | None, approach: Approach | None, *, approved: bool) -> RecordDict:
    """An answer as a story. Who gave it is told by the contact, if one is named, else by the name they gave."""
    parts = (
        given.text,
        f"It brought {given.got}." if given.got else "",
        f"– {given.name}" if given.name and contact is None else "",
    )
    return {
        "id": f"s-{given.id}",
        "date": given.day.isoformat(),
        "contact": contact,
        "approach": approach,
        "text": "\n".join(part for part in parts if part),
        "approved": approved,
    }


def _with(link: Link, **changed: Any) -> Link:
    return replace(link, content={**link.content, **changed})


def _written(given: Answer) -> dict[str, Any]:
    return {**asdict(given), "day": given.day.isoformat()}


def _read(entry: Mapping[str, Any]) -> Answer:
    return Answer(entry["id"], date.fromisoformat(entry["day"]), tuple(entry["gains"]), entry["text"], entry["name"])
