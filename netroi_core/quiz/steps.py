"""The steps of the quiz: change a question, its order or its time here, and its screen in ``pages/quiz``.

Steps that nobody has to answer are skipped where files were imported for the quarter: the review shows them, and opens
each one.
"""

import re
from dataclasses import dataclass
from typing import Final

from netroi_core.quarters import Quarter
from netroi_core.quiz.prefill import imported_activities
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace


@dataclass(frozen=True)
class Step:
    """One screen of the quiz; ``key`` is the name of its function in ``pages/quiz``.

    ``answer_keys`` is a pattern of the answers that it asks for; minutes are those that it usually takes. An optional
    step is skipped where files were imported.
    """

    key: str
    title: str
    question: str
    answer_keys: str
    minutes: float
    minutes_with_files: float
    is_optional: bool = False


_APPROACH: Final = f"({'|'.join(APPROACHES)})"

STEPS: Final = (
    Step("hour", "Your hour", "What is an hour of your time worth?", r"pay\..*", 1.0, 1.0),
    Step("effort", "Time and money", "How much time and money did you spend?",
         rf"{_APPROACH}\.(hours\..*|costs\..*|reimbursed)", 2.0, 0.5),
    Step("alternatives", "Instead", "What would you have done with that time?",
         rf"{_APPROACH}\.alternative|worth\..*", 0.5, 0.5, is_optional=True),
    Step("outcomes", "Outcomes", "What did it lead to?", r"outcomes|(outcome|earlier)\..*", 2.5, 2.5),
    Step("people", "People", "Who did you meet, and who helped whom?",
         rf"{_APPROACH}\.(new_contacts|meaningful|energy)|(given|received)\..*|strain", 1.0, 1.0, is_optional=True),
    Step("review", "Review", "Does this look right?", "", 0.5, 1.0),
)  # fmt: skip


def step_of(answer_key: str) -> Step:
    """Return the step that asks for an answer.

    >>> step_of("one_on_one.hours.attending").key
    'effort'
    """
    return next(step for step in STEPS if re.fullmatch(step.answer_keys, answer_key))


def steps_to_take(workspace: Workspace, quarter: Quarter, current: str = "") -> tuple[Step, ...]:
    """Return the steps in their order; the current one is among them in any case."""
    if not imported_activities(workspace, quarter):
        return STEPS
    return tuple(step for step in STEPS if not step.is_optional or step.key == current)


def minutes_left(workspace: Workspace, quarter: Quarter, current: str) -> int:
    """Return about how many minutes the quiz takes from the current step on, at least 1."""
    steps = steps_to_take(workspace, quarter, current)
    index = [step.key for step in steps].index(current)
    is_prefilled = bool(imported_activities(workspace, quarter))
    return max(1, round(sum(step.minutes_with_files if is_prefilled else step.minutes for step in steps[index:])))
