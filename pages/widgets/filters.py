"""The filters of all pages: quarters, attribution, view, basis and costs.

They are kept while the visitor moves between pages; the address of a page holds them as well, for bookmarks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.storage import Saved
from netroi_core.wording.explanations import BASIS_NAMES, COST_NAMES, CREDIT_NAMES, FILTERS_TITLE, VIEW_NAMES
from netroi_core.wording.wording import window_months
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets.empty_page import Subject, show_empty_page

_POPOVER = "filters"


@dataclass(frozen=True)
class _Filter:
    """One filter: its name in the address, its question, and its answers with their labels, the default first."""

    key: str
    question: str
    answers: Mapping[Any, str]

    def selected(self, label_in_address: str | None) -> Any:
        """Return the answer of the widget, else one that is new in the address, else the last one on any page."""
        # The widget comes first: a quick second click arrives before the browser has the new address. For the same
        # reason an address counts only if it is new: after a reset, the old one may arrive once more.
        answer = session.widget_value(self.key)
        if answer not in self.answers:
            answer = session.value(self._answer_key)
            if label_in_address not in session.value(self._address_key, (None,)):
                answer = next((key for key, label in self.answers.items() if label == label_in_address), answer)
        if answer not in self.answers:
            answer = self.default
        session.set_value(self._answer_key, answer)
        return answer

    def write_to_address(self, answer: Any, label_in_address: str | None) -> None:
        """Put an answer into the address if it differs from the one there; the default is left out."""
        label = None if answer == self.default else self.answers[answer]
        session.set_value(self._address_key, (label_in_address, label))
        if label == label_in_address:
            return
        if label is None:
            del st.query_params[self.key]
        else:
            st.query_params[self.key] = label

    def reset(self) -> None:
        """Select the default; to be called before the page runs."""
        session.set_value(self._answer_key, self.default)
        if session.widget_value(self.key) is not None:
            session.set_widget_value(self.key, self.default)

    @property
    def default(self) -> Any:
        """The first answer."""
        return next(iter(self.answers))

    @property
    def _answer_key(self) -> str:
        return f"filter {self.key}"

    @property
    def _address_key(self) -> str:
        return f"address {self.key}"

    def show(self, answer: Any) -> None:
        """Show the question with an answer selected."""
        if session.widget_value(self.key) != answer:
            session.set_widget_value(self.key, answer)
        st.selectbox(self.question, list(self.answers), format_func=self.answers.__getitem__, key=self.key)


_ATTRIBUTION = _Filter("attribution", "Who gets the credit when several steps led to an outcome?", CREDIT_NAMES)
_VIEW = _Filter("view", "In which quarter does an outcome count?", VIEW_NAMES)
_OPTIONS = (
    _ATTRIBUTION,
    _VIEW,
    _Filter("basis", "Which outcomes count?", BASIS_NAMES),
    _Filter("costs", "Which costs count?", COST_NAMES),
)
# How each option is named beside the button.
_CHIPS: Final = {"attribution": "Credit: {}", "view": "Counted {}", "basis": "Outcomes: {}", "costs": "Costs: {}"}


def show_selection(title: str, promise: str, subject: Subject) -> tuple[Saved, tuple[Quarter, ...], Options] | None:
    """Show the filters and return the workspace with the selected quarters and options.

    Without records, show what will stand on the page, with a way to the quiz, and return None.
    """
    saved = session.saved()
    quarters = figures_of(saved).ledger.quarters if saved else ()
    if saved is None or not quarters:
        show_empty_page(title, promise, subject)
        return None
    return saved, *filter_bar(quarters)


def filter_bar(quarters: Sequence[Quarter]) -> tuple[tuple[Quarter, ...], Options]:
    """Show the filters behind a button that names the selection; return the selected quarters and options."""
    windows_by_name = windows(quarters)
    window = _Filter("quarters", "Quarters", {name: name for name in windows_by_name})
    filters = (window, *_OPTIONS)
    address = st.query_params.to_dict()
    answers = {option.key: option.selected(address.get(option.key)) for option in filters}
    for option in filters:
        option.write_to_address(answers[option.key], address.get(option.key))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filter bar"):
        label = session.stable_label(_POPOVER, f"{FILTERS_TITLE}: {answers[window.key]}")
        popover = st.popover(label, icon=":material/tune:", key=_POPOVER, on_change="rerun")
        if (start := session.profile().fiscal_year_start) != 1:
            # Quarters of a fiscal year that is named after its end read as the future.
            st.badge(window_months(windows_by_name[answers[window.key]], start), color="gray")
        _show_changes(filters, answers)
    if popover.open:
        with popover:
            window.show(answers[window.key])
            _ATTRIBUTION.show(answers[_ATTRIBUTION.key])
            st.caption(RULES[answers[_ATTRIBUTION.key]].sentence)
            for option in _OPTIONS[1:]:
                option.show(answers[option.key])
    return windows_by_name[answers.pop(window.key)], Options(**answers)


def windows(quarters: Sequence[Quarter]) -> dict[str, tuple[Quarter, ...]]:
    """Return the ranges of quarters to choose from by name, the widest first."""
    every = tuple(quarters)
    ranges = {"All quarters": every}
    if len(every) > 4:
        ranges["Last 4 quarters"] = every[-4:]
    years = {quarter.year for quarter in every}
    if len(years) > 1:
        ranges |= {str(year): tuple(q for q in every if q.year == year) for year in sorted(years, reverse=True)}
    return ranges | {f"Q{quarter.number} {quarter.year}": (quarter,) for quarter in reversed(every)}


def _show_changes(filters: Sequence[_Filter], answers: Mapping[str, Any]) -> None:
    """Show what is selected beside the usual, and a button that resets all of it; nothing under the defaults."""
    changed = [option for option in filters if answers[option.key] != option.default]
    for option in changed:
        if option.key in _CHIPS:
            answer = option.answers[answers[option.key]]
            st.badge(_CHIPS[option.key].format(f"{answer[0].lower()}{answer[1:]}"), color="gray")
    if changed:
        st.button("Reset filters", key="reset filters", type="tertiary", on_click=_reset, args=(filters,))


def _reset(filters: Sequence[_Filter]) -> None:
    for option in filters:
        option.reset()
