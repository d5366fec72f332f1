"""The course of the quiz: the steps that a person is led through, and how long they still take.

What files brought for the quarter need not be asked for again: it is looked through, and what nobody has to answer is
confirmed in the review, from where each step can be opened.
"""

from typing import Final

from netroi_core.quarters import Quarter
from netroi_core.quiz import prefill
from netroi_core.quiz.answers import STEPS, Step
from netroi_core.workspace.document import Document

_IN_REVIEW: Final = frozenset({"alternatives", "people"})
_MINUTES_TO_LOOK_THROUGH: Final = {"effort": 0.5, "review": 1.0}
"""Instead of the usual ones, where files have answered; the review then holds more."""


def steps(document: Document, quarter: Quarter, shown: str = "") -> tuple[Step, ...]:
    """The steps in their order; ``shown`` is the key of one that is among them in any case."""
    if not prefill.brought(document, quarter):
        return STEPS
    return tuple(step for step in STEPS if step.key not in _IN_REVIEW or step.key == shown)


def minutes_left(document: Document, quarter: Quarter, step: str) -> int:
    """About how long the quiz still takes from this step on, in minutes, at least one."""
    led = steps(document, quarter, step)
    left = led[[each.key for each in led].index(step) :]
    known = _MINUTES_TO_LOOK_THROUGH if prefill.brought(document, quarter) else {}
    return max(1, round(sum(known.get(each.key, each.minutes) for each in left)))
