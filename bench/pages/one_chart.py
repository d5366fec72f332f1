"""A page with one literal chart: the cost of drawing with Streamlit itself."""

import streamlit as st

st.vega_lite_chart(
    {
        "mark": "bar",
        "encoding": {
            "x": {"field": "quarter", "type": "ordinal"},
            "y": {"field": "gained", "type": "quantitative"},
        },
        "data": {"values": [{"quarter": f"Q{n}", "gained": 100 * n} for n in range(1, 9)]},
    },
    alt="Eight bars, each higher than the one before.",
)
