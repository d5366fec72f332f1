"""The quiz's answers as widgets: each saves its answer as soon as it is given, and shows what is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import submission, touchpoints
from netroi_core.wording.wording import Words
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from pages.shell import session
from pages.widgets.complaint import complain

HUNDRED = Decimal(100)


@dataclass(frozen=True, eq=False)
class Sheet:
    """The quiz of one quarter as it stands: the document, the answers given so far, and how numbers read."""

    quarter: Quarter
    document: Document
    words: Words

    @cached_property
    def answers(self) -> quiz.Answers:
        return quiz.answers_of(self.document, self.quarter)

    @cached_property
    def applied(self) -> Document:
        """The document as it would be with these answers."""
        return submission.applied(self.document, self.quarter, session.today())

    @cached_property
    def outcome_day(self) -> date:
        """The day that an outcome of the quarter gets unless another is given."""
        return quiz.outcome_day(self.document, self.quarter, session.today())

    @cached_property
    def paths(self) -> Mapping[str, list[RecordDict]]:
        """The steps of the way with each contact, by id, up to the day that an outcome gets."""
        return touchpoints.paths(self.document, self.outcome_day)

    def keep(self, changes: Mapping[str, Any]) -> bool:
        """Save these answers."""
        return session.save(lambda document: quiz.answered(document, self.quarter, changes))

    def number(
        self,
        label: str,
        key: str,
        default: Decimal | None = None,
        *,
        note: str | None = None,
        is_complement: bool = False,
    ) -> None:
        """A field for a number, showing the answer or else the default; ``is_complement`` asks for 100 minus it."""
        wanted = quiz.field(key)
        is_money = wanted is not None and wanted.is_money
        answer = self.answers.get(key)
        if isinstance(answer, dict):
            shown = str(answer.get("typed", ""))
        else:
            number = default if answer is None else _decimal(answer)
            if number is not None and is_complement:
                number = HUNDRED - number
            shown = "" if number is None else self.words.entered(number) if is_money else self.words.number(number)

        def keep(text: str) -> bool:
            return self.keep({key: self._read(text, is_complement)})

        name = self._name(key)
        st.text_input(
            label,
            key=session.seeded(name, shown),
            on_change=session.kept(name, keep),
            placeholder=self.words.whole_money(0) if is_money else "0",
            help=note,
            max_chars=40,
            autocomplete="off",
        )
        if answer is not None and wanted is not None and (sentence := wanted.problem(answer)):
            complain(sentence)

    def text(self, label: str, key: str, *, placeholder: str = "", note: str | None = None) -> None:
        """A field for a line of text."""
        name = self._name(key)
        st.text_input(
            label,
            key=session.seeded(name, self.answers.get(key, "")),
            on_change=session.kept(name, lambda text: self.keep({key: text.strip() or None})),
            placeholder=placeholder,
            help=note,
            max_chars=300,
            autocomplete="off",
        )

    def choice(
        self,
        label: str,
        key: str,
        options: Sequence[Any],
        names: Callable[[Any], str],
        default: Any = None,
        *,
        is_list: bool = False,
        placeholder: str | None = None,
        note: str | None = None,
    ) -> Any:
        """A choice, side by side or in a list, showing the answer or else the default; what is chosen."""
        name = self._name(key)
        show: Callable[..., Any] = st.selectbox if is_list else st.radio
        return show(
            label,
            options,
            format_func=names,
            key=session.seeded(name, self.answers.get(key, default)),
            on_change=session.kept(name, lambda chosen: self.keep({key: chosen})),
            help=note,
            **({"placeholder": placeholder} if is_list else {"horizontal": True}),
        )

    def day(self, label: str, key: str, default: date, *, last: date | None = None, note: str | None = None) -> None:
        """A field for a day."""
        name = self._name(key)
        answer = self.answers.get(key)
        st.date_input(
            label,
            key=session.seeded(name, date.fromisoformat(answer) if answer else default),
            on_change=session.kept(name, lambda day: day is not None and self.keep({key: day.isoformat()})),
            min_value=date(1900, 1, 1),
            max_value=last,
            help=note,
        )

    def _read(self, text: str, is_complement: bool) -> Any:
        """The answer that a typed number is; what can't be read is kept as it was typed."""
        if not text.strip():
            return None
        try:
            number = self.words.amount(text)
        except ValueError:
            return {"typed": text}
        if is_complement:
            number = HUNDRED - number
            if number < 0:
                return {"typed": text}
        return format(number, "f")

    def _name(self, key: str) -> str:
        return f"answer {self.quarter} {key}"


def _decimal(answer: Any) -> Decimal | None:
    """A number as it was answered, even out of bounds; None for what is none, as a backup from elsewhere may hold."""
    try:
        return Decimal(answer)
    except (InvalidOperation, TypeError, ValueError):
        return None
