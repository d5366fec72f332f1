"""Numbers as typed into a form, all of them read before it shows problems."""

from decimal import Decimal

import streamlit as st

from netroi_core.wording.wording import Words
from pages.shell import session
from pages.widgets.field_error import show_field_error


class EnteredNumbers:
    """The fields for numbers in a form; once it is sent, each that can't be read has a sentence below it."""

    def __init__(self, words: Words, form: str) -> None:
        self._words, self._form = words, form
        self._problems = session.page_state().of(f"problems {form}")

    def field(self, name: str, label: str, text: str = "", *, placeholder: str = "", note: str | None = None) -> str:
        """Show a field, with its problem when the form was sent; return its text."""
        with st.container():
            # The prefix is a class name in the browser, by which a script brings up a numeric keyboard.
            entered = st.text_input(label, text, key=f"number {self._form} {name}", placeholder=placeholder, help=note,
                                    max_chars=40, autocomplete="off")  # fmt: skip
            self.show_problem(name)
        return entered

    def show_problem(self, name: str) -> None:
        """Show the problem of a field, if it was refused."""
        if sentence := self._problems.get(name):
            show_field_error(sentence)

    def begin(self) -> None:
        """Forget the problems of the last submission, and what was said of earlier acts."""
        self._problems.clear()
        session.dismiss_all()

    def read(self, name: str, text: str, *, is_percent: bool = False, is_hours: bool = False) -> Decimal | None:
        """Return the number in a field; None if the field is blank or can't be read."""
        if not text.strip():
            return None
        words = self._words
        parse = words.parse_hours if is_hours else words.parse_amount if is_percent else words.parse_money
        try:
            number = parse(text)
        except ValueError as error:
            self.refuse(name, str(error))
            return None
        if is_percent and number > 100:
            self.refuse(name, "Enter at most 100.")
        return number

    def refuse(self, name: str, sentence: str) -> None:
        """Show a problem below a field."""
        self._problems[name] = sentence

    def is_refused(self, *names: str) -> bool:
        """Return True if something is wrong with one of these fields, or with any if none is named."""
        return any(name in self._problems for name in names or tuple(self._problems))
