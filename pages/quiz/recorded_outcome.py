"""An outcome on record as answers of the quiz, so that one card shows both; a change is saved in the record."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Final

from netroi_core.quiz import answers as quiz
from netroi_core.quiz import submission
from netroi_core.workspace import edits
from netroi_core.workspace.records import Outcome
from pages.quiz.quiz_form import QuizForm
from pages.shell import session

RECORDED: Final = "recorded"  # the key of the outcome among its answers
_AT: Final = f"outcome.{RECORDED}"


@dataclass(frozen=True, eq=False)
class RecordedOutcomeForm(QuizForm):
    """The answers that an outcome on record corresponds to."""

    outcome: Outcome
    is_new: ClassVar[bool] = False

    @cached_property
    def answers(self) -> quiz.Answers:
        """The outcome's fields as answers, under the key ``RECORDED``."""
        return {"outcomes": [RECORDED], **submission.answers_from(self.outcome, RECORDED, {})}

    @cached_property
    def outcome_day(self) -> date:
        """The outcome's own day: a step added later than that would get no credit."""
        return self.outcome.date

    def save(self, changes: quiz.Answers) -> bool:
        """Save these answers in the record; text that can't be read stays in its field, and nothing is saved."""
        # What it came to is known, and has no range.
        is_final = self.is_just_won and f"{_AT}.likely" in changes
        answers = {**self.answers, **(dict.fromkeys((f"{_AT}.low", f"{_AT}.high")) if is_final else {}), **changes}
        answered = {name: answer for name, answer in answers.items() if answer is not None}
        if problem := next(quiz.answer_problems(answered, self.words), None):
            session.notify("error", problem[1])
            return False
        outcome = submission.changed_outcome(self.outcome, RECORDED, answers, session.today())
        is_saved = session.save(lambda document: edits.put(document, outcome, self.outcome))
        if is_saved and self.outcome.status != outcome.status:
            self._just_won[outcome.id] = self.outcome.status == "open" and outcome.status == "won"
        return is_saved

    @property
    def is_just_won(self) -> bool:
        """True if this visit set the outcome from open to won."""
        return bool(self._just_won.get(self.outcome.id))

    @property
    def _just_won(self) -> dict[str, Any]:
        return session.page_state().of("just won")

    def widget_name(self, key: str) -> str:
        """Return the name of a widget, other than those of the other outcomes on record."""
        return f"{super().widget_name(key)} {self.outcome.id}"
