"""The steps of the quiz: change a question, its order or its time here, and its screen in ``pages/quiz``.

Where files were imported for the quarter, the steps that they fill in are skipped, and those that nobody has to answer.
The review sums them up, and opens each one.
"""

import re
from dataclasses import dataclass
from typing import Final

from netroi_core.quarters import Quarter
from netroi_core.quiz.prefill import imported_activities, quarter_to_repeat
from netroi_core.wording.wording import APPROACH_NAMES, pluralize, whole
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.workspace import Workspace


@dataclass(frozen=True)
class Step:
    """One screen of the quiz; ``key`` is its name in the address and in ``SCREENS`` of ``pages/quiz.py``.

    Attributes:
        answer_keys: A pattern of the answers that it asks for.
        minutes: The time that it usually takes.
        is_optional: Skipped where files were imported.
        approach: The approach that it asks about; skipped where files hold activities of it.
    """

    key: str
    title: str
    question: str
    answer_keys: str
    minutes: float
    is_optional: bool = False
    approach: Approach | None = None


_A_FEW: Final = 3
_ANY_APPROACH: Final = f"({'|'.join(APPROACHES)})"

STEPS: Final = (
    Step("hour", "Your hour", "What is an hour of your time worth?", r"(pay|worth)\..*", 1.0),
    *(
        Step(approach, APPROACH_NAMES[approach],
             f"{APPROACH_NAMES[approach]}: how much time and money did you spend?",
             rf"{approach}\.(hours(_at)?\..*|costs\..*|reimbursed|alternative|meaningful)", 0.75,
             approach=approach)
        for approach in APPROACHES
    ),
    Step("outcomes", "Outcomes", "What did it lead to?", r"outcomes|(outcome|earlier)\..*", 2.5),
    Step("people", "People", "Who did you meet, and who helped whom?",
         rf"{_ANY_APPROACH}\.(new_contacts|energy|names|new_names|met_on)|(given|received)\..*|strain", 1.0,
         is_optional=True),
    Step("review", "Review", "Does this look right?", "", 0.75),
)  # fmt: skip


def step_of(answer_key: str) -> Step:
    """Return the step that asks for an answer.

    >>> step_of("one_on_one.hours.attending").key
    'one_on_one'
    """
    return next(step for step in STEPS if re.fullmatch(step.answer_keys, answer_key))


def steps_to_take(workspace: Workspace, quarter: Quarter, current: str = "") -> tuple[Step, ...]:
    """Return the steps in their order; the current one is among them in any case."""
    imported = imported_activities(workspace, quarter)
    if not imported:
        return STEPS
    filled = {activity.approach for activity in imported}
    return tuple(
        step for step in STEPS if step.key == current or not (step.is_optional or step.approach in filled)
    )  # fmt: skip


def time_left(workspace: Workspace, quarter: Quarter, current: str) -> str:
    """Return about how long the quiz takes from the current step on, in words: at least a minute.

    What the quarter before fills in, or repeats in one tap, takes nobody as long as the first time.
    """
    steps = steps_to_take(workspace, quarter, current)
    index = [step.key for step in steps].index(current)
    # Halves up: round() takes 6.5 and 5.75 both to 6, as if a step took no time.
    minutes = max(1, whole(sum(step.minutes for step in steps[index:])))
    is_shorter = minutes >= _A_FEW and quarter_to_repeat(workspace, quarter) is not None
    return "a few minutes" if is_shorter else f"about {pluralize(minutes, 'minute')}"
