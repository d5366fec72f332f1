"""Which figures are shown: the window of quarters, whose costs, how credit is shared; all of it in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.wording import options
from pages.shell import session
from pages.shell.figures import windows


@dataclass(frozen=True)
class _Choice:
    """One choice: its name in the address, the question, and its answers, the usual one first."""

    key: str
    question: str
    answers: Mapping[Any, str]

    def chosen(self, named: str | None) -> Any:
        """The answer given here, else the one that the address names by its words, else the usual one.

        A quick second click comes before the browser has the new address: so it is what was clicked that counts.
        """
        answer = session.value(self.key)
        if answer in self.answers:
            return answer
        return next((each for each, words in self.answers.items() if words == named), self._usual)

    def write(self, answer: Any, named: str | None) -> None:
        """Name an answer in the address instead of what it names now; the usual one goes without saying."""
        words = None if answer == self._usual else self.answers[answer]
        if words == named:
            return
        if words is None:
            del st.query_params[self.key]
        else:
            st.query_params[self.key] = words

    @property
    def _usual(self) -> Any:
        return next(iter(self.answers))

    def ask(self, show: Callable[..., object], answer: Any) -> None:
        """Show the question with its answer by a widget that lets choose."""
        if session.value(self.key) != answer:
            session.set_value(self.key, answer)
        show(self.question, list(self.answers), format_func=self.answers.__getitem__, key=self.key)


_CREDIT = _Choice("attribution", "Who gets the credit when several steps led to an outcome?", options.CREDIT_NAMES)
_CHOICES = (
    _CREDIT,
    _Choice("view", "In which quarter does an outcome count?", options.VIEW_NAMES),
    _Choice("basis", "Which outcomes count?", options.BASIS_NAMES),
    _Choice("costs", "Which costs count?", options.COST_NAMES),
)


def bar(quarters: Sequence[Quarter]) -> tuple[tuple[Quarter, ...], Options]:
    """One button with all choices behind it; the window and the options chosen."""
    named = windows(quarters)
    window = _Choice("quarters", "Quarters", {name: name for name in named})
    address = st.query_params.to_dict()
    chosen = {choice.key: choice.chosen(address.get(choice.key)) for choice in (window, *_CHOICES)}
    for choice in (window, *_CHOICES):
        choice.write(chosen[choice.key], address.get(choice.key))
    unfolded = st.popover(options.TITLE, icon=":material/tune:", key="how it counts", on_change="rerun")
    if unfolded.open:
        with unfolded:
            window.ask(st.selectbox, chosen[window.key])
            _CREDIT.ask(st.selectbox, chosen[_CREDIT.key])
            st.caption(RULES[chosen[_CREDIT.key]].sentence)
            for choice in _CHOICES[1:]:
                choice.ask(st.radio, chosen[choice.key])
    return named[chosen.pop(window.key)], Options(**chosen)
