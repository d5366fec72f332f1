"""The quiz as a form: each widget saves its answer on change and displays the stored one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from math import ceil
from types import MappingProxyType
from typing import Any, ClassVar, Final, TypeVar

import streamlit as st

from netroi_core.ledger.measures import Figures
from netroi_core.ledger.purposes import usual_purposes
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import submission
from netroi_core.quiz.answers import AnswerType
from netroi_core.quiz.prefill import recorded_effort
from netroi_core.quiz.preview import Preview
from netroi_core.quiz.steps import STEPS, Step
from netroi_core.wording.wording import Words, quarter_name
from netroi_core.workspace.fields import LONGEST_LINE, Purpose
from netroi_core.workspace.workspace import Workspace
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets.field_error import show_field_error

HUNDRED = Decimal(100)
QUARTER_PARAMETER, STEP_PARAMETER, FROM_PARAMETER = "quarter", "step", "from"
REVIEW: Final = STEPS[-1].key
LINES_ON_PAGE: Final = 10  # of show_pages, on a step with more than them

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class QuizForm:
    """The quiz of one quarter: the records, the answers given so far, and a widget for each kind of answer."""

    quarter: Quarter
    workspace: Workspace
    words: Words
    # False where an outcome is on record: then it has a day, and the figures behind its value are not known.
    is_new: ClassVar[bool] = True

    @property
    def asks_figures(self) -> bool:
        """True if the figures that make up an outcome's value are asked for."""
        return True

    @property
    def pay_without_role(self) -> Decimal | None:
        """The pay a year that a new role is compared with, as answered in this quiz; None where none is known."""
        return submission.pay_without_role(self.workspace, self.quarter, self.quiz_answers)

    @property
    def is_just_won(self) -> bool:
        """True if an outcome on record was open until now: then its value is still the earlier estimate."""
        return False

    @cached_property
    def quiz_answers(self) -> quiz.Answers:
        """The answers of the quarter's quiz given so far."""
        return quiz.answers_of(self.workspace, self.quarter)

    @cached_property
    def answers(self) -> quiz.Answers:
        """The answers that the fields show: those of the quiz."""
        return self.quiz_answers

    @cached_property
    def numbers(self) -> dict[str, Decimal]:
        """The readable numbers among the answers, those of outcomes left out."""
        return quiz.numbers(self.answers)

    @cached_property
    def recorded(self) -> dict[str, Decimal]:
        """The effort that activities record for the quarter, by the keys of its answers."""
        return recorded_effort(self.workspace, self.quarter)

    @cached_property
    def problems(self) -> dict[str, str]:
        """The sentence on each answer that can't be right, by key."""
        return dict(quiz.answer_problems(self.answers, self.words, self.recorded))

    @cached_property
    def asked(self) -> set[str]:
        """The keys of the numbers whose fields this run shows."""
        return set()

    @property
    def preview(self) -> Workspace:
        """The workspace as it would be with these answers."""
        return self._preview.workspace

    @property
    def figures(self) -> Figures:
        """The figures of the quarter with these answers."""
        return self._preview.figures

    @property
    def won(self) -> float:
        """The value of what is won in the quarter with these answers; ``figures`` count open outcomes as well."""
        return self._preview.won

    @property
    def carried_over(self) -> float:
        """The value expected from outcomes of earlier quarters that are still open with these answers."""
        return self._preview.carried_over

    @property
    def conversations(self) -> int:
        """The conversations of the quarter with these answers."""
        return self._preview.conversations

    @cached_property
    def _preview(self) -> Preview:
        saved, today = session.saved(), session.today()
        # Not stored yet, or changed elsewhere since the page began to run: then this run shows what it has read.
        if saved is None or saved.workspace is not self.workspace:
            return Preview(self.workspace, self.quarter, today)
        return figures_of(saved).quiz_preview(self.quarter, today)

    @cached_property
    def outcome_day(self) -> date:
        """An outcome's day unless one is answered."""
        return quiz.outcome_day(self.quarter, session.today(), self.workspace.profile.fiscal_year_start)

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes that the owner chose, or the one that follows from being between jobs."""
        return usual_purposes(self.workspace.profile, is_between_jobs=self.is_between_jobs)

    @property
    def is_between_jobs(self) -> bool:
        """True if the owner was between jobs in the quarter, as answered or else by the profile."""
        return submission.was_between_jobs(self.workspace, self.quarter, self.quiz_answers)

    @property
    def default_day(self) -> str:
        """The day of an outcome without a date, inside a sentence."""
        if self.outcome_day != self.quarter.last_day(self.workspace.profile.fiscal_year_start):
            return "today"
        return f"{self.words.day(self.outcome_day)}, the last day of {quarter_name(self.quarter)}"

    def stated_day(self, day: date) -> date | None:
        """Return a day of an outcome or step; None if it only stands in for one that nobody stated."""
        return None if self.is_new and day == self.outcome_day else day

    @property
    def current_step(self) -> Step:
        """The step of the address; without one, the step at which the quiz was opened."""
        # Remembered, because the browser's Back leads from the second step to the address without a step.
        opened_at = session.page_state().of("quiz").setdefault(str(self.quarter), self.answers.get("at"))
        key = st.query_params.get(STEP_PARAMETER, opened_at)
        return next((step for step in STEPS if step.key == key), STEPS[0])

    @property
    def returns_to_review(self) -> bool:
        """True if the current step was opened from the review, to change an answer."""
        return st.query_params.get(FROM_PARAMETER) == REVIEW != self.current_step.key

    def open_step(self, key: str, *, is_from_review: bool = False) -> None:
        """Make another step the current one."""
        if self.save({"at": key}):
            # In the address as well, so that the browser's Back goes one step back.
            origin = {FROM_PARAMETER: REVIEW} if is_from_review else {}
            st.query_params.from_dict({QUARTER_PARAMETER: str(self.quarter), STEP_PARAMETER: key, **origin})

    def save(self, changes: quiz.Answers) -> bool:
        """Save these answers; return True if they are saved."""
        return session.save(lambda document: quiz.save_answers(document, self.quarter, changes))

    def number(
        self,
        label: str,
        key: str,
        default: Decimal | int | None = None,
        *,
        note: str | None = None,
        blank: int | None = 0,
        is_complement: bool = False,
        also: quiz.Answers = MappingProxyType({}),
        cleared: str | None = None,
        least: Decimal | None = None,
        share_of: Decimal | None = None,
    ) -> None:
        """Show a field for a number with the answer or else the default.

        Args:
            label: The label of the field.
            key: The key of the answer.
            default: The number that stands there while nothing is answered.
            note: Help beside the label.
            blank: What a blank field counts as, shown in it; None where it must not stay blank.
            is_complement: Ask for 100 minus the answer.
            also: Answers that are saved together with it.
            cleared: The answer that stands for a blank field; None for none, and the default comes back.
            least: What a smaller number counts as, shown in its place.
            share_of: The amount that a percentage is read as a share of; None where it makes no sense.
        """
        self.asked.add(key)
        expected, answer = quiz.answer_type(key) or AnswerType(), self.answers.get(key)
        is_money = expected.unit == "money"
        counts_as = "" if blank is None else self.words.whole_money(blank) if is_money else self.words.number(blank)
        # The prefix is a class name in the browser, by which a script brings up a numeric keyboard.
        name = f"number {self.widget_name(key)}"

        def save_number(text: str) -> bool:
            amount = self._share(text, share_of) if share_of else text
            return self.save({**also, key: self._parse(amount, expected, is_complement) or cleared})

        # Its error belongs to the field: in a grid, it would take the place of the next one.
        with st.container():
            st.text_input(
                label,
                key=session.widget_key(name, self._number_text(answer, default, is_money, is_complement, least)),
                on_change=session.save_on_change(name, save_number),
                placeholder=counts_as,
                help=note,
                max_chars=40,
                autocomplete="off",
            )
            if answer is not None and (sentence := expected.problem(answer, self.words)):
                show_field_error(sentence)

    def text(self, label: str, key: str, *, placeholder: str = "") -> None:
        """Show a field for a line of text."""
        name = self.widget_name(key)
        st.text_input(
            label,
            key=session.widget_key(name, self.answers.get(key, "")),
            on_change=session.save_on_change(name, lambda text: self.save({key: text.strip() or None})),
            placeholder=placeholder,
            max_chars=LONGEST_LINE,
            autocomplete="off",
        )

    def choice(
        self,
        label: str,
        key: str,
        options: Sequence[Any],
        format_option: Callable[[Any], str],
        default: Any = None,
        *,
        is_list: bool = False,
        placeholder: str | None = None,
    ) -> Any:
        """Show a choice, side by side or as a list; return the chosen option."""
        name = self.widget_name(key)
        widget: Callable[..., Any] = st.selectbox if is_list else st.radio
        return widget(
            label,
            options,
            format_func=format_option,
            key=session.widget_key(name, self.answers.get(key, default)),
            on_change=session.save_on_change(name, lambda option: self.save({key: option})),
            **({"placeholder": placeholder} if is_list else {"horizontal": True}),
        )

    def pills(
        self,
        label: str,
        key: str,
        options: Sequence[Any],
        format_option: Callable[[Any], str],
        chosen: Any,
        to_answer: Callable[[Any], Any] = lambda option: option,
        *,
        required: bool = False,
    ) -> None:
        """Show options side by side; tapping the chosen one again removes the answer, unless one is required."""
        name = f"pills {self.widget_name(key)}"

        def save_option(option: Any) -> bool:
            return self.save({key: None if option is None else to_answer(option)})

        st.pills(label, options, format_func=format_option, key=session.widget_key(name, chosen),
                 required=required, on_change=session.save_on_change(name, save_option))  # fmt: skip

    def day(self, label: str, key: str, *, latest: date | None = None) -> None:
        """Show a field for a day, which may stay blank; with a latest day, its calendar opens no later than there."""
        name, answer = self.widget_name(key), self.answers.get(key)
        day = date.fromisoformat(answer) if answer else None
        st.date_input(
            label,
            key=session.widget_key(name, day),
            on_change=session.save_on_change(name, lambda day: self.save({key: day.isoformat() if day else None})),
            min_value=session.EARLIEST_DAY,
            # One that was answered stays, whatever it is.
            max_value=max(latest, day or latest) if latest else None,
            format=self.words.date_pattern,
        )

    def _number_text(
        self, answer: Any, default: Decimal | int | None, is_money: bool, is_complement: bool, least: Decimal | None
    ) -> str:
        if isinstance(answer, dict):
            return str(answer.get("typed", ""))
        number = default if answer is None else _to_decimal(answer)
        if least is not None:
            number = max(number or Decimal(0), least)
        if number is None:
            return ""
        if is_complement:
            number = HUNDRED - number
        return self.words.editable_amount(number) if is_money else self.words.number(number)

    def _parse(self, text: str, expected: AnswerType, is_complement: bool) -> Any:
        """Return typed text as an answer; text that can't be read stays as it was typed."""
        if not text.strip():
            return None
        try:
            number = expected.parse(text, self.words)
        except ValueError:
            return {"typed": text}
        if is_complement:
            number = HUNDRED - number
        return {"typed": text} if number < 0 else format(number, "f")

    def _share(self, text: str, whole: Decimal) -> str:
        """Return a percentage that was typed as the amount that it is of another one; any other text as it is."""
        if not text.strip().endswith("%"):
            return text
        try:
            percent = self.words.parse_amount(text)
        except ValueError:
            return text
        return self.words.editable_amount((whole * percent / HUNDRED).quantize(Decimal("0.01")))

    def widget_name(self, key: str) -> str:
        """Return the name of the widget that asks for an answer."""
        return f"answer {self.quarter} {key}"

    def card_key(self, key: str) -> str:
        """Return the key of an outcome's card."""
        return f"card {self.widget_name(key)}"


def _to_decimal(answer: Any) -> Decimal | None:
    # Out of bounds counts as well; an answer that is no number may come from a backup made elsewhere.
    try:
        return Decimal(answer)
    except (InvalidOperation, TypeError, ValueError):
        return None


def page_of(index: int, size: int) -> int:
    """Return the page of ``show_pages`` that shows the row at an index."""
    return index // size + 1


def show_pages(rows: Sequence[T], show: Callable[[T], None], key: str, size: int) -> None:
    """Show rows, and where a step would become too long with all of them, a choice of pages below."""
    pages = ceil(len(rows) / size)
    page = min(session.widget_value(key) or 1, pages)
    for row in rows[(page - 1) * size : page * size]:
        show(row)
    if pages > 1:
        st.pagination(pages, key=key, max_visible_pages=5)  # one line on a phone
