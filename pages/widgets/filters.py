"""The filters of a page: quarters, attribution, view, basis and costs. The address of the page holds all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.wording.explanations import BASIS_NAMES, COST_NAMES, CREDIT_NAMES, FILTERS_TITLE, VIEW_NAMES
from pages.shell import session
from pages.shell.figures import windows


@dataclass(frozen=True)
class _Filter:
    """One filter: its name in the address, its question, and its answers with their labels, the default first."""

    key: str
    question: str
    answers: Mapping[Any, str]

    def selected(self, label_in_address: str | None) -> Any:
        """Return the answer of the widget, else the one that the address names, else the default."""
        # The widget comes first: a quick second click arrives before the browser has the new address.
        answer = session.widget_value(self.key)
        if answer in self.answers:
            return answer
        return next((key for key, label in self.answers.items() if label == label_in_address), self._default)

    def write_to_address(self, answer: Any, label_in_address: str | None) -> None:
        """Put an answer into the address if it differs from the one there; the default is left out."""
        label = None if answer == self._default else self.answers[answer]
        if label == label_in_address:
            return
        if label is None:
            del st.query_params[self.key]
        else:
            st.query_params[self.key] = label

    @property
    def _default(self) -> Any:
        return next(iter(self.answers))

    def show(self, widget: Callable[..., object], answer: Any) -> None:
        """Show the question with an answer selected in a widget such as ``st.radio``."""
        if session.widget_value(self.key) != answer:
            session.set_widget_value(self.key, answer)
        widget(self.question, list(self.answers), format_func=self.answers.__getitem__, key=self.key)


_ATTRIBUTION = _Filter("attribution", "Who gets the credit when several steps led to an outcome?", CREDIT_NAMES)
_OPTIONS = (
    _ATTRIBUTION,
    _Filter("view", "In which quarter does an outcome count?", VIEW_NAMES),
    _Filter("basis", "Which outcomes count?", BASIS_NAMES),
    _Filter("costs", "Which costs count?", COST_NAMES),
)


def filter_bar(quarters: Sequence[Quarter]) -> tuple[tuple[Quarter, ...], Options]:
    """Show one button with all filters behind it; return the selected quarters and options."""
    windows_by_name = windows(quarters)
    window = _Filter("quarters", "Quarters", {name: name for name in windows_by_name})
    address = st.query_params.to_dict()
    answers = {option.key: option.selected(address.get(option.key)) for option in (window, *_OPTIONS)}
    for option in (window, *_OPTIONS):
        option.write_to_address(answers[option.key], address.get(option.key))
    popover = st.popover(FILTERS_TITLE, icon=":material/tune:", key="how it counts", on_change="rerun")
    if popover.open:
        with popover:
            window.show(st.selectbox, answers[window.key])
            _ATTRIBUTION.show(st.selectbox, answers[_ATTRIBUTION.key])
            st.caption(RULES[answers[_ATTRIBUTION.key]].sentence)
            for option in _OPTIONS[1:]:
                option.show(st.radio, answers[option.key])
    return windows_by_name[answers.pop(window.key)], Options(**answers)
