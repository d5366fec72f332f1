"""Which figures are shown: the window of quarters, whose costs, how credit is shared; all of it in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from netroi_core.attribution import ATTRIBUTIONS, RULES
from netroi_core.measures import Options
from netroi_core.quarters import Quarter
from pages.parts.figures import windows


@dataclass(frozen=True)
class _Choice:
    """One option: its name in Options and in the address, the question, and its answers, the usual one first."""

    key: str
    question: str
    answers: dict[Any, str]


_CREDIT = _Choice(
    "attribution",
    "Who gets the credit when several steps led to an outcome?",
    {rule: RULES[rule].title for rule in sorted(ATTRIBUTIONS, key=lambda rule: rule != "linear")},
)
_CHOICES = (
    _CREDIT,
    _Choice("view", "In which quarter does an outcome count?",
            {"realised": "When it paid", "invested": "When you sowed it"}),
    _Choice("basis", "Which outcomes count?",
            {"expected": "Open ones too, by their odds", "won": "Only what is won"}),
    _Choice("costs", "Which costs count?",
            {"mine": "What I paid myself", "all": "All, also what was paid back"}),
)  # fmt: skip


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
