"""An outcome on record as answers of the quiz, so that one card shows both; a change is saved in the record."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Final

from netroi_core.ledger.purposes import ends_search
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import submission
from netroi_core.quiz.valuation import PAY_WITHOUT_ROLE
from netroi_core.workspace import edits
from netroi_core.workspace.fields import format_amount
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
        """The outcome's fields as answers, under the key ``RECORDED``, and the figures that make up its value."""
        figures = self._figures_by_id.get(self.outcome.id) or self._first_figures
        answers = {"outcomes": [RECORDED], f"{_AT}.kind": self.outcome.kind, **figures}
        return answers | submission.answers_from(self.outcome, RECORDED, answers)

    @property
    def asks_figures(self) -> bool:
        """True while the outcome has no value of its own, and once its figures were entered in this visit."""
        return self.outcome.value is None or self.outcome.id in self._figures_by_id

    @property
    def _first_figures(self) -> dict[str, str]:
        """What is filled in for a role without a value, as for a new one."""
        if self.outcome.kind != "role" or self.outcome.value is not None:
            return {}
        if self.is_between_jobs or ends_search(self.workspace.profile, self.outcome.date):
            return {f"{_AT}.without": "search"}
        pay = self.pay_without_role
        return {f"{_AT}.helper.{PAY_WITHOUT_ROLE}": format_amount(pay)} if pay else {}

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
        if is_saved and any(map(_is_figure, changes)):
            self._figures_by_id[outcome.id] = {name: figure for name, figure in answered.items() if _is_figure(name)}
        return is_saved

    @property
    def is_just_won(self) -> bool:
        """True if this visit set the outcome from open to won."""
        return bool(self._just_won.get(self.outcome.id))

    @property
    def _figures_by_id(self) -> dict[str, Any]:
        # Only while the card is shown: a record stores the value, not the figures behind it.
        return session.page_state().of("figures behind values")

    @property
    def _just_won(self) -> dict[str, Any]:
        return session.page_state().of("just won")

    def widget_name(self, key: str) -> str:
        """Return the name of a widget, other than those of the other outcomes on record."""
        return f"{super().widget_name(key)} {self.outcome.id}"


def _is_figure(key: str) -> bool:
    """Return True if an answer is one of the figures behind a value."""
    return key.startswith((f"{_AT}.helper.", f"{_AT}.without"))
