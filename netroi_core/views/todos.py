"""Items of the week: what to do, and what each is about."""

from dataclasses import dataclass
from typing import Literal

from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import Approach
from netroi_core.workspace.records import Contact, Outcome

TodoKind = Literal[
    "role", "boundary", "pause", "interview", "lead", "investor", "referral", "declined", "follow_up", "quiz",
    "conversation", "goal", "link", "ask", "thank_you", "give_back", "introduction", "feedback", "give", "sponsor",
    "warm_tie", "reconnect", "challenge",
]  # fmt: skip


@dataclass(frozen=True)
class Todo:
    """One item of the week, with the approach, contact, quarter or outcome that it is about, if any."""

    kind: TodoKind
    text: str
    approach: Approach | None = None
    outcome: Outcome | None = None
    contact: Contact | None = None
    quarter: Quarter | None = None


def title_of(outcome: Outcome, untitled: str, before: str = "") -> str:
    """Return the title of an outcome in quotes, or what stands for one."""
    return f"{before}“{outcome.title}”" if outcome.title else untitled


def latest_contact(outcome: Outcome) -> str | None:
    """Return the contact of the latest step that names one."""
    steps = [step for step in outcome.touchpoints if step.contact]
    latest = max(steps, key=lambda step: step.date, default=None)
    return latest.contact if latest else None
