"""Which figures are shown: the window of quarters, whose costs, how credit is shared; all of it in the address."""

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from netroi_core.attribution import ATTRIBUTIONS, RULES
from netroi_core.measures import Basis, CostShare, Options, View
from netroi_core.quarters import Quarter
from pages.parts.figures import windows

_VIEWS = {"realised": "When it paid", "invested": "When you sowed it"}
_BASES = {"expected": "Open ones too, by their odds", "won": "Only what is won"}
_COSTS = {"mine": "What I paid myself", "all": "All, also what was paid back"}


def bar(quarters: Sequence[Quarter]) -> tuple[tuple[Quarter, ...], Options]:
    """The bar of choices; the window and the options chosen."""
    named = windows(quarters)
    with st.container(horizontal=True, vertical_alignment="bottom", key="options"):
        window = st.selectbox("Quarters", list(named), key="quarters", bind="query-params", width=190,
                              label_visibility="collapsed")  # fmt: skip
        with st.popover("How it counts", icon=":material/tune:"):
            options = _options()
    return named[window], options


def _options() -> Options:
    attribution = st.selectbox(
        "Who gets the credit when several steps led to an outcome?",
        ATTRIBUTIONS,
        index=ATTRIBUTIONS.index("linear"),
        format_func=lambda rule: RULES[rule].title,
        key="attribution",
        bind="query-params",
    )
    st.caption(RULES[attribution].sentence)
    view: View = st.radio("In which quarter does an outcome count?", get_args(View), format_func=_VIEWS.__getitem__,
                          key="view", bind="query-params")  # fmt: skip
    basis: Basis = st.radio("Which outcomes count?", get_args(Basis), format_func=_BASES.__getitem__, key="basis",
                            bind="query-params")  # fmt: skip
    costs: CostShare = st.radio("Which costs count?", get_args(CostShare), format_func=_COSTS.__getitem__,
                                key="costs", bind="query-params")  # fmt: skip
    return Options(attribution, view, basis, costs)
