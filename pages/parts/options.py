"""Which figures are shown: the window of quarters, whose costs, how credit is shared; all of it in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from netroi_core import option_words
from netroi_core.attribution import RULES
from netroi_core.measures import Options
from netroi_core.quarters import Quarter
from pages.parts.figures import windows


@dataclass(frozen=True)
class _Choice:
    """One option: its name in Options and in the address, the question, and its answers, the usual one first."""

    key: str
    question: str
    answers: Mapping[Any, str]


_CREDIT = _Choice("attribution", "Who gets the credit when several steps led to an outcome?", option_words.CREDIT_NAMES)
_CHOICES = (
    _CREDIT,
    _Choice("view", "In which quarter does an outcome count?", option_words.VIEW_NAMES),
    _Choice("basis", "Which outcomes count?", option_words.BASIS_NAMES),
    _Choice("costs", "Which costs count?", option_words.COST_NAMES),
)


def bar(quarters: Sequence[Quarter]) -> tuple[tuple[Quarter, ...], Options]:
    """One button with all choices behind it; the window and the options chosen."""
    named = windows(quarters)
    with st.popover("Quarters and how it counts", icon=":material/tune:"):
        window = st.selectbox("Quarters", list(named), key="quarters", bind="query-params")
        return named[window], Options(**{choice.key: _asked(choice) for choice in _CHOICES})


def _asked(choice: _Choice) -> Any:
    answers = list(choice.answers)
    show = st.selectbox if choice is _CREDIT else st.radio
    chosen = show(choice.question, answers, format_func=choice.answers.__getitem__, key=choice.key, bind="query-params")
    if choice is _CREDIT:
        st.caption(RULES[chosen].sentence)
    return chosen
