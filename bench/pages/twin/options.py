"""The choices of a page, as pages/parts/options.py draws them."""

from typing import Any

import streamlit as st


def bar(page: dict[str, Any]) -> None:
    """One button with all choices behind it."""
    with st.popover("Quarters and how it counts", icon=":material/tune:"):
        st.selectbox("Quarters", page["windows"], key="quarters", bind="query-params")
        st.selectbox(
            "Who gets the credit when several steps led to an outcome?",
            list(page["rules"]),
            index=2,
            format_func=page["rules"].__getitem__,
            key="attribution",
            bind="query-params",
        )
        st.caption("Every step on the path gets the same share.")
        st.radio("In which quarter does an outcome count?", ["When it paid", "When you sowed it"], key="view",
                 bind="query-params")  # fmt: skip
        st.radio("Which outcomes count?", ["Open ones too, by their odds", "Only what is won"], key="basis",
                 bind="query-params")  # fmt: skip
        st.radio("Which costs count?", ["What I paid myself", "All, also what was paid back"], key="costs",
                 bind="query-params")  # fmt: skip
